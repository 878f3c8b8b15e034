"""requirements.lock -> .venv, once; does nothing where it is there already. Runs on a bare Python 3.11 to 3.13.

setup.py [LOCK …]      the locks to install; requirements.lock without any
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = pathlib.Path(os.environ.get("VENV", ROOT / ".venv"))
STEP = 10


def main() -> None:
    """Make or complete the environment."""
    locks = [ROOT / name for name in sys.argv[1:] or ["requirements.lock"]]
    wanted = {lock.name: digest(lock) for lock in locks}
    if all(done().get(name) == value for name, value in wanted.items()):
        return
    python = make_venv()
    for lock in locks:
        if done().get(lock.name) != wanted[lock.name]:
            install(python, lock)
    link(python)
    note({**done(), **wanted})


def digest(lock: pathlib.Path) -> str:
    """What an environment made of this lock, by this Python, at this place, is known by."""
    about = f"{sys.version_info[:2]} {VENV}".encode()
    return hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + about).hexdigest()


def done() -> dict[str, str]:
    """Locks that are installed already: name -> digest."""
    try:
        lines = (VENV / ".installed").read_text("ascii").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split(" ", 1) for line in lines)


def note(known: dict[str, str]) -> None:
    """Remember what is installed; written last, so that a set-up that was broken off begins again."""
    (VENV / ".installed").write_text("".join(f"{k} {v}\n" for k, v in known.items()), "ascii")


def make_venv() -> pathlib.Path:
    """The environment's Python; a fresh environment where the old one is of another Python or place."""
    python = VENV / "bin" / "python"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if python.exists() and (VENV / "lib" / f"python{version}").exists() and moved_here():
        return python
    try:
        import ensurepip  # noqa: F401 (missing where Debian's python3-venv is)
        import venv
    except ImportError:
        sys.exit(
            "Python's venv module is missing; install it "
            f"(Debian, Ubuntu: sudo apt install python{version}-venv) and try again."
        )
    print(f"Making {VENV.name} with Python {version} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, with_pip=True)
    return python


def moved_here() -> bool:
    """Whether the environment was made at the place it is now."""
    script = VENV / "bin" / "pip"
    return script.exists() and str(VENV) in script.read_text("utf-8", "replace").splitlines()[0]


def install(python: pathlib.Path, lock: pathlib.Path) -> None:
    """Install every package of the lock, nothing else, showing how far it is."""
    total = len(re.findall(r"^\S+==", lock.read_text("utf-8"), re.MULTILINE))
    print(f"Installing {total} packages of {lock.name}: about a minute, once …", flush=True)
    command = [
        *(str(python), "-m", "pip", "install", "--no-deps", "--require-hashes", "--ignore-requires-python"),
        *("--disable-pip-version-check", "--progress-bar", "off", "-r", str(lock)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        tail: list[str] = []
        seen = 0
        for line in pip.stdout or ():
            tail = [*tail[-30:], line]
            if line.startswith(("Collecting", "Requirement already")):
                seen += 1
                if seen % STEP == 0:
                    print(f"  {min(seen, total)} of {total} packages", flush=True)
            elif line.startswith("Installing collected"):
                print("  unpacking …", flush=True)
    if pip.returncode:
        shown = "".join(line for line in tail if not line.startswith("WARNING"))
        sys.exit(
            f"{shown}The packages could not be installed. Check the network and the free disk space, then try again."
        )


def link(python: pathlib.Path) -> None:
    """Put the project itself and its command `secondlook` into the environment."""
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "--editable",
        str(ROOT),
    ]
    subprocess.run([*command, "--disable-pip-version-check"], check=True)


if __name__ == "__main__":
    main()
