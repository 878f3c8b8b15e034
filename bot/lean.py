"""What Rasa 3.6.21 imports and this project never uses -> placeholders, so that Rasa runs without it.

Rasa imports TensorFlow, cloud clients and messenger packages at module level, also where only its rules,
graph and trackers are used. `install` answers for those names when, and only when, the real package is not
installed. A placeholder may be named, subclassed and written in annotations; whoever uses one gets
`PlaceholderError`, which names the package. Why and how it was tried: docs/adr/0001-lean-rasa.md.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

# Root packages that the Rasa tree imports at module level, or looks at while loading, and that no part of
# this project calls. Kept in step with Rasa by tests/test_lean.py.
UNUSED = (
    "aio_pika",
    "aiogram",
    "aiormq",
    "boto3",
    "botocore",
    "confluent_kafka",
    "fbmessenger",
    "google",
    "keras",
    "pymongo",
    "rocketchat_API",
    "sentry_sdk",
    "sklearn_crfsuite",
    "slack_sdk",
    "structlog_sentry",
    "tensorflow",
    "tensorflow_hub",
    "tensorflow_text",
    "twilio",
    "webexteamssdk",
)

# Namespaces of many packages: that one of them is installed says nothing of the others.
_SHARED = ("google",)


class PlaceholderError(ImportError):
    """Something called a package that is not installed here, through its placeholder."""

    def __init__(self, name: str) -> None:
        package = name.partition(".")[0]
        super().__init__(
            f"{name}: the package '{package}' is not installed, a placeholder stands in for it. "
            f"Install '{package}' or leave out the part of Rasa that needs it (docs/adr/0001-lean-rasa.md).",
            name=package,
        )


class _Placeholder(type):
    """A class in place of anything a missing package would offer; its name is the dotted name asked for."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(f"{cls.__placeholder__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise PlaceholderError(cls.__placeholder__)


def _placeholder(name: str) -> _Placeholder:
    return _Placeholder(name.rpartition(".")[2], (), {"__placeholder__": name, "__module__": name})


def _keep(function: Callable) -> Callable:
    return function


# Rasa applies this decorator while its modules load; keeping the function does no harm, its body raises when run.
_DECORATORS: Mapping[str, Callable] = {"tensorflow.function": _keep}


class _Module(types.ModuleType):
    """A module of a missing package."""

    __path__ = ()  # type: ignore[assignment]  # makes it a package; no folder stands behind it

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        dotted = f"{self.__name__}.{name}"
        return _DECORATORS.get(dotted) or _placeholder(dotted)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for some root packages. Last on sys.meta_path it is asked only when nothing installed does."""

    def __init__(self, roots: Iterable[str]) -> None:
        self.roots = frozenset(roots)

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        parent = name.rpartition(".")[0]
        if name.partition(".")[0] not in self.roots:
            return None
        if parent and parent not in _SHARED and not isinstance(sys.modules.get(parent), _Module):
            return None  # the real package is here and lacks this part: let Python say so
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def run_graph(graph: Mapping[str, Sequence[Any]], targets: Iterable[str]) -> list[Any]:
    """
    Results of the target nodes of a graph as Rasa builds it for dask; stands in for `dask.get`.

    Args:
        graph: node name -> (callable, name of each needed node …), or (name, value) for an input.
        targets: names of the nodes wanted, in the order of the results.

    Returns:
        One result a target. Every node runs once at the most.
    """
    done: dict[str, Any] = {}

    def result(name: str) -> Any:
        if name not in done:
            first, *needs = graph[name]
            done[name] = (first, *needs) if isinstance(first, str) else first(*map(result, needs))
        return done[name]

    return [result(name) for name in targets]


def do_without(*roots: str) -> None:
    """
    Leave out packages that are installed, in this process alone, to save their memory and time.

    For a process that only answers: it needs neither scikit-learn (which trains) nor matplotlib (which plots), and
    Rasa would import both. Call it before Rasa is imported; a root that is imported already stays.
    """
    sys.meta_path.insert(0, _Finder(root for root in roots if root not in sys.modules))


def install() -> None:
    """Make `import rasa` work without the packages in UNUSED and without dask. Safe to call again."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"  # Rasa reads it while it is imported
    if any(isinstance(finder, _Finder) and finder.roots == frozenset(UNUSED) for finder in sys.meta_path):
        return
    sys.meta_path.append(_Finder(UNUSED))

    import numpy

    if not hasattr(numpy, "VisibleDeprecationWarning"):  # Rasa names it; numpy 2 moved it
        setattr(numpy, "VisibleDeprecationWarning", numpy.exceptions.VisibleDeprecationWarning)  # noqa: B010
    try:
        import dask
    except ImportError:
        dask = types.ModuleType("dask", "Only `get`, which is all that Rasa uses.")
        setattr(dask, "get", run_graph)  # noqa: B010 (a new module has no declared names)
        sys.modules["dask"] = dask
