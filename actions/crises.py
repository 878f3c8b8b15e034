"""Disclosures: the crisis card before anything else, its steps, and what stays of it for the rest of the talk."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import SUGGESTED, crises, intent, ranking
from bot.crises import UNKNOWN

Events = list[dict[str, Any]]


def step(dispatcher: CollectingDispatcher, tracker: Tracker, name: str) -> Events:
    """Say a step of the crisis shown last, whose card is pinned again where it was taken down as a false alarm."""
    alarm = tracker.get_slot("alarm") or {}
    shown = alarm.get("crises") or [UNKNOWN]
    pinned = _pinned_with(tracker, shown)
    dispatcher.utter_message(response=f"utter_{name}", crises=shown, pinned=pinned)
    return [SlotSet("pinned", pinned), SlotSet("alarm", {**alarm, "crises": shown}), SlotSet("told", name)]


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
            response="utter_crisis", crises=shown, pinned=pinned, confidence=screen.get("confidence", 1.0)
        )
        ranked, instead = ranking(tracker)[: SUGGESTED + 1], "ask"
        if screen:
            instead = tracker.latest_message.get("instead") or "unsure"
        elif tracker.get_slot("topic"):  # a button below an answer led here: that answer is the way back
            ranked = [(tracker.get_slot("topic"), 1.0)]
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
        return step(dispatcher, tracker, intent(tracker))
