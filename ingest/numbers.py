"""Document numbers (发文字号): finding them in running text and writing each one way.

GB/T 9704-2012, 7.2.5: 发文机关代字 + 〔year〕 + serial + 号. Orders and announcements have forms of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

HAN = "\u3400-\u9fff"
DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
_COUNT = "[0-9０-９〇○零一二三四五六七八九十百千]{1,9}"
_YEAR = r"(?:19|20|１９|２０)\d\d"

# 济政发〔2016〕20号 · 发改办高技[2012]291号 · 甬政发(2007)第81号 · 济科发〔2017〕49、50号
_CODED = re.compile(
    rf"[〔\[［【（(「﹝〖{{]\s*({_YEAR})\s*年?\s*[〕\]］】）)」﹞〗}}]\s*(?:第\s*)?(\d{{1,5}}(?:\s*号?\s*[、,，和]\s*\d{{1,5}})*)\s*号"
)
# （银发2023年第56号） · （国办发2015-20号）: without brackets of its own, in a bracket
_PLAIN = re.compile(
    rf"(?<=[（(〔\[])\s*([{HAN}]{{0,10}}(?:发|字|函|规|办|文|通)[{HAN}]{{0,4}}?)(?<![令告])\s*({_YEAR})\s*年?\s*[-—–]?\s*第?\s*(\d{{1,5}})\s*号"
)
# 国务院令第588号 · 主席令第七十四号 · 商务部令2018年第5号 · 财政部公告2019年第39号
_ORDER = re.compile(rf"(令|公告)\s*[（(〔]?\s*(?:({_YEAR})\s*年?\s*[）)〕]?\s*)?第?\s*({_COUNT})\s*号")
# 国家发展改革委第34号令 · 2019年第39号公告
_ORDER_LAST = re.compile(rf"(?:({_YEAR})\s*年\s*)?第\s*({_COUNT})\s*号\s*(令|公告)")

# GB/T 19630—2019, LY/T 3004.8-2018, DB37/T 4219-2020: the number of a standard, a citation only beside its title
_STANDARD = re.compile(
    r"(?<![A-Za-z])((?:GB|DB\d{2,6}|[A-Z]{2,4})(?:[/／][TZ])?)\s?(\d{1,6}(?:\.\d{1,3})*)\s?[-—–－]\s?((?:19|20)\d\d)(?!\d)"
)

# Words that stand before a code in running text and are no part of it.
_BEFORE = re.compile(
    "根据|依据|按照|依照|遵照|参照|执行|落实|贯彻|符合|违反|详见|参见|废止|印发|以及|及|和|与|或|的|将|对|按|见|为|以|在|是|由"
    rf"|(?:国务院|政府|办公厅)(?=[{HAN}]{{1,4}}[发函字规办]$)|关于|其中|文件|通知|规定|要求|简称|下称|(?<![{HAN}])原|[号经月日]"
)
# … and where they are part of it: 浙经信投资〔2015〕1号, 人力资源和社会保障部令第5号.
_NAME_PARTS = re.compile(
    "浙经|经信|经贸|国经|经发|外经|经委|经济|对外|和社会|和改革|和城乡|和信息|和计划|和旅游|和储备|和规划|和体育|和自然|共和国|行为|日照"
)
_RUN = re.compile(rf"(?:[{HAN}]{{1,16}}[ \u3000、]?){{0,4}}$")
_LABEL = re.compile("(?:文号|字号|编号|索引号)[：:]?\\s*$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as found: half-open offsets and, for a list such as 49、50号, each number in full. One that is not
    ``alone`` (of a standard) cites only together with a title."""

    start: int
    end: int
    values: tuple[str, ...]
    alone: bool = True


def arabic(words: str) -> int | None:
    """A Chinese or Arabic numeral below ten thousand: 二十一 → 21, 二〇一二 → 2012, ５ → 5; None where it is none."""
    words = unicodedata.normalize("NFKC", words.strip())
    if words.isdecimal():
        return int(words)
    if not words or any(c not in DIGITS and c not in UNITS for c in words):
        return None
    if not any(c in UNITS for c in words):
        return int("".join(str(DIGITS[c]) for c in words))
    total, digit = 0, None
    for c in words:
        if c in UNITS:
            total += (1 if digit is None else digit) * UNITS[c]
            digit = None
        else:
            digit = DIGITS[c] or None
    return total + (digit or 0)


def numbers(text: str) -> Iterator[Number]:
    """Every document number of a text with the code or agency before it, in order of kind, then of place."""
    for m in _CODED.finditer(text):
        if code := _code(text, m.start()):
            year = arabic(m[1])
            serials = re.findall(r"\d+", m[2])
            yield Number(code[0], m.end(), tuple(f"{code[1]}〔{year}〕{int(n)}号" for n in serials))
    for m in _PLAIN.finditer(text):
        yield Number(m.start(1), m.end(), (f"{m[1]}〔{arabic(m[2])}〕{int(m[3])}号",))
    for m in _ORDER.finditer(text):
        if (m[1] == "令" or m[2]) and (found := _order(text, m.start(), m.end(), m[1], m[2], m[3])):
            yield found
    for m in _ORDER_LAST.finditer(text):
        if found := _order(text, m.start(), m.end(), m[3], m[1], m[2]):
            yield found
    for m in _STANDARD.finditer(text):
        yield Number(m.start(), m.end(), (f"{m[1].replace('／', '/')} {m[2]}-{m[3]}",), alone=False)


def _order(text: str, start: int, end: int, kind: str, year: str | None, serial: str) -> Number | None:
    count = arabic(serial)
    agency = _code(text, start, 40, joint=True) or (start, "")
    alone = not agency[1] and not year  # 第8号令: a citation only behind a title or in a bracket
    if count is None or (alone and (kind == "公告" or not re.search(r"[（(》]\s*$", text[max(0, start - 4) : start]))):
        return None
    when = f"{arabic(year)}年" if year else ""
    return Number(agency[0], end, (f"{agency[1]}{kind}{when}第{count}号",))


def _code(text: str, end: int, reach: int = 24, joint: bool = False) -> tuple[int, str] | None:
    """(start, code) of the code or agency that ends at ``end``. ``joint`` agencies may be parted by a space or 、."""
    low = max(0, end - reach)
    words = text[low:end]
    kept = len(words.rstrip())
    run = _RUN.search(words[:kept]) if joint else re.search(rf"[{HAN}]*$", words[:kept])
    start = run.start() if run else kept
    masked = _NAME_PARTS.sub(lambda m: "口" * len(m[0]), words[:kept])
    for stop in _BEFORE.finditer(masked, start):
        start = stop.end()
    if words[start : start + 1] == "年" and words[start - 1 : start].isdigit():  # （2019年市政府令第33号）
        start += 1
    code = words[start:kept].strip(" \u3000、")
    start = kept - len(words[start:kept].lstrip(" \u3000、"))
    if not code or len(code) > reach or re.search("[年月日第条款]", code):
        return None
    return low + start, re.sub(r"[\s、]", "", code).removeprefix("中华人民共和国")


def labelled(text: str, start: int) -> bool:
    """Whether the number at ``start`` follows a label such as 发文字号：, that is, names the page's own document."""
    return bool(_LABEL.search(text, max(0, start - 8), start))


# What people type: 济政发2016年20号, 济政发2016-20, 济政发〔2016〕20, 国务院令588号.
_TYPED = re.compile(rf"([{HAN}]{{1,20}}?)\W*((?:19|20)\d\d)\W*年?\W*第?\W*(\d{{1,5}})\W*号?\W*(?:文件?)?")


def normalise_number(text: str) -> str | None:
    """A document number written one way (济政发〔2016〕20号, 国务院令第588号, 财政部公告2019年第39号) from any form of
    brackets, spaces, full-width digits, or no brackets at all; None where the text is something else."""
    words = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).strip("()《》“”\"'。;,，；")
    words = re.sub("文件?$", "", words)
    for found in numbers(words):
        if found.start == 0 and found.end == len(words) and len(found.values) == 1:
            return found.values[0]
    if m := re.fullmatch(rf"([{HAN}]*)(令|公告)第?({_COUNT})号?", words):
        return f"{m[1]}{m[2]}第{arabic(m[3])}号" if m[1] or m[2] == "令" else None
    if (m := _TYPED.fullmatch(words)) and not re.search("[年月日第]|关于|通知$", m[1]):
        return f"{m[1]}〔{m[2]}〕{int(m[3])}号"
    return None
