"""Questions: answer, ask "did you mean", go on, say again, or decline honestly."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import entity, ranking
from bot.model import FORGET

Events = list[dict[str, Any]]

SUGGESTED = 3


def tell(
    dispatcher: CollectingDispatcher, tracker: Tracker, topic: str, confidence: float, others: list[str]
) -> Events:
    """Answer a topic, and remember what else was likely in case it is not what was meant."""
    again = topic == tracker.get_slot("topic") and tracker.get_slot("told") == "answer"
    dispatcher.utter_message(response="utter_answer", topic=topic, confidence=confidence, again=again)
    if topic == FORGET:
        return [AllSlotsReset()]
    return [
        SlotSet("topic", topic),
        SlotSet("told", "answer"),
        SlotSet("suggested", others),
        SlotSet("unclear", 0),
    ]


def suggest(dispatcher: CollectingDispatcher, tracker: Tracker, topics: list[str], confidence: float) -> Events:
    """Offer likely topics, once; when that did not help, say honestly that there is no answer."""
    unclear = int(tracker.get_slot("unclear") or 0)
    if not topics or unclear > 1:
        return decline(dispatcher)
    dispatcher.utter_message(response="utter_did_you_mean", suggestions=topics, confidence=confidence)
    return [SlotSet("told", "suggestions"), SlotSet("suggested", topics), SlotSet("unclear", unclear + 1)]


def decline(dispatcher: CollectingDispatcher) -> Events:
    """Say that there is no answer, with a helpline and the main ways."""
    dispatcher.utter_message(response="utter_fallback")
    return [SlotSet("told", "fallback"), SlotSet("suggested", []), SlotSet("unclear", 0)]


class ActionAnswer(Action):
    """The answer to a question, or the topic of a button."""

    def name(self) -> str:
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        chosen = entity(tracker, "topic")
        if chosen:
            return tell(dispatcher, tracker, chosen, 1.0, [])
        ranked = ranking(tracker)
        if not ranked:
            return decline(dispatcher)
        (topic, confidence), *others = ranked
        return tell(dispatcher, tracker, topic, confidence, [other for other, _ in others[:SUGGESTED]])


class ActionSuggest(Action):
    """ "Did you mean …" """

    def name(self) -> str:
        return "action_suggest"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        ranked = ranking(tracker)[:SUGGESTED]
        return suggest(dispatcher, tracker, [topic for topic, _ in ranked], ranked[0][1] if ranked else 0.0)


class ActionFallback(Action):
    """No answer to this."""

    def name(self) -> str:
        return "action_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return decline(dispatcher)


class ActionOther(Action):
    """ "Not what I meant": the next likely topics after an answer or an alarm, an honest no after suggestions."""

    def name(self) -> str:
        return "action_other"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        if tracker.get_slot("told") == "suggestions":
            return decline(dispatcher)
        return suggest(dispatcher, tracker, list(tracker.get_slot("suggested") or []), 0.0)


class ActionAgree(Action):
    """ "Yes": the first suggestion where there are some, "more" after an answer, else the menu."""

    def name(self) -> str:
        return "action_agree"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        told, suggested = tracker.get_slot("told"), tracker.get_slot("suggested")
        if told == "suggestions" and suggested:
            return tell(dispatcher, tracker, suggested[0], 1.0, list(suggested[1:]))
        if told == "answer":
            return ActionMore().run(dispatcher, tracker, domain)
        dispatcher.utter_message(response="utter_menu")
        return []


class ActionMore(Action):
    """The longer part of the last answer."""

    def name(self) -> str:
        return "action_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        topic = tracker.get_slot("topic")
        if not topic:
            dispatcher.utter_message(response="utter_menu")
            return []
        dispatcher.utter_message(response="utter_more", topic=topic, again=tracker.get_slot("told") == "more")
        return [SlotSet("told", "more")]


class ActionRepeat(Action):
    """The last answer or crisis card once more."""

    def name(self) -> str:
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        crisis, topic = tracker.get_slot("crisis"), tracker.get_slot("topic")
        if tracker.get_slot("told") == "crisis" and crisis:
            dispatcher.utter_message(response="utter_crisis", crisis=crisis)
        elif topic:
            dispatcher.utter_message(response="utter_answer", topic=topic, confidence=1.0)
        else:
            dispatcher.utter_message(response="utter_menu")
        return []
