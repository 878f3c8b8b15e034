"""A helpline in words: hours, languages, ages, ways to reach it, and how sure its number is."""

import dataclasses
import datetime

import pytest

from bot import freshness, places, routing, showing
from bot.content import read_content
from bot.model import Country, Hours, Number
from tests.conftest import ROOT

CONTENT = read_content(ROOT / "content")
LINES = {line.id: line for country in CONTENT.countries.values() for line in country.lines}
OFFICE = dataclasses.replace(LINES["pl-pip"], hours=(Hours(frozenset(range(5)), 540, 900),))
TUESDAY = datetime.datetime.fromisoformat("2026-11-24T12:00+01:00")
ON = TUESDAY.date()


def shown(line, at=TUESDAY, locale="en", zone=None):
    return showing.shown(routing.look(line, at), CONTENT.words[locale], locale, at, zone)


OPENING = [  # (moment, locale, the reader's clock, words)
    ("2026-11-24T12:00+01:00", "en", None, "Mon–Fri 09:00–15:00 (time in Warsaw) · open now, until 15:00"),
    ("2026-11-24T12:00+01:00", "pl", None, "pon.–pt. 09:00–15:00 (czas lokalny: Warszawa) · teraz czynne, do: 15:00"),
    ("2026-11-24T18:00+01:00", "en", None, "Mon–Fri 09:00–15:00 (time in Warsaw) · closed now, opens Wed 09:00"),
    ("2026-11-24T18:00+01:00", "en", "Europe/Dublin", "Mon–Fri 09:00–15:00 (time in Warsaw) · closed now, opens Wed 08:00 (your time)"),
    ("2026-11-24T18:00+01:00", "en", "Europe/Berlin", "Mon–Fri 09:00–15:00 (time in Warsaw) · closed now, opens Wed 09:00"),
    # Clocks go back in Poland on 25 October and in New York a week later: five hours apart, not six.
    ("2026-10-26T08:00+01:00", "en", "America/New_York", "Mon–Fri 09:00–15:00 (time in Warsaw) · closed now, opens 04:00 (your time)"),
    ("2026-11-02T08:00+01:00", "en", "America/New_York", "Mon–Fri 09:00–15:00 (time in Warsaw) · closed now, opens 03:00 (your time)"),
    ("2026-12-25T12:00+01:00", "en", None, "Mon–Fri 09:00–15:00 (time in Warsaw) · public holiday there today: we do not know if they answer"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "locale", "zone", "words"), OPENING)
def test_hours_are_told_in_words_by_the_readers_clock(at, locale, zone, words):
    assert shown(OFFICE, datetime.datetime.fromisoformat(at), locale, zone)["opening"] == words


def test_what_is_always_open_or_not_known_says_so():
    assert shown(LINES["pl-116111"])["opening"] == "Day and night · open now"
    assert shown(LINES["pl-800702222"])["opening"] == "hours not known"


def test_a_far_opening_is_told_with_its_day_and_a_line_that_never_opens_without():
    far = dataclasses.replace(OFFICE, hours=(Hours(frozenset({1}), 540, 900),))
    never = dataclasses.replace(OFFICE, hours=(Hours(frozenset({7}), 0, 0),))

    assert shown(far, TUESDAY + datetime.timedelta(hours=6))["opening"].endswith("opens Tue 1 Dec 09:00")
    assert shown(never)["opening"].endswith("closed now")


def test_holidays_are_told():
    norwegian = shown(LINES["no-116111"])["opening"]
    closed = dataclasses.replace(OFFICE, hours_text=("Mon 09:00-10:00", "Holidays closed"))

    assert "public holidays 00:00–24:00" in norwegian
    assert showing.hours(closed, CONTENT.words["pl"], "pl").startswith("pon. 09:00–10:00, święta nieczynne")


def test_moments_are_told_to_programs_too():
    evening = shown(OFFICE, TUESDAY + datetime.timedelta(hours=6))

    assert (shown(OFFICE)["closes_at"], shown(OFFICE)["opens_at"]) == ("2026-11-24T15:00:00+01:00", None)
    assert (evening["closes_at"], evening["opens_at"]) == (None, "2026-11-25T09:00:00+01:00")


def test_languages_have_names():
    assert shown(LINES["pl-800121212"], locale="pl")["language_names"] == ["polski", "ukraiński", "rosyjski"]
    assert shown(LINES["pl-800121212"])["languages"] == ["pl", "uk", "ru"]


@pytest.mark.parametrize("locale", ["en", "pl"])
def test_every_language_of_a_line_and_every_country_has_a_name(locale):
    assert all(places.language(code, locale) != code for line in LINES.values() for code in line.languages)
    assert len(places.countries(locale)) == 250  # 249 of ISO 3166 and Kosovo
    assert all(places.country(code, locale) != code for code in CONTENT.countries)


def test_ways_to_reach_a_line_carry_numbers_both_ways():
    line = dataclasses.replace(
        OFFICE, phones=(Number("22 1", "+48221", "+48221"), Number("+48 22 2", "+48222", "+48222")), sms=(Number("116", None, "116"),),
        chat="https://a.pl", web=None, email="a@b.pl",
    )  # fmt: skip

    assert [(link["title"], link["href"], link["e164"]) for link in shown(line)["links"]] == [
        ("Call 22 1 (+48221)", "tel:+48221", "+48221"),
        ("Call +48 22 2", "tel:+48222", "+48222"),
        ("Text 116", "sms:116", None),
        ("Chat", "https://a.pl", None),
        ("a@b.pl", "mailto:a@b.pl", None),
    ]


WHOM = [  # (audience, ages, words)
    ("anyone", (None, None), ""), ("anyone", (0, None), ""), ("anyone", (0, 17), "up to age 17"),
    ("women", (18, None), "for women, from age 18"), ("parents", (None, None), "for parents and other adults"), ("anyone", (8, 18), "age 8 to 18"),
]  # fmt: skip


@pytest.mark.parametrize(("audience", "ages", "words"), WHOM)
def test_whom_a_line_is_for_is_told(audience, ages, words):
    assert shown(dataclasses.replace(OFFICE, audience=audience, ages=ages))["whom"] == words


CHECKED = [  # (last called, has a page, part of what readers are told; None = nothing)
    (None, True, "official page; we have not called it"),
    (None, False, "We have not called this number"),
    (ON, True, None),
    (ON - datetime.timedelta(180), True, None),
    (ON - datetime.timedelta(181), True, "Last called on May 27, 2026"),
]


@pytest.mark.parametrize(("called", "page", "told"), CHECKED)
def test_a_number_nobody_called_within_180_days_is_to_be_checked(called, page, told):
    line = dataclasses.replace(OFFICE, verified_on=called, web="https://www.pip.gov.pl" if page else None, chat=None)
    found = shown(line)

    assert found["check"] is None if told is None else told in found["check"]
    assert found["check_link"] == line.web


def test_an_emergency_number_is_not_put_in_doubt_where_there_is_no_page_to_look_at():
    assert shown(LINES["pl-112"])["check"] is None


def test_a_line_without_a_number_has_none_to_check():
    assert shown(LINES["pl-dyzurnet"])["check"] is None


# ── what is due ──────────────────────────────────────────────────────────────────────────────────


def test_everything_is_due_until_somebody_calls_and_emergency_lines_first():
    found = freshness.due(CONTENT.countries, ON)
    urgency = [
        next((n for n, need in enumerate(("emergency", "child", "trafficking")) if need in one.line.needs), 3)
        for one in found
    ]

    assert len(found) == len(LINES)
    assert urgency == sorted(urgency)
    assert all(one.why[0] == "never verified" for one in found)


def test_what_is_due_says_why_and_where_to_look():
    old = dataclasses.replace(OFFICE, id="old", verified_on=ON - datetime.timedelta(200))
    fresh = dataclasses.replace(OFFICE, id="fresh", verified_on=ON)
    vague = dataclasses.replace(LINES["ua-527"], id="vague", hours=None, seen_on=None, confidence="medium", web=None)
    found = freshness.due({"PL": Country("PL", None, (old, fresh, vague))}, ON)

    assert [(one.line.id, one.why, one.page) for one in found] == [
        ("vague", ("never verified", "confidence medium", "its source has no date", "hours not known"), None),
        ("old", ("verified 200 days ago, 180 are allowed", "its source is of 2022-03-03"), "https://www.pip.gov.pl"),
    ]
