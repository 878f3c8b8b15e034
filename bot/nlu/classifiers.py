"""IntentClassifier and AnswerSelector: `features` -> what the person wants, and which answer fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.classifier import Classifier, Features
from bot.nlu.features import FEATURES

log = structlog.get_logger(__name__)

ASK = "ask"
"""The retrieval intent of all questions; `ask/<topic>` is the answer."""

SCREENED = ("disclose", "look_alike")
"""Intents that only the safety screen learns; see bot.nlu.screen."""

RANKED = 10


def fitted(labelled: Sequence[tuple[Features, str]], cost: float, neighbours: bool = False) -> Classifier:
    """A classifier of examples with their labels."""
    features, labels = [found for found, _ in labelled], [label for _, label in labelled]
    size = 1 + max(int(ids[-1]) for (ids, _), _ in features if len(ids))
    return Classifier.fit(features, labels, size, cost, neighbours)


class _Trained(GraphComponent):
    """Training, storing and loading of a Classifier over `features`; subclasses choose labels and outputs."""

    def __init__(
        self, config: dict[str, Any], model: Classifier | None, storage: ModelStorage, resource: Resource
    ) -> None:
        self._config, self._model, self._storage, self._resource = config, model, storage, resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        cost: how dearly a training example on the wrong side is paid for (C of a linear SVM). neighbours: whether
        the nearest examples have a say.
        """
        return {"cost": 1.0, "neighbours": False}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _Trained:
        """An untrained component (see the parent class)."""
        return cls(config, None, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> _Trained:
        """The trained component (see the parent class)."""
        with model_storage.read_from(resource) as folder:
            return cls(config, Classifier.load(folder), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have a label here."""
        examples = ((e.get(FEATURES), self.label(e)) for e in training_data.intent_examples if e.get(FEATURES))
        labelled = [(features, label) for features, label in examples if label]
        log.info("training.labels", component=type(self).__name__, examples=len(labelled))
        self._model = fitted(labelled, self._config["cost"], self._config["neighbours"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message that has features."""
        for message in messages:
            features = message.get(FEATURES)
            ranking = self._model.ranking(features, RANKED) if self._model and features else []
            self.output(message, ranking)
        return messages

    def label(self, example: Message) -> str | None:
        """The label of a training example, None where it has none here."""
        raise NotImplementedError

    def output(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        """Write the ranking, best first, empty where nothing is known, into the message."""
        raise NotImplementedError


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(_Trained):
    """A question, small talk, a wish such as another language, or nothing of ours."""

    def label(self, example: Message) -> str | None:
        intent = example.get(INTENT)
        return None if intent in SCREENED else intent

    def output(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        message.set(INTENT, named[0] if named else {"name": None, "confidence": 0.0}, add_to_output=True)
        message.set("intent_ranking", named, add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerSelector(_Trained):
    """Fills `response_selector` as Rasa's own ResponseSelector does, for the retrieval intent `ask`."""

    def label(self, example: Message) -> str | None:
        return example.get(INTENT_RESPONSE_KEY) if example.get(INTENT) == ASK else None

    def output(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        named = [{"intent_response_key": key, "confidence": confidence} for key, confidence in ranking]
        best = named[0] if named else {"intent_response_key": None, "confidence": 0.0}
        message.set(
            "response_selector",
            {
                "all_retrieval_intents": [ASK],
                ASK: {
                    "response": {
                        **best,
                        "responses": [],
                        "utter_action": f"{UTTER_PREFIX}{best['intent_response_key']}",
                    },
                    "ranking": named,
                },
            },
            add_to_output=True,
        )
