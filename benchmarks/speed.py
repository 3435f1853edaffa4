"""How long an answer takes, beside what it cannot do without.

    python benchmarks/speed.py HOME QUESTIONS.jsonl [--cold 3] [--texts FOLDER]

Cold: ``zhengtu ask`` in a process of its own, the graph server running, beside jieba's start alone. Warm: one searcher
asked all questions, and the ranking of passages within it, beside bm25s alone over the same passages and tokens; with
``--texts`` the same over the passages of a folder of documents, indexed for the occasion.
Ratios are taken within one run: machines are noisy.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import bm25s

from graph.home import Home
from graph.store import open_store
from ingest import pipeline
from ingest.records import Extraction
from search import encoder, rank, tokens
from search.concepts import Concepts, key
from search.index import Index
from search.index import write as write_index
from search.questions import read_questions
from search.searcher import Searcher
from search.understand import core

ROOT = Path(__file__).resolve().parents[1]


def seconds(command: list[str], times: int) -> float:
    """The median wall time of a command."""

    def once() -> float:
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return time.perf_counter() - started

    return statistics.median(once() for _ in range(times))


def milliseconds(ask: Callable[[str], object], questions: Iterable[str]) -> list[float]:
    taken = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def told(taken: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(taken), 2), "p95": round(taken[int(len(taken) * 0.95)], 2)}


def ranking(index: Index, words: Path, concepts: Concepts, questions: list[str]) -> dict[str, object]:
    """Ranking and bm25s alone, over one index, whose postings lie in the folder ``words``."""

    def ranks(text: str) -> object:
        return rank.rank(core(text), index, concepts, concepts.encoder)

    milliseconds(ranks, questions[:20])
    ranked = milliseconds(ranks, questions)
    retriever = bm25s.BM25.load(words)
    alone = milliseconds(lambda text: retriever.get_scores(_known(retriever, text)), questions)
    ratio = statistics.median(ranked) / statistics.median(alone)
    return {"ranking ms": told(ranked), "bm25s ms": told(alone), "ranking over bm25s": round(ratio, 2)}


def indexed(texts: Path, folder: Path) -> dict[str, object]:
    """Makes the index of a folder of documents, without a graph."""
    files = pipeline.identify(pipeline.sources([texts])).items()
    read = [got for _, _, got in pipeline.extract_all(files, os.cpu_count() or 1) if isinstance(got, Extraction)]
    started = time.perf_counter()
    write_index(folder, read, encoder.shipped())
    return {"documents": len(read), "index seconds": round(time.perf_counter() - started, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--cold", type=int, default=3, help="cold starts of each kind (0: none)")
    parser.add_argument("--texts", type=Path, help="folder of documents to rank over, too")
    chosen = parser.parse_args()
    home = Home(chosen.home)
    manifest = home.manifest()
    index = Index(home.index_of(manifest.generation or ""))
    concepts = Concepts(home.index / f"lexicon-{key()}")
    questions = [row["question"] for row in read_questions(chosen.questions)]
    made: dict[str, object] = {"passages": index.size, "questions": len(questions)}
    if chosen.cold:
        jieba = seconds([sys.executable, "-c", "import jieba; jieba.initialize()"], chosen.cold)
        ask = [sys.executable, "-m", "zhengtu", "--home", str(chosen.home), "ask", questions[0]]
        cold = seconds(ask, chosen.cold)
        made["cold seconds"] = {"jieba": round(jieba, 2), "ask": round(cold, 2), "ratio": round(cold / jieba, 2)}
    with open_store(home) as store:
        searcher = Searcher(home, store)
        milliseconds(searcher.ask, questions[:20])
        made["ask ms"] = told(milliseconds(searcher.ask, questions))
    made |= ranking(index, home.index_of(manifest.generation or "") / "words", concepts, questions)
    if chosen.texts:
        with tempfile.TemporaryDirectory() as scratch:
            about = indexed(chosen.texts, folder := Path(scratch) / "index")
            many = Index(folder)
            about |= {"passages": many.size} | ranking(many, folder / "words", concepts, questions)
            made["texts"] = about
    print(json.dumps(made, ensure_ascii=False, indent=1))


def _known(retriever: bm25s.BM25, text: str) -> list[str]:
    return [token for token in tokens.words(text) if token in retriever.vocab_dict] or [
        next(iter(retriever.vocab_dict))
    ]


if __name__ == "__main__":
    main()
