"""A pasted text + content -> the reply of "check this offer" and "check this chat". Nothing is kept. No Rasa."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from bot import replies
from bot.content import LiveContent
from bot.model import Content, Signs
from bot.replies import Message, Reader
from bot.sign_model import SignModel
from bot.signals import Checker, Result, Signal

FOLDER = "signals"
"""Where the trained models of signs lie in the folder of models, one folder a kind of check."""


class Checks:
    """The checkers of a running bot; edited content counts at once, as everywhere."""

    def __init__(self, live: LiveContent, models: Path) -> None:
        """`models`: the folder of trained models; a check without one looks by phrases alone."""
        self._live = live
        self._models = {path.name: SignModel.load(path) for path in sorted((models / FOLDER).glob("*"))}
        self._ready: dict[str, tuple[Signs, Checker]] = {}

    def checker(self, kind: str) -> Checker:
        """The checker of a kind, "offer" or "chat"."""
        signs = self._live.now().signs[kind]
        known = self._ready.get(kind)
        if known is None or known[0] is not signs:
            known = self._ready[kind] = (signs, Checker(signs, self._models.get(kind)))
        return known[1]

    def check(self, kind: str, text: str, reader: Reader, at: datetime.datetime) -> Message:
        """The contract's reply to a pasted text: level, signals and words."""
        result = self.checker(kind).check(text)
        return compose(self._live.now(), kind, result, reader, at)

    def sum_up(self, kind: str, found: Collection[str], risk: float, reader: Reader, at: datetime.datetime) -> Message:
        """The reply for all that was pasted before, of which ids and the highest risk are known, and no words."""
        checker = self.checker(kind)
        known = [sign for sign in checker.signs.signs.values() if sign.id in set(found)]
        signals = tuple(Signal(sign.id, sign.severity, "", 0, 0, 1.0, "before") for sign in known)
        result = Result(checker.level(found, risk), signals, risk, 0, False)
        return compose(self._live.now(), kind, result, reader, at)


@functools.cache
def checks(live: LiveContent, models: Path) -> Checks:
    """The one set of checkers of a content and a folder of models in this process."""
    return Checks(live, models)


def compose(content: Content, kind: str, result: Result, reader: Reader, at: datetime.datetime) -> Message:
    """The words of a result: what the level means, the signs with their quotes and a safe check each, one next step."""
    message = replies.compose(content, f"utter_{kind}_{result.level}", {}, reader, at)
    first, _, rest = message["text"].partition("\n\n")
    listed = _listed(content, kind, result.signals, reader.locale)
    cut = [content.words[reader.locale]["check_cut"]] if result.cut else []
    message["text"] = "\n\n".join([first, *cut, *listed, *([rest] if rest else [])])
    message |= {
        "kind": f"{kind}_check",
        "level": result.level,
        "risk": result.risk,
        "signals": [_signal(content.signs[kind], one, reader.locale) for one in result.signals],
        "cut": result.cut,
    }
    return message


def _listed(content: Content, kind: str, signals: Sequence[Signal], locale: str) -> list[str]:
    words, signs = content.words[locale], content.signs[kind].signs
    paragraphs = []
    for one in signals:
        sign = signs[one.id]
        quote = (
            f" „{_short(one.quote)}”"
            if one.quote and locale == "pl"
            else f' "{_short(one.quote)}"'
            if one.quote
            else ""
        )
        paragraphs.append(
            f"**{sign.label[locale]}**{quote}\n- {sign.why[locale]}\n- {words['check_safely']} {sign.check[locale]}"
        )
    return paragraphs


def _short(quote: str, longest: int = 160) -> str:
    flat = " ".join(quote.replace("*", " ").replace("[", "(").replace("]", ")").split())
    return flat if len(flat) <= longest else flat[: flat.rfind(" ", 0, longest)] + " …"


def _signal(signs: Signs, one: Signal, locale: str) -> dict[str, Any]:
    sign = signs.signs[one.id]
    return {
        "id": one.id,
        "severity": one.severity,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "confidence": one.confidence,
        "found_by": one.found_by,
        "label": sign.label[locale],
        "why": sign.why[locale],
        "check": sign.check[locale],
        "sources": list(sign.sources),
    }
