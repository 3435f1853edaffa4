"""How likely the documents answer a question, from how far its best passages stand out."""

from __future__ import annotations

import math

from search.rank import Ranking

ENOUGH = 0.775
"""Below this the documents do not tell: 1 answerable question of 40 falls below it, 4 of 10 unanswerable ones."""

# Logistic regression on 430 answerable and 26 unanswerable questions. A question that is much like what the lexicon
# knows people to say, and that no passage takes up, is one that these documents do not speak of.
_COSINE, _FAMILIAR, _REACH, _COVERED, _BIAS = 0.75, -10.0, 0.25, 4.0, 6.2


def confidence(ranking: Ranking) -> float:
    """In 0..1, for a ranking of at least one passage."""
    found = _COSINE * ranking.cosine + _REACH * ranking.reach + _COVERED * ranking.covered
    return _share(found + _FAMILIAR * ranking.familiar + _BIAS)


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit)), 4)
