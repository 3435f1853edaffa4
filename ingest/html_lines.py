"""A tree of HTML as lines of text: a line a block, a row of a table, or a ``<br>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from ingest.tables import Cell, cell_words, table_lines

_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}
BREAKS = {"p", "br", "li", "tr", "dd", "dt", *_TITLES}  # what nearly always ends a line of a document
_BLOCKS = BREAKS | {
    *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "fieldset"),
    *("figure", "figcaption", "form", "header", "hr", "legend", "main", "ol", "pre", "section", "summary", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "ul"),
}
_WHITE = re.compile(r"[ \t\n\r\f]+")
_TORN = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef“”])\n(?=[\u2e80-\u9fff\uff00-\uffef“”])")
_LIST_SIGNS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


@dataclass(frozen=True, slots=True)
class Line:
    """``first`` is how the words begin in the source, ``linked`` whether all of them are links."""

    words: str
    first: str
    inside: bool
    linked: bool


def walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Elements (entered and left) and text nodes of a tree in order; without recursion, for pages nest deeply."""
    stack = [(root, True)]
    while stack:
        node, enters = stack.pop()
        yield node, enters
        if enters and node.is_element_node:
            stack.append((node, False))
            stack += [
                (c, True) for c in reversed(list(node.iter(include_text=True))) if c.is_element_node or c.is_text_node
            ]


def lines(root: LexborNode, container: LexborNode) -> Iterator[Line]:
    """The lines of a tree; ``inside`` of each says whether it stands in ``container``."""
    parts: list[str] = []
    number = ""  # of an item of an <ol>
    counts: dict[int, int] = {}
    linked = 0  # characters in links
    links = pres = 0
    inside = root.mem_id == container.mem_id
    until: int | None = None  # a table that is written already: nothing more until it is left

    def flush() -> Iterator[Line]:
        nonlocal linked, number
        first = next((part.split()[0][:24] for part in parts if part.strip()), "")
        for words in _squeeze("".join(parts)):
            yield Line(f"{number}{words}", first, inside, linked * 10 >= len(words) * 9)
            first = words[:24]
            number = ""
        parts.clear()
        linked = 0

    for node, enters in walk(root):
        if until is not None:
            if not enters and node.mem_id == until:
                until = None
            continue
        if node.is_text_node:
            words = node.text_content or ""
            parts.append(words.replace("\n", "\x0b") if pres else words)
            linked += len(words.strip()) if links else 0
            continue
        if node.tag in _BLOCKS:
            yield from flush()
        if node.mem_id == container.mem_id:
            inside = enters
        step = 1 if enters else -1
        links += step * (node.tag == "a")
        pres += step * (node.tag == "pre")
        if enters and node.tag == "li":
            number = _number(node, counts)
        if enters and node.tag == "table" and (cells := _cells(node)):
            until = node.mem_id
            for row in table_lines(cells):
                yield Line(row, row.split("\t")[0].split(" ")[0][:24], inside, False)
    yield from flush()


def _squeeze(words: str) -> Iterator[str]:
    """The words as a browser shows them; a line end in the source between two Han characters is none."""
    words = _WHITE.sub(lambda white: "\n" if "\n" in white[0] else " ", words)
    words = _TORN.sub("", words).replace("\n", " ")
    yield from (line.strip(" ") for line in words.split("\x0b") if line.strip(" \u3000\xa0"))


def _number(item: LexborNode, counts: dict[int, int]) -> str:
    """The number that a browser shows before an item of an ``<ol>``; ``counts`` holds the last one of each list."""
    parent = item.parent
    if parent is None or parent.tag != "ol" or "none" in (parent.attributes.get("style") or ""):
        return ""
    last = counts.get(parent.mem_id, _int(parent.attributes.get("start"), 1) - 1)
    count = counts[parent.mem_id] = _int(item.attributes.get("value"), last + 1)
    signs = _LIST_SIGNS.get(parent.attributes.get("type") or "", "")
    return f"{signs[count - 1] if 0 < count <= len(signs) else count}."


def _cells(table: LexborNode) -> list[Cell]:
    """The cells of a table of data; none for one that only lays out the page: with a table in it, with a single row or
    column, or with a cell that is a document itself."""
    if any(other.mem_id != table.mem_id for other in table.css("table")):
        return []
    rows = table.css("tr")
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column → rows that a cell above still covers
    for number, row in enumerate(rows):
        column = 0
        for node in row.iter():
            if node.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > number:
                column += 1
            deep = min(max(_int(node.attributes.get("rowspan"), 1), 1), len(rows) - number)
            wide = min(max(_int(node.attributes.get("colspan"), 1), 1), 100)
            inner = [line.words for line in lines(node, node)]
            if (sum(map(len, inner)) > 600 and len(inner) >= 4) or (len(rows) == 1 and len(inner) > 1):
                return []
            cells.append(Cell(number, column, cell_words(inner), deep, wide))
            taken.update(dict.fromkeys(range(column, column + wide), number + deep))
            column += wide
    return cells if len({cell.column for cell in cells}) > 1 else []


def _int(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.lstrip("-").isdigit() and len(value) < 7 else default
