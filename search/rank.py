"""A question against all passages: four scores, made comparable and added.

Words (BM25), meaning (the encoder), and the policy terms of the concepts that the question's words and its meaning
bring to mind. Each score counts in standard deviations from its mean over the passages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from search import tokens
from search.concepts import Concepts
from search.encoder import DEFAULT, Encoder
from search.index import Index

WORDS, MEANING, CONCEPTS_BY_WORDS, CONCEPTS_BY_MEANING = 0.5, 1.0, 1.0, 0.7

CANDIDATES = 1000


@dataclass(frozen=True, slots=True)
class Ranking:
    """``positions`` of passages, best first; parallel to it ``scores`` (sum of weighted standard scores).

    What tells whether there is an answer at all, whatever the number of passages: ``reach``, how well the best passage
    takes up the concepts that the question means; ``covered``, the share of the question's words, rare ones counting
    more, that the best passage holds; ``familiar``, how near the question is to anything that the lexicon knows people
    to say."""

    positions: np.ndarray
    scores: np.ndarray
    reach: float
    covered: float
    familiar: float


def rank(core: str, index: Index, concepts: Concepts, encoder: Encoder) -> Ranking:
    """The passages that may speak of what the core of a question asks; the index must hold at least one."""
    vector = encoder.questions([core])[0]
    spoken = vector if encoder.name == DEFAULT else concepts.encoder.questions([core])[0]
    meant, familiar = concepts.by_meaning(spoken)
    words = tokens.words(core)
    by_meaning = index.linked(meant)
    everywhere = WORDS * _standard(index.words.scores(words))
    everywhere += CONCEPTS_BY_WORDS * _standard(index.linked(concepts.by_words(core)))
    everywhere += CONCEPTS_BY_MEANING * _standard(by_meaning)
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
    telling = {word for word in words if len(word) > 1}
    weight = sum(map(index.words.rarity, telling))
    return Ranking(
        positions=kept[order],
        scores=scores[order],
        reach=float(by_meaning.max()) / max(sum(meant.values()), 1e-9),
        covered=float(index.words.scores(telling).max()) / weight if weight else 0.0,
        familiar=familiar,
    )


def _standard(scores: np.ndarray) -> np.ndarray:
    deviation = float(scores.std())
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else np.zeros_like(scores)
