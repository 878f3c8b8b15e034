"""What is said after a cry for help: every kind, step, language and country."""

import datetime
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import crises, routing
from bot.content import read_content
from bot.model import LOCALES
from bot.replies import Reader, compose
from tests.conftest import ROOT

CONTENT = read_content(ROOT / "content")
KINDS = sorted({crisis for crisis, _ in CONTENT.crises})
COUNTRIES = [*sorted(CONTENT.countries), "FR", "BR", None]
AT = datetime.datetime(2026, 11, 23, 22, 0, tzinfo=datetime.UTC)


def say(name, kinds, locale="en", country="PL", **more):
    return compose(CONTENT, name, {"crises": kinds}, Reader(locale, country, **more), AT)


def titles(reply):
    return [button["title"] for button in reply["buttons"]]


@pytest.mark.parametrize(("kind", "locale", "country"), itertools.product(KINDS, LOCALES, COUNTRIES))
def test_a_crisis_card_names_the_number_first_and_asks_nothing(kind, locale, country):
    reply = say("utter_crisis", [kind], locale, country)

    number = routing.emergency(CONTENT.countries, country) if country else "112"
    assert (number or CONTENT.words[locale]["emergency_elsewhere"]) in reply["text"].split("\n\n")[0]
    assert "?" not in reply["text"]
    assert len(reply["text"].split()) <= 85  # read in half a minute
    assert (reply["kind"], reply["answer"], reply["concern"]) == ("crisis", kind, "disclosure")
    assert [button["payload"] for button in reply["buttons"]][:4] == [f"/{step}" for step in crises.STEPS]
    assert reply["buttons"][-1]["payload"] == "/false_alarm"


@pytest.mark.parametrize(
    ("step", "kind", "locale", "country"), itertools.product(crises.STEPS, KINDS, LOCALES, COUNTRIES)
)
def test_every_step_of_every_crisis_has_words_and_ways_on(step, kind, locale, country):
    reply = say(f"utter_{step}", [kind], locale, country)

    assert reply["text"]
    assert "{" not in reply["text"]
    assert (reply["kind"], reply["answer"], reply["locale"]) == ("crisis", kind, locale)
    assert len(reply["buttons"]) >= 2
    assert f"/{step}" not in [button["payload"] for button in reply["buttons"]]


@pytest.mark.parametrize(("kind", "locale"), itertools.product(KINDS, LOCALES))
def test_each_kind_has_a_script_of_its_own_to_read_out(kind, locale):
    scripts = {other: say("utter_crisis_script", [other], locale)["text"] for other in KINDS}

    assert [other for other in KINDS if scripts[other] == scripts[kind]] == [kind]
    assert len(re.findall(r'^- ["„]', scripts[kind], re.MULTILINE)) >= 3


@pytest.mark.parametrize(("step", "locale"), itertools.product(crises.STEPS, LOCALES))
def test_a_young_child_gets_simpler_words_whatever_else_was_found(step, locale):
    child = say(f"utter_{step}", ["crisis_young_child"], locale)["text"]

    assert child != say(f"utter_{step}", ["crisis_abuse"], locale)["text"]
    assert say(f"utter_{step}", ["crisis_abuse", "crisis_young_child"], locale)["text"] == child


@pytest.mark.parametrize(("kind", "locale", "country"), itertools.product(KINDS, LOCALES, COUNTRIES))
def test_who_cannot_talk_gets_lines_to_write_to_or_hears_that_we_know_none(kind, locale, country):
    reply = say("utter_crisis_silent", [kind], locale, country)
    written = [line for line in reply["helplines"] if line["sms"] or line["chat"] or line["email"]]
    none = CONTENT.words[locale]["no_written_line"]

    assert written == reply["helplines"] or (none in reply["text"] and not written)
    assert (none in reply["text"]) == (not written)


def test_who_is_safe_for_now_is_led_to_the_topics_of_their_crisis():
    reply = say("utter_crisis_safe", ["crisis_sextortion"])

    assert '/open_topic{"topic": "remove_images"}' in [button["payload"] for button in reply["buttons"]]
    assert "ncmec-take-it-down" in [source["id"] for source in reply["sources"]]


def test_the_country_is_offered_where_it_is_not_known():
    assert "Choose my country" in titles(say("utter_crisis", ["crisis_abuse"], country=None))
    assert "Choose my country" in titles(say("utter_crisis_silent", ["crisis_abuse"], country=None))
    assert "Choose my country" not in titles(say("utter_crisis", ["crisis_abuse"], country="PL"))


@pytest.mark.parametrize(("first", "second", "locale"), [*itertools.product(KINDS, KINDS, LOCALES)])
def test_two_kinds_in_one_message_are_both_told_gravest_first(first, second, locale):
    grave, other = (*crises.gravest_first(CONTENT, [first, second]), first)[:2]
    reply = say("utter_crisis", [second, first], locale)
    own = {kind: say("utter_crisis", [kind], locale)["text"].split("\n\n") for kind in (grave, other)}
    parts = reply["text"].split("\n\n")

    assert reply["answer"] == grave
    assert (parts[0], parts[-1]) == (own[grave][0], own[grave][-1])
    assert set(own[grave][1:-1] + own[other][1:-1]) <= set(parts)
    needs = {need for line in reply["helplines"] for need in line["needs"]}
    for kind in (grave, other):
        assert needs & (set(CONTENT.crises[kind, locale].needs) - {"emergency"}), kind


def test_danger_comes_before_abuse_and_one_kind_is_said_once():
    assert crises.gravest_first(CONTENT, ["crisis_abuse", "crisis_danger_now", "crisis_abuse"]) == [
        "crisis_danger_now",
        "crisis_abuse",
    ]


@given(st.lists(st.sampled_from([*KINDS, "crisis_no_more", ""])))
def test_order_of_what_was_found_changes_nothing_and_something_is_always_shown(found):
    shown = crises.gravest_first(CONTENT, found)

    assert shown == crises.gravest_first(CONTENT, list(reversed(found)))
    assert set(shown) == (set(found) & set(KINDS) or {"crisis_danger_now"})
    assert all(set(CONTENT.crises[kind, "en"].needs) <= set(crises.needs(CONTENT, shown)) for kind in shown)


def test_each_crisis_has_its_first_needs_before_the_later_ones_of_another():
    assert crises.needs(CONTENT, ["crisis_held_or_exploited", "crisis_suicide"])[:3] == [
        "emergency",
        "trafficking",
        "crisis_suicide",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_pinned_goes_with_every_reply(locale):
    for name in ("utter_menu", "utter_thank", "utter_fallback", "utter_crisis_gently"):
        reply = compose(CONTENT, name, {}, Reader(locale, "PL", pinned=("crisis_suicide", "crisis_danger_now")), AT)

        assert reply["pinned"]["crises"] == ["crisis_danger_now", "crisis_suicide"]
        assert reply["pinned"]["helplines"][0]["id"] == "pl-112"
        assert "112" in reply["pinned"]["text"]
    assert compose(CONTENT, "utter_menu", {}, Reader(locale, "PL"), AT)["pinned"] is None


@pytest.mark.parametrize(("kind", "country"), itertools.product(KINDS, sorted(set(CONTENT.countries) - {"INT"})))
def test_what_is_pinned_begins_with_the_emergency_number_and_goes_on_with_what_fits(kind, country):
    pinned = compose(CONTENT, "utter_menu", {}, Reader("en", country, pinned=(kind,)), AT)["pinned"]
    first, *others = pinned["helplines"]

    number = routing.emergency(CONTENT.countries, country)
    assert number is None or number in first["phones"]
    assert any(set(line["needs"]) & set(CONTENT.crises[kind, "en"].needs) for line in others)


@pytest.mark.parametrize(("kind", "locale"), itertools.product(KINDS, LOCALES))
def test_a_doubt_adds_one_line_one_helpline_and_the_way_to_that_crisis(kind, locale):
    plain = compose(CONTENT, "utter_menu", {}, Reader(locale, "PL"), AT)
    reply = compose(CONTENT, "utter_menu", {}, Reader(locale, "PL", "possible", kind), AT)

    assert (reply["kind"], reply["concern"]) == (plain["kind"], "possible")
    assert reply["text"].startswith(plain["text"])
    assert reply["text"].count("\n\n") == plain["text"].count("\n\n") + 1
    assert len(reply["helplines"]) == 1
    assert set(reply["helplines"][0]["needs"]) & set(CONTENT.crises[kind, locale].needs)
    assert reply["buttons"][-1]["payload"] == f'/open_crisis{{"crisis": "{kind}"}}'
