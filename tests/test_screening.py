"""Curated phrases notice a cry for help, and their notation does what it says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Patterns
from bot.screening import PatternError, Screen, compile_phrase


@pytest.fixture(scope="module")
def screen(content):
    return Screen(content.patterns)


# The sentence that a DIET model, Wysa and Woebot missed (BBC, 2018).
def test_the_sentence_that_others_missed_is_a_disclosure(screen):
    found = screen.look("I was forced to have sex and I'm only twelve")

    assert (found.level, found.crisis) == ("disclosure", "crisis_abuse")


MATCHES = [  # (phrase, text, whether it is found)
    ("took ... passport*", "he took away all our passports", True),
    ("took ... passport*", "he took one two three four five passports", False),
    ("kill* me", "they are killing me", True),
    ("kill* me", "skill me", False),
    ("he|she hit me", "she hit me", True),
    ("he|she hit me", "they hit me", False),
    ("hit ?always me", "hit me", True),
    ("hit ?always me", "hit always me", True),
    ("i'm nine", "i'm nine", True),
    ("hit me", "hit, me", True),
]


@pytest.mark.parametrize(("phrase", "text", "found"), MATCHES)
def test_a_phrase_is_found_where_the_notation_says(phrase, text, found):
    assert bool(re.search(compile_phrase(phrase), text)) is found


@pytest.mark.parametrize("phrase", ["", "...", "took ...", "(a)", "Zażółć", "a||b", "a.b", "*"])
def test_a_phrase_outside_the_notation_is_refused(phrase):
    with pytest.raises(PatternError):
        compile_phrase(phrase)


def one(disclosure=(), possible=(), unless=()):
    return Screen(
        {"en": Patterns("en", {"crisis_abuse": tuple(disclosure)}, {"crisis_suicide": tuple(possible)}, tuple(unless))}
    )


def test_a_context_silences_its_own_sentence_only():
    screen = one(disclosure=["hit me"], unless=["in a film"])

    assert screen.look("In a film he hit me.").level == "none"
    assert screen.look("I saw it in a film. He hit me.").level == "disclosure"


def test_the_graver_level_wins():
    assert one(disclosure=["hit me"], possible=["i am sad"]).look("I am sad. He hit me.").level == "disclosure"


def test_no_phrases_find_nothing():
    assert one().look("He hit me").level == "none"


@given(st.text(max_size=300))
def test_any_text_gets_a_level(text):
    assert one(["hit ... me"], ["i am|was ... sad"]).look(text).level in ("none", "possible", "disclosure")
