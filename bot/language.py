"""A message -> the language it is written in. Pure; the trained part comes in as an argument."""

from __future__ import annotations

import collections
import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from bot.matching import LinearModel, Ngrams
from bot.model import LOCALES, Tongue
from bot.text import plain

SURE = 0.9
"""Confidence from which a message may change the language of the talk."""

UNDETERMINED = "und"
"""A language in a script that none of content/languages.yml is written in."""

_POLISH = re.compile("[ąćęłńśźż]", re.IGNORECASE)
_FOREIGN = re.compile("[^\x00-\x7fąćęłńóśźż’]", re.IGNORECASE)  # letters of neither English nor Polish
_NAME = re.compile(r"(?<=[\w,] )[A-ZĆŁŚŹŻ]\w*")
_WORD = re.compile(r"\w[\w']*")
_SPACED = re.compile(r"[^\s.,!?;:()\"،؟।。，！？]+")  # \w would cut Indian words at their vowel signs
_KANA = {"KATAKANA": "HIRAGANA"}

_NAMEABLE = (
    "ar az be bg cs da de en es et fa fi fr hi hr hu id it kk lt lv mk ne nl no pl ps pt ro ru sk sl sq sr sv tl tr uk "
    "ur vi"
)
_FAMILIAR = 0.6  # of the words of a message in a shipped language, at least this share stands in our examples
_TELLING = 0.3  # of the words of a message, the share that must be typical of the other language
_FEW, _LONG = 3, 5  # in so few words, a typical one of so many letters is enough
_SHORTEST = 3  # letters below which a message ("no", "si") says little on its language
_GUESSED = 4  # words from which the letter statistics of py3langid may name a language
_CERTAIN = 0.99


@dataclasses.dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code and a confidence in [0, 1]; `shipped` where the bot answers in it."""

    code: str
    confidence: float

    @property
    def shipped(self) -> bool:
        """Whether content/ exists in this language."""
        return self.code in LOCALES


class Tongues:
    """The languages of content/languages.yml by script, typical words and telling letters."""

    def __init__(self, tongues: Iterable[Tongue]) -> None:
        self.by_script: dict[str, list[str]] = collections.defaultdict(list)
        self._words: dict[str, list[str]] = collections.defaultdict(list)
        self._letters: dict[str, list[str]] = collections.defaultdict(list)
        for tongue in tongues:
            self.by_script[script(tongue.says)].append(tongue.code)
            for known, signs in ((self._words, tongue.words), (self._letters, tongue.letters)):
                for sign in signs:
                    known[sign].append(tongue.code)

    def evidence(self, words: Iterable[str], codes: Iterable[str]) -> dict[str, tuple[int, float]]:
        """
        Language -> how many of the words are typical of it, and how much they tell; only of `codes`, in their order.

        A word or letter that three languages share tells a third of one that only one has.
        """
        found: dict[str, tuple[int, float]] = dict.fromkeys(codes, (0, 0.0))
        for word in words:
            told: dict[str, float] = collections.defaultdict(float)
            letters = (self._letters.get(letter, ()) for letter in set(word.casefold()))
            for sharing in (self._words.get(plain(word), ()), *letters):
                for code in sharing:
                    told[code] += 1 / len(sharing)
            for code, weight in told.items():
                if code in found:
                    found[code] = found[code][0] + 1, found[code][1] + min(weight, 1.0)
        return found


def detect(text: str, ngrams: Ngrams, model: LinearModel, tongues: Tongues) -> Language:
    """
    The language of a text: by script, then by what the shipped languages look like, then among all others.

    Args:
        ngrams, model: tell the shipped languages apart; labels are locales.
    """
    written = script(text)
    if written not in ("", "LATIN"):
        codes = tongues.by_script.get(written)
        if not codes:
            return Language(UNDETERMINED, 1.0)
        return Language(_likeliest(text, tongues.evidence(_SPACED.findall(text), codes)), 1.0)
    shown = _without_names(text)
    vector = ngrams.vector(shown)
    (code, confidence), *_ = model.ranking(vector, 1) if len(vector[0]) else [(LOCALES[0], 0.0)]
    if len(_POLISH.findall(shown)) >= 2:
        return Language("pl", 1.0)
    other = _other(text, ngrams, tongues)
    if other:
        return Language(other, 1.0)
    return Language(code, confidence if sum(map(str.isalpha, text)) >= _SHORTEST else confidence / 2)


def script(text: str) -> str:
    """The script that most letters are in, by its name in Unicode; Japanese is HIRAGANA; "" where there is none."""
    letters = [c for c in text if c.isalpha()]
    if all(c < "ɐ" for c in letters):
        return "LATIN" if letters else ""
    counts = collections.Counter(unicodedata.name(c, "").partition(" ")[0] for c in letters)
    for name, other in _KANA.items():
        counts[other] += counts.pop(name, 0)
    if counts["HIRAGANA"]:  # Chinese has none
        counts["HIRAGANA"] += counts.pop("CJK", 0)
    name, count = counts.most_common(1)[0]
    return name if count * 2 > len(letters) else "LATIN"


def _without_names(text: str) -> str:
    """The text without words in capitals inside its sentences: "my friend Agnieszka Wiśniewska" is English."""
    rest = _NAME.sub("", text)
    return rest if len(rest.split()) >= _FEW else text


def _other(text: str, ngrams: Ngrams, tongues: Tongues) -> str | None:
    """The language in Latin letters that is none of the shipped; None where there is no good sign of one."""
    words = _WORD.findall(text)
    strange = [word for word in words if ngrams.familiar(word) < 1 or _FOREIGN.search(word)]
    if len(strange) <= len(words) * (1 - _FAMILIAR):
        return None
    found = tongues.evidence(strange, tongues.by_script["LATIN"])
    most = max((count for count, _ in found.values()), default=0)
    likely = {code: one for code, one in found.items() if one[0] >= max(1, most - 1)}
    enough = 2 if len(words) > _FEW or max(map(len, strange)) < _LONG else 1
    if likely and most >= enough and most >= len(words) * _TELLING:
        return _likeliest(text, likely)
    guessed = _guess(text)
    best = max(guessed, key=guessed.__getitem__)
    return best if len(words) >= _GUESSED and best in likely and guessed[best] > _CERTAIN else None


def _likeliest(text: str, found: Mapping[str, tuple[int, float]]) -> str:
    """The language for which most speaks, the evidence (see Tongues) and the statistics of letters together."""
    if len(found) == 1:
        return next(iter(found))
    guessed, most = _guess(text), max(weight for _, weight in found.values()) or 1.0
    return max(found, key=lambda code: found[code][1] / most + guessed.get(code, 0.0) / 2)


def _guess(text: str) -> dict[str, float]:
    """Languages by the letter statistics of py3langid, with their share of the probability."""
    return {code: float(share) for code, share in _identifier().rank(text)}


@functools.cache
def _identifier() -> Any:
    """The identifier of py3langid, loaded at the first use (0.5 s), with the languages our readers may write."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_NAMEABLE.split())
    # It keeps the table of all 97 languages to return to; ours never does, and 25 MB are free.
    identifier._full_model = identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes
    return identifier
