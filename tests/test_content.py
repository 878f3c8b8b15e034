"""What is in content/ can be published: every file, every language, every country."""

import re
from pathlib import Path

import pytest

from bot import rendering
from bot.content import read_content, values
from bot.model import LOCALES
from tests.conftest import ROOT

CATALOG = [
    line.split() for line in (ROOT / "tests/data/catalog.txt").read_text().splitlines() if not line.startswith("#")
]
CONTENT = read_content(ROOT / "content")
CARDS = [*CONTENT.answers.values(), *CONTENT.crises.values(), *CONTENT.replies.values()]
COUNTRIES = [None, "FR", "ZZ", *CONTENT.countries]


@pytest.mark.parametrize(("category", "name"), CATALOG)
def test_every_topic_and_crisis_of_the_catalog_is_answered_in_every_language(category, name):
    cards = CONTENT.crises if category == "crises" else CONTENT.answers
    for locale in LOCALES:
        assert cards[name, locale].category == category


def test_no_topic_stands_outside_the_catalog():
    assert {name for category, name in CATALOG if category != "crises"} == set(CONTENT.topics)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: f"{card.id}.{card.locale}")
def test_every_text_is_rendered_for_every_country(card):
    for country in COUNTRIES:
        text = rendering.render(card.text + card.more, values(CONTENT.countries, CONTENT.words[card.locale], country))
        assert text
        assert "{" not in text


@pytest.mark.parametrize("card", CONTENT.crises.values(), ids=lambda card: f"{card.id}.{card.locale}")
def test_every_crisis_names_the_emergency_number_and_a_helpline(card):
    assert "{{ emergency }}" in card.text
    assert card.needs


@pytest.mark.parametrize("card", CARDS, ids=lambda card: f"{card.id}.{card.locale}")
def test_nothing_is_called_reviewed_or_safe(card):
    assert card.reviewed_on is None
    assert card.reviewed_by is None
    assert not re.search(
        r"(?<!where )\byou are (now )?safe\b|\bjesteś (już )?bezpieczn", card.text + card.more, re.IGNORECASE
    )


def test_the_emergency_number_fits_the_country():
    words = CONTENT.words["en"]
    found = {c: values(CONTENT.countries, words, c)["emergency"] for c in ("PL", "GB", "US", "DE", "FR", None, "ZZ")}

    assert found == {
        "PL": "112",
        "GB": "999",
        "US": "911",
        "DE": "112",
        "FR": "112",
        None: "112 (999 in the UK, 911 in the US)",
        "ZZ": "the local emergency number",
    }


def test_words_for_users_stand_in_content_alone():
    """No Python file and no page of the widget says a sentence of content/."""
    sentences = {
        sentence.strip()
        for card in CARDS
        for sentence in re.split(r"(?<=[.!?])\s", card.text)
        if len(sentence.split()) > 4 and "{" not in sentence
    }
    files = [
        p
        for folder in ("bot", "actions", "widget")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in (".py", ".js", ".html")
    ]

    assert files
    for path in files:
        text = Path(path).read_text("utf-8")
        assert not [sentence for sentence in sentences if sentence in text], path
