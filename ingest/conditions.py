"""Rules that shut an applicant out: 有下列情况之一的取消申报资格：（1）…；（2）…。"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.draft import Item
from ingest.records import Condition
from ingest.text import CleanText

_LEAD = re.compile(
    r"(?:下列|以下|如下)(?:情形|情况|行为|条件|问题)之一[^。：:]{0,12}?"
    r"(?P<group>取消[^，。：:；]{2,8}|不得[^，。：:；]{2,10}|不予[^，。：:；]{2,8}|不能[^，。：:；]{2,8}|限制[^，。：:；]{2,8}|撤销[^，。：:；]{2,8}|终止[^，。：:；]{2,8})[：:]$"
)
_LEAD_BEFORE = re.compile(
    r"(?P<group>不得申报|不予受理|不予支持|不予立项|取消申报资格|不得推荐|不予推荐)[^。]{0,16}(?:下列|以下|如下)?(?:情形|情况)?[：:]$"
)


def conditions(source: CleanText, items: Sequence[Item]) -> list[Condition]:
    """The numbered items right below a sentence that names the consequence; ``group`` is that consequence."""
    found: list[Condition] = []
    by_start = {item.start: item for item in items}
    paragraphs = source.paragraphs
    for i, (start, end) in enumerate(paragraphs):
        words = source.text[start:end]
        match = (_LEAD.search(words) or _LEAD_BEFORE.search(words)) if words.endswith(("：", ":")) else None
        if not match:
            continue
        group = match["group"].removeprefix("的")
        level, no = None, 0
        for s, e in paragraphs[i + 1 :]:
            item = by_start.get(s)
            if item is None or (level is not None and item.level < level) or item.no == 1 and no:
                break
            if level is None:
                level = item.level
            if item.level > level:
                continue
            no = item.no or no + 1
            begin = item.start + len(item.marker)
            span = source.span(begin, e)
            found.append(Condition(group, no, span.text, span))
    return found
