"""Only this server makes session tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SessionError
from bot.tokens import KEY_FILE, Tokens, read_key


@given(st.text(min_size=1, max_size=40))
def test_a_token_gives_back_its_talk(talk):
    tokens = Tokens("key", 60)

    assert tokens.read(tokens.sign(talk)) == talk


@given(st.text(max_size=80))
def test_no_other_text_is_a_token(text):
    with pytest.raises(SessionError):
        Tokens("key", 60).read(text)


def test_a_token_of_another_key_is_refused():
    with pytest.raises(SessionError):
        Tokens("key", 60).read(Tokens("another key", 60).sign("talk"))


def test_an_old_token_is_refused():
    with pytest.raises(SessionError):
        Tokens("key", -1).read(Tokens("key", -1).sign("talk"))


def test_the_key_is_made_once_and_is_nobody_elses(tmp_path):
    first = read_key(tmp_path / "var")

    assert read_key(tmp_path / "var") == first
    assert len(first) == 64
    assert (tmp_path / "var" / KEY_FILE).stat().st_mode & 0o077 == 0
