"""The right helpline first: by need, country, language and clock."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import routing
from bot.content import read_content
from bot.model import EMERGENCY, LOCALES, NEEDS
from tests.conftest import ROOT

COUNTRIES = read_content(ROOT / "content").countries
CODES = st.sampled_from([None, "ZZ", "FR", "BR", *COUNTRIES])
MOMENTS = st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2027, 12, 31), timezones=st.just(datetime.UTC))
LINE = next(line for line in COUNTRIES["PL"].lines if line.id == "pl-116111")


@given(CODES, st.lists(st.sampled_from(NEEDS), max_size=4), st.sampled_from(LOCALES), MOMENTS)
def test_lines_fit_the_needs_and_none_is_shown_twice(country, needs, locale, at):
    found = routing.find(COUNTRIES, country, needs, locale, at)

    assert len({one.line.id for one in found}) == len(found) <= routing.SHOWN
    assert all(set(one.line.needs) & set(needs) for one in found)
    assert all(one.line.confidence in ("high", "medium") for one in found)
    assert found == routing.find(COUNTRIES, country, needs, locale, at)


@given(st.sampled_from(sorted(COUNTRIES)), st.sampled_from(NEEDS), MOMENTS)
def test_an_open_line_never_stands_below_a_closed_one_of_the_same_need(country, need, at):
    states = [one.open_now for one in routing.find(COUNTRIES, country, [need], "en", at, most=20)]
    if need == EMERGENCY:
        return

    assert states == sorted(states, key=lambda state: state is False)


@given(CODES, MOMENTS)
def test_every_eu_country_and_the_unknown_one_get_an_emergency_line_with_a_phone(country, at):
    found = routing.find(COUNTRIES, country, [EMERGENCY], "en", at)
    if country in ("ZZ", "BR"):
        assert not found
    else:
        assert found[0].line.phones


@pytest.mark.parametrize(
    ("country", "number"), [("PL", "112"), ("GB", "999"), ("US", "911"), ("FR", "112"), ("ZZ", None), (None, None)]
)
def test_the_emergency_number_is_the_countrys_own(country, number):
    assert routing.emergency(COUNTRIES, country) == number


def line(*hours, timezone="Europe/Warsaw"):
    from bot.model import Hours

    spans = tuple(Hours(frozenset(days), since, until) for days, since, until in hours)
    return dataclasses.replace(LINE, hours=spans or None, timezone=timezone)


OFFICE = line((range(5), 9 * 60, 17 * 60))
CLOCK = [  # (moment, open)
    ("2026-11-23T08:59+01:00", False),
    ("2026-11-23T09:00+01:00", True),
    ("2026-11-23T16:59+01:00", True),
    ("2026-11-23T17:00+01:00", False),
    ("2026-11-22T12:00+01:00", False),  # a Sunday
    ("2026-11-23T08:30+00:00", True),  # another clock, the same moment as 09:30 in Warsaw
    ("2026-07-06T07:00+00:00", True),  # summer time: 09:00 in Warsaw
    ("2026-03-29T10:00+02:00", False),  # the Sunday on which clocks go forward
]


@pytest.mark.parametrize(("moment", "is_open"), CLOCK)
def test_opening_hours_go_by_the_clock_of_the_line(moment, is_open):
    assert routing.is_open(OFFICE, datetime.datetime.fromisoformat(moment)) is is_open


def test_unknown_hours_are_not_called_open():
    assert routing.is_open(line(), datetime.datetime.now(datetime.UTC)) is None


def test_round_the_clock_is_open_at_every_hour():
    always = line((range(7), 0, 1440))
    hours = [datetime.datetime(2026, 3, 28, tzinfo=datetime.UTC) + datetime.timedelta(hours=n) for n in range(72)]

    assert all(routing.is_open(always, hour) for hour in hours)


def test_lines_for_professionals_are_not_shown_to_young_people():
    for country in COUNTRIES:
        for need in NEEDS:
            found = routing.find(COUNTRIES, country, [need], "en", datetime.datetime.now(datetime.UTC), most=50)
            assert all(one.line.audience != "professionals" for one in found)
