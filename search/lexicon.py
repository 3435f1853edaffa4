"""The lexicon: how people say what documents call otherwise.

``search/lexicon/*.tsv``, one field of knowledge a file, one concept a line, four columns, items parted by ``|``:
kind, policy terms (official wording, the most usual first), everyday expressions, spoken questions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.errors import ZhengtuError

FOLDER = Path(__file__).with_name("lexicon")
KINDS = ("technology", "instrument", "actor", "intent", "problem")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing of policy: what documents call it, what people call it, what they ask about it."""

    kind: str
    terms: tuple[str, ...]
    expressions: tuple[str, ...]
    questions: tuple[str, ...]
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
        if len(columns) != 4 or columns[0] not in KINDS or not columns[1]:
            raise ZhengtuError(
                f"{path.name}:{number}: want four columns (one of {', '.join(KINDS)}; terms; expressions; questions)"
            )
        terms, expressions, questions = (tuple(item for item in column.split("|") if item) for column in columns[1:])
        yield Concept(columns[0], terms, expressions, questions, path.stem)


def lint(concepts: Iterable[Concept]) -> list[str]:
    """What a person should mend: an item said twice in one concept, items of one character, a term that is also an
    expression of its concept, a concept given twice."""
    problems: list[str] = []
    seen: dict[tuple[str, ...], Concept] = {}
    for concept in concepts:
        where = f"{concept.field}: {concept.name}"
        items = concept.terms + concept.spoken
        problems += [f"{where}: {item} stands twice" for item in dict.fromkeys(items) if items.count(item) > 1]
        problems += [f"{where}: {item} is one character" for item in items if len(item) < 2]
        if seen.setdefault(concept.terms, concept) is not concept:
            problems.append(f"{where}: same terms as in {seen[concept.terms].field}")
    return problems


@cache
def fingerprint(folder: Path = FOLDER) -> str:
    """sha256 of the files: tells whether what was built from the lexicon is still up to date."""
    digest = hashlib.sha256()
    for path in files(folder):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
