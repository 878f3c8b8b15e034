"""A message -> the language it is written in. Pure; the trained part comes in as an argument."""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from typing import Any

from bot.matching import LinearModel, Ngrams
from bot.model import LOCALES

SURE = 0.9
"""Confidence from which a message may change the language of the talk."""

_SCRIPTS = {"CYRILLIC": "uk", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HANGUL": "ko",
            "HIRAGANA": "ja", "KATAKANA": "ja",
            "DEVANAGARI": "hi", "GEORGIAN": "ka", "ARMENIAN": "hy", "THAI": "th"}  # fmt: skip
_RUSSIAN = re.compile("[ыэёъ]", re.IGNORECASE)
_POLISH = re.compile("[ąćęłńśźż]", re.IGNORECASE)
_NAMEABLE = "bg cs da de el en es et fi fr hr hu it lt lv nl no pl pt ro ru sk sl sq sr sv tr uk vi"
_WORDS_FOR_A_GUESS = 4
_FAMILIAR = 0.6  # of the words of a message in a shipped language, at least this share stands in our examples


@dataclasses.dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code and a confidence in [0, 1]; `shipped` where the bot answers in it."""

    code: str
    confidence: float

    @property
    def shipped(self) -> bool:
        """Whether content/ exists in this language."""
        return self.code in LOCALES


def detect(text: str, ngrams: Ngrams, model: LinearModel) -> Language:
    """
    The language of a text: by script, then by what the shipped languages look like, then among all others.

    Args:
        ngrams, model: tell the shipped languages apart; labels are locales.
    """
    script = _script(text)
    if script:
        return Language("ru" if script == "uk" and _RUSSIAN.search(text) else script, 1.0)
    vector = ngrams.vector(text)
    if not len(vector[0]):
        return Language(LOCALES[0], 0.0)
    (code, confidence), *_ = model.ranking(vector, 1)
    if _POLISH.search(text) and len(_POLISH.findall(text)) >= 2:
        return Language("pl", 1.0)
    if len(text.split()) >= _WORDS_FOR_A_GUESS:
        other, certainty = _other(text)
        if other not in LOCALES and certainty > 0.99 and ngrams.familiar(text) < _FAMILIAR:
            return Language(other, certainty)
    return Language(code, confidence)


def _script(text: str) -> str | None:
    """The language that stands for the script most letters are in; None for Latin."""
    counts: dict[str, int] = {}
    letters = [c for c in text if c.isalpha()]
    for c in letters:
        name = unicodedata.name(c, "").partition(" ")[0]
        counts[name] = counts.get(name, 0) + 1
    for script, code in _SCRIPTS.items():
        if counts.get(script, 0) * 2 > len(letters):
            return code
    return None


def _other(text: str) -> tuple[str, float]:
    code, certainty = _identifier().classify(text)
    return code, float(certainty)


@functools.cache
def _identifier() -> Any:
    """The identifier of py3langid, loaded at the first use (0.5 s), with the languages our readers may write."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_NAMEABLE.split())
    # It keeps the table of all 97 languages to return to; ours never does, and 25 MB are free.
    identifier._full_model = identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes
    return identifier
