"""Curated phrases notice a cry for help, and their notation does what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Patterns
from bot.screening import Screen


@pytest.fixture(scope="module")
def screen(content):
    return Screen(content.patterns)


# The sentence that a DIET model, Wysa and Woebot missed (BBC, 2018).
def test_the_sentence_that_others_missed_is_a_disclosure(screen):
    found = screen.look("I was forced to have sex and I'm only twelve")

    assert (found.level, found.crisis) == ("disclosure", "crisis_abuse")


def one(disclosure=(), possible=(), unless=()):
    return Screen(
        {
            "en": Patterns(
                "en", {}, {"crisis_abuse": tuple(disclosure)}, {"crisis_suicide": tuple(possible)}, tuple(unless)
            )
        }
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
