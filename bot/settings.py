"""Environment -> Settings. Nothing else reads the environment."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """
    What an operator may set. Each field is the variable SECONDLOOK_<FIELD>, but `port`, which is PORT.

    content_root, data_root: what the bot says, and what it learns conversation from.
    models: folder of trained models. state: folder of the database and the signing key.
    host, port: where the server listens.
    idle_hours: a talk not touched for this long is deleted.
    max_chars: longest message, in characters. rate: messages a session may send, in the notation of `limits`.
    session_rate: sessions an address may open. max_waiting: messages handled at once before 503 is answered.
    """

    content_root: Path = ROOT / "content"
    data_root: Path = ROOT / "data"
    models: Path = ROOT / "models"
    state: Path = ROOT / "var"
    host: str = "127.0.0.1"
    port: int = 5005
    idle_hours: int = 24
    max_chars: int = 2000
    rate: str = "5/second;60/minute"
    session_rate: str = "300/minute"
    max_waiting: int = 200


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Settings as the environment gives them, defaults elsewhere.

    Raises:
        SettingsError: a value cannot be used; the message names the variable.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for field in dataclasses.fields(Settings):
        variable = "PORT" if field.name == "port" else f"SECONDLOOK_{field.name.upper()}"
        text = environment.get(variable, "").strip()
        if text:
            values[field.name] = _read(variable, text, field.default)
    return Settings(**values)  # type: ignore[arg-type]


def _read(variable: str, text: str, default: object) -> object:
    if isinstance(default, Path):
        return Path(text).resolve()
    if isinstance(default, int):
        highest = 65535 if variable == "PORT" else 10**9
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= highest):
            raise SettingsError(f"{variable} is '{text}'; expected a whole number from 1 to {highest}. Correct it.")
        return int(text)
    return text
