"""NameFinder: message text -> entities `country` and `wanted_locale`, by the names in content/names.yml."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.content import live_content
from bot.model import Names
from bot.phrases import Phrase, Phrases
from bot.settings import settings
from bot.text import plain


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NameFinder(GraphComponent):
    """Finds names where they stand; what they mean for the talk is for the actions to decide."""

    def __init__(self) -> None:
        self._names: object = None
        self._phrases: Phrases[tuple[str, str]] = Phrases(())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NameFinder:
        """The finder (see the parent class)."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an entity for each name that stands in a message, in the order of the text."""
        phrases = self._current(live_content(settings().content_root).now().names)
        for message in messages:
            text = plain(message.get(TEXT) or "")
            found = [
                {"entity": kind, "value": code, "start": match.start(), "end": match.end(), "extractor": "NameFinder"}
                for (kind, code), match in phrases.find(text)
            ]
            if found:
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _current(self, names: Names) -> Phrases[tuple[str, str]]:
        if names is not self._names:
            kinds = (("country", names.countries), ("wanted_locale", names.locales))
            self._phrases = Phrases(
                ((kind, code), Phrase(said))
                for kind, named in kinds
                for code, name in named.items()
                for said in name.said
            )
            self._names = names
        return self._phrases
