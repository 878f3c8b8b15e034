"""What editors are told beyond what a bot needs to run."""

import pytest

from bot.content import check_content, read_content
from bot.editing import check, overlaps
from bot.errors import BrokenContentError
from tests.conftest import ROOT

ANSWER = "answers/grooming/what_is_grooming.en.md"


def told(tree) -> str:
    content, _ = check_content(tree)
    return "\n".join(map(str, check(content, tree)))


def test_our_content_has_nothing_to_correct(tree):
    assert check_content(tree)[1] == []
    assert told(tree) == ""


HARD = "Notwithstanding jurisdictional considerations, intergovernmental organisations systematically institutionalise preventative legislative harmonisation."

EDITS = [  # (what is added to the text, what the editor is told)
    ("You are now safe.", "promises what nobody can promise"),
    ("You should have told us.", "blames the reader"),
    ("Don't worry about it.", "makes the reader's fear small"),
    ("See [a page](https://not-looked-at.example.org/a).", "'not-looked-at.example.org', which is not in hosts.yml"),
    (" ".join([HARD] * 4), "years of school; at most 9.0 are wanted"),
]


@pytest.mark.parametrize(("added", "wanted"), EDITS, ids=[wanted for _, wanted in EDITS])
def test_a_text_that_should_be_said_another_way_is_named(tree, added, wanted):
    path = tree / ANSWER
    front, _ = path.read_text("utf-8").split("\n---\n", 1)
    path.write_text(f"{front}\n---\n{added}\n\n[more]\n\nMore.\n", "utf-8")

    assert wanted in told(tree)
    assert ANSWER in told(tree)


def test_a_banned_wording_outside_the_notation_is_named(tree):
    path = tree / "banned.yml"
    path.write_text(path.read_text("utf-8") + "  x:\n  - a(b\n", "utf-8")

    assert "content/banned.yml" in told(tree)


PICTURES = [  # (change of a picture, what the editor is told)
    (lambda text: text.replace("<desc", "<metadata").replace("</desc>", "</metadata>"), "no <title> and <desc>"),
    (lambda text: text.replace("</svg>", "<script>alert(1)</script></svg>"), "holds a script or names another file"),
    (lambda text: text.replace("</svg>", '<image href="https://example.org/a.png"/></svg>'), "names another file"),
    (lambda text: text.replace("</svg>", '<rect onclick="a()"/></svg>'), "holds a script"),
]


@pytest.mark.parametrize(("change", "wanted"), PICTURES, ids=[str(n) for n in range(len(PICTURES))])
def test_a_picture_that_cannot_be_read_out_or_is_no_drawing_is_refused(tree, change, wanted):
    path = tree / "pictures/grooming_stages.en.svg"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(BrokenContentError, match=r"content/pictures/grooming_stages.en.svg:\d+: .*" + wanted):
        read_content(tree)


def test_a_picture_that_is_not_drawn_in_every_language_is_named(tree):
    (tree / "pictures/grooming_stages.pl.svg").unlink()
    with pytest.raises(BrokenContentError, match="which is not drawn in 'pl'"):
        read_content(tree)


def test_questions_of_two_topics_that_are_too_alike_are_listed_once(tree):
    path = tree / ANSWER
    text = path.read_text("utf-8").replace(
        "questions:\n", "questions:\n  - how do i tell whether a company reallly exists\n", 1
    )
    path.write_text(text, "utf-8")
    other = tree / "answers/job_offers/verify_company.en.md"
    other.write_text(
        other.read_text("utf-8").replace(
            "questions:\n", "questions:\n  - how do I tell whether a company really exists?\n", 1
        ),
        "utf-8",
    )
    found = [pair for pair in overlaps(read_content(tree)) if "reallly" in pair.first + pair.second]

    assert len(found) == 1
    assert {found[0].first_topic, found[0].second_topic} == {"what_is_grooming", "verify_company"}
    assert found[0].alike >= 90


def test_no_two_topics_share_a_question_but_for_case_and_marks():
    assert [pair for pair in overlaps(read_content(ROOT / "content"), 99) if pair.alike == 100] == []
