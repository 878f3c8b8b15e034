"""Talks on SQLite: bounded, expiring state by random id. No words of a user ever come in here.

One row a talk: ids, codes and counts as JSON, when it was last touched. WAL, so that reading and writing do not
wait for each other; secure_delete, so that what is deleted is overwritten.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

State = Mapping[str, Any]

MAX_BYTES = 4096
"""Largest state of one talk, as JSON. A larger one is a bug, and is refused."""

_SCHEMA = (
    "CREATE TABLE talks (id TEXT PRIMARY KEY, state TEXT NOT NULL, touched INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX talks_touched ON talks (touched)",
)
VERSION = 1


class TalkStore:
    """Talks by id. Safe to share between threads; every change is one transaction, on disk when it returns."""

    def __init__(self, path: Path | str, idle_s: int, clock: Callable[[], float] = time.time) -> None:
        """
        Args:
            path: the database file, or ":memory:". Its folder is made, readable to its owner alone.
            idle_s: seconds after which an untouched talk is gone.
            clock: seconds since the epoch.
        """
        self._idle_s, self._clock = idle_s, clock
        self._lock = threading.Lock()
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._migrate()
        self.sweep()

    def _migrate(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version < VERSION:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                for statement in _SCHEMA:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version={VERSION}")

    def read(self, talk: str) -> dict[str, Any] | None:
        """The state of a talk; None where there is none, or it has not been touched for too long."""
        with self._lock:
            row = self._db.execute(
                "SELECT state FROM talks WHERE id = ? AND touched > ?", (talk, self._clock() - self._idle_s)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def write(self, talk: str, state: State) -> None:
        """
        Keep the state of a talk.

        Raises:
            ValueError: the state is larger than MAX_BYTES.
        """
        text = json.dumps(state, separators=(",", ":"), sort_keys=True)
        if len(text) > MAX_BYTES:
            raise ValueError(f"The state of a talk has {len(text)} bytes; at most {MAX_BYTES} are kept.")
        now = int(self._clock())
        with self._lock:
            self._db.execute(
                "INSERT INTO talks VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET state = excluded.state, touched = excluded.touched",
                (talk, text, now),
            )

    def sweep(self) -> int:
        """Overwrite every talk that has not been touched for too long; how many there were."""
        with self._lock:
            gone = self._db.execute("DELETE FROM talks WHERE touched <= ?", (self._clock() - self._idle_s,)).rowcount
            if gone:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def delete(self, talk: str) -> bool:
        """Forget a talk, overwriting it, in the log of the database too; whether there was one."""
        with self._lock:
            found = self._db.execute("DELETE FROM talks WHERE id = ?", (talk,)).rowcount > 0
            if found:
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return found

    def count(self) -> int:
        """How many talks are kept."""
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM talks").fetchone()[0])

    def close(self) -> None:
        """Close the file; later calls raise sqlite3.ProgrammingError."""
        with self._lock:
            self._db.close()
