"""A pasted text -> the warning signs in it, with the very words, and a level. Deterministic; keeps nothing. No Rasa.

Phrases of content/signals/ and a trained model (bot.sign_model) look at each sentence; the table of
content/signals/levels.yml makes a level of what they find.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping

from bot.amounts import high_pay
from bot.folding import Folded, Speller, fold
from bot.model import SEVERITIES, Sign, Signs
from bot.phrases import Phrase, Phrases
from bot.sign_model import SignModel

LONGEST = 20_000
"""Characters read of a text; what is longer is read up to the last sentence that fits, and the result says so."""

PAY, NO_NAME = "job_pay_too_high", "job_no_company_details"
NEAR = 80  # characters within which a context keeps a phrase from counting

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?;…]+(?=\s)|\n|$)")
_WRAPPED = re.compile(r"(?<=[a-ząćęłńóśźż,])\n(?=[a-ząćęłńóśźż])")
# A name and where to find it: a legal form, an address, a web site or mail of its own, a register.
_FIRM = re.compile(
    r"\b(?:ltd|gmbh|b\.?v\b|inc|llc|plc|s\.?r\.?l|sp\. ?z|s\.a\.|a/s|\bAS\b|& (?:sons?|daughters?|co)|"
    r"street|road|lane|avenue|square|ul\.|al\.|"
    r"hospital|school|university|municipal|library|museum|council|szpital\w*|szko[lł]\w*|urz[aą]d\w*|gmin\w*|bibliotek\w*|nip|krs|kraz|"
    r"licen[cs]\w*|licencj\w*|agency|agencj\w*|hotel \w+|[\w-]+\.(?:com|pl|co\.uk|eu|org|net|example))",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-ząćęłńóśźż,] )[A-ZĄĆĘŁŃÓŚŹŻ]\w+ [A-ZĄĆĘŁŃÓŚŹŻ]\w+")


@dataclasses.dataclass(frozen=True, slots=True)
class Signal:
    """
    A sign found. `quote` is text[start:end], "" where something is missing rather than said.

    confidence: in [0, 1], how sure the finder is. found_by: phrase, pay, missing or model.
    """

    id: str
    severity: str
    quote: str
    start: int
    end: int
    confidence: float
    found_by: str


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What a check found: signals gravest first; `read` counts the characters looked at, fewer where it was cut."""

    level: str
    signals: tuple[Signal, ...]
    risk: float
    read: int
    cut: bool


class Checker:
    """All that is known of one kind of check, ready to look at texts."""

    def __init__(self, signs: Signs, model: SignModel | None = None) -> None:
        """`model` is None where nothing has been trained; then phrases look alone."""
        self.signs, self._model = signs, model
        phrases: list[tuple[str, Phrase]] = []
        unless: list[tuple[str, Phrase]] = []
        for wordings in signs.wordings.values():
            phrases += _compiled(wordings.phrases, wordings.words)
            unless += _compiled(wordings.unless, wordings.words)
        self._phrases, self._unless = Phrases(phrases), Phrases(unless)
        self._speller = Speller(word for _, phrase in [*phrases, *unless] for word in phrase.words)
        self._order = {sign: place for place, sign in enumerate(signs.signs)}

    def check(self, text: str) -> Result:
        """The signs in a text and its level. Time grows with the length of the text, up to LONGEST characters."""
        cut = len(text) > LONGEST
        read = _last_end(text) if cut else len(text)
        looked = text[:read]
        found: dict[str, Signal] = {}
        for signal in self._all(looked):
            best = found.get(signal.id)
            if best is None or (signal.confidence, len(signal.quote)) > (best.confidence, len(best.quote)):
                found[signal.id] = signal
        risk = self._model.risk(looked) if self._model else 0.0
        if self.signs.kind == "offer" and NO_NAME not in found and _told(found) and _nameless(looked):
            found[NO_NAME] = self._signal(NO_NAME, looked, 0, 0, 0.5, "missing")
        signals = sorted(found.values(), key=lambda one: (SEVERITIES.index(one.severity), self._order[one.id]))
        return Result(self.level([one.id for one in signals], risk), tuple(signals), risk, read, cut)

    def level(self, found: Collection[str], risk: float) -> str:
        """The level of the first row of the table that fits signs (ids) and risk; "none" where none does."""
        severities = [self.signs.signs[sign].severity for sign in found if sign in self.signs.signs]
        counts = {
            "critical": severities.count("critical"),
            "high": severities.count("critical") + severities.count("high"),
            "signs": len(severities),
        }
        for row in self.signs.levels:
            if (
                (not row.any or row.any & set(found))
                and all(counts[key] >= least for key, least in row.least.items())
                and risk >= row.risk
            ):
                return row.level
        return "none"

    def _all(self, text: str) -> Iterator[Signal]:
        for start, end in sentences(text):
            sentence = text[start:end]
            for folded in fold(sentence, start):
                yield from self._phrases_in(folded, text)
                corrected = self._speller.corrected(folded)
                if corrected:
                    yield from self._phrases_in(corrected, text)
            if self._model:
                for sign, confidence in self._model.signs(sentence):
                    if sign in self.signs.signs:
                        first, last = _trimmed(text, start, end)
                        yield self._signal(sign, text, first, last, confidence, "model")
        if PAY in self.signs.signs:
            for start, end in high_pay(text):
                yield self._signal(PAY, text, start, end, 0.8, "pay")

    def _phrases_in(self, folded: Folded, text: str) -> Iterator[Signal]:
        contexts: dict[str, list[tuple[int, int]]] | None = None
        for sign, match in self._phrases.find(folded.text):
            if contexts is None:
                contexts = {}
                for of, context in self._unless.find(folded.text):
                    contexts.setdefault(of, []).append(context.span())
            near = [*contexts.get(sign, ()), *contexts.get("", ())]
            if not any(a - NEAR < match.end() and match.start() < b + NEAR for a, b in near):
                start, end = folded.span(*match.span())
                yield self._signal(sign, text, start, end, 0.9, "phrase")

    def _signal(self, sign: str, text: str, start: int, end: int, confidence: float, found_by: str) -> Signal:
        known: Sign = self.signs.signs[sign]
        return Signal(sign, known.severity, text[start:end], start, end, round(confidence, 3), found_by)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences and lines of a text; a line that goes on in small letters is one with the next."""
    joined = _WRAPPED.sub(" ", text) if ":" not in text else text  # "me:", "them:": each line is a message
    return [found.span() for found in _SENTENCE.finditer(joined) if found[0].strip()]


def _compiled(phrases: Mapping[str, tuple[str, ...]], words: Mapping[str, str]) -> list[tuple[str, Phrase]]:
    return [(sign, Phrase(text, words)) for sign, texts in phrases.items() for text in texts]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _last_end(text: str) -> int:
    """Where the last whole sentence within LONGEST ends, or the last word, or LONGEST."""
    ends = [end for _, end in sentences(text[:LONGEST])[:-1]]
    return ends[-1] if ends else text.rfind(" ", 0, LONGEST) + 1 or LONGEST


def _nameless(text: str) -> bool:
    return not _FIRM.search(text) and not _NAME.search(text)


def _told(found: Mapping[str, Signal]) -> bool:
    """Whether something but a guess was found; a missing name alone says little, as people paste parts of adverts."""
    return any(one.found_by != "model" for one in found.values())
