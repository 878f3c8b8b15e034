"""Language, country, and forgetting."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import tell
from actions.crises import CRISIS
from actions.heard import entity
from bot.model import FORGET


class ActionChooseCountry(Action):
    """Keep the country named; ask with buttons where none was."""

    def name(self) -> str:
        return "action_choose_country"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        country = entity(tracker, "country")
        if not country:
            dispatcher.utter_message(response="utter_ask_country")
            return []
        chosen = SlotSet("country", country)
        told, alarm = tracker.get_slot("told"), tracker.get_slot("alarm")
        if alarm and told in CRISIS:
            dispatcher.utter_message(response=f"utter_{told}", crises=alarm["crises"], country=country)
            return [chosen]
        if told == "answer" and tracker.get_slot("topic") == "find_helpline":
            # The country was asked for the sake of this very list.
            dispatcher.utter_message(response="utter_answer", topic="find_helpline", confidence=1.0, country=country)
            return [chosen]
        dispatcher.utter_message(response="utter_country_chosen", country=country)
        return [chosen]


class ActionChooseLanguage(Action):
    """Speak the language asked for; ask with buttons where none was named."""

    def name(self) -> str:
        return "action_choose_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        locale = entity(tracker, "wanted_locale")
        if not locale:
            dispatcher.utter_message(response="utter_ask_language")
            return []
        dispatcher.utter_message(response="utter_language_chosen", locale=locale)
        return [SlotSet("locale", locale)]


class ActionForget(Action):
    """Delete what is kept of the talk, and say so."""

    def name(self) -> str:
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        return tell(dispatcher, tracker, FORGET, 1.0, [])
