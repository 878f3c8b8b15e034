"""Country, needs, age, languages and hour -> the helplines to show, best first. Pure: time comes in as an argument."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import zoneinfo
from collections.abc import Mapping, Sequence

import holidays

from bot.model import EMERGENCY, HOLIDAY, Country, Helpline, Hours

UNION = "EU"
"""The file of the lines that work in the whole European Union."""

WORLD = "INT"
"""The file of the lines that anybody may use, wherever they are."""

EU_MEMBERS = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)  # Source: content/SOURCES.md#eu-members
SHOWN = 3  # people in distress read three lines, not ten
DIRECTORIES = ("child", "crisis_suicide")
"""Needs whose world-wide lines lead to lines of every country: the last resort of every other need."""

_DAYS_AHEAD = 15  # the longest closed spell looked over: two weeks of holidays
_WEEK = frozenset(range(7))
_NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """
    A helpline to show.

    `open_now` is None where nobody can say; `opens_at` is set where it is closed and the next opening is known.
    """

    line: Helpline
    open_now: bool | None
    opens_at: datetime.datetime | None


@functools.lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[datetime.date]:
    """Holidays of the whole country; none where they are not known, as for EU."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def is_open(line: Helpline, at: datetime.datetime) -> bool | None:
    """
    Whether the line answers at a moment, by its own clock.

    None where its hours are not known, and in the usual hours of a public holiday on which nobody has told us
    whether it answers.

    Args:
        at: an aware moment.
    """
    if line.hours is None:
        return None
    local = at.astimezone(zoneinfo.ZoneInfo(line.timezone))
    minute = local.hour * 60 + local.minute
    spans, sure = _day(line, line.hours, local.date())
    if any(span.since <= minute < span.until for span in spans):
        return True if sure else None
    return False


def opens_at(line: Helpline, at: datetime.datetime) -> datetime.datetime | None:
    """The next moment at which a closed line is surely open; None where it is not closed or none is near."""
    if line.hours is None or is_open(line, at) is not False:
        return None
    zone = zoneinfo.ZoneInfo(line.timezone)
    today = at.astimezone(zone).date()
    for ahead in range(_DAYS_AHEAD):
        day = today + datetime.timedelta(ahead)
        spans, sure = _day(line, line.hours, day)
        starts = sorted(_moment(day, span.since, zone) for span in spans if sure and span.since < span.until)
        for start in starts:
            if start > at.astimezone(datetime.UTC):
                return start.astimezone(zone)
    return None


def closes_at(line: Helpline, at: datetime.datetime) -> datetime.datetime | None:
    """When an open line stops being surely open; None where it is not open or does not close within days."""
    if line.hours is None or not is_open(line, at):
        return None
    if any(span.days >= _WEEK and (span.since, span.until) == (0, 1440) for span in line.hours):
        return None
    zone = zoneinfo.ZoneInfo(line.timezone)
    end = at.astimezone(zone)
    for _ in range(_DAYS_AHEAD):
        minute = end.hour * 60 + end.minute
        spans, _sure = _day(line, line.hours, end.date())
        until = max(span.until for span in spans if span.since <= minute < span.until)
        end = _moment(end.date(), until, zone).astimezone(zone)
        if not is_open(line, end):  # else another interval follows at once, as after midnight
            return end
    return None


def find(
    countries: Mapping[str, Country],
    country: str | None,
    needs: Sequence[str],
    languages: Sequence[str],
    at: datetime.datetime,
    age: int | None = None,
    most: int = SHOWN,
) -> list[Found]:
    """
    Lines for the needs, best first; where nobody has one for them, directories of the world's lines.

    Args:
        country: ISO 3166 code of where the reader is, or None where it is not known. Its own lines come first;
            where it has none for a need, those of the EU if it is a member or not known; then world-wide ones.
        needs: the most urgent need first; the best line of each need comes before a second one of any.
        languages: ISO 639-1 codes the reader speaks, the best one first; lines that speak them come first among
            equals.
        at: an aware moment, for opening hours.
        age: the reader's, in years; lines for other ages are left out. None = not known.

    Returns:
        At most `most` lines, none twice. Order among equals is that of the content file.
    """
    ranked = [_ranked(countries, country, need, languages, at, age) for need in needs]
    if needs and not any(ranked):
        ranked = [_ranked(countries, WORLD, need, languages, at, None) for need in DIRECTORIES]
    picked: dict[str, Found] = {}
    for place in range(max(map(len, ranked), default=0)):
        for lines in ranked:
            if place < len(lines):
                picked.setdefault(lines[place].line.id, lines[place])
    return list(picked.values())[:most]


def look(line: Helpline, at: datetime.datetime) -> Found:
    """The line as it is at a moment."""
    return Found(line, is_open(line, at), opens_at(line, at))


def reachable(countries: Mapping[str, Country], country: str) -> list[str]:
    """The files whose lines somebody in the country may use: its own, the Union's where it is a member, the world's."""
    union = [UNION] if country in EU_MEMBERS else []
    return [code for code in dict.fromkeys([country, *union, WORLD]) if code in countries]


def emergency(countries: Mapping[str, Country], country: str | None) -> str | None:
    """The number to call when life is in danger; None where it is not known to us."""
    own = countries[country].emergency if country is not None and country in countries else None
    if own is None and country in EU_MEMBERS and UNION in countries:
        return countries[UNION].emergency
    return own


def fits(line: Helpline, need: str, age: int | None) -> bool:
    """Whether the line is for this need and age; lines for professionals are for nobody who asks here."""
    youngest, oldest = line.ages
    in_age = age is None or ((youngest or 0) <= age and (oldest is None or age <= oldest))
    return need in line.needs and line.audience != "professionals" and in_age


def _ranked(
    countries: Mapping[str, Country],
    country: str | None,
    need: str,
    languages: Sequence[str],
    at: datetime.datetime,
    age: int | None,
) -> list[Found]:
    number = emergency(countries, country)

    def worst(near: tuple[int, Found]) -> tuple[object, ...]:
        far, found = near
        line = found.line
        spoken = [place for place, language in enumerate(languages) if language in line.languages]
        return (
            need == EMERGENCY and not _has(line, number),
            far > 0 and not found.open_now,
            found.open_now is False,
            far,
            spoken[0] if spoken else len(languages),
            line.needs[0] != need,
            found.open_now is None,
            line.audience != "anyone",
            line.confidence != "high",
            found.opens_at or _NEVER,
        )

    pool = [(far, look(line, at)) for far, line in _pool(countries, country, need, age, number)]
    return [found for _, found in sorted(pool, key=worst)]


def _pool(
    countries: Mapping[str, Country], country: str | None, need: str, age: int | None, number: str | None
) -> list[tuple[int, Helpline]]:
    """Lines that fit, with how far away they are: 0 the reader's country, 1 the Union, 2 the world."""

    def fitting(code: str | None) -> list[Helpline]:
        lines = countries[code].lines if code is not None and code in countries else ()
        return [line for line in lines if fits(line, need, age)]

    own = fitting(country)
    enough = any(_has(line, number) for line in own) if need == EMERGENCY else bool(own)
    union = fitting(UNION) if not enough and (country is None or country in EU_MEMBERS) else []
    # Far away only those who do just this; the rest of their needs is for people nearby.
    world = [line for line in fitting(WORLD) if line.needs[0] == need]
    return [(0, line) for line in own] + [(1, line) for line in union] + [(2, line) for line in world]


def _has(line: Helpline, number: str | None) -> bool:
    return number in [phone.dialled for phone in line.phones]


def _day(line: Helpline, hours: Sequence[Hours], day: datetime.date) -> tuple[list[Hours], bool]:
    """The intervals of a day, and whether they are sure: on a holiday they are only if the line says so."""
    if day not in public_holidays(line.country, day.year):
        return [span for span in hours if day.weekday() in span.days], True
    on_holidays = [span for span in hours if HOLIDAY in span.days]
    if on_holidays:
        return on_holidays, True
    # Who answers at the same hours on all seven days of the week answers every day.
    return [span for span in hours if day.weekday() in span.days], all(span.days >= _WEEK for span in hours)


def _moment(day: datetime.date, minute: int, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """
    A minute of a local day as a moment in UTC.

    Minutes are those of the clock on the wall, so a line that opens at 09:00 does so too on the day clocks change.
    """
    wall = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minute)
    return wall.replace(tzinfo=zone).astimezone(datetime.UTC)
