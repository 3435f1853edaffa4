"""The same document as Word, HTML and PDF files, made from its lines; a row of a table is a line with tabs."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import docx

from tests.e2e import browser

STYLE = """@page{size:A4;margin:37mm 26mm 35mm 28mm;@bottom-center{content:"— " counter(page) " —"}}
body{font:16pt/28pt "Noto Serif CJK SC",serif;text-align:justify;margin:0}p{margin:0;text-indent:2em}
table{border-collapse:collapse}td{border:1px solid;padding:2pt}h1{font-size:22pt;line-height:36pt;text-align:center;margin:0}"""


def blocks(lines: Sequence[str]) -> Iterator[str | list[list[str]]]:
    """Paragraphs, and the rows of tables together; a line without tabs between rows is a row of one cell."""
    lines = [line for line in lines if line.strip()]
    tabbed = ["\t" in line for line in lines]
    in_table = [here or (any(tabbed[:i][-1:]) and any(tabbed[i + 1 :][:1])) for i, here in enumerate(tabbed)]
    for table, group in groupby(zip(in_table, lines, strict=True), key=lambda pair: pair[0]):
        if table:
            yield [line.split("\t") for _, line in group]
        else:
            yield from (line for _, line in group)


def write_docx(path: Path, lines: Sequence[str]) -> Path:
    document = docx.Document()
    for block in blocks(lines):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(0, max(map(len, block)))
        for row in block:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1])
            for cell, words in zip(cells, row, strict=False):
                cell.text = words
    document.save(str(path))
    return path


def page(lines: Sequence[str], title: str = "", around: tuple[str, str] = ("", ""), style: str = STYLE) -> str:
    """A page of HTML; ``around`` is the markup before and behind the document."""
    body = []
    for block in blocks(lines):
        if isinstance(block, str):
            tag = "h1" if block == title else "p"
            body.append(f"<{tag}>{html.escape(block)}</{tag}>")
        else:
            width = max(map(len, block))
            spans = ((f' colspan="{width}"' if len(row) == 1 else "", row) for row in block)
            cells = ("".join(f"<td{span}>{html.escape(cell)}</td>" for cell in row) for span, row in spans)
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title><style>{style}</style></head>'
        f"<body>{around[0]}<div>{chr(10).join(body)}</div>{around[1]}</body></html>"
    )


def write_pdf(path: Path, markup: str) -> Path:
    """Prints a page with Chromium; the test is skipped without it."""
    with browser.tests_own().new_page() as page:
        page.set_content(markup)
        page.pdf(path=path, prefer_css_page_size=True, print_background=True, tagged=True)
    return path
