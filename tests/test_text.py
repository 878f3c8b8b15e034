"""Messages as typed become text that can be looked at, and nothing invisible survives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import clean, has_words, plain


@given(st.text())
def test_cleaning_leaves_nothing_invisible_and_cleaning_again_changes_nothing(text):
    cleaned = clean(text)

    assert not [c for c in cleaned if unicodedata.category(c)[0] == "C"]
    assert clean(cleaned) == cleaned


@given(st.text())
def test_plain_text_has_no_capitals_and_no_marks(text):
    assert not [c for c in plain(text) if unicodedata.combining(c)]
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [("a\x00b", "ab"), ("a\u202eb", "ab"), ("  a \n b\t", "a b"), ("a\u200bb", "ab"), ("\ud800a", "a"), ("ł", "ł")],
)
def test_what_cannot_be_seen_is_taken_out(typed, cleaned):
    assert clean(typed) == cleaned


@pytest.mark.parametrize(("typed", "wanted"), [("Zażółć gęślą", "zazolc gesla"), ("I’M", "i'm"), ("ŁÓDŹ", "lodz")])
def test_polish_without_diacritics_is_polish(typed, wanted):
    assert plain(typed) == wanted


@pytest.mark.parametrize(("text", "words"), [("😭😭", False), ("?!", False), ("", False), ("a", True), ("7", True)])
def test_emoji_and_punctuation_are_no_words(text, words):
    assert has_words(text) is words
