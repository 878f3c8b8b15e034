"""Bot: a message of a talk -> replies. What the HTTP channel, `secondlook ask` and the tests share."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.adapters.actions import in_process
from bot.adapters.processor import LeanAgent
from bot.content import live_content
from bot.errors import ModelError
from bot.payloads import Payload
from bot.replies import Message
from bot.settings import ROOT, settings
from bot.text import clean, has_words, plain

ENDPOINTS = ROOT / "bot" / "endpoints.yml"
CHANNEL = "secondlook"

MAX_PASTED = 60_000
"""Characters taken of a text to check; the check reads bot.signals.LONGEST of them and says where it stopped."""

LONGEST_ORDER = 40
"""Characters up to which a text typed during a check may be an order to stop it."""

CHECKING = ("check_offer", "check_chat", "finish_check", "too_long", "unreadable", "choose_country", "ask_country")
"""Intents of buttons that leave a check open."""


class Collector(CollectingOutputChannel):
    """Keeps the replies of one message as they are."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """One reply, with its metadata."""
        self.messages.append(message)


class Bot:
    """A trained model that talks."""

    def __init__(self, agent: LeanAgent, max_chars: int) -> None:
        """`max_chars`: longest message looked at; longer ones are answered with utter_too_long."""
        self.agent, self._max_chars = agent, max_chars

    @classmethod
    def load(cls, model: Path, max_chars: int, store: TrackerStore | None = None) -> Bot:
        """
        The bot of a model file, with the endpoints of bot/endpoints.yml.

        Args:
            store: where talks are kept; None for the memory of this process alone.

        Raises:
            ModelError: there is no such model, or Rasa cannot load it.
        """
        endpoints = AvailableEndpoints.read_endpoints(str(ENDPOINTS))
        agent = LeanAgent(
            generator=endpoints.nlg,
            tracker_store=store or InMemoryTrackerStore(None),
            action_endpoint=in_process(endpoints.action),
        )
        try:
            agent.load_model(model)
        except Exception as error:  # Rasa raises whatever a component raised
            raise ModelError(f"{model}: this model cannot be loaded. Run 'make train'.") from error
        return cls(agent, max_chars)

    async def open(self, locale: str | None, country: str | None, talk: str | None = None) -> str:
        """Begin a talk for a page in a language and country; returns its id, which nobody can guess."""
        talk = talk or secrets.token_urlsafe(16)
        tracker = DialogueStateTracker(talk, self.agent.domain.slots if self.agent.domain else [])
        given = {"locale": locale, "country": country}
        events = [ActionExecuted(ACTION_LISTEN_NAME), *(SlotSet(name, value) for name, value in given.items() if value)]
        tracker.update_with_events(events, self.agent.domain)
        await self.agent.tracker_store.save(tracker)
        return talk

    async def hear(self, talk: str, text: str) -> list[Message]:
        """Replies to typed text. No text, whatever it looks like, reaches an intent by its name."""
        pasted, text = text, clean(text)
        tracker = await self.tracker(talk)
        if tracker is not None and tracker.get_slot("checking") and len(pasted) <= MAX_PASTED and has_words(text):
            return await self._pasted(talk, pasted, text.lstrip("/ "))
        if len(text) > self._max_chars:
            return await self.press(talk, Payload("too_long", {}))
        if not has_words(text):
            return await self.press(talk, Payload("unreadable", {}))
        # Rasa reads '/intent{…}' as an order; words begin with a letter here, so it never sees one.
        return await self._handle(UserMessage(text.lstrip("/ "), Collector(), talk, input_channel=CHANNEL))

    async def _pasted(self, talk: str, pasted: str, text: str) -> list[Message]:
        """Replies while an offer or a chat is being checked: a cry for help goes first, the rest is looked at."""
        parsed = dict(await self.agent.parse_message(text))
        intent = parsed["intent"]["name"]
        if plain(text).strip(" .!") in self._done_words():
            return await self.press(talk, Payload("finish_check", {}))
        if intent == "cancel" and len(text) <= LONGEST_ORDER:
            return await self.press(talk, Payload("cancel", {}))
        if intent == "disclose":
            await self._end_check(talk)  # what they say next is about them, not a text to check
            return await self._handle(UserMessage(text, Collector(), talk, parse_data=parsed, input_channel=CHANNEL))
        about = {"pasted": pasted}
        found = {"text": "", "intent": {"name": "paste", "confidence": 1.0}, "entities": [], "metadata": about}
        return await self._handle(
            UserMessage("", Collector(), talk, parse_data=found, input_channel=CHANNEL, metadata=about)
        )

    async def _end_check(self, talk: str) -> None:
        tracker = await self.tracker(talk)
        if tracker is not None and tracker.get_slot("checking"):
            tracker.update_with_events([SlotSet("checking", None), SlotSet("found", None)], self.agent.domain)
            await self.agent.tracker_store.save(tracker)

    @staticmethod
    def _done_words() -> set[str]:
        words = live_content(settings().content_root).now().words
        return {word for locale in words for word in words[locale]["check_done_words"].split("|")}

    async def press(self, talk: str, payload: Payload) -> list[Message]:
        """Replies to a button. One that has nothing to do with a check ends the check."""
        if payload.intent not in CHECKING:
            await self._end_check(talk)
        parsed = {
            "text": "",
            "intent": {"name": payload.intent, "confidence": 1.0},
            "entities": [
                {"entity": name, "value": value, "start": 0, "end": 0} for name, value in payload.entities.items()
            ],
        }
        return await self._handle(UserMessage("", Collector(), talk, parse_data=parsed, input_channel=CHANNEL))

    async def tracker(self, talk: str) -> DialogueStateTracker | None:
        """The state of a talk."""
        return await self.agent.tracker_store.retrieve(talk)

    async def _handle(self, message: UserMessage) -> list[Message]:
        sent = await self.agent.handle_message(message) or []
        return [_flat(one) for one in sent]


def _flat(sent: dict[str, Any]) -> Message:
    """Rasa's bot message -> the contract's."""
    kept = (
        "locale",
        "kind",
        "answer",
        "confidence",
        "concern",
        "suggestions",
        "helplines",
        "sources",
        "reviewed_on",
        "picture",
        "pinned",
        "level",
        "signals",
        "cut",
    )
    found = {key: sent[key] for key in kept if key in sent}
    return {"text": sent.get("text") or "", "buttons": sent.get("buttons") or [], **found}
