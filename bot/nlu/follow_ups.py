"""FollowUpFinder: message text -> `follow_up`, what a short message asks of the answer before it, if there is one."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import live_content
from bot.follow_ups import COUNTRY
from bot.follow_ups import FollowUpFinder as Phrases
from bot.model import FollowUps
from bot.nlu.classifiers import ASK
from bot.settings import settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FollowUpFinder(GraphComponent):
    """
    Leaves the intent as it is: only the policy of bot.nlu.follow_up_policy knows whether there was an answer.
    Stands after the AnswerSelector, since a message that may be a question of its own is one where that is sure.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._follow_ups: FollowUps | None = None
        self._phrases: Phrases | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """sure: the selector's confidence in [0, 1] from which a question is one of its own."""
        return {"sure": 0.8}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FollowUpFinder:
        """The finder (see the parent class)."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `follow_up` on each message that may be one: its kind, and the country it names."""
        phrases = self._current(live_content(settings().content_root).now().follow_ups)
        for message in messages:
            found = phrases.find(message.get(TEXT) or "")
            if found is None or (found.alone and self._is_sure(message)):
                continue
            named = {one["entity"]: one["value"] for one in message.get(ENTITIES, [])}
            if found.kind == COUNTRY and ("wanted_locale" in named or "country" not in named):
                continue  # "polski" after an answer asks for the language
            message.set("follow_up", {"kind": found.kind, "country": named.get("country")}, add_to_output=True)
        return messages

    def _is_sure(self, message: Message) -> bool:
        selector = (message.get("response_selector") or {}).get(ASK, {})
        return bool(selector.get("response", {}).get("confidence", 0.0) >= self._config["sure"])

    def _current(self, follow_ups: FollowUps) -> Phrases:
        if self._phrases is None or follow_ups is not self._follow_ups:
            self._phrases, self._follow_ups = Phrases(follow_ups), follow_ups
        return self._phrases
