"""PDF files, printed from pages that the tests write: paragraphs, tables, what stands on every page, and files that
are no document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from ingest import read_pdf
from ingest.clean import clean
from ingest.errors import UnreadableError
from ingest.read import read
from tests.conftest import ROOT
from tests.formats import page, write_pdf

TITLE = "临江市人民政府办公室关于进一步加快全市数字产业高质量发展和推进企业数字化转型的若干政策措施"
SENTENCES = (
    "支持企业研发工业软件，单个项目补助不超过200万元，具体按照IPv6规模部署要求执行。鼓励高校、科研院所参与建设。"
)
LINES = [
    TITLE,
    "临政办发〔2024〕12号",
    "各县（区）人民政府，市政府各部门、各直属机构：",
    *(
        f"{marker}{SENTENCES * (1 + i % 4)}"
        for i, marker in enumerate(["", "一、", "（一）", "（二）", "1.", "2.", "（1）"] * 3)
    ),
    "二、联系方式",
    "联系人：张三，电话：0990-6601234",
    "临江市人民政府办公室",
    "2024年3月18日",
]

SIMPLE = '@page{size:A4;margin:30mm}body{font:14pt/1.7 "Noto Serif CJK SC";margin:0}p{margin:0}h1{font-size:20pt;text-align:center}'
STYLES = {
    "indents, justified": SIMPLE + "p{text-indent:2em}body{text-align:justify}",
    "gaps, ragged": SIMPLE + "p{margin:1em 0}",
    "neither indents nor gaps": SIMPLE,
    "narrow columns of a small page": SIMPLE.replace("A4", "A5").replace("30mm", "15mm") + "p{text-indent:2em}",
}


def words(path: Path) -> list[str]:
    return clean("a", read(path)).text.split("\n")


@pytest.mark.parametrize("style", STYLES)
def test_wrapped_lines_are_joined(tmp_path: Path, style: str) -> None:
    assert words(write_pdf(tmp_path / "a.pdf", page(LINES, TITLE, style=STYLES[style]))) == LINES


def test_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    margins = (
        '@page{margin:30mm;@top-right{content:"临江市数字产业政策汇编"}@bottom-center{content:"第" counter(page) "页 共" counter(pages) "页"}}'
        'body{font:18pt/2 "Noto Serif CJK SC"}p{margin:0;text-indent:2em}'
    )
    lines = [f"{i}.{SENTENCES}" for i in range(1, 40)]
    found = words(write_pdf(tmp_path / "a.pdf", page(lines, style=margins)))
    assert found == lines
    with_dashes = margins.replace('"第" counter(page) "页 共" counter(pages) "页"', '"— " counter(page) " —"')
    assert words(write_pdf(tmp_path / "b.pdf", page(lines, style=with_dashes))) == lines
    bare = margins.replace('"第" counter(page) "页 共" counter(pages) "页"', "counter(page)")
    assert words(write_pdf(tmp_path / "c.pdf", page(lines, style=bare))) == lines


def test_a_watermark_is_no_text(tmp_path: Path) -> None:
    mark = '<div style="position:fixed;top:40%;left:20%;transform:rotate(-40deg);font-size:40pt;color:#ccc">内部资料请勿外传</div>'
    assert words(write_pdf(tmp_path / "a.pdf", page(LINES[3:6], around=(mark, "")))) == LINES[3:6]


def test_tables_keep_their_rows(tmp_path: Path) -> None:
    table = """<table><tr><td>序号</td><td>任务</td><td>牵头单位</td><td>时限</td></tr><tr><td colspan=4>一、平台建设</td></tr>
    <tr><td>1</td><td rowspan=2>完善体系建设，推动科技创新平台共享，建设大型仪器共享网络</td><td>市科技局</td><td>2023年</td></tr>
    <tr><td>2</td><td>市财政局、市数据局、市工业和信息化局、市教育局</td><td></td></tr></table><p>表后的正文。</p>"""
    found = words(write_pdf(tmp_path / "a.pdf", page(["表前的正文。"], around=("", table))))
    task = "完善体系建设，推动科技创新平台共享，建设大型仪器共享网络"
    assert found == [
        "表前的正文。",
        "序号\t任务\t牵头单位\t时限",
        "一、平台建设",
        f"1\t{task}\t市科技局\t2023年",
        f"2\t{task}\t市财政局、市数据局、市工业和信息化局、市教育局",
        "表后的正文。",
    ]


@pytest.mark.parametrize("head", ["tr", "thead"])
def test_a_table_over_pages_is_one(tmp_path: Path, head: str) -> None:
    """Rows that a page break parts are whole again; the head that is repeated on each page stands once."""
    rows = [[str(i), f"{i}号任务：{SENTENCES * 2}", "市科技局、市财政局", "2024年12月"] for i in range(1, 30)]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    first = "<tr><td>序号</td><td>任务</td><td>牵头单位</td><td>时限</td></tr>"
    table = f"<table>{f'<thead>{first}</thead>' if head == 'thead' else first}{cells}</table>"
    found = words(write_pdf(tmp_path / "a.pdf", page([], around=("", table))))
    assert found == ["序号\t任务\t牵头单位\t时限", *("\t".join(row) for row in rows)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(tmp_path: Path, turn: int) -> None:
    """Landscape pages are often portrait ones with /Rotate and their text turned the other way."""
    size = "size:210mm 297mm" if turn == 180 else "size:297mm 210mm"
    move = {
        90: "translateY(210mm) rotate(-90deg)",
        180: "translate(210mm,297mm) rotate(180deg)",
        270: "translateX(297mm) rotate(90deg)",
    }
    style = (
        f"@page{{{size};margin:0}}body{{margin:0}}div{{box-sizing:border-box;width:210mm;height:296mm;padding:25mm;transform-origin:0 0;"
        f'transform:{move[turn]};font:14pt/1.7 "Noto Serif CJK SC"}}p{{margin:0;text-indent:2em}}'
    )
    made = write_pdf(tmp_path / "a.pdf", page(LINES[3:6], style=style))
    with pdfium.PdfDocument(made) as document:
        document[0].set_rotation(turn)
        document.save(tmp_path / "turned.pdf")
    assert words(tmp_path / "turned.pdf") == LINES[3:6]


def scan(folder: Path) -> Path:
    """A page with a picture and no text."""
    document = pdfium.PdfDocument.new()
    sheet = document.new_page(595, 842)
    picture = pdfium.PdfImage.new(document)
    picture.set_bitmap(pdfium.PdfBitmap.new_native(20, 20, raw.FPDFBitmap_BGR))
    picture.set_matrix(pdfium.PdfMatrix().scale(500, 700))
    sheet.insert_obj(picture)
    sheet.gen_content()
    document.save(folder / "scan.pdf")
    document.close()
    return folder / "scan.pdf"


def encrypted(folder: Path) -> Path:
    """A file that opens with a password only (ISO 32000-1, 7.6.3); nobody knows this one."""
    keys = f"/O <{'41' * 32}> /U <{'42' * 32}>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        f"<< /Filter /Standard /V 1 /R 2 /P -4 {keys} >>".encode(),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<41><41>] >>"
    data += b"xref\n0 4\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (table, trailer, len(data))
    (folder / "encrypted.pdf").write_bytes(data)
    return folder / "encrypted.pdf"


def cut(folder: Path) -> Path:
    whole = scan(folder).read_bytes()
    (folder / "cut.pdf").write_bytes(whole[: len(whole) // 3])
    return folder / "cut.pdf"


def renamed(folder: Path) -> Path:
    (folder / "renamed.pdf").write_bytes("通知".encode() * 100)
    return folder / "renamed.pdf"


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a scan": (scan, "OCR"),
    "encrypted": (encrypted, "密码"),
    "cut": (cut, "损坏"),
    "renamed": (renamed, "不是 PDF"),
}


@pytest.mark.parametrize("name", BAD)
def test_files_that_are_no_document(tmp_path: Path, name: str) -> None:
    make, reason = BAD[name]
    file = make(tmp_path)
    with pytest.raises(UnreadableError) as error:
        read(file)
    assert reason in str(error.value) and file.name in str(error.value) and "\n" not in str(error.value)


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(read_pdf.MAX_PAGES + 1):
        document.new_page(100, 100)
    document.save(tmp_path / "long.pdf")
    document.close()
    with pytest.raises(UnreadableError, match=r"long\.pdf: 有 1501 页"):
        read(tmp_path / "long.pdf")


def test_time_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_pdf, "MAX_SECONDS", -1)
    with pytest.raises(UnreadableError, match="请拆分"):
        read(scan(tmp_path))


def test_the_guide_is_read_whole(tmp_path: Path) -> None:
    lines = clean("a", read(ROOT / "corpus" / "jinan-guide-2019.txt")).text.split("\n")
    found = words(write_pdf(tmp_path / "a.pdf", page(lines)))
    assert found == lines
