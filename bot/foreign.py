"""content/languages.yml -> the languages that the bot names and does not speak. The format: docs/content.md."""

from __future__ import annotations

import re
from collections.abc import Mapping

import jinja2

from bot import rendering
from bot.fields import Fields
from bot.model import LOCALES, Country, Languages, Tongue
from bot.text import plain

LONGEST = 140
"""Characters of the longest sentence: it is read in danger, perhaps by a child."""

_EXAMPLE = dict.fromkeys(rendering.VARIABLES, "112")


def read_languages(fields: Fields | None, countries: Mapping[str, Country]) -> Languages:
    """The languages of the file; `countries` are those with a file of helplines."""
    if fields is None:
        return Languages({}, "")
    keys = ("emergency_anywhere", "languages")
    fields.only(keys, keys)
    anywhere, named = fields.text("emergency_anywhere"), fields.map("languages")
    if not _renders(anywhere, {code.lower(): country.emergency or "" for code, country in countries.items()}):
        fields.wrong("emergency_anywhere", "The part in braces names no country.", "Write {{ eu }}, {{ gb }} …")
    tongues = {}
    for code in named or ():
        inner = named.map(code) if named else None
        if named and inner:
            if not re.fullmatch("[a-z]{2}", code) or code in LOCALES:
                named.wrong(code, f"'{code}' is no language we do not speak.", "Use a code of two letters (ISO 639-1).")
            tongues[code] = _tongue(code, inner, countries)
    return Languages(tongues, anywhere)


def _tongue(code: str, fields: Fields, countries: Mapping[str, Country]) -> Tongue:
    fields.only(("says", "countries", "words", "letters"), ("says",))
    says = fields.text("says", longest=LONGEST)
    if says and ("emergency" not in says or re.search(r"\d", says) or not _renders(says, _EXAMPLE)):
        fields.wrong("says", "The sentence does not name the emergency number.", "Write {{ emergency }} and no digits.")
    words = fields.texts("words")
    for word, line in fields.lined("words"):
        if word != word.casefold() or " " in word:
            fields.problems.add(fields.path, line, f"'{word}' is no single word in small letters.", "Correct it.")
    chosen = fields.choices("countries", countries, "country with helplines")
    return Tongue(code, says, chosen, tuple(dict.fromkeys(map(plain, words))), fields.maybe("letters") or "")


def _renders(text: str, values: Mapping[str, str]) -> bool:
    try:
        return bool(rendering.render(text, values))
    except (jinja2.TemplateError, TypeError):
        return False
