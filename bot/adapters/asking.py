"""One line of `secondlook ask` -> one object of the contract."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore

from bot.adapters import training
from bot.adapters.bot import Bot
from bot.errors import ModelError
from bot.model import LOCALES
from bot.settings import Settings


def load(chosen: Settings) -> Bot:
    """
    The bot, talks kept in memory alone.

    Raises:
        ModelError: there is no model, or content, data or configuration changed since it was trained.
    """
    model = training.fitting(chosen)
    if model is None:
        raise ModelError("There is no model of what content/ and data/ hold now. Run 'make train'.")
    return Bot.load(model.path, chosen.max_chars, InMemoryTrackerStore(None))


async def answer_line(bot: Bot, line: str, locale: str | None, country: str | None) -> dict[str, Any]:
    """
    The reply to the first message of a talk.

    Args:
        line: plain text, or a JSON object with `text` and perhaps `locale` and `country`, which win.
    """
    text = line
    if line.lstrip().startswith("{"):
        try:
            given = json.loads(line)
        except ValueError:
            given = None
        if isinstance(given, dict) and isinstance(given.get("text"), str):
            text = given["text"]
            locale = given.get("locale") if given.get("locale") in LOCALES else locale
            country = given.get("country") if isinstance(given.get("country"), str) else country
    talk = await bot.open(locale, country)
    replies = await bot.hear(talk, text)
    first = replies[0]
    return {
        "text": text,
        "locale": first["locale"],
        "kind": first["kind"],
        "answer": first["answer"],
        "confidence": first["confidence"],
        "concern": first["concern"],
        "suggestions": first["suggestions"],
        "reply": "\n\n".join(reply["text"] for reply in replies),
        "buttons": first["buttons"],
        "helplines": first["helplines"],
        "sources": first["sources"],
    }
