"""Programs (专项): titled parts of a guide that carry labelled fields (支持重点, 申报要求, 申报材料, 责任部门 …).

The form: a title, below it numbered or bare labels, below each its text. A titled part above several programs is a
group; an 附件 whose title is followed by such labels, or by text and programs, is a program itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ingest.contacts import divisions
from ingest.draft import Item
from ingest.labels import APPLY, DIVISION, LABEL, MATERIALS, RESPONSIBLE, TIME
from ingest.materials import materials
from ingest.outline import ATTACHMENT
from ingest.records import Contact, Division, Document, Program, Regulation, Span, Task
from ingest.text import CleanText

_GROUP = re.compile(r"(?:专项|计划|工程|行动|政策|资金|项目|奖|券|建设)(?:[（(][^）)]*[）)])?$")


@dataclass
class _Field:
    label: str
    start: int
    text: int
    end: int
    owner: int | None


def programs(
    source: CleanText,
    document: Document,
    items: Sequence[Item],
    regulations: Sequence[Regulation],
    contacts: Sequence[Contact] = (),
) -> list[Program]:
    """The programs of one document in reading order; a program's fields, divisions and citations are its own, not
    those of the programs below it. A notice that calls for applications and has none inside is about one."""
    fields = _fields(source, items)
    owners: dict[int, list[_Field]] = {}
    for f in fields:
        if f.owner is not None:
            owners.setdefault(f.owner, []).append(f)
    chosen = {owner for owner, own in owners.items() if _is_program(source, own)}
    chosen |= _groups(source, items, chosen)
    names: dict[int, str] = {}
    for position in sorted(chosen):
        name = _name(items[position].title)
        names[position] = name if name not in names.values() else f"{name}·{len(names)}"
    found = []
    for position in sorted(chosen):
        item = items[position]
        below = [p for p in chosen if p != position and item.start < items[p].start < item.block]
        first_below = min((items[p].start for p in below), default=item.block)
        own = owners.get(position, [])
        texts = {f.label: source.span(f.text, f.end) for f in own if f.text < f.end}
        labels = {f.label: texts[f.label].text if f.label in texts else "" for f in own}
        responsible = [f for f in own if RESPONSIBLE.fullmatch(f.label)]
        stated = next((f for f in own if TIME.fullmatch(f.label)), None)
        listed = [f for f in own if MATERIALS.fullmatch(f.label)]
        parent = item.parent
        while parent is not None and parent not in chosen:
            parent = items[parent].parent
        found.append(
            Program(
                id=names[position],
                name=names[position],
                span=source.span(item.start, item.title_end),
                parent=names[parent] if parent is not None else None,
                aliases=_aliases(items, position, chosen),
                path=item.path,
                divisions=tuple(d for f in responsible for d in divisions(source, f.text, f.end)),
                fields=labels,
                field_spans=texts,
                materials=tuple(m for f in listed for m in materials(source, f.text, f.end)),
                application_time=texts[stated.label].text if stated and stated.label in texts else None,
                cites=_cites(regulations, item.start, item.block, [(items[p].start, items[p].block) for p in below]),
                block=first_below if below else item.block,
            )
        )
    return found or _called(source, document, items, [f for f in fields if f.owner is None], regulations, contacts)


_VERB = "申报|推荐|征集|评选|评审|认定|遴选|申请|揭榜"
_CALL = re.compile(
    r"关于(?:做好|印发|发布|公布)*(?P<begun>(?:组织|开展|启动)*)(?P<before>申报|推荐|征集|实施|评选|认定|遴选)?(?P<name>[^，。]{4,60}?)"
    rf"(?:(?:(?<=专项|计划|工程|资金)项目)?(?:申报)?(?P<list>指南|榜单)[及并和]?)?"
    rf"(?:(?:(?<=专项|计划|工程|资金)项目)?的?(?:组织)?(?P<after>{_VERB})(?:工作)?)?"
    r"(?:有关|相关)?(?:事项|工作)?的(?:补充)?通知$"
)
_GUIDE = re.compile(
    r"(?P<name>[^，。]{4,60}?)(?:项目)?(?:申报|申请|征集|推荐)(?:指南|指引|须知)(?:[（(][^（）()]*[）)])?"
)
# How the text itself introduces it: 决定组织实施…专项。现就有关事项通知如下
_NAMED = re.compile(
    rf"(?:组织实施|组织开展|实施|开展|启动|设立)(?P<name>[^，。；]{{4,60}}?{_GROUP.pattern[:-1]})(?=[，。；]|的?(?:{_VERB}))"
)


def _called(
    source: CleanText,
    document: Document,
    items: Sequence[Item],
    fields: Sequence[_Field],
    regulations: Sequence[Regulation],
    contacts: Sequence[Contact],
) -> list[Program]:
    """The one program that a call for applications (关于组织申报…的通知, …申报指南) is about. Its name is what the text calls
    it where it introduces it, the title's wording an alias."""
    if document.span is None:
        return []
    if document.kind == "guide":
        match = _GUIDE.fullmatch(document.title)
        called = len(fields) > 1
    else:
        match = _CALL.search(document.title) if document.kind == "notice" else None
        begun = match and (match["before"] or (match["begun"] and any(APPLY.fullmatch(f.label) for f in fields)))
        called = bool(match and (match["after"] or match["list"] or (begun and _GROUP.search(match["name"]))))
    if not match or not called:
        return []
    title = match["name"]
    name = _introduced(source.text[document.span.end : items[0].start if items else None][:1000], title)
    texts = {f.label: source.span(f.text, f.end) for f in fields if f.text < f.end}
    asked = [s for label, s in texts.items() if RESPONSIBLE.fullmatch(label)]
    named = {
        c.unit: c for c in contacts if c.unit and c.phones and (not asked or any(_holds(s, c.span) for s in asked))
    }
    return [
        Program(
            id=name,
            name=name,
            span=document.span,
            aliases=(title,) if title != name else (),
            path=(document.title,),
            divisions=tuple(Division(unit, c.phones, c.span) for unit, c in named.items()),
            fields={label: span.text for label, span in texts.items()},
            field_spans=texts,
            materials=tuple(
                m for f in fields if MATERIALS.fullmatch(f.label) for m in materials(source, f.text, f.end)
            ),
            application_time=next((s.text for label, s in texts.items() if TIME.fullmatch(label)), None),
            cites=_cites(regulations, 0, len(source.text), ()),
            block=len(source.text),
        )
    ]


def _introduced(text: str, title: str) -> str:
    bare = re.sub(r"^\d{4}年度?", "", title)
    for match in _NAMED.finditer(text):
        if SequenceMatcher(None, bare, re.sub(r"^\d{4}年度?", "", match["name"])).ratio() >= 0.85:
            return match["name"]
    return title


def _holds(field: Span, span: Span) -> bool:
    return field.start <= span.start < field.end


def _is_program(source: CleanText, own: Sequence[_Field]) -> bool:
    """Two labels, one of them about applying, or one that names a division in charge with its phone."""
    if len({f.label for f in own}) >= 2:
        return any(APPLY.fullmatch(f.label) for f in own)
    return any(d.phones for f in own if DIVISION.fullmatch(f.label) for d in divisions(source, f.text, f.end))


def _name(title: str) -> str:
    title = title.strip()
    return title[1:-1] if title.startswith("《") and title.endswith("》") else title


def _fields(source: CleanText, items: Sequence[Item]) -> list[_Field]:
    """Every labelled field with the item that owns it."""
    text = source.text
    labels = {i for i, item in enumerate(items) if LABEL.fullmatch(item.title)}
    found = [
        _Field(items[i].title, items[i].start, _after_colon(text, items[i].body), items[i].block, items[i].parent)
        for i in sorted(labels)
    ]
    begin = items[0].start if items else 0
    begins = [item.start for item in items]
    starts = set(begins)
    inner = _innermost(source, items)
    for start, end in source.paragraphs:
        if start < begin or start in starts:
            continue
        match = re.match(rf"({LABEL.pattern})(?:\s*[：:]|$)", text[start:end])
        owner = inner[start]
        if not match or owner is None or owner in labels:
            continue
        found.append(_Field(match[1], start, start + match.end(), items[owner].block, owner))
    found.sort(key=lambda f: f.start)
    for i, f in enumerate(found):  # a bare label ends where the next label or item of its owner begins
        following = [g.start for g in found[i + 1 : i + 2] if g.start < f.end]
        if f.start not in starts:
            following += begins[bisect_right(begins, f.start) :][:1]
        attachment = ATTACHMENT.search(text, f.text, f.end)
        if attachment and text[attachment.start() - 1] == "\n" and attachment.end() - attachment.start() <= 12:
            following.append(attachment.start())
        f.end = min([f.end, *following])
    return found


def _after_colon(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] in ("：", ":") else at


def _innermost(source: CleanText, items: Sequence[Item]) -> dict[int, int | None]:
    """For the start of every paragraph the innermost item around it."""
    inner: dict[int, int | None] = {}
    stack: list[int] = []
    following = 0
    for start, _ in source.paragraphs:
        while following < len(items) and items[following].start <= start:
            while stack and items[stack[-1]].block <= items[following].start:
                stack.pop()
            stack.append(following)
            following += 1
        while stack and items[stack[-1]].block <= start:
            stack.pop()
        inner[start] = stack[-1] if stack else None
    return inner


def _groups(source: CleanText, items: Sequence[Item], chosen: set[int]) -> set[int]:
    """Items above programs that are programs as well: a titled group, or an attachment with text of its own."""
    groups = set()
    for position in chosen:
        above = items[position].parent
        while above is not None:
            item = items[above]
            if item.level == 0:
                first = items[above + 1].start if above + 1 < len(items) else item.block
                if source.text[item.end : first].strip() and above not in groups:
                    groups.add(above)
            elif _GROUP.search(item.title) and not LABEL.fullmatch(item.title):
                groups.add(above)
            above = item.parent
    return groups - chosen


def _cites(
    regulations: Sequence[Regulation], start: int, end: int, below: Sequence[tuple[int, int]]
) -> tuple[str, ...]:
    def own(at: int) -> bool:
        return start <= at < end and not any(s <= at < e for s, e in below)

    return tuple(g.id for g in regulations if not g.self and any(own(m.start) and not m.nested for m in g.mentions))


def _aliases(items: Sequence[Item], position: int, chosen: set[int]) -> tuple[str, ...]:
    """Other names of the program in this document: nearly equal titles of items that are no programs themselves, as in
    the overview of a guide."""
    own = items[position]
    name = _name(own.title)
    if len(name) < 6:
        return ()
    found: dict[str, bool] = {name: False}  # title → whether it is another name
    match = SequenceMatcher(b=name)
    for i, item in enumerate(items):
        title = item.title
        if not title or title in found or item.run_in or abs(len(title) - len(name)) > 3:
            continue
        if i not in chosen and not own.start <= item.start < own.block:
            match.set_seq1(title)
            found[title] = match.quick_ratio() >= 0.85 and SequenceMatcher(None, name, title).ratio() >= 0.85
    return tuple(title for title, near in found.items() if near)


def without_fields(tasks: Sequence[Task], programs: Sequence[Program]) -> list[Task]:
    """The tasks without those that are a program's own field (责任部门：港口处): it names a division to ask."""
    fields = [s for p in programs for label, s in p.field_spans.items() if RESPONSIBLE.fullmatch(label)]
    lines = {span.start: span.end for span in fields}
    begins = sorted(lines)

    def inside(at: int) -> bool:
        before = bisect_right(begins, at)
        return before > 0 and at < lines[begins[before - 1]]

    return [t for t in tasks if not any(map(inside, (t.span.end - 1, (t.duty or t.span).end - 1)))]


def own_spans(program: Program) -> list[Span]:
    """The words of a program: its title and the text of its fields."""
    return [program.span, *program.field_spans.values()]
