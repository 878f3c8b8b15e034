"""AnswerGate: all that the pipeline found -> the one intent that the rules act on. Last in the pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.model import LOCALES
from bot.nlu.classifiers import ASK

OUT_OF_SCOPE = "out_of_scope"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerGate(GraphComponent):
    """
    A disclosure wins over everything; then a language we do not speak; then small talk that is clearly small
    talk; then a question, which is answered, offered as "did you mean" (`unsure`) or declined (`nlu_fallback`),
    by how sure the selector is. Of a disclosure, `instead` keeps what it would have been otherwise.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences in [0, 1] from which a thing is taken as such. Chosen in docs/adr/0006-matching.md."""
        return {"answer": 0.45, "suggest": 0.08, "talk": 0.5, "refuse": 0.5, "foreign": 0.99}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerGate:
        """The gate (see the parent class)."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of each message."""
        for message in messages:
            intent, screen = self._intent(message), message.get("screen") or {}
            if screen.get("level") == "disclosure":
                message.set("instead", intent["name"], add_to_output=True)  # the way back from a false alarm
                intent = {"name": "disclose", "confidence": screen["confidence"]}
            message.set(INTENT, intent, add_to_output=True)
        return messages

    def _intent(self, message: Message) -> dict[str, Any]:
        language = message.get("language") or {}
        if language.get("code") not in (*LOCALES, "") and language.get("confidence", 0.0) >= self._config["foreign"]:
            return {"name": "other_language", "confidence": language["confidence"]}
        intents = {one["name"]: one["confidence"] for one in message.get("intent_ranking") or []}
        name = max(intents, key=intents.__getitem__, default=None)
        selector = (message.get("response_selector") or {}).get(ASK, {})
        best = selector.get("response", {}).get("confidence", 0.0)
        if name == OUT_OF_SCOPE and intents[name] >= self._config["refuse"]:
            return {"name": OUT_OF_SCOPE, "confidence": intents[name]}
        if name not in (None, ASK, OUT_OF_SCOPE) and intents[name] >= self._config["talk"]:
            return {"name": name, "confidence": intents[name]}
        if best >= self._config["answer"]:
            return {"name": ASK, "confidence": best}
        if best >= self._config["suggest"]:
            return {"name": "unsure", "confidence": best}
        return {"name": "nlu_fallback", "confidence": 1.0 - best}
