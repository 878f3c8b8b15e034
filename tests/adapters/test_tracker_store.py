"""Rasa's tracker is kept as ids, codes and counts, and comes back where the talk stood."""

import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.adapters.tracker_store import StateTrackerStore, state_of
from bot.store import TalkStore
from tests.conftest import ROOT

DOMAIN = Domain.load(str(ROOT / "bot" / "domain.yml"))
SECRET = "my name is Ola and he hits me"


def store():
    return StateTrackerStore(DOMAIN, store=TalkStore(":memory:", 60))


def talked() -> DialogueStateTracker:
    tracker = DialogueStateTracker("talk", DOMAIN.slots)
    for event in (
        ActionExecuted("action_listen"),
        UserUttered(SECRET, {"name": "ask"}),
        SlotSet("topic", "what_is_grooming"),
        SlotSet("suggested", ["spot_grooming"]),
        BotUttered("An answer"),
        ActionExecuted("action_listen"),
    ):
        tracker.update(event, DOMAIN)
    return tracker


def test_no_word_of_anybody_is_kept():
    kept = store()
    asyncio.run(kept.save(talked()))

    assert kept.store.read("talk") == {"topic": "what_is_grooming", "suggested": ["spot_grooming"]}
    assert SECRET not in str(state_of(talked()))


def test_a_talk_comes_back_where_it_stood():
    kept = store()
    asyncio.run(kept.save(talked()))
    again = asyncio.run(kept.retrieve("talk"))

    assert again.get_slot("topic") == "what_is_grooming"
    assert again.latest_action_name == "action_listen"
    assert state_of(again) == state_of(talked())


def test_an_active_loop_comes_back():
    kept, tracker = store(), talked()
    tracker.update(ActiveLoop("lesson_form"), DOMAIN)
    asyncio.run(kept.save(tracker))

    assert asyncio.run(kept.retrieve("talk")).active_loop_name == "lesson_form"


def test_the_number_of_events_does_not_grow_with_the_talk():
    kept = store()
    lengths = []
    for _ in range(5):
        tracker = asyncio.run(kept.retrieve("talk")) or DialogueStateTracker("talk", DOMAIN.slots)
        for _ in range(10):
            tracker.update(UserUttered(SECRET, {"name": "ask"}), DOMAIN)
        asyncio.run(kept.save(tracker))
        lengths.append(len(asyncio.run(kept.retrieve("talk")).events))

    assert len(set(lengths)) == 1


def test_a_slot_that_no_longer_exists_is_left_behind():
    kept = store()
    kept.store.write("talk", {"topic": "what_is_grooming", "gone": "x"})

    assert asyncio.run(kept.retrieve("talk")).get_slot("topic") == "what_is_grooming"


def test_nobody_can_list_the_talks():
    kept = store()
    asyncio.run(kept.save(talked()))

    assert list(asyncio.run(kept.keys())) == []
