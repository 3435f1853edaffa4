"""The vocabulary of the whole house: what a document holds, each fact with the words that prove it.

All records are frozen and JSON-able (:func:`to_json`, :func:`from_json`). Offsets count characters of
:attr:`Extraction.text`, half-open; ``text[span.start:span.end] == span.text`` holds for every span.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Span:
    """The words that prove a fact: half-open character offsets into the clean text of one document.

    ``line`` is the 1-based line of the file as it was given; None where the format has no lines.
    """

    document: str
    start: int
    end: int
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Mention(Span):
    """One mention of a regulation. ``nested`` inside another title, ``relation`` what the citing clause does with it:
    依据, 落实, 印发, 废止, 修订 or 引用; ``short`` when a defined short name stands for it."""

    nested: bool = False
    short: bool = False
    relation: str = "引用"


@dataclass(frozen=True, slots=True)
class Attachment:
    no: int
    title: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """``date`` is the 成文日期, ``effective_from`` and ``expires`` what the text itself says; ISO dates or None."""

    id: str
    title: str
    kind: str = "other"  # guide | notice | work_plan | opinion | measures | regulation | other
    cover_title: str | None = None
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    date: str | None = None
    effective_from: str | None = None
    expires: str | None = None
    addressees: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    span: Span | None = None  # of the title


@dataclass(frozen=True, slots=True)
class Heading:
    """A node of the outline. ``level`` is the class of the marker (GB/T 9704-2012, 7.3.3): 0 title of the document or
    of an attachment, 1 一、 (also 第X章), 2 （一）, 3 1., 4 （1）, 5 ① or ``--``. ``path`` ends in the node itself,
    headings as written. ``span`` is marker and title, ``block`` the end of everything below it (offset)."""

    level: int
    marker: str
    title: str
    path: tuple[str, ...]
    span: Span
    block: int
    parent: int | None = None  # position of the parent in Extraction.headings


@dataclass(frozen=True, slots=True)
class Division:
    name: str
    phones: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """A 专项: what a firm applies for. ``fields`` are its labelled parts (支持重点 …) with their text, ``field_spans``
    where each stands; ``parent`` is a program id; ``cites`` are ids of :class:`Regulation`."""

    id: str
    name: str
    span: Span
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    divisions: tuple[Division, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    field_spans: dict[str, Span] = field(default_factory=dict)
    materials: tuple[str, ...] = ()
    application_time: str | None = None
    cites: tuple[str, ...] = ()
    block: int = 0  # end of everything that belongs to it


@dataclass(frozen=True, slots=True)
class Department:
    """``name`` as written; ``full_name`` only where the text or a rule makes it certain.
    ``level``: committee, bureau, division, district, other."""

    name: str
    full_name: str | None = None
    aliases: tuple[str, ...] = ()
    level: str = "other"
    phones: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    unit: str | None
    span: Span
    person: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    fax: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regulation:
    """A cited document. ``self`` marks the document's own titles and those of its attachments."""

    id: str
    title: str
    doc_number: str | None = None
    kind: str | None = None  # 通知, 意见, 办法, …: the last word of the title
    self: bool = False
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportArea:
    path: tuple[str, ...]
    span: Span  # the body that describes it
    title_span: Span | None = None


@dataclass(frozen=True, slots=True)
class ProgramArea:
    program: str
    path: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a work plan; ``span`` is the whole item, departments as written."""

    no: int | str
    title: str
    span: Span
    chapter: str | None = None
    path: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    deadline: str | None = None
    duty: Span | None = None  # the bracket or line that names the departments


@dataclass(frozen=True, slots=True)
class Condition:
    group: str
    no: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` is a number or a range as written ('1-2'); ``op`` a comparison as written (达到, 不超过, 约 …)."""

    metric: str
    op: str | None
    value: float | int | str
    unit: str | None
    year: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything the pipeline sees in one document. ``lines`` says where its pieces of text came from: (offset, line
    of the file), in order; one paragraph may hold several pieces, where hard-wrapped lines were joined."""

    document: Document
    text: str
    headings: tuple[Heading, ...] = ()
    programs: tuple[Program, ...] = ()
    departments: tuple[Department, ...] = ()
    contacts: tuple[Contact, ...] = ()
    regulations: tuple[Regulation, ...] = ()
    support_areas: tuple[SupportArea, ...] = ()
    program_areas: tuple[ProgramArea, ...] = ()
    tasks: tuple[Task, ...] = ()
    conditions: tuple[Condition, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    noise: tuple[Span, ...] = ()
    lines: tuple[tuple[int, int | None], ...] = ()

    def span(self, start: int, end: int) -> Span:
        """The words at ``[start, end)``, white space at both ends left out."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        before = bisect_right(self.lines, start, key=lambda piece: piece[0])
        return Span(self.document.id, start, start + len(words), self.lines[before - 1][1] if before else None, words)


def to_json(record: Any) -> dict[str, Any]:
    """A record as plain dicts and lists (tuples stay tuples; ``json.dumps`` writes both alike)."""
    return asdict(record)


@cache
def _adapter() -> TypeAdapter[Extraction]:
    return TypeAdapter(Extraction)


def dumps(extraction: Extraction, indent: int | None = None) -> str:
    return json.dumps(to_json(extraction), ensure_ascii=False, indent=indent)


def loads(text: str | bytes) -> Extraction:
    """Back from :func:`dumps`; pydantic.ValidationError where the text is not an extraction."""
    return _adapter().validate_json(text)
