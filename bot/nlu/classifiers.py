"""IntentClassifier and AnswerSelector: `ngrams` -> what the person wants, and which answer fits."""

from __future__ import annotations

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

from bot.matching import LinearModel
from bot.nlu.features import NGRAMS

log = structlog.get_logger(__name__)

ASK = "ask"
"""The retrieval intent of all questions; `ask/<topic>` is the answer."""

SCREENED = ("disclose", "look_alike")
"""Intents that only the safety screen learns; see bot.nlu.screen."""

RANKED = 10


class _Linear(GraphComponent):
    """Training, storing and loading of a LinearModel over `ngrams`; subclasses choose labels and outputs."""

    def __init__(
        self, config: dict[str, Any], model: LinearModel | None, storage: ModelStorage, resource: Resource
    ) -> None:
        self._config, self._model, self._storage, self._resource = config, model, storage, resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """cost: how dearly a training example on the wrong side is paid for (C of a linear SVM)."""
        return {"cost": 1.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _Linear:
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
    ) -> _Linear:
        """The trained component (see the parent class)."""
        with model_storage.read_from(resource) as folder:
            return cls(config, LinearModel.load(folder), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have a label here."""
        examples = ((e.get(NGRAMS), self.label(e)) for e in training_data.intent_examples if e.get(NGRAMS))
        labelled = [(vector, label) for vector, label in examples if label]
        size = 1 + max(int(ids[-1]) for (ids, _), _ in labelled if len(ids))
        log.info("training.labels", component=type(self).__name__, examples=len(labelled))
        vectors, labels = [vector for vector, _ in labelled], [label for _, label in labelled]
        self._model = LinearModel.fit(vectors, labels, size, self._config["cost"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message that has features."""
        for message in messages:
            vector = message.get(NGRAMS)
            ranking = self._model.ranking(vector, RANKED) if self._model and vector and len(vector[0]) else []
            self.output(message, ranking)
        return messages

    def label(self, example: Message) -> str | None:
        """The label of a training example, None where it has none here."""
        raise NotImplementedError

    def output(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        """Write the ranking, best first, empty where nothing is known, into the message."""
        raise NotImplementedError


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(_Linear):
    """A question, small talk, a wish such as another language, or nothing of ours."""

    def label(self, example: Message) -> str | None:
        intent = example.get(INTENT)
        return None if intent in SCREENED else intent

    def output(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        message.set(INTENT, named[0] if named else {"name": None, "confidence": 0.0}, add_to_output=True)
        message.set("intent_ranking", named, add_to_output=True)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerSelector(_Linear):
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
