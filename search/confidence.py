"""How likely the documents answer a question, from what people are known to speak of and what the passages take up."""

from __future__ import annotations

import math

from search.rank import Ranking

ENOUGH = 0.62
"""Below this the documents do not tell."""

RIVAL = 0.8
"""An everyday matter speaks against an answer from so much of the nearness of the concepts on."""

WEIGHTS, BIAS = (-6.6, -6.3, 2.8, -2.5, 0.14, 2.0), 3.25
"""Logits of :func:`features`: what people are known to speak of counts against an answer, unless passages take it up; who
only tells what he makes wants a program. Logistic regression on invented documents and questions, an eighth of them
without an answer there (``python benchmarks/weights.py``)."""


def features(ranking: Ranking, asks: bool) -> tuple[float, ...]:
    """What tells whether there is an answer, in the order of the logits."""
    rival = max(0.0, ranking.private - RIVAL * ranking.known)
    unspoken = float(bool(ranking.unspoken))
    return ranking.known, rival, ranking.reach, unspoken, float(ranking.scores[0]), float(not asks)


def confidence(ranking: Ranking, asks: bool) -> float:
    """In 0..1, for a ranking of at least one passage; ``asks``: whether the text asks anything, or only tells."""
    told = zip(WEIGHTS, features(ranking, asks), strict=True)
    return _share(BIAS + sum(weight * value for weight, value in told))


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))), 4)
