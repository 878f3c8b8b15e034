"""Texts and labels -> a linear model over words and parts of words, and its scores. No Rasa.

Small on purpose: it trains in seconds, reads a message in a fraction of a millisecond, and is kept as JSON and
plain arrays, never as pickles. Figures: docs/adr/0006-matching.md.
"""

from __future__ import annotations

import collections
import dataclasses
import hashlib
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bot.text import plain


class Vector(NamedTuple):
    """Feature ids (int32, rising) and their weights (float32, length 1 in all), each of shape (features found,)."""

    ids: np.ndarray
    weights: np.ndarray

    def fingerprint(self) -> str:
        """What Rasa knows a training example's vector by; it would print the arrays otherwise, 10 s in all."""
        return hashlib.md5(self.ids.tobytes() + self.weights.tobytes(), usedforsecurity=False).hexdigest()


_WORD = re.compile(r"\w+")
SHORTEST, LONGEST = 2, 5


def grams(text: str) -> Iterator[str]:
    """Words, pairs of neighbouring words, and parts of 2 to 5 letters of each word with its ends marked."""
    words = _WORD.findall(plain(text))
    for word in words:
        yield f"={word}"
    for first, second in itertools.pairwise(words):
        yield f"{first} {second}"
    for word in words:
        padded = f"<{word}>"
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


class Ngrams:
    """Text -> Vector; learns which parts of words are worth counting, and how much each tells."""

    def __init__(self, vocabulary: dict[str, int], idf: np.ndarray) -> None:
        """
        Args:
            vocabulary: part -> feature id, 0 … n-1.
            idf: float32, shape (n,), the weight of each feature.
        """
        self._vocabulary, self._idf = vocabulary, idf

    @property
    def size(self) -> int:
        """How many features there are."""
        return len(self._vocabulary)

    @classmethod
    def fit(cls, texts: Sequence[str], least: int = 2) -> Ngrams:
        """Features that stand in at least `least` of the texts."""
        counts: collections.Counter[str] = collections.Counter()
        for text in texts:
            counts.update(set(grams(text)))
        kept = sorted(part for part, count in counts.items() if count >= least)
        frequency = np.array([counts[part] for part in kept], dtype=np.float32)
        idf = np.log((1 + len(texts)) / (1 + frequency)) + 1
        return cls({part: place for place, part in enumerate(kept)}, idf.astype(np.float32))

    def vector(self, text: str) -> Vector:
        """The text's features; both arrays are empty where it shares none with the training texts."""
        places = [self._vocabulary[part] for part in grams(text) if part in self._vocabulary]
        ids, counts = np.unique(np.array(places, dtype=np.int32), return_counts=True)
        weights = (1 + np.log(counts)).astype(np.float32) * self._idf[ids]
        length = np.sqrt(weights @ weights)
        return Vector(ids, weights / length if length else weights)

    def familiar(self, text: str) -> float:
        """The share of the text's words that the training texts used, in [0, 1]; 1 where it has none."""
        words = _WORD.findall(plain(text))
        return sum(f"={word}" in self._vocabulary for word in words) / len(words) if words else 1.0

    def save(self, folder: Path) -> None:
        """Write vocabulary and weights into `folder`."""
        (folder / "vocabulary.json").write_text(json.dumps(list(self._vocabulary), ensure_ascii=False), "utf-8")
        np.save(folder / "idf.npy", self._idf, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Ngrams:
        """What `save` wrote."""
        parts = json.loads((folder / "vocabulary.json").read_text("utf-8"))
        return cls({part: place for place, part in enumerate(parts)}, np.load(folder / "idf.npy", allow_pickle=False))


@dataclasses.dataclass(frozen=True, slots=True)
class LinearModel:
    """
    One weight a feature and label.

    labels: sorted. weights: float16, (features, labels), enough to rank by. offsets: float32, (labels,).
    sharpness: what scores are multiplied by before the softmax, so that confidences mean what they say.
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    offsets: np.ndarray
    sharpness: float

    @classmethod
    def fit(
        cls,
        vectors: Sequence[Vector],
        labels: Sequence[str],
        size: int,
        cost: float = 1.0,
        sharpness: float | None = None,
    ) -> LinearModel:
        """
        Train on vectors of `size` features, each label weighing the same however many examples it has.

        Scores of a held-out fifth set the sharpness, where none is given. Raises ValueError where there are fewer
        than two labels.
        """
        matrix, wanted = _matrix(vectors, size), np.array(labels)
        names = tuple(sorted(set(labels)))
        if sharpness is None:
            train, test = held_out(wanted)
            weights, offsets = _train(matrix[train], wanted[train], cost)
            sharpness = sharpest(matrix[test] @ weights + offsets, np.searchsorted(names, wanted[test]))
        weights, offsets = _train(matrix, wanted, cost)
        return cls(names, weights.astype(np.float16), offsets, sharpness)

    def scores(self, vector: Vector) -> np.ndarray:
        """Logarithms of the confidence of each label, float32, (labels,)."""
        # Features rise; those beyond the last that any of its own examples had, the model has never seen.
        known = np.searchsorted(vector.ids, len(self.weights))
        ids, values = vector.ids[:known], vector.weights[:known]
        return log_softmax((values @ self.weights[ids].astype(np.float32) + self.offsets) * self.sharpness)

    def probabilities(self, vector: Vector) -> np.ndarray:
        """Confidence of each label, float32, shape (labels,), summing to 1."""
        return np.exp(self.scores(vector))

    def ranking(self, vector: Vector, most: int = 10) -> list[tuple[str, float]]:
        """Labels with their confidence, best first, at most `most`."""
        return ranked(self.labels, self.probabilities(vector), most)

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        about = {"labels": self.labels, "sharpness": self.sharpness}
        (folder / "words.json").write_text(json.dumps(about), "utf-8")
        np.savez(folder / "words.npz", weights=self.weights, offsets=self.offsets)

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """What `save` wrote."""
        about = json.loads((folder / "words.json").read_text("utf-8"))
        with np.load(folder / "words.npz", allow_pickle=False) as arrays:
            return cls(tuple(about["labels"]), arrays["weights"], arrays["offsets"], about["sharpness"])


def ranked(labels: Sequence[str], confidences: np.ndarray, most: int) -> list[tuple[str, float]]:
    """Labels with their confidence, best first, at most `most`."""
    return [(labels[i], float(confidences[i])) for i in np.argsort(-confidences, kind="stable")[:most]]


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Scores -> logarithms of shares, along the last axis."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))


def held_out(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows of four fifths to learn from and of one fifth to judge by, the labels spread evenly."""
    from sklearn.model_selection import train_test_split

    train, test = train_test_split(np.arange(len(labels)), test_size=0.2, stratify=labels, random_state=0)
    return train, test


FACTORS = np.geomspace(0.5, 20, 40)
"""What scores may be multiplied by."""


def loss(scores: np.ndarray, wanted: np.ndarray) -> float:
    """How unlikely the wanted labels are under these scores, (texts, labels), on average."""
    return -float(log_softmax(scores)[np.arange(len(wanted)), wanted].mean())


def sharpest(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The factor under which the wanted labels are most likely."""
    return float(min(FACTORS, key=lambda factor: loss(scores * factor, wanted)))


def _matrix(vectors: Sequence[Vector], size: int) -> Any:
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(ids) for ids, _ in vectors)])
    ids = np.concatenate([ids for ids, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, ids, starts), shape=(len(vectors), size), dtype=np.float32)


def _train(matrix: Any, labels: np.ndarray, cost: float) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=cost, class_weight="balanced", random_state=0, tol=1e-2).fit(matrix, labels)
    weights, offsets = model.coef_.T, model.intercept_
    if weights.shape[1] == 1:  # two labels share one plane
        weights, offsets = np.hstack([-weights, weights]), np.hstack([-offsets, offsets])
    return np.ascontiguousarray(weights, dtype=np.float32), offsets.astype(np.float32)
