"""A question against all passages: several scores, made comparable and added.

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

COVERED, MEANING, CONCEPTS_BY_WORDS, CONCEPTS_BY_MEANING = 2.0, 1.3, 0.7, 1.0
"""Weights of the standard scores for what a question is about. Words count the more, and concepts the less, the more of
the question the best passage holds in its own words: a question in the words of the documents needs no lexicon, one
without them has nothing else."""

RULES = np.array([0.6, 1.5, 0.4, 0.0, 0.3, 0.4], np.float32)
RULES_COVERED = 0.9
"""The same for how to apply and under what rules, and what words are worth more where they cover the question.
Conditional logit over the passages of documents, on questions for facts."""

DRAWN = 2.0
"""Standard scores grow as their logarithm beyond about so many deviations."""

CANDIDATES = 1000

UNSPOKEN = 4
"""A shorter name may stand in a question by chance."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """``positions`` of passages, best first; parallel to it ``scores`` (sum of weighted standard scores), ``parts`` (the
    standard scores, a row each: words, meaning, concepts by words and by meaning, procedures by words and by meaning)
    and ``bonus`` (what was added to the sum).

    What tells whether there is an answer at all: ``covered``, the share of the question's words, rare ones counting
    more, that the best passage holds; ``known`` and ``private``, how near (as cosines) what people say of any concept
    comes, and of an everyday matter that no passage speaks of; ``near``, how near a passage comes; ``reach``, how well the
    best passage takes up the concepts that the question means; ``unspoken``, the instruments and everyday matters that it names, where passages speak of
    none of them."""

    positions: np.ndarray
    scores: np.ndarray
    parts: np.ndarray
    bonus: np.ndarray
    covered: float
    known: float
    private: float
    near: float
    reach: float
    unspoken: tuple[str, ...]

    def raised(self, chosen: np.ndarray, by: float) -> Ranking:
        """The same with some passages (bool, one for each passage of the index) raised."""
        return self._with(self.scores - self.bonus, self.bonus + by * chosen[self.positions])

    def ruling(self) -> Ranking:
        """The same passages in the order of what they tell of how to apply, under what rules, rather than what for."""
        weights = RULES + np.array([RULES_COVERED * self.covered, 0, 0, 0, 0, 0], np.float32)
        return self._with(weights @ self.parts, self.bonus)

    def _with(self, told: np.ndarray, bonus: np.ndarray) -> Ranking:
        order = np.argsort(-(told + bonus), kind="stable")
        return replace(
            self,
            positions=self.positions[order],
            scores=(told + bonus)[order],
            parts=self.parts[:, order],
            bonus=bonus[order],
        )


def rank(core: str, index: Index, concepts: Concepts, encoder: Encoder) -> Ranking:
    """The passages that may speak of what the core of a question asks; the index must hold at least one."""
    core = names.spelled_out(core, index.abbreviations)
    vector = encoder.questions([core])[0]
    spoken = vector if encoder.name == DEFAULT else concepts.encoder.questions([core])[0]
    words = tokens.words(core)
    covered = _covered(words, index)
    read, meant = concepts.by_words(core), concepts.by_meaning(spoken)
    by_meaning = index.linked(meant.things)
    linked = (index.linked(read.things), by_meaning, index.linked(read.procedures), index.linked(meant.procedures))
    said, *told = map(_standard, (index.words.scores(words), *linked))
    apart = 1 - covered
    weights = np.array(
        [COVERED * covered, MEANING, apart * CONCEPTS_BY_WORDS, apart * CONCEPTS_BY_MEANING, 0, 0], np.float32
    )
    if index.size <= CANDIDATES:
        kept = sample = np.arange(index.size)
    else:  # the best of both ways; the vectors of a fixed sample say what is an ordinary cosine
        _, close = index.neighbours.near(vector, CANDIDATES // 2)
        everywhere = weights[0] * said + weights[2] * told[0] + weights[3] * told[1]
        kept = np.union1d(close, np.argpartition(-everywhere, CANDIDATES // 2)[: CANDIDATES // 2])
        sample = np.linspace(0, index.size - 1, CANDIDATES).astype(np.int64)
    cosines = index.vectors[kept] @ vector
    usual = cosines if sample is kept else index.vectors[sample] @ vector
    meaning = (cosines - usual.mean()) / max(float(usual.std()), 1e-6)
    parts = np.stack([said[kept], meaning, *(part[kept] for part in told)])
    scores = weights @ parts
    order = np.argsort(-scores, kind="stable")
    called = concepts.named(core)
    spoken_of = any(map(index.says, called.values()))
    return Ranking(
        positions=kept[order],
        scores=scores[order],
        parts=parts[:, order],
        bonus=np.zeros(len(kept), np.float32),
        covered=covered,
        known=meant.nearest,
        private=max((cosine for concept, cosine in meant.everyday.items() if not index.says(concept)), default=0.0),
        near=float(cosines.max()),
        reach=min(float(by_meaning.max()) / max(sum(meant.things.values()), 1e-9), 1.0),
        unspoken=() if spoken_of else tuple(name for name in called if len(name) >= UNSPOKEN),
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
