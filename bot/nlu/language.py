"""LanguageDetector: message text -> `language` in the parsed message, and the entity `locale` where it is sure."""

from __future__ import annotations

from typing import Any

import structlog
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import live_content
from bot.language import SURE, Language, Tongues, detect
from bot.matching import LinearModel, Ngrams
from bot.model import LOCALES, Languages
from bot.settings import settings

log = structlog.get_logger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageDetector(GraphComponent):
    """Learns from the `locale` that the importer and the file names of data/nlu/ give to each example."""

    def __init__(
        self, ngrams: Ngrams | None, model: LinearModel | None, storage: ModelStorage, resource: Resource
    ) -> None:
        self._ngrams, self._model, self._storage, self._resource = ngrams, model, storage, resource
        self._languages: Languages | None = None
        self._tongues = Tongues(())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        """An untrained detector (see the parent class)."""
        return cls(None, None, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageDetector:
        """The trained detector (see the parent class)."""
        with model_storage.read_from(resource) as folder:
            return cls(Ngrams.load(folder), LinearModel.load(folder), model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn what the shipped languages look like, from every example whose language is known."""
        log.info("training.languages", examples=len(training_data.training_examples))
        known = [(e.get(TEXT), e.get("metadata", {}).get("locale")) for e in training_data.training_examples]
        known = [(text, locale) for text, locale in known if text and locale in LOCALES]
        self._ngrams = Ngrams.fit([text for text, _ in known], least=4)
        vectors = [self._ngrams.vector(text) for text, _ in known]
        self._model = LinearModel.fit(vectors, [locale for _, locale in known], self._ngrams.size)
        with self._storage.write_to(self._resource) as folder:
            self._ngrams.save(folder)
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Name the language of each message."""
        tongues = self._current(live_content(settings().content_root).now().languages)
        for message in messages:
            text, found = message.get(TEXT) or "", Language("", 0.0)
            if text and self._ngrams and self._model:
                found = detect(text, self._ngrams, self._model, tongues)
            message.set("language", {"code": found.code, "confidence": found.confidence}, add_to_output=True)
            if found.shipped and found.confidence >= SURE:
                entity = {
                    "entity": "locale",
                    "value": found.code,
                    "start": 0,
                    "end": 0,
                    "extractor": "LanguageDetector",
                }
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages

    def _current(self, languages: Languages) -> Tongues:
        if languages is not self._languages:
            self._tongues, self._languages = Tongues(languages.tongues.values()), languages
        return self._tongues
