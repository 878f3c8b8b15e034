"""Content -> plain HTML pages of all answers, by language and category, that need no script. For print and schools."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot import places
from bot.content import say
from bot.model import CATEGORIES, LOCALES, Card, Content
from bot.settings import ROOT
from bot.showing import hours, links
from bot.text import plain

TEMPLATES = ROOT / "widget" / "site"
STYLE = ROOT / "widget" / "second-look.css"
SHORTEST_WORD = 4  # of the index of words; shorter ones lead everywhere

_WORD = re.compile(r"[^\W\d_]+")


def export(content: Content, root: Path, folder: Path) -> int:
    """
    Write the site.

    Args:
        root: the content folder, for its pictures.
        folder: is made; files of the same names in it are overwritten, others stay.

    Returns:
        How many pages were written.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(STYLE, folder / "style.css")
    if (root / "pictures").is_dir():
        shutil.copytree(root / "pictures", folder / "pictures", dirs_exist_ok=True)
    written = _write(environment, folder / "index.html", "languages.html", _common(content, LOCALES[0], "."))
    for locale in LOCALES:
        common = _common(content, locale, "..")
        cards = [card for (_, own), card in sorted(content.answers.items()) if own == locale]
        pages: list[tuple[str, str, dict[str, Any]]] = [
            ("index", "index.html", {"categories": _by_category(content, cards, locale)}),
            ("words", "words.html", {"letters": _by_word(cards)}),
            ("helplines", "helplines.html", _helplines(content, locale)),
        ]
        pages += [(card.id, "answer.html", _answer(content, card)) for card in cards]
        for name, template, own in pages:
            written += _write(environment, folder / locale / f"{name}.html", template, common | own | {"page": name})
    return written


def _write(environment: jinja2.Environment, path: Path, template: str, values_: dict[str, Any]) -> int:
    path.parent.mkdir(exist_ok=True)
    path.write_text(environment.get_template(template).render(values_), "utf-8")
    return 1


def _common(content: Content, locale: str, up: str) -> dict[str, Any]:
    return {
        "locale": locale,
        "locales": {code: name.titles[code] for code, name in content.names.locales.items()},
        "words": {
            key: say(content, text, locale) for key, text in content.words[locale].items() if key.startswith("site_")
        },
        "names": content.names,
        "up": up,
        "page": "index",
    }


def _by_category(content: Content, cards: list[Card], locale: str) -> list[tuple[str, list[Card]]]:
    words = content.words[locale]
    groups = [(words[f"category_{name}"], [card for card in cards if card.category == name]) for name in CATEGORIES]
    return [(name, group) for name, group in groups if group]


def _by_word(cards: list[Card]) -> list[tuple[str, list[tuple[str, list[Card]]]]]:
    """Letter -> words of titles -> answers, all in order, so that a reader finds without searching by script."""
    found: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for word in dict.fromkeys(_WORD.findall(card.title.lower())):
            if len(word) >= SHORTEST_WORD:
                found[word].append(card)
    letters: dict[str, list[tuple[str, list[Card]]]] = defaultdict(list)
    for word in sorted(found, key=plain):
        letters[plain(word)[0].upper()].append((word, found[word]))
    return sorted(letters.items())


def _helplines(content: Content, locale: str) -> dict[str, Any]:
    """Countries with their lines. Pages are printed and kept, so nothing on them depends on the hour."""
    words = content.words[locale]
    countries = [
        {
            "name": places.country(country.code, locale),
            "lines": [
                {
                    "name": line.name[locale],
                    "links": links(line, words),
                    "hours_in_words": hours(line, words, locale),
                    "note": line.note.get(locale),
                }
                for line in country.lines
            ],
        }
        for country in content.countries.values()
    ]
    return {"countries": countries, "check": words["check_official_page"]}


def _answer(content: Content, card: Card) -> dict[str, Any]:
    markdown = MarkdownIt("commonmark", {"html": False})
    return {
        "card": card,
        "text": Markup(markdown.render(say(content, card.text, card.locale))),  # noqa: S704 (html is off)
        "more": Markup(markdown.render(say(content, card.more, card.locale))),  # noqa: S704
        "picture": content.pictures[card.picture, card.locale] if card.picture else None,
        "next": [content.answers[topic, card.locale] for topic in card.next],
        "sources": [content.sources[source] for source in card.sources],
    }
