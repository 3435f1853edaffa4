"""A question against all passages: four scores, made comparable and added.

Words (BM25), meaning (the encoder), and the policy terms of the concepts that the question's words and its meaning
bring to mind. Each score counts in standard deviations from its mean over the passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from search import names, tokens
from search.concepts import Concepts
from search.encoder import DEFAULT, Encoder
from search.index import Index

WORDS, COVERED, MEANING, CONCEPTS_BY_WORDS, CONCEPTS_BY_MEANING, PROCEDURES = 0.2, 3.0, 1.3, 0.7, 1.0, 1.0
"""Weights. Words count the more, and concepts the less, the more of the question the best passage holds in its own
words: a question in the words of the documents needs no lexicon, one without them has nothing else."""


DRAWN = 2.0
"""Standard scores grow as their logarithm beyond about so many deviations."""

CANDIDATES = 1000

UNSPOKEN = 4
"""A shorter name may stand in a question by chance."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """``positions`` of passages, best first; parallel to it ``scores`` (sum of weighted standard scores).

    What tells whether there is an answer at all, whatever the number of passages: ``reach``, how well the best passage
    takes up the concepts that the question means; ``covered``, the share of the question's words, rare ones counting
    more, that the best passage holds; ``private``, how
    near it is to an everyday matter that no passage speaks of, where the nearest of all others is at 1; ``unspoken``,
    the instruments and everyday matters that it names, where passages speak of none of them."""

    positions: np.ndarray
    scores: np.ndarray
    reach: float
    covered: float
    private: float
    unspoken: tuple[str, ...]

    def raised(self, chosen: np.ndarray, by: float) -> Ranking:
        """The same with some passages (bool, one for each passage of the index) raised."""
        scores = self.scores + by * chosen[self.positions]
        order = np.argsort(-scores, kind="stable")
        return replace(self, positions=self.positions[order], scores=scores[order])


def rank(core: str, index: Index, concepts: Concepts, encoder: Encoder, procedures: bool = False) -> Ranking:
    """The passages that may speak of what the core of a question asks (``procedures``: how to apply, under what rules,
    rather than what for); the index must hold at least one."""
    core = names.spelled_out(core, index.abbreviations)
    vector = encoder.questions([core])[0]
    spoken = vector if encoder.name == DEFAULT else concepts.encoder.questions([core])[0]
    words = tokens.words(core)
    covered = _covered(words, index)
    read, meant = concepts.by_words(core), concepts.by_meaning(spoken)
    by_meaning = index.linked(meant.things)
    everywhere = (WORDS + COVERED * covered) * _standard(index.words.scores(words))
    told = CONCEPTS_BY_WORDS * _standard(index.linked(read.things)) + CONCEPTS_BY_MEANING * _standard(by_meaning)
    if procedures:
        told += PROCEDURES * CONCEPTS_BY_WORDS * _standard(index.linked(read.procedures))
        told += PROCEDURES * CONCEPTS_BY_MEANING * _standard(index.linked(meant.procedures))
    everywhere += (1 - covered) * told
    if index.size <= CANDIDATES:
        kept = sample = np.arange(index.size)
    else:  # the best of both ways; the vectors of a fixed sample say what is an ordinary cosine
        _, close = index.neighbours.near(vector, CANDIDATES // 2)
        kept = np.union1d(close, np.argpartition(-everywhere, CANDIDATES // 2)[: CANDIDATES // 2])
        sample = np.linspace(0, index.size - 1, CANDIDATES).astype(np.int64)
    cosines = index.vectors[kept] @ vector
    usual = cosines if sample is kept else index.vectors[sample] @ vector
    scores = everywhere[kept] + MEANING * (cosines - usual.mean()) / max(float(usual.std()), 1e-6)
    order = np.argsort(-scores, kind="stable")
    called = concepts.named(core)
    spoken_of = any(map(index.says, called.values()))
    unspoken = () if spoken_of else tuple(name for name in called if len(name) >= UNSPOKEN)
    near = {c: (read.everyday.get(c, 0) + meant.everyday.get(c, 0)) / 2 for c in {*read.everyday, *meant.everyday}}
    return Ranking(
        positions=kept[order],
        scores=scores[order],
        reach=float(by_meaning.max()) / max(sum(meant.things.values()), 1e-9),
        covered=covered,
        unspoken=unspoken,
        private=max((nearness for concept, nearness in near.items() if not index.says(concept)), default=0.0),
    )


def _covered(words: Sequence[str], index: Index) -> float:
    telling = {word: index.words.rarity(word) for word in words if len(word) > 1}
    held = np.zeros(index.size, np.float32)
    for word, rarity in telling.items():
        held[index.words.holding(word)] += rarity
    return float(held.max()) / sum(telling.values()) if telling else 0.0


def _standard(scores: np.ndarray) -> np.ndarray:
    """In deviations from the mean, great ones drawn in: few passages hold a rare word, and its score is no measure of how
    much more they say."""
    mean, deviation = float(scores.mean()), float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)

    def drawn(score: np.ndarray) -> np.ndarray:
        standard = (score - mean) / deviation
        return np.sign(standard) * DRAWN * np.log1p(np.abs(standard) / DRAWN)

    found = np.flatnonzero(scores)  # logarithms of few: most passages of many have none of it
    standard = np.full_like(scores, drawn(np.zeros(1, scores.dtype))[0])
    standard[found] = drawn(scores[found])
    return standard
