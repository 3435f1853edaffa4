"""Who is who: the ids of nodes, the same on every build, and the forms of names that count as equal.

What one document says stays its own: ``<document>/…`` and ``<document>#…``. What several documents speak of is shared
and known by what it is called: a regulation by its number, else its title; a department by its full name; a phone by
its digits; an organisation by its name.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.citations import normalise_number, normalise_title
from ingest.records import Department, Extraction, Program, Regulation

LONGEST = 1000
"""Characters of a key or id that an index takes on every server (Neo4j: some 8,000 bytes)."""


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """A name without what writers vary: full and half width, blanks, brackets, title marks and quotes, case."""
    return bounded(normalise_title(name).casefold())


def bounded(key: str) -> str:
    """The key, of which an end beyond :data:`LONGEST` is replaced by its hash."""
    if len(key) <= LONGEST:
        return key
    return f"{key[: LONGEST - 17]}…{hashlib.sha256(key.encode()).hexdigest()[:16]}"


_STATE = "中华人民共和国"
_VERSION = re.compile(
    r"\((?:(?:19|20)\d\d年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:第?[一二三四五六七八九十]+次)?(?:修正|修订|修改|版|本)[版本]?|修[正订][版本]?)\)$"
)


def title_key(title: str) -> str:
    """What all versions of one instrument have in common: the title without 中华人民共和国 and without the bracket that
    names a version. （试行） and （暂行） stay: they tell one instrument from another."""
    key = _VERSION.sub("", normal(title))
    bare = key.replace(_STATE, "")
    return bare if len(bare) > 1 else key


def version_of(title: str) -> str | None:
    """The version that a title names: 劳动法（2018年修正） → 2018年修正; None where it names none."""
    found = _VERSION.search(normal(title))
    return found[0][1:-1] if found else None


_ISSUES = re.compile("关于(?:印发|发布|公布|颁布|转发)(.+)的(?:通知|公告|通告|决定|函)$")


def issued(key: str) -> str | None:
    """The instrument that a notice issues: 关于印发X的通知 → X."""
    found = _ISSUES.search(key)
    return found[1] if found else None


def without_issuer(key: str) -> str | None:
    """A title without the issuer before its 关于; None where there is none."""
    issuer, about, rest = key.partition("关于")
    return about + rest if issuer and about else None


def program_id(document: str, program: Program | str) -> str:
    return bounded(f"{document}/{program if isinstance(program, str) else program.id}")


def regulation_id(document: str, regulation: Regulation) -> str:
    """By number, else by title and version; a reference with neither stays the document's own."""
    if regulation.doc_number:
        return normalise_number(regulation.doc_number) or normal(regulation.doc_number)
    version = version_of(regulation.title)
    named = title_key(regulation.title) + (f"({version})" if version else "")
    return named or bounded(f"{document}/regulation/{regulation.id}")


def department_id(document: str, department: Department | str) -> str:
    """By the full name where it is certain; a name as written (市科技局) means another office in another city."""
    if isinstance(department, Department):
        if department.full_name:
            return normal(department.full_name)
        department = department.name
    return bounded(f"{document}/department/{normal(department)}")


@dataclass(frozen=True, slots=True)
class NodeIds:
    """The ids of all nodes of one document; each tuple runs parallel to the field of that name in the extraction."""

    headings: tuple[str, ...]
    programs: tuple[str, ...]
    departments: tuple[str, ...]
    regulations: tuple[str, ...]
    support_areas: tuple[str, ...]
    program_areas: tuple[str, ...]
    tasks: tuple[str, ...]
    conditions: tuple[str, ...]
    quantities: tuple[str, ...]
    organisations: tuple[str, ...]


def node_ids(extraction: Extraction) -> NodeIds:
    """The ids of a document's nodes. Passages and graph take them from here, so that they always meet."""
    e, doc = extraction, extraction.document.id
    return NodeIds(
        headings=_apart(f"{doc}#{'/'.join(heading.path)}" for heading in e.headings),
        programs=_apart(program_id(doc, program) for program in e.programs),
        departments=tuple(department_id(doc, department) for department in e.departments),
        regulations=tuple(regulation_id(doc, regulation) for regulation in e.regulations),
        support_areas=_apart(f"{doc}/area/{'/'.join(area.path)}" for area in e.support_areas),
        program_areas=_apart(f"{program_id(doc, a.program)}/area/{'/'.join(a.path)}" for a in e.program_areas),
        tasks=_apart(f"{doc}/task/{task.no}" for task in e.tasks),
        conditions=_apart(f"{doc}/condition/{condition.group}/{condition.no}" for condition in e.conditions),
        quantities=_apart(f"{doc}/quantity/{q.metric}/{q.year or ''}" for q in e.quantities),
        organisations=tuple(normal(organisation.name) for organisation in e.organisations),
    )


def _apart(ids: Iterable[str]) -> tuple[str, ...]:
    """Equal ids told apart by their order (numbering that restarts, items without a title): ``x``, ``x~2``, …"""
    seen: Counter[str] = Counter()
    apart = []
    for id in map(bounded, ids):
        seen[id] += 1
        apart.append(id if seen[id] == 1 else f"{id}~{seen[id]}")
    return tuple(apart)
