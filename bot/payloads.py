"""What a button sends back -> an intent and its entities; only what this bot ever offers."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping

from bot.errors import PayloadError
from bot.model import Content

_FORM = re.compile(r"/([a-z_]{1,40})(\{.{0,200}\})?")


@dataclasses.dataclass(frozen=True, slots=True)
class Payload:
    """An intent of the domain and its entities."""

    intent: str
    entities: Mapping[str, str]


def read_payload(text: str, content: Content) -> Payload:
    """
    A payload as buttons carry it: `/open_topic{"topic": "what_is_grooming"}`, `/open_menu`.

    Raises:
        PayloadError: it is not of that form, or names what no button of this content offers.
    """
    match = _FORM.fullmatch(text)
    try:
        entities = json.loads(match[2] or "{}") if match else None
    except ValueError:
        entities = None
    if not match or not isinstance(entities, dict):
        raise PayloadError("The payload is not of the form of a button of this bot.")
    intent = match[1]
    known = {
        "open_topic": {"topic": set(content.topics)},
        "open_crisis": {"crisis": {crisis for crisis, _ in content.crises}},
        "choose_country": {"country": set(content.names.countries)},
        "choose_language": {"wanted_locale": set(content.names.locales)},
    }.get(intent)
    if known is None:
        plain = {button.payload for button in content.buttons.values()}
        if text not in plain:
            raise PayloadError("No button of this bot carries this payload.")
        return Payload(intent, entities)
    if set(entities) != set(known) or any(not isinstance(v, str) or v not in known[k] for k, v in entities.items()):
        raise PayloadError("No button of this bot carries this payload.")
    return Payload(intent, entities)
