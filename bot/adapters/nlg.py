"""ContentNLG: a reply's name and the tracker -> the words, from content/. Named in bot/endpoints.yml."""

from __future__ import annotations

import datetime
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import replies
from bot.checking import checks
from bot.content import live_content
from bot.model import LOCALES
from bot.replies import Reader
from bot.settings import settings

OWN_CHANNELS = ("secondlook", "collector")
"""Channels that show helplines themselves; in any other they are written below the text."""


class ContentNLG(NaturalLanguageGenerator):
    """Rasa's generator over bot.replies. Edited content speaks without training."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        self._live = live_content(settings().content_root)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        """The message: `text`, `buttons`, and the fields of the contract."""
        reader = reader_of(tracker, kwargs)
        now = datetime.datetime.now(datetime.UTC)
        if utter_action == "utter_check":
            message = self._checked(tracker, kwargs, reader, now)
        else:
            message = replies.compose(self._live.now(), utter_action, kwargs, reader, now)
        if output_channel not in OWN_CHANNELS:
            lines = message["helplines"] or (message["pinned"] or {}).get("helplines", [])
            message["text"] = "\n".join([message["text"], *map(_written, lines)])
        return message

    def _checked(
        self, tracker: DialogueStateTracker, given: dict[str, Any], reader: Reader, now: datetime.datetime
    ) -> dict[str, Any]:
        """What the text in the message's metadata shows, or what earlier ones showed."""
        known = checks(self._live, settings().models)
        if found := given.get("found"):
            return known.sum_up(given["check"], found["ids"], found["risk"], reader, now)
        pasted = (tracker.latest_message.metadata if tracker.latest_message else {}).get("pasted", "")
        return known.check(given["check"], pasted, reader, now)


def reader_of(tracker: DialogueStateTracker, chosen: dict[str, Any]) -> Reader:
    """Whom the reply is for, by what the action just chose, else by the talk's slots."""
    locale = chosen.get("locale") or tracker.get_slot("locale")
    country = chosen.get("country") or tracker.get_slot("country")
    parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
    screen: dict[str, Any] = (parsed or {}).get("screen") or {}
    if chosen.get("doubt"):
        screen = {"level": "possible", "crisis": chosen["doubt"]}
    pinned = chosen["stays"] if "stays" in chosen else tracker.get_slot("pinned")
    return Reader(
        locale=locale if locale in LOCALES else LOCALES[0],
        country=country,
        concern=screen.get("level", "none"),
        crisis=screen.get("crisis", ""),
        pinned=tuple(pinned or ()),
        speaks=tuple(one["value"] for one in (parsed or {}).get("entities") or () if one["entity"] == "wanted_locale"),
        language=((parsed or {}).get("language") or {}).get("code", ""),
    )


def _written(line: dict[str, Any]) -> str:
    ways = [*line["phones"], *line["sms"], line["chat"] or line["web"] or ""]
    return f"{line['name']}: {', '.join(way for way in ways if way)}"
