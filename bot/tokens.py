"""The id of a talk <-> a signed token that only this server can have made."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer

from bot.errors import SessionError

KEY_FILE = "signing.key"
_SALT = "secondlook.session"


class Tokens:
    """Signs and reads session tokens; they hold nothing but a random id and the time of signing."""

    def __init__(self, key: str, max_age_s: int) -> None:
        self._serializer, self.max_age_s = URLSafeTimedSerializer(key, salt=_SALT), max_age_s

    def sign(self, talk: str) -> str:
        """The token of a talk."""
        return str(self._serializer.dumps(talk))

    def read(self, token: str) -> str:
        """
        The talk of a token.

        Raises:
            SessionError: the token is forged, damaged or too old.
        """
        try:
            talk = self._serializer.loads(token, max_age=self.max_age_s)
        except BadData as error:
            raise SessionError("The session token is not valid.") from error
        if not isinstance(talk, str):
            raise SessionError("The session token is not valid.")
        return talk


def read_key(folder: Path) -> str:
    """The server's signing key, made at the first call, readable to its owner alone."""
    path = folder / KEY_FILE
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path.read_text("ascii").strip()
