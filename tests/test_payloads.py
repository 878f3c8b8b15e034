"""Only what a button offers comes back as an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PayloadError
from bot.payloads import Payload, read_payload

FORGED = [
    "",
    "/",
    "greet",
    "/disclose",
    "/nlu_fallback",
    '/greet{"locale": "pl"}',
    '/open_topic{"topic": "no_such_topic"}',
    '/open_topic{"topic": ["what_is_grooming"]}',
    '/open_topic{"topic": "what_is_grooming", "country": "PL"}',
    "/open_topic",
    '/choose_country{"country": "ZZ"}',
    '/intent{"x":"y"}',
    "EXTERNAL: greet",
    '/open_topic{"topic": ',
    "/restart",
    "/session_start",
    "/back",
]


@pytest.mark.parametrize("text", FORGED)
def test_a_payload_that_was_never_offered_is_refused(text, content):
    with pytest.raises(PayloadError):
        read_payload(text, content)


@given(st.text(max_size=60))
def test_no_chance_text_is_a_payload(text):
    from bot.content import live_content
    from tests.conftest import ROOT

    content = live_content(ROOT / "content").now()
    if text not in {button.payload for button in content.buttons.values()}:
        with pytest.raises(PayloadError):
            read_payload(text, content)


def test_every_button_of_the_content_is_understood(content):
    assert content.buttons
    for button in content.buttons.values():
        assert read_payload(button.payload, content).intent


def test_a_topic_button_carries_its_topic(content):
    assert read_payload('/open_topic{"topic": "what_is_grooming"}', content) == Payload(
        "open_topic", {"topic": "what_is_grooming"}
    )
