"""How likely the documents answer a question, from how far its best passages stand out."""

from __future__ import annotations

import math

from search.rank import Ranking

ENOUGH = 0.8
"""Below this the documents do not tell: 1 answerable question of 40 falls below it, 4 of 10 unanswerable ones."""

# Logistic regression on 430 answerable and 26 unanswerable questions. A question that is much like what the lexicon
# knows people to say, and still finds no passage that stands out, is one that these documents do not speak of.
_COSINE, _SCORE, _FAMILIAR, _BIAS = 2.84, 0.258, -9.17, 3.91


def confidence(ranking: Ranking) -> float:
    """In 0..1, for a ranking of at least one passage."""
    cosine, score = float(ranking.cosines.max()), float(ranking.scores[0])
    return _share(_COSINE * cosine + _SCORE * score + _FAMILIAR * ranking.familiar + _BIAS)


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit)), 4)
