"""The tree of content/ -> Content, checked as a whole. No Rasa, no network. The formats: docs/content.md."""

from __future__ import annotations

import functools
import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import structlog

from bot import crises, places, rendering, routing
from bot.cards import read_card
from bot.errors import BrokenContentError
from bot.fields import Fields, Problems, compose, read_text
from bot.follow_ups import check_follow_ups, read_follow_ups
from bot.foreign import read_languages
from bot.helplines import read_country
from bot.model import CATEGORIES, LOCALES, Button, Card, Content, Country, Name, Names, Patterns, Picture, Source
from bot.phrases import read_phrases
from bot.pictures import read_picture
from bot.signs import read_signs

log = structlog.get_logger(__name__)

VARIABLES_EXAMPLE = dict.fromkeys(rendering.VARIABLES, "112")
"""Values of the variables as a text of usual length, for checks that read texts."""

_LINK = re.compile(r"\]\((https://[^)]*)\)")

# What both languages of a card have alike, beside their keys: a sign that they say the same.
_SHAPES: Mapping[str, Callable[[Card], object]] = {
    "links": lambda card: len(_LINK.findall(card.text + card.more)),
    "list items": lambda card: len(re.findall(r"^- ", f"{card.text}\n{card.more}", re.MULTILINE)),
}

NUMBERS_ABROAD = "emergency-numbers-abroad"
"""The source that leads to the emergency number of every country."""

MIN_QUESTIONS = 40
"""Fewest example questions a topic has in a language; below it the classifier guesses."""


def read_content(root: Path) -> Content:
    """
    The whole tree.

    Args:
        root: the folder content/.

    Raises:
        BrokenContentError: all that is wrong in it, with file and line.
    """
    content, problems = check_content(root)
    if problems:
        raise BrokenContentError(problems)
    return content


def check_content(root: Path) -> tuple[Content, Problems]:
    """What could be read of the tree, and every problem found in it."""
    problems = Problems()
    countries = _countries(root, problems)
    names, follow_ups = _names(root, problems), read_yaml(root / "follow_ups.yml", root, problems)
    content = Content(
        answers=_cards(root, "answers", "*/*.md", problems),
        crises=_cards(root, "crises", "*.md", problems),
        replies=_cards(root, "replies", "*.md", problems),
        buttons=_buttons(root / "buttons.yml", root, problems),
        words=_words(root, problems),
        names=names,
        patterns=_patterns(root, problems),
        countries=countries,
        sources=_sources(root / "SOURCES.md", root, problems),
        pictures=_pictures(root, problems),
        follow_ups=read_follow_ups(follow_ups, names.countries),
        languages=read_languages(read_yaml(root / "languages.yml", root, problems), countries),
        signs=read_signs(root, problems),
    )
    _check_languages(content, problems)
    _check_names(content, problems)
    if NUMBERS_ABROAD not in content.sources:
        wrong = f"'{NUMBERS_ABROAD}' is not listed; readers of countries without a number of ours are led to it."
        problems.add(f"{root.name}/SOURCES.md", 1, wrong, "Restore it from the last version.")
    _check_questions(content, problems)
    _check_crises(content, problems)
    check_follow_ups(content, follow_ups)
    _check_signs(content, problems)
    return content, problems


def _cards(root: Path, folder: str, pattern: str, problems: Problems) -> dict[tuple[str, str], Card]:
    cards: dict[tuple[str, str], Card] = {}
    for path in sorted((root / folder).glob(pattern)):
        card = read_card(path, folder, root, problems)
        if card is None:
            continue
        if (card.id, card.locale) in cards:
            problems.add(card.path, 1, f"{cards[card.id, card.locale].path} has the same id.", "Remove one of the two.")
        if folder == "answers":
            if card.category not in CATEGORIES:
                problems.add(card.path, 1, f"'{card.category}' is no category.", f"Use: {', '.join(CATEGORIES)}.")
            if not 2 <= len(card.next) <= 3:
                problems.add(card.path, 1, f"'next' names {len(card.next)} topics; 2 or 3 are offered.", "Correct it.")
            if len(card.questions) < MIN_QUESTIONS:
                wrong = f"{len(card.questions)} example questions; at least {MIN_QUESTIONS} are wanted."
                problems.add(card.path, 1, wrong, "Write more, as different as people are.")
        cards[card.id, card.locale] = card
    return cards


def read_yaml(path: Path, root: Path, problems: Problems) -> Fields | None:
    """The mapping of a YAML file of content/; None, and a problem noted, where there is none."""
    shown = Path(root.name) / path.relative_to(root)
    if not path.exists():
        problems.add(shown, 1, "The file is missing.", "Restore it from the last version.")
        return None
    text = read_text(path, shown, problems)
    return compose(text, shown, 1, problems) if text is not None else None


def _buttons(path: Path, root: Path, problems: Problems) -> dict[str, Button]:
    buttons = {}
    fields = read_yaml(path, root, problems)
    for name in fields or ():
        inner = fields.map(name) if fields else None
        if inner is None:
            continue
        inner.only((*LOCALES, "payload"), (*LOCALES, "payload"))
        titles = {locale: inner.text(locale, longest=40) for locale in LOCALES}
        buttons[name] = Button(name, titles, inner.text("payload"))
    return buttons


def _words(root: Path, problems: Problems) -> dict[str, dict[str, str]]:
    words = {}
    for locale in LOCALES:
        fields = read_yaml(root / f"words.{locale}.yml", root, problems)
        words[locale] = {key: fields.text(key) for key in fields} if fields else {}
    for locale in LOCALES:
        for key in sorted(set(words[LOCALES[0]]) ^ set(words[locale])):
            problems.add(f"{root.name}/words.{locale}.yml", 1, f"'{key}' is not in every language.", "Add it there.")
    return words


def _names(root: Path, problems: Problems) -> Names:
    fields = read_yaml(root / "names.yml", root, problems)
    if fields is None:
        return Names({}, {})
    keys = ("countries", "locales")
    fields.only((*keys, "offered"), (*keys, "offered"))
    found: dict[str, dict[str, Name]] = {key: {} for key in keys}
    for key in keys:
        outer = fields.map(key)
        for code in outer or ():
            inner = outer.map(code) if outer else None
            if inner is not None:
                inner.only((*LOCALES, "said"), (*LOCALES, "said"))
                found[key][code] = Name({locale: inner.text(locale) for locale in LOCALES}, read_phrases(inner, "said"))
    return Names(found["countries"], found["locales"], fields.choices("offered", found["countries"], "country"))


def _patterns(root: Path, problems: Problems) -> dict[str, Patterns]:
    found = {}
    for locale in LOCALES:
        fields = read_yaml(root / "crises" / f"patterns.{locale}.yml", root, problems)
        if fields is None:
            continue
        keys = ("words", "disclosure", "possible", "unless")
        fields.only(keys, keys[1:])
        named = fields.map("words")
        words = {name: named.text(name) for name in named} if named else {}
        levels = []
        for key in ("disclosure", "possible"):
            inner = fields.map(key)
            levels.append({crisis: read_phrases(inner, crisis, words) for crisis in inner} if inner else {})
            for crisis in inner or ():
                if not (root / "crises" / f"{crisis}.{locale}.md").exists():
                    inner.wrong(crisis, f"There is no crisis '{crisis}'.", "Use the name of a file in content/crises/.")  # type: ignore[union-attr]
        found[locale] = Patterns(locale, words, levels[0], levels[1], read_phrases(fields, "unless", words))
    return found


def _countries(root: Path, problems: Problems) -> dict[str, Country]:
    countries: dict[str, Country] = {}
    owners: dict[str, str] = {}
    for path in sorted((root / "helplines").glob("*.yml")):
        country = read_country(path, root, problems)
        if country is None:
            continue
        countries[country.code] = country
        for line in country.lines:
            if line.id in owners:
                problems.add(
                    f"{root.name}/helplines/{path.name}", 1, f"The id '{line.id}' is used twice.", "Change one."
                )
            owners[line.id] = path.name
    return countries


def _pictures(root: Path, problems: Problems) -> dict[tuple[str, str], Picture]:
    read = [read_picture(path, root, problems) for path in sorted((root / "pictures").glob("*.svg"))]
    return {(picture.id, picture.locale): picture for picture in read if picture}


def _sources(path: Path, root: Path, problems: Problems) -> dict[str, Source]:
    shown = Path(root.name) / path.name
    text = read_text(path, shown, problems) if path.exists() else None
    if text is None:
        problems.add(shown, 1, "The list of sources is missing.", "Restore it from the last version.")
        return {}
    sources: dict[str, Source] = {}
    keys = ("title", "publisher", "date", "link", "checked on", "facts")
    for match in re.finditer(r"^## (\S+)\n((?:- .*\n?)+)", text, re.MULTILINE):
        line = text.count("\n", 0, match.start()) + 1
        given = dict(re.findall(r"^- ([a-z ]+): (.+)$", match[2], re.MULTILINE))
        for key in keys:
            if key not in given:
                problems.add(shown, line, f"'{match[1]}' has no line '- {key}: …'.", "Add it.")
        if match[1] in sources:
            problems.add(shown, line, f"'{match[1]}' is listed twice.", "Keep one.")
        link = given.get("link", "none")
        if link != "none" and not re.fullmatch(r"https?://\S+", link):
            problems.add(
                shown, line, f"The link of '{match[1]}' is '{link}'.", "Write a full https:// address, or none."
            )
        sources[match[1]] = Source(
            id=match[1],
            title=given.get("title", ""),
            publisher=given.get("publisher", ""),
            date=given.get("date", ""),
            link=None if link == "none" else link,
            checked_on=given.get("checked on", ""),
            facts=given.get("facts", ""),
        )
    return sources


def _check_languages(content: Content, problems: Problems) -> None:
    for cards in (content.answers, content.crises, content.replies):
        by_id: dict[str, dict[str, Card]] = defaultdict(dict)
        for (name, locale), card in cards.items():
            by_id[name][locale] = card
        for name, found in by_id.items():
            first = next(iter(found.values()))
            for locale in LOCALES:
                if locale not in found:
                    problems.add(first.path, 1, f"'{name}' is missing in '{locale}'.", f"Write {name}.{locale}.md.")
                    continue
                for what in ("category", "needs", "sources", "next", "buttons", "picture", "kind"):
                    here, there = getattr(found[locale], what), getattr(first, what)
                    if here != there:
                        wrong = f"'{what}' is not the same as in {Path(first.path).name}."
                        problems.add(found[locale].path, 1, wrong, "Make the two the same.")
                for what, shape in _SHAPES.items():
                    here, there = shape(found[locale]), shape(first)
                    if here != there:
                        wrong = f"The text has {here} {what}, {Path(first.path).name} has {there}."
                        problems.add(found[locale].path, 1, wrong, "Say the same in both languages.")
                if bool(found[locale].more) != bool(first.more):
                    problems.add(
                        found[locale].path, 1, "Only one language has a part after [more].", "Give both or none."
                    )


def _check_names(content: Content, problems: Problems) -> None:
    topics = set(content.topics)
    for card in [*content.answers.values(), *content.crises.values(), *content.replies.values()]:
        wanted: Iterable[tuple[str, str, object, str]] = (
            ("next", "topic", topics, "content/answers/"),
            ("sources", "source", content.sources, "content/SOURCES.md"),
            ("buttons", "button", content.buttons, "content/buttons.yml"),
        )
        if card.picture and (card.picture, card.locale) not in content.pictures:
            wrong = f"'picture' names '{card.picture}', which is not drawn in '{card.locale}'."
            problems.add(card.path, 1, wrong, "See content/pictures/.")
        for key, what, known, where in wanted:
            for name in getattr(card, key):
                if name not in known or name == card.id:  # type: ignore[operator]
                    problems.add(card.path, 1, f"'{key}' names '{name}', which is no other {what}.", f"See {where}.")


def _check_signs(content: Content, problems: Problems) -> None:
    for kind, signs in content.signs.items():
        for sign in signs.signs.values():
            for source in sign.sources:
                if source not in content.sources:
                    wrong = f"The sign '{sign.id}' names '{source}', which is no source."
                    problems.add(f"content/signals/{kind}s.yml", 1, wrong, "See content/SOURCES.md.")


def _check_questions(content: Content, problems: Problems) -> None:
    owner: dict[str, Card] = {}
    for card in content.answers.values():
        for question in card.questions:
            first = owner.setdefault(question.casefold().strip(" ?.!"), card)
            if first.id != card.id:
                wrong = f"The question '{question}' also stands in {Path(first.path).name}."
                problems.add(card.path, 1, wrong, "Leave it where it fits better.")


def _check_crises(content: Content, problems: Problems) -> None:
    for card in content.crises.values():
        parts = card.text.split("\n\n")
        if len(parts) < 3 or "{{ emergency }}" not in parts[0]:
            wrong = "A crisis card has a first paragraph with {{ emergency }}, what to do, and a last, kind one."
            problems.add(card.path, 1, wrong, "Write three paragraphs or more; see docs/content.md.")
    known = {crisis.removeprefix("crisis_") for crisis, _ in content.crises}
    for card in content.replies.values():
        for step in crises.STEPS:
            kind = card.id.removeprefix(f"utter_{step}_")
            if kind != card.id and kind not in known:
                problems.add(card.path, 1, f"There is no crisis 'crisis_{kind}'.", f"Name it utter_{step}_<crisis>.")
    for step in crises.STEPS:
        if content.crises and (f"utter_{step}", LOCALES[0]) not in content.replies:
            wrong = f"The reply 'utter_{step}' is missing."
            problems.add("content/replies", 1, wrong, "Restore it: the button of every crisis card leads to it.")


class LiveContent:
    """
    The content a running bot speaks from: an edited file is live within `every_s` seconds, a broken one is
    reported to the log and the last good content stays.
    """

    def __init__(self, root: Path, every_s: float = 0.25) -> None:
        """
        Raises:
            BrokenContentError: the tree is broken at the start.
        """
        self._root, self._every_s = root, every_s
        self._lock = threading.Lock()
        self._looked_at = time.monotonic()
        self._stamp = self._stamps()
        self._content = read_content(root)

    def now(self) -> Content:
        """The newest good content."""
        if time.monotonic() - self._looked_at >= self._every_s and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked_at = time.monotonic()
                self._lock.release()
        return self._content

    def _look(self) -> None:
        stamp = self._stamps()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._content = read_content(self._root)
        except (BrokenContentError, OSError) as error:
            log.error("content.kept_last_good", problem=str(error))
        else:
            log.info("content.reloaded")

    def _stamps(self) -> frozenset[tuple[str, int, int]]:
        found, folders = [], [str(self._root)]
        while folders:  # os.scandir: a third of the time of Path.rglob, four times a second
            for entry in os.scandir(folders.pop()):
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.name.endswith((".md", ".yml", ".svg")):
                    try:
                        status = entry.stat()
                    except FileNotFoundError:  # an editor replaces the file at this moment
                        continue
                    found.append((entry.path, status.st_mtime_ns, status.st_size))
        return frozenset(found)


def values(countries: Mapping[str, Country], words: Mapping[str, str], country: str | None) -> dict[str, str]:
    """What a template may name, for a reader in `country`, in the language of `words`."""
    number = routing.emergency(countries, country)
    if number is None and country is not None:
        number = words["emergency_elsewhere"]
    elif number is None:
        numbers = {code.lower(): found.emergency for code, found in countries.items() if found.emergency}
        number = rendering.render(words["emergency_anywhere"], numbers)
    return {"emergency": number}


def say(content: Content, text: str, locale: str, country: str | None = None) -> str:
    """A text of content/ with its variables filled in, for a reader of this language in this country."""
    return rendering.render(text, values(content.countries, content.words[locale], country))


def unlisted(content: Content, locale: str, country: str | None) -> dict[str, str] | None:
    """Who lists the emergency number of a country of which we have none: `text`, `href`; None where we have one."""
    if country is None or routing.emergency(content.countries, country):
        return None
    name = places.countries(locale).get(country)
    words = content.words[locale]
    text = rendering.render(words["emergency_unlisted"], {"country": name}) if name else words["emergency_unknown"]
    return {"text": text, "href": content.sources[NUMBERS_ABROAD].link or ""}


@functools.cache
def live_content(root: Path) -> LiveContent:
    """The one live content of a folder in this process; the screen and the replies share it."""
    return LiveContent(root)
