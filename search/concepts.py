"""From a question to the concepts of the lexicon, by its words and by the shipped encoder.

The tables depend on the lexicon and the shipped encoder alone, not on any document: made once a home.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from search import dense, encoder, lexical, lexicon, tokens

BY_WORDS, BY_MEANING, PROCEDURES, NEAREST = 12, 10, 6, 400

NAME = 3
"""Characters that a policy term has at least where a question that holds it is taken to name its concept."""

_APART = {"procedure": 1, "everyday": 2}

# Numbers and particles: any two questions share them, and they tell nothing of what is asked.
_EMPTY = re.compile(
    "[0-9零〇一二两三四五六七八九十百千万亿半几多少个年天月日块岁斤人家台条样"
    "能不会是有没要怎么什办吗呢的了我你他们想找谁哪里给就也都还又才再把被在和跟]+"
)


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
    lexical.write(beside / "words", list(map(_telling, cut)))
    bags = [tokens.finer(found, text) for found, (text, _) in zip(cut, spoken, strict=True)]
    dense.write(beside / "spoken.faiss", encoder.shipped().bags(bags))
    np.save(beside / "owner.npy", np.array([number for _, number in spoken], np.int32))
    (beside / "official.json").write_text(json.dumps(_official(concepts), ensure_ascii=False), encoding="utf-8")
    np.save(beside / "kinds.npy", np.array([_APART.get(concept.kind, 0) for concept in concepts], np.int8))
    beside.rename(folder)


def _official(concepts: Sequence[lexicon.Concept]) -> dict[str, int]:
    """What documents call an instrument or an everyday matter → its concept; terms too short to be a name left out."""
    named = [(number, concept) for number, concept in enumerate(concepts) if concept.kind in ("instrument", "everyday")]
    return {tokens.normalise(term): number for number, c in named for term in c.terms if len(term) >= NAME}


def _telling(shingles: list[str]) -> list[str]:
    return [shingle for shingle in shingles if not _EMPTY.fullmatch(shingle)]


def sought() -> list[lexicon.Concept]:
    """The concepts of what questions are about, who asks and what for."""
    return [concept for concept in lexicon.read() if concept.kind not in _APART]


@cache
def terms() -> tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]:
    """The policy terms of each concept, which are what it is sought by in documents, each with its words."""
    return tuple(
        tuple((tokens.normalise(term), tuple(tokens.words(term))) for term in concept.terms)
        for concept in lexicon.read()
    )


@lru_cache(maxsize=1)
def meanings(by: encoder.Encoder) -> np.ndarray:
    """float32, a row a concept: what its policy terms mean together, and the clauses that speak of it."""
    concepts = lexicon.read()
    meant = by.passages([" ".join(concept.terms) for concept in concepts])
    clauses = by.passages([clause for concept in concepts for clause in concept.clauses])
    ends = np.cumsum([len(concept.clauses) for concept in concepts])
    for number, (concept, end) in enumerate(zip(concepts, ends, strict=True)):
        if concept.clauses:
            meant[number] += clauses[end - len(concept.clauses) : end].mean(axis=0)
    return encoder.unit(meant)


@dataclass(frozen=True, slots=True)
class Meant:
    """Concepts that a question brings to mind, each with a weight in (0, 1]: ``things`` (what it is about, who asks,
    what for) and ``procedures`` (how to apply, under what rules). ``nearest`` is how near the first of them is, ``everyday``
    how near each of those matters is, in the same measure."""

    things: dict[int, float]
    procedures: dict[int, float]
    everyday: dict[int, float]
    nearest: float


class Concepts:
    """What :func:`write` wrote."""

    def __init__(self, folder: Path) -> None:
        self._postings = lexical.Postings(folder / "words")
        self._neighbours = dense.Neighbours(folder / "spoken.faiss")
        self._owner = np.load(folder / "owner.npy")
        self._kinds = np.load(folder / "kinds.npy")
        self._official: dict[str, int] = json.loads((folder / "official.json").read_bytes())

    @cached_property
    def encoder(self) -> encoder.StaticEncoder:
        return encoder.shipped()

    def named(self, question: str) -> dict[str, int]:
        """The instruments and everyday matters that a question calls what documents call them: term → concept."""
        text, longest = tokens.normalise(question), lexicon.LIMITS["terms"][1]
        runs = (text[i:j] for i in range(len(text)) for j in range(i + NAME, min(i + longest, len(text)) + 1))
        return {run: self._official[run] for run in runs if run in self._official}

    def by_words(self, question: str) -> Meant:
        scores = self._postings.scores(_telling(tokens.shingles(question)))
        best = np.argpartition(-scores, NEAREST)[:NEAREST] if len(scores) > NEAREST else np.arange(len(scores))
        best = best[np.argsort(-scores[best], kind="stable")]
        return self._meant(scores[best], best, BY_WORDS)

    def by_meaning(self, vector: np.ndarray) -> Meant:
        scores, spoken = self._neighbours.near(vector, NEAREST)
        return self._meant(scores, spoken, BY_MEANING)

    def _meant(self, scores: np.ndarray, spoken: np.ndarray, count: int) -> Meant:
        kept = scores > 0
        owners, first = np.unique(self._owner[spoken[kept]], return_index=True)
        order = np.argsort(first)
        owners, near = owners[order], scores[kept][first[order]]
        kinds = self._kinds[owners]
        (things, procedures, everyday) = (
            dict(zip(owners[kinds == kind].tolist(), near[kinds == kind].tolist(), strict=True)) for kind in range(3)
        )
        best = max([*things.values(), *procedures.values()], default=0.0)
        return Meant(_weights(things, count), _weights(procedures, PROCEDURES), everyday, best)


def _weights(found: dict[int, float], count: int) -> dict[int, float]:
    best = max(found.values(), default=1.0)
    return {owner: (score / best) ** 2 for owner, score in islice(found.items(), count)}
