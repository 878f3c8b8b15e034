"""YAML text -> checked values that remember their line, so that an editor is told where to look.

Scalars are read as text, whatever YAML would make of them: a bare `21:30`, `NO` or `01234` stays as written.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import yaml

from bot.errors import ContentError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}


class Problems(list[ContentError]):
    """What is wrong in the files read so far."""

    def __init__(self) -> None:
        super().__init__()
        self._told: set[str] = set()

    def add(self, path: Path | str, line: int, wrong: str, to_do: str) -> None:
        """Note one problem, once; the four parts are those of ContentError."""
        problem = ContentError(path, line, wrong, to_do)
        if str(problem) not in self._told:
            self._told.add(str(problem))
            self.append(problem)


def read_text(path: Path, shown: Path | str, problems: Problems) -> str | None:
    """The file's text, or None (and a problem noted) where it is not UTF-8 or holds control characters."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(shown, line, "The file is not UTF-8 text.", "Save it again with the encoding UTF-8.")
        return None
    found = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        problems.add(
            shown, line, f"There is an invisible control character (U+{ord(found[0]):04X}).", "Type the line anew."
        )
        return None
    return text


def compose(text: str, path: Path | str, first_line: int, problems: Problems) -> Fields | None:
    """
    The mapping that a YAML text holds.

    Args:
        first_line: 1-based line of the file at which `text` begins.

    Returns:
        None, and a problem noted, where the text is no YAML mapping.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        what = getattr(error, "problem", None) or "it cannot be read"
        problems.add(path, line, f"This is not YAML: {what}.", "Check quotes, colons and the spaces at line starts.")
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.add(path, first_line, "Expected lines of the form 'key: value'.", "Copy the block of a similar file.")
        return None
    return Fields(node, path, first_line, problems)


class Fields:
    """The keys of one YAML mapping. Every getter notes a problem and returns an empty value where one is wrong."""

    def __init__(self, node: yaml.MappingNode, path: Path | str, first_line: int, problems: Problems) -> None:
        """`first_line` is the 1-based line of the file at which the YAML text begins."""
        self.path, self.problems, self._first_line = path, problems, first_line
        self.line = node.start_mark.line + first_line
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            line = key.start_mark.line + first_line
            if name in self._values:
                problems.add(path, line, f"'{name}' is given twice.", "Keep one of the two.")
            self._values[name], self._lines[name] = value, line

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def at(self, key: str) -> int:
        """The line of a key, or of the mapping where the key is missing."""
        return self._lines.get(key, self.line)

    def wrong(self, key: str, wrong: str, to_do: str) -> None:
        """Note a problem at the line of `key`."""
        self.problems.add(self.path, self.at(key), wrong, to_do)

    def only(self, allowed: Collection[str], required: Collection[str]) -> None:
        """Note every key that is not allowed and every one that is required and missing."""
        for key in self._values:
            if key not in allowed:
                self.wrong(key, f"The key '{key}' is not known here.", f"Use one of: {', '.join(allowed)}.")
        for key in required:
            if key not in self._values:
                self.wrong(key, f"'{key}' is not given.", f"Add a line '{key}: …'.")

    def text(self, key: str, *, empty: bool = False, longest: int = 10_000, quoted: bool = False) -> str:
        """A text; with `quoted`, one that stands in quotes, since it would be a number without them."""
        node = self._values.get(key)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(key, f"'{key}' should be a text.", "Write it on one line, in quotes if it has a colon.")
            return ""
        value = node.value.strip() if node.style or node.value not in _NULLS else ""
        if quoted and value and not node.style:
            self.wrong(key, f"'{key}' is {value} without quotes; numbers would be changed.", f'Write "{value}".')
        if not value and not empty:
            self.wrong(key, f"'{key}' is empty.", "Give a text.")
        if len(value) > longest:
            self.wrong(key, f"'{key}' has {len(value)} characters; at most {longest} fit.", "Shorten it.")
        return value

    def maybe(self, key: str, *, quoted: bool = False) -> str | None:
        """A text, or None where it says null or nothing."""
        return self.text(key, empty=True, quoted=quoted) or None

    def texts(self, key: str, *, quoted: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        return tuple(text for text, _ in self.lined(key, quoted=quoted))

    def lined(self, key: str, *, quoted: bool = False) -> list[tuple[str, int]]:
        """A list of texts, each with its line."""
        node = self._values.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, f"'{key}' should be a list.", f"Write '{key}: [one, two]' or one '- ' line each.")
            return []
        found = []
        for item in node.value:
            line = item.start_mark.line + self._first_line
            if not isinstance(item, yaml.ScalarNode):
                self.problems.add(
                    self.path, line, f"An item of '{key}' is not a plain text.", 'Put it in quotes: "like: this".'
                )
            elif not item.value.strip():
                self.problems.add(self.path, line, f"An item of '{key}' is empty.", "Write it or remove the line.")
            else:
                if quoted and not item.style:
                    self.problems.add(
                        self.path,
                        line,
                        f"{item.value} stands without quotes; numbers would be changed.",
                        f'Write "{item.value}".',
                    )
                found.append((item.value.strip(), line))
        return found

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """A text out of `allowed`."""
        value = self.text(key)
        if value and value not in allowed:
            self.wrong(key, f"'{key}' is '{value}'.", f"Use one of: {', '.join(allowed)}.")
        return value

    def choices(self, key: str, allowed: Collection[str], what: str) -> tuple[str, ...]:
        """A list of texts out of `allowed`, none twice; `what` names them to the editor."""
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                self.wrong(key, f"'{key}' names '{value}', which is no {what}.", f"Use one of: {_some(allowed)}.")
        if len(set(values)) < len(values):
            self.wrong(key, f"'{key}' names something twice.", "Keep each once.")
        return values

    def date(self, key: str) -> datetime.date | None:
        """A day as 2026-11-23, or None where it says null."""
        value = self.maybe(key)
        if value is None:
            return None
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.wrong(key, f"'{key}' is '{value}'; expected a day such as 2026-11-23, or null.", "Correct it.")
            return None

    def map(self, key: str) -> Fields | None:
        """A mapping inside this one, or None where it says null."""
        node = self._values.get(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in _NULLS):
            return None
        if not isinstance(node, yaml.MappingNode):
            self.wrong(key, f"'{key}' should hold 'name: value' pairs.", "Copy the form of a similar file.")
            return None
        return Fields(node, self.path, self._first_line, self.problems)

    def maps(self, key: str) -> list[Fields]:
        """A list of mappings."""
        node = self._values.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or any(not isinstance(n, yaml.MappingNode) for n in node.value):
            self.wrong(key, f"'{key}' should be a list of blocks.", "Begin each block with '- id: …'.")
            return []
        return [Fields(item, self.path, self._first_line, self.problems) for item in node.value]

    def by_locale(self, key: str, locales: Collection[str]) -> Mapping[str, str]:
        """A text in every language, or an empty mapping where it says null."""
        inner = self.map(key)
        if inner is None:
            return {}
        inner.only(locales, locales)
        return {locale: inner.text(locale) for locale in locales if locale in inner}

    def read(self, key: str, convert: Callable[[str], object], to_do: str) -> object | None:
        """A text that `convert` accepts; a ValueError of its own becomes a problem with `to_do`."""
        value = self.maybe(key)
        if value is None:
            return None
        try:
            return convert(value)
        except (ValueError, KeyError):
            self.wrong(key, f"'{key}' is '{value}', which cannot be used.", to_do)
            return None


def _some(allowed: Collection[str], most: int = 12) -> str:
    names = sorted(allowed)
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
