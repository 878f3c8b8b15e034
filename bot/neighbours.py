"""Sentence vectors of the training examples -> which labels the nearest of them have. No Rasa.

A straight border between topics cannot follow every story; the examples themselves can (docs/adr/0010-encoder.md).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.matching import log_softmax

CANDIDATES = 12
"""Labels, likeliest first by other means, whose examples are looked at: cost does not grow with the topics."""

_REACH = 0.03  # of cosine: an example that much farther counts e times less
_HIGHEST = 127  # of 8 bits
_LEAST = 1e-6  # share of a label that is not near at all
_ALIKE = 3  # parts of length 1 in a vector, so that a product of two is at most this


@dataclasses.dataclass(frozen=True, slots=True)
class Neighbours:
    """
    The examples of a label stand side by side.

    vectors: int8, (examples, numbers), to be multiplied by scales: float32, (examples,). starts: int, (labels + 1,).
    """

    vectors: np.ndarray
    scales: np.ndarray
    starts: np.ndarray

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: Sequence[str]) -> Neighbours:
        """Keep the examples, float32, (texts, numbers)."""
        order = np.argsort(np.array(labels), kind="stable")
        _, counts = np.unique(np.array(labels), return_counts=True)
        scales = np.abs(vectors[order]).max(axis=1) / _HIGHEST
        small = np.round(vectors[order] / scales[:, None]).astype(np.int8)
        return cls(small, scales.astype(np.float32), np.concatenate([[0], np.cumsum(counts)]))

    def scores(self, vector: np.ndarray, likely: np.ndarray) -> np.ndarray:
        """
        Logarithms of how much of what is near has each label, float32, (labels,).

        Args:
            vector: float32, (numbers,).
            likely: scores by other means, (labels,); beyond the CANDIDATES highest, labels get the least score.
        """
        scores = np.full(len(self.starts) - 1, np.log(_LEAST), np.float32)
        chosen = np.argsort(-likely)[:CANDIDATES]
        examples = [slice(self.starts[i], self.starts[i + 1]) for i in chosen]
        near = [self.vectors[rows].astype(np.float32) @ vector * self.scales[rows] for rows in examples]
        weights = [np.logaddexp.reduce(products / (_ALIKE * _REACH)) for products in near]
        scores[chosen] = np.maximum(log_softmax(np.array(weights, np.float32)), np.log(_LEAST))
        return scores

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        np.savez(folder / "neighbours.npz", vectors=self.vectors, scales=self.scales, starts=self.starts)

    @classmethod
    def load(cls, folder: Path) -> Neighbours:
        """What `save` wrote."""
        with np.load(folder / "neighbours.npz", allow_pickle=False) as arrays:
            return cls(arrays["vectors"], arrays["scales"], arrays["starts"])
