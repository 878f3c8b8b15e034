"""Near copies stand together, and no fold knows what another is judged by."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.folds import near_copies, split

TEXTS = [
    "they want money before i start",
    "They want money before I start!",
    "is it legal to keep my passport",
    "they want money before I started",
    "co to jest grooming",
]


def test_near_copies_are_one_group_and_others_are_not():
    assert near_copies(TEXTS).tolist() == [0, 0, 1, 0, 2]


def test_a_copy_of_a_copy_is_in_the_group():
    first, second, third = "aaaaaaaaaa", "aaaaaaaabb", "aaaaaabbbb"

    assert len(set(near_copies([first, third]).tolist())) == 2
    assert len(set(near_copies([first, third, second]).tolist())) == 1


def test_no_texts_have_no_groups():
    assert near_copies([]).tolist() == []


def test_more_texts_than_are_compared_at_a_time_find_their_copies():
    words = [f"{number * 7919 % 100003:05d}" * 3 for number in range(1200)]
    groups = near_copies([*words, words[3]], alike=100)

    assert groups[3] == groups[-1]
    assert len(set(groups.tolist())) == len(set(words))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=80), st.integers(2, 5))
def test_no_group_straddles_a_fold(examples, count):
    labels, groups = [label for label, _ in examples], [group for _, group in examples]
    folds = split(labels, groups, count)

    assert set(folds.tolist()) <= set(range(count))
    for group in set(groups):
        assert len({fold for fold, own in zip(folds.tolist(), groups, strict=True) if own == group}) == 1


def test_labels_are_spread_evenly_and_always_in_the_same_way():
    labels = ["a"] * 30 + ["b"] * 9
    folds = split(labels, range(39), 3)

    assert Counter(folds[:30].tolist()) == {0: 10, 1: 10, 2: 10}
    assert Counter(folds[30:].tolist()) == {0: 3, 1: 3, 2: 3}
    assert folds.tolist() == split(labels, range(39), 3).tolist()
