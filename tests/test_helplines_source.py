"""A wrong number is the worst bug there is: each number of content/helplines is what its source file says."""

import re
from pathlib import Path

import pytest
import yaml

from bot.content import read_content
from tests.conftest import ROOT

FACTS = ROOT.parent / "shared" / "facts" / "hotlines.yaml"
LINES = [line for country in read_content(ROOT / "content").countries.values() for line in country.lines]


@pytest.fixture(scope="module")
def facts():
    if not FACTS.exists():
        pytest.skip("the fact files are not beside this checkout (they are in CI)")
    return {fact["id"]: fact for fact in yaml.safe_load(Path(FACTS).read_text("utf-8"))}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_every_number_is_the_one_of_its_source(line, facts):
    fact = facts[line.id]
    given = re.sub(r"[^\d;+]", "", f"{fact['phone']};{fact['sms']}")

    for number in (*line.phones, *line.sms):
        assert re.sub(r"[^\d+]", "", number.dialled) in given
    assert fact["confidence"] == line.confidence != "low"
    assert fact["country"] == line.country


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_nothing_is_called_verified(line):
    assert line.verified_on is None


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_what_a_line_says_of_itself_is_what_its_source_says(line, facts):
    fact = facts[line.id]

    assert line.needs == tuple(fact["needs"])
    assert (line.operator, line.cost, line.anonymous) == (fact["operator"], fact["cost"], fact["anonymous"])
    assert set(line.languages) <= set(" ".join(fact["languages"]).split())
    assert line.timezone == (fact["hours"]["tz"] or "UTC")
    if "memory" in fact["hours"]["weekly"] or fact["hours"]["weekly"] == "unknown":
        assert line.hours is None
    for ours, theirs in ((line.chat, "chat_url"), (line.web, "web"), (line.email, "email")):
        assert ours in (fact[theirs], None)


# The sources disagree on the number; the contact is a private person's. Neither is shown.
WITHHELD = {"nz-migrant", "fr-collectif"}


def test_every_line_of_the_source_that_is_sure_enough_is_carried_over(facts):
    wanted = {name for name, fact in facts.items() if fact["confidence"] in ("high", "medium")}

    assert {line.id for line in LINES} == wanted
    for line in LINES:
        assert bool(line.phones) == (bool(facts[line.id]["phone"]) and line.id not in WITHHELD)
