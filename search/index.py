"""One generation of the search index: passages, their words, their vectors, and the concepts that reach them.

::

    passages.jsonl, passages.npy   the passages, and where each line starts
    words/                         BM25 postings of clause and headings
    vectors.npy, vectors.faiss     one vector a passage: exact scores of a few, nearest of all
    said.npy                       of each concept, how well its policy terms stand in the passage that has them best
    links-*.npy                    which passages the policy terms of each concept reach, how strongly (sparse rows)
    programs/                      which passages and which tokens each program has (see :mod:`search.programs`)
    index.json                     encoder, number of passages, and each document's title, date, the passage that is its date,
                                   places, years, attachments and
                                   numbers that it cites; short names that stand for names
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import numpy as np

from graph.ids import regulation_id
from ingest.errors import ZhengtuError
from ingest.records import Extraction, Regulation, Span
from search import concepts, dense, lexical, names, programs, tokens
from search.documents import Documents, years
from search.encoder import Encoder
from search.passages import Passage
from search.passages import passages as passages_of
from search.understand import home_places, places

FORMAT = 10
"""Raised when what :func:`write` writes changes in shape or meaning: built homes make their index anew."""

LINKS = 400
"""A concept is linked to this many passages at most."""

MEANT, UNRELATED = 2.0, 0.2
"""What a cosine above that of unrelated texts is worth, where a policy term that stands in a passage is worth 2: one for
all of its words, one for standing there as it is."""

BATCH = 1000
TOGETHER = 32
"""Passages whose words and vectors, concepts whose nearness to all passages, are worked out together."""


def write(
    folder: Path,
    extractions: Sequence[Extraction],
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """All files of a generation; ``progress(done, all)`` counts passages while their words and vectors are made."""
    folder.mkdir(parents=True)
    passages = [passage for extraction in extractions for passage in passages_of(extraction)]
    if passages:
        _write_passages(folder, passages)
        said: list[list[str]] = []
        vectors = np.zeros((len(passages), encoder.dimensions), np.float32)
        for start in range(0, len(passages), BATCH):  # words and vectors together: each text is cut once
            part = passages[start : start + BATCH]
            said += (tokens.words(_said(passage)) for passage in part)
            vectors[start : start + BATCH] = encoder.passages([_meant(passage) for passage in part])
            if progress:
                progress(start + len(part), len(passages))
        lexical.write(folder / "words", said)
        np.save(folder / "vectors.npy", vectors)
        dense.write(folder / "vectors.faiss", vectors)
        _write_links(folder, passages, vectors, encoder)
        programs.write(folder / "programs", passages, [_meant(passage) for passage in passages])
    dates = {passage.span.document: n for n, passage in enumerate(passages) if passage.role == "date"}
    counts = Counter(passage.span.document for passage in passages)
    starts_at = dict(zip(counts, accumulate(counts.values(), initial=0), strict=False))
    documents = {
        e.document.id: {
            "title": e.document.title,
            "date": e.document.date,
            "dated": dates.get(e.document.id),
            "passages": [starts_at.get(e.document.id, 0), counts[e.document.id]],
            "years": sorted(set(years(e.text))),
            "attachments": [
                [attachment.no, regulation_id(e.document.id, Regulation("", attachment.title))]
                for attachment in e.document.attachments
            ],
            "numbers": [regulation.doc_number for regulation in e.regulations if regulation.doc_number],
            "mentioned": sorted(places(e.text)),
            "places": sorted(
                places("".join([e.document.title, e.document.cover_title or "", *e.document.issuers]))
                | home_places(e.text)
            ),
        }
        for e in extractions
    }
    called = [program.name for e in extractions for program in e.programs]
    called += [organisation.name for e in extractions for organisation in e.organisations]
    about = {
        "format": FORMAT,
        "encoder": encoder.name,
        "passages": len(passages),
        "documents": documents,
        "abbreviations": names.abbreviations(called, (passage.span.text for passage in passages)),
    }
    (folder / "index.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def usable(folder: Path) -> bool:
    """Whether a generation is there, and of this program's format."""
    try:
        return bool(json.loads((folder / "index.json").read_bytes())["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _said(passage: Passage) -> str:
    """The clause and all headings above it but the title of the document."""
    return "\n".join([passage.span.text, *passage.context[1:]])


def _meant(passage: Passage) -> str:
    """The clause under its nearest heading: a clause alone often leaves out what it is about."""
    above = passage.context[-1] if len(passage.context) > 1 else ""
    return f"{above} {passage.span.text}".strip()


def _write_passages(folder: Path, passages: Sequence[Passage]) -> None:
    lines = [json.dumps(asdict(passage), ensure_ascii=False).encode() + b"\n" for passage in passages]
    (folder / "passages.jsonl").write_bytes(b"".join(lines))
    np.save(folder / "passages.npy", np.cumsum([0, *map(len, lines)]))


def _write_links(folder: Path, passages: Sequence[Passage], vectors: np.ndarray, encoder: Encoder) -> None:
    """How well each passage says what a concept is: by the best of its policy terms (the square of the share of its
    words, rare and long ones counting more, that stand there or in the headings above), and by the meaning of all."""
    postings = lexical.Postings(folder / "words")
    texts = [tokens.normalise(_said(passage)) for passage in passages]
    held = np.zeros(len(passages), np.float32)  # of a term's words; zero again after each term
    starts, positions, scores, said = [0], [], [], []
    for terms, near in zip(concepts.terms(), _nearness(concepts.meanings(encoder), vectors), strict=True):
        best = np.zeros(len(passages), np.float32)
        for term, words in terms:
            weights = {word: postings.rarity(word) * len(word) ** 0.5 for word in words}
            holding = {word: postings.holding(word) for word in weights}
            for word, weight in weights.items():
                held[holding[word]] += weight / sum(weights.values())
            for found in holding.values():  # few passages hold any of the words: the others are left alone
                row = held[found] ** 2
                if words == (term,):
                    row += 1
                else:
                    for place in np.flatnonzero(row > 0.99):
                        row[place] += term in texts[found[place]]
                best[found] = np.maximum(best[found], row)
            for found in holding.values():
                held[found] = 0
        said.append(float(best.max()))
        best += MEANT * np.maximum(near - UNRELATED, 0)
        found = np.flatnonzero(best)
        if len(found) > LINKS:
            found = np.sort(found[np.argpartition(-best[found], LINKS)[:LINKS]])
        positions.append(found.astype(np.int32))
        scores.append(best[found])
        starts.append(starts[-1] + len(found))
    np.save(folder / "said.npy", np.array(said, np.float32))
    np.save(folder / "links-starts.npy", np.array(starts))
    np.save(folder / "links-passages.npy", np.concatenate(positions))
    np.save(folder / "links-scores.npy", np.concatenate(scores))


def _nearness(meanings: np.ndarray, vectors: np.ndarray) -> Iterator[np.ndarray]:
    """For each meaning its cosines with all vectors, worked out for several at a time."""
    for start in range(0, len(meanings), TOGETHER):
        yield from meanings[start : start + TOGETHER] @ vectors.T


class Index:
    """A generation, mapped from disk. ZhengtuError where it is incomplete."""

    def __init__(self, folder: Path) -> None:
        try:
            about = json.loads((folder / "index.json").read_bytes())
            if about["format"] != FORMAT:
                raise ZhengtuError(f"{folder}: 索引是另一个版本的程序建的；请再运行 zhengtu build")
            self.encoder: str = about["encoder"]
            self.size: int = about["passages"]
            self.documents = Documents(about["documents"])
            self.abbreviations: dict[str, list[str]] = about["abbreviations"]
            if self.size:
                self.words = lexical.Postings(folder / "words")
                self.vectors = lexical.mapped(folder / "vectors.npy")
                self._starts, self._positions, self._scores = (
                    lexical.mapped(folder / f"links-{part}.npy") for part in ("starts", "passages", "scores")
                )
                self._said: np.ndarray = np.load(folder / "said.npy")
                self.programs = programs.Programs(folder / "programs")
                self._offsets = lexical.mapped(folder / "passages.npy")
                self._lines = np.memmap(folder / "passages.jsonl", np.uint8, "r")
        except (OSError, ValueError, KeyError) as error:
            raise ZhengtuError(f"{folder}: the search index is damaged; run `zhengtu build` again") from error
        self._faiss = folder / "vectors.faiss"

    def of(self, documents: Iterable[str]) -> np.ndarray:
        """bool, one a passage: whether it belongs to one of the documents."""
        chosen = np.zeros(self.size, bool)
        for id in documents:
            first, count = self.documents[id]["passages"]
            chosen[first : first + count] = True
        return chosen

    @cached_property
    def neighbours(self) -> dense.Neighbours:
        return dense.Neighbours(self._faiss)

    def says(self, concept: int) -> bool:
        """Whether a policy term of the concept stands in a passage, all its words at least."""
        return bool(self._said[concept] > 0.99)

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
