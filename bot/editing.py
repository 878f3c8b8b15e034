"""What editors are told beyond what a bot needs to run: wording, reading level, links, questions too alike.

`secondlook content check` shows these beside the problems of bot.content; a running bot does not ask for them.
"""

from __future__ import annotations

import dataclasses
import re
import urllib.parse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot import reading, rendering
from bot.content import VARIABLES_EXAMPLE, read_yaml
from bot.fields import Problems
from bot.model import LOCALES, Card, Content
from bot.phrases import Phrase, PhraseError
from bot.text import plain

HARDEST = {"en": 9.0, "pl": 11.5}
"""Highest grade of the part before [more] (bot.reading). Names of treaties are long, and FOG-PL weighs long words
heavily; half of the answers stand at 3 (English) and 6 (Polish)."""

ALIKE = 90.0
"""Similarity in [0, 100] from which two questions of different topics are listed as too alike."""

_LINK = re.compile(r"https?://[^\s)\]]+")


def check(content: Content, root: Path) -> Problems:
    """Everything an editor should correct in content that the bot could already run with."""
    problems = Problems()
    _check_wording(content, root, problems)
    _check_reading(content, problems)
    _check_links(content, root, problems)
    return problems


def _cards(content: Content) -> list[Card]:
    return [*content.answers.values(), *content.crises.values(), *content.replies.values()]


def _check_wording(content: Content, root: Path, problems: Problems) -> None:
    fields = read_yaml(root / "banned.yml", root, problems)
    if fields is None:
        return
    fields.only(LOCALES, LOCALES)
    banned: dict[str, list[tuple[str, Phrase]]] = {locale: [] for locale in LOCALES}
    for locale in LOCALES:
        reasons = fields.map(locale)
        for reason in reasons or ():
            for text, line in reasons.lined(reason) if reasons else ():
                try:
                    banned[locale].append((reason, Phrase(text)))
                except PhraseError as error:
                    problems.add(fields.path, line, str(error), "Correct the phrase.")
    for card in _cards(content):
        words = plain(f"{card.title}\n{card.text}\n{card.more}")
        for reason, phrase in banned[card.locale]:
            found = phrase.search(words)
            if found:
                problems.add(
                    card.path, 1, f"'{found[0].strip()}' {reason}.", "Say it another way; see content/banned.yml."
                )


def _check_reading(content: Content, problems: Problems) -> None:
    for card in _cards(content):
        level = reading.grade(rendering.render(card.text, VARIABLES_EXAMPLE), card.locale)
        if level > HARDEST[card.locale]:
            wrong = f"The text asks for {level:.1f} years of school; at most {HARDEST[card.locale]} are wanted."
            problems.add(card.path, 1, wrong, "Use shorter sentences and words.")


def _check_links(content: Content, root: Path, problems: Problems) -> None:
    fields = read_yaml(root / "hosts.yml", root, problems)
    if fields is None:
        return
    fields.only(("hosts",), ("hosts",))
    known = set(fields.texts("hosts"))
    links = [(card.path, link) for card in _cards(content) for link in _LINK.findall(card.text + card.more)]
    links += [(f"{root.name}/SOURCES.md", source.link) for source in content.sources.values() if source.link]
    for country in content.countries.values():
        path = f"{root.name}/helplines/{country.code.lower()}.yml"
        links += [(path, link) for line in country.lines for link in (line.chat, line.web) if link]
    for path, link in links:
        host = urllib.parse.urlsplit(link).hostname
        if host not in known:
            problems.add(
                path, 1, f"The link leads to '{host}', which is not in hosts.yml.", "Look at it, then add the host."
            )


@dataclasses.dataclass(frozen=True, slots=True)
class Overlap:
    """Two questions of different topics in one language, and how alike they are in [0, 100]."""

    alike: float
    locale: str
    first: str
    first_topic: str
    second: str
    second_topic: str


def overlaps(content: Content, at_least: float = ALIKE) -> list[Overlap]:
    """Pairs of questions of different topics that are too alike, most alike first. Takes some seconds."""
    found = [
        overlap
        for locale in LOCALES
        for overlap in _overlaps(
            [(topic, q) for (topic, own), card in content.answers.items() if own == locale for q in card.questions],
            locale,
            at_least,
        )
    ]
    return sorted(found, key=lambda overlap: (-overlap.alike, overlap.first, overlap.second))


def _overlaps(questions: Sequence[tuple[str, str]], locale: str, at_least: float) -> Iterator[Overlap]:
    import numpy as np
    from rapidfuzz import fuzz, process

    texts = [plain(question) for _, question in questions]
    step = 500  # rows compared at once; a whole table of all pairs would take 40 MB and more
    for start in range(0, len(texts), step):
        rows = texts[start : start + step]
        alike = process.cdist(rows, texts, scorer=fuzz.ratio, score_cutoff=at_least, dtype=np.float32, workers=-1)
        for row, column in zip(*np.nonzero(alike), strict=True):
            (topic, question), (other, second) = questions[start + row], questions[column]
            if start + row < column and topic != other:
                yield Overlap(float(alike[row, column]), locale, question, topic, second, other)
