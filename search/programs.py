"""Programs as wholes: what a program's best passage says is not all that speaks for it.

A program counts by its best passages together, and by late interaction (Khattab and Zaharia 2020): each word of the
question finds what is nearest to it in all of the program's text, so that a program that takes up every part of a
question comes before one that takes up a single part well. Long programs hold something near to any word; so the second
score counts in standard deviations from what the program reaches on questions of any kind, those of the lexicon.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search import concepts, encoder
from search.passages import Passage

BEST = 3
"""Passages of a program that count together, half as much as the best alone."""

LATE = 0.5
"""What one standard deviation of late interaction is worth, in the unit of the fused score."""

LOOKED_AT, HEARD = 15, 40
"""Programs that late interaction is worked out for, those of the best passages; and tokens of a question that it heeds,
the heaviest."""

USUAL = 600
"""Questions of the lexicon that say what a program reaches on questions of any kind."""


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
    """What :func:`write` wrote. ``ids`` of the programs."""

    def __init__(self, folder: Path) -> None:
        self.ids: list[str] = json.loads((folder / "programs.json").read_bytes())
        self._passages, self._starts, self._tokens, self._token_starts, self._vectors, usual = (
            np.load(folder / f"{name}.npy")
            for name in ("passages", "passages-starts", "tokens", "tokens-starts", "vectors", "usual")
        )
        self._mean, self._deviation = usual

    def scores(self, core: str, scores: np.ndarray) -> dict[str, float]:
        """The best programs for the core of a question, from the fused score of every passage: id → score, the best
        as high as the best passage of a program."""
        if not self.ids:
            return {}
        best = np.maximum.reduceat(scores[self._passages], self._starts[:-1])
        chosen = np.argsort(-best, kind="stable")[:LOOKED_AT]
        whole = np.zeros(len(chosen), np.float32)
        for place, number in enumerate(chosen):
            own = scores[self._passages[self._starts[number] : self._starts[number + 1]]]
            whole[place] = (best[number] + np.sort(own)[-BEST:].mean()) / 2
        if len(words := encoder.shipped().tokens(core)):
            held = [self._tokens[self._token_starts[n] : self._token_starts[n + 1]] for n in chosen]
            starts = np.cumsum([0, *map(len, held)])[:-1]
            late = _nearest(words, self._vectors, np.concatenate(held), starts)
            whole += LATE * (late - self._mean[chosen]) / self._deviation[chosen]
        whole += best[chosen[0]] - whole.max()
        return {self.ids[number]: float(score) for number, score in zip(chosen, whole, strict=True)}
