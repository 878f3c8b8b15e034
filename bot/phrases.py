"""Phrases as editors write them -> where they stand in a text. The notation is that of docs/content.md.

    `word`     this word            `word*`        a word that begins so        `a|b`       either
    `?word`    may stand or not     `...`          up to four words between     `{KIN}`     the words named KIN
    `(x / y z)`                     either of several wordings; `-` is none        `#`       a number

Texts are looked at in plain form (lower case, no diacritics). Thousands of phrases stay quick, because each is
tried only where one of its first words stands.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from bot.errors import BotError
from bot.fields import Fields

T = TypeVar("T")

_TOKEN = re.compile(r"\(|\)|/|\.\.\.|-(?= |$|\))|[^\s()/]+")
_WORD = re.compile(r"(?:#|[a-z0-9][a-z0-9']*\*?)(?:\|(?:#|[a-z0-9][a-z0-9']*\*?))*")
_NAMED = re.compile(r"\{([A-Z_]+)\}")
_GAP = r"(?:\w[\w']*\W+){0,4}?"
_TEXT_WORD = re.compile(r"\w[\w']*")


class PhraseError(BotError):
    """A phrase that is not in the notation."""


class Phrase:
    """One phrase, compiled when it is first tried."""

    def __init__(self, text: str, words: Mapping[str, str] | None = None) -> None:
        """
        Args:
            words: named alternatives, e.g. {"KIN": "mum|dad"}.

        Raises:
            PhraseError: the text is not in the notation.
        """
        self.text = text
        reader = _Reader(text, words or {})
        self._source, self.first = reader.read()
        self.words = frozenset(reader.words)

    @functools.cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(self._source)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The phrase at a place of a plain text."""
        return self._expression.match(text, start)

    def whole(self, text: str) -> bool:
        """Whether the phrase is the whole of a plain text."""
        return self._expression.fullmatch(text) is not None

    def search(self, text: str) -> re.Match[str] | None:
        """The phrase anywhere in a plain text."""
        return self._expression.search(text)


def read_phrases(fields: Fields, key: str, words: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The phrases that a content file lists under a key; one that is not in the notation is noted as a problem."""
    kept = []
    for phrase, line in fields.lined(key):
        try:
            Phrase(phrase, words)
        except PhraseError as error:
            fields.problems.add(fields.path, line, str(error), "Correct the phrase.")
        else:
            kept.append(phrase)
    return tuple(kept)


class Phrases(Generic[T]):
    """Many phrases, each with what it stands for."""

    def __init__(self, phrases: Iterable[tuple[T, Phrase]]) -> None:
        self._whole: dict[str, list[tuple[T, Phrase]]] = {}
        self._begun: dict[str, list[tuple[T, Phrase]]] = {}
        for meaning, phrase in phrases:
            for word in phrase.first:
                index, key = (self._begun, word[:-1]) if word.endswith("*") else (self._whole, word)
                index.setdefault(key, []).append((meaning, phrase))

    def find(self, text: str) -> Iterator[tuple[T, re.Match[str]]]:
        """What stands in a plain text, from its beginning on; a meaning may come more than once."""
        for word in _TEXT_WORD.finditer(text):
            for meaning, phrase in self._tried_at(word[0]):
                found = phrase.match(text, word.start())
                if found:
                    yield meaning, found

    def whole(self, text: str) -> Iterator[T]:
        """What the whole of a plain text stands for; a meaning may come more than once."""
        first = _TEXT_WORD.match(text)
        for meaning, phrase in self._tried_at(first[0]) if first else ():
            if phrase.whole(text):
                yield meaning

    def _tried_at(self, word: str) -> Iterator[tuple[T, Phrase]]:
        if word[0].isdigit():
            yield from self._whole.get("#", ())
        # "he's" is looked up whole and as "he", for a phrase may begin with either.
        for form in {word, word.partition("'")[0]}:
            yield from self._whole.get(form, ())
            for end in range(1, len(form) + 1):
                yield from self._begun.get(form[:end], ())


class _Reader:
    """Recursive descent over the tokens of one phrase -> a regular expression and its possible first words."""

    def __init__(self, text: str, words: Mapping[str, str]) -> None:
        self._text = text
        expanded = _NAMED.sub(lambda name: self._named(name[1], words), text)
        self._tokens = _TOKEN.findall(expanded)
        self._place = 0
        self.words: set[str] = set()

    def read(self) -> tuple[str, frozenset[str]]:
        source, first, may_be_empty = self._sequence()
        if self._place < len(self._tokens) or may_be_empty:
            raise self._wrong("has a bracket or '/' too many, or nothing that must stand")
        return source, first

    def _named(self, name: str, words: Mapping[str, str]) -> str:
        if name not in words:
            raise self._wrong(f"names {{{name}}}, which is not among 'words'")
        return words[name]

    def _wrong(self, what: str) -> PhraseError:
        return PhraseError(f"The phrase '{self._text}' {what}.")

    def _sequence(self) -> tuple[str, frozenset[str], bool]:
        """Tokens up to a bracket or slash: expression, first words, whether it may match nothing."""
        parts: list[str] = []
        first: frozenset[str] = frozenset()
        may_be_empty, gap = True, False
        while self._place < len(self._tokens) and self._tokens[self._place] not in (")", "/"):
            token = self._tokens[self._place]
            self._place += 1
            if token == "...":  # noqa: S105 (no password)
                if may_be_empty:
                    raise self._wrong("has '...' before any word")
                parts.append(_GAP)
                gap = True
                continue
            if token == "-":  # noqa: S105
                continue
            source, begins, optional = self._group() if token == "(" else self._word(token)  # noqa: S105
            parts.append(source)
            if may_be_empty:
                first |= begins
            may_be_empty, gap = may_be_empty and optional, gap and optional
        if gap:
            raise self._wrong("ends with '...'")
        return "".join(parts), first, may_be_empty

    def _group(self) -> tuple[str, frozenset[str], bool]:
        alternatives = [self._sequence()]
        while self._place < len(self._tokens) and self._tokens[self._place] == "/":
            self._place += 1
            alternatives.append(self._sequence())
        if self._place >= len(self._tokens):
            raise self._wrong("has a bracket that is not closed")
        self._place += 1
        sources, firsts, empties = zip(*alternatives, strict=True)
        return f"(?:{'|'.join(sources)})", frozenset().union(*firsts), any(empties)

    def _word(self, token: str) -> tuple[str, frozenset[str], bool]:
        optional, names = token.startswith("?"), token.lstrip("?")
        if not _WORD.fullmatch(names):
            raise self._wrong(f"holds '{token}', which is not in the notation")
        words = names.split("|")
        self.words.update(words)
        forms = "|".join(_form(word) for word in words)
        # Each word takes the spaces after it, so that what may stand or not leaves no gap of its own.
        source = rf"\b(?:{forms})\b\W*"
        return (f"(?:{source})?" if optional else source), frozenset(words), optional


def _form(word: str) -> str:
    if word == "#":
        return r"\d\w*"
    return re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
