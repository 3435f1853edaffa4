"""From a question to the concepts of the lexicon, by its words and by the shipped encoder.

The tables depend on the lexicon and the shipped encoder alone, not on any document: made once a home.
"""

from __future__ import annotations

import hashlib
import shutil
from functools import cached_property
from pathlib import Path

import numpy as np

from search import dense, encoder, lexical, lexicon, tokens

BY_WORDS, BY_MEANING, NEAREST = 12, 10, 60


def key() -> str:
    """Names the state of lexicon and encoder that the tables were made from."""
    digest = hashlib.sha256(lexicon.fingerprint().encode() + (encoder.MODEL / "model.safetensors").read_bytes())
    return digest.hexdigest()[:16]


def write(folder: Path) -> None:
    """All tables, beside first and renamed when whole; a folder that exists is left as it is."""
    if folder.exists():
        return
    beside = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    concepts = lexicon.read()
    spoken = [(text, number) for number, concept in enumerate(concepts) for text in concept.spoken]
    cut = [tokens.shingles(text) for text, _ in spoken]
    lexical.write(beside / "words", cut)
    bags = [tokens.finer(found, text) for found, (text, _) in zip(cut, spoken, strict=True)]
    dense.write(beside / "spoken.faiss", encoder.StaticEncoder().bags(bags))
    np.save(beside / "owner.npy", np.array([number for _, number in spoken], np.int32))
    beside.rename(folder)


def terms() -> list[tuple[str, ...]]:
    """The policy terms of each concept, which are what it is sought by in documents."""
    return [concept.terms for concept in lexicon.read()]


class Concepts:
    """What :func:`write` wrote. Both readings give {number of a concept: weight in (0, 1]}; by meaning also the cosine of
    the nearest spoken text, which tells how familiar the question is."""

    def __init__(self, folder: Path) -> None:
        self._postings = lexical.Postings(folder / "words")
        self._neighbours = dense.Neighbours(folder / "spoken.faiss")
        self._owner = np.load(folder / "owner.npy")

    @cached_property
    def encoder(self) -> encoder.StaticEncoder:
        return encoder.StaticEncoder()

    def by_words(self, question: str) -> dict[int, float]:
        scores = self._postings.scores(tokens.shingles(question))
        best = np.argpartition(-scores, NEAREST)[:NEAREST] if len(scores) > NEAREST else np.arange(len(scores))
        best = best[np.argsort(-scores[best], kind="stable")]
        return self._weights(scores[best], best, BY_WORDS)

    def by_meaning(self, vector: np.ndarray) -> tuple[dict[int, float], float]:
        scores, spoken = self._neighbours.near(vector, NEAREST)
        return self._weights(scores, spoken, BY_MEANING), float(scores[0]) if len(scores) else 0.0

    def _weights(self, scores: np.ndarray, spoken: np.ndarray, count: int) -> dict[int, float]:
        found: dict[int, float] = {}
        for score, owner in zip(scores.tolist(), self._owner[spoken].tolist(), strict=True):
            if score > 0 and owner not in found:
                found[owner] = (score / max(scores[0], 1e-9)) ** 2
                if len(found) == count:
                    break
        return found
