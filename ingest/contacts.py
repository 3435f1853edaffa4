"""Who can be asked: units, persons, telephones, fax and e-mail, from lines, brackets, blocks and tables.

A number is a telephone where the words before it say so (联系电话, 咨询热线 …), where its form leaves no doubt (area
code, mobile, 400), or where it stands beside a name in a block of contacts. Postcodes, passwords, accounts, QQ numbers
and the lines marked as noise are no contacts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.contact_words import TRAIL, Event, is_unit, line_events
from ingest.phones import EMAIL, phones
from ingest.records import Contact, Division, Span
from ingest.text import CleanText

__all__ = ["contacts", "divisions", "is_unit", "phones"]

_COLUMNS = {
    "phone": "电话|联系方式|手机|热线",
    "fax": "传真",
    "mail": "邮箱|邮件",
    "person": "联系人|姓名|负责人",
    "unit": "单位|部门|处室|地区|区县|县区|名称|机构",
}


_ANY = re.compile(r"\d{7}|\d{3,4}[-—－– ]\d{4}|\d{3}[-—－– ]\d{3}|@|(?<!\d)(?:12[0-3]\d\d|9[56]\d{3,4})(?!\d)")
_WORTH = re.compile(rf"{_ANY.pattern}|联\s*系|电\s*话|传真|邮箱|咨询|(?:单位|部门|处室)[：:]")


@dataclass
class _Group:
    unit: str | None = None
    person: str | None = None
    phones: list[str] = field(default_factory=list)
    fax: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    start: int = -1
    end: int = -1

    def __bool__(self) -> bool:
        return bool(self.phones or self.fax or self.emails)


def contacts(source: CleanText, noise: Sequence[Span] = ()) -> tuple[Contact, ...]:
    """Every contact of a text in order of place, one a person or line; the same one twice is listed once."""
    if not _ANY.search(source.text):
        return ()
    groups: list[_Group] = []
    current = _Group()
    above = ""  # the paragraph before a block of contacts: its unit, where it is one
    columns: list[str | None] = []
    for start, end in source.paragraphs:
        line = source.text[start:end]
        if any(n.start < end and start < n.end for n in noise):
            continue
        if "\t" in line:
            heads = _columns(line)
            if heads:
                columns = heads
                continue
            if columns:
                groups.extend(_row(line, start, columns, groups))
                continue
        columns = []
        near = bool(current) or bool(current.person)
        events = list(line_events(line, start, near)) if _WORTH.search(line) else []
        if not any(e.kind != "unit" for e in events):
            groups.append(current)
            current, above = _Group(), line
            if events and len(line) < 40:
                current.unit = events[-1].values[0]
            continue
        for event in events:
            if _opens(current, event, start):
                groups.append(current)
                current = _Group(unit=current.unit if event.kind != "unit" and current.start >= start else None)
            if not current and not current.person and above and not current.unit:
                name = TRAIL.sub("", above.rstrip("：:。 ")).strip()
                current.unit = name if len(name) <= 26 and is_unit(name) else None
            _take(current, event)
    groups.append(current)
    return tuple(_records(source, groups))


def divisions(source: CleanText, start: int, end: int) -> tuple[Division, ...]:
    """The units named as responsible in ``[start, end)``, each with its telephones, in order: 规划处，联系电话：… a line,
    several in one line, or names alone."""
    found: list[Division] = []
    part = CleanText(source.id, source.text[start:end], (0,), (None,))
    for low, high in part.paragraphs:
        line = part.text[low:high]
        span = source.span(start + low, start + high)
        groups = [g for g in _line_groups(line) if g.unit or g.phones]
        for group in groups:
            names = _split(group.unit or "")
            each = len(group.phones) == len(names) > 1  # 甲处、乙处，电话：one number a unit, in order
            for i, name in enumerate(names):
                found.append(Division(name, tuple(group.phones[i : i + 1] if each else group.phones), span))
        if not groups and len(line) < 60:
            names = [n for part in re.split("[，,；;。]", line) for n in _split(part.strip())]
            found.extend(Division(n, (), span) for n in names if 2 <= len(n) <= 30 and is_unit(n))
    return tuple(found)


def _split(names: str) -> list[str]:
    """高新处、农村处 and 高新处和农村处 are two units, 配置与管理处 is one."""
    found: list[str] = []
    for name in names.split("、"):
        parts = re.split("[和及与]", name)
        found.extend(parts if len(parts) > 1 and all(len(p) > 2 and is_unit(p) for p in parts) else [name])
    return [n for n in found if n]


def _line_groups(line: str) -> list[_Group]:
    groups = [_Group()]
    for event in line_events(line, 0, True):
        if _opens(groups[-1], event, 0):
            groups.append(_Group())
        _take(groups[-1], event)
    return groups


def _opens(group: _Group, event: Event, line: int) -> bool:
    """Whether an event begins another contact: a second person or unit, or telephones in a new line with a person."""
    if event.kind == "person" and group.person and event.values[0].startswith(f"{group.person}、"):
        return False
    if event.kind == "person":
        return bool(group.person) or (bool(group) and 0 <= group.start < line)
    return event.kind == "unit" and (bool(group) or bool(group.unit and group.person))


def _take(group: _Group, event: Event) -> None:
    if group.start < 0:
        group.start = event.start
    group.end = event.end
    if event.kind == "unit":
        group.unit = event.values[0]
    elif event.kind == "person":
        group.person = event.values[0]
    else:
        kept = {"phone": group.phones, "fax": group.fax, "mail": group.emails}[event.kind]
        kept.extend(v for v in event.values if v not in kept)


def _columns(line: str) -> list[str | None]:
    heads = [
        next((kind for kind, words in _COLUMNS.items() if len(cell) <= 12 and re.search(words, cell)), None)
        for cell in (re.sub(r"\s", "", c) for c in line.split("\t"))
    ]
    return heads if "phone" in heads and not phones(line) else []


def _row(line: str, offset: int, columns: list[str | None], groups: list[_Group]) -> Iterator[_Group]:
    group = _Group(start=offset, end=offset + len(line))
    for head, cell in zip(columns, line.split("\t"), strict=False):
        cell = cell.strip()
        if head == "unit" and cell:
            group.unit = cell
        elif head == "person" and cell:
            group.person = cell
        elif head in ("phone", "fax"):
            kept = group.phones if head == "phone" else group.fax
            kept.extend(n for _, _, numbers in phones(cell) for n in numbers)
        elif head == "mail":
            group.emails.extend(EMAIL.findall(cell))
    if group.unit is None and groups and "unit" in columns:
        group.unit = groups[-1].unit  # a cell that spans rows is empty in the next ones
    if group:
        yield group


def _records(source: CleanText, groups: Sequence[_Group]) -> Iterator[Contact]:
    seen: set[tuple[str | None, tuple[str, ...]]] = set()
    for group in groups:
        key = (group.person, tuple(group.phones))
        if not group or (group.person and group.phones and key in seen):
            continue
        seen.add(key)
        yield Contact(
            group.unit,
            source.span(group.start, group.end),
            group.person,
            tuple(group.phones),
            tuple(group.emails),
            tuple(group.fax),
        )
