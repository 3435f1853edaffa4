"""Targets in a table of indicators: 指标 · 单位 · 2023年 · 2025年; the unit in a column, behind the name or with the value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.tables import under
from ingest.text import CleanText

_YEAR = re.compile(r"(?:到|至)?(?P<year>20\d\d)年?(?:底|末)?[（(]?(?:规划|预期|计划|发展)?(?:目标)?(?:值|数)?[）)]?")
_TARGET = re.compile(r"(?:规划|预期|发展)?目标值?[（(](?P<year>20\d\d)年?(?:底|末)?[）)]")
_NAME = re.compile("(?:主要|具体|核心|发展)?(?:指标|目标)(?:名称|内容)?|名称")
_UNIT = re.compile("(?:计量)?单位")
_SPANS = "目标|年|值"
_VALUE = re.compile(
    r"(?P<op>≥|≤|>=|<=|>|<|＞|＜|≧|≦|约|不低于|不少于|不超过|不高于|超过|突破|达到|达)?\s*(?P<value>\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*"
    r"(?P<unit>%|％|‰|个百分点|[\u4e00-\u9fff]{1,5}?)?(?P<after>以上|以下|以内|左右)?"
)
_IN_NAME = re.compile(r"[（(](?P<unit>%|％|‰|[\u4e00-\u9fff/%·]{1,8})[）)]$")
_MARKER = re.compile(r"^(?:[（(]?\d{1,2}[）)．、]|\d{1,2}\.(?!\d)|[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class Indicator:
    """``start`` and ``end`` (half-open) run from the name to the value; ``op`` as written, ``unit`` None where the
    table gives none."""

    start: int
    end: int
    name: str
    op: str | None
    value: float | int
    unit: str | None
    year: int


@dataclass(frozen=True, slots=True)
class _Heads:
    name: int
    unit: int | None
    years: dict[int, int]  # column → year


def indicators(source: CleanText, issued: int | None = None) -> Iterator[Indicator]:
    """Every value of such tables for the year ``issued`` (of the document) or a later one: what lies before it is where
    one stands, no target."""
    heads: _Heads | None = None
    first: list[str] = []
    for start, end in source.paragraphs:
        line = source.text[start:end]
        if "\t" not in line:
            heads, first = (heads, first) if len(line) < 24 and not re.search("[。；]|附件", line) else (None, [])
            continue
        cells = line.split("\t")
        bare = [re.sub(r"\s", "", cell) for cell in cells]
        if found := _heads(under(first, bare, _SPANS) if first else bare):
            heads, first = found, []
            continue
        first = bare if any(map(_NAME.fullmatch, bare)) else []
        if heads and not first:
            yield from _row(heads, cells, start, issued)


def _heads(cells: Sequence[str]) -> _Heads | None:
    years = {}
    for i, cell in enumerate(cells):
        if found := _YEAR.fullmatch(cell) or _TARGET.fullmatch(cell):
            years[i] = int(found["year"])
    names = [i for i, cell in enumerate(cells) if _NAME.fullmatch(cell)]
    if not years or not names or names[0] > min(years):
        return None
    return _Heads(names[0], next((i for i, cell in enumerate(cells) if _UNIT.fullmatch(cell)), None), years)


def _row(heads: _Heads, cells: Sequence[str], start: int, issued: int | None) -> Iterator[Indicator]:
    if len(cells) <= heads.name:
        return
    name = _MARKER.sub("", cells[heads.name].strip())
    unit = cells[heads.unit].strip() if heads.unit is not None and heads.unit < len(cells) else ""
    if told := _IN_NAME.search(name):
        unit, name = unit or told["unit"], name[: told.start()]
    begin = start + sum(len(cell) + 1 for cell in cells[: heads.name])
    for column, year in heads.years.items():
        if column >= len(cells) or (issued is not None and year < issued) or not name:
            continue
        cell = cells[column].strip()
        value = _VALUE.fullmatch(cell)
        if value is None:
            continue
        words = re.sub("[,，]", "", value["value"])
        end = start + sum(len(c) + 1 for c in cells[:column]) + len(cells[column].rstrip())
        yield Indicator(
            begin,
            end,
            name,
            value["op"] or value["after"],
            float(words) if "." in words else int(words),
            value["unit"] or unit or None,
            year,
        )
