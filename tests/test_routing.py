"""The right helpline first: by country, need, age, language and clock."""

import dataclasses
import datetime
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import places, routing
from bot.content import read_content, unlisted, values
from bot.helplines import read_number
from bot.model import EMERGENCY, HOLIDAY, LOCALES, NEEDS, Country, Hours
from tests.conftest import ROOT

CONTENT = read_content(ROOT / "content")
COUNTRIES = CONTENT.countries
settings.register_profile("calm", deadline=None)  # the first look at a country reads its holidays
settings.load_profile("calm")
EARTH = sorted({*places.countries("en"), *COUNTRIES})
WHERE = st.sampled_from([None, *EARTH])
AGES = st.none() | st.integers(0, 99)
SPEECH = st.lists(st.sampled_from(["en", "pl", "uk", "de", "xx"]), max_size=3)
MOMENTS = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 12, 31), timezones=st.just(datetime.UTC))
MINUTE = datetime.timedelta(minutes=1)
NOON = datetime.datetime(2026, 11, 24, 11, tzinfo=datetime.UTC)
LINE = next(line for line in COUNTRIES["PL"].lines if line.id == "pl-116111")


def ids(found):
    return [one.line.id for one in found]


# ── every country, need, age, language and hour ──────────────────────────────────────────────────


@given(WHERE, st.lists(st.sampled_from(NEEDS), max_size=4), SPEECH, MOMENTS, AGES)
def test_lines_fit_and_none_is_shown_twice(country, needs, languages, at, age):
    found = routing.find(COUNTRIES, country, needs, languages, at, age)

    assert len(set(ids(found))) == len(found) <= routing.SHOWN
    assert found == routing.find(COUNTRIES, country, needs, languages, at, age)
    near = {country, routing.UNION, routing.WORLD}
    for one in found:
        assert one.line.country in near
        assert one.line.audience != "professionals"
        assert one.line.confidence in ("high", "medium")
        assert one.open_now == routing.is_open(one.line, at)


@given(WHERE, st.sampled_from(NEEDS), SPEECH, MOMENTS, AGES)
def test_everybody_on_earth_gets_somebody(country, need, languages, at, age):
    found = routing.find(COUNTRIES, country, [need], languages, at, age)

    assert found
    if any(need in one.line.needs for one in found):
        assert all(routing.fits(one.line, need, age) for one in found)
    else:  # nobody has a line for it: directories of the lines of every country
        assert {one.line.country for one in found} == {routing.WORLD}


@given(WHERE, st.sampled_from(NEEDS), SPEECH, MOMENTS, AGES)
def test_an_open_line_never_stands_below_a_closed_one_of_the_same_need(country, need, languages, at, age):
    if need == EMERGENCY:
        return
    found = routing.find(COUNTRIES, country, [need], languages, at, age, most=50)
    closed = [place for place, one in enumerate(found) if one.open_now is False]

    assert all(one.open_now is not True for one in found[min(closed, default=len(found)) :])


@given(st.sampled_from(EARTH), st.sampled_from(LOCALES), MOMENTS)
def test_every_country_has_its_emergency_number_or_is_told_who_lists_it(country, locale, at):
    number = routing.emergency(COUNTRIES, country)
    told = unlisted(CONTENT, locale, country)
    said = values(COUNTRIES, CONTENT.words[locale], country)["emergency"]

    if number is None:
        assert told["href"].startswith("https://")
        assert not any(letter.isdigit() for letter in told["text"] + said)
    else:
        first = routing.find(COUNTRIES, country, [EMERGENCY], [locale], at)[0].line
        assert told is None
        assert said == number
        assert number in [phone.dialled for phone in first.phones]
        assert first.country in (country, routing.UNION)


@given(st.sampled_from([line for one in COUNTRIES.values() for line in one.lines]), MOMENTS)
def test_a_line_opens_and_closes_at_the_minute_that_is_told(line, at):
    found = routing.look(line, at)
    closes = routing.closes_at(line, at)

    if found.opens_at:
        assert found.open_now is False
        assert found.opens_at > at
        assert routing.is_open(line, found.opens_at) is True
        assert not routing.is_open(line, found.opens_at - MINUTE)
    if closes:
        assert found.open_now is True
        assert closes > at
        assert not routing.is_open(line, closes)
        assert routing.is_open(line, closes - MINUTE)


def test_every_hour_of_a_year_has_an_open_line_for_a_child_in_poland():
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    for hour in range(365 * 24):
        at = start + datetime.timedelta(hours=hour)
        assert routing.find(COUNTRIES, "PL", ["child"], ["pl"], at, age=14)[0].open_now


# ── emergency numbers ────────────────────────────────────────────────────────────────────────────


NUMBER = [  # (country, emergency number)
    ("PL", "112"), ("GB", "999"), ("US", "911"), ("FR", "112"), ("UA", "102"), ("AU", "000"), ("NZ", "111"),
    ("IT", "112"), ("HR", "112"), ("NO", None), ("BR", None), ("ZZ", None), ("INT", None), (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("country", "number"), NUMBER)
def test_the_emergency_number_is_the_countrys_own_or_that_of_the_union(country, number):
    assert routing.emergency(COUNTRIES, country) == number


def test_no_number_of_the_union_is_told_without_its_file():
    alone = {code: found for code, found in COUNTRIES.items() if code != routing.UNION}

    assert routing.emergency(alone, "HR") is None
    assert routing.emergency(alone, "PL") == "112"


# ── what comes first ─────────────────────────────────────────────────────────────────────────────

FIRST = [  # (country, need, languages, age, ids of the first ones)
    ("DE", "trafficking", ["pl", "en"], None, ["de-hilfetelefon", "de-kok"]),  # Polish and now in Berlin
    ("DE", "sexual_violence", ["pl", "en"], None, ["de-hilfetelefon", "de-weisser-ring"]),
    ("DE", "sexual_violence", ["de"], None, ["de-weisser-ring", "de-hilfetelefon"]),
    ("PL", "child", ["uk"], 12, ["pl-800121212"]),
    ("IT", EMERGENCY, ["it"], None, ["eu-112", "it-114"]),
    ("GB", "image_removal", ["en"], 15, ["gb-report-remove", "int-takeitdown"]),
    ("GB", "image_removal", ["en"], 30, ["gb-revenge-porn", "int-takeitdown", "int-stopncii"]),
    ("HR", "child", ["en"], None, ["eu-116111"]),
    (None, "child", ["en"], None, ["eu-116111"]),
    ("BR", "child", ["en"], None, ["int-childhelpline"]),
    ("BR", "trafficking", ["en"], None, ["int-childhelpline", "int-findahelpline", "int-takeitdown"]),
    ("NO", EMERGENCY, ["en"], None, ["no-116111"]),
    ("PL", "crisis_suicide", ["pl"], 30, ["pl-116123"]),
    ("PL", "crisis_suicide", ["pl"], 15, ["pl-116111"]),
]


@pytest.mark.parametrize(("country", "need", "languages", "age", "first"), FIRST)
def test_the_best_line_comes_first(country, need, languages, age, first):
    assert ids(routing.find(COUNTRIES, country, [need], languages, NOON, age))[: len(first)] == first


def test_the_best_line_of_each_need_comes_before_a_second_one_of_any():
    found = routing.find(COUNTRIES, "PL", ["trafficking", "missing_child"], ["pl"], NOON)

    assert ids(found) == ["pl-kcik", "pl-116000", "pl-la-strada"]


NEAR = [  # (country, need, files the lines are of)
    ("PL", "child", {"PL", "INT"}),  # its own are enough
    ("PL", EMERGENCY, {"PL"}),
    ("IT", EMERGENCY, {"IT", "EU"}),
    ("IT", "child", {"IT", "INT"}),
    ("US", "sexual_violence", {"INT"}),
    ("GR", "child", {"EU", "INT"}),
]


@pytest.mark.parametrize(("country", "need", "files"), NEAR)
def test_lines_of_the_union_and_the_world_fill_in_where_a_country_has_none(country, need, files):
    found = routing.find(COUNTRIES, country, [need], ["en"], NOON, most=50)

    assert {one.line.country for one in found} == files


def test_an_open_line_of_the_world_comes_before_a_closed_one_of_the_country_and_a_list_after_it():
    evening = datetime.datetime.fromisoformat("2026-11-24T20:00+00:00")
    images = routing.find(COUNTRIES, "GB", ["image_removal"], ["en"], evening, 30)
    children = routing.find(COUNTRIES, "NL", ["child"], ["nl"], evening.replace(hour=22))

    assert ids(images) == ["int-takeitdown", "int-stopncii", "gb-revenge-porn"]
    assert ids(children) == ["nl-kindertelefoon", "int-childhelpline"]


def test_without_a_need_nothing_is_shown():
    assert routing.find(COUNTRIES, "PL", [], ["pl"], NOON) == []


def small(*lines):
    return {"PL": Country("PL", None, tuple(lines))}


def test_among_equals_the_file_decides_and_where_nobody_helps_nothing_is_invented():
    one, two = (dataclasses.replace(LINE, id=name) for name in ("one", "two"))

    assert ids(routing.find(small(one, two), "PL", ["child"], ["pl"], NOON)) == ["one", "two"]
    assert ids(routing.find(small(two, one), "PL", ["child"], ["pl"], NOON)) == ["two", "one"]
    assert routing.find(small(one), "ZZ", ["child"], ["pl"], NOON) == []


BETTER = [  # (what makes a line come second, by field)
    {"languages": ("en",)},
    {"needs": ("online_abuse", "child")},
    {"audience": "women"},
    {"confidence": "medium"},
    {"hours": (Hours(frozenset(range(7)), 0, 1),)},
    {"hours": None},
]


@pytest.mark.parametrize("worse", BETTER, ids=lambda worse: next(iter(worse)))
def test_each_thing_that_counts_puts_a_line_second(worse):
    better = dataclasses.replace(LINE, id="better")
    found = routing.find(small(dataclasses.replace(LINE, **worse), better), "PL", ["child"], ["pl"], NOON)

    assert ids(found) == ["better", LINE.id]


def test_of_two_closed_lines_the_one_that_opens_sooner_comes_first():
    late, soon = (
        dataclasses.replace(LINE, id=name, hours=(Hours(frozenset(range(7)), since, 1440),))
        for name, since in (("late", 20 * 60), ("soon", 18 * 60))
    )

    assert ids(routing.find(small(late, soon), "PL", ["child"], ["pl"], NOON)) == ["soon", "late"]


AGE = [  # (ages of the line, age, fits)
    ((0, 18), None, True), ((0, 18), 0, True), ((0, 18), 18, True), ((0, 18), 19, False),
    ((18, None), 17, False), ((18, None), 18, True), ((18, None), 99, True), ((None, None), 40, True), ((None, 17), 18, False),
]  # fmt: skip


@pytest.mark.parametrize(("ages", "age", "fits"), AGE)
def test_a_line_is_for_its_ages(ages, age, fits):
    assert routing.fits(dataclasses.replace(LINE, ages=ages), "child", age) is fits


def test_a_line_is_for_its_needs_and_not_for_professionals():
    assert not routing.fits(LINE, "trafficking", None)
    assert not routing.fits(dataclasses.replace(LINE, audience="professionals"), "child", None)


@pytest.mark.parametrize(
    ("country", "files"),
    [("PL", ["PL", "EU", "INT"]), ("HR", ["EU", "INT"]), ("US", ["US", "INT"]), ("BR", ["INT"]), ("INT", ["INT"])],
)
def test_whose_lines_a_country_may_use(country, files):
    assert routing.reachable(COUNTRIES, country) == files


# ── clocks ───────────────────────────────────────────────────────────────────────────────────────


def line(*hours, timezone="Europe/Warsaw", country="PL"):
    spans = tuple(Hours(frozenset(days), since, until) for days, since, until in hours)
    return dataclasses.replace(LINE, hours=spans or None, timezone=timezone, country=country)


OFFICE = line((range(5), 9 * 60, 17 * 60))
NIGHT = line((range(5), 0, 8 * 60), (range(5), 15 * 60, 1440), ((5, 6), 0, 1440))
CLOCK = [  # (moment, open, opens at, closes at)
    ("2026-11-23T08:59+01:00", False, "2026-11-23T09:00+01:00", None),
    ("2026-11-23T09:00+01:00", True, None, "2026-11-23T17:00+01:00"),
    ("2026-11-23T16:59+01:00", True, None, "2026-11-23T17:00+01:00"),
    ("2026-11-23T17:00+01:00", False, "2026-11-24T09:00+01:00", None),
    ("2026-11-22T12:00+01:00", False, "2026-11-23T09:00+01:00", None),  # a Sunday
    ("2026-11-20T17:00+01:00", False, "2026-11-23T09:00+01:00", None),  # a Friday
    ("2026-11-23T08:30+00:00", True, None, "2026-11-23T17:00+01:00"),  # another clock, 09:30 in Warsaw
    ("2026-07-06T07:00+00:00", True, None, "2026-07-06T17:00+02:00"),  # summer time: 09:00 in Warsaw
    ("2026-03-29T10:00+02:00", False, "2026-03-30T09:00+02:00", None),  # the Sunday on which clocks go forward
    ("2026-03-28T00:00+01:00", False, "2026-03-30T09:00+02:00", None),  # told before they do
    ("2026-10-24T12:00+02:00", False, "2026-10-26T09:00+01:00", None),  # and back
    ("2026-12-24T18:00+01:00", False, "2026-12-28T09:00+01:00", None),  # Christmas: nobody told us they answer
    ("2026-12-25T08:00+01:00", False, "2026-12-28T09:00+01:00", None),
    ("2026-12-25T12:00+01:00", None, None, None),
]


@pytest.mark.parametrize(("moment", "is_open", "opens", "closes"), CLOCK)
def test_opening_hours_go_by_the_clock_of_the_line(moment, is_open, opens, closes):
    at = datetime.datetime.fromisoformat(moment)
    found = routing.look(OFFICE, at)

    assert found.open_now is is_open
    assert found.opens_at == (opens and datetime.datetime.fromisoformat(opens))
    assert routing.closes_at(OFFICE, at) == (closes and datetime.datetime.fromisoformat(closes))


def test_times_are_told_by_the_clock_of_the_line():
    monday = datetime.datetime(2026, 11, 23, 6, tzinfo=datetime.UTC)

    assert routing.opens_at(OFFICE, monday).tzinfo == zoneinfo.ZoneInfo("Europe/Warsaw")
    assert routing.closes_at(OFFICE, monday.replace(hour=10)).tzinfo == zoneinfo.ZoneInfo("Europe/Warsaw")


def test_a_line_of_every_day_closes_too():
    daily = line((range(7), 540, 1020))

    assert routing.closes_at(daily, NOON) == datetime.datetime.fromisoformat("2026-11-24T17:00+01:00")


def test_a_line_that_is_closed_on_holidays_opens_after_them():
    office = line((range(5), 540, 1020), ((HOLIDAY,), 0, 0))
    eve = datetime.datetime.fromisoformat("2026-12-24T18:00+01:00")

    assert routing.opens_at(office, eve) == datetime.datetime.fromisoformat("2026-12-28T09:00+01:00")


def test_the_day_of_a_line_is_that_of_its_own_clock():
    sydney = line(((1,), 540, 1020), timezone="Australia/Sydney", country="AU")
    monday_night = datetime.datetime(2026, 11, 23, 21, 30, tzinfo=datetime.UTC)  # Tuesday 08:30 in Sydney
    opens = datetime.datetime.fromisoformat("2026-11-24T09:00+11:00")

    assert routing.opens_at(sydney, monday_night) == opens
    assert routing.opens_at(sydney, opens + datetime.timedelta(hours=9)) == opens + datetime.timedelta(days=7)


def test_a_night_is_one_opening_and_a_weekend_too():
    friday = datetime.datetime.fromisoformat("2026-11-20T16:00+01:00")

    assert routing.closes_at(NIGHT, friday) == datetime.datetime.fromisoformat("2026-11-23T08:00+01:00")


@pytest.mark.parametrize("hours", [(), ((range(7), 0, 1440),), ((range(5), 0, 1440), ((5, 6), 0, 1440))])
def test_a_line_of_unknown_hours_or_round_the_clock_does_not_close(hours):
    assert routing.closes_at(line(*hours), NOON) is None
    assert routing.opens_at(line(*hours), NOON) is None
    assert routing.is_open(line(*hours), NOON) is (True if hours else None)


def test_a_line_that_is_never_open_never_opens():
    assert routing.look(line(((HOLIDAY,), 0, 0)), NOON) == routing.Found(line(((HOLIDAY,), 0, 0)), False, None)


@pytest.mark.parametrize("timezone", ["Europe/Warsaw", "America/New_York", "Australia/Sydney"])
def test_round_the_clock_is_open_at_every_hour(timezone):
    always = line((range(7), 0, 1440), timezone=timezone)
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

    assert all(routing.is_open(always, start + datetime.timedelta(hours=n)) for n in range(365 * 24))


CHRISTMAS = datetime.datetime.fromisoformat("2026-12-25T12:00+01:00")
HOLIDAYS = [  # (hours, open at noon on Christmas Day, a Friday)
    (((range(5), 540, 1020),), None),
    (((range(5), 540, 600),), False),
    (((range(7), 540, 1020),), True),  # the same hours every day
    (((range(7), 540, 700), (range(5), 700, 1020)), None),
    (((range(5), 540, 1020), ((HOLIDAY,), 0, 0)), False),
    (((range(5), 540, 600), ((HOLIDAY,), 0, 1440)), True),
    (((range(5), 540, 1020), ((HOLIDAY,), 800, 1440)), False),
]


@pytest.mark.parametrize(("hours", "is_open"), HOLIDAYS)
def test_on_a_public_holiday_only_what_is_known_is_told(hours, is_open):
    assert routing.is_open(line(*hours), CHRISTMAS) is is_open


def test_public_holidays_are_those_of_the_country():
    eleventh = datetime.date(2026, 11, 11)

    assert eleventh in routing.public_holidays("PL", 2026)
    assert eleventh not in routing.public_holidays("DE", 2026)
    assert routing.public_holidays("EU", 2026) == frozenset()


def test_the_norwegian_line_is_open_on_holidays_by_day_as_its_source_says():
    norwegian = next(one for one in COUNTRIES["NO"].lines if one.id == "no-116111")
    national_day = datetime.datetime.fromisoformat("2027-05-17T11:00+02:00")  # a Monday

    assert routing.is_open(norwegian, national_day) is True
    assert routing.is_open(norwegian, national_day + datetime.timedelta(days=1)) is False


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────

NUMBERS = [  # (as written, country, E.164, as a link dials it; None = refused)
    ("+48 22 628 01 20", "PL", "+48226280120", "+48226280120"),
    ("22 628 01 20", "PL", "+48226280120", "+48226280120"),
    ("800 12 12 12", "PL", "+48800121212", "800121212"),
    ("116 111", "PL", None, "116111"),
    ("1109", "GR", None, "1109"),
    ("112", "EU", None, "112"),
    ("13 11 14", "AU", "+61131114", "131114"),
    ("1-888-373-7888", "US", "+18883737888", "18883737888"),
    ("+49 22 628 01 20", "PL", None, None),
    ("22 628 01", "PL", None, None),
    ("+48 116", "PL", None, None),
    ("0800 1111", "EU", None, None),
]


@pytest.mark.parametrize(("text", "country", "e164", "link"), NUMBERS)
def test_a_number_is_read_as_dialled_in_its_country(text, country, e164, link):
    number = read_number(text, country)

    assert (number and (number.dialled, number.e164, number.link)) == (link and (text, e164, link))
