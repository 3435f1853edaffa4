"""What each way of ranking brings: alone, and added one after another.

    python benchmarks/ablation.py HOME QUESTIONS.jsonl [QUESTIONS.jsonl ...]

Prints a markdown table: shares right at first / in three, by the rules of search.evaluate. Every question is ranked:
none is refused because its confidence is low. ``graph`` is what a program is as a whole, all of its passages together;
what the graph says beside the ranking (divisions, numbers, what a regulation carries) is never taken away. References
and refusals are left out: ranking does not decide them.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from graph.home import Home
from graph.store import open_store
from search import confidence, programs, rank, searcher
from search.evaluate import evaluate
from search.questions import read_questions

Json = dict[str, Any]
Setting = tuple[ModuleType | type, str, object]
Shares = dict[str, tuple[int, float, float]]  # column → questions, right at first, right in three


def best_passages(self: programs.Programs, core: str, ranking: rank.Ranking) -> dict[str, float]:
    """Programs by their best passage alone."""
    best = np.maximum.reduceat(self.held(ranking, ranking.scores), self.starts)
    return dict(zip(self.ids, best.tolist(), strict=True))


# What takes a way out of the sum. Concepts count the less the more the words cover: without words nothing is covered.
WITHOUT: dict[str, tuple[Setting, ...]] = {
    "words": (
        (rank, "COVERED", 0.0),
        (rank, "_covered", lambda words, index: 0.0),
        (programs, "WORDS", 0.0),
        (programs, "COVERED", 0.0),
    ),
    "meaning": ((rank, "MEANING", 0.0), (programs, "MEANING", 0.0)),
    "concepts": tuple(
        (module, name, 0.0) for module in (rank, programs) for name in ("CONCEPTS_BY_WORDS", "CONCEPTS_BY_MEANING")
    ),
    "graph": ((programs.Programs, "scores", best_passages),),
}
RANKED_ALWAYS: tuple[Setting, ...] = (
    (confidence, "ENOUGH", 0.0),
    (searcher, "NEAR", math.inf),
)

ROWS = {
    "words alone": ("words",),
    "meaning alone": ("meaning",),
    "concepts alone": ("concepts",),
    "words + meaning": ("words", "meaning"),
    "words + meaning + concepts": ("words", "meaning", "concepts"),
    "words + meaning + concepts + graph = all": ("words", "meaning", "concepts", "graph"),
}
COLUMNS = {
    "program_match": "programs",
    "division_phone": "programs",
    "area_match": "areas",
    "task_responsibility": "tasks",
    "fact": "facts",
}
ORDER = ("programs", "hard programs", "areas", "tasks", "facts")

HARD = ("B", "OB", "OC")
"""How the ids begin of questions that share no two neighbouring characters with what answers them."""


@contextmanager
def only(*ways: str) -> Iterator[None]:
    """Questions are ranked in these ways alone, and always."""
    settings = [*RANKED_ALWAYS, *(setting for way in WITHOUT.keys() - set(ways) for setting in WITHOUT[way])]
    before = [(module, name, getattr(module, name)) for module, name, _ in settings]
    try:
        _set(settings)
        yield
    finally:
        _set(before)


def _set(settings: Iterable[Setting]) -> None:
    for module, name, value in settings:
        setattr(module, name, value)


def column(row: Mapping[str, Any]) -> str | None:
    """Where a question counts; None where ranking does not decide it."""
    hard = row["type"] == "program_match" and str(row["id"]).startswith(HARD)
    return "hard programs" if hard else COLUMNS.get(row["type"])


def shares(rows: Iterable[Json], ask: Callable[[str], Json]) -> Shares:
    """By columns, those that have questions."""
    parts: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        if name := column(row):
            parts[name].append(row)
    return {name: _whole(evaluate(parts[name], ask)["types"].values()) for name in ORDER if name in parts}


def _whole(types: Iterable[Mapping[str, Any]]) -> tuple[int, float, float]:
    found = list(types)
    asked = sum(part["n"] for part in found)
    first, three = (sum(part["n"] * part[key] for part in found) / asked for key in ("first", "three"))
    return asked, first, three


def measure(rows: Sequence[Json], ask: Callable[[str], Json]) -> dict[str, Shares]:
    """The rows of the table, each with its shares."""
    measured = {}
    for name, ways in ROWS.items():
        with only(*ways):
            measured[name] = shares(rows, ask)
    return measured


def table(measured: Mapping[str, Shares]) -> str:
    """Markdown; the last column is the mean of the others, each counting as much."""
    first = next(iter(measured.values()))
    heads = ["right at first / in three", *(f"{name} ({asked})" for name, (asked, _, _) in first.items()), "mean"]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for name, found in measured.items():
        pairs = [pair for _, *pair in found.values()]
        pairs.append([sum(side) / len(pairs) for side in zip(*pairs, strict=True)])
        lines.append([name, *(f"{at_first:.2f} / {in_three:.2f}" for at_first, in_three in pairs)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    chosen = parser.parse_args()
    rows = [row for path in chosen.questions for row in read_questions(path)]
    home = Home(chosen.home)
    with open_store(home) as store:
        print(table(measure(rows, searcher.Searcher(home, store).ask)))


if __name__ == "__main__":
    main()
