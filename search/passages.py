"""Clauses of a document as passages: what search finds, with where it stands and what it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graph.ids import node_ids
from ingest.records import Extraction, Span

LENGTH = 160
"""A paragraph longer than this many characters is cut after its sentences."""

_SENTENCE = re.compile(r"[^。；;！？!?]*[。；;！？!?]+[”’」』）)》]*|[^。；;！？!?]+$")
_ROLES = (("Task", "task"), ("Condition", "condition"), ("SupportArea", "area"))
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{2,4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
_MARKER = re.compile(r"^\W*(?:[\d一二三四五六七八九十]{1,3}[、.．）)]+)?\s*")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Passage:
    """``role`` is what the clause is in its document: title, heading, date (alone on its line), task, condition, area,
    the label of a program's field, or text; "regulation" is no clause but the name of a regulation where the document first gives it. ``context`` are the document's title and the headings above that are more than labels, ``above``
    where those headings stand. ``nodes`` are (label, id) of what the
    graph knows there: the innermost program, areas, tasks, conditions and
    cited regulations."""

    span: Span
    role: str
    context: tuple[str, ...]
    above: tuple[Span, ...]
    nodes: tuple[tuple[str, str], ...]


def passages(extraction: Extraction) -> tuple[Passage, ...]:
    """All clauses in order, noise and headings that only label (支持重点, 责任部门: said of many) left out; then the
    regulations that they name."""
    marks = _Marks(extraction)
    found = []
    for start, end in _clauses(extraction.text):
        span = extraction.span(start, end)
        if _LETTER.search(span.text) and not marks.is_noise(span) and not marks.is_label(span):
            found.append(Passage(span, marks.role(span), *marks.context(span), marks.nodes(span)))
    return (*found, *_regulations(extraction))


def _regulations(extraction: Extraction) -> Iterator[Passage]:
    """What is cited, one passage each: a clause may name several."""
    ids = node_ids(extraction).regulations
    for regulation, id in zip(extraction.regulations, ids, strict=True):
        if regulation.mentions:
            first = next((m for m in regulation.mentions if regulation.title in m.text), regulation.mentions[0])
            span = Span(first.document, first.start, first.end, first.line, first.text)
            yield Passage(span, "regulation", (extraction.document.title,), (), (("Regulation", id),))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if len(line) <= LENGTH:
            yield start, start + len(line)
        else:
            first = last = 0
            for sentence in _SENTENCE.finditer(line):
                if sentence.end() - first > LENGTH and last > first:
                    yield start + first, start + last
                    first = last
                last = sentence.end()
            yield start + first, start + len(line)
        start += len(line) + 1


class _Marks:
    """Which records lie where in one document."""

    def __init__(self, extraction: Extraction) -> None:
        self._document = extraction.document
        self._noise = extraction.noise
        ids = node_ids(extraction)
        self._programs = [
            (program.span.start, max(program.block, program.span.end), "Program", id)
            for program, id in zip(extraction.programs, ids.programs, strict=True)
        ]
        parts = [("Task", task.span, id) for task, id in zip(extraction.tasks, ids.tasks, strict=True)]
        parts += [("Condition", c.span, id) for c, id in zip(extraction.conditions, ids.conditions, strict=True)]
        for area, id in zip(extraction.support_areas, ids.support_areas, strict=True):
            parts += [("SupportArea", span, id) for span in (area.title_span, area.span) if span]
        parts += [
            ("SupportArea", a.span, id) for a, id in zip(extraction.program_areas, ids.program_areas, strict=True)
        ]
        for regulation, id in zip(extraction.regulations, ids.regulations, strict=True):
            parts += [("Regulation", mention, id) for mention in regulation.mentions]
        self._parts = [(span.start, span.end, label, id) for label, span, id in parts]
        self._fields = [
            (span.start, span.end, label)
            for program in extraction.programs
            for label, span in program.field_spans.items()
        ]
        titles = Counter(heading.title for heading in extraction.headings)
        labels = {title for title, count in titles.items() if count > 2}
        labels |= {label for program in extraction.programs for label in program.fields}
        self._headings = [
            (h.span.start, h.span.end, h.block, h.title, h.span)
            for h in extraction.headings
            if h.title and h.title not in labels
        ]
        self._labels = labels

    def is_noise(self, span: Span) -> bool:
        return any(noise.start <= span.start and span.end <= noise.end for noise in self._noise)

    def is_label(self, span: Span) -> bool:
        return _MARKER.sub("", span.text).strip("：: ") in self._labels

    def role(self, span: Span) -> str:
        title = self._document.span
        if title and title.start <= span.start < title.end:
            return "title"
        if any(start == span.start and span.end <= end for start, end, *_ in self._headings):
            return "heading"
        if _DATE.fullmatch(span.text):
            return "date"
        for start, end, label in self._fields:
            if start <= span.start < end:
                return label
        labels = {label for start, end, label, _ in self._parts if start < span.end and span.start < end}
        return next((role for label, role in _ROLES if label in labels), "text")

    def context(self, span: Span) -> tuple[tuple[str, ...], tuple[Span, ...]]:
        around = [(title, above) for start, _, block, title, above in self._headings if start < span.start < block]
        titles = tuple(dict.fromkeys([self._document.title, *(title for title, _ in around)]))
        return titles, tuple(above for _, above in around)

    def nodes(self, span: Span) -> tuple[tuple[str, str], ...]:
        around = [(end - start, label, id) for start, end, label, id in self._programs if start <= span.start < end]
        found = [min(around)[1:]] if around else []
        found += [(label, id) for start, end, label, id in self._parts if start < span.end and span.start < end]
        return tuple(dict.fromkeys(found))
