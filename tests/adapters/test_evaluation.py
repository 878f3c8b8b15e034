"""`secondlook eval` on a few of our own examples, with a stand-in for the encoder."""

import json
import re
import zlib

import numpy as np
import pytest
from click.testing import CliRunner

from bot import measuring, report
from bot.adapters import evaluation
from bot.adapters.cli import main
from bot.encoder import PARTS
from bot.matching import grams
from bot.settings import settings
from tests.conftest import ROOT

LABELS = {"ask/what_is_grooming", "ask/what_is_palermo_protocol", "ask/are_you_human", "disclose/crisis_suicide",
          "disclose/crisis_abuse", "look_alike", "out_of_scope", "greet", "thank"}  # fmt: skip


def encode(texts):
    """Vectors by words and parts of words: alike where texts share them."""
    vectors = np.zeros((len(texts), PARTS[-1]), np.float32)
    for row, text in enumerate(texts):
        for gram in grams(text):
            vectors[row, zlib.crc32(gram.encode()) % PARTS[-1]] += 1
    return vectors


@pytest.fixture(scope="module")
def examples():
    found = [one for one in evaluation.read_examples(settings()) if one.label in LABELS]
    assert {one.label for one in found} == LABELS, "a label was renamed; correct the list"
    return [one for label in sorted(LABELS) for one in [e for e in found if e.label == label][::6]]


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def figures(examples, told):
    return evaluation.evaluate(examples, 2, encode, told.append)


def test_every_example_is_judged_once(examples, figures):
    assert figures["examples"] == len(examples)
    assert sum(one["n"] for one in figures["questions"]["language"].values()) == figures["questions"]["all"]["n"]
    for name in ("category", "style"):
        assert sum(one["n"] for one in figures["questions"][name].values()) == figures["questions"]["all"]["n"]
    assert sum(one["cries"]["n"] + one["others"]["n"] for one in figures["screen"].values()) == len(examples)


def test_models_learn_and_shares_are_shares(figures):
    everything = figures["questions"]["all"]

    assert everything["top3"] == 1.0  # of three topics
    assert everything["top1"] > 0.5
    assert everything["answered"] + everything["offered"] + everything["rejected"] <= 1
    assert figures["screen"]["en"]["cries"]["noticed"] > figures["screen"]["en"]["others"]["noticed"]
    assert figures["latency_ms"]["p50"] <= figures["latency_ms"]["p95"]


def test_confusions_name_both_topics_most_frequent_first(figures):
    counts = [pair["n"] for pair in figures["confusions"]]

    assert counts == sorted(counts, reverse=True)
    assert all(pair["wanted"] != pair["given"] for pair in figures["confusions"])
    assert sum(counts) <= figures["questions"]["all"]["n"]


def test_each_fold_is_told(figures, told):
    assert len([line for line in told if re.match(r" +[12] ", line)]) == 2


def test_the_page_stands_alone_and_shows_what_is_worse(figures):
    names = {"questions.all.top1": {"better": "higher", "tolerance": 0.0, "accepted": 1.01}}
    page = report.render(figures, measuring.compare(figures, names))

    assert page.count("<svg") > 4
    assert 'class="worse">worse' in page
    assert not re.search(r"<script|<link|\bsrc=|https?:", page)


@pytest.fixture
def run(monkeypatch, figures, tmp_path):
    monkeypatch.setattr(evaluation, "evaluate", lambda *_, **__: figures)
    monkeypatch.setattr(evaluation, "read_examples", lambda _: [])
    path = tmp_path / "accepted.json"

    def invoke(then, *options):
        path.write_text(json.dumps({"questions.all.top3": {"better": "higher", "tolerance": 0.01, "accepted": then}}))
        return CliRunner().invoke(main, ["eval", "--into", str(tmp_path), "--accepted", str(path), *options])

    return invoke


def test_figures_as_good_as_the_last_are_written(run, tmp_path, figures):
    done = run(1.0)

    assert done.exit_code == 0, done.output
    assert "questions.all.top3" in done.output
    assert json.loads((tmp_path / "eval.json").read_text("utf-8")) == figures
    assert (tmp_path / "eval.html").read_text("utf-8").startswith("<!doctype html>")


def test_worse_figures_fail_and_say_what_to_do(run, tmp_path):
    done = run(1.1)

    assert done.exit_code == 1
    assert "questions.all.top3" in done.output
    assert "--accept" in done.output
    assert (tmp_path / "eval.html").exists()


def test_accepted_figures_are_those_compared_with_from_then_on(run, tmp_path):
    done = run(1.1, "--accept")

    assert done.exit_code == 0
    assert json.loads((tmp_path / "accepted.json").read_text())["questions.all.top3"]["accepted"] == 1.0


def test_json_alone_is_json(run, figures):
    assert json.loads(run(1.0, "--json").output) == figures


def test_what_is_compared_is_a_figure_of_the_evaluation(figures):
    """Languages and sums are in the tiny set too, so that each name must be found."""
    for name in measuring.read_accepted(ROOT / "bench" / "accepted.json"):
        assert 0 <= measuring.figure(figures, name) <= 1
