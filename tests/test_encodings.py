"""Text files in any usual encoding, hard-wrapped text, pages that lost their line breaks, and bad input, bounded."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.errors import UnreadableError
from ingest.read import decode, read
from ingest.text import CleanText
from ingest.wrap import first_unit, glue, hard_wrapped, width
from tests.conftest import ROOT

TEXT = "关于印发《某办法》的通知\n各区县人民政府：\n为贯彻落实有关规定，推进①项工作，现通知如下。\n2019年4月30日\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize("text", ["plain ASCII", "一", "€100 – naïve 中文"])
def test_short_texts(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


def test_a_cut_or_damaged_text_keeps_its_encoding() -> None:
    data = (TEXT * 50).encode()
    assert decode(data[:-2], "a.txt").startswith(TEXT)
    assert decode(data[:3000] + b"\xff" + data[3000:], "a.txt").endswith(TEXT)
    assert decode((TEXT * 50).encode("gb18030")[:-2], "a.txt").startswith(TEXT)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(3000), os.urandom(5000), b"\x00" * 99]
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"a\.txt: "):
        decode(data, "a.txt")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(f"甲{end}{end}乙".encode())
    assert read(file) == [(1, "甲"), (2, ""), (3, "乙")]


def test_markdown(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# 标题\n\n**第一条** 为了规范。\n| 任务 | 牵头 |\n| --- | :--: |\n| 建设 | 市科技局 |\n", "utf-8")
    assert [words for _, words in read(file) if words] == ["标题", "第一条 为了规范。", "任务\t牵头", "建设\t市科技局"]


def wrapped(lines: list[str], column: float, indent: str = "") -> list[str]:
    """Each line broken at a column, as a text that was copied out of a PDF."""
    rows = []
    for line in lines:
        row = indent
        while line:
            unit = first_unit(line)
            if row.strip() and width(row) + width(unit) > column:
                rows.append(row)
                row = ""
            row, line = row + unit, line[len(unit) :]
        rows.append(row)
    return rows


def read_lines(lines: list[str]) -> CleanText:
    return clean("a", list(enumerate(lines, 1)))


@pytest.mark.parametrize("column", [28, 35, 43])
@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("name", ["jinan-guide-2019", "jinan-plan-2023"])
def test_wrapped_lines_are_joined_and_remember_their_lines(name: str, indent: str, column: int) -> None:
    paragraphs = clean(name, read(ROOT / "corpus" / f"{name}.txt")).text.split("\n")
    rows = wrapped(paragraphs, column, indent)
    found = read_lines(rows)
    wrong = set(found.text.split("\n")) ^ set(paragraphs)
    assert len(wrong) <= (0 if indent else len(paragraphs) // 50), wrong
    for start, line in zip(found.starts, found.lines, strict=True):
        assert line is not None and found.text.startswith(rows[line - 1].strip("　 "), start)


def test_page_numbers_between_wrapped_lines_are_no_paragraphs() -> None:
    sentence = "为深入贯彻落实创新驱动发展战略，加快推进全市科技创新工作高质量发展，制定本方案并组织实施。" * 6
    rows = wrapped([sentence], 30)
    found = read_lines([*rows[:5], "— 3 —", *rows[5:]])
    assert found.text == sentence and 6 not in found.lines


@pytest.mark.parametrize(
    "lines",
    [
        [f"（{i}）第{i}个项目的名称和承担单位的完整名称以及合作单位" for i in range(30)],
        ["短行"] * 40,
        ["这是一个没有换行的完整自然段落，长度远远超过一行所能容纳的字数，因此整个文件不会被当作硬换行的文本来处理，而是保持原来的分段。" * 2] * 20,
    ],
)  # fmt: skip
def test_lines_that_were_not_wrapped_stay(lines: list[str]) -> None:
    assert hard_wrapped(lines) is None or read_lines(lines).text == "\n".join(lines)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("加快推进全市科技创新工作", "高质量发展", ""),
        ("支持企业研发 cloud", "computing 平台", " "),
        ("按照第一条第", "（一）项的规定", ""),
        ("一、总体要求和主要目标", "（一）指导思想", None),
        ("切实抓好落实。", "二、重点任务", None),
        ("（负责部门：", "证监会）", ""),
        ("包括（1）营业执照；", "（2）纳税证明", ""),
        ("依照本办法", "第十五条的规定处理", ""),
        ("予以处理。", "第十六条 本办法自发布之日起施行", None),
        ("任务\t牵头单位", "建设平台\t市科技局", None),
        ("关于印发某办法的通知", "济政发〔2016〕20号", None),
    ],
)
def test_what_joins_two_lines(before: str, after: str, joined: str | None) -> None:
    assert glue(before, after, full=True) == joined
    assert glue(before, after, full=False) is None or joined is None


def test_a_page_that_lost_its_line_breaks() -> None:
    body = "坚持问题导向，完善工作机制，推动各项任务落到实处。" * 12
    parts = [
        "某市人民政府办公室关于加快数字产业发展的实施意见",
        "某政办发〔2021〕88号",
        "各区县（自治县）人民政府，市政府有关部门：",
        f"为加快发展，提出如下意见。{body}",
        "一、指导思想",
        body,
        "二、加强技术研发",
        f"（一）支持平台建设。{body}",
        f"（二）支持企业研发，按照第（一）项执行，包括一、二、三类企业。{body}",
        "三、保障措施",
        f"（一）加强组织领导。{body}",
        "某市人民政府办公室",
        "2021年8月23日",
    ]
    found = read_lines(["".join(parts)])
    assert found.text.split("\n") == parts and set(found.lines) == {1}


def test_a_long_paragraph_with_a_few_markers_stays() -> None:
    lines = [f"主要包括：一、甲；二、乙。{'其余内容按照有关规定执行。' * 100}", "二、附则"]
    assert read_lines(lines).text.split("\n") == lines


def test_radicals_of_a_font_are_characters() -> None:
    assert read_lines(["⼀、⼯业和信息化⻚⾯"]).text == "一、工业和信息化页面"


def test_the_tab_before_an_empty_cell_stays() -> None:
    assert read_lines(["任务\t牵头单位\t时限", "\t市科技局\t2024年", "\t缩进的正文"]).text.split("\n") == [
        "任务\t牵头单位\t时限", "\t市科技局\t2024年", "缩进的正文",
    ]  # fmt: skip


def test_bad_files_say_why_in_one_line(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\u3000\n", "utf-8")
    (tmp_path / "none").write_text("没有扩展名", "utf-8")
    for name, reason in {
        "huge.txt": "100 MB",
        "empty.txt": "没有文字",
        "blank.txt": "没有文字",
        "none": "扩展名",
        ".": "文件夹",
        "x.txt": "没有这个",
    }.items():
        with pytest.raises(UnreadableError, match=reason) as error:
            read(tmp_path / name)
        assert "\n" not in str(error.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("通知", "utf-8")
    file.chmod(0)
    with pytest.raises(UnreadableError, match="没有读取权限"):
        read(file)


@pytest.mark.parametrize(
    "line", ["一、甲。" * 250_000, "（" * 1_000_000, "《某办法》（1）" * 125_000, "无" * 1_000_000]
)
def test_a_line_of_a_million_characters(line: str) -> None:
    begun = time.process_time()
    found = read_lines([line, "结尾"])
    assert found.text.replace("\n", "").startswith(line[:100]) and found.text.endswith("结尾")
    assert time.process_time() - begun < 20
