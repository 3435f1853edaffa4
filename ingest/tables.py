"""Tables as lines of text: a line a row, tabs between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

_ENDED = re.compile(r"[，。、；：！？,;:]$")


@dataclass(frozen=True, slots=True)
class Cell:
    """``row`` and ``column`` count from 0; a merged cell covers more than one of them."""

    row: int
    column: int
    words: str
    rows: int = 1
    columns: int = 1


def table_lines(cells: Iterable[Cell]) -> list[str]:
    """The rows of a table. A cell merged over columns stands once, so that what follows keeps its column; one merged
    over rows holds for each of them and stands in each, unless it is all that a row would say. Empty rows are left
    out."""
    grid: dict[int, dict[int, str]] = {}
    own: set[int] = set()  # rows with a cell of their own
    for cell in cells:
        if cell.words:
            own.add(cell.row)
        for row in range(cell.row, cell.row + cell.rows):
            grid.setdefault(row, {})[cell.column] = cell.words
    lines = []
    for row in sorted(own):
        columns = grid[row]
        lines.append("\t".join(columns.get(i, "") for i in range(max(columns) + 1)).rstrip("\t"))
    return lines


def cell_words(paragraphs: Sequence[str]) -> str:
    """The paragraphs of a cell on one line, with a blank where no punctuation separates them."""
    joined = ""
    for words in (re.sub(r"\s+", " ", p).strip() for p in paragraphs):
        if words:
            joined += f" {words}" if joined and not _ENDED.search(joined) else words
    return joined


def under(first: Sequence[str], second: Sequence[str], spanning: str) -> list[str]:
    """The heads of columns told in two rows. Where the second row holds only the cells below a merged one, that is the
    last head of ``first`` that the pattern ``spanning`` finds."""
    filled = [words for words in second if words]
    if len(second) > 1 and len(second) >= len(first) - 1 and not second[0]:  # the merged cells are kept, empty
        pairs = zip_longest(first, second, fillvalue="")
        return [below or above for above, below in pairs]
    wide = [i for i, words in enumerate(first) if re.search(spanning, words)]
    if not wide or len(filled) < 2 or len(filled) >= len(first):
        return list(second)
    return [*first[: wide[-1]], *filled, *first[wide[-1] + 1 :]]
