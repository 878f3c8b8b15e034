"""What a text looks like and what it means -> labels with their probability. No Rasa.

Words and parts of words tell what people quote and misspell, sentence vectors what they mean, the nearest examples
what others meant by it; together they err less than each (docs/adr/0010-encoder.md).
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.matching import FACTORS, LinearModel, Vector, held_out, log_softmax, loss, ranked, sharpest
from bot.meaning import MeaningModel
from bot.neighbours import Neighbours

_AGAIN = 25  # steps of the optimizer to take the held-out examples in
_WORDS = (0.25, 0.5, 0.75, 1.0)
_NEAR = (0.25, 0.5, 0.75)


class Features(NamedTuple):
    """A text as the classifiers see it: its n-grams, and its centred sentence vector, float32, (numbers,)."""

    ngrams: Vector
    meaning: np.ndarray

    def fingerprint(self) -> str:
        """What Rasa knows a training example's features by; it would print the arrays otherwise, 10 s in all."""
        digest = hashlib.md5(self.ngrams.fingerprint().encode(), usedforsecurity=False)
        digest.update(self.meaning.tobytes())
        return digest.hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class Classifier:
    """
    Models whose logarithms of probabilities are added.

    words, near: the weights of the models of n-grams and of neighbours beside that of meaning. sharpness: what the
    sum is multiplied by, so that probabilities mean what they say. `neighbours` is None where they are not asked.
    """

    ngrams: LinearModel
    meaning: MeaningModel
    neighbours: Neighbours | None
    words: float
    near: float
    sharpness: float

    @property
    def labels(self) -> tuple[str, ...]:
        """Sorted."""
        return self.ngrams.labels

    @classmethod
    def fit(
        cls,
        features: Sequence[Features],
        labels: Sequence[str],
        size: int,
        cost: float = 1.0,
        neighbours: bool = False,
    ) -> Classifier:
        """
        Train; a held-out fifth sets the weights and the sharpness.

        Args:
            features, labels: one a text; at least two of each label.
            size: how many n-grams there are.
            cost: of the words' model (C of a linear SVM).
            neighbours: whether the nearest examples have a say: for many labels of few examples.
        """
        vectors, names = np.array([meaning for _, meaning in features]), sorted(set(labels))
        known, held = held_out(np.array(labels))
        wanted = np.searchsorted(names, [labels[i] for i in held])

        def words(rows: np.ndarray, sharpness: float) -> LinearModel:
            return LinearModel.fit([features[i].ngrams for i in rows], [labels[i] for i in rows], size, cost, sharpness)

        first = words(known, 1.0)
        seen = np.array([first.scores(features[i].ngrams) for i in held])
        words_sharpness = sharpest(seen, wanted)
        seen = log_softmax(seen * words_sharpness)
        meaning = MeaningModel.fit(vectors[known], [labels[i] for i in known])
        meant = meaning.scores(vectors[held])
        close = np.zeros_like(meant)
        if neighbours:
            examples = Neighbours.fit(vectors[known], [labels[i] for i in known])
            close = np.array([examples.scores(vectors[i], likely) for i, likely in zip(held, meant, strict=True)])
        weights = itertools.product(_WORDS, _NEAR if neighbours else (0.0,), FACTORS)
        best = min(weights, key=lambda w: loss((meant + w[0] * seen + w[1] * close) * w[2], wanted))
        return cls(
            words(np.arange(len(labels)), words_sharpness),
            MeaningModel.fit(vectors, labels, start=meaning, steps=_AGAIN),
            Neighbours.fit(vectors, labels) if neighbours else None,
            *map(float, best),
        )

    def probabilities(self, features: Features) -> np.ndarray:
        """Confidence of each label, float32, shape (labels,), summing to 1."""
        meant = self.meaning.scores(features.meaning[None])[0]
        scores = meant + self.words * self.ngrams.scores(features.ngrams)
        if self.neighbours is not None:
            scores += self.near * self.neighbours.scores(features.meaning, meant)
        return np.exp(log_softmax(scores * self.sharpness))

    def ranking(self, features: Features, most: int = 10) -> list[tuple[str, float]]:
        """Labels with their confidence, best first, at most `most`."""
        return ranked(self.labels, self.probabilities(features), most)

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        about = {"words": self.words, "near": self.near, "sharpness": self.sharpness}
        (folder / "classifier.json").write_text(json.dumps(about), "utf-8")
        self.ngrams.save(folder)
        self.meaning.save(folder)
        if self.neighbours is not None:
            self.neighbours.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Classifier:
        """What `save` wrote."""
        ngrams = LinearModel.load(folder)
        about = json.loads((folder / "classifier.json").read_text("utf-8"))
        neighbours = Neighbours.load(folder) if about["near"] else None
        return cls(ngrams, MeaningModel.load(folder, ngrams.labels), neighbours, **about)
