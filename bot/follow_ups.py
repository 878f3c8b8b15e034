"""content/follow_ups.yml -> what a short message asks of the answer before it, and which topic answers that.

No Rasa, no network. The format: docs/content.md.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.fields import Fields
from bot.model import CATEGORIES, LOCALES, Content, FollowUp, FollowUps, Name
from bot.phrases import Phrase, Phrases, read_phrases
from bot.text import plain

ANY, CRISES = "any", "crises"
"""Groups that `leads` may name: every topic, every crisis."""

MORE, SAME, LAW, NONE = "more", "same", "its_law", "none"
"""Ways of `leads` that are no topic: the longer part, the same answer for a country, its law, no follow-up."""

COUNTRY = "country"
"""The kind of follow-up that needs the name of a country."""

OTHER, UNKNOWN = "other", "unknown"

LONGEST = 12
"""Words of the longest message that may be a follow-up; longer ones tell what they want."""

_WORD = re.compile(r"\w[\w']*")


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A kind of follow-up; `alone` where the message may as well be a question of its own."""

    kind: str
    alone: bool


class FollowUpFinder:
    """Finds messages that are follow-ups as a whole. What they mean depends on the talk: see `way`."""

    def __init__(self, follow_ups: FollowUps) -> None:
        self._before, self._after = (_words(part) for part in (follow_ups.before, follow_ups.after))
        self._phrases = Phrases(
            (Found(kind.kind, alone), Phrase(text, follow_ups.words))
            for kind in follow_ups.kinds.values()
            for alone, texts in ((False, kind.said), (True, kind.alone))
            for text in texts
        )

    def find(self, text: str) -> Found | None:
        """The follow-up that a message is, with as few of the words around it taken off as possible."""
        words = _WORD.findall(plain(text))
        if not 0 < len(words) <= LONGEST:
            return None
        return next((found for part in self._parts(words) for found in self._phrases.whole(part)), None)

    def _parts(self, words: list[str]) -> Iterator[str]:
        starts, ends = list(_cuts(words, self._before)), list(_cuts(words[::-1], self._after))
        for cut in range(len(starts) + len(ends) - 1):
            for start in starts[max(0, cut - len(ends) + 1) : cut + 1]:
                end = ends[cut - starts.index(start)]
                if start + end < len(words):
                    yield " ".join(words[start : len(words) - end])


def _words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase.split())


def _cuts(words: list[str], around: frozenset[str]) -> Iterator[int]:
    """How many words may be taken off the beginning: 0, and on as long as they are words that change nothing."""
    yield 0
    for place, word in enumerate(words, 1):
        if word not in around:
            return
        yield place


def way(content: Content, kind: str, slots: Mapping[str, Any], country: str | None = None) -> str | None:
    """
    Where a follow-up leads in a talk: a topic, a crisis, MORE or SAME; None where it is no follow-up there.

    Args:
        slots: `told`, `topic`, `crisis` and `country` of the talk, as in bot/domain.yml.
        country: the one that the message named.
    """
    told, leads = slots.get("told"), content.follow_ups.kinds[kind].leads
    last = slots.get("crisis") if told == "crisis" else slots.get("topic")
    if told not in ("answer", "more", "crisis") or not last:
        return None
    if told == "crisis":
        groups: tuple[str, ...] = (last, CRISES)
    else:
        groups = (last, content.answers[last, LOCALES[0]].category, ANY)
    targets = [leads[group] for group in groups if group in leads]
    if not targets or targets[0] == NONE:
        return None
    for target in targets:
        found = _law(content.follow_ups.laws, country or slots.get("country")) if target == LAW else target
        if found not in (last, NONE):
            return found
    return MORE  # the answer before is the one wanted: there is more of it


def _law(laws: Mapping[str, str], country: str | None) -> str:
    return laws[UNKNOWN] if country is None else laws.get(country, laws[OTHER])


def read_follow_ups(fields: Fields | None, countries: Mapping[str, Name]) -> FollowUps:
    """The file as it stands; what it names elsewhere is checked by `check_follow_ups`."""
    if fields is None:
        return FollowUps({}, {}, (), (), {})
    keys = ("around", "laws", "words", "kinds")
    fields.only(keys, keys)
    words = {"COUNTRY": f"({' / '.join(said for name in countries.values() for said in name.said)})"}
    around: dict[str, list[str]] = {"before": [], "after": []}
    for inner in _by_locale(fields.map("words")):
        words |= {name: inner.text(name) for name in inner}
    for inner in _by_locale(fields.map("around")):
        inner.only(tuple(around), tuple(around))
        for key, kept in around.items():
            kept += inner.texts(key)
    laws, named = fields.map("laws"), fields.map("kinds")
    kinds = {}
    for kind in named or ():
        inner_kind = named.map(kind) if named else None
        if inner_kind is not None:
            kinds[kind] = _kind(kind, inner_kind, words)
    told = {code: laws.text(code) for code in laws} if laws else {}
    return FollowUps(kinds, words, tuple(around["before"]), tuple(around["after"]), told)


def _by_locale(fields: Fields | None) -> Iterator[Fields]:
    if fields is not None:
        fields.only(LOCALES, LOCALES)
        yield from filter(None, map(fields.map, LOCALES))


def _kind(kind: str, fields: Fields, words: Mapping[str, str]) -> FollowUp:
    fields.only((*LOCALES, "leads"), (*LOCALES, "leads"))
    phrases: dict[str, list[str]] = {"said": [], "alone": []}
    for locale in LOCALES:
        inner = fields.map(locale)
        if inner is not None:
            inner.only(tuple(phrases), ("said",))
            for key, kept in phrases.items():
                kept += read_phrases(inner, key, words)
    leads = fields.map("leads")
    targets = {group: leads.text(group) for group in leads} if leads else {}
    return FollowUp(kind, tuple(phrases["said"]), tuple(phrases["alone"]), targets)


def check_follow_ups(content: Content, fields: Fields | None) -> None:
    """Note every lead and law that names no topic, crisis, category, country or way."""
    laws, kinds = (fields.map(key) if fields else None for key in ("laws", "kinds"))
    crises = {crisis for crisis, _ in content.crises}
    for code in laws or ():
        if laws and code not in (*content.names.countries, OTHER, UNKNOWN):
            laws.wrong(code, f"'{code}' is no country of names.yml.", f"Use one of those, or {OTHER}, {UNKNOWN}.")
        if laws and laws.text(code) not in content.topics:
            laws.wrong(code, f"'{code}' leads to '{laws.text(code)}', which is no topic.", "See content/answers/.")
    if laws:
        laws.only(tuple(laws), (OTHER, UNKNOWN))
    groups = {ANY, CRISES, *CATEGORIES, *content.topics, *crises}
    targets = {MORE, SAME, LAW, NONE, *content.topics, *crises}
    for kind in kinds or ():
        inner = kinds.map(kind) if kinds else None
        leads = inner.map("leads") if inner else None
        for group in leads or ():
            if leads and group not in groups:
                to_do = f"Use a topic, a crisis, a category, {ANY} or {CRISES}."
                leads.wrong(group, f"'{group}' is nothing that a follow-up could lead on from.", to_do)
            if leads and leads.text(group) not in targets:
                to_do = f"Use a topic, a crisis, {MORE}, {SAME}, {LAW} or {NONE}."
                leads.wrong(group, f"'{group}' leads to '{leads.text(group)}', which there is not.", to_do)
            if leads and leads.text(group) == group:
                leads.wrong(group, f"'{group}' leads to itself.", f"Use another topic, or {MORE}.")
