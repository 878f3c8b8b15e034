"""Rasa imports without what it never uses; placeholders step aside and name themselves."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from bot import lean
from tests.conftest import PYTHON, ROOT

MODULES = ["rasa.core.agent", "rasa.core.run", "rasa.server", "rasa.nlu.test", "rasa.core.test", "rasa.__main__"]


def run(code: str) -> str:
    done = subprocess.run([PYTHON, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]
    return done.stdout.strip()


def test_rasa_imports_without_the_heavy_packages():
    heavy = run(
        "from bot import lean; lean.install(); import importlib, sys\n"
        f"[importlib.import_module(name) for name in {MODULES}]\n"
        "print([n for n in lean.UNUSED if getattr(sys.modules.get(n), '__file__', None)])"
    )

    assert heavy == "[]"


def test_without_the_placeholders_rasa_does_not_import():
    done = subprocess.run(
        [PYTHON, "-c", "import rasa.core.agent"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1


@pytest.mark.parametrize(
    "use",
    [
        "tensorflow.constant(1)",
        "tensorflow.keras.Model()",
        "boto3.client('s3')",
        "type('Mine', (tensorflow.keras.Model,), {})()",
        "google.oauth2.id_token.verify_oauth2_token('x')",
    ],
)
def test_using_a_placeholder_names_its_package(use):
    import boto3
    import google.oauth2.id_token
    import tensorflow

    with pytest.raises(lean.PlaceholderError, match="is not installed") as caught:
        eval(use, {"tensorflow": tensorflow, "boto3": boto3, "google": google, "type": type})  # noqa: S307 (our own table)

    assert caught.value.name in use


def test_a_placeholder_steps_aside_for_the_real_package(tmp_path):
    (tmp_path / "twilio").mkdir()
    (tmp_path / "twilio" / "__init__.py").write_text("real = True\n")
    code = f"import sys; sys.path.append({str(tmp_path)!r}); from bot import lean; lean.install(); import twilio; print(twilio.real)"

    assert run(code) == "True"


def test_a_part_that_the_real_package_lacks_is_not_made_up(tmp_path):
    (tmp_path / "twilio").mkdir()
    (tmp_path / "twilio" / "__init__.py").write_text("")
    code = (
        f"import sys; sys.path.append({str(tmp_path)!r}); from bot import lean; lean.install()\n"
        "try:\n    import twilio.rest\nexcept ModuleNotFoundError as error:\n    print(error.name)"
    )

    assert run(code) == "twilio.rest"


def test_packages_that_are_not_ours_to_answer_for_stay_missing():
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("surely_not_a_package")


def test_installing_twice_adds_one_finder():
    lean.install()
    lean.install()

    assert sum(type(finder).__name__ == "_Finder" for finder in sys.meta_path) == 1


def test_every_placeholder_stands_for_something_that_rasa_names():
    import rasa

    sources = Path(rasa.__file__).parent.rglob("*.py")
    named = {root for path in sources for root in imported(path)}

    assert set(lean.UNUSED) <= named


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_a_graph_runs_each_node_once_and_in_the_order_of_its_needs():
    calls = []

    def node(name):
        return lambda *needs: calls.append(name) or (name, needs)

    graph = {
        "message": ("message", "hello"),
        "a": (node("a"), "message"),
        "b": (node("b"), "a"),
        "c": (node("c"), "a", "b"),
    }

    assert lean.run_graph(graph, ["c", "a"])[1] == ("a", (("message", "hello"),))
    assert calls == ["a", "b", "c"]


def test_a_process_that_only_answers_leaves_out_what_trains_and_plots():
    code = (
        "from bot import lean; lean.do_without('sklearn', 'matplotlib'); import bot.adapters.server, sys\n"
        "print(sorted(n for n in sys.modules if n.startswith(('sklearn.', 'matplotlib.')) and sys.modules[n].__file__))"
    )

    assert run(code.replace("sys.modules[n].__file__", "getattr(sys.modules[n], '__file__', None)")) == "[]"
