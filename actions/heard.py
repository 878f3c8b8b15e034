"""The latest message of a tracker -> what the pipeline found in it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

SUGGESTED = 3
"""Most topics offered at once."""


def entity(tracker: Tracker, name: str) -> str | None:
    """The last value of an entity in the latest message."""
    values = [found["value"] for found in tracker.latest_message.get("entities") or [] if found["entity"] == name]
    return values[-1] if values else None


def ranking(tracker: Tracker) -> list[tuple[str, float]]:
    """Topics the selector thought of, best first, with their confidence in [0, 1]."""
    selector: dict[str, Any] = (tracker.latest_message.get("response_selector") or {}).get("ask", {})
    return [(one["intent_response_key"].partition("/")[2], one["confidence"]) for one in selector.get("ranking", [])]


def crises(tracker: Tracker) -> list[str]:
    """The crises that the screen named, or the one of a button; empty where the kind is not known."""
    pressed, screen = entity(tracker, "crisis"), tracker.latest_message.get("screen") or {}
    found = [pressed] if pressed else [screen.get("crisis"), *(screen.get("also") or [])]
    return [one for one in found if one]


def intent(tracker: Tracker) -> str:
    """The name of the intent of the latest message; "" where there is none."""
    return (tracker.latest_message.get("intent") or {}).get("name") or ""
