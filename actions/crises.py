"""Disclosures: the crisis card before anything else, its steps, and what stays of it for the rest of the talk."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import SUGGESTED, crises, intent, ranking
from bot.crises import STEPS, UNKNOWN

Events = list[dict[str, Any]]

CRISIS = ("crisis", *STEPS)
"""What the slot `told` holds while a crisis card or one of its steps was the last thing said."""


def go_on(dispatcher: CollectingDispatcher) -> Events:
    """After a bare "yes" or "no", which says too little to tell danger from safety: the steps to choose from."""
    dispatcher.utter_message(response="utter_crisis_gently")
    return []


def _pinned_with(tracker: Tracker, shown: list[str]) -> list[str]:
    return list(dict.fromkeys([*(tracker.get_slot("pinned") or []), *shown]))


class ActionCrisis(Action):
    """
    The card of the crises found. They stay pinned for the rest of the talk.

    The slot `alarm` holds what a way back needs, ids alone: which crises were shown, which of them are new
    (`raised`), which topics the message was about if it was no cry for help, best first, how likely the first is
    (`confidence`), and what the gate would have made of it (`instead`).
    """

    def name(self) -> str:
        return "action_crisis"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        shown = crises(tracker) or [UNKNOWN]
        before, pinned = tracker.get_slot("pinned") or [], _pinned_with(tracker, shown)
        screen = tracker.latest_message.get("screen") or {}
        dispatcher.utter_message(
            response="utter_crisis", crises=shown, stays=pinned, confidence=screen.get("confidence", 1.0)
        )
        if screen:
            ranked, instead = ranking(tracker)[: SUGGESTED + 1], tracker.latest_message.get("instead")
        elif tracker.get_slot("told") == "answer":  # a button below it led here: that answer is the way back
            ranked, instead = [(tracker.get_slot("topic"), 1.0)], "ask"
        else:
            ranked, instead = [(topic, 0.0) for topic in tracker.get_slot("suggested") or []], "unsure"
        alarm = {
            "crises": shown,
            "raised": [crisis for crisis in shown if crisis not in before],
            "topics": [topic for topic, _ in ranked],
            "confidence": ranked[0][1] if ranked else 0.0,
            "instead": instead,
        }
        return [
            SlotSet("pinned", pinned),
            SlotSet("alarm", alarm),
            SlotSet("told", "crisis"),
            SlotSet("suggested", []),
            SlotSet("unclear", 0),
        ]


class ActionCrisisStep(Action):
    """A button under a crisis card: it happens now, safe for now, cannot talk, what to say."""

    def name(self) -> str:
        return "action_crisis_step"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        # Where the card was taken down as a false alarm, pressing a button of it puts it back.
        alarm, name = tracker.get_slot("alarm") or {}, intent(tracker)
        shown = alarm.get("crises") or [UNKNOWN]
        pinned = _pinned_with(tracker, shown)
        dispatcher.utter_message(response=f"utter_{name}", crises=shown, stays=pinned)
        alarm = alarm or {"crises": shown, "raised": shown}
        return [SlotSet("pinned", pinned), SlotSet("alarm", alarm), SlotSet("told", name)]
