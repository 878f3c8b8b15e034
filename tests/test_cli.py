"""The command line of the contract."""

import json
import subprocess

import pytest

from tests.conftest import PYTHON, ROOT, free_port

FIELDS = {
    "text", "locale", "kind", "answer", "confidence", "concern", "suggestions", "reply", "buttons", "helplines", "sources",
}  # fmt: skip


def secondlook(*arguments: str, lines: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [PYTHON, "-m", "bot.adapters.cli", *arguments],
        cwd=ROOT,
        input=lines,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def asked(model):
    lines = [
        "do i have to pay a fee before i start the job",
        json.dumps({"text": "szef zabrał mi paszport i nie mogę odejść", "locale": "pl", "country": "PL"}),
        "",
        '{"text": "half',
        '{"no": "text"}',
        "/greet",
        "😭",
        "I was forced to have sex and I'm only twelve",
        "a" * 3000,
        json.dumps({"text": "hi", "locale": "xx", "country": 7}),
        json.dumps({"text": "two\nlines"}),
    ]
    done = secondlook("ask", "--jsonl", "--locale", "en", "--country", "GB", lines="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    return lines, [json.loads(line) for line in done.stdout.splitlines()]


def test_one_line_in_is_one_object_out_in_order(asked):
    lines, replies = asked

    assert len(replies) == len(lines)
    assert all(set(reply) == FIELDS for reply in replies)
    assert all(reply["reply"] for reply in replies)


def test_plain_text_and_objects_are_understood(asked):
    _, replies = asked

    assert replies[0]["answer"] == "offer_upfront_fee"
    assert replies[0]["text"] == "do i have to pay a fee before i start the job"
    assert (replies[1]["kind"], replies[1]["locale"]) == ("crisis", "pl")
    assert {line["country"] for line in replies[1]["helplines"]} == {"PL"}


def test_each_line_is_a_talk_of_its_own(asked):
    _, replies = asked

    assert replies[7]["kind"] == "crisis"
    assert replies[9]["kind"] == "smalltalk"
    assert any("999" in line["phones"] for line in replies[7]["helplines"])


def test_odd_lines_are_answered_kindly(asked):
    _, replies = asked

    for place in (2, 6, 8):
        assert replies[place]["kind"] == "fallback"
    assert replies[5]["confidence"] < 1.0 or replies[5]["kind"] != "answer"


def test_helplines_as_json(content):
    done = secondlook(
        "helplines",
        "--country",
        "PL",
        "--need",
        "trafficking",
        "--locale",
        "pl",
        "--at",
        "2026-11-23T22:00+01:00",
        "--json",
    )
    found = json.loads(done.stdout)

    assert found
    assert all("open_now" in line for line in found)
    assert [line["open_now"] for line in found] == sorted(
        (line["open_now"] for line in found), key=lambda o: o is False
    )


def test_helplines_for_somebody_abroad():
    done = secondlook("helplines", "--country", "DE", "--need", "trafficking", "--speaks", "pl", "--age", "16")
    nowhere = secondlook("helplines", "--country", "BR", "--need", "trafficking", "--locale", "pl")

    assert done.stdout.startswith("Hilfetelefon: violence against women: Call 116 016")
    assert nowhere.stdout.startswith("Nie mamy numeru alarmowego tego kraju (Brazylia).")


def test_helplines_that_are_due():
    done = secondlook("helplines", "due", "--on", "2026-11-24", "--json")
    found = json.loads(done.stdout)
    told = secondlook("helplines", "due", "--on", "2026-11-24")

    assert all(one["why"][0] == "never verified" for one in found)
    assert len(told.stdout.splitlines()) == len(found)
    assert f"{len(found)} lines are due." in told.stderr


@pytest.mark.parametrize(("option", "value"), [("--country", "Poland"), ("--zone", "Mars/Base"), ("--age", "200")])
def test_a_wrong_reader_is_explained(option, value):
    done = secondlook("helplines", option, value)

    assert done.returncode == 2
    assert option in done.stderr


@pytest.mark.parametrize("at", ["tomorrow", "2026-11-23T22:00"])
def test_a_moment_that_is_none_is_explained(at):
    done = secondlook("helplines", "--at", at)

    assert done.returncode == 2
    assert "2026-11-23T22:00+01:00" in done.stderr


def test_content_check_counts_what_it_read():
    done = secondlook("content", "check")

    assert done.returncode == 0, done.stdout
    assert "nothing to correct" in done.stdout


def test_content_check_names_every_problem(tree):
    path = tree / "answers/grooming/what_is_grooming.en.md"
    path.write_text(path.read_text("utf-8").replace("title:", "tittle:", 1), "utf-8")
    done = secondlook("content", "check", SECONDLOOK_CONTENT_ROOT=str(tree))

    assert done.returncode == 1
    assert "content/answers/grooming/what_is_grooming.en.md:3: The key 'tittle' is not known here." in done.stdout
    assert "Traceback" not in done.stderr


def test_asking_without_a_model_says_what_to_do(tmp_path):
    done = secondlook("ask", "hi", SECONDLOOK_MODELS=str(tmp_path))

    assert done.returncode == 1
    assert "Run 'make train'" in done.stderr
    assert "Traceback" not in done.stderr


def test_training_with_broken_content_is_refused_and_the_model_stays(tree, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models/secondlook.tar.gz").write_bytes(b"the last model")
    (tree / "answers/grooming/what_is_grooming.en.md").write_text("broken")
    done = secondlook("train", SECONDLOOK_CONTENT_ROOT=str(tree), SECONDLOOK_MODELS=str(tmp_path / "models"))

    assert done.returncode == 1
    assert "between two '---' lines is missing" in done.stderr
    assert (tmp_path / "models/secondlook.tar.gz").read_bytes() == b"the last model"


def test_a_second_training_does_nothing(model):
    before = model.stat().st_mtime_ns
    done = secondlook("train")

    assert "up to date" in done.stderr
    assert model.stat().st_mtime_ns == before


def test_a_new_text_needs_no_training_but_a_new_question_does(tree):
    from bot.adapters import training
    from bot.content import LiveContent, live_content
    from bot.settings import settings

    def print_of() -> str:
        live_content.cache_clear()
        return training.fingerprint(settings({"SECONDLOOK_CONTENT_ROOT": str(tree)}))

    assert LiveContent(tree)
    first = print_of()
    path = tree / "answers/grooming/what_is_grooming.en.md"
    path.write_text(path.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    second = print_of()
    path.write_text(
        path.read_text("utf-8").replace("questions:\n", "questions:\n  - brand new question here\n", 1), "utf-8"
    )
    third = print_of()
    live_content.cache_clear()

    assert first == second
    assert second != third


@pytest.mark.parametrize(
    "command", [[], ["train"], ["run"], ["ask"], ["helplines"], ["content"], ["content", "check"], ["eval"]]
)
def test_every_command_explains_itself(command):
    done = secondlook(*command, "--help")

    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_rasas_own_help_is_shown():
    done = secondlook("rasa", "--help")

    assert done.returncode == 0
    assert "usage: rasa" in done.stdout


def test_rasa_validates_the_data(model):
    done = secondlook("rasa", "data", "validate")

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "No story structure conflicts found" in done.stderr
    assert "labeled with multiple different intents" not in done.stdout + done.stderr


def test_rasa_tests_the_stories(model, tmp_path):
    done = secondlook(
        *("rasa", "test", "core", "--stories", "tests/conversations", "--model", str(model), "--out", str(tmp_path)),
        *("--fail-on-prediction-errors", "--no-plot"),
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_rasa_tests_the_nlu(model, tmp_path):
    nlu = tmp_path / "nlu.en.yml"
    nlu.write_text(
        'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n    - hi there\n- intent: thank\n  examples: |\n    - thanks\n    - thank you\n'
    )
    done = secondlook(
        *("rasa", "test", "nlu", "--nlu", str(nlu), "--model", str(model), "--out", str(tmp_path / "out"), "--no-plot")
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (tmp_path / "out/intent_report.json").exists()


def test_rasas_shell_talks(model):
    """A real terminal: the shell asks, hears and answers."""
    import os
    import pty
    import select
    import time

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execv(
            PYTHON,
            [PYTHON, "-m", "bot.adapters.cli", "rasa", "shell", "--model", str(model), "--port", str(free_port())],
        )
    seen, sent, deadline = "", False, time.monotonic() + 120
    while time.monotonic() < deadline and "a bot" not in seen:
        if select.select([terminal], [], [], 1)[0]:
            try:
                seen += os.read(terminal, 65536).decode("utf-8", "replace")
            except OSError:
                break
        if not sent and "Your input" in seen:
            os.write(terminal, b"hello\r")
            sent = True
    os.kill(pid, 9)
    os.waitpid(pid, 0)

    assert "a bot" in seen, seen[-2000:]
