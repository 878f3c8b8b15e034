"""Our own examples, five folds -> how well questions find their answer and disclosures are noticed."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from bot.content import live_content
from bot.matching import LinearModel, Ngrams
from bot.settings import Settings

FOLDS = 5


def evaluate(chosen: Settings) -> dict[str, float]:
    """Shares in [0, 1] by language: the right topic first, and among the first three."""
    content = live_content(chosen.content_root).now()
    examples = [(card.locale, card.id, question) for card in content.answers.values() for question in card.questions]
    fold_of = np.random.default_rng(0).integers(0, FOLDS, len(examples))
    hits: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        known = [one for one, own in zip(examples, fold_of, strict=True) if own != fold]
        ngrams = Ngrams.fit([text for _, _, text in known])
        vectors = [ngrams.vector(text) for _, _, text in known]
        model = LinearModel.fit(vectors, [topic for _, topic, _ in known], ngrams.size)
        for (locale, topic, text), own in zip(examples, fold_of, strict=True):
            if own == fold:
                ranked = [label for label, _ in model.ranking(ngrams.vector(text), 3)]
                hits[f"questions.top1.{locale}"].append(ranked[0] == topic)
                hits[f"questions.top3.{locale}"].append(topic in ranked)
    return {name: float(np.mean(values)) for name, values in sorted(hits.items())}
