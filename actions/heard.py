"""The latest message of a tracker -> what the pipeline found in it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker


def entity(tracker: Tracker, name: str) -> str | None:
    """The last value of an entity in the latest message."""
    values = [found["value"] for found in tracker.latest_message.get("entities") or [] if found["entity"] == name]
    return values[-1] if values else None


def ranking(tracker: Tracker) -> list[tuple[str, float]]:
    """Topics the selector thought of, best first, with their confidence in [0, 1]."""
    selector: dict[str, Any] = (tracker.latest_message.get("response_selector") or {}).get("ask", {})
    return [(one["intent_response_key"].partition("/")[2], one["confidence"]) for one in selector.get("ranking", [])]


def crisis(tracker: Tracker) -> str | None:
    """The crisis that the screen named, or the one of a button."""
    return entity(tracker, "crisis") or (tracker.latest_message.get("screen") or {}).get("crisis") or None
