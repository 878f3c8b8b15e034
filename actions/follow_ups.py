"""Follow-ups: what a short message asks of the answer before it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import ActionMore, Events, tell
from bot.content import live_content
from bot.follow_ups import MORE, SAME, way
from bot.settings import settings


class ActionFollowUp(Action):
    """The topic that the follow-up leads to, the longer part, or the same answer for another country."""

    def name(self) -> str:
        return "action_follow_up"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        found = tracker.latest_message["follow_up"]
        content = live_content(settings().content_root).now()
        country = found["country"] or tracker.get_slot("country")
        kept = [SlotSet("country", found["country"])] if found["country"] else []
        leads = way(content, found["kind"], tracker.slots, country)
        if leads is None or leads == MORE:
            return kept + ActionMore().run(dispatcher, tracker, domain)
        if leads == SAME and tracker.get_slot("told") == "crisis":
            leads = tracker.get_slot("crisis")
        if leads == SAME:
            topic = tracker.get_slot("topic")
            dispatcher.utter_message(response="utter_answer", topic=topic, confidence=1.0, country=country, lines=True)
            return [*kept, SlotSet("told", "answer")]
        if any(leads == crisis for crisis, _ in content.crises):
            dispatcher.utter_message(response="utter_crisis", crisis=leads, confidence=1.0, country=country)
            return [*kept, SlotSet("crisis", leads), SlotSet("told", "crisis")]
        return kept + tell(dispatcher, tracker, leads, 1.0, [])
