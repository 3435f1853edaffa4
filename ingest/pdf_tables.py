"""The tables of a PDF page: cells between ruling lines."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.pdf_lines import Char, rows_of, turned
from ingest.tables import Cell
from ingest.wrap import glue, is_full

NEAR = 2.5  # points: edges of one ruling line lie this close together


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling line: ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


def ruling(page: pdfium.PdfPage, turn: int) -> tuple[list[Edge], list[Edge], int]:
    """Horizontal and vertical ruling lines, and how many pictures there are."""
    across: list[Edge] = []
    down: list[Edge] = []
    pictures = 0
    width, height = page.get_size()
    for thing in page.get_objects(max_depth=2):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        if thing.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        x0, y0, x1, y1 = turned(thing.get_bounds(), turn, width, height)
        wide, high = x1 - x0, y1 - y0
        if high < 3 and wide > 5:
            across.append(Edge((y0 + y1) / 2, x0, x1))
        elif wide < 3 and high > 5:
            down.append(Edge((x0 + x1) / 2, y0, y1))
        elif wide > 5 and high > 5 and raw.FPDFPath_CountSegments(thing) in (4, 5):
            across += [Edge(y0, x0, x1), Edge(y1, x0, x1)]
            down += [Edge(x0, y0, y1), Edge(x1, y0, y1)]
    return across, down, pictures


class Grid:
    """A table's ruling lines: columns between ``xs``, rows between ``ys`` (upwards), walls where a line was drawn."""

    def __init__(self, across: list[Edge], down: list[Edge]) -> None:
        self.across, self.down = across, down
        self.xs = _levels(edge.at for edge in down)
        ends = (min(edge.start for edge in down), max(edge.end for edge in down))
        self.ys = _levels([*(edge.at for edge in across), *ends])  # a row that goes on on the next page stays open
        self.open_top = ends[1] > max(edge.at for edge in across) + NEAR

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cells(self, chars: Sequence[Char]) -> Iterator[Cell]:
        """Cells with their words; those that no line parts are one."""
        columns, rows = len(self.xs) - 1, len(self.ys) - 1
        home: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        for top in range(rows):
            for left in range(columns):
                if (top, left) in home:
                    continue
                right = left
                while right + 1 < columns and not self._wall(right + 1, top) and (top, right + 1) not in home:
                    right += 1
                bottom = top
                while bottom + 1 < rows and not any(self._floor(bottom + 1, c) for c in range(left, right + 1)):
                    bottom += 1
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        home.setdefault((row, column), (top, left, bottom, right))
        held: dict[tuple[int, int, int, int], list[Char]] = {cell: [] for cell in home.values()}
        for char in chars:
            row = self._row((char.bottom + char.top) / 2)
            column = _between(self.xs, (char.left + char.right) / 2)
            held[home[row, column]].append(char)
        for (top, left, bottom, right), inside in held.items():
            words = _cell_words(inside, self.xs[right + 1] - self.xs[left])
            yield Cell(top, left, words, bottom - top + 1, right - left + 1)

    def _row(self, y: float) -> int:
        return len(self.ys) - 2 - _between(self.ys, y)

    def _wall(self, column: int, row: int) -> bool:
        middle = (self.ys[-1 - row] + self.ys[-2 - row]) / 2
        return any(abs(e.at - self.xs[column]) <= NEAR and e.start <= middle <= e.end for e in self.down)

    def _floor(self, row: int, column: int) -> bool:
        middle = (self.xs[column] + self.xs[column + 1]) / 2
        return any(abs(e.at - self.ys[-1 - row]) <= NEAR and e.start <= middle <= e.end for e in self.across)


def grids_of(across: list[Edge], down: list[Edge]) -> Iterator[Grid]:
    """Ruling lines that touch each other, as far as they make at least two cells."""
    left_across, left_down = _joined(across), _joined(down)
    if len(left_across) * len(left_down) > 1_000_000:  # a drawing
        return
    while left_down:
        some_down, some_across = [left_down.pop()], list[Edge]()
        grown = True
        while grown:
            more = [a for a in left_across if any(_touch(a, d) for d in some_down)]
            left_across = [a for a in left_across if a not in more]
            some_across += more
            below = [d for d in left_down if any(_touch(a, d) for a in more)]
            left_down = [d for d in left_down if d not in below]
            some_down += below
            grown = bool(more or below)
        if some_across:
            grid = Grid(some_across, some_down)
            if len(grid.xs) >= 2 and len(grid.ys) >= 2 and len(grid.xs) + len(grid.ys) >= 5:
                yield grid


def _joined(edges: list[Edge]) -> list[Edge]:
    """Pieces of one ruling line as one."""
    levels = _levels(edge.at for edge in edges)
    done: list[Edge] = []
    for level, edge in sorted(
        ((bisect_right(levels, e.at), e) for e in edges), key=lambda pair: (pair[0], pair[1].start)
    ):
        edge = Edge(levels[level - 1], edge.start, edge.end)
        last = done[-1] if done else None
        if last and last.at == edge.at and edge.start <= last.end + NEAR:
            done[-1] = Edge(last.at, last.start, max(last.end, edge.end))
        else:
            done.append(edge)
    return done


def _touch(across: Edge, down: Edge) -> bool:
    return across.start - NEAR <= down.at <= across.end + NEAR and down.start - NEAR <= across.at <= down.end + NEAR


def _levels(values: Iterable[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > NEAR:
            levels.append(value)
    return levels


def _between(levels: Sequence[float], value: float) -> int:
    return max(0, min(sum(level <= value for level in levels) - 1, len(levels) - 2))


def _cell_words(chars: Sequence[Char], width: float) -> str:
    """The words of a cell; its lines run on unless one ends early."""
    rows = [row for _, row in rows_of(list(enumerate(chars)))]
    if not rows:
        return ""
    rows.sort(key=lambda row: -row.top)
    edge = max(row.right for row in rows)
    left = min(row.left for row in rows)
    edge = max(edge, left + width * 0.7)
    joined = rows[0].words
    for before, row in itertools.pairwise(rows):
        full = is_full(before.words, row.words, (before.right - left) / row.size, (edge - left) / row.size)
        between = glue(before.words, row.words, full, starts=False)
        joined += (
            ("" if joined.endswith(tuple("，。、；：")) else " ") + row.words
            if between is None
            else between + row.words
        )
    return joined
