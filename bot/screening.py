"""Curated phrases -> a first look for a cry for help. Rules only; the trained screen is in bot.nlu.screen."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from bot.model import Patterns
from bot.phrases import Phrase, Phrases
from bot.text import plain

LEVELS = ("none", "possible", "disclosure")

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclasses.dataclass(frozen=True, slots=True)
class Concern:
    """What a screen makes of a message: level, crisis ("" = none), confidence in [0, 1], other kinds it tells of."""

    level: str = "none"
    crisis: str = ""
    confidence: float = 0.0
    also: tuple[str, ...] = ()


class Screen:
    """The phrases of every language. All languages are looked at: people mix them."""

    def __init__(self, patterns: Mapping[str, Patterns]) -> None:
        """The order of crises in the files is their priority, gravest first."""
        named = [
            ((level, crisis), Phrase(text, p.words))
            for p in patterns.values()
            for level, crises in (("disclosure", p.crises), ("possible", p.possible))
            for crisis, texts in crises.items()
            for text in texts
        ]
        self._order = list(dict.fromkeys(meaning for meaning, _ in named))
        self._phrases = Phrases(named)
        self._unless = Phrases((True, Phrase(text, p.words)) for p in patterns.values() for text in p.unless)

    def look(self, text: str) -> Concern:
        """The gravest level that any sentence of the text reaches; the first crisis of the file among equals."""
        sentences = [plain(sentence) for sentence in _SENTENCE.split(text) if sentence]
        if len(sentences) > 1:
            sentences.append(plain(text))  # a phrase may run across a full stop that nobody meant
        found: set[tuple[str, str]] = set()
        for sentence in sentences:
            here = {meaning for meaning, _ in self._phrases.find(sentence)}
            if here and not any(self._unless.find(sentence)):
                found |= here
        for level in reversed(LEVELS):
            for reached, crisis in self._order:
                if reached == level and (level, crisis) in found:
                    return Concern(level, crisis, 1.0)
        return Concern()
