"""Word files: numbers that Word makes, tracked changes, tables, and files that are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.docx_numbering import number_text
from ingest.errors import UnreadableError
from ingest.read import read

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
    ("decimalEnclosedCircle", "%5"),
    ("decimal", "%1.%6"),
)
ARTICLES = (("chineseCounting", "第%1章"), ("chineseCounting", "第%2条"))


def words(path: Path) -> list[str]:
    return [line for _, line in read(path)]


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCounting", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("ideographDigital", 2012, "二〇一二"),
        ("chineseLegalSimplified", 15, "壹拾伍"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 12, "⑫"),
        ("decimalEnclosedCircle", 30, "30"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 1, "⒈"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("none", 1, ""),
    ],
)
def test_number_forms(form: str, value: int, text: str) -> None:
    assert number_text(value, form) == text


class Numbered:
    """A document with multilevel lists of its own."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self.numbering = self.document.part.numbering_part.element
        self.next = 90

    def list(
        self, levels: tuple[tuple[str, str], ...], start: int | None = None, of: int | None = None, extra: str = ""
    ) -> int:
        """A new list, or another instance ``of`` a list that restarts at ``start``; its number."""
        self.next += 1
        if of is None:
            made = "".join(
                f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra if i == 1 else ""}'
                f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
                for i, (form, text) in enumerate(levels)
            )
            abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.next}">{made}</w:abstractNum>')
            self.numbering.insert(0, abstract)
        override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
        reference = f'<w:abstractNumId w:val="{of or self.next}"/>'
        self.numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{self.next}">{reference}{override}</w:num>'))
        return self.next

    def add(self, text: str, number: int, level: int = 0) -> None:
        properties = self.document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )

    def save(self, folder: Path) -> list[str]:
        self.document.save(str(folder / "numbered.docx"))
        return words(folder / "numbered.docx")


def test_levels_count_below_each_other(tmp_path: Path) -> None:
    made = Numbered()
    number = made.list(LEVELS)
    for text, level in [
        ("总则", 0),
        ("目的", 1),
        ("原则", 1),
        ("公开", 2),
        ("公正", 2),
        ("附则", 0),
        ("期限", 1),
        ("细目", 4),
    ]:
        made.add(text, number, level)
    made.document.add_paragraph("没有编号的正文")
    made.add("解释", number, 1)
    made.add("合成", number, 5)
    assert made.save(tmp_path) == [
        "一、总则", "（一）目的", "（二）原则", "1.公开", "2.公正", "二、附则", "（一）期限", "①细目", "没有编号的正文", "（二）解释", "二.1合成",
    ]  # fmt: skip


def test_articles_count_on_through_chapters(tmp_path: Path) -> None:
    made = Numbered()
    number = made.list(ARTICLES, extra='<w:lvlRestart w:val="0"/>')
    for text, level in [("总则", 0), ("为了规范", 1), ("本办法", 1), ("管理", 0), ("主管部门", 1)]:
        made.add(text, number, level)
    assert made.save(tmp_path) == ["第一章总则", "第一条为了规范", "第二条本办法", "第二章管理", "第三条主管部门"]


def test_another_instance_restarts_only_when_it_says_so(tmp_path: Path) -> None:
    made = Numbered()
    first = made.list(LEVELS)
    restarted, goes_on = made.list(LEVELS, start=1, of=first), made.list(LEVELS, of=first)
    for text, number in [("甲", first), ("乙", first), ("丙", restarted), ("丁", goes_on), ("不编号", 0)]:
        made.add(text, number)
    assert made.save(tmp_path) == ["一、甲", "二、乙", "一、丙", "二、丁", "不编号"]


def test_numbers_of_styles(tmp_path: Path) -> None:
    """A heading style that brings its list; the level is the one that names the style."""
    made = Numbered()
    number = made.list(LEVELS, extra='<w:pStyle w:val="Heading2"/>')
    style = made.document.styles["Heading 2"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{number}"/></w:numPr>'))
    made.document.add_heading("目标", 2)
    made.document.add_heading("任务", 2)
    made.document.add_paragraph("内容", style="List Bullet")
    assert made.save(tmp_path) == ["（一）目标", "（二）任务", "• 内容"]


def test_soft_breaks_tabs_and_hyphens(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("\t第一行\n第二行")
    run = document.add_paragraph("COVID").add_run()
    run._r.append(parse_xml(f"<w:noBreakHyphen {nsdecls('w')}/>"))
    run.add_text("19")
    run._r.append(parse_xml(f"<w:softHyphen {nsdecls('w')}/>"))
    document.save(str(tmp_path / "a.docx"))
    assert words(tmp_path / "a.docx") == ["第一行", "第二行", "COVID-19"]


def test_tracked_changes_hidden_words_and_boxes(tmp_path: Path) -> None:
    w = nsdecls("w")
    document = docx.Document()
    body = document.element.body
    made = (
        f'<w:p {w}><w:r><w:t>支持</w:t></w:r><w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>'
        '<w:ins><w:r><w:t>新的</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom>'
        '<w:moveTo><w:r><w:t>搬来</w:t></w:r></w:moveTo><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>项目</w:t></w:r>'
        '<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>',
        f'<w:p {w}><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p>',
        f'<w:p {w}><w:r><w:t>后半。</w:t></w:r></w:p>',
        f'<w:sdt {w}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        '<w:sdtContent><w:p><w:r><w:t>目录 一、总则 3</w:t></w:r></w:p></w:sdtContent></w:sdt>',
        f'<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>控件里的正文</w:t></w:r></w:p></w:sdtContent></w:sdt>',
    )  # fmt: skip
    for xml in made:
        body.insert(len(body) - 1, parse_xml(xml))
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.save(str(tmp_path / "a.docx"))
    assert words(tmp_path / "a.docx") == ["支持新的搬来项目", "前半，后半。", "控件里的正文"]


def test_tables_in_body_order_with_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(5, 3)
    for column, head in enumerate(["任务", "牵头单位", "时限"]):
        table.cell(0, column).text = head
    table.cell(1, 0).merge(table.cell(1, 2)).text = "一、平台建设"
    table.cell(2, 0).merge(table.cell(3, 0)).text = "建设平台"
    table.cell(2, 1).text = "市科技局\n市财政局"
    table.cell(2, 2).text = "2024年"
    table.cell(3, 1).merge(table.cell(3, 2)).text = "市数据局"
    table.cell(4, 1).text = "市教育局"
    document.add_paragraph("后")
    document.save(str(tmp_path / "a.docx"))
    assert words(tmp_path / "a.docx") == [
        "前",
        "任务\t牵头单位\t时限",
        "一、平台建设",
        "建设平台\t市科技局 市财政局\t2024年",
        "建设平台\t市数据局",
        "\t市教育局",
        "后",
    ]


def _rewritten(folder: Path, change: dict[str, bytes | None]) -> Path:
    """A good document with parts replaced, or taken out."""
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(str(folder / "good.docx"))
    with (
        zipfile.ZipFile(folder / "good.docx") as good,
        zipfile.ZipFile(folder / "bad.docx", "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            if name not in change:
                bad.writestr(name, good.read(name))
        for name, data in change.items():
            if data is not None:
                bad.writestr(name, data)
    return folder / "bad.docx"


def bad_zip(folder: Path) -> Path:
    file = folder / "renamed.docx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("通知.txt", "通知")
    return file


def written(data: bytes, name: str = "bad.docx"):  # type: ignore[no-untyped-def]
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
BAD = {
    "a renamed zip": (bad_zip, "压缩包"),
    "no zip": (written(b"PK\x03\x04 not a zip"), "损坏"),
    "text": (written("通知".encode()), "不是 Word"),
    "empty": (written(b""), "不是 Word"),
    "encrypted": (written(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")), "密码"),
    "an old document": (written(OLE + bytes(600)), "另存为 .docx"),
    ".doc": (written(OLE, "old.doc"), "另存为 .docx"),
    ".wps": (written(OLE, "old.wps"), "另存为 .docx"),
    ".xlsx": (written(b"PK", "table.xlsx"), "表格"),
    ".jpg": (written(b"\xff\xd8", "scan.jpg"), "OCR"),
    "broken xml": (lambda folder: _rewritten(folder, {"word/document.xml": b"<w:document"}), "完好"),
    "no document": (lambda folder: _rewritten(folder, {"word/document.xml": None}), "完好"),
    "no styles": (lambda folder: _rewritten(folder, {"word/styles.xml": b""}), "完好"),
    "a bomb": (lambda folder: _rewritten(folder, {"word/bomb.xml": bytes(90_000_000)}), "上限"),
}


@pytest.mark.parametrize("name", BAD)
def test_files_that_are_no_document(tmp_path: Path, name: str) -> None:
    make, reason = BAD[name]
    file = make(tmp_path)
    with pytest.raises(UnreadableError) as error:
        read(file)
    assert reason in str(error.value) and file.name in str(error.value) and "\n" not in str(error.value)


def test_a_document_without_numbering_part(tmp_path: Path) -> None:
    file = _rewritten(tmp_path, {"word/numbering.xml": None})
    with zipfile.ZipFile(file) as packed:
        relations = packed.read("word/_rels/document.xml.rels")
    bare = b"".join(part for part in relations.replace(b"/>", b"/>\x00").split(b"\x00") if b"numbering" not in part)
    assert words(_rewritten(tmp_path, {"word/numbering.xml": None, "word/_rels/document.xml.rels": bare})) == ["正文"]
