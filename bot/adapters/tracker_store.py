"""StateTrackerStore: Rasa's tracker <-> the bounded state of bot.store. Named in bot/endpoints.yml.

A talk is kept as its slots and active loop, never as its events: no words, no growth, no replay. A tracker read
back stands where the talk stood, waiting for the next message.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.settings import settings
from bot.store import TalkStore

LOOP = "active_loop"


class StateTrackerStore(TrackerStore):
    """Talks of one TalkStore; the slots of the domain say what is kept."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        store: TalkStore | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self.store = store or shared_store(settings().state / "talks.db", settings().idle_hours * 3600)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what differs from a new talk."""
        self.store.write(tracker.sender_id, state_of(tracker))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The talk as it stood, or None."""
        state = self.store.read(sender_id)
        return None if state is None else self._tracker(sender_id, state)

    async def keys(self) -> Iterable[str]:
        """Ids are secrets of the people who talk; nobody lists them."""
        return []

    def _tracker(self, sender_id: str, state: dict[str, Any]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        events: list[Event] = [ActionExecuted(ACTION_LISTEN_NAME)]
        known = {slot.name for slot in self.domain.slots}
        events += [SlotSet(name, value) for name, value in state.items() if name in known]
        if state.get(LOOP):
            events.append(ActiveLoop(state[LOOP]))
        for event in events:
            event.apply_to(tracker)
            tracker.events.append(event)
        return tracker


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Slots that differ from a new talk, and the active loop; ids, codes and counts only."""
    state = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if name not in DEFAULT_SLOT_NAMES and slot.value != slot.initial_value
    }
    if tracker.active_loop_name:
        state[LOOP] = tracker.active_loop_name
    return state


@functools.cache
def shared_store(path: Path, idle_s: int) -> TalkStore:
    """The one store of a file in this process; the channel asks it whether a talk still exists."""
    return TalkStore(path, idle_s)
