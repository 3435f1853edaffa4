"""The lexicon: how people say what documents call otherwise.

``search/lexicon/*.tsv``, one field of knowledge a file, one concept a line, five columns, items parted by ``|``:
kind, policy terms (official wording, the most usual first), everyday expressions, spoken questions, clauses (how
documents speak of it; this last column may be left out). Lines are in the order of ``LC_ALL=C sort``: by kind, then by the first term. A text belongs to one concept: where it would fit two, it
stands in the one of which it tells most. Of the kinds, ``procedure`` is how to apply and under what rules, ``everyday`` a
private matter that few documents speak of: known, it can be refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.errors import ZhengtuError
from search import tokens

FOLDER = Path(__file__).with_name("lexicon")
KINDS = ("technology", "instrument", "actor", "intent", "problem", "procedure", "everyday")
LIMITS = {
    "terms": (2, 20, 2, 12),
    "expressions": (2, 14, 8, 50),
    "questions": (3, 100, 1, 100),
    "clauses": (12, 140, 0, 10),
}
"""Of each column: characters of an item, from and to; number of items, from and to."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing of policy: what documents call it, what people call it, what they ask about it, and sentences in which
    documents speak of it."""

    kind: str
    terms: tuple[str, ...]
    expressions: tuple[str, ...]
    questions: tuple[str, ...]
    clauses: tuple[str, ...]
    field: str

    @property
    def name(self) -> str:
        return self.terms[0]

    @property
    def spoken(self) -> tuple[str, ...]:
        return self.expressions + self.questions


def files(folder: Path = FOLDER) -> list[Path]:
    return sorted(folder.glob("*.tsv"))


def read(folder: Path = FOLDER) -> tuple[Concept, ...]:
    """All concepts of a folder, in the order of files and lines. ZhengtuError names the first line of a wrong form."""
    return tuple(concept for path in files(folder) for concept in _read(path))


def _read(path: Path) -> Iterable[Concept]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        columns = line.split("\t")
        if len(columns) not in (4, 5) or columns[0] not in KINDS or not columns[1]:
            raise ZhengtuError(
                f"{path.name}:{number}: want four or five columns "
                f"(one of {', '.join(KINDS)}; terms; expressions; questions; clauses)"
            )
        items = [tuple(item for item in column.split("|") if item) for column in columns[1:]]
        terms, expressions, questions, clauses = items if len(items) == 4 else (*items, ())
        yield Concept(columns[0], terms, expressions, questions, clauses, path.stem)


def lint(concepts: Iterable[Concept]) -> list[str]:
    """What a person should mend, one line each: a text that stands twice, be it in one concept or in two, as term,
    expression, question or clause (it would lead to both, and in training each would count as wrong for the other); items too
    short or too long, too few or too many of them (``LIMITS``); a concept out of order (``LC_ALL=C sort`` mends it)."""
    problems: list[str] = []
    seen: dict[str, str] = {}
    before: Concept | None = None
    for concept in concepts:
        where = f"{concept.field}: {concept.name}"
        for column, (shortest, longest, fewest, most) in LIMITS.items():
            items: tuple[str, ...] = getattr(concept, column)
            if not fewest <= len(items) <= most:
                problems.append(f"{where}: {len(items)} {column}, want {fewest} to {most}")
            wrong = [item for item in items if not shortest <= len(item) <= longest or item != item.strip()]
            problems += [f"{where}: {item} is not {shortest} to {longest} characters" for item in wrong]
        for item in concept.terms + concept.spoken + concept.clauses:
            if (text := tokens.normalise(item)) in seen:
                problems.append(f"{where}: {item} stands in {seen[text]} too")
            seen.setdefault(text, where)
        if before and before.field == concept.field and _place(before) > _place(concept):
            problems.append(f"{where}: belongs before {before.name}")
        before = concept
    return problems


def _place(concept: Concept) -> tuple[str, str]:
    return concept.kind, "|".join(concept.terms)


@cache
def fingerprint(folder: Path = FOLDER) -> str:
    """sha256 of the files: tells whether what was built from the lexicon is still up to date."""
    digest = hashlib.sha256()
    for path in files(folder):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
