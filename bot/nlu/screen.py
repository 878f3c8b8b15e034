"""SafetyScreen: message text -> `screen`, whether somebody asks for help. First in the pipeline, on its own."""

from __future__ import annotations

import re
from typing import Any

import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import live_content
from bot.matching import LinearModel, Ngrams
from bot.screening import LEVELS, Concern, Screen
from bot.settings import settings

log = structlog.get_logger(__name__)

NONE = "none"
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class SafetyScreen(GraphComponent):
    """
    Curated phrases and a trained screen; either suffices.

    The trained one learns `disclose/<crisis>` against everything else, from features of its own, and looks at
    the whole message and at each sentence, so that a cry in the middle of a long message is not diluted.
    """

    def __init__(
        self,
        config: dict[str, Any],
        ngrams: Ngrams | None,
        model: LinearModel | None,
        storage: ModelStorage,
        resource: Resource,
    ) -> None:
        self._config, self._ngrams, self._model = config, ngrams, model
        self._storage, self._resource = storage, resource
        self._patterns: object = None
        self._rules: Screen | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """disclosure, possible: confidence in [0, 1] from which a message is taken as one (docs/adr/0007-screen.md)."""
        return {"disclosure": 0.5, "possible": 0.25, "cost": 1.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyScreen:
        """An untrained screen: the phrases alone (see the parent class)."""
        return cls(config, None, None, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyScreen:
        """The trained screen (see the parent class)."""
        with model_storage.read_from(resource) as folder:
            return cls(config, Ngrams.load(folder), LinearModel.load(folder), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the eight kinds of disclosure against all other examples."""
        log.info("training.disclosures", examples=len(training_data.training_examples))
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        labels = [label(e) for e in examples]
        self._ngrams = Ngrams.fit([e.get(TEXT) for e in examples])
        vectors = [self._ngrams.vector(e.get(TEXT)) for e in examples]
        self._model = LinearModel.fit(vectors, labels, self._ngrams.size, self._config["cost"])
        with self._storage.write_to(self._resource) as folder:
            self._ngrams.save(folder)
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to the examples."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message."""
        for message in messages:
            found = self.look(message.get(TEXT) or "")
            screen = {"level": found.level, "crisis": found.crisis, "confidence": found.confidence}
            message.set("screen", screen, add_to_output=True)
        return messages

    def look(self, text: str) -> Concern:
        """The graver of what the phrases and the trained screen say; the phrases win among equals."""
        found = [self._curated().look(text), self._trained(text)]
        return max(found, key=lambda concern: LEVELS.index(concern.level))

    def _curated(self) -> Screen:
        patterns = live_content(settings().content_root).now().patterns
        if self._rules is None or patterns is not self._patterns:
            self._rules, self._patterns = Screen(patterns), patterns
        return self._rules

    def _trained(self, text: str) -> Concern:
        if self._model is None or self._ngrams is None:
            return Concern()
        parts = _SENTENCE.split(text)
        return max((self._confidence(part) for part in {text, *parts}), key=lambda concern: concern.confidence)

    def _confidence(self, text: str) -> Concern:
        assert self._model is not None
        assert self._ngrams is not None
        vector = self._ngrams.vector(text)
        if not len(vector[0]):
            return Concern()
        shares = dict(zip(self._model.labels, self._model.probabilities(vector).tolist(), strict=True))
        confidence = 1.0 - shares.pop(NONE, 0.0)
        crisis = max(shares, key=shares.__getitem__)
        for level in reversed(LEVELS[1:]):
            if confidence >= self._config[level]:
                return Concern(level, crisis, confidence)
        return Concern("none", "", confidence)


def label(example: Message) -> str:
    """The crisis that a training example discloses, or NONE."""
    if example.get(INTENT) != "disclose":
        return NONE
    return example.get(INTENT_RESPONSE_KEY).partition("/")[2]
