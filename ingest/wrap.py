"""Lines that were broken for lack of space, and the paragraphs that they were.

A line was broken for lack of space where the next word would not have fitted behind it; every other line end is the
end of a paragraph. Widths are in em: a Han character is 1, a Latin letter half of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from ingest.numbers import arabic

_HAN = "一二三四五六七八九十百零〇"
_MARKER = re.compile(
    rf"[{_HAN}]{{1,4}}[、．]|[（(]\s?(?:[{_HAN}]{{1,4}}|\d{{1,3}})\s?[）)]|\d{{1,3}}\s?[.．、](?!\d)|\d{{1,2}}[）)]"
    r"|[㈠-㈩⒈-⒛⑴-⒇①-⑳●■◆▪•]|--+|附\s*件\s*\d{0,2}\s*(?:[:：]|$)"
)
_COUNT = re.compile(rf"[（(]\s?([{_HAN}]{{1,4}}|\d{{1,3}})\s?[）)]")
_ARTICLE = re.compile(rf"第[{_HAN}]{{1,6}}[编章节条](?![第款项规之、和至])")
_SENTENCE_END = re.compile(r"[。；;：:！？!?…][”’」』）)]?$")
# Words after which a marker stands in the sentence: 按照第一条第 /（一）项, 本通知第二、/ 三条
_GOES_ON = re.compile(r"[，、（(《〈“‘—]$|[第和与及或至按依条款项据]$")
# What cannot be torn apart: a Latin word or number, one Han character, each with the punctuation that sticks to it.
# (UAX #14: no break beside a quotation mark).
_PART = r"[“‘（《〈【〔「『(\[{]*(?:[A-Za-z0-9_.,%@:/&+\-]+|.)[，。、；：！？）》〉】〕」』”’,.;:!?)\]}…%‰℃]*"
_UNIT = re.compile(rf"{_PART}(?:(?=[“‘]){_PART}|(?<=[”’]){_PART})*")
_AMOUNT = re.compile(r"\d[\d.,]*[万亿][\u4e00-\u9fff]?[，、；。]?")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[［【（(]\d{4}[〕\]］】）)]\s?\d{1,5}号")  # 发文字号, a line of its own
_WORD_TORN = re.compile(r"[A-Za-z]{3,}-$")
PAGE_NUMBER = re.compile(
    r"[-—–－―─~·•]+\s*\d{1,4}\s*[-—–－―─~·•]+|第\s*\d{1,4}\s*页(?:\s*[,，/、]?\s*(?:共|总)\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|(?:[Pp]age\s*)\d{1,4}(?:\s*of\s*\d{1,4})?"
)


def width(words: str) -> float:
    """The width of a line of text in em."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in words)


def first_unit(words: str) -> str:
    """The words that a line has to take as a whole."""
    unit = _UNIT.match(words)
    return unit[0] if unit else ""


def begins_item(words: str) -> bool:
    """Whether a line begins with a marker of GB/T 9704-2012, 7.3.3, of a regulation, or with 附件."""
    return bool(_MARKER.match(words) or _ARTICLE.match(words))


def is_full(before: str, after: str, right: float, edge: float, slack: float = 1.0) -> bool:
    """Whether ``before``, which ends at ``right`` em, had no room for the first word of ``after`` up to ``edge``. Within
    a sentence ``slack`` em more are allowed for punctuation that a typesetter squeezed."""
    amount = _AMOUNT.match(after)  # some keep 3000亿元 on one line
    needed = width(amount[0] if amount else first_unit(after))
    return right + needed > edge - (0.0 if _SENTENCE_END.search(before) else slack)


def _is_open(before: str) -> bool:
    """Whether a bracket is still open: （负责部门： / 证监会）."""
    tail = before[-300:]
    return tail.count("（") + tail.count("(") > tail.count("）") + tail.count(")")


def _counts_on(before: str, after: str) -> bool:
    """Whether ``after`` goes on counting within a sentence: （1）…；（2）… / （3）…"""
    count = _COUNT.match(after)
    before_it = (arabic(count[1]) or 0) - 1 if count else 0
    return before_it > 0 and any(arabic(other[1]) == before_it for other in _COUNT.finditer(before, 1))


def glue(before: str, after: str, full: bool, starts: bool | None = None) -> str | None:
    """What stands between two lines of one paragraph ("" or a blank), None where a paragraph ends between them.
    ``full``: the next word would not have fitted behind ``before``; ``starts``: whether the layout (an indent, a gap)
    says that ``after`` begins a paragraph, None where it does not tell."""
    if starts or not before or "\t" in before or "\t" in after or _NUMBER.fullmatch(after):
        return None
    inside = _GOES_ON.search(before) or _is_open(before) or _counts_on(before, after)
    if starts is None and not inside:
        ended = bool(_SENTENCE_END.search(before))
        if _MARKER.match(after) and (ended or not _ARTICLE.match(after)):
            return None
        if ended and (_ARTICLE.match(after) or before[-1] in "：:"):
            return None
    if not full:
        return None
    if before[-1].isascii() and after[0].isascii() and before[-1] not in "-/@(" and after[0] not in ")/-":
        return " " if before[-1].isalnum() or before[-1] in ",;.)" else ""
    return ""


def torn(before: str, after: str) -> bool:
    """Whether a Latin word was torn at a hyphen: inter- / national."""
    return bool(_WORD_TORN.search(before)) and after[:1].islower()


def hard_wrapped(lines: Sequence[str]) -> float | None:
    """The width in em that a text was wrapped to, None where its lines are paragraphs: at least a third of the lines
    end at the same column, most of those within a sentence, and hardly any goes beyond."""
    lines = [line for line in lines if "\t" not in line]
    if len(lines) < 8 or sum(len(line) > 64 for line in lines) * 5 > len(lines):  # before anything is measured
        return None
    widths = [width(line) for line in lines]  # with their indents
    lines = [line.strip() for line in lines]
    if sum(w > 64 for w in widths) * 20 > len(lines):
        return None
    common = [(count, w) for w, count in Counter(int(w) for w in widths).items() if 18 <= w <= 60]
    if not common:
        return None
    edge = float(max(common)[1])
    full = [i for i, w in enumerate(widths) if edge - 1.5 <= w <= edge + 2]
    beyond = sum(w > edge + 2 for w in widths)
    inside = [i for i in full if not _SENTENCE_END.search(lines[i]) and i + 1 < len(lines)]
    torn_on = [i for i in inside if not begins_item(lines[i + 1])]
    if len(full) * 3 < len(lines) or beyond * 20 > len(lines) or len(torn_on) * 2 < len(full):
        return None
    return edge if sum("。" in line for line in lines) * 12 >= len(lines) else None
