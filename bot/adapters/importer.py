"""ContentImporter: content/ and data/ -> Rasa's training data, stories and domain. Named in bot/config.yml."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.content import live_content
from bot.model import LOCALES, Content
from bot.settings import settings

METADATA = "metadata"


class ContentImporter(RasaFileImporter):
    """
    Rasa's own file importer, and: the questions of every answer become examples of `ask/<topic>`, every reply of
    content/ a response of the domain. Words for users stay in content/; the NLG reads them there.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Examples of all languages; each knows its own by `metadata.locale`."""
        examples = _examples(_content())
        for path in self._nlu_files:
            read = load_data(path, language)
            locale = Path(path).stem.rpartition(".")[2]
            for example in read.training_examples:
                example.set(METADATA, {"locale": locale if locale in LOCALES else ""})
            examples += read.training_examples
        return TrainingData(examples)  # one, not merged file by file: each merge would copy all examples

    def get_domain(self) -> Domain:
        """The domain of bot/domain.yml with a response for every reply, answer and crisis."""
        return super().get_domain().merge(Domain.from_dict({"responses": _responses(_content())}))


def _content() -> Content:
    return live_content(settings().content_root).now()


def _examples(content: Content) -> list[Message]:
    return [
        Message(
            data={
                TEXT: question,
                INTENT: "ask",
                INTENT_RESPONSE_KEY: f"ask/{card.id}",
                METADATA: {"locale": card.locale},
            }
        )
        for card in content.answers.values()
        for question in card.questions
    ]


def _responses(content: Content) -> dict[str, list[dict[str, str]]]:
    # Rasa wants a text for each; the id will do, since bot.adapters.nlg finds the words by it.
    names = [f"utter_ask/{topic}" for topic in content.topics]
    names += [f"utter_disclose/{crisis}" for crisis, _ in content.crises]
    names += [reply for reply, _ in content.replies]
    return {name: [{"text": name}] for name in sorted(set(names))}
