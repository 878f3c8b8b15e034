"""SentenceFeaturizer: message text -> `features` of the whole and of each sentence, for all that judge it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import graph, pieces
from bot.classifier import Features
from bot.encoder import Encoder, centred
from bot.matching import Ngrams
from bot.weights import Weights

log = structlog.get_logger(__name__)

FEATURES, SENTENCES = "features", "sentences"

_GRAPH, _PIECES, _MIDDLE = "encoder.onnx", "pieces.model", "middle.npy"
_ENOUGH = 2000  # examples to find the middle by
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(GraphComponent):
    """
    Sets `features` (bot.classifier.Features) on training examples and messages, and `sentences`, those of each
    sentence, on messages of more than one.
    """

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage, self._resource = storage, resource
        self._ngrams: Ngrams | None = None
        self._encoder: Encoder | None = None
        self._middle: np.ndarray | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """An untrained featurizer (see the parent class)."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceFeaturizer:
        """The trained featurizer (see the parent class)."""
        featurizer = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            featurizer._read(folder, threads=1)
        return featurizer

    def _read(self, folder: Path, threads: int) -> None:
        self._ngrams = Ngrams.load(folder)
        self._encoder = Encoder(folder / _GRAPH, folder / _PIECES, threads)
        self._middle = np.load(folder / _MIDDLE, allow_pickle=False)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary, build the encoder, and find the middle of what it makes of the examples."""
        texts = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
        log.info("training.encoder", examples=len(texts))
        with self._storage.write_to(self._resource) as folder:
            Ngrams.fit(texts).save(folder)
            weights = Weights.open()
            graph.write(weights, folder / _GRAPH)
            pieces.write(weights, folder / _PIECES)
            some = texts[:: max(1, len(texts) // _ENOUGH)]
            middle = Encoder(folder / _GRAPH, folder / _PIECES, cores()).encode(some).mean(axis=0)
            np.save(folder / _MIDDLE, middle, allow_pickle=False)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the examples, with all cores."""
        with self._storage.read_from(self._resource) as folder:
            self._read(folder, cores())
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        log.info("training.features", examples=len(examples))
        for example, found in zip(examples, self._features([e.get(TEXT) for e in examples]), strict=True):
            example.set(FEATURES, found)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to the messages."""
        for message in messages:
            text = message.get(TEXT)
            if not text or self._encoder is None:
                continue
            whole, *parts = self._features([text, *sentences(text)])
            message.set(FEATURES, whole)
            message.set(SENTENCES, parts)
        return messages

    def _features(self, texts: list[str]) -> list[Features]:
        assert self._encoder is not None
        assert self._ngrams is not None
        assert self._middle is not None
        vectors = centred(self._encoder.encode(texts), self._middle)
        return [Features(self._ngrams.vector(text), vector) for text, vector in zip(texts, vectors, strict=True)]


def sentences(text: str) -> list[str]:
    """The sentences of a text of more than one, else none."""
    found = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]
    return found if len(found) > 1 else []


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))
