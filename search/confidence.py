"""How likely the documents answer a question, from how far its best passages stand out."""

from __future__ import annotations

import math

from search.rank import Ranking

ENOUGH, AT_WORK = 0.31, 0.02
"""Below this the documents do not tell: whoever speaks of his firm, his field or a task hardly asks a private matter."""

# Logistic regression on the questions at hand, those that nothing but their matter tells apart; features that do not
# depend on the number of passages.
_PRIVATE, _REACH, _COVERED, _BIAS = -6.7, 11.3, 4.7, -0.1


def confidence(ranking: Ranking) -> float:
    """In 0..1, for a ranking of at least one passage."""
    return _share(_PRIVATE * ranking.private + _REACH * min(ranking.reach, 1.0) + _COVERED * ranking.covered + _BIAS)


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, logit)))), 4)
