"""Speed and size of Second Look, side by side with stock Rasa 3.6.21: same questions, same machine, one run.

    python bench/compare.py [--requests N] [--ours-only]

Writes bench/results/compare.json and prints a table. Stock Rasa is installed by bench/stock.sh in an environment of
its own and trained on a small part of our questions (DIET needs hours for all of them), which is to its advantage:
a small model answers sooner. Load comes from this machine, to 127.0.0.1 alone, a fixed number of requests.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
STOCK_VENV = RESULTS / "stock-venv"
STOCK = RESULTS / "stock"
TOPICS, EXAMPLES = 20, 12
AT_ONCE = 20

Send = Callable[[aiohttp.ClientSession, str, str], Awaitable[None]]


def main() -> None:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--ours-only", action="store_true")
    options = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    questions = read_questions()
    found = {"ours": ours(questions, options.requests)}
    if not options.ours_only:
        found["stock"] = stock(questions, options.requests)
    (RESULTS / "compare.json").write_text(json.dumps(found, indent=2) + "\n")
    for name in found["ours"]:
        figures = [f"{found[one].get(name, float('nan')):12.1f}" for one in found]
        ratio = ""
        if "stock" in found and found["stock"].get(name):
            ratio = f"{found['ours'][name] / found['stock'][name]:8.2f}"
        print(f"{name:32}{''.join(figures)}{ratio}")


def read_questions() -> list[str]:
    """Every example question of the first topics, in English."""
    from bot.content import read_content

    content = read_content(ROOT / "content")
    cards = [content.answers[topic, "en"] for topic in content.topics[:TOPICS]]
    return [question for card in cards for question in card.questions]


def ours(questions: list[str], requests: int) -> dict[str, float]:
    """Figures of this project."""
    folder = Path(tempfile.mkdtemp())
    environment = {
        **os.environ,
        "SECONDLOOK_STATE": str(folder),
        "SECONDLOOK_RATE": "100000/second",
        "SECONDLOOK_SESSION_RATE": "100000/second",
    }
    begin = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "bot.adapters.cli", "train", "--force"],
        cwd=ROOT, env={**environment, "SECONDLOOK_MODELS": str(folder / "models")}, check=True, capture_output=True,
    )  # fmt: skip
    training = time.monotonic() - begin
    tokens: dict[str, str] = {}

    async def send(client: aiohttp.ClientSession, talk: str, text: str) -> None:
        if talk not in tokens:
            async with client.post("/api/session", json={"locale": "en", "country": "PL"}) as reply:
                tokens[talk] = (await reply.json())["token"]
        headers = {"Authorization": f"Bearer {tokens[talk]}"}
        async with client.post("/api/messages", json={"text": text}, headers=headers) as reply:
            assert reply.status == 200, reply.status
            assert (await reply.json())["messages"][0]["text"]

    command = [sys.executable, "-m", "bot.adapters.cli", "run"]
    found = measure(command, ROOT, environment, send, questions, requests)
    shutil.rmtree(folder)
    return {"training_s": training, "environment_mb": size(Path(sys.prefix)), **found}


def stock(questions: list[str], requests: int) -> dict[str, float]:
    """Figures of stock Rasa with its default pipeline (DIET) and policies."""
    subprocess.run(["sh", str(ROOT / "bench" / "stock.sh")], check=True)
    rasa = str(STOCK_VENV / "bin" / "rasa")
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    write_stock_project()
    begin = time.monotonic()
    subprocess.run([rasa, "train"], cwd=STOCK, env=environment, check=True, capture_output=True)
    training = time.monotonic() - begin

    async def send(client: aiohttp.ClientSession, talk: str, text: str) -> None:
        async with client.post("/webhooks/rest/webhook", json={"sender": talk, "message": text}) as reply:
            assert reply.status == 200, reply.status
            await reply.json()

    found = measure([rasa, "run", "--port", "{port}"], STOCK, environment, send, questions, requests)
    return {"training_s": training, "environment_mb": size(STOCK_VENV.resolve()), **found}


def write_stock_project() -> None:
    """A project as `rasa init` would make it, with some of our questions as intents."""
    from bot.content import read_content

    content = read_content(ROOT / "content")
    shutil.rmtree(STOCK, ignore_errors=True)
    (STOCK / "data").mkdir(parents=True)
    topics = content.topics[:TOPICS]
    nlu = ['version: "3.1"', "nlu:"]
    rules = ['version: "3.1"', "rules:"]
    domain = ['version: "3.1"', "intents:", *[f"- {topic}" for topic in topics], "responses:"]
    for topic in topics:
        examples = content.answers[topic, "en"].questions[:EXAMPLES]
        nlu += [f"- intent: {topic}", "  examples: |", *[f"    - {question}" for question in examples]]
        rules += [f"- rule: {topic}", "  steps:", f"  - intent: {topic}", f"  - action: utter_{topic}"]
        domain += [f"  utter_{topic}:", f"  - text: {json.dumps(content.answers[topic, 'en'].text)}"]
    (STOCK / "data" / "nlu.yml").write_text("\n".join(nlu) + "\n", "utf-8")
    (STOCK / "data" / "rules.yml").write_text("\n".join(rules) + "\n", "utf-8")
    (STOCK / "domain.yml").write_text("\n".join(domain) + "\n", "utf-8")
    (STOCK / "config.yml").write_text(
        "recipe: default.v1\nassistant_id: stock\nlanguage: en\npipeline: null\npolicies: null\n"
    )
    (STOCK / "credentials.yml").write_text("rest:\n")
    (STOCK / "endpoints.yml").write_text(f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {STOCK}/talks.db\n")


def measure(
    command: list[str], folder: Path, environment: dict[str, str], send: Send, questions: list[str], requests: int
) -> dict[str, float]:
    """Start a server, load it, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begin = time.monotonic()
    server = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=folder, env={**environment, "PORT": str(port)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return asyncio.run(load(server, f"http://127.0.0.1:{port}", send, questions, requests, begin))
    finally:
        server.terminate()
        server.wait(30)


async def load(
    server: subprocess.Popen[bytes], url: str, send: Send, questions: list[str], requests: int, begin: float
) -> dict[str, float]:
    """First answer, throughput at 20 at once, one long talk, memory."""
    async with aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(60)) as client:
        while True:
            try:
                await send(client, "first", questions[0])
                break
            except (aiohttp.ClientError, AssertionError, KeyError):
                if time.monotonic() - begin > 300 or server.poll() is not None:
                    raise
                await asyncio.sleep(0.05)
        first = time.monotonic() - begin
        for number in range(AT_ONCE):  # warm: sessions, caches
            await send(client, f"talk-{number}", questions[number])
        times: list[float] = []

        async def talk(number: int) -> None:
            for step in range(requests // AT_ONCE):
                at = time.monotonic()
                # a new talk every five messages, as people talk
                await send(client, f"talk-{number}-{step // 5}", questions[(number * 31 + step) % len(questions)])
                times.append(time.monotonic() - at)

        at = time.monotonic()
        await asyncio.gather(*(talk(number) for number in range(AT_ONCE)))
        seconds = time.monotonic() - at
        long: list[float] = []
        for step in range(205):
            at = time.monotonic()
            await send(client, "long", questions[step % 40])
            long.append(time.monotonic() - at)
    ordered = sorted(times)
    return {
        "first_answer_s": first,
        "messages_a_second": len(times) / seconds,
        "median_ms": statistics.median(ordered) * 1e3,
        "p95_ms": ordered[int(len(ordered) * 0.95)] * 1e3,
        "message_5_ms": statistics.median(long[3:8]) * 1e3,
        "message_200_ms": statistics.median(long[-9:]) * 1e3,
        "resident_mb": resident(server.pid),
    }


def resident(pid: int) -> float:
    """Resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def size(folder: Path) -> float:
    """What a folder takes on disk, in MB."""
    return int(subprocess.run(["du", "-sm", folder], capture_output=True, text=True, check=True).stdout.split()[0])


if __name__ == "__main__":
    main()
