"""The page 责任矩阵 without a browser: what is kept, in which order, as HTML and as a file, and the page's logic."""

from __future__ import annotations

import csv
import io
import re
import string
import zipfile
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.pages import shown, view
from ui import duty_cards, sheet
from ui.duty_table import EVERYTHING, Choice, arranged, chosen, columns, units
from ui.engine import Engine
from ui.text import strings, t

Json = dict[str, Any]
PLAN = {"id": "plan", "title": "甲市方案", "date": "2024-01-02"}


def duty(name: str, role: str, words: str = "", start: int = 0, document: str = "plan") -> Json:
    span = {"document": document, "start": start, "end": start + len(words), "line": 3, "text": words}
    return {"department": f"{document}/{name}", "name": name, "full_name": f"甲{name}", "role": role, "span": span}


def task(no: int | str, name: str, *duties: Json, text: str = "", **other: Any) -> Json:
    span = {"document": "plan", "start": 100, "end": 100 + len(text), "line": 3, "text": text}
    known = {"id": f"plan/task/{no}", "no": no, "name": name, "chapter": None, "deadline": None, "document": PLAN}
    return {**known, "span": span, "duties": list(duties), **other}


TASKS = [
    task(1, "建实验室", duty("市财政局", "support"), duty("市科技局", "lead")),
    task(2, "引人才", duty("市科技局", "shared"), duty("市教育局", "shared"), duty("市委组织部", "shared")),
    task(3, "办学校", duty("市教育局", "lead"), text="到2027年建成ＡＢ中学。", deadline="2027年"),
    task(4, "无人负责"),
]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (EVERYTHING, [1, 2, 3, 4]),
        (Choice(unit="市科技局"), [1, 2]),
        (Choice(unit="甲市科技局"), [1, 2]),
        (Choice(role="lead"), [1, 3]),
        (Choice(unit="市教育局", role="lead"), [3]),
        (Choice(unit="市财政局", role="lead"), []),
        (Choice(text="人才"), [2]),
        (Choice(text="ab中学 2027"), [3]),
        (Choice(text="教育局 学校"), [3]),
        (Choice(text="没有"), []),
    ],
    ids=str,
)
def test_tasks_are_chosen(choice: Choice, kept: list[int]) -> None:
    assert [each["no"] for each in chosen(TASKS, choice)] == kept


@pytest.mark.parametrize(
    ("sort", "order"), [("number", [1, 2, 3, 4]), ("department", [3, 2, 1, 4]), ("count", [2, 1, 3, 4])]
)
def test_tasks_are_arranged(sort: str, order: list[int]) -> None:
    assert [each["no"] for each in arranged(TASKS, sort, columns(TASKS))] == order


def test_by_department_the_tasks_of_one_stand_together() -> None:
    tasks = [
        task(1, "一", duty("甲局", "lead")),
        task(2, "二", duty("乙局", "lead")),
        task(3, "三", duty("甲局", "lead")),
    ]
    assert [each["no"] for each in arranged(tasks, "department", columns(tasks))] == [1, 3, 2]


def test_the_busiest_department_stands_first_and_the_chosen_before_it() -> None:
    assert [(head.label, head.count) for head in columns(TASKS)][:2] == [("市教育局", 2), ("市科技局", 2)]
    assert columns(TASKS, Choice(unit="市财政局"))[0].label == "市财政局"


def test_departments_of_one_short_name_are_told_apart() -> None:
    other = task(1, "它", duty("科技处", "lead", document="b"), document={**PLAN, "id": "b", "title": "乙市方案"})
    same = {**duty("科技处", "lead"), "full_name": "甲科技处"}
    assert {head.label for head in columns([task(1, "此", same), other])} == {"甲科技处·甲市方案", "甲科技处·乙市方案"}


NAMES = st.text("甲乙<>&'\" 1", max_size=6)
DUTIES = st.builds(duty, NAMES, st.sampled_from(["lead", "support", "shared"]), NAMES, st.integers(0, 200))


@settings(max_examples=30)
@given(
    st.lists(st.builds(task, st.integers(1, 9), NAMES, DUTIES, DUTIES, text=NAMES), max_size=6),
    st.builds(Choice, NAMES, st.just("lead")),
)
def test_any_matrix_has_a_cell_for_each_pair_and_a_mark_for_each_role(tasks: list[Json], choice: Choice) -> None:
    heads = columns(tasks, choice)
    html = duty_cards.matrix(tasks, heads, choice)
    assert html.count("<td>") == len(tasks) * (len(heads) + 1)
    marks = sum(len({(each["department"], each["role"]) for each in one["duties"]}) for one in tasks)
    assert html.count("zt-unseen") == marks
    assert all(units(one) <= len(heads) for one in tasks)
    assert (
        duty_cards.popovers(tasks).count("<blockquote>") == len(tasks) == duty_cards.listed(tasks, choice).count("<li>")
    )


@given(st.text(alphabet=string.printable + "《》〈甲", min_size=1, max_size=40))
def test_no_text_of_a_document_becomes_markup(text: str) -> None:
    hostile = task(
        text, text, duty(text, "lead", text), text=text, chapter=text, deadline=text, document={**PLAN, "title": text}
    )
    fact = {"document": {**PLAN, "title": text}, "span": hostile["span"]}
    found = {
        "name": text, "names": [text], "level": text, "nodes": ["x"], "mentions": [fact],
        "tasks": [{"id": text, "name": text, "no": text, "role": "lead", **fact}],
        "programs": [{"id": text, "name": text, "phones": [text], **fact}],
        "phones": [{"number": text, "person": text, **fact}],
    }  # fmt: skip
    heads = columns([hostile])
    for html in (
        duty_cards.matrix([hostile], heads, EVERYTHING), duty_cards.listed([hostile], EVERYTHING),
        duty_cards.popovers([hostile]), duty_cards.card(hostile), duty_cards.department(found, lambda _: text),
        duty_cards.others([{"name": text, "tasks": 1, "programs": 0}]), duty_cards.empty(text),
    ):  # fmt: skip
        bare = re.sub(r"'[^']*'", "''", html)
        assert not re.search(r"<(script|img|iframe|style)|<[^>]*\son\w+\s*=", bare)
        assert len(re.findall("<", bare)) == len(re.findall(r"</?[a-z]+[1-6]?(?: [a-z-]+(?:='')?)*>", bare))


def test_a_clause_is_whole_and_marked_where_it_says_who() -> None:
    text = "1.建实验室。(市科技局牵头)"
    said = task(1, "建实验室", duty("市科技局", "lead", "(市科技局牵头)", 100 + text.index("(")), text=text)
    assert "<blockquote>1.建实验室。<mark>(市科技局牵头)</mark></blockquote>" in duty_cards.card(said)


def test_words_outside_the_clause_are_shown_after_it() -> None:
    """A table names the departments in another cell."""
    said = task(1, "建", duty("市科技局", "lead", "市科技局", 500), text="建实验室")
    assert "<blockquote>建实验室\n<mark>市科技局</mark></blockquote>" in duty_cards.card(said)


def test_a_task_without_departments_says_so() -> None:
    assert t("duties_nobody") in duty_cards.card(TASKS[3])


# -- files


def test_a_file_holds_who_does_what() -> None:
    heads = columns(TASKS)
    data = sheet.as_csv(duty_cards.sheet_head(heads), duty_cards.sheet_rows(TASKS, heads))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(TASKS) and rows[0][t("duties_lead")] == "市科技局"
    assert rows[1]["市教育局"] == t("duties_shared") and rows[2][t("duties_deadline")] == "2027年"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert (
        next(csv.reader(io.StringIO(sheet.as_csv(["h"], [[cell]]).decode("utf-8-sig").split("\r\n", 1)[1])))[0]
        == f"'{cell}"
    )
    with zipfile.ZipFile(io.BytesIO(sheet.workbook("表", ["h"], [[cell]]))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_a_cell_longer_than_excel_takes_is_cut() -> None:
    with zipfile.ZipFile(io.BytesIO(sheet.workbook("表", ["h"], [["字" * 40_000, 3]]))) as book:
        assert "字" * (sheet.LONGEST - 1) + "…</t>" in book.read("xl/sharedStrings.xml").decode()


# -- the page


@pytest.fixture
def app(engine: Engine) -> AppTest:
    return view("duties", engine)


def test_the_page_shows_all_tasks_and_the_address_narrows_them(app: AppTest) -> None:
    assert t("duties_total", tasks=21, units=23) in shown(app)
    html = shown(app, unit="市科技局", role="lead", sort="count")
    assert t("duties_total", tasks=7, units=6) in html
    assert [each.value for each in app.selectbox] == ["", "济南市科学技术局", "lead", "count"]
    app.text_input(key="text").set_value("实验室 量子").run()
    assert "构筑多层次实验室体系" in shown(app) and "健全科技创新管理体制" not in shown(app)
    app.selectbox(key="role_chosen").set_value("support").run()
    assert app.query_params["role"] == "support"
    assert t("duties_nothing") in shown(app)


def test_a_long_table_comes_a_piece_at_a_time(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.views.duties.SHOWN", 10)
    assert shown(app).count("<th scope='row'>") == 10
    for left, then in ((11, 20), (1, 21)):
        next(each for each in app.button if each.label == t("more", count=left)).click()
        assert shown(app).count("<th scope='row'>") == then


def test_a_task_in_the_address_is_shown_with_its_clause(app: AppTest) -> None:
    html = shown(app, task="jinan-plan-2023/task/2")
    assert "<mark>(市科技局牵头,市发展改革委、市工业和信息化局配合)</mark>" in html.split("zt-duty-legend")[0]
    assert t("duties_no_task") in shown(app, task="nothing")


def test_a_division_is_shown_with_programs_phones_and_proof(app: AppTest) -> None:
    html = shown(app, department="农村科技处")
    assert "重大技术创新服务平台建设" in html and "href='tel:66608819'" in html
    assert "<mark>农村科技处，联系电话：66608819/53。</mark>" in html


def test_a_department_is_found_by_any_of_its_names(app: AppTest) -> None:
    html = shown(app, department="市科技局")
    assert "<h2>济南市科学技术局</h2>" in html and t("duties_also", names="市科技局") in html
    assert html == shown(app, department="济南市科学技术局")
    assert html.count("zt-proof") >= 21


def test_an_unknown_department_offers_others(app: AppTest) -> None:
    html = shown(app, department="科技<处>")
    assert escape("科技<处>") in html and "农村科技处" in html


def test_a_wrong_value_in_the_address_is_everything(app: AppTest) -> None:
    assert t("duties_total", tasks=21, units=23) in shown(app, unit="x", role="<b>", sort="y", document="z")


def test_every_role_has_words_in_both_languages() -> None:
    for words in strings().values():
        assert {
            f"duties_{kind}{role}" for kind in ("", "mark_", "tasks_") for role in ("lead", "support", "shared")
        } <= {*words}
