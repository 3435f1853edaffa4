"""How long extraction takes beside jieba alone, over the same texts, in the same run.

usage: python benchmarks/extraction.py FOLDER [--processes 2] [--limit N]

Prints seconds for ``jieba.cut`` and for ``extract`` (each with the same number of processes), their ratio, characters a
second, the largest resident set of one process, and how many documents name their own title and hold only true spans.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import jieba
from rich.progress import Progress

from ingest.clean import clean
from ingest.pipeline import extract, pipeline, sources
from ingest.read import read
from ingest.records import Extraction, Span

T = TypeVar("T")


def start() -> None:
    jieba.setLogLevel(60)
    jieba.initialize()
    pipeline()


def cut(path: Path) -> int:
    text = clean(path.stem, read(path)).text
    for _ in jieba.cut(text):
        pass
    return len(text)


def whole(path: Path) -> tuple[int, bool, int, str | None]:
    """(characters, title found, spans that do not hold their words, failure)"""
    try:
        found = extract(path)
    except Exception as error:  # counted and shown: the benchmark asks whether any document fails
        return 0, False, 0, f"{path.name}: {error!r}"
    return len(found.text), _same(found.document.title, path), _bad(found), None


def _same(title: str, path: Path) -> bool:
    plain = [re.sub(r"\W|中华人民共和国", "", re.sub(r"[（(]\d{4}.*?[)）]$", "", t)) for t in (title, path.stem)]
    return plain[0] == plain[1]


def _bad(extraction: Extraction) -> int:
    todo: list[object] = [getattr(extraction, name) for name in Extraction.__slots__ if name != "text"]
    bad = 0
    while todo:
        x = todo.pop()
        if isinstance(x, tuple):
            todo.extend(x)
        elif isinstance(x, dict):
            todo.extend(x.values())
        elif hasattr(x, "__dataclass_fields__"):
            if isinstance(x, Span) and extraction.text[x.start : x.end] != x.text:
                bad += 1
            todo.extend(getattr(x, name) for name in x.__dataclass_fields__)
    return bad


def timed(work: Callable[[Path], T], paths: list[Path], processes: int, label: str) -> tuple[float, list[T]]:
    with ProcessPoolExecutor(processes, initializer=start) as pool, Progress(transient=True) as progress:
        list(pool.map(abs, range(processes * 4)))  # dictionaries are loaded before the clock runs
        began = time.perf_counter()
        results: Iterable[T] = pool.map(work, paths, chunksize=8)
        found = list(progress.track(results, total=len(paths), description=label))
        return time.perf_counter() - began, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    paths = sources([options.folder])[: options.limit]
    base, lengths = timed(cut, paths, options.processes, "jieba.cut")
    full, rows = timed(whole, paths, options.processes, "extract")
    characters = sum(lengths)
    failures = [f for *_, f in rows if f]
    print(f"documents {len(paths)}  characters {characters:,}  processes {options.processes}")
    print(
        f"jieba.cut {base:.1f} s  extract {full:.1f} s  ratio {full / base:.2f}  {characters / full:,.0f} characters/s"
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process {peak:,.0f} MiB")
    print(
        f"own title found {sum(t for _, t, *_ in rows) / max(len(rows), 1):.4f}  untrue spans {sum(b for *_, b, _ in rows)}"
    )
    print(f"failures {len(failures)}", *failures[:5], sep="\n  ")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
