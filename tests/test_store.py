"""Talks are kept small, not for long, and not after they were deleted."""

import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import MAX_BYTES, TalkStore

STATES = st.dictionaries(st.text(max_size=10), st.none() | st.text(max_size=20) | st.integers(), max_size=5)


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@given(STATES)
def test_what_is_written_is_read(state):
    store = TalkStore(":memory:", 60)
    store.write("talk", state)

    assert store.read("talk") == state


def test_an_unknown_talk_is_none():
    assert TalkStore(":memory:", 60).read("nobody") is None


def test_an_idle_talk_is_gone_and_is_swept_from_the_file():
    clock = Clock()
    store = TalkStore(":memory:", 3600, clock)
    store.write("old", {"topic": "a"})
    clock.now += 3601

    assert store.read("old") is None
    assert store.sweep() == 1
    assert store.count() == 0


def test_opening_the_file_sweeps_it(tmp_path):
    clock = Clock()
    TalkStore(tmp_path / "talks.db", 3600, clock).write("old", {"topic": "what_is_grooming"})
    clock.now += 3601
    TalkStore(tmp_path / "talks.db", 3600, clock)

    assert all(b"what_is_grooming" not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_touched_talk_lives_on():
    clock = Clock()
    store = TalkStore(":memory:", 3600, clock)
    for _ in range(3):
        store.write("talk", {"topic": "a"})
        clock.now += 3000

    assert store.read("talk") == {"topic": "a"}


def test_a_deleted_talk_is_in_no_file(tmp_path):
    store = TalkStore(tmp_path / "talks.db", 3600)
    store.write("talk-id-to-forget", {"topic": "what_is_grooming"})
    assert store.delete("talk-id-to-forget")

    assert store.read("talk-id-to-forget") is None
    for path in tmp_path.iterdir():
        assert b"talk-id-to-forget" not in path.read_bytes(), path.name
        assert b"what_is_grooming" not in path.read_bytes(), path.name


def test_deleting_what_is_not_there_says_so():
    assert not TalkStore(":memory:", 60).delete("nobody")


def test_a_state_that_grows_is_refused_and_the_last_one_stays():
    store = TalkStore(":memory:", 60)
    store.write("talk", {"topic": "a"})
    with pytest.raises(ValueError, match="at most"):
        store.write("talk", {"topic": "a" * MAX_BYTES})

    assert store.read("talk") == {"topic": "a"}


def test_a_talk_outlives_the_process(tmp_path):
    TalkStore(tmp_path / "talks.db", 60).write("talk", {"topic": "a"})

    assert TalkStore(tmp_path / "talks.db", 60).read("talk") == {"topic": "a"}


def test_writers_at_once_lose_nothing(tmp_path):
    stores = [TalkStore(tmp_path / "talks.db", 60) for _ in range(4)]

    def write(number):
        for step in range(50):
            stores[number].write(f"talk-{number}-{step}", {"n": step})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stores[0].count() == 200


def test_the_database_is_set_to_forget(tmp_path: Path):
    store = TalkStore(tmp_path / "talks.db", 60)
    pragmas = [
        store._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "secure_delete", "busy_timeout")
    ]

    assert pragmas == ["wal", 1, 5000]


def test_a_closed_store_says_so(tmp_path):
    store = TalkStore(tmp_path / "talks.db", 60)
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.read("talk")
