"""Rasa's agent and message processor, with the same steps and less copying.

Rasa validates every reply of an action against a JSON schema and copies the tracker for every action, for the sake
of action servers written by strangers. Ours run in this process and are typed, so these two steps are left out.
What that is worth: docs/adr/0004-speed.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_EXTRACT_SLOTS
from rasa.shared.core.events import ActionExecutionRejected
from rasa.shared.core.trackers import DialogueStateTracker

from bot.adapters.actions import InProcessActions


class InProcessAction(RemoteAction):
    """A custom action of actions/, run here."""

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        return True


class LeanProcessor(MessageProcessor):
    """MessageProcessor; differs only in how an action is run, and in copying nothing for debug logs."""

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Fill slots from what was understood (see the parent class)."""
        action = self._get_action(ACTION_EXTRACT_SLOTS)
        events = await action.run(output_channel, self.nlg, tracker, self.domain)
        tracker.update_with_events(events, self.domain)
        return tracker

    async def run_anonymization_pipeline(self, tracker: DialogueStateTracker) -> None:
        """Nothing is kept that would have to be made anonymous."""

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """The next action (see the parent class), a custom one as InProcessAction."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if isinstance(action, RemoteAction) and isinstance(self.action_endpoint, InProcessActions):
            action = InProcessAction(action.name(), self.action_endpoint)
        return action, prediction

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        # Errors are not swallowed here, as the parent does: the channel says that something broke, and the
        # talk is not saved half changed.
        try:
            if prediction.events:
                copy = tracker.copy()
                copy.update_with_events(prediction.events, self.domain)
            else:
                copy = tracker
            events = await action.run(output_channel, nlg, copy, self.domain)
        except ActionExecutionRejection:
            tracker.update(ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence))
            return self.should_predict_another_action(action.name())
        tracker.update_with_events(prediction.events, self.domain)
        tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events or [], self.domain)
        await self._send_bot_messages(events or [], tracker, output_channel)
        return self.should_predict_another_action(action.name())


class LeanAgent(Agent):
    """Agent that handles messages with a LeanProcessor."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model file (see the parent class)."""
        self.processor = LeanProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
            http_interpreter=self.http_interpreter,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
