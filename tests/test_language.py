"""The language of a message: ours in every spelling, and those that are only named."""

import tarfile
import time
from pathlib import Path

import pytest

from bot.language import Tongues, detect, script
from bot.matching import LinearModel, Ngrams
from bot.model import Tongue
from tests.conftest import ROOT


def sentences(name):
    lines = (ROOT / "tests" / "data" / name).read_text("utf-8").splitlines()
    return [tuple(line.split(": ", 1)) for line in lines]


FOREIGN, OURS = sentences("foreign.txt"), sentences("ours.txt")
EIGHT = "uk ru be bg de es ro fr it pt hu cs sk lt tr ar fa ur hi vi zh tl ka".split()


@pytest.fixture(scope="module")
def named(model, content, tmp_path_factory):
    """The detector of the trained model: text -> Language."""
    folder = tmp_path_factory.mktemp("model")
    with tarfile.open(model) as file:
        file.extractall(folder, filter="data")
    kept = next(path for path in Path(folder).rglob("*LanguageDetector*") if path.is_dir())
    ngrams, linear, tongues = Ngrams.load(kept), LinearModel.load(kept), Tongues(content.languages.tongues.values())
    return lambda text: detect(text, ngrams, linear, tongues)


def test_the_sentences_cover_what_the_table_promises(content):
    assert {code for code, _ in FOREIGN} == set(content.languages.tongues)
    for code in EIGHT:
        assert sum(one == code for one, _ in FOREIGN) >= 8


def test_nearly_all_foreign_sentences_are_named_and_fewer_than_two_in_a_hundred_taken_for_ours(named):
    codes = [(code, named(text).code) for code, text in FOREIGN]

    assert sum(wanted == found for wanted, found in codes) >= 0.97 * len(codes)
    assert sum(found in ("en", "pl") for _, found in codes) <= 0.02 * len(codes)


@pytest.mark.parametrize(("code", "text"), OURS)
def test_nothing_of_ours_is_taken_for_foreign(named, code, text):
    found = named(text)

    assert found.shipped
    if len(text.split()) > 2:
        assert found.code == code


@pytest.mark.parametrize("text", ["no", "si", "da", "ok", "co", "hi"])
def test_a_very_short_word_does_not_change_the_language_of_a_talk(named, text):
    assert named(text).confidence < 0.9


@pytest.mark.parametrize("text", ["ich liebe dich", "hilfe", "ayuda", "bonjour"])
def test_a_few_telling_words_are_enough(named, text):
    assert not named(text).shipped


def test_a_script_of_none_of_our_languages_is_said_to_be_unknown(named):
    assert named("எனக்கு உதவி வேண்டும்").code == "und"


@pytest.mark.parametrize(
    ("text", "name"),
    [("", ""), ("112", ""), ("hello", "LATIN"), ("привіт", "CYRILLIC"), ("助けてください", "HIRAGANA"), ("カメラ", "HIRAGANA"),
     ("救命", "CJK"), ("ok привіт друже", "CYRILLIC"), ("my friend Оля", "LATIN"), ("αβ аб ab", "LATIN")],
)  # fmt: skip
def test_the_script_of_most_letters_is_named(text, name):
    assert script(text) == name


def test_a_word_of_many_languages_tells_less_than_one_of_its_own():
    tongues = Tongues([Tongue("xa", "abc", words=("und", "ich")), Tongue("xb", "abc", words=("und",), letters="ø")])

    assert tongues.evidence(["und", "ich"], ["xa", "xb"]) == {"xa": (2, 1.5), "xb": (1, 0.5)}
    assert tongues.evidence(["bjørn"], ["xb"]) == {"xb": (1, 1.0)}


def test_naming_a_language_takes_less_than_a_millisecond(named):
    named("ich weiss nicht was ich machen soll")  # loads the statistics of letters
    texts = [text for _, text in FOREIGN + OURS]
    start = time.perf_counter()
    for text in texts:
        named(text)

    assert (time.perf_counter() - start) / len(texts) < 0.001
