"""What is supported: the fields and directions of a whole guide, and the areas of one program."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from ingest.draft import Item
from ingest.labels import FOCUS
from ingest.records import Program, ProgramArea, SupportArea
from ingest.text import CleanText

_SECTION = re.compile(
    r"(?:重点|优先|主要)?(?:支持|资助|扶持|申报)?(?:重点|技术)?(?:支持)?(?:领域|方向)(?:和重点|及重点|与方向|和方向|及方向)?"
)
# A direction that opens with an action is something to do, not a field: 开展战略规划研究, 支持中心建设.
_ACTION = re.compile(
    "支持|开展|组织|搭建|推广|培养|助力|建设|加快|推进|推动|加强|鼓励|引导|建立|完善|健全|提升|促进|强化|实施|落实|突破|打造|构建|发展|优化|深化"
)
_LISTED = re.compile(
    r"(?:重点|优先)支持(?P<list>[^，。；：、]{2,16}(?:、[^，。；：、]{2,16}?)+)等?(?:重点|关键|技术)?(?:领域|方向)"
)


def support_areas(source: CleanText, items: Sequence[Item]) -> list[SupportArea]:
    """Items below a section such as 三、支持领域; the path is (field, direction), an untitled direction is named by its
    number (``7.``) and the span is the text that describes it."""
    found: list[SupportArea] = []
    for section, top in enumerate(items):
        if top.level > 1 or not _SECTION.fullmatch(top.title):
            continue
        children = _children(items, section)
        for position in children:
            below = _children(items, position)
            if below:
                found += [_area(source, items, child, (items[position].title,)) for child in below]
            elif items[position].title or len(children) > 1:
                found.append(_area(source, items, position, ()))
    return found


def _children(items: Sequence[Item], position: int) -> list[int]:
    inside = takewhile(lambda i: items[i].start < items[position].block, range(position + 1, len(items)))
    return [i for i in inside if items[i].parent == position]


def _area(source: CleanText, items: Sequence[Item], position: int, above: tuple[str, ...]) -> SupportArea:
    item = items[position]
    words = source.text[item.body : item.block]
    begin = item.body + len(words) - len(words.lstrip("：: \n"))
    title = source.span(item.start, item.title_end) if item.title else None
    body = (
        source.span(begin, item.block) if source.text[begin : item.block].strip() else source.span(item.start, item.end)
    )
    return SupportArea((*above, item.title or item.marker), body, title)


def program_areas(source: CleanText, items: Sequence[Item], programs: Sequence[Program]) -> list[ProgramArea]:
    """Titled noun phrases below a program's 支持重点, and lists such as 重点支持A、B、C等领域 in any of its fields."""
    found: list[ProgramArea] = []
    starts = [item.start for item in items]
    for program in programs:
        for label, span in program.field_spans.items():
            inside = items[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            if FOCUS.fullmatch(label):
                found += _titled(source, program, inside)
            if not inside:
                found += _enumerated(source, program, span.start, span.end)
    return found


def _titled(source: CleanText, program: Program, inside: Sequence[Item]) -> list[ProgramArea]:
    named = [item for item in inside if item.title and not _ACTION.match(item.title)]
    ranks = {item.level for item in named}
    found = []
    for item in inside:
        if item not in named and (item.title or item.level not in ranks):
            continue
        end = item.block
        name = item.title or re.split(r"[，。；：]", source.text[item.body : item.end])[0][:24]
        body = (
            source.span(item.body, end)
            if source.text[item.body : end].strip("：: \n")
            else source.span(item.start, end)
        )
        found.append(ProgramArea(program.id, (name,), body))
    return found


def _enumerated(source: CleanText, program: Program, start: int, end: int) -> list[ProgramArea]:
    found = []
    for match in _LISTED.finditer(source.text, start, end):
        at = match.start("list")
        for name in match["list"].split("、"):
            found.append(ProgramArea(program.id, (name,), source.span(at, at + len(name))))
            at += len(name) + 1
    return found
