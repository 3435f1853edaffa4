"""Where the nodes of an explored graph stand: each opened node in the middle of its own, row by row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Places = dict[str, tuple[float, float]]

ACROSS = 5  # chips in a row; every second row has one less, so that lines are seen between them
ROOM = 56  # layout units between blocks


def places(blocks: Mapping[str, Sequence[str]], heights: Mapping[str, float], step: float, gap: float) -> Places:
    """Centres of all nodes. ``blocks``: opened node → the nodes shown because of it; ``heights`` of all; ``step`` from
    one chip to the next in a row, ``gap`` between rows."""
    columns = math.ceil(math.sqrt(len(blocks) / 2)) if blocks else 1
    bottoms = [0.0] * columns
    found: Places = {}
    for middle, around in blocks.items():
        column = bottoms.index(min(bottoms))
        left, top = column * (ACROSS * step + ROOM), bottoms[column]
        for row in rows(middle, list(around)):
            tall = max(heights[id] for id in row)
            indent = (ACROSS - len(row)) * step / 2
            found |= {id: (left + indent + (x + 0.5) * step, top + tall / 2) for x, id in enumerate(row)}
            top += tall + gap
        bottoms[column] = top - gap + ROOM
    return found


def rows(middle: str, around: list[str]) -> list[list[str]]:
    """Five and four in turn, with ``middle`` in the middle."""
    sizes = _sizes(len(around) + 1)
    home = min(range(len(sizes)), key=lambda place: (-sizes[place], abs(place - (len(sizes) - 1) / 2)))
    found, rest = [], iter(around)
    for place, size in enumerate(sizes):
        row = [middle if place == home and x == size // 2 else next(rest) for x in range(size)]
        found.append(row)
    return found


def _sizes(count: int) -> list[int]:
    """How many chips each row has; a last row that is not full is centred like the others. Few nodes stand above and
    below the middle, not only beside it."""
    if count < 3:
        return [1] * count
    if count <= 9:
        above = (count - 2) // 2
        return [size for size in (above, 3, count - 3 - above) if size]
    sizes: list[int] = []
    while count > 0:
        size = min(count, ACROSS if len(sizes) % 2 == 0 else ACROSS - 1)
        sizes.append(size)
        count -= size
    return sizes


def line(ids: Sequence[str], heights: Mapping[str, float], step: float, gap: float, across: int = 2) -> Places:
    """A way from node to node, to and fro like a meander, so that each follows beside or below the one before; two in a row
    can be read on a phone."""
    found: Places = {}
    top = 0.0
    for place in range(0, len(ids), across):
        row = ids[place : place + across]
        tall = max(heights[id] for id in row)
        for x, id in enumerate(row):
            found[id] = ((x if place // across % 2 == 0 else across - 1 - x) * step, top + tall / 2)
        top += tall + gap
    return found
