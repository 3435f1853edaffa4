"""Two documents side by side: the programs that stay, come and go, and what changed in those that stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.ids import normal
from ingest.records import Extraction, Program
from search.encoder import Encoder

ALIKE = 0.62
"""Cosine of two titles from which they are taken to mean the same: reworded titles lie above, the programs of one guide among
each other, but for one pair in 250, below."""

UNITS, TIME = "责任处室", "申报时间"

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Difference:
    """``field`` as the documents label it, or :data:`UNITS`, :data:`TIME`; '' where a document has none of it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pair:
    """``alike`` in 0..1 where the names differ and the meaning decided, else None."""

    before: Program
    after: Program
    alike: float | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    stayed: tuple[Pair, ...]
    came: tuple[Program, ...]
    gone: tuple[Program, ...]


def compare(before: Extraction, after: Extraction, encoder: Encoder) -> Comparison:
    """Programs are the same by name or alias, the rest by the nearest meaning of the title, best pairs first."""
    old, new = list(before.programs), list(after.programs)
    pairs: list[tuple[Program, Program, float | None]] = []
    for program in before.programs:
        same = next((other for other in new if _names(program) & _names(other)), None)
        if same is not None:
            pairs.append((program, same, None))
            old.remove(program)
            new.remove(same)
    if old and new:
        likeness = encoder.passages([_title(p) for p in old]) @ encoder.passages([_title(p) for p in new]).T
        for row, column in _best(likeness):
            pairs.append((old[row], new[column], float(likeness[row, column])))
    by_meaning = {id(each) for a, b, alike in pairs if alike is not None for each in (a, b)}
    pairs.sort(key=lambda pair: pair[1].span.start)
    return Comparison(
        tuple(Pair(a, b, alike, differences(a, b)) for a, b, alike in pairs),
        tuple(program for program in new if id(program) not in by_meaning),
        tuple(program for program in old if id(program) not in by_meaning),
    )


def differences(before: Program, after: Program) -> tuple[Difference, ...]:
    """The fields that do not say the same, in the order of the first document, then of the second."""
    one, other = fields(before), fields(after)
    return tuple(
        Difference(name, one.get(name, ""), other.get(name, ""))
        for name in dict.fromkeys([*one, *other])
        if _bare(one.get(name, "")) != _bare(other.get(name, ""))
    )


def fields(program: Program) -> dict[str, str]:
    """What a program says, field by field: its labelled parts, and divisions and time where these do not say them."""
    found = dict(program.fields)
    said = "".join(found.values())
    if not all(unit.name in said for unit in program.divisions):
        found[UNITS] = "；".join(
            "：".join(filter(None, (unit.name, "、".join(unit.phones)))) for unit in program.divisions
        )
    if program.application_time and program.application_time not in said:
        found[TIME] = program.application_time
    return found


def _names(program: Program) -> set[str]:
    return {normal(_title(program)), *(normal(alias) for alias in program.aliases)} - {""}


def _title(program: Program) -> str:
    """Without the year that it is for."""
    return _YEAR.sub("", program.name) or program.name


def _bare(text: str) -> str:
    return _BLANK.sub("", text)


def _best(likeness: np.ndarray) -> Sequence[tuple[int, int]]:
    """Row and column of the pairs that are alike, each row and column once, the most alike first."""
    found: list[tuple[int, int]] = []
    for place in np.argsort(-likeness, axis=None, kind="stable"):
        row, column = divmod(int(place), likeness.shape[1])
        if likeness[row, column] < ALIKE:
            break
        if all(row != r and column != c for r, c in found):
            found.append((row, column))
    return found
