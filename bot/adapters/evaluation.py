"""Our own examples, five folds -> how well questions find their answer and disclosures are noticed.

Each fold is judged by models that never saw it. Examples of one author on one topic are alike, so these figures
flatter; they serve to compare one version with the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.adapters.importer import ContentImporter
from bot.adapters.training import CONFIG, DOMAIN
from bot.matching import LinearModel, Ngrams
from bot.nlu.classifiers import ASK, SCREENED
from bot.nlu.screen import NONE, label
from bot.settings import Settings

FOLDS = 5
LEVELS = (0.3, 0.5, 0.7)
"""Confidences at which the trained screen is judged."""


def evaluate(chosen: Settings) -> dict[str, float]:
    """Shares in [0, 1], by name and language."""
    importer = ContentImporter(str(CONFIG), str(DOMAIN), [str(chosen.data_root)])
    examples = [example for example in importer.get_nlu_data().intent_examples if example.get(TEXT)]
    fold_of = np.random.default_rng(0).integers(0, FOLDS, len(examples))
    hits: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        known = [example for example, own in zip(examples, fold_of, strict=True) if own != fold]
        judged = [example for example, own in zip(examples, fold_of, strict=True) if own == fold]
        for name, hit in _judge(known, judged):
            hits[name].append(hit)
    return {name: float(np.mean(values)) for name, values in sorted(hits.items())}


def _judge(known: list[Message], judged: list[Message]) -> Iterator[tuple[str, bool]]:
    ngrams = Ngrams.fit([example.get(TEXT) for example in known])

    def trained(examples: list[Message], labels: list[str]) -> LinearModel:
        return LinearModel.fit([ngrams.vector(example.get(TEXT)) for example in examples], labels, ngrams.size)

    questions = [example for example in known if example.get(INTENT) == ASK]
    topics = trained(questions, [example.get(INTENT_RESPONSE_KEY) for example in questions])
    screen = trained(known, [label(example) for example in known])
    for example in judged:
        locale = example.get("metadata", {}).get("locale") or "?"
        vector = ngrams.vector(example.get(TEXT))
        if example.get(INTENT) == ASK:
            ranked = [key for key, _ in topics.ranking(vector, 3)]
            yield f"questions.top1.{locale}", ranked[0] == example.get(INTENT_RESPONSE_KEY)
            yield f"questions.top3.{locale}", example.get(INTENT_RESPONSE_KEY) in ranked
        shares = dict(zip(screen.labels, screen.probabilities(vector).tolist(), strict=True))
        group = example.get(INTENT) if example.get(INTENT) in (*SCREENED, ASK) else "others"
        for level in LEVELS:
            yield f"screen.{group}.noticed_at_{level}.{locale}", 1 - shares[NONE] >= level
