"""What the components have found so far in one document, carried on the spaCy Doc as ``doc._.draft``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc

from ingest import records as r
from ingest.text import CleanText


@dataclass
class Item:
    """A numbered or titled paragraph of the outline. ``title`` is "" for an item without one. ``start`` is where the
    marker stands, ``body`` where the words after marker (and run-in title) begin, ``end`` the end of its own
    paragraph, ``block`` the end of everything below it. ``parent`` is a position in the list of items."""

    level: int
    marker: str
    title: str
    start: int
    title_end: int
    body: int
    end: int
    block: int
    parent: int | None
    path: tuple[str, ...]
    no: int | None = None
    run_in: bool = False


@dataclass
class Draft:
    source: CleanText
    document: r.Document
    own_titles: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    headings: list[r.Heading] = field(default_factory=list)
    regulations: list[r.Regulation] = field(default_factory=list)
    contacts: list[r.Contact] = field(default_factory=list)
    programs: list[r.Program] = field(default_factory=list)
    departments: list[r.Department] = field(default_factory=list)
    support_areas: list[r.SupportArea] = field(default_factory=list)
    program_areas: list[r.ProgramArea] = field(default_factory=list)
    tasks: list[r.Task] = field(default_factory=list)
    conditions: list[r.Condition] = field(default_factory=list)
    quantities: list[r.Quantity] = field(default_factory=list)
    organisations: list[r.Organisation] = field(default_factory=list)
    noise: list[r.Span] = field(default_factory=list)


if not Doc.has_extension("draft"):
    Doc.set_extension("draft", default=None)


def mark(doc: Doc, group: str, spans: Iterable[r.Span]) -> None:
    """Writes spans as the span group ``group`` of the Doc, widened to whole tokens (the records keep the exact ends)."""
    found = (doc.char_span(s.start, s.end, label=group, alignment_mode="expand") for s in spans)
    doc.spans[group] = [span for span in found if span is not None]
