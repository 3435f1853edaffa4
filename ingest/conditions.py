"""Rules that let an applicant in or shut one out: 有下列情形之一的，不予受理：（1）…；（2）…。

Negative lists count wherever they stand. Positive ones (应当符合下列条件：) count for the whole document only; inside a
program they are its field 申报条件.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.draft import Item
from ingest.records import Condition, Program
from ingest.text import CleanText

_OUT = "取消|不得|不予|不能|不再|限制|撤销|撤回|终止|停止|追回"
# A sentence that ends in a colon and names the consequence: 有下列情况之一的取消申报资格：
_NEGATIVE = re.compile(
    rf"(?:下列|以下|如下)(?:情形|情况|行为|条件|问题)之一[^。：:]{{0,12}}?(?P<group>(?:{_OUT})[^，。：:；]{{2,10}})[：:]$"
)
# The consequence before the cases: 不予支持下列项目：
_NEGATIVE_FIRST = re.compile(
    r"(?P<group>(?:不得|不予|取消)(?:申报|受理|支持|立项|推荐|认定|资助)(?:资格)?)[^。]{0,16}(?:情形|情况|项目|单位|企业)[^。]{0,4}[：:]$"
)
# What nobody may do: 基金不得从事下列业务：
_FORBIDDEN = re.compile(r"(?P<group>(?:不得|禁止|严禁)[^，。：:；]{1,6}?)(?:下列|以下)[^，。：:；]{1,10}[：:]$")
# The cases in the sentence itself: 有下列情形之一的，不予支持：1.…；2.…。
_CASE = re.compile(
    r"(?<=[：；:;])\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}[.．、](?!\d)|[①-⑳⑴-⒇])"
)
_POSITIVE = re.compile(
    r"(?P<group>[^。：:；]{0,24}(?:具备|符合|满足)(?:下列|以下|如下)(?:全部|基本|所有)?(?:条件|要求))[：:]$"
)
_SECTION = re.compile(r"(?:申报|申请|认定)?(?:基本|申报|申请|认定|限制)(?:要求|条件)")


def conditions(source: CleanText, items: Sequence[Item], programs: Sequence[Program] = ()) -> list[Condition]:
    """The numbered items right below such a sentence or title; ``group`` is the consequence, or what the list is for."""
    found: list[Condition] = []
    text = source.text
    by_start = {item.start: item for item in items}
    passed = reach = 0  # programs before a paragraph, and where the last of them ends
    for i, (start, end) in enumerate(source.paragraphs):
        words = text[start:end]
        while passed < len(programs) and programs[passed].span.start <= start:
            reach = max(reach, programs[passed].block)
            passed += 1
        group = _group(words, by_start.get(start), start < reach)
        if group:
            found += _listed(source, by_start, i + 1, group)
        elif cases := list(_CASE.finditer(text, start, end)):
            head = text[text.rfind("。", start, cases[0].start()) + 1 : cases[0].start()]
            if match := _excluding(head.rstrip()):
                found += _inline(source, cases, end, match["group"])
    return found


def _excluding(words: str) -> re.Match[str] | None:
    return _NEGATIVE.search(words) or _NEGATIVE_FIRST.search(words) or _FORBIDDEN.search(words)


def _inline(source: CleanText, cases: Sequence[re.Match[str]], end: int, group: str) -> Iterator[Condition]:
    """The cases of one sentence; it ends with the full stop behind the last of them."""
    ends = [*(case.start() for case in cases[1:]), end]
    for no, (case, last) in enumerate(zip(cases, ends, strict=True), 1):
        stop = source.text.find("。", case.end(), last)
        span = source.span(case.end(), stop + 1 if stop >= 0 else last)
        yield Condition(group, no, span.text, span)
        if stop >= 0:
            return


def _group(words: str, item: Item | None, inside: bool) -> str | None:
    if words.endswith(("：", ":")) or (item and item.title and not item.run_in):
        words = words.rstrip("：:") + "："  # as a title it may stand without the colon
        match = _excluding(words) or (None if inside else _POSITIVE.search(words))
        if match:
            return re.sub(r"^第[一二三四五六七八九十百]+条\s*|^的", "", match["group"]).strip()
    if item and not inside and item.title and not item.run_in and _SECTION.fullmatch(item.title):
        return item.title
    return None


def _listed(source: CleanText, by_start: dict[int, Item], position: int, group: str) -> list[Condition]:
    """The run of items of one level from a paragraph on."""
    found: list[Condition] = []
    level, no = None, 0
    paragraphs = source.paragraphs
    for s, e in (paragraphs[i] for i in range(position, len(paragraphs))):
        item = by_start.get(s)
        if item is None or (level is not None and item.level < level) or (item.no == 1 and no):
            break
        if level is None:
            level = item.level
        if item.level > level:
            continue
        if item.title and not item.run_in and not source.text[s:e].endswith(("。", "；", ";")):
            break  # a heading, not a rule
        no = item.no or no + 1
        span = source.span(item.start + len(item.marker), e)
        found.append(Condition(group, no, span.text, span))
    return found
