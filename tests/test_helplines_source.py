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
        assert re.sub(r"[^\d+]", "", number) in given
    assert fact["confidence"] == line.confidence != "low"
    assert fact["country"] == line.country


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_nothing_is_called_verified(line):
    assert line.verified_on is None
