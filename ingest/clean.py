"""Lines of a file → clean text that remembers where each piece came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.breaks import LONG, breaks
from ingest.read import Lines
from ingest.text import CleanText
from ingest.wrap import PAGE_NUMBER, glue, hard_wrapped, is_full, torn, width

# What an export left behind and no reader sees: Word's bookmarks, zero-width characters, soft hyphens.
_ARTEFACT = re.compile(r"\[bookmark: ?[^\]\n]*\]|[\u200b-\u200f\u2060\ufeff\u00ad]")
_BLANK = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f]")
# A web page saved without its line breaks keeps the indent of two ideographic spaces before each paragraph
# (GB/T 9704-2012, 7.3.3: 每个自然段左空二字).
_INDENT = re.compile(r"\u3000{2,}")
# … in a line of usual length such blanks are columns (科技处　　林　涛　　66283001), unless a sentence or marker is beside.
_USUAL = 200
_BESIDE = re.compile(r"(?<=[。；;：:])\u3000{2,}|\u3000{2,}(?=[（(]|[一二三四五六七八九十\d]{1,3}[）)、.．])")
_INDENTED = re.compile(r"(?:[\u3000\t]| {2,})*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
# A font that draws 一 and the radical ⼀ by one glyph makes a PDF say the radical. Length is kept.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | dict(
    zip(
        map(ord, "⺁⺅⺇⺌⺎⺗⺟⺠⺢⺣⺩⺫⺬⺮⺰⺶⺷⺼⻁⻄⻅⻆⻉⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳"),
        "厂亻几小兀心母民氵灬王罒示竹纟羊羊肉虎西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")


@dataclass(frozen=True, slots=True)
class _Piece:
    line: int | None
    words: str
    gap: bool  # an empty line before it
    indent: float  # em


def clean(document: str, lines: Lines) -> CleanText:
    """Paragraphs without artefacts, indents and empty lines; lines that were wrapped are joined, a page that lost its
    line breaks is broken again. ``document`` is the id that spans will carry."""
    pieces = [piece for piece in _pieces(lines) if not PAGE_NUMBER.fullmatch(piece.words)]
    column = hard_wrapped([" " * int(piece.indent * 2) + piece.words for piece in pieces])
    if column is not None:  # some count the indent to the line, some do not
        column = min(column, hard_wrapped([piece.words for piece in pieces]) or column)
        joints = _joints(pieces, column)
    else:
        pieces = list(_broken(pieces))
        joints = ["\n"] * len(pieces)
    parts: list[str] = []
    starts: list[int] = []
    gaps: set[int] = set()
    offset = 0
    for piece, joint in zip(pieces, joints, strict=True):
        if parts and joint != "\n" and torn(parts[-1], piece.words):
            parts[-1] = parts[-1][:-1]
            offset -= 1
        if parts:
            parts.append(joint)
            offset += len(joint)
        if piece.gap:
            gaps.add(offset)
        parts.append(piece.words)
        starts.append(offset)
        offset += len(piece.words)
    return CleanText(document, "".join(parts), tuple(starts), tuple(piece.line for piece in pieces), frozenset(gaps))


def _joints(pieces: list[_Piece], column: float) -> list[str]:
    """What stands before each piece of a text wrapped at ``column`` em: a line end, a blank or nothing."""
    indents = sum(piece.indent > 0 for piece in pieces) * 20 > len(pieces)
    joints: list[str] = []
    before = paragraph = ""
    right = 0.0
    for piece in pieces:
        starts = piece.gap or piece.indent > 0 or (False if indents else None)
        full = is_full(before, piece.words, right, column)
        joint = glue(paragraph, piece.words, full, starts)
        joints.append("\n" if joint is None else joint)
        paragraph = piece.words if joint is None else f"{paragraph[-2000:]}{joint}{piece.words}"
        before, right = piece.words, piece.indent + width(piece.words)
    return joints


def _broken(pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces, and that one broken up which holds most of the document."""
    longest = max((len(piece.words) for piece in pieces), default=0)
    lost = longest > LONG and longest * 2 > sum(len(piece.words) for piece in pieces)
    for piece in pieces:
        if not lost or len(piece.words) < longest:
            yield piece
            continue
        start, gap = 0, piece.gap
        for end in (*breaks(piece.words), len(piece.words)):
            words = piece.words[start:end].strip(" \u3000")
            if words:
                yield _Piece(piece.line, words, gap, piece.indent)
                gap = False
            start = end


def _pieces(lines: Lines) -> Iterator[_Piece]:
    gap = False
    for number, raw in lines:
        words = _CONTROL.sub("", _BLANK.sub(" ", _ARTEFACT.sub("", raw)))
        words = _RADICAL.sub(lambda radical: _RADICALS.get(ord(radical[0]), radical[0]), words)
        indent = width(_INDENTED.match(words)[0].replace("\t", "\u3000\u3000"))  # type: ignore[index]
        empty = True
        for piece in (_INDENT if len(words) > _USUAL else _BESIDE).split(words):
            bare = piece.strip(" \u3000\t")
            if bare:
                # the tab before an empty first cell keeps the columns of its row
                row = piece.strip(" \u3000").rstrip("\t ") if "\t" in bare else bare
                yield _Piece(number, row, gap, indent)
                gap = empty = False
                indent = 2.0
        gap |= empty
