"""PDF files with a text layer: lines joined to paragraphs, tables by row, without page numbers and running heads."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import UnreadableError
from ingest.pdf_lines import Row
from ingest.pdf_page import Page, Table, read_page
from ingest.read import Lines
from ingest.tables import table_lines
from ingest.wrap import PAGE_NUMBER, glue, is_full, torn

MAX_PAGES = 1500
MAX_SECONDS = 120

_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxIVX]{1,6}")
_DIGITS = re.compile(r"\d+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def read(path: Path) -> Lines:
    """The paragraphs and table rows of a PDF; they have no line number. UnreadableError where it is encrypted, broken,
    too long, or a scan without a text layer."""
    pages = _pages(path)
    if not any(_words(page) for page in pages):
        raise UnreadableError(f"{path.name}: 扫描件没有文字层，请先做文字识别（OCR）")
    silent = sum(not _words(page) and page.pictures > 0 for page in pages)
    if silent * 2 > len(pages):
        raise UnreadableError(
            f"{path.name}: {len(pages)} 页中有 {silent} 页是没有文字层的扫描件，请先做文字识别（OCR）"
        )
    known = sum(len(_words(page)) for page in pages)
    unknown = sum(page.unmapped for page in pages)
    if unknown * 5 > known:
        raise UnreadableError(f"{path.name}: 文字层是乱码（字体没有编码），请先做文字识别（OCR）")
    return [(None, words) for words in _paragraphs(_bodies(pages))]


def _pages(path: Path) -> list[Page]:
    begun = time.monotonic()
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError(f"{path.name}: PDF 有密码保护；请取消密码后另存") from error
        raise UnreadableError(f"{path.name}: 不是 PDF，或文件已损坏") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"{path.name}: 有 {len(document)} 页，超过 {MAX_PAGES} 页上限；请拆分后再试")
        pages = []
        for number in range(len(document)):
            if time.monotonic() - begun > MAX_SECONDS:
                raise UnreadableError(f"{path.name}: {MAX_SECONDS} 秒只读到第 {number} 页；请拆分后再试")
            page = document[number]
            pages.append(read_page(page))
            page.close()
        return pages
    except pdfium.PdfiumError as error:
        raise UnreadableError(f"{path.name}: PDF 已损坏，第 {len(pages) + 1} 页读不出来") from error
    finally:
        document.close()


def _words(page: Page) -> str:
    return "".join(b.words if isinstance(b, Row) else "".join(c.words for c in b.cells) for b in page.blocks)


def _bodies(pages: Sequence[Page]) -> list[tuple[Page, list[Row | Table]]]:
    """The blocks of each page without page numbers and running heads: what stands first or last on most pages, digits
    apart, or is a number by itself there."""
    pitch = _pitch([(page, list(page.blocks)) for page in pages])
    heads = [_edge_rows(page.blocks, pitch) for page in pages]
    counts = Counter(key for rows in heads for key in {_key(row) for row in rows})
    needed = max(2, (len(pages) + 1) // 2) if len(pages) > 2 else 2
    bodies = []
    for page, rows in zip(pages, heads, strict=True):
        dropped = {id(row) for row in rows if counts[_key(row)] >= needed and len(pages) > 1}
        for edge in (page.blocks, page.blocks[::-1]):
            row = next((b for b in edge if id(b) not in dropped), None)
            if isinstance(row, Row) and (PAGE_NUMBER.fullmatch(row.words) or _BARE_NUMBER.fullmatch(row.words)):
                dropped.add(id(row))
        bodies.append((page, [b for b in page.blocks if id(b) not in dropped]))
    return bodies


def _edge_rows(blocks: Sequence[Row | Table], pitch: float) -> list[Row]:
    """The first and the last one or two lines of a page, as far as they stand apart from the text or are of another
    size."""
    found: list[Row] = []
    for edge in (blocks[:3], blocks[:-4:-1]):
        for i, (row, inner) in enumerate(pairwise(edge), 1):
            if not isinstance(row, Row):
                break
            apart = isinstance(inner, Table) or abs(row.size - inner.size) > 0.12 * inner.size
            if apart or abs(row.top - inner.top) > 1.4 * pitch:
                found += [b for b in edge[:i] if isinstance(b, Row)]
    return found


def _key(row: Row) -> tuple[str, int]:
    return _DIGITS.sub("#", row.words), round(row.top / 6)


def _paragraphs(bodies: list[tuple[Page, list[Row | Table]]]) -> Iterator[str]:
    rows = [b for _, blocks in bodies for b in blocks if isinstance(b, Row)]
    left, right = _margins(rows)
    size = statistics.mode(round(row.size, 1) for row in rows for _ in row.words) if rows else 1.0
    indented = sum(_indent(row, left) for row in rows) * 8 > len(rows)
    pitch = _pitch(bodies)
    words = ""
    before: Row | None = None
    rows_of_table: list[str] = []
    for _, blocks in bodies:
        for block in blocks:
            if isinstance(block, Table):
                if words:
                    yield words
                words, before = "", None
                rows_of_table = _continued(rows_of_table, block)
                continue
            yield from rows_of_table
            rows_of_table = []
            between = _between(words, before, block, left, right, size, indented, pitch) if before is not None else None
            if between is None:
                if words:
                    yield words
                words = block.words
            else:
                words = (words[:-1] if torn(words, block.words) else words) + between + block.words
            before = block
    yield from [words] if words else []
    yield from rows_of_table


def _between(
    words: str, before: Row, row: Row, left: float, right: float, size: float, indented: bool, pitch: float
) -> str | None:
    """What joins a line to the paragraph so far, whose last line is ``before``; None where that paragraph ends."""
    em = row.size
    if abs(before.size - em) > 0.12 * em:
        return None
    centred = _centred(row, left, right)
    if em > size * 1.12 and centred and (_centred(before, left, right) or before.right > right - 2 * em):
        return "" if _HAN.search(before.words[-1:]) or _HAN.search(row.words[:1]) else " "  # a title of several lines
    deeper = (row.left - before.left) / em
    gap = before.bottom - row.top
    if deeper > 1.2 or (gap > 0 and gap + em > 1.7 * pitch):
        return None
    starts: bool | None = None
    if _indent(row, left):
        regular = indented and abs((row.left - left) / em - 2) < 0.4
        starts = True if regular or deeper > 0.5 or before.words.endswith(tuple("。；：！？;:")) else None
    elif indented and row.left < left + 0.5 * em:
        starts = False
    full = is_full(before.words, row.words, before.right / em, right / em, slack=0.3)
    return glue(words[-2000:], row.words, full, starts)


def _centred(row: Row, left: float, right: float) -> bool:
    before, behind = row.left - left, right - row.right
    return before > row.size and abs(before - behind) < 1.5 * row.size


def _indent(row: Row, left: float) -> bool:
    """The first line of a paragraph stands two characters in (GB/T 9704-2012, 7.3.3)."""
    return 1.2 < (row.left - left) / row.size < 3.2


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    """Where most lines of the text begin and end; those of a few stray lines do not count."""
    enough = max(2, len(rows) // 40)

    def outermost(edges: Iterable[int]) -> float | None:
        counts = Counter(edges)
        return min((edge for edge, count in counts.items() if count + counts[edge + 1] >= enough), default=None)

    if not rows:
        return 0.0, 0.0
    left = outermost(round(row.left / 2) for row in rows)
    right = outermost(-round(row.right / 2) for row in rows)
    return (
        left * 2.0 if left is not None else min(row.left for row in rows),
        -right * 2.0 if right is not None else max(row.right for row in rows),
    )


def _pitch(bodies: list[tuple[Page, list[Row | Table]]]) -> float:
    """The usual distance from line to line."""
    steps = [
        a.top - b.top
        for _, blocks in bodies
        for a, b in pairwise(blocks)
        if isinstance(a, Row) and isinstance(b, Row) and 0 < a.top - b.top < 4 * a.size
    ]
    return statistics.quantiles(steps, n=4)[0] if len(steps) > 3 else 1e9  # lines, not paragraphs, are the closest


def _continued(above: list[str], table: Table) -> list[str]:
    """The rows of a table, behind those of the table above it where it goes on on the next page: with the same head
    again, or with a first row that is open above or has no number of its own."""
    rows = table_lines(table.cells)
    if not above or not rows:
        return above + rows
    open_top = table.open_top
    if rows[0] == above[0]:
        rows, open_top = rows[1:], False
    if rows and (open_top or (rows[0].startswith("\t") and not above[-1].startswith("\t"))):
        cells = zip_longest(above[-1].split("\t"), rows[0].split("\t"), fillvalue="")
        return [*above[:-1], "\t".join(first + second for first, second in cells), *rows[1:]]
    return above + rows
