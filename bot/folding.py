"""A text as somebody disguised it -> its words in plain form, each with the place it stands at. No Rasa.

Seen through: look-alike letters of other alphabets, marks nobody sees, `l e t t e r s  a p a r t`, emoji or dots
inside a word, digits for letters. Places are those of the text as given, so that quotes are exact.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator

from bot.text import plain

# Letters that look Latin and are not. Capital letters are made small first.
_LOOK_ALIKE = str.maketrans(
    "авекмнорстухіјѕԁһԛԝѵӏёйαβεηικνορτυχωıɑɡɩ",
    "abekmhopctyxijsdhqwvleuabenikvoptuxwiagi",
)
_DIGITS = str.maketrans("0134579@$", "oieastgas")
_MIXED = re.compile(r"[a-z]+[013457@$]+[a-z]+[a-z013457@$]*")
_INSIDE = set(".-_*·•|~^+=,")
_DISGUISED = re.compile(r"[^\W\d_](?:[^\w\s'’]|_)+[^\W\d_]|[^\W\d_][\d@$]+[^\W\d_]")
_CHUNK = re.compile(r"\S+")
_APART = 4  # so many single letters in a row are one word written apart; Polish has "a", "i", "o", "u", "w", "z"


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word in plain form, and where it stands: [start, end) of the text as given."""

    form: str
    start: int
    end: int


class Folded:
    """Words of a text, joined by single spaces into `text`, in which phrases are looked for."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(words)
        self.text = " ".join(word.form for word in self.words)
        self._starts: list[int] = []
        place = 0
        for word in self.words:
            self._starts.append(place)
            place += len(word.form) + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of `text`, at least one word long, stands in the text as given, whole words only."""
        while end > start + 1 and self.text[end - 1] == " ":
            end -= 1
        first = bisect.bisect_right(self._starts, start) - 1
        last = bisect.bisect_right(self._starts, end - 1) - 1
        return self.words[first].start, self.words[last].end


def fold(text: str, offset: int = 0) -> list[Folded]:
    """
    The text in plain form; and, where it differs, once more with what stands inside words taken away.

    Args:
        offset: what is added to every place, for a text that is a part of a longer one.
    """
    loose = list(_joined(_words(text, offset, tight=False)))
    read = [Folded(loose)]
    if not _DISGUISED.search(text):  # a second look costs as much as the first
        return read
    tight = list(_joined(_words(text, offset, tight=True)))
    if [word.form for word in tight] != [word.form for word in loose]:
        read.append(Folded(tight))
    return read


def _letters(char: str) -> str:
    """What a character reads as: nothing where nobody sees it."""
    if char.isascii():
        return char.lower()
    return plain(char).translate(_LOOK_ALIKE)


def _hidden(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char) in ("Cf", "Mn", "Me", "Cc", "Co", "Cs")


def _words(text: str, offset: int, tight: bool) -> Iterator[Word]:
    for chunk in _CHUNK.finditer(text):
        yield from _chunk(chunk[0], offset + chunk.start(), tight)


def _chunk(chunk: str, offset: int, tight: bool) -> Iterator[Word]:
    """The words of a text without spaces."""
    if chunk.isascii() and chunk.isalpha():
        yield Word(chunk.lower(), offset, offset + len(chunk))
        return
    address = "@" in chunk and "." in chunk.partition("@")[2].strip(".")
    form: list[str] = []
    start = end = 0

    def finished() -> Word:
        word = "".join(form).strip("'")
        if tight and _MIXED.fullmatch(word):
            word = word.translate(_DIGITS)
        form.clear()
        return Word(word, offset + start, offset + end)

    for place, char in enumerate(chunk):
        if _hidden(char):
            continue
        read = _letters(char)
        inside = bool(form) and _followed(chunk, place)
        if read and (
            read[0].isalnum() or (read == "'" and inside) or (tight and inside and char in "@$" and not address)
        ):
            if not form:
                start = place
            form.append(read)
            end = place + 1
        elif tight and inside and form[-1].isalpha() and not address and (char in _INSIDE or not char.isascii()):
            continue
        elif form:
            yield finished()
    if form:
        yield finished()


def _followed(chunk: str, place: int) -> bool:
    """Whether a letter follows, before anything else that can be seen but a sign of the same kind."""
    for char in chunk[place + 1 : place + 8]:
        if char.isalpha():
            return True
        if char.isascii() and char not in _INSIDE:
            return False
    return False


def _joined(words: Iterable[Word]) -> Iterator[Word]:
    """Single letters with one character between them, put together where there are many in a row."""
    row: list[Word] = []
    for word in words:
        single = len(word.form) == 1 and word.form.isalpha()
        if row and not (single and word.start - row[-1].end == 1):
            yield from _row(row)
            row = []
        if single:
            row.append(word)
        else:
            yield word
    yield from _row(row)


def _row(row: list[Word]) -> Iterator[Word]:
    if len(row) < _APART:
        yield from row
    else:
        yield Word("".join(word.form for word in row), row[0].start, row[-1].end)


class Speller:
    """Words that phrases know -> what a misspelt word was meant to be."""

    SHORTEST = 6  # a slip in a shorter word makes another word too often

    def __init__(self, words: Iterable[str]) -> None:
        """`words` as phrases have them; one that ends with '*' stands for all that begin so."""
        self._whole: set[str] = set()
        self._stems: set[str] = set()
        for word in words:
            (self._stems if word.endswith("*") else self._whole).add(word.rstrip("*"))
        self._slips = self._index(self._whole)
        self._stem_slips = self._index(self._stems)
        self._longest = max((len(stem) for stem in self._stems), default=0)

    def _index(self, words: Iterable[str]) -> dict[str, str]:
        slips: dict[str, str] = {}
        for word in sorted(words):
            if len(word) >= self.SHORTEST:
                for slip in (word, *_without_one(word)):
                    slips.setdefault(slip, word)
        return slips

    def corrected(self, folded: Folded) -> Folded | None:
        """The same words with slips of one letter corrected; None where there is none."""
        words = [self._corrected(word) for word in folded.words]
        return Folded(words) if any(new is not old for new, old in zip(words, folded.words, strict=True)) else None

    def _corrected(self, word: Word) -> Word:
        form = word.form
        if len(form) < self.SHORTEST or form in self._whole or not form.isalpha():
            return word
        if any(form[:end] in self._stems for end in range(3, len(form) + 1)):
            return word
        for slip in (form, *_without_one(form)):
            meant = self._slips.get(slip)
            if meant and _one_slip(meant, form):
                return dataclasses.replace(word, form=meant)
        for end in range(self.SHORTEST, min(len(form), self._longest + 1) + 1):
            head = form[:end]
            for slip in (head, *_without_one(head)):
                meant = self._stem_slips.get(slip)
                if meant and meant[0] == form[0] and _one_slip(meant, head):
                    return dataclasses.replace(word, form=meant + form[end:])
        return word


def _without_one(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _one_slip(meant: str, typed: str) -> bool:
    """Whether one letter is left out, added, changed, or swapped with its neighbour."""
    if abs(len(meant) - len(typed)) > 1:
        return False
    start = 0
    while start < min(len(meant), len(typed)) and meant[start] == typed[start]:
        start += 1
    a, b = meant[start:], typed[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and len(b) > 1 and a[2:] == b[2:])
