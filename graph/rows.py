"""A document's records → the nodes and relations that say the same. Pure: no database here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from graph.batch import Rows, keys_of, place
from graph.changes import bracket_behind, changes
from graph.ids import bounded, department_id, node_ids, normal, program_id, regulation_id, title_key, version_of
from ingest.records import Contact, Department, Extraction, Mention, Regulation, Span
from ingest.validity import clauses

__all__ = ["department_id", "node_ids", "normal", "program_id", "regulation_id", "rows"]


def rows(extraction: Extraction) -> Rows:
    """All that one document gives the graph."""
    return _Writer(extraction).rows


class _Writer:
    def __init__(self, extraction: Extraction) -> None:
        self.e, self.doc = extraction, extraction.document.id
        self.ids = node_ids(extraction)
        self.rows = Rows(self.doc)
        self._starts = [heading.span.start for heading in extraction.headings]
        self._named: dict[str, str] = {}  # a unit as written → department node
        self._regulations: dict[str, str] = {}  # id in the records → regulation node
        self._document()
        self._sections()
        self._departments()
        self._cited()
        self._areas()
        self._programs()
        self._tasks()
        self._facts()
        self.rows.nodes["Document"][self.doc]["props"]["digest"] = self.rows.digest()

    # -- the document and its outline

    def _document(self) -> None:
        d = self.e.document
        self.rows.node(
            "Document", self.doc, title=d.title, kind=d.kind, cover_title=d.cover_title, doc_number=d.doc_number,
            issuers=d.issuers, date=d.date, effective_from=d.effective_from, expires=d.expires, addressees=d.addressees,
            attachments=[attachment.title for attachment in d.attachments], keys=keys_of([d.title, d.cover_title]),
            title_key=title_key(d.title), cover_key=d.cover_title and title_key(d.cover_title),
            version=version_of(d.title), document=self.doc,
            **place(d.span), **self._dates(),
        )  # fmt: skip

    def _dates(self) -> dict[str, Any]:
        """The clauses that prove from when and until when: ``expires_text`` and so on."""
        proofs: dict[str, Any] = {}
        for name, clause in clauses(self.e.text).items():
            if getattr(self.e.document, name):
                span = self.e.span(*clause.span())
                proofs |= {f"{name}_{key}": value for key, value in place(span).items()}
        return proofs

    def _sections(self) -> None:
        for heading, id in zip(self.e.headings, self.ids.headings, strict=True):
            self.rows.node(
                "Section", id, document=self.doc, level=heading.level, marker=heading.marker, title=heading.title,
                path=heading.path, **place(heading.span),
            )  # fmt: skip
            if heading.parent is None:
                self.rows.relate("Document", self.doc, "HAS_SECTION", "Section", id)
            else:
                self.rows.relate("Section", self.ids.headings[heading.parent], "HAS_CHILD", "Section", id)

    def section(self, offset: int) -> str:
        """The innermost section that holds an offset; what stands before or outside all headings is one of its own."""
        i: int | None = bisect_right(self._starts, offset) - 1
        if i is not None and i >= 0:
            while i is not None and self.e.headings[i].block <= offset:
                i = self.e.headings[i].parent
            if i is not None:
                return self.ids.headings[i]
        front = f"{self.doc}#"
        if front not in self.rows.nodes["Section"]:
            self.rows.node(
                "Section", front, document=self.doc, level=0, marker="", title="", path=[], span_start=0, span_end=0
            )
            self.rows.relate("Document", self.doc, "HAS_SECTION", "Section", front)
        return front

    # -- what is shared with other documents

    def _departments(self) -> None:
        for record, id in zip(self.e.departments, self.ids.departments, strict=True):
            self._named |= dict.fromkeys((normal(n) for n in (record.name, record.full_name, *record.aliases) if n), id)
            self._department(record, id)
            for span in record.spans:
                self.rows.relate("Section", self.section(span.start), "MENTIONS", "Department", id, span)
        self._divisions()

    def _department(self, record: Department, id: str) -> None:
        names = [record.name, record.full_name, *record.aliases]
        aliases = sorted({name for name in names if name and name != (record.full_name or record.name)})
        self.rows.name(
            "Department", id, record.full_name or record.name, aliases=aliases, level=record.level, keys=keys_of(names)
        )

    def _divisions(self) -> None:
        """A division is part of the office that is written before it: 市科技局高新技术处."""
        offices = {
            normal(name): id
            for record, id in zip(self.e.departments, self.ids.departments, strict=True)
            if record.level in ("bureau", "committee")
            for name in (record.name, record.full_name, *record.aliases)
            if name
        }
        for record, id in zip(self.e.departments, self.ids.departments, strict=True):
            for span in record.spans if record.level == "division" else ():
                written = normal(span.text)
                above = [name for name in offices if written.startswith(name) and name != written]
                if above and (office := offices[max(above, key=len)]) != id:
                    self.rows.relate("Department", id, "PART_OF", "Department", office, span)

    def department(self, name: str) -> str:
        """The node of a unit as written, made where the records list no such department."""
        if (key := normal(name)) not in self._named:
            self._named[key] = department_id(self.doc, name)
            self._department(Department(name), self._named[key])
        return self._named[key]

    def _phone(self, number: str) -> str:
        return self.rows.name("Phone", number, number)

    def _cited(self) -> None:
        own = None
        for record, id in zip(self.e.regulations, self.ids.regulations, strict=True):
            self._regulations[record.id] = id
            self._regulation(record, id)
            if record.self and title_key(record.title) in (
                title_key(self.e.document.title),
                title_key(self.e.document.cover_title or ""),
            ):
                own = own or id
        if own is None:  # nobody, not even itself, writes its title in 《》
            d = self.e.document
            itself = Regulation(self.doc, d.title, d.doc_number, self=True)
            self._regulation(itself, own := regulation_id(self.doc, itself))
        done = changes(self.e.text, self.e.regulations)
        for record, id in zip(self.e.regulations, self.ids.regulations, strict=True):
            for mention in record.mentions:
                self.rows.relate(
                    "Section",
                    self.section(mention.start),
                    "CITES",
                    "Regulation",
                    id,
                    mention,
                    relation=mention.relation,
                    version=version_of(record.title) or version_of(bracket_behind(self.e.text, mention.end)),
                )
                if change := done.get(mention):
                    by = own if change.by is None else self.ids.regulations[change.by]
                    if by != id:
                        self.rows.relate("Regulation", by, change.type, "Regulation", id, mention, on=change.on)

    def _regulation(self, record: Regulation, id: str) -> None:
        self.rows.name(
            "Regulation", id, record.title, aliases=sorted(record.aliases), doc_number=record.doc_number,
            kind=record.kind, own=record.self and not self._is_annex(record), keys=keys_of([record.title, *record.aliases]),
        )  # fmt: skip

    def _is_annex(self, record: Regulation) -> bool:
        """Whether it is a part of these rules: a notice issues what it attaches, a law has annexes."""
        d = self.e.document
        annexes = {title_key(attachment.title) for attachment in d.attachments}
        return d.kind in ("regulation", "measures") and title_key(record.title) in annexes

    # -- areas, programs, tasks

    def _areas(self) -> None:
        known = {area.path: id for area, id in zip(self.e.support_areas, self.ids.support_areas, strict=True)}
        for area, id in zip(self.e.support_areas, self.ids.support_areas, strict=True):
            self._area(id, area.path, area.span, area.title_span)
            self.rows.relate("Document", self.doc, "COVERS", "SupportArea", id)
            for depth in range(len(area.path) - 1, 0, -1):  # the fields above, which the records need not list
                above = area.path[:depth]
                parent = known.get(above) or bounded(f"{self.doc}/area/{'/'.join(above)}")
                if parent not in self.rows.nodes["SupportArea"]:
                    self._area(parent, above, self._heading_above(area.span, above[-1]) or area.title_span or area.span)
                    self.rows.relate("Document", self.doc, "COVERS", "SupportArea", parent)
                self.rows.relate("SupportArea", id, "PART_OF", "SupportArea", parent)
                id = parent

    def _area(self, id: str, path: tuple[str, ...], span: Span, title: Span | None = None) -> None:
        self.rows.node(
            "SupportArea", id, document=self.doc, name=path[-1] if path else "", path=path, keys=keys_of(path[-1:]),
            title_start=title and title.start, title_end=title and title.end, **place(span),
        )  # fmt: skip

    def _heading_above(self, span: Span, title: str) -> Span | None:
        above = (
            h.span for h in self.e.headings if h.span.start < span.start < h.block and normal(h.title) == normal(title)
        )
        return next(above, None)

    def _programs(self) -> None:
        for record, id in zip(self.e.programs, self.ids.programs, strict=True):
            fields = [(name, text, record.field_spans.get(name)) for name, text in record.fields.items()]
            lines = [span.line if span else None for _, _, span in fields]
            self.rows.node(
                "Program", id, document=self.doc, name=record.name, aliases=record.aliases, path=record.path,
                keys=keys_of([record.name, *record.aliases]), application_time=record.application_time,
                materials=record.materials, field_names=[name for name, _, _ in fields],
                field_texts=[text for _, text, _ in fields],
                field_starts=[span.start if span else -1 for _, _, span in fields],
                field_ends=[span.end if span else -1 for _, _, span in fields],
                field_lines=None if None in lines else lines, **place(record.span),
            )  # fmt: skip
            self.rows.relate("Program", id, "DESCRIBED_IN", "Section", self.section(record.span.start))
            for position, division in enumerate(record.divisions):
                unit, span = self.department(division.name), division.span or record.span
                self.rows.relate(
                    "Program", id, "MANAGED_BY", "Department", unit, span,
                    name=division.name, phones=division.phones, position=position,
                )  # fmt: skip
                for phone in division.phones:
                    self.rows.relate("Department", unit, "HAS_PHONE", "Phone", self._phone(phone), span)
            for cited in record.cites:
                for mention in self._mentions(cited, record.span.start, record.block):
                    self.rows.relate("Program", id, "BASED_ON", "Regulation", self._regulations[cited], mention)
        program_ids = {program.id: id for program, id in zip(self.e.programs, self.ids.programs, strict=True)}
        for record, id in zip(self.e.programs, self.ids.programs, strict=True):
            if record.parent in program_ids:
                self.rows.relate("Program", id, "PART_OF", "Program", program_ids[record.parent])
        for area, id in zip(self.e.program_areas, self.ids.program_areas, strict=True):
            self._area(id, area.path, area.span)
            if area.program in program_ids:
                self.rows.relate("Program", program_ids[area.program], "SUPPORTS", "SupportArea", id)

    def _mentions(self, regulation: str, start: int, end: int) -> Iterable[Mention]:
        """The mentions inside a program, or, where it rests on what stands elsewhere, the first one."""
        if regulation not in self._regulations:
            return ()
        found = next(record.mentions for record in self.e.regulations if record.id == regulation)
        return [m for m in found if start <= m.start < end] or found[:1]

    def _tasks(self) -> None:
        for record, id in zip(self.e.tasks, self.ids.tasks, strict=True):
            self.rows.node(
                "Task", id, document=self.doc, no=str(record.no), name=record.title, path=record.path,
                chapter=record.chapter, deadline=record.deadline,
                keys=keys_of([record.title, f"任务{record.no}"]), **place(record.span),
            )  # fmt: skip
            self.rows.relate("Task", id, "DESCRIBED_IN", "Section", self.section(record.span.start))
            duties = (("LED_BY", record.lead), ("SUPPORTED_BY", record.support), ("SHARED_BY", record.shared))
            for type, names in duties:
                for position, name in enumerate(names):
                    self.rows.relate(
                        "Task", id, type, "Department", self.department(name), record.duty or record.span,
                        name=name, position=position,
                    )  # fmt: skip

    # -- the rest

    def _facts(self) -> None:
        for condition, id in zip(self.e.conditions, self.ids.conditions, strict=True):
            self.rows.node(
                "Condition", id, document=self.doc, name=condition.text, group=condition.group, no=condition.no,
                path=[condition.group], **place(condition.span),
            )  # fmt: skip
            self.rows.relate("Document", self.doc, "EXCLUDES", "Condition", id)
        for quantity, id in zip(self.e.quantities, self.ids.quantities, strict=True):
            number = None if isinstance(quantity.value, str) else float(quantity.value)
            self.rows.node(
                "Quantity", id, document=self.doc, name=quantity.metric, op=quantity.op, value=str(quantity.value),
                number=number, unit=quantity.unit, year=quantity.year, **place(quantity.span),
            )  # fmt: skip
            self.rows.relate("Document", self.doc, "SETS", "Quantity", id)
        for organisation, id in zip(self.e.organisations, self.ids.organisations, strict=True):
            self.rows.name("Organisation", id, organisation.name, keys=keys_of([organisation.name]))
            span, around = organisation.span, self.section(organisation.span.start)
            tasks = [
                t
                for record, t in zip(self.e.tasks, self.ids.tasks, strict=True)
                if record.span.start <= span.start < record.span.end
            ]
            if tasks:
                self.rows.relate("Task", tasks[-1], "MENTIONS", "Organisation", id, span)
            else:
                self.rows.relate("Section", around, "MENTIONS", "Organisation", id, span)
        for contact in self.e.contacts:
            self._contact(contact)

    def _contact(self, contact: Contact) -> None:
        """Person, e-mail and fax stand on the relation to the telephone, or, where there is none, to the unit."""
        section, unit = self.section(contact.span.start), contact.unit and self.department(contact.unit)
        said = {"person": contact.person, "emails": contact.emails or None, "fax": contact.fax or None}
        for phone in contact.phones:
            if unit:
                self.rows.relate("Department", unit, "HAS_PHONE", "Phone", self._phone(phone), contact.span, **said)
            else:
                self.rows.relate("Section", section, "MENTIONS", "Phone", self._phone(phone), contact.span, **said)
        if unit and not contact.phones:
            self.rows.relate("Section", section, "MENTIONS", "Department", unit, contact.span, **said)
