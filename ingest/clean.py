"""Lines of a file → clean text that remembers where each piece came from."""

from __future__ import annotations

import re

from ingest.read import Lines
from ingest.text import CleanText

# What an export left behind and no reader sees: Word's bookmarks, zero-width characters, soft hyphens.
_ARTEFACT = re.compile(r"\[bookmark: ?[^\]\n]*\]|[\u200b-\u200f\u2060\ufeff\u00ad]")
_BLANK = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f]")
# A web page saved without its line breaks keeps the indent of two ideographic spaces before each paragraph
# (GB/T 9704-2012, 7.3.3: 每个自然段左空二字).
_INDENT = re.compile(r"\u3000{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def clean(document: str, lines: Lines) -> CleanText:
    """Paragraphs without artefacts, indents and empty lines; ``document`` is the id that spans will carry."""
    parts: list[str] = []
    starts: list[int] = []
    numbers: list[int | None] = []
    gaps: set[int] = set()
    offset, gap = 0, False
    for number, raw in lines:
        words = _CONTROL.sub("", _BLANK.sub(" ", _ARTEFACT.sub("", raw)))
        pieces = [piece for piece in (p.strip(" \u3000\t") for p in _INDENT.split(words)) if piece]
        gap |= not pieces
        for piece in pieces:
            if gap:
                gaps.add(offset)
                gap = False
            parts.append(piece)
            starts.append(offset)
            numbers.append(number)
            offset += len(piece) + 1
    return CleanText(document, "\n".join(parts), tuple(starts), tuple(numbers), frozenset(gaps))
