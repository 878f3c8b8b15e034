"""Labelled texts of data/signals/ -> sign models, and how well they do on texts kept back. No Rasa."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.model import LOCALES, Signs
from bot.sign_model import Example, SignModel
from bot.signals import Checker, sentences

FOLDS = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """One labelled text: `signs` maps the ids of its signs to their quotes."""

    locale: str
    text: str
    risky: bool
    signs: Mapping[str, tuple[str, ...]]

    @property
    def example(self) -> Example:
        """The text with its sentences; a sign belongs to each sentence that a quote of it touches."""
        spans = {
            sign: [(start, start + len(quote)) for quote in quotes if (start := self.text.find(quote)) >= 0]
            for sign, quotes in self.signs.items()
        }
        parts = []
        for a, b in sentences(self.text):
            found = {sign for sign, places in spans.items() if any(s < b and a < e for s, e in places)}
            parts.append((self.text[a:b], frozenset(found)))
        return Example(self.text, tuple(parts), self.risky)


def read_texts(root: Path, kind: str) -> list[Text]:
    """The texts of data/signals/<kind>s.<locale>.yml, all languages."""
    texts = []
    for locale in LOCALES:
        rows: list[dict[str, Any]] = yaml.safe_load((root / "signals" / f"{kind}s.{locale}.yml").read_text("utf-8"))
        for row in rows:
            signs = {sign: tuple(quotes) for sign, quotes in row["signs"].items()}
            texts.append(Text(locale, row["text"], row["risky"], signs))
    return texts


def train(texts: Sequence[Text]) -> SignModel:
    """A model of all texts."""
    return SignModel.fit([text.example for text in texts])


def folds(items: Sequence[Any]) -> list[tuple[list[Any], list[Any]]]:
    """(known, kept back) for each fold; the same every time."""
    own = np.random.default_rng(0).permutation(len(items)) % FOLDS
    return [
        (
            [item for item, fold in zip(items, own, strict=True) if fold != kept],
            [item for item, fold in zip(items, own, strict=True) if fold == kept],
        )
        for kept in range(FOLDS)
    ]


def evaluate(signs: Signs, texts: Sequence[Text]) -> dict[str, float]:
    """
    Shares in [0, 1] over texts kept back from the models. The phrases have seen the texts, so
    the figures flatter (docs/data-signals.md).

    caught: risky texts at strong or stop. noticed: above none. false_alarms: harmless ones at strong or stop.
    found, right: of the signs labelled, those found; of the signs found, those labelled.
    """
    counts: dict[str, list[float]] = defaultdict(list)
    for known, judged in folds(texts):
        checker = Checker(signs, train(known))
        for one in judged:
            result = checker.check(one.text)
            got, wanted = {signal.id for signal in result.signals}, set(one.signs) & set(signs.signs)
            graver = result.level in ("strong", "stop")
            for name in ("", f" {one.locale}"):
                if one.risky:
                    counts[f"caught{name}"].append(graver)
                    counts[f"noticed{name}"].append(result.level != "none")
                else:
                    counts[f"false_alarms{name}"].append(graver)
                    counts[f"noticed_in_vain{name}"].append(result.level != "none")
                counts[f"found{name}"] += [sign in got for sign in wanted]
                counts[f"right{name}"] += [sign in wanted for sign in got]
            counts["quotes"] += [one.text[s.start : s.end] == s.quote for s in result.signals]
    return {f"{signs.kind} {name}": round(float(np.mean(values)), 3) for name, values in sorted(counts.items())}
