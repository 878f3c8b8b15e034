"""What tests share: the content, a trained bot, a running server, and a copy of the content to break."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest

from bot import lean

# A slow moment of the machine is no failure; speed is measured in bench/.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

lean.install()

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


@pytest.fixture(scope="session")
def content():
    from bot.content import read_content

    return read_content(ROOT / "content")


@pytest.fixture
def tree(tmp_path) -> Path:
    """A copy of content/ that a test may break."""
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


@pytest.fixture(scope="session")
def model() -> Path:
    """The model that `make train` made."""
    from bot.adapters import training
    from bot.settings import settings

    found = training.fitting(settings())
    assert found, "there is no model of what content/ and data/ hold now: run 'make train'"
    return found.path


@pytest.fixture(scope="session")
def bot(model):
    """The trained bot, talks in memory."""
    from bot.adapters.bot import Bot
    from bot.adapters.tracker_store import StateTrackerStore
    from bot.store import TalkStore

    return Bot.load(model, 2000, StateTrackerStore(store=TalkStore(":memory:", 3600)))


@pytest.fixture
def talk(bot):
    """Say things in one talk: talk("text") or talk(payload="/open_menu"); returns the first reply."""
    return Talk(bot)


class Talk:
    """One talk with the bot, as a test writes it."""

    def __init__(self, bot, locale: str | None = "en", country: str | None = None) -> None:
        self.bot = bot
        self.id = asyncio.run(bot.open(locale, country))

    def __call__(self, text: str | None = None, payload: str | None = None) -> dict[str, Any]:
        from bot.content import live_content
        from bot.payloads import read_payload

        if payload is None:
            replies = asyncio.run(self.bot.hear(self.id, text))
        else:
            replies = asyncio.run(self.bot.press(self.id, read_payload(payload, live_content(ROOT / "content").now())))
        assert replies, "the bot said nothing"
        return replies[0]

    def button(self, reply: dict[str, Any], title: str) -> dict[str, Any]:
        """Press the button of a reply."""
        return self(payload=next(button["payload"] for button in reply["buttons"] if button["title"] == title))


class Reply(NamedTuple):
    status: int
    headers: Any  # names in any case
    body: Any


class Server:
    """A server in a process of its own, and a client for it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "server.log"
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "PORT": str(self.port),
            "SECONDLOOK_STATE": str(folder / "var"),
            "SECONDLOOK_RATE": "1000/second",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "bot.adapters.cli", "run"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        for _ in range(300):
            if self.process.poll() is not None:
                raise AssertionError(self.log.read_text("utf-8")[-2000:])
            try:
                if self("GET", "/readyz").status == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        token: str | None = None,
        raw: bytes | None = None,
        **headers: str,
    ) -> Reply:
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        if token:
            sent["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Reply(answer.status, answer.headers, _read(answer))
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.headers, _read(error))

    def open(self, locale: str = "en", country: str | None = None) -> str:
        return self("POST", "/api/session", {"locale": locale, "country": country}).body["token"]

    def say(self, token: str, text: str) -> dict[str, Any]:
        return self("POST", "/api/messages", {"text": text}, token).body["messages"][0]


def _read(answer: Any) -> Any:
    text = answer.read().decode()
    return json.loads(text) if "json" in (answer.headers.get("content-type") or "") else text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(model, tmp_path_factory) -> Iterator[Server]:
    """A server that the tests of one session share."""
    running = Server(tmp_path_factory.mktemp("server")).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(model, tmp_path) -> Iterator[Callable[..., Server]]:
    """A server that one test may stop, starve or break: own_server(SECONDLOOK_RATE="1/minute")."""
    started: list[Server] = []

    def start(**environment: str) -> Server:
        started.append(Server(tmp_path, **environment).start())
        return started[-1]

    yield start
    for one in started:
        one.stop()
