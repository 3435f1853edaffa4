"""One generation of the search index: passages, their words, their vectors, and the concepts that reach them.

::

    passages.jsonl, passages.npy   the passages, and where each line starts
    words/                         BM25 postings of clause and headings
    vectors.npy, vectors.faiss     one vector a passage: exact scores of a few, nearest of all
    links-*.npy                    which passages the policy terms of each concept reach, how strongly (sparse rows)
    index.json                     encoder, number of passages, and each document's title, date, places and years
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import ZhengtuError
from ingest.records import Extraction, Span
from search import concepts, dense, lexical, tokens
from search.encoder import Encoder
from search.passages import Passage
from search.passages import passages as passages_of
from search.understand import places

FORMAT = 1
"""Raised when what :func:`write` writes changes in shape or meaning: built homes make their index anew."""

LINKS = 400
"""A concept is linked to this many passages at most."""

MEANT, UNRELATED = 25.0, 0.2
"""What a cosine above that of unrelated texts is worth beside a BM25 score of concept and passage."""

BATCH = 1000

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def write(
    folder: Path,
    extractions: Sequence[Extraction],
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """All files of a generation; ``progress(done, all)`` counts passages while their vectors are made."""
    folder.mkdir(parents=True)
    passages = [passage for extraction in extractions for passage in passages_of(extraction)]
    if passages:
        _write_passages(folder, passages)
        lexical.write(folder / "words", [tokens.words("\n".join([p.span.text, *p.context[1:]])) for p in passages])
        vectors = np.zeros((len(passages), encoder.dimensions), np.float32)
        for start in range(0, len(passages), BATCH):
            part = passages[start : start + BATCH]
            vectors[start : start + BATCH] = encoder.passages([_meant(passage) for passage in part])
            if progress:
                progress(start + len(part), len(passages))
        np.save(folder / "vectors.npy", vectors)
        dense.write(folder / "vectors.faiss", vectors)
        _write_links(folder, vectors, encoder)
    documents = {
        e.document.id: {
            "title": e.document.title,
            "date": e.document.date,
            "years": sorted(set(_YEAR.findall(e.text))),
            "places": sorted(places("".join([e.document.title, e.document.cover_title or "", *e.document.issuers]))),
        }
        for e in extractions
    }
    about = {"format": FORMAT, "encoder": encoder.name, "passages": len(passages), "documents": documents}
    (folder / "index.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def usable(folder: Path) -> bool:
    """Whether a generation is there, and of this program's format."""
    try:
        return bool(json.loads((folder / "index.json").read_bytes())["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _meant(passage: Passage) -> str:
    """The clause under its nearest heading: a clause alone often leaves out what it is about."""
    above = passage.context[-1] if len(passage.context) > 1 else ""
    return f"{above} {passage.span.text}".strip()


def _write_passages(folder: Path, passages: Sequence[Passage]) -> None:
    lines = [json.dumps(asdict(passage), ensure_ascii=False).encode() + b"\n" for passage in passages]
    (folder / "passages.jsonl").write_bytes(b"".join(lines))
    np.save(folder / "passages.npy", np.cumsum([0, *map(len, lines)]))


def _write_links(folder: Path, vectors: np.ndarray, encoder: Encoder) -> None:
    """By the words of its policy terms (a word of several terms counts several times) and by their meaning."""
    postings = lexical.Postings(folder / "words")
    terms = concepts.terms()
    meant = encoder.passages([" ".join(each) for each in terms])
    starts, positions, scores = [0], [], []
    for each, vector in zip(terms, meant, strict=True):
        row = postings.scores(word for term in each for word in tokens.words(term))
        row += MEANT * np.maximum(vectors @ vector - UNRELATED, 0)
        found = np.flatnonzero(row)
        if len(found) > LINKS:
            found = np.sort(found[np.argpartition(-row[found], LINKS)[:LINKS]])
        positions.append(found.astype(np.int32))
        scores.append(row[found].astype(np.float32))
        starts.append(starts[-1] + len(found))
    np.save(folder / "links-starts.npy", np.array(starts))
    np.save(folder / "links-passages.npy", np.concatenate(positions))
    np.save(folder / "links-scores.npy", np.concatenate(scores))


class Index:
    """A generation, mapped from disk. ``documents``: id → title, date, places, years. ZhengtuError where it is incomplete."""

    def __init__(self, folder: Path) -> None:
        try:
            about = json.loads((folder / "index.json").read_bytes())
            if about["format"] != FORMAT:
                raise ZhengtuError(f"{folder}: 索引是另一个版本的程序建的；请再运行 zhengtu build")
            self.encoder: str = about["encoder"]
            self.size: int = about["passages"]
            self.documents: dict[str, dict[str, Any]] = about["documents"]
            if self.size:
                self.words = lexical.Postings(folder / "words")
                self.vectors: np.ndarray = np.load(folder / "vectors.npy", mmap_mode="r")
                self._starts, self._positions, self._scores = (
                    np.load(folder / f"links-{part}.npy", mmap_mode="r") for part in ("starts", "passages", "scores")
                )
                self._offsets = np.load(folder / "passages.npy", mmap_mode="r")
                self._lines = np.memmap(folder / "passages.jsonl", np.uint8, "r")
        except (OSError, ValueError, KeyError) as error:
            raise ZhengtuError(f"{folder}: the search index is damaged; run `zhengtu build` again") from error
        self._faiss = folder / "vectors.faiss"

    @cached_property
    def places(self) -> set[str]:
        """Where the documents are from, by their titles and issuers."""
        return {place for document in self.documents.values() for place in document["places"]}

    @cached_property
    def years(self) -> set[str]:
        """The years that the documents write."""
        return {year for document in self.documents.values() for year in document["years"]}

    @cached_property
    def neighbours(self) -> dense.Neighbours:
        return dense.Neighbours(self._faiss)

    def linked(self, weights: Mapping[int, float]) -> np.ndarray:
        """float32, one a passage: how well the policy terms of these weighted concepts reach it."""
        total = np.zeros(self.size, np.float32)
        for concept, weight in weights.items():
            row = slice(self._starts[concept], self._starts[concept + 1])
            total[self._positions[row]] += weight * self._scores[row]
        return total

    def passage(self, position: int) -> Passage:
        found = json.loads(self._lines[self._offsets[position] : self._offsets[position + 1]].tobytes())
        nodes = tuple((label, id) for label, id in found["nodes"])
        above = tuple(Span(**span) for span in found["above"])
        return Passage(Span(**found["span"]), found["role"], tuple(found["context"]), above, nodes)
