"""Where a page that lost all its line breaks had them: before markers in sequence, around title, 发文字号, 主送机关 and
成文日期 (GB/T 9704-2012, 7.2 and 7.3)."""

from __future__ import annotations

import re

from ingest.numbers import arabic
from ingest.numerals import DATE

LONG = 1000  # characters; a shorter paragraph may well hold 一、二、三、 in its sentences

_HAN = "一二三四五六七八九十百"
# Deeper markers later; the number of each counts on below the marker above it.
_MARKERS = (
    rf"第[{_HAN}]{{1,4}}章(?![的第、和])",
    rf"第[{_HAN}]{{1,6}}条(?![的第、和规款])",
    rf"(?<![{_HAN}第])[{_HAN}]{{1,3}}、",
    rf"[（(][{_HAN}]{{1,3}}[）)](?![项款])",
    r"(?<![\d.．〔])\d{1,2}[.．、](?!\d)",
    r"[（(]\d{1,2}[）)]",
)
_MARKER = re.compile("|".join(f"(?P<m{i}>{m})" for i, m in enumerate(_MARKERS)))
_VALUE = re.compile(r"[第章条、.．（()）]")
_ENDED = "。；;：:！？）)〕】”"
_TITLE = re.compile(r"[^，。；：、！？]{2,44}")
# Sections that nearly every document has, so that their titles end where the text runs on.
_SECTION = re.compile(
    "(?:指导思想|基本原则|总体(?:要求|思路|目标|思想)|(?:工作|发展|主要|建设)(?:目标|任务|原则|思路|措施|重点|要求)|重点(?:任务|工作)"
    "|(?:组织)?(?:保障|推进)措施|组织(?:领导|实施|保障)|(?:申报|支持|认定)(?:条件|要求|材料|程序|对象|范围|方式|标准)|适用范围|附则|总则)"
)
_GENRE = r"(?:通知|通告|公告|意见|决定|办法|方案|规划|计划|细则|规定|措施|指南)"
_HEAD = re.compile(
    rf"(?P<title>[^。；]{{6,110}}?{_GENRE}(?:[（(](?:试行|暂行)[）)])?)(?P<no>[\u4e00-\u9fff]{{1,12}}[〔\[［【（(]\d{{4}}[〕\]］】）)]\d{{1,5}}号)"
)
_TO = re.compile(r"[^。；：:“《]{4,300}[：:]")


def breaks(text: str) -> list[int]:
    """Offsets in a paragraph at which a new one begins; none unless it holds three markers 一、二、三、 (or articles)."""
    found = _markers(text)
    if not found:
        return []
    head = _HEAD.match(text)
    if head:
        found |= {head.start("no"), head.end()}
        to = _TO.match(text, head.end())
        if to:
            found.add(to.end())
    end = text.rfind("。", 0, -1) + 1
    if len(text) - end <= 120:
        for dated in DATE.finditer(text, end):
            found |= {end, dated.start(), dated.end()}
    return sorted(at for at in found if 0 < at < len(text))


def _markers(text: str) -> set[int]:
    expected = [1] * len(_MARKERS)
    seen = [0] * len(_MARKERS)
    found: set[int] = set()
    last, deepest = 0, -1  # end and class of the marker before
    for match in _MARKER.finditer(text):
        kind = int(match.lastgroup[1:])  # type: ignore[index]
        at = match.start()
        under_title = kind > deepest >= 0 and _TITLE.fullmatch(text, last, at) is not None
        before = text[max(at - 4, 0) : at].rstrip()
        if (before and before[-1] not in _ENDED and not under_title) or arabic(_VALUE.sub("", match[0])) != expected[
            kind
        ]:
            continue
        found.add(at)
        if (
            kind in (0, 2)
            and (titled := _SECTION.match(text, match.end()))
            and text[titled.end()] not in "。：:的和与及、，"
        ):
            found.add(titled.end())
        seen[kind] += 1
        expected[kind] += 1
        if kind != 0:  # articles count on through the chapters
            expected[kind + 1 :] = [1] * (len(_MARKERS) - kind - 1)
        last, deepest = match.end(), kind
    return found if max(seen[1], seen[2]) >= 3 else set()
