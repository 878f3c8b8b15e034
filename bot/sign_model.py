"""Labelled texts -> a model of signs and of risk: one weight a feature and sign. No Rasa.

ENCODER is the one place where another kind of features is plugged in: anything with `fit`, `vector`, `size`,
`save` and `load` as bot.matching.Ngrams has them (a dense vector is one whose ids are 0 … n-1).
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.matching import Ngrams, Vector

ENCODER = Ngrams
RISK = "risky"

FLOOR = 0.7
"""Probability from which a sign counts: under it, on texts kept back, wrong ones outnumber right ones."""


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """A text of data/signals/: its sentences, each with the ids of the signs in it, and whether it is risky."""

    text: str
    sentences: tuple[tuple[str, frozenset[str]], ...]
    risky: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Plane:
    """
    Independent yes-or-no questions over the same features.

    labels: in the order of the columns. weights: float32, (features, labels). offsets: float32, (labels,).
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    offsets: np.ndarray

    @classmethod
    def fit(cls, vectors: Sequence[Vector], wanted: Mapping[str, np.ndarray], size: int, cost: float) -> Plane:
        """`wanted`: label -> bool, shape (vectors,), both values present."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression

        starts = np.cumsum([0, *(len(ids) for ids, _ in vectors)])
        ids, values = np.concatenate([v.ids for v in vectors]), np.concatenate([v.weights for v in vectors])
        matrix = csr_matrix((values, ids, starts), shape=(len(vectors), size), dtype=np.float32)
        fits = [
            LogisticRegression(C=cost, class_weight="balanced", solver="liblinear", random_state=0, tol=0.02).fit(
                matrix, column
            )
            for column in wanted.values()
        ]
        weights = np.stack([fit.coef_[0] for fit in fits], axis=1)
        return cls(tuple(wanted), weights.astype(np.float32), np.array([f.intercept_[0] for f in fits], np.float32))

    def shares(self, vector: Vector) -> np.ndarray:
        """Probability of each label, float32, shape (labels,)."""
        scores = vector.weights @ self.weights[vector.ids] + self.offsets
        return 1.0 / (1.0 + np.exp(-scores))


class SignModel:
    """The trained half of a check: which signs a sentence shows, and how risky a text is."""

    def __init__(self, encoder: Ngrams, signs: Plane, risk: Plane) -> None:
        self._encoder, self._signs, self._risk = encoder, signs, risk

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> SignModel:
        """Train on texts and their sentences."""
        parts = [(text, signs, one.risky) for one in examples for text, signs in one.sentences]
        texts = [one.text for one in examples]
        encoder = ENCODER.fit([*(text for text, _, _ in parts), *texts])
        vectors = [encoder.vector(text) for text, _, _ in parts]
        labels = sorted(set().union(*(signs for _, signs, _ in parts)))
        wanted = {label: np.array([label in signs for _, signs, _ in parts]) for label in labels}
        signs = Plane.fit(vectors, wanted, encoder.size, cost=3.0)
        whole = [encoder.vector(text) for text in texts]
        risky = {RISK: np.array([one.risky for one in examples])}
        risk = Plane.fit(whole, risky, encoder.size, cost=10.0)
        return cls(encoder, signs, risk)

    def signs(self, sentence: str) -> list[tuple[str, float]]:
        """Signs whose probability reaches FLOOR, with it."""
        return [(label, share) for label, share in self.scores(sentence) if share >= FLOOR]

    def scores(self, sentence: str) -> list[tuple[str, float]]:
        """Every sign with its probability; none for a text without known features."""
        vector = self._encoder.vector(sentence)
        if not len(vector.ids):
            return []
        return list(zip(self._signs.labels, self._signs.shares(vector).tolist(), strict=True))

    def risk(self, text: str) -> float:
        """How much the whole text is like risky ones, in [0, 1]."""
        return round(self._one(text), 4)

    def _one(self, text: str) -> float:
        vector = self._encoder.vector(text)
        return float(self._risk.shares(vector)[0]) if len(vector.ids) else 0.0

    def save(self, folder: Path) -> None:
        """Write everything into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder.save(folder)
        (folder / "signs.json").write_text(json.dumps({"labels": self._signs.labels}), "utf-8")
        np.savez(
            folder / "signs.npz",
            signs=self._signs.weights.astype(np.float16),
            offsets=self._signs.offsets,
            risk=self._risk.weights,
            risk_offset=self._risk.offsets,
        )

    @classmethod
    def load(cls, folder: Path) -> SignModel:
        """What `save` wrote."""
        about = json.loads((folder / "signs.json").read_text("utf-8"))
        with np.load(folder / "signs.npz", allow_pickle=False) as arrays:
            signs = Plane(tuple(about["labels"]), arrays["signs"].astype(np.float32), arrays["offsets"])
            risk = Plane((RISK,), arrays["risk"], arrays["risk_offset"])
        return cls(ENCODER.load(folder), signs, risk)
