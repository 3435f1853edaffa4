"""The thesaurus: how people call things of any trade, and what a newspaper or an official document calls them.

``search/thesaurus.tsv``, one sense a line, two columns, items parted by ``|``: what people say, what it soberly means or
belongs to, the nearest first. Lines are in the order of ``LC_ALL=C sort``. Where the lexicon holds what policy is about, the thesaurus holds
the words of the rest of life; the encoder learns them from it (:mod:`search.train`), nothing else reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ingest.errors import ZhengtuError

FILE = Path(__file__).with_name("thesaurus.tsv")


@dataclass(frozen=True, slots=True)
class Sense:
    """Words for one thing: ``said`` by people, ``meant`` by them."""

    said: tuple[str, ...]
    meant: tuple[str, ...]


def read(file: Path = FILE) -> tuple[Sense, ...]:
    """All senses in the order of the lines. ZhengtuError names the first line of a wrong form."""
    senses = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        columns = [tuple(item for item in column.split("|") if item) for column in line.split("\t")]
        if len(columns) != 2 or not all(columns):
            raise ZhengtuError(f"{file.name}:{number}: want two columns (what people say; what it means)")
        senses.append(Sense(*columns))
    return tuple(senses)


def lint(senses: Sequence[Sense]) -> list[str]:
    """What a person should mend, one line each: an item with blanks around it, a sense that stands twice, a line out of
    order."""
    problems = [
        f"{'|'.join(sense.said)}: {item!r} has blanks around it"
        for sense in senses
        for item in sense.said + sense.meant
        if item != item.strip()
    ]
    lines = [f"{'|'.join(sense.said)}\t{'|'.join(sense.meant)}" for sense in senses]
    for line, after in pairwise(lines):
        if after == line:
            problems.append(f"{line}: stands twice")
        elif after < line:
            problems.append(f"{after}: belongs before {line}")
    return problems


def fingerprint(file: Path = FILE) -> str:
    """sha256 of the file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
