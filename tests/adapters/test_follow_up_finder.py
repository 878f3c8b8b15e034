"""FollowUpFinder as a graph component: what it leaves to others."""

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.follow_ups import FollowUpFinder


def look(text, confidence=0.0, **entities):
    message = Message(
        data={
            "text": text,
            "response_selector": {"ask": {"response": {"confidence": confidence}}},
            "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        }
    )
    return FollowUpFinder({"sure": 0.8}).process([message])[0].get("follow_up")


def test_a_follow_up_is_set_with_the_country_it_names():
    assert look("why") == {"kind": "why", "country": None}
    assert look("and in germany?", country="DE") == {"kind": "country", "country": "DE"}


@pytest.mark.parametrize(("confidence", "kind"), [(0.79, "help"), (0.8, None)])
def test_a_question_of_its_own_wins_where_the_selector_is_sure(confidence, kind):
    found = look("i need help with this", confidence)

    assert (found and found["kind"]) == kind


def test_what_always_leans_on_the_answer_does_so_however_sure_the_selector_is():
    assert look("is that illegal", 0.99) == {"kind": "law", "country": None}


def test_a_language_is_no_country():
    assert look("polski", country="PL", wanted_locale="pl") is None
    assert look("polski") is None


def test_anything_else_is_left_alone():
    assert look("what is grooming") is None
