"""SafetyScreen: message -> `screen`, whether somebody asks for help. Before the classifiers, and on its own."""

from __future__ import annotations

import dataclasses
from typing import Any

import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.classifier import Classifier, Features
from bot.content import live_content
from bot.nlu.classifiers import fitted
from bot.nlu.features import FEATURES, SENTENCES
from bot.screening import LEVELS, Concern, Screen
from bot.settings import settings

log = structlog.get_logger(__name__)

NONE = "none"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class SafetyScreen(GraphComponent):
    """
    Curated phrases and a trained screen; either suffices.

    The trained one learns `disclose/<crisis>` against everything else, and looks at the whole message and at each
    sentence, so that a cry in the middle of a long message is not diluted.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model: Classifier | None,
        storage: ModelStorage,
        resource: Resource,
    ) -> None:
        self._config, self._model = config, model
        self._storage, self._resource = storage, resource
        self._patterns: object = None
        self._rules: Screen | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        Confidences in [0, 1] of the trained screen (docs/adr/0007-screen.md). disclosure, possible: from which a
        message is taken as one. also: from which a second kind is told beside the first.
        """
        return {"disclosure": 0.7, "possible": 0.25, "also": 0.3, "cost": 1.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyScreen:
        """An untrained screen: the phrases alone (see the parent class)."""
        return cls(config, None, model_storage, resource)

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
            return cls(config, Classifier.load(folder), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the eight kinds of disclosure against all other examples."""
        log.info("training.disclosures", examples=len(training_data.training_examples))
        labelled = [(e.get(FEATURES), label(e)) for e in training_data.intent_examples if e.get(FEATURES)]
        self._model = fitted(labelled, self._config["cost"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add to the examples."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message."""
        for message in messages:
            found = self.look(message)
            message.set("screen", dataclasses.asdict(found), add_to_output=True)
        return messages

    def look(self, message: Message) -> Concern:
        """The graver of what the phrases and the trained screen say; the phrases win among equals."""
        said, meant = self._curated().look(message.get(TEXT) or ""), self._trained(message)
        first, second = sorted([said, meant], key=lambda found: -LEVELS.index(found.level))
        if second.level == first.level == "disclosure" and second.crisis != first.crisis:
            return dataclasses.replace(first, also=(second.crisis,))
        return first

    def _curated(self) -> Screen:
        patterns = live_content(settings().content_root).now().patterns
        if self._rules is None or patterns is not self._patterns:
            self._rules, self._patterns = Screen(patterns), patterns
        return self._rules

    def _trained(self, message: Message) -> Concern:
        whole = message.get(FEATURES)
        if self._model is None or whole is None:
            return Concern()
        parts = [whole, *message.get(SENTENCES, [])]
        return max((self._confidence(self._model, part) for part in parts), key=lambda concern: concern.confidence)

    def _confidence(self, model: Classifier, features: Features) -> Concern:
        shares = dict(zip(model.labels, model.probabilities(features).tolist(), strict=True))
        confidence = 1.0 - shares.pop(NONE, 0.0)
        crisis, *others = sorted(shares, key=lambda kind: -shares[kind])
        for level in reversed(LEVELS[1:]):
            if confidence >= self._config[level]:
                return Concern(level, crisis, confidence, tuple(o for o in others if shares[o] >= self._config["also"]))
        return Concern("none", "", confidence)


def label(example: Message) -> str:
    """The crisis that a training example discloses, or NONE."""
    if example.get(INTENT) != "disclose":
        return NONE
    return example.get(INTENT_RESPONSE_KEY).partition("/")[2]
