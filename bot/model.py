"""The nouns of the project as plain, frozen data. No files, no Rasa, no network."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

LOCALES = ("en", "pl")
"""Shipped languages, the main one first. A language is shipped when every file of content/ exists in it."""

CATEGORIES = ("basics", "social_media", "job_offers", "grooming", "safety", "law", "platforms", "help", "about")

NEEDS = (
    "emergency",
    "child",
    "trafficking",
    "labour_rights",
    "sexual_violence",
    "crisis_suicide",
    "online_abuse",
    "missing_child",
    "image_removal",
)

KINDS = (
    "answer",
    "suggestions",
    "fallback",
    "crisis",
    "offer_check",
    "chat_check",
    "helplines",
    "lesson",
    "smalltalk",
)

FLOWS: Mapping[str, str] = MappingProxyType({"find_helpline": "helplines", "start_lesson": "lesson"})
"""Topics that start something other than a plain answer: topic id -> kind of the reply."""

CHECKS = ("offer", "chat")
"""What can be checked for warning signs: a job offer, a chat."""

SEVERITIES = ("critical", "high", "medium", "low")
"""Of a warning sign, gravest first."""

EMERGENCY = "emergency"

FORGET = "delete_my_chat"
"""The topic whose answer says that the talk is deleted; telling it deletes what is kept."""


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """An entry of content/SOURCES.md."""

    id: str
    title: str
    publisher: str
    date: str
    link: str | None
    checked_on: str
    facts: str


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """
    One Markdown file of content/: an answer, a crisis or a reply, in one language.

    `text` is what is shown at once, `more` what stands behind the button "more" ("" = nothing).
    Both are Jinja2 templates of plain text with the Markdown of docs/content.md.
    """

    id: str
    locale: str
    title: str
    text: str
    more: str = ""
    category: str = ""
    questions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    picture: str | None = None
    kind: str = "answer"
    reviewed_on: date | None = None
    reviewed_by: str | None = None
    path: str = dataclasses.field(default="", compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of content/pictures/ in one language; `shows` says in words what is on it."""

    id: str
    locale: str
    title: str
    shows: str


@dataclasses.dataclass(frozen=True, slots=True)
class Button:
    """A choice offered under a reply: its label by locale, and the payload that comes back."""

    id: str
    titles: Mapping[str, str]
    payload: str


HOLIDAY = 7
"""The day of `Hours` that stands for public holidays of the line's country."""


@dataclasses.dataclass(frozen=True, slots=True)
class Hours:
    """
    One weekly interval: days 0 (Monday) to 6 or HOLIDAY, minutes since midnight, `until` may be 1440 (midnight).

    An interval of no length on HOLIDAY says that the line is closed on public holidays.
    """

    days: frozenset[int]
    since: int
    until: int


@dataclasses.dataclass(frozen=True, slots=True)
class Number:
    """
    A number as dialled inside its country, in E.164 (None: a short code, which has none), and as a link dials it.

    A link dials E.164 where that works from everywhere; free and special numbers it dials as inside the country.
    """

    dialled: str
    e164: str | None
    link: str


@dataclasses.dataclass(frozen=True, slots=True)
class Helpline:
    """
    People to call or write to. Source: content/helplines/<country>.yml.

    `hours` is None where they are not known; `ages` is (youngest, oldest), None for an open end;
    `languages` are ISO 639-1 codes; `verified_on` is the day somebody last called, None for never.
    """

    id: str
    country: str
    name: Mapping[str, str]
    operator: str
    needs: tuple[str, ...]
    phones: tuple[Number, ...]
    sms: tuple[Number, ...]
    chat: str | None
    web: str | None
    email: str | None
    timezone: str
    hours: tuple[Hours, ...] | None
    hours_text: tuple[str, ...]
    languages: tuple[str, ...]
    cost: str
    anonymous: str
    ages: tuple[int | None, int | None]
    audience: str
    source: str
    seen_on: str | None
    verified_on: date | None
    confidence: str
    note: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Country:
    """A country's lines in the order of its file, and the number to call when life is in danger (None = not known)."""

    code: str
    emergency: str | None
    lines: tuple[Helpline, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """What a country or language is called, by locale, and the phrases people say for it (docs/content.md)."""

    titles: Mapping[str, str]
    said: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Names:
    """The names of content/names.yml: countries by ISO 3166 code, languages by locale; countries offered as buttons."""

    countries: Mapping[str, Name]
    locales: Mapping[str, Name]
    offered: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class FollowUp:
    """
    One kind of short message that leans on what was said before it ("why", "and in Poland?").

    said: phrases that always lean on it; alone: phrases that may be a question of their own.
    leads: from a topic, crisis, category or group (bot.follow_ups) to a topic, a crisis or a way.
    """

    kind: str
    said: tuple[str, ...]
    alone: tuple[str, ...]
    leads: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class FollowUps:
    """
    content/follow_ups.yml. Phrases are looked at in all languages: people mix them.

    words: named alternatives for the phrases. before, after: words around a follow-up that change nothing.
    laws: country code, "other" or "unknown" -> the topic on its law.
    """

    kinds: Mapping[str, FollowUp]
    words: Mapping[str, str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    laws: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Tongue:
    """
    A language that the bot names and does not speak.

    code: ISO 639-1. says: one sentence for its readers, a template. countries: where its speakers find helplines.
    words, letters: what it is recognised by.
    """

    code: str
    says: str
    countries: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    letters: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Languages:
    """content/languages.yml; `emergency_anywhere` is the template of the number where the country is not known."""

    tongues: Mapping[str, Tongue]
    emergency_anywhere: str


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """
    A whole, checked content tree.

    Cards are found by (id, locale); `words` by locale, then name; `patterns` by locale, then crisis id;
    `signs` by the kind of check.
    """

    answers: Mapping[tuple[str, str], Card]
    crises: Mapping[tuple[str, str], Card]
    replies: Mapping[tuple[str, str], Card]
    buttons: Mapping[str, Button]
    words: Mapping[str, Mapping[str, str]]
    names: Names
    patterns: Mapping[str, Patterns]
    countries: Mapping[str, Country]
    sources: Mapping[str, Source]
    pictures: Mapping[tuple[str, str], Picture]
    follow_ups: FollowUps
    languages: Languages
    signs: Mapping[str, Signs]

    @property
    def topics(self) -> tuple[str, ...]:
        """Ids of the answers, in order."""
        return tuple(sorted({topic for topic, _ in self.answers}))


@dataclasses.dataclass(frozen=True, slots=True)
class Patterns:
    """
    The curated wordings of one language's safety screen, in the notation of docs/content.md.

    words: named alternatives for the phrases. crises, possible: crisis id -> phrases of that level.
    unless: contexts (homework, figures of speech …) in which a phrase of the same sentence does not count.
    """

    locale: str
    words: Mapping[str, str]
    crises: Mapping[str, tuple[str, ...]]
    possible: Mapping[str, tuple[str, ...]]
    unless: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Sign:
    """
    One warning sign of content/signals/, with its words by locale.

    confidence: how well the sign itself is sourced, high or medium; `sources` are ids of content/SOURCES.md.
    """

    id: str
    severity: str
    confidence: str
    sources: tuple[str, ...]
    label: Mapping[str, str]
    why: Mapping[str, str]
    check: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Wordings:
    """
    The phrases of signs in one language, in the notation of docs/content.md.

    phrases: sign id -> phrases. unless: sign id -> contexts in which they do not count; under "", for all signs.
    """

    words: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    unless: Mapping[str, tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    """A row of content/signals/levels.yml: all that it names must hold. `least`: critical, high, signs -> a count."""

    level: str
    any: frozenset[str]
    least: Mapping[str, int]
    risk: float


@dataclasses.dataclass(frozen=True, slots=True)
class Signs:
    """All of one kind of check: signs by id, wordings by locale, the table of levels from top to bottom."""

    kind: str
    signs: Mapping[str, Sign]
    wordings: Mapping[str, Wordings]
    levels: tuple[Level, ...]
