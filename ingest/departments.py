"""The departments of a document: who issues it, whom it addresses, who has a task, a program or a telephone, and who
acts in its sentences. Names as written; one record where rule or text makes two names one office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import jieba

from ingest.names import is_office, split_names
from ingest.offices import Jurisdiction, full_name, jurisdiction, level
from ingest.records import Contact, Department, Document, Program, Span, Task
from ingest.text import CleanText

# 市科技局将…, 报市科技局备案, 由区县科技部门确定: an office that acts. One that is only named (a source of data) is none.
_OFFICE = re.compile(
    r"(?P<name>(?:国家|[省市县区州](?!级|委、|政府|委和)|自治区)(?:委|政府)?[\u4e00-\u9fff]{2,12}?(?:局|厅|委|办公室|委员会)"
    r"|(?:各)?(?:区县|县区|市县|县市)(?!有关|相关|主管|各)[\u4e00-\u9fff]{2,6}?(?:主管|行政)?部门)(?!员会|公室|交警)"
)
_NO_NAME = re.compile("及其|[的等与]|联席会议|领导小组")
_ACTS = re.compile(
    ".{0,2}?(?:将|要(?!求)|应|可|统一|会同|负责|牵头|组织|确定|审核|审定|审批|备案|核准|批准|认定|公布|发布|通知|印发|制定|指导"
    "|监督|受理|推荐|办理|填写)"
)
_ASKED = re.compile("(?:报|由|向|送|经|至|会同|依托)$")
_GENERIC = re.compile("^[各本该市]?(?:各|其他)|有关|相关")
_TOPIC = re.compile("^各?(?:区县|县区|市县|县市|[区县市])|(?:主管|行政)|部门$")


@dataclass
class _Found:
    names: dict[str, None] = field(default_factory=dict)
    full: str | None = None
    phones: dict[str, None] = field(default_factory=dict)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)


def departments(
    source: CleanText,
    document: Document,
    tasks: Sequence[Task],
    programs: Sequence[Program],
    contacts: Sequence[Contact],
) -> tuple[Department, ...]:
    """In order of first mention. A department is one record however it is written, where that is certain."""
    titles = tuple(t for t in (document.title, document.cover_title) if t)
    whose = jurisdiction(document.issuers, titles, source.text)
    homes: dict[str, _Found] = {}
    order: list[_Found] = []
    called = {_topic(a): a for a in document.addressees if a.endswith("部门")}
    for name, span, phones in _mentions(source, document, tasks, programs, contacts):
        full = full_name(name, whose) or (name if name in document.issuers else None)
        addressed = called.get(_topic(name), name) if name.endswith("部门") else name
        if addressed != name and addressed not in homes:
            order.append(homes.setdefault(addressed, _Found({addressed: None})))
        home = homes.get(full or name) or homes.get(addressed) or _Found()
        if not home.names:
            order.append(home)
        homes.setdefault(name, home)
        if full:
            homes.setdefault(full, home)
        home.full = home.full or full
        home.names.setdefault(name)
        home.phones.update(dict.fromkeys(phones))
        if span:
            home.spans.setdefault((span.start, span.end), span)
    order.sort(key=lambda f: min(f.spans, default=(len(source.text), 0)))
    return tuple(_record(found) for found in order)


def _record(found: _Found) -> Department:
    name, *others = found.names
    shown = found.full or name
    spans = tuple(found.spans[k] for k in sorted(found.spans))
    return Department(name, found.full, tuple(others), level(shown), tuple(found.phones), spans)


def _mentions(
    source: CleanText,
    document: Document,
    tasks: Sequence[Task],
    programs: Sequence[Program],
    contacts: Sequence[Contact],
) -> Iterator[tuple[str, Span | None, Sequence[str]]]:
    text = source.text
    for issuer in document.issuers:
        at = text.find(issuer)
        yield issuer, source.span(at, at + len(issuer)) if at >= 0 else None, ()
    for addressee in document.addressees:
        for name in split_names(addressee):
            if is_office(name) and not _GENERIC.search(name):
                yield name, _within(source, name, 0, len(text)), ()
    for task in tasks:
        for name in (*task.lead, *task.support, *task.shared):
            where = task.duty or task.span
            yield name, _within(source, name, where.start, where.end), ()
    for program in programs:
        for division in program.divisions:
            span = division.span
            named = _within(source, division.name, span.start, span.end) if span else None
            yield division.name, named or span, division.phones
    for contact in contacts:
        for name in (contact.unit or "").split("、"):
            if name:
                yield name, _within(source, name, contact.span.start, contact.span.end) or contact.span, contact.phones
    for name, span in _acting(source):
        yield name, span, ()


def _acting(source: CleanText) -> Iterator[tuple[str, Span]]:
    text = source.text
    for found in _OFFICE.finditer(text):
        start, end = found.span()
        acts = _ACTS.match(text, end, end + 14) or _ASKED.search(text[max(0, start - 3) : start])
        if acts and not _NO_NAME.search(found["name"]) and not _inside(text, start):
            yield found["name"], source.span(start, end)


def _inside(text: str, start: int) -> bool:
    """Whether a name at ``start`` is the end of a longer word (象州 + 生态环境局, 试验区 + 办公室) or stands in a title."""
    jieba.dt.check_initialized()
    longer = any(jieba.get_FREQ(text[start - k : start + 1]) for k in (1, 2, 3) if start >= k)
    return longer or text.rfind("《", max(0, start - 120), start) > text.rfind("》", max(0, start - 120), start)


def _topic(name: str) -> str:
    """区县科技部门 and 各区县科技主管部门 are about one subject: 科技."""
    return _TOPIC.sub("", re.sub(r"[（(][^（）()]*[）)]", "", name))


def _within(source: CleanText, name: str, low: int, high: int) -> Span | None:
    at = source.text.find(name, low, high)
    return source.span(at, at + len(name)) if at >= 0 else None


__all__ = ["Jurisdiction", "departments"]
