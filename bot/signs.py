"""Files of content/signals/ -> Signs: what is looked for, by which words, and what level it makes. No Rasa."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.fields import Fields, Problems, compose, read_text
from bot.model import CHECKS, LOCALES, SEVERITIES, Level, Sign, Signs, Wordings
from bot.phrases import Phrase, PhraseError

LEVELS = ("none", "some", "strong", "stop")
_COUNTED = ("critical", "high", "signs")


def read_signs(root: Path, problems: Problems) -> dict[str, Signs]:
    """By kind of check; kinds whose files are broken are left out, and problems say why."""
    found = {}
    table = _fields(root, "levels.yml", problems)
    for kind in CHECKS:
        listed = _fields(root, f"{kind}s.yml", problems)
        if listed is None or table is None:
            continue
        signs = {sign.id: sign for sign in map(_sign, listed.maps("signs"))}
        wordings = {}
        for locale in LOCALES:
            fields = _fields(root, f"{kind}s.{locale}.yml", problems)
            if fields is not None:
                wordings[locale] = _wordings(fields, signs)
        levels = tuple(_level(row, signs) for row in table.maps(f"{kind}s"))
        found[kind] = Signs(kind, signs, wordings, levels)
    return found


def _fields(root: Path, name: str, problems: Problems) -> Fields | None:
    path = root / "signals" / name
    shown = f"{root.name}/signals/{name}"
    if not path.exists():
        problems.add(shown, 1, "The file is missing.", "Restore it from the last version.")
        return None
    text = read_text(path, shown, problems)
    return compose(text, shown, 1, problems) if text is not None else None


def _sign(fields: Fields) -> Sign:
    keys = ("id", "severity", "confidence", "sources", "label", "why", "check")
    fields.only(keys, keys)
    return Sign(
        id=fields.text("id"),
        severity=fields.choice("severity", SEVERITIES),
        confidence=fields.choice("confidence", ("high", "medium")),
        sources=fields.texts("sources"),
        label=fields.by_locale("label", LOCALES),
        why=fields.by_locale("why", LOCALES),
        check=fields.by_locale("check", LOCALES),
    )


def _wordings(fields: Fields, signs: Mapping[str, Sign]) -> Wordings:
    fields.only(("words", "unless", "signs"), ("unless", "signs"))
    named = fields.map("words")
    words = {name: named.text(name) for name in named} if named else {}
    phrases: dict[str, tuple[str, ...]] = {}
    unless: dict[str, tuple[str, ...]] = {"": _phrases(fields, "unless", words)}
    outer = fields.map("signs")
    for sign in outer or ():
        if outer is not None and sign not in signs:
            outer.wrong(sign, f"'{sign}' is no sign of this list.", "Write the id of a sign.")
        inner = outer.map(sign) if outer else None
        if inner is not None:
            inner.only(("phrases", "unless"), ("phrases",))
            phrases[sign] = _phrases(inner, "phrases", words)
            unless[sign] = _phrases(inner, "unless", words)
    return Wordings(words, phrases, unless)


def _phrases(fields: Fields, key: str, words: Mapping[str, str]) -> tuple[str, ...]:
    for text, line in fields.lined(key):
        try:
            Phrase(text, words)
        except PhraseError as error:
            fields.problems.add(fields.path, line, str(error), "See docs/content.md.")
    return fields.texts(key)


def _level(fields: Fields, signs: Mapping[str, Sign]) -> Level:
    fields.only(("level", "any", "risk", *_COUNTED), ("level",))
    return Level(
        level=fields.choice("level", LEVELS),
        any=frozenset(fields.choices("any", signs, "sign")),
        least={key: int(fields.text(key)) for key in _COUNTED if key in fields},
        risk=float(fields.text("risk") or 0.0),
    )
