"""BM25: bm25s makes the postings, NumPy reads them (importing bm25s costs a question half a second)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np


def write(folder: Path, texts: Sequence[Sequence[str]]) -> None:
    """The postings of token lists, document i being ``texts[i]``; at least one of them must hold a token."""
    import bm25s

    retriever = bm25s.BM25(k1=1.2, b=0.75)
    numbers = {token: n for n, token in enumerate(sorted(set().union(*texts)))}  # the same files for the same texts
    counted = [[numbers[token] for token in text] for text in texts]
    retriever.index((counted, numbers), show_progress=False, create_empty_token=False)
    retriever.save(folder, show_progress=False)


def mapped(file: Path) -> np.ndarray:
    """An array on disk, as a plain one: taking slices of a ``memmap`` costs more than adding them up."""
    return np.asarray(np.load(file, mmap_mode="r"))


class Postings:
    """What :func:`write` wrote, mapped from disk."""

    def __init__(self, folder: Path) -> None:
        self._scores, self._documents, self._starts = (
            mapped(folder / f"{part}.csc.index.npy") for part in ("data", "indices", "indptr")
        )
        self._ids: dict[str, int] = json.loads((folder / "vocab.index.json").read_bytes())
        self.size: int = json.loads((folder / "params.index.json").read_bytes())["num_docs"]

    def known(self, tokens: Iterable[str]) -> list[str]:
        return [token for token in tokens if token in self._ids]

    def holding(self, token: str) -> np.ndarray:
        """The documents that hold a token, in order."""
        number = self._ids.get(token)
        if number is None:
            return np.zeros(0, np.int32)
        return self._documents[self._starts[number] : self._starts[number + 1]]

    def rarity(self, token: str) -> float:
        """The weight that BM25 gives a token (its idf, Lucene's form); greatest where no document holds it."""
        held = len(self.holding(token))
        return math.log(1 + (self.size - held + 0.5) / (held + 0.5))

    def scores(self, tokens: Iterable[str]) -> np.ndarray:
        """float32, the BM25 score of every document; a token given twice counts twice."""
        total = np.zeros(self.size, np.float32)
        for token in tokens:
            number = self._ids.get(token)
            if number is not None:
                start, end = self._starts[number], self._starts[number + 1]
                total[self._documents[start:end]] += self._scores[start:end]
        return total
