"""Follow-ups by themselves: what a message is, and where it leads in a talk."""

import pytest

from bot.follow_ups import LONGEST, MORE, SAME, FollowUpFinder, Found, way


@pytest.fixture(scope="module")
def finder(content):
    return FollowUpFinder(content.follow_ups)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("why", "why"), ("Why?!", "why"), ("ok but why tho", "why"), ("no ale dlaczego?", "why"), ("...", None), ("", None),
     ("why do they take the passports of people who work there", None), ("and", None), ("ok", None), ("a więc", None)],
)  # fmt: skip
def test_a_message_is_a_follow_up_as_a_whole_or_not_at_all(finder, text, kind):
    found = finder.find(text)

    assert (found.kind if found else None) == kind


def test_a_long_message_is_none(finder):
    assert finder.find("and " * (LONGEST - 1) + "why") == Found("why", alone=False)
    assert finder.find("and " * LONGEST + "why") is None


def test_what_may_be_a_question_of_its_own_says_so(finder):
    assert finder.find("i need help with this") == Found("help", alone=True)


def test_every_kind_leads_on_from_every_topic_or_not_at_all(content):
    targets = {*content.topics, *(crisis for crisis, _ in content.crises), MORE, SAME, None}
    for kind in content.follow_ups.kinds:
        for topic in content.topics:
            found = way(content, kind, {"told": "answer", "topic": topic})

            assert found in targets
            assert found != topic


@pytest.mark.parametrize("told", [None, "suggestions", "fallback"])
def test_nothing_leads_on_where_nothing_was_answered(content, told):
    assert way(content, "why", {"told": told, "topic": "what_is_grooming", "crisis": "crisis_abuse"}) is None


@pytest.mark.parametrize(
    ("country", "wanted"),
    [(None, "palermo_criminalisation"), ("PL", "law_in_poland"), ("DE", "law_in_eu"), ("NO", "law_council_of_europe")],
)
def test_the_law_is_that_of_the_country(content, country, wanted):
    assert way(content, "law", {"told": "answer", "topic": "offer_money_mule", "country": country}) == wanted


def test_a_crisis_leads_on_only_where_the_file_says_so(content):
    assert way(content, "why", {"told": "crisis", "crisis": "crisis_abuse", "topic": "what_is_grooming"}) is None
    assert way(content, "help", {"told": "crisis", "crisis": "crisis_abuse"}) == "find_helpline"
