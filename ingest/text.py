"""The clean text of one document and its way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.records import Span


@dataclass(frozen=True)
class CleanText:
    """``text`` is the paragraphs joined by single newlines. ``starts[i]`` is the offset of a piece of text that came
    from line ``lines[i]`` of the file (1-based; None where the format has no lines); one paragraph may hold several
    pieces, where hard-wrapped lines were joined. ``gaps`` are offsets of paragraphs with an empty line before them."""

    id: str
    text: str
    starts: tuple[int, ...]
    lines: tuple[int | None, ...]
    gaps: frozenset[int] = frozenset()

    def line(self, offset: int) -> int | None:
        i = bisect_right(self.starts, offset) - 1
        return self.lines[i] if i >= 0 else None

    def span(self, start: int, end: int) -> Span:
        """The words at ``[start, end)`` as a :class:`Span`, white space at both ends left out."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        return Span(self.id, start, start + len(words), self.line(start), words)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of every paragraph, in order; none is empty."""
        return tuple(self._paragraphs())

    def _paragraphs(self) -> Iterator[tuple[int, int]]:
        start = 0
        for words in self.text.split("\n"):
            if words:
                yield start, start + len(words)
            start += len(words) + 1

    def paragraph(self, offset: int) -> tuple[int, int]:
        """(start, end) of the paragraph that holds an offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end
