"""Word files: paragraphs and tables in body order, with the numbers that Word makes when it shows them.

Left out: headers, footers, notes, text boxes, tables of contents, hidden words and deletions of tracked changes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from ingest.docx_numbering import Numbering
from ingest.errors import UnreadableError
from ingest.read import Lines
from ingest.tables import Cell, cell_words, table_lines

MAX_UNPACKED = 200_000_000  # bytes of all parts: no real document comes near, a zip bomb goes far beyond
MAX_XML = 80_000_000  # bytes of one part that is parsed

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ON = (None, "1", "true", "on")
_SKIPPED = {
    qn(f"w:{name}") for name in ("del", "moveFrom", "instrText", "pict", "object", "drawing", "rt", "pPr", "rPr")
}
_CHARACTERS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_TEXT = {qn(name): words for name, words in _CHARACTERS.items()}


def read(path: Path) -> Lines:
    """The lines of a ``.docx``; they have no number. UnreadableError where it is none, encrypted, broken or a bomb."""
    _check(path)
    try:
        document = docx.Document(str(path))
    except Exception as error:  # python-docx and lxml name a dozen errors for a broken part
        raise UnreadableError(f"{path.name}: 不是完好的 Word 文档；请用 Word 或 WPS 打开后另存为 .docx") from error
    styles = document.part._styles_part.element
    related = (part for part in document.part.package.iter_parts() if part.partname.endswith("/numbering.xml"))
    numbering = next(related, None)
    body = _Body(Numbering(getattr(numbering, "element", None), styles), styles)
    return [(None, words) for words in body.lines(document.element.body)]


def _check(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLE:
            if "EncryptedPackage".encode("utf-16-le") in file.read():
                raise UnreadableError(f"{path.name}: 文档有密码保护；请取消密码后另存")
            raise UnreadableError(f"{path.name}: 是旧版 .doc 格式；请用 Word 或 WPS 另存为 .docx")
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"{path.name}: 不是 Word 文档，或文件已损坏") from error
    if not {"[Content_Types].xml", "_rels/.rels"} <= {part.filename for part in parts}:
        raise UnreadableError(f"{path.name}: 是压缩包，不是 Word 文档；请解压后读取其中的文件")
    unpacked = sum(part.file_size for part in parts)
    xml = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if unpacked > MAX_UNPACKED or xml > MAX_XML:
        raise UnreadableError(f"{path.name}: 解压后有 {max(unpacked, xml) / 1e6:.0f} MB，超过上限；请拆分后再试")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(f"{path.name}: 文档有密码保护；请取消密码后另存")


class _Body:
    def __init__(self, numbering: Numbering, styles: Any) -> None:
        self._numbering = numbering
        self._contents = {
            style.get(qn("w:styleId"))
            for style in styles.iterchildren(qn("w:style"))
            if (name := style.find(qn("w:name"))) is not None and name.get(qn("w:val"), "").lower().startswith("toc ")
        }

    def lines(self, parent: Any) -> Iterator[str]:
        """The lines of a body or a cell: every paragraph, split at its soft breaks, and every row of its tables."""
        pending = ""  # of paragraphs whose mark was deleted: they run on
        for block in self._blocks(parent):
            if block.tag == qn("w:tbl"):
                yield from table_lines(self._cells(block))
                continue
            if _flag(block.pPr, "w:rPr/w:del") and _own_words(block):
                pending += _own_words(block)
                continue
            words = f"{pending}{_own_words(block)}"
            pending = ""
            if words.strip() or not _is_deleted(block):
                number = self._numbering.text(block) if words.strip() else ""
                # a tab before the first word is an indent
                yield from f"{number}{words.lstrip()}".split("\n")
        if pending:
            yield from pending.split("\n")

    def _blocks(self, parent: Any) -> Iterator[Any]:
        """``w:p`` and ``w:tbl`` in order, those inside of content controls and insertions too."""
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                style = child.pPr.find(qn("w:pStyle")) if child.pPr is not None else None
                if style is None or style.get(qn("w:val")) not in self._contents:
                    yield child
            elif child.tag == qn("w:tbl"):
                yield child
            elif child.tag == qn("w:sdt"):
                gallery = next(child.iter(qn("w:docPartGallery")), None)
                if gallery is None or gallery.get(qn("w:val")) != "Table of Contents":
                    yield from self._blocks(child)
            elif child.tag in (qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")):
                yield from self._blocks(child)

    def _cells(self, table: Any) -> Iterator[Cell]:
        """Cells at their grid columns; a cell merged over rows is given once, with the rows that it covers."""
        open_at: dict[int, Cell] = {}  # cells so far, by column, that may go on below
        done: list[Cell] = []
        rows = (row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table)
        for number, row in enumerate(row for row in rows if not _flag(row.find(qn("w:trPr")), "w:del")):
            before = _number(row.find(qn("w:trPr")), "w:gridBefore")
            column = before or 0
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tbl"))) is not table:
                    continue
                properties = cell.find(qn("w:tcPr"))
                columns = _number(properties, "w:gridSpan") or 1
                merged = properties.find(qn("w:vMerge")) if properties is not None else None
                above = open_at.get(column)
                if merged is not None and merged.get(qn("w:val")) != "restart" and above is not None:
                    grown = Cell(above.row, column, above.words, number - above.row + 1, above.columns)
                else:
                    grown = Cell(number, column, cell_words(list(self.lines(cell))), columns=columns)
                    if above is not None:
                        done.append(above)
                open_at[column] = grown
                column += columns
        yield from [*done, *open_at.values()]


def _own_words(paragraph: Any) -> str:
    """The words of a ``w:p`` as they stand after all tracked changes."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        for child in element.iterchildren():
            if child.tag in _SKIPPED or (child.tag == qn("w:r") and _flag(child.find(qn("w:rPr")), "w:vanish")):
                continue
            if child.tag == qn("w:t"):
                parts.append(child.text or "")
            elif child.tag in _TEXT:
                parts.append(_TEXT[child.tag])
            elif isinstance(child.tag, str) and not child.tag.endswith("}AlternateContent"):  # text boxes, drawings
                walk(child)

    walk(paragraph)
    return "".join(parts)


def _is_deleted(paragraph: Any) -> bool:
    return _flag(paragraph.pPr, "w:rPr/w:del")


def _flag(properties: Any | None, path: str) -> bool:
    """Whether an on/off property is there and on (17.3.2; ``<w:vanish w:val="0"/>`` is off)."""
    for name in path.split("/"):
        properties = properties.find(qn(name)) if properties is not None else None
    return properties is not None and properties.get(qn("w:val")) in _ON


def _number(properties: Any | None, name: str) -> int | None:
    child = properties.find(qn(name)) if properties is not None else None
    return int(child.get(qn("w:val")) or 0) if child is not None else None
