"""Questions: answer, ask "did you mean", go on, say again, or decline honestly."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.crises import CRISIS, go_on
from actions.heard import SUGGESTED, entity, intent, ranking
from bot.model import FORGET

Events = list[dict[str, Any]]


def tell(
    dispatcher: CollectingDispatcher, tracker: Tracker, topic: str, confidence: float, others: list[str], **more: Any
) -> Events:
    """Answer a topic, and remember what else was likely in case it is not what was meant; `more` goes to the reply."""
    if topic == FORGET:  # nothing stays, also no crisis card
        dispatcher.utter_message(response="utter_answer", topic=topic, confidence=confidence, stays=[])
        return [AllSlotsReset()]
    again = topic == tracker.get_slot("topic") and tracker.get_slot("told") == "answer"
    dispatcher.utter_message(response="utter_answer", topic=topic, confidence=confidence, again=again, **more)
    return [
        SlotSet("topic", topic),
        SlotSet("told", "answer"),
        SlotSet("suggested", others),
        SlotSet("unclear", 0),
    ]


def suggest(
    dispatcher: CollectingDispatcher, tracker: Tracker, topics: list[str], confidence: float, **more: Any
) -> Events:
    """Offer likely topics, once; when that did not help, say honestly that there is no answer."""
    unclear = int(tracker.get_slot("unclear") or 0)
    if not topics or unclear > 1:
        return decline(dispatcher, **more)
    dispatcher.utter_message(response="utter_did_you_mean", suggestions=topics, confidence=confidence, **more)
    return [SlotSet("told", "suggestions"), SlotSet("suggested", topics), SlotSet("unclear", unclear + 1)]


def decline(dispatcher: CollectingDispatcher, **more: Any) -> Events:
    """Say that there is no answer, with a helpline and the main ways."""
    dispatcher.utter_message(response="utter_fallback", **more)
    return [SlotSet("told", "fallback"), SlotSet("suggested", []), SlotSet("unclear", 0)]


def go_back(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    Back from a crisis card that was not meant, to the question that was asked.

    What that alarm pinned is taken down, what was pinned before stays; said once more, an older card of the same
    kinds goes too. The reply keeps one discreet line and the button that opens the card again: who is watched while
    writing may have to say "not me".
    """
    alarm = tracker.get_slot("alarm") or {}
    pinned = [crisis for crisis in tracker.get_slot("pinned") or [] if crisis not in alarm.get("raised", [])]
    topics, instead, confidence = list(alarm.get("topics", [])), alarm.get("instead"), alarm.get("confidence", 0.0)
    said = {"stays": pinned, "doubt": (alarm.get("crises") or [""])[0], "back": True}
    # Before the other events: where the question was to delete the talk, the last of them empties every slot.
    kept = [SlotSet("pinned", pinned), SlotSet("alarm", alarm and {**alarm, "raised": alarm["crises"]})]
    if topics and instead == "ask":
        return kept + tell(dispatcher, tracker, topics[0], confidence, topics[1:], **said)
    if instead in ("unsure", "nlu_fallback"):
        return kept + suggest(dispatcher, tracker, topics[:SUGGESTED], confidence, **said)
    return kept + decline(dispatcher, **said)


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


class ActionFalseAlarm(Action):
    """ "Not what I meant" under a crisis card."""

    def name(self) -> str:
        return "action_false_alarm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return go_back(dispatcher, tracker)


class ActionOther(Action):
    """ "Not what I meant", "no": the next likely topics after an answer, an honest no after suggestions."""

    def name(self) -> str:
        return "action_other"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        told = tracker.get_slot("told")
        if told in CRISIS:
            return go_on(dispatcher) if intent(tracker) == "deny" else go_back(dispatcher, tracker)
        if told == "suggestions":
            return decline(dispatcher)
        return suggest(dispatcher, tracker, list(tracker.get_slot("suggested") or []), 0.0)


class ActionAgree(Action):
    """ "Yes": the first suggestion where there are some, "more" after an answer, else the menu."""

    def name(self) -> str:
        return "action_agree"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        told, suggested = tracker.get_slot("told"), tracker.get_slot("suggested")
        if told in CRISIS:
            return go_on(dispatcher)
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
    """The last answer, crisis card or step once more."""

    def name(self) -> str:
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        told, topic, alarm = tracker.get_slot("told"), tracker.get_slot("topic"), tracker.get_slot("alarm")
        if alarm and told in CRISIS:
            dispatcher.utter_message(response=f"utter_{told}", crises=alarm["crises"])
        elif topic:
            dispatcher.utter_message(response="utter_answer", topic=topic, confidence=1.0)
        else:
            dispatcher.utter_message(response="utter_menu")
        return []
