"""Ids that the actions named + content -> a reply: words, buttons, helplines, sources, as the contract has them.

Plain Python; bot.adapters.nlg hands it to Rasa.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from bot import crises, rendering, routing
from bot.content import say, unlisted
from bot.model import EMERGENCY, FLOWS, LOCALES, NEEDS, Card, Content, Tongue
from bot.showing import shown

OFFERED = ("trafficking", "child")
"""Needs of whoever asks about a country after an answer that needs no helpline itself."""

Message = dict[str, Any]
"""`text`, `buttons` and the fields of the contract: kind, answer, confidence, concern, suggestions, helplines, …"""


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """
    Whom the reply is for, what the screen thought of their words, and the crises of this talk, whose card stays.

    `language` is what the words are in (ISO 639-1, "" = not known), `country` where they are, `speaks` the languages
    they named beside the one they write in, `age` in years, `zone` the IANA name of their clock; None = not known.
    """

    locale: str = LOCALES[0]
    country: str | None = None
    concern: str = "none"
    crisis: str = ""
    pinned: tuple[str, ...] = ()
    language: str = ""
    speaks: tuple[str, ...] = ()
    age: int | None = None
    zone: str | None = None


def compose(content: Content, name: str, given: Mapping[str, Any], reader: Reader, at: datetime.datetime) -> Message:
    """
    The reply that an action named.

    Args:
        name: utter_answer, utter_more (both with `topic`), utter_crisis and utter_crisis_… (with `crises`),
            utter_did_you_mean (with `suggestions`), or the id of a card in content/replies/.
        given: what the action said besides; `confidence` is kept, `again` marks a repeated question, `back` the
            way back from a crisis card that was not meant, `lines` asks for the helplines of the country where the
            answer itself needs none.
        at: an aware moment, for the opening hours of helplines.

    Raises:
        KeyError: content/ has no such card.
    """
    if name == "utter_answer":
        message = _answer(content, given, reader, at)
    elif name == "utter_more":
        message = _more(content, given, reader, at)
    elif name == "utter_crisis":
        message = _crisis(content, given, reader, at)
    elif name.removeprefix("utter_") in crises.STEPS:
        message = _step(content, name.removeprefix("utter_"), given, reader, at)
    else:
        message = _reply(content, name, given, reader, at)
    if given.get("back"):
        message["text"] = f"{content.words[reader.locale]['back']}\n\n{message['text']}"
    message["pinned"] = _pinned(content, reader, at)
    message["confidence"] = round(float(given.get("confidence", 1.0)), 4)
    if message["kind"] != "crisis" and reader.concern != "none":
        _mind(message, content, reader, at)
    return message


def _answer(content: Content, given: Mapping[str, Any], reader: Reader, at: datetime.datetime) -> Message:
    card = content.answers[given["topic"], reader.locale]
    message = _message(content, card, reader, at, FLOWS.get(card.id, "answer"))
    message["answer"] = card.id
    if given.get("again"):
        message["text"] = f"{content.words[reader.locale]['again']}\n\n{message['text']}"
    if given.get("lines") and not card.needs:
        message["helplines"] = helplines(content, OFFERED, reader, at)
    if card.more:
        message["buttons"].insert(0, _button(content, "more", reader))
    if card.id == "find_helpline" and reader.country is None:
        message["buttons"] = _countries(content, reader)
    return message


def _more(content: Content, given: Mapping[str, Any], reader: Reader, at: datetime.datetime) -> Message:
    card = content.answers[given["topic"], reader.locale]
    if not card.more or given.get("again"):
        message = _reply(content, "utter_no_more", given, reader, at)
        message["buttons"] = [_topic(content, topic, reader) for topic in card.next] + message["buttons"]
        return message
    message = _message(content, card, reader, at, FLOWS.get(card.id, "answer"))
    message |= {"answer": card.id, "text": _text(content, card.more, reader), "picture": None}
    return message


def _crisis(content: Content, given: Mapping[str, Any], reader: Reader, at: datetime.datetime) -> Message:
    shown = crises.gravest_first(content, given["crises"])
    card = content.crises[shown[0], reader.locale]
    message = _message(content, card, reader, at, "crisis")
    return message | {
        "text": _text(content, crises.words(content, shown, reader.locale), reader),
        "answer": card.id,
        "concern": "disclosure",
        "helplines": _for_crises(content, shown, reader, at),
        # What to do next stands under the steps: now, one tap should be enough.
        "buttons": [_button(content, name, reader) for name in (*crises.STEPS, *_where(reader), "not_what_i_meant")],
    }


def _step(content: Content, name: str, given: Mapping[str, Any], reader: Reader, at: datetime.datetime) -> Message:
    """The words and buttons of the step; all else is that of the crisis."""
    shown = crises.gravest_first(content, given["crises"])
    card = crises.step(content, name, shown, reader.locale)
    buttons = [_button(content, button, reader) for button in (*card.buttons, *_where(reader))]
    message = _crisis(content, given, reader, at) | {"text": _text(content, card.text, reader), "buttons": buttons}
    if name == "crisis_safe":
        topics = content.crises[shown[0], reader.locale].next
        message["buttons"] = [_topic(content, topic, reader) for topic in topics] + buttons
    if name == crises.SILENT:
        lines = helplines(content, crises.needs(content, shown), reader, at, most=99)
        written = [line for line in lines if line["sms"] or line["chat"] or line["email"]]
        if not written:
            message["text"] += "\n\n" + content.words[reader.locale]["no_written_line"]
        message["helplines"] = written[: routing.SHOWN] or message["helplines"]
    return message


def _where(reader: Reader) -> tuple[str, ...]:
    """The button for the country, where numbers and lines would be better with it."""
    return () if reader.country else ("my_country",)


def _for_crises(
    content: Content, shown: Sequence[str], reader: Reader, at: datetime.datetime, first: tuple[str, ...] = ()
) -> list[Message]:
    """An emergency number and a line for each of them; never fewer than usual. `first`: needs before all others."""
    needs = dict.fromkeys([*first, *crises.needs(content, shown)])
    return helplines(content, [*needs], reader, at, most=max(routing.SHOWN, 1 + len(shown)))


def _pinned(content: Content, reader: Reader, at: datetime.datetime) -> Message | None:
    """The card that stays: which crises, gravest first, a line of words, helplines as they are open now."""
    if not reader.pinned:
        return None
    shown = crises.gravest_first(content, reader.pinned)
    return {
        "crises": shown,
        "locale": reader.locale,
        "text": _text(content, content.words[reader.locale]["pinned"], reader),
        "helplines": _for_crises(content, shown, reader, at, first=(EMERGENCY,)),
    }


def _reply(content: Content, name: str, given: Mapping[str, Any], reader: Reader, at: datetime.datetime) -> Message:
    card = content.replies[name, reader.locale]
    message = _message(content, card, reader, at, card.kind)
    if name == "utter_did_you_mean":
        suggestions = list(given["suggestions"])
        message["suggestions"] = suggestions
        message["buttons"] = [_topic(content, topic, reader) for topic in suggestions] + message["buttons"]
    elif name == "utter_ask_country":
        message["buttons"] = _countries(content, reader)
    elif name in ("utter_ask_language", "utter_other_language"):
        if name == "utter_other_language" and reader.language in content.languages.tongues:
            message |= _foreign(content, content.languages.tongues[reader.language], card, reader, at)
        message["buttons"] = [
            {"title": named.titles[locale], "payload": f'/choose_language{{"wanted_locale": "{locale}"}}'}
            for locale, named in content.names.locales.items()
        ]
    return message


def _foreign(content: Content, tongue: Tongue, card: Card, reader: Reader, at: datetime.datetime) -> Message:
    """One sentence in a language we do not speak, and helplines that speak it before one that may not."""
    number = routing.emergency(content.countries, reader.country)
    if number is None:
        numbers = {code.lower(): found.emergency for code, found in content.countries.items() if found.emergency}
        number = rendering.render(content.languages.emergency_anywhere, numbers)
    lines = [
        one
        for country in ([reader.country] if reader.country else tongue.countries)
        for one in routing.find(
            content.countries, country, NEEDS, (tongue.code,), at, reader.age, len(NEEDS) * routing.SHOWN
        )
        if tongue.code in one.line.languages
    ][: routing.SHOWN - 1]
    known = {one.line.id for one in lines}
    others = routing.find(content.countries, reader.country, card.needs, (tongue.code,), at, reader.age)
    lines += [one for one in others if one.line.id not in known]
    return {
        "text": rendering.render(tongue.says, {"emergency": number}),
        "helplines": [_shown(content, one, reader, at) for one in lines[: routing.SHOWN]],
    }


def _message(content: Content, card: Card, reader: Reader, at: datetime.datetime, kind: str) -> Message:
    text = _text(content, card.text, reader)
    if card.needs and (told := unlisted(content, reader.locale, reader.country)):
        text += f"\n\n[{told['text']}]({told['href']})"
    return {
        "text": text,
        "locale": reader.locale,
        "kind": kind,
        "answer": None,
        "confidence": 1.0,
        "concern": "none",
        "suggestions": [],
        "buttons": [_topic(content, topic, reader) for topic in card.next]
        + [_button(content, button, reader) for button in card.buttons],
        "helplines": helplines(content, card.needs, reader, at),
        "sources": [
            {"id": source, "title": content.sources[source].title, "url": content.sources[source].link}
            for source in card.sources
        ],
        "reviewed_on": card.reviewed_on.isoformat() if card.reviewed_on else None,
        "picture": _picture(content, card),
    }


def _picture(content: Content, card: Card) -> dict[str, str] | None:
    if not card.picture:
        return None
    picture = content.pictures[card.picture, card.locale]
    return {"url": f"/pictures/{picture.id}.{picture.locale}.svg", "title": picture.title, "alt": picture.shows}


def _mind(message: Message, content: Content, reader: Reader, at: datetime.datetime) -> None:
    """One discreet line, a helpline and a button, where the words may be a cry for help but need not be."""
    words = content.words[reader.locale]
    message["concern"] = "possible"
    message["text"] += "\n\n" + _text(content, words["if_this_is_you"], reader)
    crisis = crises.gravest_first(content, [reader.crisis])[0]
    needs = content.crises[crisis, reader.locale].needs
    # The number for danger stands in the line itself; beside it one line that fits is discreet, three are an alarm.
    quiet = [need for need in needs if need != EMERGENCY]
    fitting = helplines(content, quiet, reader, at, most=1) or helplines(content, needs, reader, at, most=1)
    shown = {line["id"] for line in message["helplines"]}
    message["helplines"] += [line for line in fitting if line["id"] not in shown]
    message["buttons"].append({"title": words["this_is_about_me"], "payload": f'/open_crisis{{"crisis": "{crisis}"}}'})


def _text(content: Content, text: str, reader: Reader) -> str:
    return say(content, text, reader.locale, reader.country)


def _button(content: Content, name: str, reader: Reader) -> dict[str, str]:
    button = content.buttons[name]
    return {"title": button.titles[reader.locale], "payload": button.payload}


def _topic(content: Content, topic: str, reader: Reader) -> dict[str, str]:
    return {"title": content.answers[topic, reader.locale].title, "payload": f'/open_topic{{"topic": "{topic}"}}'}


def _countries(content: Content, reader: Reader) -> list[dict[str, str]]:
    return [
        {
            "title": content.names.countries[code].titles[reader.locale],
            "payload": f'/choose_country{{"country": "{code}"}}',
        }
        for code in content.names.offered
    ]


def helplines(
    content: Content, needs: Sequence[str], reader: Reader, at: datetime.datetime, most: int = routing.SHOWN
) -> list[Message]:
    """The best lines for the needs where the reader is, as the contract shows them."""
    languages = tuple(dict.fromkeys((*reader.speaks, reader.locale)))
    found = routing.find(content.countries, reader.country, needs, languages, at, reader.age, most)
    if reader.speaks:  # whoever names their language is abroad: being understood counts more than the order of needs
        found.sort(key=lambda one: EMERGENCY not in one.line.needs and not set(reader.speaks) & set(one.line.languages))
    return [_shown(content, one, reader, at) for one in found]


def _shown(content: Content, found: routing.Found, reader: Reader, at: datetime.datetime) -> Message:
    return shown(found, content.words[reader.locale], reader.locale, at, reader.zone)
