"""A question against all passages: four scores, made comparable and added.

Words (BM25), meaning (the encoder), and the policy terms of the concepts that the question's words and its meaning
bring to mind. Each score counts in standard deviations from its mean over the passages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from search import tokens, understand
from search.concepts import Concepts
from search.encoder import DEFAULT, Encoder
from search.index import Index

# From an experiment on two batches of questions, with and without words of the text; see notebooks/.
WORDS, MEANING, CONCEPTS_BY_WORDS, CONCEPTS_BY_MEANING = 0.5, 1.0, 1.0, 0.7

CANDIDATES = 1000


@dataclass(frozen=True, slots=True)
class Ranking:
    """``positions`` of passages, best first, and parallel to it: ``scores`` (sum of weighted standard scores),
    ``words`` (BM25), ``cosines`` (to the question). ``concepts`` by number with their weights."""

    positions: np.ndarray
    scores: np.ndarray
    words: np.ndarray
    cosines: np.ndarray
    concepts: dict[int, float]


def rank(text: str, index: Index, concepts: Concepts, encoder: Encoder) -> Ranking:
    """The passages that may speak of what the question asks; empty where the index holds none."""
    if not index.size:
        nothing = np.zeros(0, np.float32)
        return Ranking(nothing.astype(np.int64), nothing, nothing, nothing, {})
    core = understand.core(text)
    vector = encoder.questions([core])[0]
    spoken = vector if encoder.name == DEFAULT else concepts.encoder.questions([core])[0]
    said, meant = concepts.by_words(core), concepts.by_meaning(spoken)
    words = index.words.scores(tokens.words(core))
    by_words, by_meaning = index.linked(said), index.linked(meant)
    everywhere = WORDS * _standard(words) + CONCEPTS_BY_WORDS * _standard(by_words) + CONCEPTS_BY_MEANING * _standard(by_meaning)
    if index.size <= CANDIDATES:
        kept = np.arange(index.size)
        sample = kept
    else:
        near, close = index.neighbours.near(vector, CANDIDATES // 2)
        kept = np.union1d(close, np.argpartition(-everywhere, CANDIDATES // 2)[: CANDIDATES // 2])
        sample = np.linspace(0, index.size - 1, CANDIDATES).astype(np.int64)
    cosines = index.vectors[kept] @ vector
    against = cosines if len(sample) == len(kept) else index.vectors[sample] @ vector
    scores = everywhere[kept] + MEANING * (cosines - against.mean()) / max(float(against.std()), 1e-6)
    order = np.argsort(-scores, kind="stable")
    both = {number: max(said.get(number, 0.0), meant.get(number, 0.0)) for number in said | meant}
    return Ranking(kept[order], scores[order], words[kept][order], cosines[order], both)


def _standard(scores: np.ndarray) -> np.ndarray:
    deviation = float(scores.std())
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else np.zeros_like(scores)
