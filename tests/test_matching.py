"""The linear model learns, is sure when it should be, and comes back from disk as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import LinearModel, Ngrams, grams

TEXTS = ["they want money first", "pay a fee before work", "he sends me gifts", "gifts from an online friend"] * 6
LABELS = ["fee", "fee", "gifts", "gifts"] * 6


@pytest.fixture(scope="module")
def trained():
    ngrams = Ngrams.fit(TEXTS)
    return ngrams, LinearModel.fit([ngrams.vector(text) for text in TEXTS], LABELS, ngrams.size)


def test_a_text_like_the_examples_gets_their_label(trained):
    ngrams, model = trained

    assert model.ranking(ngrams.vector("do i pay a fee"))[0][0] == "fee"
    assert model.ranking(ngrams.vector("so many gifts"))[0][0] == "gifts"


@given(st.text(max_size=200))
def test_confidences_are_shares_of_one(text):
    ngrams = Ngrams.fit(TEXTS)
    model = LinearModel(("a", "b"), np.zeros((ngrams.size, 2), np.float16), np.zeros(2, np.float32), 1.0)
    found = model.probabilities(ngrams.vector(text))

    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()


@given(st.text(max_size=200))
def test_a_vector_has_length_one_or_is_empty(text):
    ids, weights = Ngrams.fit(TEXTS).vector(text)

    assert len(ids) == len(set(ids.tolist())) == len(weights)
    assert not len(ids) or np.linalg.norm(weights) == pytest.approx(1, abs=1e-5)


def test_a_saved_model_comes_back_as_it_was(trained, tmp_path):
    ngrams, model = trained
    ngrams.save(tmp_path)
    model.save(tmp_path)
    again = LinearModel.load(tmp_path)
    vector = Ngrams.load(tmp_path).vector("pay for gifts")

    assert again.ranking(vector) == model.ranking(ngrams.vector("pay for gifts"))


def test_training_twice_gives_the_same_model(trained):
    ngrams, model = trained
    again = LinearModel.fit([ngrams.vector(text) for text in TEXTS], LABELS, ngrams.size)

    assert (again.weights == model.weights).all()
    assert again.sharpness == model.sharpness


def test_words_count_with_and_without_diacritics_alike():
    assert list(grams("Zażółć")) == list(grams("zazolc"))


def test_a_feature_that_only_other_examples_have_is_passed_over():
    ngrams = Ngrams.fit(["pay me", "call me", "dizzy"], least=1)
    own = [ngrams.vector("pay me"), ngrams.vector("call me")]
    size = 1 + max(int(vector.ids[-1]) for vector in own)
    model = LinearModel.fit(own, ["money", "talk"], size, sharpness=1.0)

    assert ngrams.vector("dizzy").ids[-1] >= size
    assert model.ranking(ngrams.vector("dizzy: pay me"), 1)[0][0] == "money"
