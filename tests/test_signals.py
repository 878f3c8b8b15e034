"""Warning signs in pasted texts: exact quotes, disguises, levels, and the labelled texts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.amounts import high_pay
from bot.folding import fold
from bot.model import CHECKS, SEVERITIES
from bot.sign_model import Example, SignModel
from bot.sign_training import folds, read_texts
from bot.signals import LONGEST, Checker, sentences

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def checkers(content):
    return {kind: Checker(content.signs[kind]) for kind in CHECKS}


PIECES = st.sampled_from(
    ["Give your passport to the driver", "don't tell your parents", "wyślij zdjęcie", "p a s s p o r t", "pass🔥port", "\n",
     ". ", " ", "\u200b", "раssport", "1100 euro a week", "ł", "İ", "ß", "me: ", "?!", "…", "c0ntract", "a@b.pl", "\ud83d"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_quotes_are_the_very_words_of_any_text_and_results_repeat(checkers, text):
    for checker in checkers.values():
        result = checker.check(text)

        assert all(text[s.start : s.end] == s.quote for s in result.signals)
        assert result == checker.check(text)


@given(TEXTS)
def test_words_stand_where_they_are_said_to_stand(text):
    for folded in fold(text):
        assert all(0 <= w.start < w.end <= len(text) for w in folded.words)
        assert [w.start for w in folded.words] == sorted(w.start for w in folded.words)


DISGUISED = [
    "give your pаsspоrt to the driver",  # Cyrillic letters
    "give your p a s s p o r t to the driver",
    "give your pass\u200bport to the driver",
    "give your pass🔥port to the driver",
    "give your p.a.s.s.p.o.r.t to the driver",
    "give your pa55port to the driver",
    "give your pasport to the driver",
    "GIVE YOUR PASSPORT TO THE DRIVER",
]


@pytest.mark.parametrize("text", DISGUISED)
def test_disguises_are_seen_through(checkers, text):
    found = {s.id: s.quote for s in checkers["offer"].check(f"Hello. {text} at once.").signals}

    assert "job_document_retention" in found


INNOCENT = [
    ("offer", "Please bring your passport so that we can copy the photo page, you keep the original."),
    ("offer", "Umowę wysyłamy przed wyjazdem, w języku polskim i niemieckim."),
    ("offer", "No experience needed, we train you for two weeks and pay the minimum wage from day one."),
    ("offer", "Do pracy w UE obywatel Polski nie potrzebuje wizy."),
    ("offer", "It's a surprise party for mum, don't tell her!"),
    ("chat", "Don't tell dad, we are planning his birthday present."),
    ("chat", "Nie mów mamie, szykujemy jej niespodziankę na urodziny."),
    ("chat", "Send me the photo of the homework page, please."),
    ("chat", "Please turn on your camera for the online lesson with the whole class."),
    ("chat", "I could die of laughter!"),
]


@pytest.mark.parametrize(("kind", "text"), INNOCENT)
def test_look_alikes_do_not_fire(checkers, kind, text):
    assert checkers[kind].check(text).signals == ()


@pytest.mark.parametrize(
    ("text", "high"),
    [("1100 euro a week", True), ("£180 an hour", True), ("3k a month", False), ("8 500 zł miesięcznie", False), ("31,40 zł brutto za godzinę", False),
     ("14.60 euro gross an hour", False), ("2000 euro tygodniowo", True), ("40 hours a week", False)],
)  # fmt: skip
def test_pay_is_compared_with_the_usual(text, high):
    assert bool(list(high_pay(text))) == high


LEVELS = [
    ("offer", [], 0.0, "none"),
    ("offer", ["job_urgency"], 0.0, "some"),
    ("offer", ["job_upfront_fee", "job_urgency", "job_secrecy"], 0.0, "strong"),
    ("offer", ["job_secrecy", "job_phone_control"], 0.0, "stop"),
    ("chat", ["gr_secrecy"], 0.0, "stop"),
    ("chat", ["gr_photo_request"], 0.0, "stop"),
    ("chat", ["gr_flattery"], 0.0, "some"),
    ("chat", ["gr_guilt"], 0.0, "strong"),
    ("chat", ["not_a_sign"], 0.0, "none"),
]


@pytest.mark.parametrize(("kind", "found", "risk", "level"), LEVELS)
def test_the_table_makes_the_level(checkers, kind, found, risk, level):
    assert checkers[kind].level(found, risk) == level


def test_a_chat_is_read_with_and_without_marks(checkers):
    marked = "me: hi\nthem: don't tell your parents about us\nthem: send me a selfie"
    plain = "hi\ndon't tell your parents about us\nsend me a selfie"

    assert [s.id for s in checkers["chat"].check(marked).signals] == [
        s.id for s in checkers["chat"].check(plain).signals
    ]
    assert checkers["chat"].check(plain).level == "stop"


def test_a_long_text_is_cut_after_a_sentence_and_says_so(checkers):
    result = checkers["offer"].check("A fine day. " * 3000)

    assert result.cut
    assert 0 < result.read <= LONGEST
    assert not checkers["offer"].check("a" * 10).cut
    assert checkers["offer"].check("a" * (LONGEST + 5)).read == LONGEST


@pytest.mark.parametrize("kind", CHECKS)
def test_every_sign_has_words_in_every_language_and_phrases(content, kind):
    signs = content.signs[kind]
    for sign in signs.signs.values():
        assert sign.severity in SEVERITIES
        assert sign.sources
        assert all(sign.label.values()) and all(sign.why.values()) and all(sign.check.values())  # noqa: PT018
        assert any(wordings.phrases.get(sign.id) for wordings in signs.wordings.values())


def _facts(kind):
    texts = (ROOT / "tests" / "data" / "sign_ids.txt").read_text("utf-8").split()
    return {one for one in texts if one.startswith("job_" if kind == "offer" else "gr_")}


@pytest.mark.parametrize("kind", CHECKS)
def test_labelled_texts_quote_themselves_and_name_known_signs(content, kind):
    texts = read_texts(ROOT / "data", kind)

    assert len({one.text for one in texts}) == len(texts)
    for one in texts:
        assert set(one.signs) <= _facts(kind)
        assert all(quote in one.text for quotes in one.signs.values() for quote in quotes)
    assert set(content.signs[kind].signs) <= _facts(kind)
    card = (ROOT / "docs" / "data-signals.md").read_text("utf-8")
    for locale in ("en", "pl"):
        own = [one for one in texts if one.locale == locale]
        row = rf"`{kind}s\.{locale}\.yml` \| {len(own)} \| {sum(one.risky for one in own)} "
        assert re.search(row, card), f"docs/data-signals.md: the counts are {len(own)}, {sum(one.risky for one in own)}"


def test_a_model_is_kept_as_it_was(tmp_path):
    def one(text, sign, risky):
        return Example(text, ((text, frozenset([sign] if sign else [])),), risky)

    examples = [one(f"hand over the passport {i}", "job_document_retention", True) for i in range(6)]
    examples += [one(f"send a photo in bikini {i}", "job_body_photos", True) for i in range(6)]
    examples += [one(f"nice bakery in the town {i}", None, False) for i in range(6)]
    model = SignModel.fit(examples)
    model.save(tmp_path / "offer")
    again = SignModel.load(tmp_path / "offer")

    assert model.signs("hand over the passport")[0][0] == "job_document_retention"
    assert again.risk("hand over the passport") == pytest.approx(model.risk("hand over the passport"), abs=1e-2)
    assert again.risk("hand over the passport") > 0.5 > again.risk("nice bakery in the town")
    assert again.signs("ęęę") == []
    assert again.risk("") == 0.0


def test_folds_keep_every_text_back_once():
    assert sorted(x for _, kept in folds(list(range(23))) for x in kept) == list(range(23))


def test_sentences_cover_the_text():
    text = "One. Two\nthree! Four…"

    assert "".join(text[a:b] for a, b in sentences(text)).replace(" ", "") == text.replace(" ", "")


def test_the_command_line_answers_as_the_contract_says():
    from click.testing import CliRunner

    from bot.adapters.cli import main

    lines = 'Give your passport to the driver\n{"text": "Nikomu nie mów", "locale": "pl"}\n\n'
    done = CliRunner().invoke(main, ["check-offer", "--jsonl"], input=lines)
    found = [json.loads(line) for line in done.output.splitlines()]

    assert len(found) == 3
    assert {"level", "signals", "reply"} <= set(found[0])
    assert (
        found[0]["signals"][0] | {"id": "job_document_retention", "severity": "critical", "start": 0}
        == found[0]["signals"][0]
    )
    assert "nie znaczy" in found[1]["reply"] or found[1]["signals"]
    assert found[2]["level"] == "none"
    assert "does not make" in CliRunner().invoke(main, ["check-chat"], input="see you at the library").output
