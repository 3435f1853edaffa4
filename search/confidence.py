"""How likely the documents answer a question, from how far its best passages stand out."""

from __future__ import annotations

import math

from search.rank import Ranking

ENOUGH, AT_WORK = 0.3, 0.15
"""Below this the documents do not tell: whoever speaks of his firm, his field or a task hardly asks a private matter."""

WEIGHTS = -4.6, -6.3, 2.4, 0.14, -2.5, 3.6
"""Logits of :func:`features`: what people are known to speak of counts against an answer, unless passages take it up.
Logistic regression on invented documents and questions, an eighth of them without an answer there
(``python benchmarks/weights.py``)."""


def features(ranking: Ranking) -> tuple[float, ...]:
    """What tells whether there is an answer, in the order of the logits."""
    return ranking.known, ranking.private, ranking.reach, float(ranking.scores[0]), float(bool(ranking.unspoken)), 1.0


def confidence(ranking: Ranking) -> float:
    """In 0..1, for a ranking of at least one passage."""
    return _share(sum(weight * value for weight, value in zip(WEIGHTS, features(ranking), strict=True)))


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))), 4)
