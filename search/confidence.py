"""How likely an answer is right, from how far its best passages stand out."""

from __future__ import annotations

import math

from search.rank import Ranking

ENOUGH = 0.2
"""Below this the documents do not tell."""

# Logistic regression on answered and unanswerable questions: best cosine, best fused score.
_COSINE, _SCORE, _BIAS = 8.0, 0.25, -5.0


def confidence(ranking: Ranking) -> float:
    """In 0..1, for the best passage of a ranking."""
    cosine, score = float(ranking.cosines[:20].max()), float(ranking.scores[0])
    return _share(_COSINE * cosine + _SCORE * score + _BIAS)


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit)), 4)
