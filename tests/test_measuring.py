"""Figures are what their names say, and a worse model is not accepted."""

import json

import pytest

from bot import measuring, report
from bot.errors import ModelError

STYLES = [
    ("do i have to pay for the training first", "casual"),
    ("Do I have to pay?", "formal"),
    ("czy musze placic", "casual"),
    ("Czy muszę płacić z góry?", "formal"),
    ("my aunt knows a man who pays for my flight and i only bring him a bag", "story"),
    ("Napisał do mnie facet z agencji i powiedział, że mam wysłać mu zdjęcie dowodu", "story"),
    ("what does the law of the united kingdom say about those who bring people over its border", "casual"),
]


@pytest.mark.parametrize(("text", "style"), STYLES)
def test_styles_are_guessed(text, style):
    assert measuring.style(text) == style


def test_calibration_tells_how_often_each_tenth_of_confidence_was_right():
    bins = measuring.calibration([0.05, 0.92, 0.98, 1.0], [False, True, True, False])

    assert [(one["from"], one["n"]) for one in bins] == [(0.0, 1), (0.9, 3)]
    assert bins[1]["confidence"] == pytest.approx(0.9667, abs=1e-3)
    assert bins[1]["right"] == pytest.approx(0.6667, abs=1e-3)
    assert measuring.calibration_error(bins) == pytest.approx((0.05 + 3 * 0.3) / 4, abs=1e-3)


def test_confidences_that_mean_what_they_say_have_no_error():
    assert measuring.calibration_error(measuring.calibration([0.75] * 4, [True, True, True, False])) == 0
    assert measuring.calibration_error([]) == 0


def test_the_surest_are_answered_first():
    steps = measuring.coverage([0.1, 0.9, 0.8, 0.3], [False, True, True, False])
    by_share = {step["coverage"]: step for step in steps}

    assert by_share[0.5] == {"coverage": 0.5, "risk": 0.0, "confidence": 0.8}
    assert by_share[1.0]["risk"] == 0.5


def accepted(path, **figures):
    rows = {name: {"better": better, "tolerance": 0.01, "accepted": value} for name, (better, value) in figures.items()}
    path.write_text(json.dumps(rows))
    return path


WORSE = [  # better, accepted, now, worse
    ("higher", 0.80, 0.70, True),
    ("higher", 0.80, 0.795, False),
    ("higher", 0.80, 0.90, False),
    ("lower", 0.05, 0.07, True),
    ("lower", 0.05, 0.01, False),
    ("lower", None, 0.9, False),
]


@pytest.mark.parametrize(("better", "then", "now", "worse"), WORSE)
def test_worse_by_more_than_is_tolerated_is_worse(tmp_path, better, then, now, worse):
    path = accepted(tmp_path / "accepted.json", share=(better, then))
    (found,) = measuring.compare({"share": now}, measuring.read_accepted(path))

    assert found.worse == worse
    assert ("worse" in found.line) == worse


def test_accepting_writes_the_figures_and_keeps_what_is_tolerated(tmp_path):
    path = accepted(tmp_path / "accepted.json", share=("higher", None))
    measuring.accept(path, {"share": 0.123456})

    assert measuring.read_accepted(path) == {"share": {"better": "higher", "tolerance": 0.01, "accepted": 0.1235}}


@pytest.mark.parametrize(
    "text", ["", "[]", '{"share": 1}', '{"share": {"better": "more", "tolerance": 0, "accepted": 1}}']
)
def test_a_broken_file_of_accepted_figures_is_named(tmp_path, text):
    (tmp_path / "accepted.json").write_text(text)

    with pytest.raises(ModelError, match=r"accepted\.json"):
        measuring.read_accepted(tmp_path / "accepted.json")


def test_a_figure_that_is_not_there_is_named():
    with pytest.raises(ModelError, match=r"questions\.top7"):
        measuring.figure({"questions": {"top1": 1}}, "questions.top7")


def test_the_page_refuses_figures_that_lack_something():
    with pytest.raises(report.jinja2.UndefinedError):
        report.render({}, [])
