"""How hard a text reads, by formulas whose parts can be counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import grade, polish_syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("ania", 2),
        ("dziecko", 2),
        ("bezpieczeństwo", 4),
        ("w", 1),
        ("odpowiedzialność", 5),
        ("zadzwoń", 2),
        ("miasto", 2),
    ],
)
def test_polish_syllables_are_vowels_that_sound(word, syllables):
    assert polish_syllables(word) == syllables


def test_the_polish_formula_is_fog_pl():
    # 8 words, 2 sentences, 2 words of four syllables or more: 0.4 * (8 / 2 + 100 * 2 / 8)
    assert grade("Zadzwoń dziś do kogoś. To bezpieczeństwo i odpowiedzialność.", "pl") == pytest.approx(0.4 * (4 + 25))


def test_the_english_formula_is_flesch_kincaid():
    # 6 words of one syllable in 2 sentences: 0.39 * 3 + 11.8 * 1 - 15.59
    assert grade("You can say no. Call now.", "en") == pytest.approx(0.39 * 3 + 11.8 - 15.59)


def test_long_words_and_sentences_read_harder():
    easy = "You can say no. Tell a friend."
    hard = "International organisations coordinate the implementation of comprehensive preventive legislation."

    assert grade(hard, "en") > grade(easy, "en") + 8


def test_links_count_by_their_label_and_nothing_reads_as_nothing():
    assert grade("See [here](https://example.org/a/very/long/address).", "en") == grade("See here.", "en")
    assert grade("", "en") == grade("112.", "pl") == 0.0


@given(st.text(max_size=200), st.sampled_from(["en", "pl"]))
def test_any_text_has_a_grade(text, locale):
    assert isinstance(grade(text, locale), float)
