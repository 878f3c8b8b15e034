"""Content, data and configuration -> a model file; and whether the one there still fits."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot import sign_training
from bot.checking import FOLDER
from bot.content import live_content
from bot.errors import ModelError
from bot.model import CHECKS, Content
from bot.settings import ROOT, Settings

NAME = "secondlook.tar.gz"
FINGERPRINT = "secondlook.json"
CONFIG, DOMAIN = ROOT / "bot" / "config.yml", ROOT / "bot" / "domain.yml"

# What a model is made of, besides the questions of content/: a change in any of these asks for training.
_MADE_OF = (
    "bot/config.yml",
    "bot/domain.yml",
    "bot/classifier.py",
    "bot/encoder.py",
    "bot/graph.py",
    "bot/language.py",
    "bot/matching.py",
    "bot/meaning.py",
    "bot/neighbours.py",
    "bot/pieces.py",
    "bot/sign_model.py",
    "bot/sign_training.py",
    "bot/signals.py",
    "bot/text.py",
    "bot/weights.py",
    "bot/adapters/importer.py",
    "requirements.lock",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """A trained model's file, and the fingerprint of what it was made of."""

    path: Path
    fingerprint: str


def fingerprint(settings: Settings) -> str:
    """
    What a model trained now would be made of, as a hash. Answer texts are not part of it: they need no training.

    Raises:
        BrokenContentError: content/ is broken.
    """
    digest = hashlib.sha256()
    for part in _parts(live_content(settings.content_root).now()):
        digest.update(part.encode() + b"\0")
    paths = [ROOT / name for name in _MADE_OF]
    paths += sorted((ROOT / "bot" / "nlu").glob("*.py")) + sorted(settings.data_root.rglob("*.yml"))
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _parts(content: Content) -> Iterator[str]:
    for (topic, locale), card in sorted(content.answers.items()):
        yield from (topic, locale, *card.questions)
    for name, locale in sorted([*content.replies, *content.crises]):
        yield from (name, locale)


def fitting(settings: Settings) -> Model | None:
    """The model on disk, where it is made of what is there now; else None."""
    try:
        kept = json.loads((settings.models / FINGERPRINT).read_text("utf-8"))["fingerprint"]
    except (FileNotFoundError, ValueError, KeyError):
        return None
    path = settings.models / NAME
    return (
        Model(path, kept)
        if path.exists() and (settings.models / FOLDER).exists() and kept == fingerprint(settings)
        else None
    )


def train(settings: Settings) -> Model:
    """
    Train a model and put it in place of the last one, which stays where training fails.

    Raises:
        BrokenContentError: content/ is broken; nothing was trained.
        ModelError: Rasa made no model.
    """
    made_of = fingerprint(settings)
    os.environ["LOG_LEVEL"] = "ERROR"  # without Rasa's bars, which count rules; our components say what they learn
    import rasa.model_training

    settings.models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.models) as folder:
        with contextlib.redirect_stdout(io.StringIO()):
            result = rasa.model_training.train(
                domain=str(DOMAIN),
                config=str(CONFIG),
                training_files=[str(settings.data_root / "nlu"), str(settings.data_root / "stories")],
                output=folder,
                force_training=True,
                fixed_model_name="model",
            )
        if not result.model:
            raise ModelError("Rasa made no model. Read the messages above, correct what they name, train again.")
        path = settings.models / NAME
        for kind in CHECKS:
            sign_training.train(sign_training.read_texts(settings.data_root, kind)).save(Path(folder) / FOLDER / kind)
        shutil.rmtree(settings.models / FOLDER, ignore_errors=True)
        shutil.move(Path(folder) / FOLDER, settings.models / FOLDER)
        shutil.move(result.model, path)
    (settings.models / FINGERPRINT).write_text(json.dumps({"fingerprint": made_of}) + "\n", "utf-8")
    return Model(path, made_of)
