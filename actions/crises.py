"""Disclosures: the crisis card before anything else."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import SUGGESTED
from actions.heard import crisis, ranking


class ActionCrisis(Action):
    """The card of the crisis; what was perhaps asked instead is kept for "not what I meant"."""

    def name(self) -> str:
        return "action_crisis"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        # Danger now is the card that helps most where the kind is not known.
        kind = crisis(tracker) or "crisis_danger_now"
        screen = tracker.latest_message.get("screen") or {}
        dispatcher.utter_message(response="utter_crisis", crisis=kind, confidence=screen.get("confidence", 1.0))
        others = [topic for topic, _ in ranking(tracker)[:SUGGESTED]]
        return [SlotSet("crisis", kind), SlotSet("told", "crisis"), SlotSet("suggested", others), SlotSet("unclear", 0)]
