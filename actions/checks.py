"""Checking an offer or a chat: ask for the text, look at what is pasted, sum up. No word of it is kept."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.checking import checks
from bot.content import live_content
from bot.settings import settings

Events = list[dict[str, Any]]


class ActionAskText(Action):
    """Ask for the offer or the chat, and listen for it."""

    def name(self) -> str:
        return "action_ask_text"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        kind = "chat" if tracker.latest_message["intent"]["name"] == "check_chat" else "offer"
        dispatcher.utter_message(response=f"utter_ask_{kind}")
        return [SlotSet("checking", kind), SlotSet("found", None), SlotSet("told", "check")]


class ActionCheck(Action):
    """
    What the pasted text shows. Ids and the highest risk are kept for "done", words are not: the text is in the
    message's metadata, which is never stored. bot.adapters.nlg makes the words.
    """

    def name(self) -> str:
        return "action_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        kind = tracker.get_slot("checking") or "offer"
        pasted = (tracker.latest_message.get("metadata") or {}).get("pasted", "")
        known = tracker.get_slot("found") or {"ids": [], "risk": 0.0}
        chosen = settings()
        result = checks(live_content(chosen.content_root), chosen.models).checker(kind).check(pasted)
        ids = sorted({*known["ids"], *(one.id for one in result.signals)})
        dispatcher.utter_message(response="utter_check", check=kind)
        return [SlotSet("found", {"ids": ids, "risk": max(known["risk"], result.risk)}), SlotSet("told", "check")]


class ActionFinishCheck(Action):
    """All that was found since the check began; asks for the text where nothing was pasted."""

    def name(self) -> str:
        return "action_finish_check"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        kind, found = tracker.get_slot("checking"), tracker.get_slot("found")
        if kind is None:
            dispatcher.utter_message(response="utter_menu")
        elif found is None:
            dispatcher.utter_message(response=f"utter_ask_{kind}")
            return []
        else:
            dispatcher.utter_message(response="utter_check", check=kind, found=found)
        return [SlotSet("checking", None), SlotSet("found", None)]


class ActionCancel(Action):
    """Stop whatever is going on, and forget what a check found."""

    def name(self) -> str:
        return "action_cancel"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_cancel")
        return [SlotSet("checking", None), SlotSet("found", None)]
