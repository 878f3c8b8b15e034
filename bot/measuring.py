"""Confidences and whether they were right -> the figures by which a model is judged, and accepted or not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bot.errors import ModelError

BINS = 10
STEPS = 20

STYLES = ("casual", "story", "formal")
_STORY = 12  # words
_FIRST_PERSON = re.compile(
    r"\b(i|i'm|im|i've|ive|i'd|me|my|mine|we|our|us|ja|mnie|mi|mam|moj\w*|mój|moim|mną|mna|my|nas|nam|nasz\w*|jestem"
    r"|\w{3,}(?:łem|łam|lem|lam))\b",
    re.IGNORECASE,
)


def style(text: str) -> str:
    """
    A simple guess, one of STYLES: the first person in twelve words or more is a story, neither capitals nor
    punctuation within is casual, the rest formal.
    """
    if len(text.split()) >= _STORY and _FIRST_PERSON.search(text):
        return "story"
    return "casual" if text == text.lower() and not re.search(r"[.,;:!]", text) else "formal"


def calibration(confidences: Sequence[float], right: Sequence[bool]) -> list[dict[str, float]]:
    """How often each tenth of confidence was right: `from`, `confidence` and `right` (means in [0, 1]), `n`."""
    sure, hits = np.array(confidences, float), np.array(right, float)
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    found = []
    for place in np.unique(places):
        here = places == place
        found.append(
            {
                "from": place / BINS,
                "confidence": float(sure[here].mean()),
                "right": float(hits[here].mean()),
                "n": int(here.sum()),
            }
        )
    return found


def calibration_error(bins: Sequence[Mapping[str, float]]) -> float:
    """Expected calibration error in [0, 1] of what `calibration` found: the mean distance of the two means."""
    total = sum(one["n"] for one in bins)
    return sum(one["n"] * abs(one["confidence"] - one["right"]) for one in bins) / total if total else 0.0


def coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[dict[str, float]]:
    """
    What answering only the surest costs: for each twentieth, the share answered (`coverage`), the share of wrong
    ones among them (`risk`), and the least confidence answered.
    """
    sure, hits = np.array(confidences, float), np.array(right, bool)
    order = np.argsort(-sure, kind="stable")
    found = []
    for step in range(1, STEPS + 1):
        count = len(order) * step // STEPS
        if count:
            kept = order[:count]
            risk = 1 - float(hits[kept].mean())
            found.append({"coverage": step / STEPS, "risk": risk, "confidence": float(sure[kept[-1]])})
    return found


class Comparison(NamedTuple):
    """A figure now and when it was last accepted; `worse` by more than is tolerated."""

    name: str
    now: float
    accepted: float | None
    tolerance: float
    worse: bool

    @property
    def line(self) -> str:
        """A row of a table in plain text, in per cent."""
        accepted = "" if self.accepted is None else f"{self.accepted * 100:.1f}"
        return f"{self.name:36}{self.now * 100:7.1f}{accepted:>9}{'  worse' if self.worse else ''}"


def read_accepted(path: Path) -> dict[str, dict[str, Any]]:
    """
    Name of a figure -> `better` ("higher" or "lower"), `tolerance`, `accepted` (None before the first time).

    Raises:
        ModelError: the file is missing or broken.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
        for last in found.values():
            if set(last) != {"better", "tolerance", "accepted"} or last["better"] not in ("higher", "lower"):
                raise ValueError(last)
    except (OSError, ValueError, AttributeError, TypeError) as cause:
        raise ModelError(
            f"{path}: this is no file of accepted figures (each name wants 'better', higher or lower, 'tolerance' "
            "and 'accepted'). Take it from version control again."
        ) from cause
    return found


def accept(path: Path, figures: Mapping[str, Any]) -> None:
    """Write these figures as the accepted ones into the file; which ones, and what is tolerated, stays."""
    found = {name: last | {"accepted": round(figure(figures, name), 4)} for name, last in read_accepted(path).items()}
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(last)}" for name, last in found.items())
    path.write_text(f"{{\n{rows}\n}}\n", "utf-8")


def figure(figures: Mapping[str, Any], name: str) -> float:
    """
    The figure under a name such as `questions.language.en.top1`.

    Raises:
        ModelError: there is none of that name.
    """
    found: Any = figures
    try:
        for part in name.split("."):
            found = found[part]
        return float(found)
    except (KeyError, TypeError) as cause:
        raise ModelError(f"There is no figure '{name}'. Correct the name in the file of accepted figures.") from cause


def compare(figures: Mapping[str, Any], accepted: Mapping[str, Mapping[str, Any]]) -> list[Comparison]:
    """
    Figures beside those last accepted.

    Args:
        accepted: what `read_accepted` found.
    """
    found = []
    for name, last in accepted.items():
        now, then, tolerance = figure(figures, name), last["accepted"], last["tolerance"]
        loss = 0.0 if then is None else then - now if last["better"] == "higher" else now - then
        found.append(Comparison(name, now, then, tolerance, loss > tolerance))
    return found
