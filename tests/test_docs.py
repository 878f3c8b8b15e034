"""What the documents say is there, is there, and the other way round."""

import dataclasses
import re

import pytest

from bot.fields import Problems
from bot.model import LOCALES
from bot.settings import Settings
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")] + sorted((ROOT / "docs").rglob("*.md"))


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    for document in DOCUMENTS:
        named = set(re.findall(r"(?:^    |`|PORT=\d+ )make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, document


def test_every_setting_is_documented_with_its_default_and_no_other():
    rows = dict(re.findall(r"^\| `(PORT|SECONDLOOK_\w+)` \| (\S+) \|", README, re.MULTILINE))
    fields = {field.name: field for field in dataclasses.fields(Settings)}
    variables = {"PORT" if name == "port" else f"SECONDLOOK_{name.upper()}": field for name, field in fields.items()}

    assert set(rows) == set(variables)
    for variable, field in variables.items():
        wanted = field.default.name if hasattr(field.default, "name") else str(field.default)
        assert rows[variable] == wanted, variable


def test_every_command_is_documented():
    from bot.adapters.cli import main

    assert set(main.commands["content"].commands) == {"check", "export-site", "overlaps"}
    assert set(main.commands) == {
        "ask",
        "check-chat",
        "check-offer",
        "content",
        "eval",
        "eval-signs",
        "helplines",
        "rasa",
        "run",
        "train",
    }
    for command in set(main.commands) - {"run", "train"}:
        assert f"secondlook {command}" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_exist(document):
    for name in re.findall(
        r"`((?:bot|actions|content|data|tests|scripts|docs|widget)/[\w./-]+\.\w+)`", document.read_text("utf-8")
    ):
        assert (ROOT / name).exists(), name


def test_the_errors_of_http_are_documented():
    channel = (ROOT / "bot/adapters/channel.py").read_text("utf-8")
    named = set(re.findall(r'HttpError\(\d+, "(\w+)"', channel))
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs/http.md").read_text("utf-8")))

    assert named <= documented


def test_the_template_has_the_keys_of_an_answer():
    from bot.cards import _ANSWER
    from bot.fields import compose

    front = (ROOT / "content/TEMPLATE.md").read_text("utf-8").split("---\n")[1]
    fields = compose(front, "content/TEMPLATE.md", 2, Problems())

    assert fields is not None
    assert list(fields) == list(_ANSWER)


def test_the_example_of_the_notation_is_found():
    from bot.phrases import Phrase

    assert Phrase("took ... passport*").search("he took away all our passports")


def test_the_readme_says_that_nothing_is_reviewed_yet():
    assert "No answer has been\nreviewed by a helpline yet" in README
    assert len(LOCALES) == 2
