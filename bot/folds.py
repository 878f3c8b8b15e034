"""Examples -> groups of near copies -> folds that no group straddles: a model is not judged by what it has read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from bot.text import plain

ALIKE = 80
"""Similarity in [0, 100], diacritics and case aside, from which two texts are near copies."""

_ROWS = 1000  # compared with all others at a time, so that the table of similarities stays small


def near_copies(texts: Sequence[str], alike: int = ALIKE) -> np.ndarray:
    """
    The number of each text's group, int, (texts,), rising from 0 in order of first appearance.

    A copy of a copy is in the group too. Compares each with each: 10,000 short texts take about five seconds.
    """
    from rapidfuzz import fuzz, process
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    plains = [plain(text) for text in texts]
    firsts: list[np.ndarray] = []
    seconds: list[np.ndarray] = []
    for start in range(0, len(plains), _ROWS):
        rows = plains[start : start + _ROWS]
        table = process.cdist(rows, plains[start:], scorer=fuzz.ratio, score_cutoff=alike, dtype=np.uint8, workers=-1)
        first, second = np.nonzero(table)
        firsts.append(first + start)
        seconds.append(second + start)
    if not plains:
        return np.zeros(0, int)
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    size = (len(plains), len(plains))
    return connected_components(coo_array((np.ones(len(first), bool), (first, second)), size), directed=False)[1]


def split(labels: Sequence[str], groups: Sequence[int], count: int) -> np.ndarray:
    """
    The fold of each example, int in [0, count), (examples,).

    Groups stay whole; labels are spread as evenly as that allows. The same examples are always split the same way.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    order = list(members.values())
    np.random.default_rng(0).shuffle(order)  # authors wrote like after like
    folds = np.zeros(len(labels), int)
    filled: dict[str, Counter[int]] = defaultdict(Counter)
    for places in sorted(order, key=len, reverse=True):
        label = labels[places[0]]
        fold = min(range(count), key=lambda f: (filled[label][f], filled[""][f]))
        folds[places] = fold
        filled[""][fold] += len(places)
        for place in places:
            filled[labels[place]][fold] += 1
    return folds
