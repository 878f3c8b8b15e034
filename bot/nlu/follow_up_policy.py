"""FollowUpPolicy: a follow-up after an answer -> action_follow_up. In any other case the rules decide."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content import live_content
from bot.follow_ups import way
from bot.settings import settings

FOLLOW_UP = "action_follow_up"

CERTAIN = 1.0
"""Confidence of a disclosure that a curated phrase found. One that the trained screen guessed from a few words
("a jak mam 16 lat?") yields to a follow-up, whose answer then carries the discreet line and the helplines."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class FollowUpPolicy(Policy):
    """
    Sure of the follow-up action, or sure of nothing. A policy and no rule, because without an answer before it
    the same message must be what the pipeline made of it, whatever that is.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """priority: above that of the RulePolicy, which is as sure of its rules."""
        return {"priority": 7}

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The follow-up action after such a message, and waiting for the next message after the action."""
        confidences = self._default_predictions(domain)
        if tracker.latest_action_name == FOLLOW_UP:
            confidences[domain.index_for_action(ACTION_LISTEN_NAME)] = 1.0
        elif tracker.latest_action_name == ACTION_LISTEN_NAME and _leads_on(tracker):
            confidences[domain.index_for_action(FOLLOW_UP)] = 1.0
        return self._prediction(confidences)


def _leads_on(tracker: DialogueStateTracker) -> bool:
    message = tracker.latest_message
    parsed: dict[str, Any] = (message.parse_data if message else None) or {}
    found = parsed.get("follow_up")
    intent = parsed.get("intent") or {}
    if not found or intent.get("name") == "other_language":
        return False
    if intent.get("name") == "disclose" and intent["confidence"] >= CERTAIN:
        return False
    content = live_content(settings().content_root).now()
    return way(content, found["kind"], tracker.current_slot_values(), found["country"]) is not None
