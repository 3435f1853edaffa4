"""Several questions at once: from a pasted list or a file to rows, and rows to an Excel file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from ingest.errors import ZhengtuError
from search.questions import questions_in
from ui import sheet
from ui.text import t

Json = dict[str, Any]
MOST = 200  # questions at once
LARGEST = 1  # MB of a file of questions
LONGEST = 100_000  # characters of a pasted list
COLUMNS = ("question", "status", "match", "division", "phones", "confidence", "proof", "source")
WIDTHS = (44, 10, 26, 22, 22, 10, 60, 40)  # of the columns in Excel, in characters


class Row(NamedTuple):
    """One question and the best of its answer; texts are empty where the answer has nothing of the kind."""

    question: str
    status: str
    match: str
    division: str
    phones: str
    confidence: float
    proof: str
    source: str


def pasted(text: str) -> list[str]:
    """A question a line; empty lines and repeated questions are left out."""
    return list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))


def uploaded(data: bytes, name: str) -> list[str]:
    """The questions of a ``.txt`` or ``.csv`` file (:mod:`search.questions`). ZhengtuError where it holds none or is too
    large."""
    if len(data) > LARGEST * 2**20:
        raise ZhengtuError(f"{name}: 文件大于 {LARGEST} MB；请分成几份")
    return list(dict.fromkeys(row["question"] for row in questions_in(data, Path(name))))


def row(answer: Json, title_of: Callable[[str], str]) -> Row:
    """The first match of an answer, the contract's ``ask`` object, with the first sentence that proves it."""
    answered = answer["status"] == "answered"
    best: Json = answer["matches"][0] if answer["matches"] else {}
    divisions = best.get("divisions") or ()
    units = [division["name"] for division in divisions] or best.get("lead") or best.get("shared") or ()
    phones = dict.fromkeys(phone for division in divisions for phone in division.get("phones") or ())
    proof: Json = next(iter(best.get("evidence") or ()), {})
    source = ""
    if proof:
        source = title_of(proof["document"])
        if proof.get("line") is not None:
            source += f" {t('line', line=proof['line'])}"
    return Row(
        question=answer["question"],
        status=t("many_answered" if answered else "no_match"),
        match=best.get("name", ""),
        division="、".join(units),
        phones="、".join(phones),
        confidence=min(answer["confidence"], 0.99) if answered else 0.0,
        proof=" ".join(proof.get("text", "").split()),
        source=source,
    )


def table(rows: Iterable[Row]) -> str:
    """The rows as HTML; on a narrow screen the table scrolls within its frame."""
    head = "".join(f"<th scope='col'>{t(f'many_{name}')}</th>" for name in COLUMNS)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _cells(row)) + "</tr>" for row in rows)
    frame = f"class='zt-wide' tabindex='0' role='region' aria-label='{t('many')}'"
    return f"<div {frame}><table class='zt-table'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _cells(row: Row) -> list[str]:
    return [(f"{cell:.0%}" if cell else "") if isinstance(cell, float) else cell for cell in row]


def workbook(rows: Sequence[Row]) -> bytes:
    """An Excel file (.xlsx) of the rows."""
    head = [t(f"many_{name}") for name in COLUMNS]
    lines = [[cell or "" for cell in row] for row in rows]  # an answer that is none has no share
    return sheet.workbook(t("many_sheet"), head, lines, WIDTHS)
