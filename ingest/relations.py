"""What a clause does with a document that it names: 依据, 落实, 印发, 废止, 修订, or only 引用."""

from __future__ import annotations

import re

# Before the title, the last trigger of the sentence decides …
_DIRECT = (
    ("印发", re.compile("(?:印发|发布|公布|颁布|转发|批转|下发)(?:了)?$")),
    ("废止", re.compile("(?:废止|停止执行)(?:了)?$")),
    ("修订", re.compile("(?:修订|修改|修正|修正后的|修改后的)(?:完善)?(?:了)?$")),
)
_TRIGGER = re.compile(
    "(?P<引用>不再执行|停止执行|详见|参见|查阅|制定|编制|起草|填写|提交|违反)"
    "|(?P<依据>根据|依据|依照|按照|遵照|参照|比照|符合|按|依)|(?P<落实>贯彻|落实|推进|实施|执行)"
)
# … behind it, a clause that ends, issues or amends it.
_ENDED = re.compile("废止|失效|停止执行|不再执行|不再适用")
_ISSUED = re.compile("(?:已经?[^。；]{2,40}?(?:同意|通过|批准))?[，,]?(?:现|予以|一并)*(?:印发|发布|公布|转发|下发)")
_AMENDED = re.compile("(?:作出?|进行|予以|作如下|作以下)[^，。]{0,6}(?:修订|修改|修正)")
_SENTENCE = re.compile("[。；;！？\n]")

_TITLED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_REMARK = r"[（(][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)]"
_LIST_BEFORE = re.compile(rf"(?:《》(?:{_REMARK})?\s*(?:[、，,和及与]|以及)*\s*)+$")
_LIST_BEHIND = re.compile(r"(?:\s|[、，,和及与等]|以及|《》|[（(][^（）()]*[）)])+")


def relation(text: str, start: int, end: int) -> str:
    """依据, 落实, 印发, 废止, 修订 or 引用: what the clause around a mention does with the document named there."""
    before = _SENTENCE.split(text[max(0, start - 200) : start])[-1]
    behind = _SENTENCE.split(_TITLED.sub("《》", text[end : end + 160]))[0]
    before = _LIST_BEFORE.sub("", _TITLED.sub("《》", before))
    listed = _LIST_BEHIND.match(behind)
    behind = behind[listed.end() :] if listed else behind
    clause = re.split("[，,]", behind)[0]
    if _ENDED.search(clause):
        return "废止"
    for name, pattern in _DIRECT:
        if pattern.search(before):
            return name
    if _ISSUED.match(behind):
        return "印发"
    if _AMENDED.search(clause):
        return "修订"
    triggers = [found.lastgroup for found in _TRIGGER.finditer(before)]
    return (triggers and triggers[-1]) or "引用"
