"""What the graph holds: labels, relations and their keys, the same on every server.

One label a node, and no name is both a label and a relation. Whatever states a fact carries the span that proves it:
``document, span_start, span_end, line, text`` (offsets into the clean text; ``line`` absent where the format has none).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

FORMAT = 2
MARK = "Zhengtu"
"""Label of the one node that says a database is ours."""

OWNED = ("Section", "Program", "SupportArea", "Task", "Condition", "Quantity")
"""Said by one document, known by its ``document``; they go with it."""

SHARED = {
    "Regulation": ("name", "aliases", "doc_number", "kind", "keys"),
    "Department": ("name", "aliases", "level", "keys"),
    "Phone": ("name",),
    "Organisation": ("name", "keys"),
}
"""Spoken of by several documents, with what a NAMES relation says of them; kept while one document NAMES them. What a
shared node says of itself is made anew from all its NAMES, so it does not depend on the order in which documents came."""

LABELS = ("Document", *OWNED, *SHARED)


class Relation(NamedTuple):
    """``fact``: stated by words of a document, so that one pair of nodes may have several, told apart by
    ``document, span_start, span_end``; other relations are how a document is built, one a pair."""

    source: str
    type: str
    target: str
    fact: bool = False


RELATIONS = (
    Relation("Document", "HAS_SECTION", "Section"),
    Relation("Section", "HAS_CHILD", "Section"),
    Relation("Document", "COVERS", "SupportArea"),
    Relation("Document", "SETS", "Quantity"),
    Relation("Document", "EXCLUDES", "Condition"),
    Relation("SupportArea", "PART_OF", "SupportArea"),
    Relation("Program", "PART_OF", "Program"),
    Relation("Program", "DESCRIBED_IN", "Section"),
    Relation("Task", "DESCRIBED_IN", "Section"),
    Relation("Program", "SUPPORTS", "SupportArea"),
    # facts
    Relation("Section", "CITES", "Regulation", fact=True),
    Relation("Section", "MENTIONS", "Department", fact=True),
    Relation("Section", "MENTIONS", "Phone", fact=True),
    Relation("Section", "MENTIONS", "Organisation", fact=True),
    Relation("Task", "MENTIONS", "Organisation", fact=True),
    Relation("Program", "MANAGED_BY", "Department", fact=True),
    Relation("Program", "BASED_ON", "Regulation", fact=True),
    Relation("Task", "LED_BY", "Department", fact=True),
    Relation("Task", "SUPPORTED_BY", "Department", fact=True),
    Relation("Task", "SHARED_BY", "Department", fact=True),
    Relation("Department", "HAS_PHONE", "Phone", fact=True),
    Relation("Department", "PART_OF", "Department", fact=True),
    Relation("Regulation", "REPEALS", "Regulation", fact=True),
    Relation("Regulation", "AMENDS", "Regulation", fact=True),
    Relation("Regulation", "IMPLEMENTS", "Regulation", fact=True),
    # what keeps a shared node, and what a document calls it
    *(Relation("Document", "NAMES", label) for label in SHARED),
    # made from the names and dates of both ends
    Relation("Regulation", "IS", "Document"),
    Relation("Regulation", "VERSION_OF", "Regulation"),  # later → earlier, with the ``rule`` that made it
)

CONSTRAINTS = (
    f"CREATE CONSTRAINT {MARK.lower()}_id IF NOT EXISTS FOR (n:{MARK}) REQUIRE n.id IS UNIQUE",
    *(f"CREATE CONSTRAINT {x.lower()}_id IF NOT EXISTS FOR (n:{x}) REQUIRE n.id IS UNIQUE" for x in LABELS),
    *(f"CREATE INDEX {x.lower()}_document IF NOT EXISTS FOR (n:{x}) ON (n.document)" for x in OWNED),
    *(
        f"CREATE INDEX {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
        for label, key in (
            ("Document", "title_key"), ("Document", "cover_key"), ("Document", "doc_number"),
            ("Regulation", "title_key"), ("Regulation", "short_key"), ("Regulation", "about_key"),
            ("Regulation", "doc_number"),
        )
    ),
)  # fmt: skip

_SCALARS = (str, bool, int, float, date)


def check(props: Mapping[str, Any]) -> dict[str, Any]:
    """Properties that every server stores alike: scalars, or lists of one scalar type; None means absent and is left
    out. ValueError for anything else, which is a mistake of ours."""
    kept = {k: list(v) if isinstance(v, tuple) else v for k, v in props.items() if v is not None}
    for key, value in kept.items():
        kinds = {type(x) for x in value} if isinstance(value, list) else {type(value)}
        if len(kinds) > 1 or not all(kind in _SCALARS for kind in kinds):
            raise ValueError(f"property {key!r} cannot be stored: {value!r}")
    return kept
