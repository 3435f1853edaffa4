"""Several questions at once: reading them, the table, the Excel file, the page."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ingest.errors import ZhengtuError
from tests.pages import markup
from ui import many
from ui.text import EXAMPLES, SHOWN, examples, t

PROOF = {"document": "d", "start": 0, "end": 2, "line": 7, "text": "支持\n手环"}
ANSWER: dict[str, Any] = {
    "question": "手环报哪个专项？",
    "status": "answered",
    "confidence": 1.0,
    "answer": "可以报甲专项。",
    "matches": [
        {
            "kind": "program",
            "name": "甲专项",
            "divisions": [{"name": "某处", "phones": ["1", "2"]}, {"name": "另一处", "phones": ["2"]}],
            "evidence": [PROOF],
        },
        {"kind": "program", "name": "乙专项", "divisions": [], "evidence": []},
    ],
}


def cells(book: bytes) -> list[str]:
    """All texts of the workbook, in order of first use."""
    with ZipFile(BytesIO(book)) as parts:
        shared = parts.read("xl/sharedStrings.xml").decode("utf-8")
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode("utf-8")
        return [unescape(text) for text in re.findall(r"<t[^>]*>(.*?)</t>", shared, re.S)]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("", []),
        (" \n\r\n\t", []),
        ("甲？\n乙？", ["甲？", "乙？"]),
        ("  甲？ \r\n\n乙？\n甲？\n", ["甲？", "乙？"]),
    ],
)
def test_a_pasted_list_is_a_question_a_line(text: str, questions: list[str]) -> None:
    assert many.pasted(text) == questions


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("甲？\n\n乙？\n".encode(), "a.txt"),
        ("甲？\r\n乙？".encode("gb18030"), "a.TXT"),
        ("id,question\n1,甲？\n2,乙？\n3,甲？\n".encode("utf-8-sig"), "a.csv"),
    ],
)
def test_an_uploaded_file_is_read(data: bytes, name: str) -> None:
    assert many.uploaded(data, name) == ["甲？", "乙？"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "没有问题"),
        ("名称\n甲\n".encode(), "a.csv", "question"),
        (b"\x00\x01\x02\xff" * 99, "a.txt", "a.txt"),
        (b"x" * (many.LARGEST * 2**20 + 1), "a.txt", "MB"),
        (b"PK\x03\x04", "a.xlsx", "a.xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(data: bytes, name: str, words: str) -> None:
    with pytest.raises(ZhengtuError, match=words) as error:
        many.uploaded(data, name)
    assert "\n" not in str(error.value)


def test_a_row_is_the_best_match_and_its_first_proof() -> None:
    row = many.row(ANSWER, {"d": "某指南"}.__getitem__)
    assert row == (
        "手环报哪个专项？", t("many_answered"), "甲专项", "某处、另一处", "1、2", 0.99, "支持 手环", f"某指南 {t('line', line=7)}",
    )  # fmt: skip


def test_a_task_tells_who_leads() -> None:
    task = {"kind": "task", "name": "某任务", "lead": ["市科技局"], "support": ["市财政局"], "evidence": []}
    row = many.row({**ANSWER, "matches": [task]}, str)
    assert (row.division, row.phones, row.proof, row.source) == ("市科技局", "", "", "")


def test_a_refusal_is_a_row_without_claims() -> None:
    row = many.row({**ANSWER, "status": "no_match", "confidence": 0.8, "matches": []}, str)
    assert row == ("手环报哪个专项？", t("no_match"), "", "", "", 0.0, "", "")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_whatever_is_asked_is_text_in_html(questions: list[str]) -> None:
    html = many.table([many.row({**ANSWER, "question": f"<b>{text}"}, str) for text in questions])
    assert html.count("<tr>") == len(questions) + 1 and "<b>" not in html


def test_whatever_is_asked_is_text_in_excel() -> None:
    hostile = ["=1+1", "=HYPERLINK(\"x\")", "+1", "@x", "http://x", "<b>", "007", "\x00\x07", "龘" * 2000]  # fmt: skip
    texts = cells(many.workbook([many.row({**ANSWER, "question": text}, str) for text in hostile]))
    assert {"=1+1", '=HYPERLINK("x")', "+1", "@x", "http://x", "<b>", "007", "龘" * 2000} <= set(texts)
    assert t("many_question") in texts and "某处、另一处" in texts


def test_examples_come_round() -> None:
    turns = len(EXAMPLES) // SHOWN
    shown = [example for turn in range(turns) for example in examples(turn)]
    assert shown == list(EXAMPLES) and examples(turns) == examples(0)


def test_every_example_is_answered_and_more_questions_than_the_most_are_told(app: AppTest) -> None:
    app.run()
    asked = [*EXAMPLES, "深圳市的个人所得税起征点是多少钱？", *(f"{n}号项目？" for n in range(many.MOST))]
    app.text_area(key="many_text").set_value("\n".join(asked)).run()
    app.button(key="many_ask").click().run()
    assert not app.exception
    rows = re.findall(r"<tr>(.*?)</tr>", markup(app), re.S)[1:]
    assert len(rows) == many.MOST
    answered = [f"<td>{t('many_answered')}</td>" in row for row in rows]
    assert all(answered[: len(EXAMPLES)]) and not answered[len(EXAMPLES)]
    assert app.warning[0].value == t("many_left", most=many.MOST, left=len(asked) - many.MOST)


def test_nothing_asked_is_said(app: AppTest) -> None:
    app.run()
    app.button(key="many_ask").click().run()
    assert app.info[0].value == t("many_none")
