"""Country, needs, language and hour -> the helplines to show, best first. Pure: time comes in as an argument."""

from __future__ import annotations

import dataclasses
import datetime
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence

from bot.model import EMERGENCY, Country, Helpline

EVERYWHERE = "EU"
"""The file whose lines are offered where a country has none of its own for a need."""

EU_MEMBERS = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)  # Source: content/SOURCES.md#eu-members
SHOWN = 3  # people in distress read three lines, not ten


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A helpline to show; `open_now` is None where its hours are not known."""

    line: Helpline
    open_now: bool | None


def is_open(line: Helpline, at: datetime.datetime) -> bool | None:
    """
    Whether the line answers at a moment, by its own clock; None where its hours are not known.

    Args:
        at: an aware moment.
    """
    if line.hours is None:
        return None
    local = at.astimezone(zoneinfo.ZoneInfo(line.timezone))
    minute = local.hour * 60 + local.minute
    return any(local.weekday() in span.days and span.since <= minute < span.until for span in line.hours)


def find(
    countries: Mapping[str, Country],
    country: str | None,
    needs: Sequence[str],
    locale: str,
    at: datetime.datetime,
    most: int = SHOWN,
) -> list[Found]:
    """
    Lines for the needs, best first.

    Args:
        country: ISO 3166 code, or None where it is not known; then, and where the country has no line for a
            need, EU-wide lines are offered if the country is in the EU or not known.
        needs: the most urgent need first; the best line of each need comes before a second one of any.
        locale: the reader's language; lines that speak it come first among equals.
        at: an aware moment, for opening hours.

    Returns:
        At most `most` lines, none twice. Order among equals is that of the content file.
    """
    ranked = [_ranked(_pool(countries, country, need), need, locale, at) for need in needs]
    picked: dict[str, Found] = {}
    for place in range(max(map(len, ranked), default=0)):
        for lines in ranked:
            if place < len(lines):
                picked.setdefault(lines[place].line.id, lines[place])
    return list(picked.values())[:most]


def emergency(countries: Mapping[str, Country], country: str | None) -> str | None:
    """The number to call when life is in danger; None where the country is unknown to us."""
    if country is not None and country in countries:
        return countries[country].emergency
    if country in EU_MEMBERS and EVERYWHERE in countries:
        return countries[EVERYWHERE].emergency
    return None


def _pool(countries: Mapping[str, Country], country: str | None, need: str) -> Iterable[Helpline]:
    own = countries[country].lines if country is not None and country in countries else ()
    fitting = [line for line in own if need in line.needs and line.audience != "professionals"]
    if fitting or (country is not None and country not in EU_MEMBERS and country != EVERYWHERE):
        return fitting
    if EVERYWHERE not in countries:
        return ()
    return [line for line in countries[EVERYWHERE].lines if need in line.needs and line.audience != "professionals"]


def _ranked(lines: Iterable[Helpline], need: str, locale: str, at: datetime.datetime) -> list[Found]:
    def worst(found: Found) -> tuple[object, ...]:
        line = found.line
        return (
            not line.phones and need == EMERGENCY,
            found.open_now is False,
            line.needs[0] != need,
            locale not in line.languages,
            line.audience != "anyone",
            line.confidence != "high",
        )

    return sorted((Found(line, is_open(line, at)) for line in lines), key=worst)
