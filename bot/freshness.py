"""Helplines and a day -> what somebody should call or look up again, and why. For staff, in English."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from bot.model import EMERGENCY, Country, Helpline
from bot.showing import VALID_DAYS, is_fresh

_URGENT = (EMERGENCY, "child", "trafficking")
"""Needs whose lines are called first."""


@dataclasses.dataclass(frozen=True, slots=True)
class Due:
    """A line to verify: why, in words, and the official page to compare it with (None = we know none)."""

    line: Helpline
    why: tuple[str, ...]
    page: str | None


def due(countries: Mapping[str, Country], on: datetime.date) -> list[Due]:
    """
    Lines not verified within VALID_DAYS before `on`.

    Returns:
        Those of the most urgent needs first; among them the ones with most reasons, then by id.
    """
    found = [
        Due(line, _why(line, on), line.web or line.chat)
        for country in countries.values()
        for line in country.lines
        if not is_fresh(line, on)
    ]
    return sorted(found, key=lambda one: (_urgency(one.line), -len(one.why), one.line.id))


def _urgency(line: Helpline) -> int:
    return min((place for place, need in enumerate(_URGENT) if need in line.needs), default=len(_URGENT))


def _why(line: Helpline, on: datetime.date) -> tuple[str, ...]:
    if line.verified_on is None:
        why = ["never verified"]
    else:
        why = [f"verified {(on - line.verified_on).days} days ago, {VALID_DAYS} are allowed"]
    if line.confidence != "high":
        why.append(f"confidence {line.confidence}")
    if line.seen_on is None:
        why.append("its source has no date")
    elif on.year - int(line.seen_on[:4]) > 1:
        why.append(f"its source is of {line.seen_on}")
    if line.hours is None and line.phones:
        why.append("hours not known")
    return tuple(why)
