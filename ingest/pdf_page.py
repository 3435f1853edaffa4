"""One page of a PDF: its lines and tables in reading order."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pypdfium2 as pdfium

from ingest.pdf_lines import Char, Row, characters, rows_of
from ingest.pdf_tables import grids_of, ruling
from ingest.tables import Cell


@dataclass(frozen=True, slots=True)
class Table:
    cells: tuple[Cell, ...]
    top: float
    bottom: float
    open_top: bool = False  # no line above its first row, which began on the page before


@dataclass(frozen=True, slots=True)
class Page:
    blocks: tuple[Row | Table, ...]  # in reading order
    pictures: int
    unmapped: int  # characters whose font does not say what they mean


def read_page(page: pdfium.PdfPage) -> Page:
    """What is written on a page; a table stands where its ruling lines are."""
    turn = page.get_rotation() // 90 % 4
    chars, unmapped = characters(page, turn)
    across, down, pictures = ruling(page, turn)
    grids = list(grids_of(across, down))
    free: list[tuple[int, Char]] = []
    held: dict[int, list[Char]] = {}  # by grid
    begun: dict[int, int] = {}
    for i, char in enumerate(chars):
        x, y = (char.left + char.right) / 2, (char.bottom + char.top) / 2
        home = next((k for k, grid in enumerate(grids) if grid.holds(x, y)), None)
        if home is None:
            free.append((i, char))
        else:
            begun.setdefault(home, i)
            held.setdefault(home, []).append(char)
    blocks: list[tuple[int, Row | Table]] = [*rows_of(free)]
    for home, inside in held.items():
        grid = grids[home]
        blocks.append((begun[home], Table(tuple(grid.cells(inside)), grid.ys[-1], grid.ys[0], grid.open_top)))
    blocks.sort(key=lambda block: block[0])
    return Page(tuple(_in_order([block for _, block in blocks])), pictures, unmapped)


def _in_order(blocks: list[Row | Table]) -> list[Row | Table]:
    """From top to bottom, unless blocks stand side by side: then as the file has them, which is column by column."""
    by_height = sorted(blocks, key=lambda block: -block.top)
    beside = sum(
        below.top - above.bottom > 0.5 * min(above.top - above.bottom, below.top - below.bottom)
        for above, below in itertools.pairwise(by_height)
    )
    return blocks if beside > 2 else by_height
