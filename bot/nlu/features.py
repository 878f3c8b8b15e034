"""NgramFeaturizer: message text -> `ngrams`, the words and parts of words that the classifiers look at."""

from __future__ import annotations

from typing import Any

import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.matching import Ngrams

log = structlog.get_logger(__name__)

NGRAMS = "ngrams"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Sets `ngrams` (bot.matching.Vector) on messages and training examples; shared by the components after it."""

    def __init__(self, ngrams: Ngrams | None, storage: ModelStorage, resource: Resource) -> None:
        self._ngrams, self._storage, self._resource = ngrams, storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """An untrained featurizer (see the parent class)."""
        return cls(None, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """The trained featurizer (see the parent class)."""
        with model_storage.read_from(resource) as folder:
            return cls(Ngrams.load(folder), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary."""
        log.info("training.words", examples=len(training_data.training_examples))
        self._ngrams = Ngrams.fit([e.get(TEXT) for e in training_data.training_examples if e.get(TEXT)])
        with self._storage.write_to(self._resource) as folder:
            self._ngrams.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to the messages."""
        for message in messages:
            if self._ngrams and message.get(TEXT):
                message.set(NGRAMS, self._ngrams.vector(message.get(TEXT)))
        return messages
