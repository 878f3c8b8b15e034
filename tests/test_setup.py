"""Setting up on a bare machine: one clear sentence where something is missing."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PYTHON, ROOT


def script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/python"), "-c", "print('fit')"],
        env={"PATH": str(folder), **environment},
        capture_output=True,
        text=True,
    )


def test_the_first_fit_python_is_taken(tmp_path):
    script(tmp_path / "python3", "#!/bin/sh\nexit 1\n")
    script(tmp_path / "python3.12", f'#!/bin/sh\nexec {PYTHON} "$@"\n')

    assert run(tmp_path).stdout == "fit\n"


def test_no_fit_python_is_one_clear_sentence(tmp_path):
    script(tmp_path / "python3", "#!/bin/sh\nexit 1\n")
    done = run(tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11, 3.12 or 3.13 is missing; install it")
    assert done.stderr.count("\n") == 1


def test_a_python_set_wrongly_is_named(tmp_path):
    assert run(tmp_path, PYTHON="/no/python").stderr.startswith("PYTHON is '/no/python', which is not")


def test_a_missing_venv_module_is_one_clear_sentence(tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    done = subprocess.run(
        [PYTHON, "-S", str(ROOT / "scripts/setup.py")],
        env={**os.environ, "PYTHONPATH": str(tmp_path), "VENV": str(tmp_path / "venv")},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Python's venv module is missing; install it")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_are_hashed_and_name_no_index(name):
    text = (ROOT / name).read_text("utf-8")
    packages = [line for line in text.splitlines() if "==" in line]

    assert packages
    assert text.count("--hash=sha256:") >= len(packages)
    assert "http" not in text.replace("httptools", "").replace("aiohttp", "")
    assert "index" not in text


@pytest.mark.parametrize("package", ["tensorflow", "keras", "dask", "boto3", "pymongo", "twilio", "slack-sdk", "torch"])
def test_what_rasa_does_not_need_here_is_not_in_the_lock(package):
    assert f"\n{package}==" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_make_help_lists_the_targets():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True)

    for target in ("run", "test", "check", "train", "eval", "bench", "console"):
        assert f"make {target}" in done.stdout
