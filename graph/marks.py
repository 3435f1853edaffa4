"""Where the things of a document stand in its text: which words to colour, and the nodes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.ids import department_id, node_ids, normal
from ingest.records import Extraction, Span

KINDS = ("Program", "Department", "Phone", "Regulation", "SupportArea", "Task")
"""Labels of the nodes that marks lead to."""

_SENTENCE = re.compile(r"[。；;\n]")
_BETWEEN = r"[^\w]{0,2}"  # the digits of a number as written: 0531-6660 8810, (0531)66608810
_SHORTEST = 2  # digits by which a second number may be written behind the first: 66608805/07


@dataclass(frozen=True, slots=True)
class Mark:
    """Half-open offsets into the clean text; ``node`` is the id in the graph, ``name`` what the node is called by
    (a regulation by its number where it has one)."""

    start: int
    end: int
    kind: str
    node: str
    name: str


def marks(extraction: Extraction) -> list[Mark]:
    """All marks by their place, the longer first where two begin together; they may lie in one another."""
    found = {(mark.start, mark.end, mark.kind): mark for mark in _Marks(extraction).all() if mark.start < mark.end}
    return sorted(found.values(), key=lambda mark: (mark.start, -mark.end, KINDS.index(mark.kind)))


class _Marks:
    def __init__(self, extraction: Extraction) -> None:
        self.e, self.ids = extraction, node_ids(extraction)
        self.units = {
            normal(name): (id, record.full_name or record.name)
            for record, id in zip(extraction.departments, self.ids.departments, strict=True)
            for name in (record.name, record.full_name, *record.aliases)
            if name
        }

    def all(self) -> Iterator[Mark]:
        e, ids = self.e, self.ids
        for program, id in zip(e.programs, ids.programs, strict=True):
            yield self._title("Program", id, program.name, program.span)
            for division in program.divisions:
                yield from self._unit(division.name, division.span)
        for area, id in zip(e.support_areas, ids.support_areas, strict=True):
            yield self._title("SupportArea", id, area.path[-1] if area.path else "", area.title_span or area.span)
        for part, id in zip(e.program_areas, ids.program_areas, strict=True):
            yield self._title("SupportArea", id, part.path[-1] if part.path else "", part.span)
        for task, id in zip(e.tasks, ids.tasks, strict=True):
            yield self._title("Task", id, task.title, task.span)
        for unit, id in zip(e.departments, ids.departments, strict=True):
            for span in unit.spans:
                yield Mark(span.start, span.end, "Department", id, unit.full_name or unit.name)
        for cited, id in zip(e.regulations, ids.regulations, strict=True):
            for mention in cited.mentions:
                yield Mark(mention.start, mention.end, "Regulation", id, cited.doc_number or cited.title)
        for contact in e.contacts:
            yield from self._unit(contact.unit, contact.span)
            for number, start, end in _numbers(contact.phones, contact.span):
                yield Mark(start, end, "Phone", number, number)

    def _title(self, kind: str, id: str, name: str, span: Span) -> Mark:
        """The name within the span; the first sentence of a span that words it otherwise."""
        at = span.text.find(name) if name else -1
        end = at + len(name) if at >= 0 else len(_SENTENCE.split(span.text, maxsplit=1)[0])
        start = max(at, 0)
        return Mark(span.start + start, span.start + end, kind, id, name or span.text[start:end])

    def _unit(self, name: str | None, span: Span | None) -> Iterator[Mark]:
        at = span.text.find(name) if name and span else -1
        if name and span and at >= 0:
            id, full = self.units.get(normal(name), (department_id(self.e.document.id, name), name))
            yield Mark(span.start + at, span.start + at + len(name), "Department", id, full)


def _numbers(phones: tuple[str, ...], span: Span) -> Iterator[tuple[str, int, int]]:
    """Each number with the place where it is written, whole or by its last digits behind another one."""
    behind = 0
    for phone in phones:
        digits = re.sub(r"\D", "", phone)
        for first in (0, *range(1, len(digits) - _SHORTEST + 1)):
            form = rf"(?<!\d){_BETWEEN.join(digits[first:])}(?!\d)"
            written = re.compile(form).search(span.text, 0 if first == 0 else behind)
            if digits and written:
                behind = max(behind, written.end())
                yield phone, span.start + written.start(), span.start + written.end()
                break
