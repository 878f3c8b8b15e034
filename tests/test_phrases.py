"""Phrases are found where their notation says, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import Phrase, PhraseError, Phrases

WORDS = {"KIN": "mum|dad", "HITS": "hits|hit"}

MATCHES = [  # (phrase, text, whether it is found)
    ("took ... passport*", "he took away all our passports", True),
    ("took ... passport*", "he took one two three four five passports", False),
    ("kill* me", "they are killing me", True),
    ("kill* me", "skill me", False),
    ("he|she hit me", "she hit me", True),
    ("he|she hit me", "they hit me", False),
    ("hit ?always me", "hit me", True),
    ("hit ?always me", "hit always me", True),
    ("hit ?always|often me", "hit often me", True),
    ("i'm nine", "i'm nine", True),
    ("hit me", "hit, me", True),
    ("hit me", "hitme", False),
    ("{KIN} {HITS} me", "my dad hit me", True),
    ("{KIN} {HITS} me", "my boss hit me", False),
    ("he (is / was going to) hit me", "he was going to hit me", True),
    ("he (is / was going to) hit me", "he was hit me", False),
    ("he (is / -) hits me", "he hits me", True),
    ("(?my dad / he) hits me", "dad hits me", True),
    ("(a (b / c) / d) e", "a c e", True),
    ("he ... me", "he's hitting me", True),
]


@pytest.mark.parametrize(("text", "looked_at", "found"), MATCHES)
def test_a_phrase_is_found_where_the_notation_says(text, looked_at, found):
    phrase = Phrase(text, WORDS)

    assert bool(phrase.search(looked_at)) is found
    assert any(Phrases([("here", phrase)]).find(looked_at)) is found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "took ...",
        "... took",
        "(a",
        "a)",
        "a / b",
        "Zażółć",
        "a||b",
        "a.b",
        "*",
        "?a",
        "(a / -)",
        "{NOBODY} a",
        "A",
    ],
)
def test_a_phrase_outside_the_notation_is_refused(text):
    with pytest.raises(PhraseError, match="The phrase"):
        Phrase(text, WORDS)


@given(st.lists(st.sampled_from(["he", "hits", "me", "my", "dad", "took", "passport", "and"]), max_size=12))
def test_the_index_by_first_words_finds_what_a_search_finds(words):
    text = " ".join(words)
    phrases = [Phrase(one) for one in ("he ... me", "(dad / he) hits ?my me", "took ... pass*", "?my dad took")]

    assert {m for m, _ in Phrases(list(enumerate(phrases))).find(text)} == {
        place for place, phrase in enumerate(phrases) if phrase.search(text)
    }


@given(st.text(max_size=40))
def test_any_text_is_a_phrase_that_can_be_tried_or_is_refused(text):
    try:
        phrase = Phrase(text, WORDS)
    except PhraseError:
        return
    assert phrase.first
    phrase.search("mum hits me")
