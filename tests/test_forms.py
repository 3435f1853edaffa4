"""docs/forms.md is true: every example gives what stands behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.pipeline import extraction, process
from ingest.records import Extraction

PAGE = (Path(__file__).parents[1] / "docs/forms.md").read_text(encoding="utf-8")


def rows() -> list[tuple[str, str, str, str]]:
    found = []
    for section in re.split(r"^## ", PAGE, flags=re.M)[1:]:
        kind = section.split(" ")[0].split("\n")[0]
        for line in section.split("\n"):
            cells = [c.strip() for c in line.strip("|").split(" | ")]
            if line.startswith("| ") and len(cells) == 3 and cells[0] not in ("form", "---"):
                found.append((kind, *cells))
    return found


def names(values) -> str:
    return ",".join(values) or "–"


def headings(e: Extraction, _: str) -> list[str]:
    return [f"{h.level} {h.marker}{h.title}" for h in e.headings]


def document(e: Extraction, expected: str) -> list[str]:
    given = []
    for key in re.findall(r"(\w+)=", expected):
        value = getattr(e.document, key)
        if key == "attachments":
            value = ",".join(f"{a.no} {a.title}" for a in value)
        elif isinstance(value, tuple):
            value = ",".join(value)
        given.append(f"{key}={value}")
    return [" ".join(given)]


def citations(e: Extraction, _: str) -> list[str]:
    return [f"{g.title} {g.doc_number or '–'} {g.mentions[0].relation}" for g in e.regulations if not g.self]


def contacts(e: Extraction, _: str) -> list[str]:
    return [" ".join(n for c in e.contacts for n in c.phones)] if any(c.phones for c in e.contacts) else []


def duties(e: Extraction, _: str) -> list[str]:
    return [f"{names(t.lead)} {names(t.support)} {names(t.shared)}" for t in e.tasks]


def targets(e: Extraction, _: str) -> list[str]:
    return [f"{q.metric} {q.op or '–'} {q.value} {q.unit or '–'} {q.year}" for q in e.quantities if q.year]


def programs(e: Extraction, _: str) -> list[str]:
    given = []
    for p in e.programs:
        parts = [p.name, f"parent={p.parent or '–'}"]
        for label, values in (
            ("fields", p.fields),
            ("divisions", [d.name for d in p.divisions]),
            ("materials", p.materials),
        ):
            if values:
                parts.append(f"{label}={','.join(values)}")
        given.append(" ".join(parts))
    return given


def rules(e: Extraction, _: str) -> list[str]:
    return (
        [f"{c.group} {c.text}" for c in e.conditions]
        + ["/".join(a.path) for a in e.support_areas]
        + ["/".join(a.path) for a in e.program_areas]
    )


READ = {
    "Outline": headings,
    "Document": document,
    "Citations": citations,
    "Contacts": contacts,
    "Duties": duties,
    "Targets": targets,
    "Programs": programs,
    "Rules": rules,
}


@pytest.mark.parametrize(("kind", "form", "example", "gives"), rows(), ids=lambda v: v[:24])
def test_form(kind, form, example, gives):
    lines = example.replace("⇥", "\t").split("⏎")
    found = extraction(process(clean("d", list(enumerate(lines, 1)))))
    expected = [] if gives == "–" else gives.split(" · ")
    assert READ[kind](found, gives) == expected


def test_every_section_is_read():
    assert {kind for kind, *_ in rows()} == set(READ)
