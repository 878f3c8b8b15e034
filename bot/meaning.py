"""Sentence vectors and labels -> a softmax regression, and its scores. No Rasa."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.matching import log_softmax

_STEPS = 60  # of the optimizer; more change nothing that was measured
_COST = 30.0  # how dearly a training example on the wrong side is paid for


@dataclasses.dataclass(frozen=True, slots=True)
class MeaningModel:
    """
    One weight a number and label.

    labels: sorted. weights: float32, (numbers + 1, labels); the last row is added to each.
    """

    labels: tuple[str, ...]
    weights: np.ndarray

    @classmethod
    def fit(
        cls, vectors: np.ndarray, labels: Sequence[str], start: MeaningModel | None = None, steps: int = _STEPS
    ) -> MeaningModel:
        """
        Train.

        Args:
            vectors: float32, (texts, numbers).
            labels: one a text.
            start: a model with the same labels to go on from.
            steps: of the optimizer, at most.
        """
        from scipy.optimize import minimize

        names = tuple(sorted(set(labels)))
        inputs = _with_one(vectors)
        count, columns = inputs.shape
        wanted = np.zeros((count, len(names)), np.float32)
        wanted[np.arange(count), np.searchsorted(names, labels)] = 1

        def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
            weights = flat.reshape(columns, -1).astype(np.float32)
            scores = log_softmax(inputs @ weights)
            error = np.exp(scores) - wanted
            error /= count
            penalty = weights / (_COST * count)
            value = -float((wanted * scores).sum()) / count + 0.5 * float((penalty * weights).sum())
            return value, (inputs.T @ error + penalty).ravel().astype(np.float64)

        begin = np.zeros(columns * len(names)) if start is None else start.weights.ravel().astype(np.float64)
        found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": steps})
        return cls(names, found.x.reshape(columns, -1).astype(np.float32))

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """Logarithms of the probabilities, float32, (texts, labels)."""
        return log_softmax(_with_one(vectors) @ self.weights)

    def familiarity(self, vectors: np.ndarray) -> np.ndarray:
        """
        How much like anything trained on, float32, (texts,), higher is more; of no fixed scale.

        It is what the softmax divides away, which tells what is out of scope better than confidence does (Liu et al.,
        "Energy-based Out-of-distribution Detection", 2020; docs/bench.md).
        """
        return np.logaddexp.reduce(_with_one(vectors) @ self.weights, axis=1)

    def save(self, folder: Path) -> None:
        """Write everything into `folder`; the labels stand in the file of the classifier."""
        np.save(folder / "meaning.npy", self.weights, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, labels: tuple[str, ...]) -> MeaningModel:
        """What `save` wrote."""
        return cls(labels, np.load(folder / "meaning.npy", allow_pickle=False))


def _with_one(vectors: np.ndarray) -> np.ndarray:
    return np.hstack([vectors, np.ones((len(vectors), 1), np.float32)]).astype(np.float32)
