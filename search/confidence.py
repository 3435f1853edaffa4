"""How likely the documents answer a question, from how far its best passages stand out."""

from __future__ import annotations

import math

from search.rank import Ranking

ENOUGH = 0.58
"""Below this the documents do not tell."""

# Logistic regression on the questions at hand, and on what people say of concepts of the lexicon: answerable where a
# policy term of the concept stands in the documents, not where hardly a word of its terms does. A question that is
# much like what the lexicon knows people to say needs a passage that takes its concepts up; an unfamiliar one may find
# its answer without. Features that do not depend on the number of passages.
_FAMILIAR, _REACH, _COVERED, _BOTH, _BIAS = -9.87, -0.45, 3.63, 1.1, 5.13


def confidence(ranking: Ranking) -> float:
    """In 0..1, for a ranking of at least one passage."""
    familiar, reach = ranking.familiar, ranking.reach
    return _share(_FAMILIAR * familiar + _REACH * reach + _BOTH * familiar * reach + _COVERED * ranking.covered + _BIAS)


def of(score: float) -> float:
    """A fused score as a number in 0..1, for showing how matches compare."""
    return _share(0.35 * score - 2)


def _share(logit: float) -> float:
    return round(1 / (1 + math.exp(-logit)), 4)
