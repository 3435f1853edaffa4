"""How text becomes tokens: the words that BM25 counts, the features that the static encoder sums.

jieba loads its dictionary on the first call (from its own cache after the first time on a machine).
"""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from functools import cache, lru_cache
from types import ModuleType

FEATURES = "zhengtu-features-1"
"""Name of the rule of :func:`features`; a static model says in its config which rule its vocabulary follows."""

RARE = 100
"""What jieba counted no oftener than this in the news is no common word."""

REMEMBERED = 8192
"""Runs without blanks whose words are kept: a clause, and the headings above it, are cut once for words and vector."""

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_WORD = re.compile(r"[^\W_]")
_LATIN = re.compile(r"[a-z][a-z0-9]{3,}")


@cache
def _jieba() -> ModuleType:
    import jieba  # late: half a second that `--help` need not pay

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


def normalise(text: str) -> str:
    """Full-width to half-width (NFKC), lower case. Lengths may change: never for offsets."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> list[str]:
    """Words of jieba's search mode (long words and the shorter ones in them), without punctuation."""
    return [word for run in text.split() for word in _words(run)]  # no word of jieba's goes over a blank


@lru_cache(REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    found = (word for word in _jieba().lcut_for_search(normalise(text)) if _WORD.search(word))
    return tuple(map(sys.intern, found))  # a corpus says few words many times


def cut(text: str) -> list[str]:
    """The words of a text end to end, punctuation included."""
    return list(_jieba().cut(text))


def is_common(text: str) -> bool:
    """Whether jieba's dictionary has it as a word that texts use often."""
    return bool(_jieba().dt.FREQ.get(text, 0) > RARE)


def pairs(text: str) -> list[str]:
    """Each two neighbouring Han characters."""
    return [pair for run in _HAN.findall(normalise(text)) for pair in windows(run, 2)]


def windows(text: str, length: int) -> list[str]:
    """Each run of so many characters, from left to right."""
    return [text[i : i + length] for i in range(len(text) - length + 1)]


def shingles(text: str) -> list[str]:
    """Words and pairs: what BM25 counts where texts are too short to repeat each other's words."""
    return words(text) + pairs(text)


def features(text: str) -> list[str]:
    """Words, pairs, each Han character, and the trigrams of Latin words: what a word that jieba does not know, or
    knows as a part of a longer one, still shares with others."""
    return finer(shingles(text), text)


def finer(found: list[str], text: str) -> list[str]:
    """The features of a text whose shingles are at hand."""
    normal = normalise(text)
    characters = [character for run in _HAN.findall(normal) for character in run]
    parts = ["#" + word[i : i + 3] for word in _LATIN.findall(normal) for i in range(len(word) - 2)]
    return [*found, *characters, *parts]
