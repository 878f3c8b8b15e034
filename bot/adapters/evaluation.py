"""Our own examples -> how well each is understood by models that saw neither it nor its near copies.

Examples of one author on one topic are alike in more than words, so these figures still differ from what people
write; they serve to compare one model with the next.
"""

from __future__ import annotations

import datetime
import itertools
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasa.shared.utils.io
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import encoder, measuring
from bot.adapters.importer import METADATA, ContentImporter
from bot.adapters.training import CONFIG, DOMAIN
from bot.classifier import Features
from bot.content import live_content
from bot.encoder import centred
from bot.folds import near_copies, split
from bot.matching import Ngrams
from bot.nlu.classifiers import ASK, SCREENED, AnswerSelector, IntentClassifier, fitted
from bot.nlu.features import FEATURES, SENTENCES, cores, sentences
from bot.nlu.gate import OUT_OF_SCOPE, AnswerGate
from bot.nlu.screen import SafetyScreen
from bot.nlu.screen import label as crisis_of
from bot.settings import Settings

CONFUSIONS = 30
TIMED = 400

Encode = Callable[[Sequence[str]], np.ndarray]
"""Texts -> vectors, float32, (texts, encoder.PARTS[-1]), not yet centred."""


class Example(NamedTuple):
    """An example of content/ or data/; `category` is empty where it is no question."""

    text: str
    intent: str
    key: str
    locale: str
    category: str

    @property
    def label(self) -> str:
        """What it is to be understood as: `ask/what_is_grooming`, `disclose/crisis_abuse`, `greet`."""
        return self.key or self.intent

    @property
    def kind(self) -> str:
        """Its crisis, or the intent; all small talk is one kind."""
        if self.intent == "disclose":
            return self.key.partition("/")[2]
        return self.intent if self.intent in (*SCREENED, ASK, OUT_OF_SCOPE) else "smalltalk"


class Judged(NamedTuple):
    """
    What was made of an example. ranking: labels of answers with their confidence, best first. level, crisis: of the
    screen. taken: the intent that the rules would act on.
    """

    example: Example
    ranking: list[tuple[str, float]]
    level: str
    crisis: str
    taken: str

    @property
    def is_right(self) -> bool:
        """Whether the likeliest answer is the right one."""
        return self.ranking[0][0] == self.example.key


def read_examples(chosen: Settings) -> list[Example]:
    """All training examples."""
    importer = ContentImporter(str(CONFIG), str(DOMAIN), [str(chosen.data_root)])
    answers = live_content(chosen.content_root).now().answers
    found = []
    for message in importer.get_nlu_data().intent_examples:
        text, key = message.get(TEXT), message.get(INTENT_RESPONSE_KEY) or ""
        locale = (message.get(METADATA) or {}).get("locale") or "?"
        topic = key.partition("/")[2]
        category = answers[topic, locale].category if message.get(INTENT) == ASK else ""
        if text:
            found.append(Example(text, message.get(INTENT), key, locale, category))
    return found


def evaluate(
    examples: Sequence[Example], folds: int, encode: Encode | None = None, tell: Callable[[str], None] = print
) -> dict[str, Any]:
    """
    Figures as docs/bench.md describes them; shares in [0, 1].

    Args:
        folds: how many times all is trained.
        encode: instead of the real encoder, in tests.
        tell: gets a line about each step.
    """
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        groups = _groups(examples)
        tell(f"{len(examples)} examples in {len(set(groups))} groups of near copies, {folds} folds")
        texts = list(dict.fromkeys(itertools.chain(*((e.text, *sentences(e.text)) for e in examples))))
        vectors = (encode or encoder.build(Path(folder), cores()).encode)(texts)
        place = {text: i for i, text in enumerate(texts)}
        tell(f"{len(texts)} texts and sentences encoded, {time.monotonic() - begin:.0f} s")
        fold_of = split([example.label for example in examples], groups, folds)
        judged: list[Judged] = []
        tell(f"{'fold':>4}{'top-1':>8}{'top-3':>8}{'cries':>8}{'alarms':>8}{'seconds':>9}")
        for fold in range(folds):
            begin = time.monotonic()
            known = [example for example, own in zip(examples, fold_of, strict=True) if own != fold]
            pipeline = _Pipeline(known, {text: vectors[place[text]] for text in (e.text for e in known)})
            held = [example for example, own in zip(examples, fold_of, strict=True) if own == fold]
            here = [pipeline.judge(example, vectors[[place[text] for text in _parts(example)]]) for example in held]
            tell(_row(fold, here, time.monotonic() - begin))
            judged += here
        timed = [example.text for example in examples if example.intent == ASK]
        timed = timed[:: max(1, len(timed) // TIMED)]
        latency = _latency(pipeline, timed, encode or encoder.build(Path(folder)).encode)
    return {
        "made": datetime.date.today().isoformat(),
        "folds": folds,
        "examples": len(examples),
        "groups": len(set(groups)),
        **figures(judged),
        "latency_ms": latency,
    }


def _parts(example: Example) -> list[str]:
    return [example.text, *sentences(example.text)]


def _groups(examples: Sequence[Example]) -> list[int]:
    """Near copies are looked for within a language: across, only names are written alike."""
    found = [0] * len(examples)
    used = 0
    for locale in sorted({example.locale for example in examples}):
        places = [i for i, example in enumerate(examples) if example.locale == locale]
        own = near_copies([examples[i].text for i in places])
        for i, group in zip(places, own.tolist(), strict=True):
            found[i] = used + group
        used += int(own.max()) + 1
    return found


class _Pipeline:
    """The components of bot/config.yml from the screen on, trained on some of the examples."""

    def __init__(self, known: Sequence[Example], vectors: Mapping[str, np.ndarray]) -> None:
        self._ngrams = Ngrams.fit([example.text for example in known])
        self._middle = np.mean(list(vectors.values()), axis=0)
        features = [self._features([example.text], vectors[example.text][None])[0] for example in known]
        messages = [_message(example) for example in known]

        chosen = {entry["name"]: entry for entry in rasa.shared.utils.io.read_config_file(CONFIG)["pipeline"]}

        def config(component: Any) -> dict[str, Any]:
            return {**component.get_default_config(), **chosen[f"{component.__module__}.{component.__name__}"]}

        def trained(component: Any, label: Callable[[Message], str | None]) -> Any:
            own = config(component)
            labels = [label(message) for message in messages]
            labelled = [(found, label) for found, label in zip(features, labels, strict=True) if label]
            return component(own, fitted(labelled, own["cost"], own.get("neighbours", False)), None, None)

        self._components = [
            trained(SafetyScreen, crisis_of),
            *(
                trained(component, component({}, None, None, None).label)
                for component in (IntentClassifier, AnswerSelector)
            ),
            AnswerGate(config(AnswerGate)),
        ]

    def _features(self, texts: Sequence[str], vectors: np.ndarray) -> list[Features]:
        meant = centred(vectors, self._middle)
        return [Features(self._ngrams.vector(text), vector) for text, vector in zip(texts, meant, strict=True)]

    def understand(self, text: str, vectors: np.ndarray) -> Message:
        """The message of a text, given the vectors of it and of its sentences."""
        message = Message({TEXT: text})
        whole, *parts = self._features([text, *sentences(text)], vectors)
        message.set(FEATURES, whole)
        message.set(SENTENCES, parts)
        for component in self._components:
            component.process([message])
        return message

    def judge(self, example: Example, vectors: np.ndarray) -> Judged:
        """What is made of an example."""
        message = self.understand(example.text, vectors)
        screen, selector = message.get("screen"), message.get("response_selector")[ASK]
        ranking = [(one["intent_response_key"], one["confidence"]) for one in selector["ranking"]]
        return Judged(example, ranking, screen["level"], screen["crisis"], message.get(INTENT)["name"])


def _message(example: Example) -> Message:
    return Message({TEXT: example.text, INTENT: example.intent, INTENT_RESPONSE_KEY: example.key or None})


def _latency(pipeline: _Pipeline, texts: Sequence[str], encode: Encode) -> dict[str, float]:
    """Milliseconds from text to intent on one core, without Rasa's own part and without the language."""
    times = []
    for text in texts:
        begin = time.perf_counter()
        pipeline.understand(text, encode([text, *sentences(text)]))
        times.append((time.perf_counter() - begin) * 1e3)
    return {"p50": float(np.percentile(times, 50)), "p95": float(np.percentile(times, 95)), "n": len(times)}


def _row(fold: int, judged: Sequence[Judged], seconds: float) -> str:
    asked = [one for one in judged if one.example.intent == ASK]
    cries = [one for one in judged if one.example.intent == "disclose"]
    others = [one for one in judged if one.example.intent != "disclose"]
    shares = [
        _share(one.is_right for one in asked),
        _share(_is_among(one, 3) for one in asked),
        _share(one.level == "disclosure" for one in cries),
        _share(one.level == "disclosure" for one in others),
    ]
    return f"{fold + 1:4}" + "".join(f"{share * 100:7.1f}%" for share in shares) + f"{seconds:9.0f}"


def figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures of everything that was judged, without those of the run."""
    asked = [one for one in judged if one.example.intent == ASK]
    confidences, right = [one.ranking[0][1] for one in asked], [one.is_right for one in asked]
    return {
        "questions": {
            "all": _questions(asked),
            **{
                name: {value: _questions(group) for value, group in _grouped(asked, key)}
                for name, key in (
                    ("language", lambda one: one.example.locale),
                    ("category", lambda one: one.example.category),
                    ("style", lambda one: measuring.style(one.example.text)),
                )
            },
        },
        "calibration": measuring.calibration(confidences, right),
        "coverage": measuring.coverage(confidences, right),
        "confusions": _confusions(asked),
        "screen": {
            locale: {kind: _screened(one) for kind, one in _grouped(group, lambda one: one.example.kind)}
            | {"cries": _screened([one for one in group if one.example.intent == "disclose"])}
            | {"others": _screened([one for one in group if one.example.intent != "disclose"])}
            for locale, group in _grouped(judged, lambda one: one.example.locale)
        },
        "out_of_scope": {
            locale: _refused(group)
            for locale, group in _grouped(
                [one for one in judged if one.example.intent == OUT_OF_SCOPE], lambda one: one.example.locale
            )
        },
    }


_REFUSED = (OUT_OF_SCOPE, "nlu_fallback")


def _questions(asked: Sequence[Judged]) -> dict[str, float]:
    """
    top1, top3: the right answer is (among) the likeliest. Then what would be said: answered, and wrong ones of all;
    offered ("did you mean"); rejected; and `ece`, the expected calibration error.
    """
    confidences, right = [one.ranking[0][1] for one in asked], [one.is_right for one in asked]
    return {
        "n": len(asked),
        "top1": _share(right),
        "top3": _share(_is_among(one, 3) for one in asked),
        "answered": _share(one.taken == ASK for one in asked),
        "wrong": _share(one.taken == ASK and not one.is_right for one in asked),
        "offered": _share(one.taken == "unsure" for one in asked),
        "rejected": _share(one.taken in _REFUSED for one in asked),
        "ece": measuring.calibration_error(measuring.calibration(confidences, right)),
    }


def _confusions(asked: Sequence[Judged]) -> list[dict[str, Any]]:
    """Pairs of topics taken for each other most often, with one of the questions."""
    wrong = [one for one in asked if not one.is_right]
    pairs = Counter((one.example.locale, one.example.key, one.ranking[0][0]) for one in wrong)
    questions = {(one.example.locale, one.example.key, one.ranking[0][0]): one.example.text for one in wrong}
    return [
        {"locale": pair[0], "wanted": pair[1], "given": pair[2], "n": count, "question": questions[pair]}
        for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:CONFUSIONS]
    ]


def _screened(judged: Sequence[Judged]) -> dict[str, float]:
    """
    disclosure, noticed: shares taken for a cry, and for at least a possible one. crisis: the right one, of the former.
    """
    cries = [one for one in judged if one.level == "disclosure"]
    return {
        "n": len(judged),
        "disclosure": _share(one.level == "disclosure" for one in judged),
        "noticed": _share(one.level != "none" for one in judged),
        "crisis": _share(one.crisis == one.example.kind for one in cries),
    }


def _refused(judged: Sequence[Judged]) -> dict[str, float]:
    return {
        "n": len(judged),
        "refused": _share(one.taken in _REFUSED for one in judged),
        "answered": _share(one.taken == ASK for one in judged),
    }


def _grouped(judged: Iterable[Judged], key: Callable[[Judged], str]) -> Iterator[tuple[str, list[Judged]]]:
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        found[key(one)].append(one)
    yield from sorted(found.items())


def _is_among(one: Judged, most: int) -> bool:
    return one.example.key in [label for label, _ in one.ranking[:most]]


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
