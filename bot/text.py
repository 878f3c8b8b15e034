"""A message as typed -> the text that is looked at."""

from __future__ import annotations

import re
import unicodedata

_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"'})
_WORD = re.compile(r"\w")


def clean(text: str) -> str:
    """
    The text without what a reader cannot see (control characters, direction overrides, zero-width marks,
    lone surrogates) and with single spaces.

    >>> clean("  my\\x00 boss\\u202e  took it ")
    'my boss took it'
    """
    kept = (" " if c in "\n\r\t" else c for c in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in kept if c == " " or unicodedata.category(c)[0] != "C").split())


def plain(text: str) -> str:
    """
    Lower case, without diacritics, with straight quotes: so that Polish without diacritics is Polish.

    >>> plain("Zażółć")
    'zazolc'
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def has_words(text: str) -> bool:
    """Whether there is a letter or digit to read; emoji and punctuation are not."""
    return bool(_WORD.search(text))
