"""The characters of a PDF page as lines of text.

Lengths are points, y grows upwards, as on the page (ISO 32000-1, 8.3); a turned page is turned back.
"""

from __future__ import annotations

import ctypes
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

TYPED = 0.1  # em: the least gap of a blank that the file holds
WIDE = 0.8  # em: a gap that shows a blank though the file holds none


@dataclass(frozen=True, slots=True)
class Char:
    sign: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    blank: float  # the least gap in em that shows a blank before it; a blank that the file holds needs hardly any


@dataclass
class Row:
    """A line of text. ``size`` is that of its font: 1 em."""

    chars: list[Char] = field(default_factory=list)
    words: str = ""
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    size: float = 1.0

    def close(self) -> Row:
        self.chars.sort(key=lambda c: c.left)
        self.left, self.right = self.chars[0].left, max(c.right for c in self.chars)
        self.bottom, self.top = min(c.bottom for c in self.chars), max(c.top for c in self.chars)
        self.size = statistics.median(c.size for c in self.chars)
        gaps = [(b.left - a.right) / self.size for a, b in pairwise(self.chars)]
        wide = [gap for gap, c in zip(gaps, self.chars, strict=False) if _wide(c.sign)]
        spread = max(statistics.median(wide), 0.0) if wide else 0.0  # of a line that was justified
        parts = [self.chars[0].sign]
        for before, char, gap in zip(self.chars, self.chars[1:], gaps, strict=False):
            # between Han and Latin typesetters add a gap by themselves; elsewhere a gap was typed
            if _mixed(before.sign, char.sign):
                least = 2 * WIDE if char.blank > TYPED else char.blank
            else:
                least = min(char.blank, 0.2) if char.blank < WIDE else WIDE
            if gap - spread > 2:
                parts.append("  ")  # names that stand side by side
            elif gap - spread > least:
                parts.append(" ")
            parts.append(char.sign)
        self.words = "".join(parts)
        return self


def _wide(sign: str) -> bool:
    return sign >= "\u2e80"


def _mixed(before: str, after: str) -> bool:
    return _wide(before) != _wide(after) and before.isalnum() and after.isalnum()


def characters(page: pdfium.PdfPage, turn: int) -> tuple[list[Char], int]:
    """The characters that are shown upright, in the order of the file, and how many have no known meaning."""
    text = page.get_textpage()
    width, height = page.get_size()
    found: list[Char] = []
    unmapped = 0
    blank = WIDE
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    upright = -turn * math.pi / 2
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        if code in (0x20, 0xA0, 0x3000, 0x0D, 0x0A, 0x09):
            blank = min(blank, 0.35 if raw.FPDFText_IsGenerated(text, i) else TYPED)
            continue
        if (
            code < 0x20
            or code in (0xFFFE, 0xFFFD)
            or 0xE000 <= code <= 0xF8FF
            or raw.FPDFText_HasUnicodeMapError(text, i) == 1
        ):
            if code in (0x02, 0xFFFE):  # a hyphen at the end of a line
                code = 0x2D
            else:
                unmapped += 1
                continue
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue
        angle = raw.FPDFText_GetCharAngle(text, i)
        if abs((angle - upright + math.pi) % (2 * math.pi) - math.pi) > 0.1:  # a watermark across the page
            continue
        boxed = raw.FPDFText_GetLooseCharBox(text, i, ctypes.byref(box))
        if not boxed or not raw.FPDFText_GetMatrix(text, i, ctypes.byref(matrix)):
            continue
        size = raw.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
        left, bottom, right, top = turned((box.left, box.bottom, box.right, box.top), turn, width, height)
        if size > 0 and right > left and top > bottom and -1 <= left <= width and -1 <= bottom <= height:
            found.append(Char(chr(code), left, bottom, right, top, size, blank))
            blank = WIDE
    return found, unmapped


def turned(box: Sequence[float], turn: int, width: float, height: float) -> tuple[float, float, float, float]:
    """A box of the unturned page on the page as shown, ``width`` by ``height`` (/Rotate turns clockwise)."""
    x0, y0, x1, y1 = box
    if turn == 1:
        return y0, height - x1, y1, height - x0
    if turn == 2:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 3:
        return width - y1, x0, width - y0, x1
    return x0, y0, x1, y1


def rows_of(chars: Sequence[tuple[int, Char]]) -> Iterator[tuple[int, Row]]:
    """Characters as lines: a new one where the next character stands higher, lower, or far back."""
    row, begun = Row(), 0
    for i, char in chars:
        if row.chars:
            last = row.chars[-1]
            overlap = min(char.top, last.top) - max(char.bottom, last.bottom)
            size = max(last.top - last.bottom, char.top - char.bottom)
            if overlap < 0.5 * min(char.top - char.bottom, last.top - last.bottom) or char.left < last.left - size:
                yield begun, row.close()
                row = Row()
        if not row.chars:
            begun = i
        row.chars.append(char)
    if row.chars:
        yield begun, row.close()
