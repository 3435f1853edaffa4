"""The automatic numbering of a Word document as text (ISO/IEC 29500-1, 17.9): the file holds only which list and which
level a paragraph belongs to; 一、, （三） or 第五条 are made when it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "零一二三四五六七八九"
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟萬")
_SETS = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "".join(map(chr, range(0x2460, 0x2474))),
    "decimalEnclosedCircleChinese": "".join(map(chr, range(0x2460, 0x2474))),
    "decimalEnclosedParen": "".join(map(chr, range(0x2474, 0x2488))),
    "decimalEnclosedFullstop": "".join(map(chr, range(0x2488, 0x249C))),
    "ideographEnclosedCircle": "".join(map(chr, range(0x3280, 0x328A))),
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
_COUNTING = {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"}
_COUNTING |= {"japaneseCounting", "koreanCounting"}
_LEGAL_FORMS = {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}
_DIGITAL = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital", "koreanDigital2"}
_LEVEL = re.compile(r"%([1-9])")


def number_text(value: int, form: str) -> str:
    """A number in one of the forms of ST_NumberFormat (17.18.59); Arabic digits for a form that no official document
    uses."""
    if form in _COUNTING:
        return _chinese(value)
    if form in _LEGAL_FORMS:
        return _chinese(value, *_LEGAL, spoken=False)
    if form in _DIGITAL:
        return "".join("〇一二三四五六七八九"[int(d)] for d in str(value))
    if form in _SETS and value >= 1:
        signs = _SETS[form]
        if value <= len(signs):
            return signs[value - 1]
        return signs[(value - 1) % len(signs)] * ((value - 1) // len(signs) + 1) if signs[0] in "aA" else str(value)
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(d) + 0xFEE0) for d in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "numberInDash":
        return f"- {value} -"
    return "" if form in ("none", "bullet") else str(value)


def _chinese(value: int, digits: str = _DIGITS, units: str = "十百千万", spoken: bool = True) -> str:
    """1 … 99,999 in words: 十一, 二十, 一百零一; ``spoken`` leaves out the 一 of 一十."""
    text, zero = "", False
    for place in range(4, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += (digits[0] if zero and text else "") + digits[digit] + (units[place - 1] if place else "")
            zero = False
        else:
            zero = True
    return text[1:] if spoken and text.startswith("一十") else text or digits[0]


def _roman(value: int) -> str:
    text = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        text += sign * (value // size)
        value %= size
    return text


class Numbering:
    """Counts the lists of one document; paragraphs are given in body order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._styles = (
            {s.get(qn("w:styleId")): s for s in styles.iterchildren(qn("w:style"))} if styles is not None else {}
        )
        default = (
            s
            for s in self._styles.values()
            if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) in ("1", "true")
        )
        self._default = next(default, None)
        self._abstract: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        if numbering is not None:
            self._abstract = {a.get(qn("w:abstractNumId")): a for a in numbering.iterchildren(qn("w:abstractNum"))}
            self._lists = {n.get(qn("w:numId")): n for n in numbering.iterchildren(qn("w:num"))}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def text(self, paragraph: Any) -> str:
        """What stands before the words of a ``w:p``: ``一、``, ``第三条 ``; "" for one without number."""
        where = self._where(paragraph)
        if where is None:
            return ""
        list_id, level = where
        abstract_id, abstract = self._abstract_of(list_id)
        form = self._level(list_id, abstract, level)
        if form is None:
            return ""
        counters = self._counters.setdefault(abstract_id, [None] * 9)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for restarted in self._overrides(list_id):
                counters[restarted] = None
        counters[level] = (
            self._start(list_id, abstract, level) if counters[level] is None else (counters[level] or 0) + 1
        )
        for below in range(level + 1, 9):
            restart = _value(self._level(list_id, abstract, below), "w:lvlRestart")
            if restart is None or int(restart) > level:
                counters[below] = None
        pattern = _value(form, "w:lvlText") or ""
        if _value(form, "w:numFmt") == "bullet":
            return f"{pattern if pattern.strip() and not _private(pattern) else '•'} "
        arabic = form.find(qn("w:isLgl")) is not None

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own = self._level(list_id, abstract, at)
            count = counters[at] if counters[at] is not None else self._start(list_id, abstract, at)
            return number_text(count or 0, "decimal" if arabic else _value(own, "w:numFmt") or "decimal")

        words = _LEVEL.sub(shown, pattern)
        apart = (_value(form, "w:suff") or "tab") != "nothing" and words and words[-1] not in "、.．）):：。"
        return f"{words} " if apart else words

    def _where(self, paragraph: Any) -> tuple[str, int] | None:
        """(list, level) of a paragraph, by itself or by its style; list 0 takes a number away (17.9.18)."""
        own = paragraph.pPr
        list_id = level = None
        for source, style in self._sources(own):
            numbered = source.find(qn("w:numPr")) if source is not None else None
            if numbered is None:
                continue
            if level is None:
                level = _value(numbered, "w:ilvl")
            found = _value(numbered, "w:numId")
            if list_id is None and found is not None:
                list_id = found
                if style is not None:  # the level that names the style (17.9.23)
                    level = self._level_of_style(found, style) or level
                break
        if list_id is None or list_id == "0" or list_id not in self._lists:
            return None
        return list_id, min(max(int(level or 0), 0), 8)

    def _sources(self, own: Any) -> Iterator[tuple[Any, str | None]]:
        """The paragraph's own properties, then those of its style and of the styles that it is based on."""
        yield own, None
        named = _value(own, "w:pStyle")
        style = self._styles.get(named) if named else self._default
        for _ in range(12):
            if style is None:
                return
            yield style.find(qn("w:pPr")), style.get(qn("w:styleId"))
            style = self._styles.get(_value(style, "w:basedOn"))

    def _abstract_of(self, list_id: str, depth: int = 0) -> tuple[str, Any]:
        abstract_id = _value(self._lists[list_id], "w:abstractNumId") or ""
        abstract = self._abstract.get(abstract_id)
        linked = _value(abstract, "w:numStyleLink")
        if linked and depth < 4:  # the list of a numbering style (17.9.21)
            properties = self._styles[linked].find(qn("w:pPr")) if linked in self._styles else None
            numbered = properties.find(qn("w:numPr")) if properties is not None else None
            other = _value(numbered, "w:numId")
            if other in self._lists and other != list_id:
                return self._abstract_of(other, depth + 1)
        return abstract_id, abstract

    def _level(self, list_id: str, abstract: Any, level: int) -> Any | None:
        for override in self._lists[list_id].iterchildren(qn("w:lvlOverride")):
            own = override.find(qn("w:lvl"))
            if override.get(qn("w:ilvl")) == str(level) and own is not None:
                return own
        if abstract is None:
            return None
        return next((lvl for lvl in abstract.iterchildren(qn("w:lvl")) if lvl.get(qn("w:ilvl")) == str(level)), None)

    def _level_of_style(self, list_id: str, style: str) -> str | None:
        _, abstract = self._abstract_of(list_id) if list_id in self._lists else ("", None)
        levels = abstract.iterchildren(qn("w:lvl")) if abstract is not None else ()
        return next((lvl.get(qn("w:ilvl")) for lvl in levels if _value(lvl, "w:pStyle") == style), None)

    def _overrides(self, list_id: str) -> Iterator[int]:
        for override in self._lists[list_id].iterchildren(qn("w:lvlOverride")):
            if override.find(qn("w:startOverride")) is not None:
                yield int(override.get(qn("w:ilvl")))

    def _start(self, list_id: str, abstract: Any, level: int) -> int:
        for override in self._lists[list_id].iterchildren(qn("w:lvlOverride")):
            begun = _value(override, "w:startOverride")
            if override.get(qn("w:ilvl")) == str(level) and begun is not None:
                return int(begun)
        return int(_value(self._level(list_id, abstract, level), "w:start") or 1)


def _value(element: Any | None, name: str) -> str | None:
    """``w:val`` of a child."""
    child = element.find(qn(name)) if element is not None else None
    return child.get(qn("w:val")) if child is not None else None


def _private(pattern: str) -> bool:
    """A sign of a symbol font (Wingdings …), which stands in the private use area."""
    return any("\ue000" <= c <= "\uf8ff" for c in pattern)
