"""Programs as wholes: what a program's best passage says is not all that speaks for it.

A program counts by the best that its passages reach in each way of ranking, and by late interaction (Khattab and Zaharia
2020): each word of the question finds what is nearest to it in all of the program's text, so that a program that takes up
every part of a question comes before one that takes up a single part well. Long programs hold something near to any word;
so late interaction counts in standard deviations from what the program reaches on questions of any kind, those of the
lexicon.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from search import concepts, encoder
from search.passages import Passage

if TYPE_CHECKING:
    from search.rank import Ranking

BEST = np.array([1, 2, 3], np.float32)
"""What the third best, second best and best passage of a program count when their meanings are put together: a program
of many fields says what fits in one of them."""

WORDS, MEANING, CONCEPTS_BY_WORDS, CONCEPTS_BY_MEANING, LATE = -0.4, 1.8, 0.6, 0.55, 0.9
COVERED, LATE_COVERED = 0.4, 0.9
"""What a standard deviation of each is worth; what words and late interaction are worth grows with the share of the
question that the documents hold in its own words. Conditional logit over the programs of invented documents
(``python benchmarks/weights.py``)."""

LOOKED_AT, HEARD = 15, 40
"""Programs that late interaction is worked out for, those of the best passages; and tokens of a question that it heeds,
the heaviest."""

USUAL = 600
"""Questions of the lexicon that say what a program reaches on questions of any kind."""


def weights(covered: float) -> np.ndarray:
    """Of a program's words, meaning, concepts by words, concepts by meaning and late interaction, where the documents hold
    such a share of the question in its own words."""
    late = LATE + LATE_COVERED * covered
    return np.array([WORDS + COVERED * covered, MEANING, CONCEPTS_BY_WORDS, CONCEPTS_BY_MEANING, late], np.float32)


def write(folder: Path, passages: Sequence[Passage], texts: Sequence[str]) -> None:
    """``texts``, parallel to the passages, are what each is taken to say."""
    places: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        for label, id in passage.nodes:
            if label == "Program":
                places.setdefault(id, []).append(number)
    folder.mkdir()
    shipped = encoder.shipped()
    held = [np.unique(np.concatenate([shipped.tokens(texts[n]) for n in found])) for found in places.values()]
    known, numbers = np.unique(_joined(held), return_inverse=True)
    starts = np.cumsum([0, *map(len, held)])
    vectors, _ = shipped.directions(known)
    (folder / "programs.json").write_text(json.dumps(list(places), ensure_ascii=False), encoding="utf-8")
    np.save(folder / "passages.npy", _joined([np.array(found) for found in places.values()]))
    np.save(folder / "passages-starts.npy", np.cumsum([0, *map(len, places.values())]))
    np.save(folder / "tokens.npy", numbers)
    np.save(folder / "tokens-starts.npy", starts)
    np.save(folder / "vectors.npy", vectors)
    usual = [_nearest(words, vectors, numbers, starts[:-1]) for words in _usual()] if held else [np.zeros(0)]
    np.save(folder / "usual.npy", np.stack([np.mean(usual, axis=0), np.maximum(np.std(usual, axis=0), 1e-3)]))


def _joined(rows: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([*rows, np.zeros(0, np.int64)])


def _usual() -> list[np.ndarray]:
    """The tokens of some questions of the lexicon, at most one a concept."""
    chance, shipped = random.Random(0), encoder.shipped()
    asked = [chance.choice(concept.questions) for concept in concepts.sought() if concept.questions]
    return [words for text in chance.sample(asked, min(USUAL, len(asked))) if len(words := shipped.tokens(text))]


def _nearest(words: np.ndarray, vectors: np.ndarray, numbers: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each program, whose tokens (rows of ``vectors``) begin at ``starts`` of ``numbers``: how near its nearest is
    to each word, heavy words counting more."""
    directions, weights = encoder.shipped().directions(words)
    if len(words) > HEARD:
        heaviest = np.argpartition(-weights, HEARD)[:HEARD]
        directions, weights = directions[heaviest], weights[heaviest]
    near = vectors @ (directions * weights[:, None] / weights.sum()).T
    return np.maximum.reduceat(near[numbers], starts, axis=0).sum(axis=1)


class Programs:
    """What :func:`write` wrote. ``ids`` of the programs; ``starts`` of their passages, laid end to end."""

    def __init__(self, folder: Path) -> None:
        self.ids: list[str] = json.loads((folder / "programs.json").read_bytes())
        self._passages, bounds, self._tokens, self._token_starts, self._vectors, usual = (
            np.load(folder / f"{name}.npy")
            for name in ("passages", "passages-starts", "tokens", "tokens-starts", "vectors", "usual")
        )
        self.starts, self._ends = bounds[:-1], bounds[1:]
        self._mean, self._deviation = usual

    def scores(self, core: str, ranking: Ranking) -> dict[str, float]:
        """The best programs for the core of a question: id → score, the best as high as the best passage of any."""
        if not self.ids:
            return {}
        chosen, features = self.features(core, ranking)
        rows = self.held(ranking, np.stack([ranking.bonus, ranking.scores]))
        bonus, best = np.maximum.reduceat(rows, self.starts, axis=1)[:, chosen]
        whole = features @ weights(ranking.covered) + bonus
        whole += best[0] - whole.max()
        return {self.ids[number]: float(score) for number, score in zip(chosen, whole, strict=True)}

    def features(self, core: str, ranking: Ranking) -> tuple[np.ndarray, np.ndarray]:
        """The programs of the best passages, best first, and what speaks for each, in the order of :func:`weights`."""
        held = self.held(ranking, np.stack([*ranking.parts[:4], ranking.scores]))
        highest = np.maximum.reduceat(held, self.starts, axis=1)
        chosen = np.argsort(-highest[-1], kind="stable")[:LOOKED_AT]
        features = np.stack([*highest[:4, chosen], self._late(core, chosen)], axis=1)
        for row, number in enumerate(chosen):
            best = np.sort(held[1][self.starts[number] : self._ends[number]])[-len(BEST) :]
            features[row, 1] = np.average(best, weights=BEST[-len(best) :])
        return chosen, features

    def held(self, ranking: Ranking, rows: np.ndarray) -> np.ndarray:
        """What one or several rows of the ranking tell of the passages of all programs, end to end; the least of a row
        for those not in it."""
        place = np.full(1 + max(self._passages.max(), ranking.positions.max()), -1)
        place[ranking.positions] = np.arange(len(ranking.positions))
        place = place[self._passages]
        return np.where(place >= 0, rows[..., place], rows.min(axis=-1, keepdims=True))

    def _late(self, core: str, chosen: np.ndarray) -> np.ndarray:
        """For each chosen program, in deviations from what it reaches on questions of any kind."""
        words = encoder.shipped().tokens(core)
        if not len(words):
            return np.zeros(len(chosen), np.float32)
        held = [self._tokens[self._token_starts[n] : self._token_starts[n + 1]] for n in chosen]
        starts = np.cumsum([0, *map(len, held)])[:-1]
        late = _nearest(words, self._vectors, np.concatenate(held), starts)
        return (late - self._mean[chosen]) / self._deviation[chosen]
