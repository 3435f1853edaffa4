"""How likely the documents answer a question, from what people are known to speak of and what the passages take up."""

from __future__ import annotations

import math

from search.rank import Ranking
from search.understand import Question

ENOUGH = 0.4
"""Below this the documents do not tell."""

RIVAL = 0.8
"""An everyday matter speaks against an answer from so much of the nearness of the concepts on."""

WEIGHTS, BIAS = (-4.35, -1.9, 2.65, -2.55, 2.15, 1.2, -0.75), 1.5
"""Logits of :func:`features`: what people are known to speak of, and what sounds like a private matter, count against an
answer, unless passages take it up; who only tells what he makes wants a program. Logistic regression on invented
documents and questions, an eighth of them without an answer there (``python benchmarks/weights.py``)."""


def features(ranking: Ranking, asked: Question) -> tuple[float, ...]:
    """What tells whether there is an answer, in the order of the logits."""
    rival = max(0.0, ranking.private - RIVAL * ranking.known)
    unspoken, tells = float(bool(ranking.unspoken)), float(not asked.asks)
    return ranking.known, rival, ranking.reach, unspoken, ranking.near, tells, asked.private


def confidence(ranking: Ranking, asked: Question) -> float:
    """In 0..1, for a ranking of at least one passage."""
    told = zip(WEIGHTS, features(ranking, asked), strict=True)
    return _share(BIAS + sum(weight * value for weight, value in told))


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))), 4)
