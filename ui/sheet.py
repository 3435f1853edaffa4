"""Rows as a file for a spreadsheet: Excel or CSV. Whatever a document holds is text there, never a formula or a link."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter

Cell = str | int | float
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters of a cell in Excel
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[float] = ()) -> bytes:
    """An Excel file (.xlsx) of one sheet: ``head`` stays in view and filters its columns, which are ``widths``
    characters wide, the last of them also for those that follow. A float is a share and shown as a percentage."""
    buffer, lines = BytesIO(), list(rows)
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        sheet = book.add_worksheet(name)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        percent = book.add_format({"num_format": "0%", "valign": "top"})
        for column, title in enumerate(head):
            if widths:
                sheet.set_column(column, column, widths[min(column, len(widths) - 1)])
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(lines, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(
                        line, column, cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…", wrapped
                    )
                else:
                    sheet.write_number(line, column, cell, percent if isinstance(cell, float) else wrapped)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(lines), 1), len(head) - 1)
    return buffer.getvalue()


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, by which spreadsheets know it."""
    out = StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in (head, *rows))
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    # OWASP, CSV Injection: a quote before what a spreadsheet would compute
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
