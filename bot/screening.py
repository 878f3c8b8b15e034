"""Curated phrases -> a first look for a cry for help. Rules only; the trained screen is in bot.nlu.screen.

A phrase is words in their plain form (lower case, no diacritics), in the notation of docs/content.md:

    `word`     this word           `word*`    a word that begins so       `a|b`      either
    `...`      up to four words    `?word`    may stand there or not

Every word of a phrase must be found in order. One phrase suffices, unless the same sentence holds a phrase of
`unless` (homework, figures of speech).
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Mapping

from bot.errors import BotError
from bot.model import Patterns
from bot.text import plain

LEVELS = ("none", "possible", "disclosure")

_GAP = r"(?:\W+\w[\w']*){0,4}?"
_PART = re.compile(r"\?*(?:[a-z0-9']+\*?)(?:\|[a-z0-9']+\*?)*|\.\.\.")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


class PatternError(BotError):
    """A phrase that is not in the notation."""


@dataclasses.dataclass(frozen=True, slots=True)
class Concern:
    """What a screen makes of a message: the level, the crisis ("" = none), the confidence in [0, 1]."""

    level: str = "none"
    crisis: str = ""
    confidence: float = 0.0


def compile_phrase(phrase: str) -> str:
    """
    A phrase as a regular expression over plain text.

    >>> bool(re.search(compile_phrase("took ... passport*|papers"), "he took away all our passports"))
    True

    Raises:
        PatternError: the phrase is not in the notation.
    """
    expression, wants_space, gap = "", False, False
    for part in phrase.split():
        if not _PART.fullmatch(part):
            raise PatternError(f"'{part}' in the phrase '{phrase}' is not in the notation of docs/content.md.")
        if part == "...":
            gap = True
            continue
        words = "|".join(
            re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in part.lstrip("?").split("|")
        )
        space = (_GAP if gap else "") + r"\W+" if wants_space else ""
        word = rf"{space}\b(?:{words})\b"
        expression += f"(?:{word})?" if part.startswith("?") else word
        wants_space, gap = True, False
    if not wants_space or gap:
        raise PatternError(f"The phrase '{phrase}' has no word, or ends with '...'.")
    return expression


class Screen:
    """The compiled phrases of every language. All languages are looked at: people mix them."""

    def __init__(self, patterns: Mapping[str, Patterns]) -> None:
        self._unless = _any(phrase for one in patterns.values() for phrase in one.unless)
        self._levels = [
            ("disclosure", _compiled_by_crisis([one.crises for one in patterns.values()])),
            ("possible", _compiled_by_crisis([one.possible for one in patterns.values()])),
        ]

    def look(self, text: str) -> Concern:
        """The gravest level that any sentence of the text reaches; the first crisis of the file among equals."""
        sentences = [plain(sentence) for sentence in _SENTENCE.split(text) if sentence]
        if len(sentences) > 1:
            sentences.append(plain(text))  # a phrase may run across a full stop that nobody meant
        for level, crises in self._levels:
            for sentence in sentences:
                if self._unless and self._unless.search(sentence):
                    continue
                for crisis, expression in crises.items():
                    if expression.search(sentence):
                        return Concern(level, crisis, 1.0)
        return Concern()


def _compiled_by_crisis(languages: list[Mapping[str, tuple[str, ...]]]) -> dict[str, re.Pattern[str]]:
    ids = dict.fromkeys(crisis for phrases in languages for crisis in phrases)
    found = {crisis: _any(phrase for phrases in languages for phrase in phrases.get(crisis, ())) for crisis in ids}
    return {crisis: expression for crisis, expression in found.items() if expression}


def _any(phrases: Iterable[str]) -> re.Pattern[str] | None:
    return _compiled("|".join(f"(?:{compile_phrase(phrase)})" for phrase in phrases))


@functools.lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str] | None:
    return re.compile(expression) if expression else None
