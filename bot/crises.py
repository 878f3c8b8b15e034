"""Crises found in one talk -> which stands first, what is said of them, which helplines they need. No Rasa."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from bot.model import EMERGENCY, LOCALES, Card, Content

STEPS = ("crisis_now", "crisis_safe", "crisis_silent", "crisis_script")
"""What can be pressed under a crisis card, in order. Each is a button, an intent, and the reply `utter_<step>`."""

SILENT = "crisis_silent"
"""The step for those who cannot speak: it shows lines that are written to."""

UNKNOWN = "crisis_danger_now"
"""The card that helps most where the kind is not known."""

CHILD = "crisis_young_child"
"""Where a young child writes, each step has its simpler words, whatever else was found."""


def gravest_first(content: Content, crises: Iterable[str]) -> list[str]:
    """The crises that content has, none twice, in the order of content/crises/patterns.*.yml; never empty."""
    order = list(dict.fromkeys([*content.patterns[LOCALES[0]].crises, *(crisis for crisis, _ in content.crises)]))
    found = {crisis for crisis in crises if (crisis, LOCALES[0]) in content.crises}
    return sorted(found, key=order.index) or [UNKNOWN]


def needs(content: Content, crises: Sequence[str]) -> list[str]:
    """What helplines should be good at. Of several: the emergency first, then each one's main need, then the rest."""
    wanted = [list(content.crises[crisis, LOCALES[0]].needs) for crisis in crises]
    if len(wanted) == 1:
        return wanted[0]
    rounds = itertools.zip_longest(*([need for need in own if need != EMERGENCY] for own in wanted))
    mixed = [need for need in itertools.chain.from_iterable(rounds) if need]
    return list(dict.fromkeys([EMERGENCY, *mixed] if any(EMERGENCY in own for own in wanted) else mixed))


def words(content: Content, crises: Sequence[str], locale: str) -> str:
    """
    The card of one crisis, or one card of several, as a template.

    Args:
        crises: gravest first. Of the first the whole card is said; of the others what stands between the
            emergency number (their first paragraph) and the kind word (their last): both are said already.
    """
    first, *others = (content.crises[crisis, locale].text.split("\n\n") for crisis in crises)
    return "\n\n".join([*first[:-1], *(part for other in others for part in other[1:-1]), first[-1]])


def step(content: Content, name: str, crises: Sequence[str], locale: str) -> Card:
    """The card of a step: a young child's, else the one of the gravest crisis, else the one for all."""
    crisis = CHILD if CHILD in crises else crises[0]
    own = content.replies.get((f"utter_{name}_{crisis.removeprefix('crisis_')}", locale))
    return own or content.replies[f"utter_{name}", locale]
