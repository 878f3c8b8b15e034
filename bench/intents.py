"""Public intent benchmarks, BANKING77 and CLINC150 -> how good our classifier is where others have been measured.

    python bench/intents.py [FOLDER] [--few-only]

FOLDER (or the variable BENCHMARKS; else ../shared/benchmarks) holds banking77/{train,test}.csv and
clinc150/data_full.json as published. Trains on the train part alone, with ten examples a label (mean of three draws)
and with all; scores on the test part; writes bench/results/intents.json. All runs take about five minutes on 2 cores.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot import encoder  # noqa: E402 (the path comes first)
from bot.classifier import Classifier, Features  # noqa: E402
from bot.matching import Ngrams  # noqa: E402

RESULTS = ROOT / "bench" / "results"
SHOTS, DRAWS = 10, 3
REJECTED = 0.05
"""The share of what is in scope that is given up to refuse what is not."""

COLUMNS = ("accuracy", "out_of_scope", "auroc", "fit_s", "ms", "encode_ms")


class Texts(NamedTuple):
    """texts; labels, one a text; vectors of the encoder, float32, (texts, numbers)."""

    texts: list[str]
    labels: list[str]
    vectors: np.ndarray

    def some(self, rows: np.ndarray) -> Texts:
        """Those in these rows."""
        return Texts([self.texts[i] for i in rows], [self.labels[i] for i in rows], self.vectors[rows])


def main() -> None:
    """Measure both sets and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("BENCHMARKS") or ROOT.parent / "shared" / "benchmarks"
    parser.add_argument("folder", nargs="?", type=Path, default=Path(default))
    parser.add_argument("--few-only", action="store_true", help="ten examples a label alone")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"{options.folder}: no such folder. Name the one that holds banking77/ and clinc150/ as FOLDER.")
    found = {}
    print(f"{'':24}" + "".join(f"{column:>13}" for column in COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        encode = encoder.build(Path(folder), len(os.sched_getaffinity(0))).encode
    for name, read in (("banking77", read_banking77), ("clinc150", read_clinc150)):
        parts = read(options.folder)
        begin = time.monotonic()
        train, test, outside = (Texts(texts, labels, encode(texts)) for texts, labels in parts)
        each = (time.monotonic() - begin) / sum(len(texts) for texts, _ in parts) * 1e3
        for size in ("10-shot",) if options.few_only else ("10-shot", "full"):
            draws = [draw(train.labels, seed) for seed in range(DRAWS)]
            rows = draws if size == "10-shot" else [np.arange(len(train.labels))]
            measured = [measure(train.some(one), test, outside) for one in rows]
            figures = {key: float(np.mean([one[key] for one in measured])) for key in measured[0]}
            found[f"{name}.{size}"] = figures | {"encode_ms": each}
            shown = (found[f"{name}.{size}"].get(column) for column in COLUMNS)
            print(f"{name + ' ' + size:24}" + "".join("            -" if x is None else f"{x:13.2f}" for x in shown))
            sys.stdout.flush()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "intents.json").write_text(json.dumps(found, indent=2) + "\n")


Part = tuple[list[str], list[str]]


def read_banking77(folder: Path) -> tuple[Part, Part, Part]:
    """Texts and labels to train on, to test on, and none out of scope."""

    def part(name: str) -> Part:
        with (folder / "banking77" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [row["text"] for row in rows], [row["category"] for row in rows]

    return part("train"), part("test"), ([], [])


def read_clinc150(folder: Path) -> tuple[Part, Part, Part]:
    """Texts and labels to train on, to test on, and those out of scope to test on; nothing else of the set is used."""
    data = json.loads((folder / "clinc150" / "data_full.json").read_text("utf-8"))

    def part(name: str) -> Part:
        return [text for text, _ in data[name]], [label for _, label in data[name]]

    return part("train"), part("test"), part("oos_test")


def draw(labels: Sequence[str], seed: int) -> np.ndarray:
    """Rows of SHOTS examples of each label, by chance."""
    chance, names = np.random.default_rng(seed), np.array(labels)
    chosen = [chance.permutation(np.flatnonzero(names == name))[:SHOTS] for name in sorted(set(labels))]
    return np.sort(np.concatenate(chosen))


def measure(train: Texts, test: Texts, outside: Texts) -> dict[str, float]:
    """
    Train on one, judge the others.

    Returns:
        accuracy: in scope, in per cent. out_of_scope: per cent refused of those, where REJECTED of those in scope
        are. auroc: how well the two are told apart, 0.5 is chance. fit_s: training without the encoder. ms:
        classifying a text without it.
    """
    begin = time.monotonic()
    ngrams, middle = Ngrams.fit(train.texts), train.vectors.mean(axis=0)
    model = Classifier.fit(features(train, ngrams, middle), train.labels, ngrams.size)
    fit_s = time.monotonic() - begin
    begin = time.monotonic()
    inside = features(test, ngrams, middle)
    given = [model.ranking(one, 1)[0][0] for one in inside]
    ms = (time.monotonic() - begin) / len(given) * 1e3
    right = np.mean([one == label for one, label in zip(given, test.labels, strict=True)])
    found = {"accuracy": float(right) * 100, "fit_s": fit_s, "ms": ms}
    if not outside.texts:
        return found
    own, strange = (model.meaning.familiarity(encoder.centred(of.vectors, middle)) for of in (test, outside))
    ranks = np.searchsorted(np.sort(own), strange)
    return found | {
        "out_of_scope": float((strange < np.quantile(own, REJECTED)).mean()) * 100,
        "auroc": 1 - float(ranks.mean()) / len(own),
    }


def features(of: Texts, ngrams: Ngrams, middle: np.ndarray) -> list[Features]:
    """What the classifier sees of each text."""
    vectors = encoder.centred(of.vectors, middle)
    return [Features(ngrams.vector(text), vector) for text, vector in zip(of.texts, vectors, strict=True)]


if __name__ == "__main__":
    main()
