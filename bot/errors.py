"""Every error this project raises on purpose: where, what is wrong (found, wanted), what to do."""

from __future__ import annotations

from pathlib import Path


class BotError(Exception):
    """The root of our errors. Messages never hold a user's words."""


class SettingsError(BotError):
    """A setting from the environment cannot be used."""


class ContentError(BotError):
    """One thing in one content file that must be corrected before the bot can use it."""

    def __init__(self, path: Path | str, line: int, wrong: str, to_do: str) -> None:
        """
        Args:
            path: the file, as the editor knows it (relative to the project where possible).
            line: 1-based; the line the editor should look at.
            wrong: what was found and what was wanted, a full sentence.
            to_do: what to do about it, a full sentence.
        """
        super().__init__(f"{path}:{line}: {wrong} {to_do}")
        self.path, self.line, self.wrong, self.to_do = str(path), line, wrong, to_do


class BrokenContentError(BotError):
    """All that is wrong with a content tree, so that an editor corrects it in one go."""

    def __init__(self, errors: list[ContentError]) -> None:
        """`errors` is not empty; it is kept in order of file and line."""
        self.errors = sorted(errors, key=lambda error: (error.path, error.line))
        super().__init__("\n".join(map(str, self.errors)))


class SessionError(BotError):
    """A session token is missing, forged, too old, or its talk was deleted."""


class PayloadError(BotError):
    """A button's payload that this bot never offers."""


class ModelError(BotError):
    """There is no trained model, or it cannot be used."""
