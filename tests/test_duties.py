"""One line a case: who leads, supports or shares a task."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.duties import duties, tasks
from ingest.names import split_names
from ingest.pipeline import extraction, process
from ingest.text import CleanText

NAMES = [
    ("甲局、乙局，丙委", ["甲局", "乙局", "丙委"]),
    ("市财政局和有关区县政府", ["市财政局", "有关区县政府"]),
    ("市人力资源和社会保障局、工业和信息化部及各地方", ["市人力资源和社会保障局", "工业和信息化部", "各地方"]),
    ("市教育局，各区、县级市", ["市教育局", "各区、县级市"]),
    ("省科技厅，各市、州、县人民政府", ["省科技厅", "各市、州、县人民政府"]),
    ("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"]),
    ("各区县、市直有关部门", ["各区县", "市直有关部门"]),
    ("东山示范区、西山新区管委会", ["东山示范区、西山新区管委会"]),
    ("市科技局、市教育局等部门", ["市科技局", "市教育局"]),
    ("各区县（自治县、开发区）政府", ["各区县（自治县、开发区）政府"]),
    ("由市科技局", ["市科技局"]),
    ("县委组织部，各乡镇党委和人民政府", ["县委组织部", "各乡镇党委和人民政府"]),
    ("各镇党委、政府，县财政局", ["各镇党委、政府", "县财政局"]),
    ("县委和县政府", ["县委", "县政府"]),
    ("—", []),
    ("/", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


# text → (lead, support, shared, deadline) of each duty
FORMS = [
    ("加强。(甲局牵头,乙局、丙局配合)", [("甲局", "乙局 丙局", "", None)]),
    ("（甲局、乙局按职责分工负责）", [("", "", "甲局 乙局", None)]),
    ("（甲局、乙局等分工负责）", [("", "", "甲局 乙局", None)]),
    ("（有关行业主管部门按职责分工负责）", [("", "", "有关行业主管部门", None)]),
    ("（人民银行等部门负责）", [("", "", "人民银行", None)]),
    ("（牵头单位：甲局；配合单位：乙局，各区、县级市）", [("甲局", "乙局 各区、县级市", "", None)]),
    ("（牵头部门：甲局 配合部门：乙局）", [("甲局", "乙局", "", None)]),
    ("【牵头单位】甲局；【参与单位】乙局", [("甲局", "乙局", "", None)]),
    ("（责任单位：甲局、乙局）", [("", "", "甲局 乙局", None)]),
    ("（负责部门：甲局；适用范围：东部地区）", [("", "", "甲局", None)]),
    ("（市级责任单位：甲局；区县责任单位：各区县政府）", [("", "", "甲局 各区县政府", None)]),
    ("做好工作。责任单位：甲局、乙局。", [("", "", "甲局 乙局", None)]),
    ("牵头单位：甲局\n配合单位：乙局\n完成时限：2023年底前", [("甲局", "乙局", "", "2023年底前")]),
    ("责任单位：甲局、\n乙开发区管委会\n完成时限：2025年6月底前", [("", "", "甲局 乙开发区管委会", "2025年6月底前")]),
    ("牵头单位：\n甲局\n配合单位：\n乙局、丙局", [("甲局", "乙局 丙局", "", None)]),
    ("牵头单位：甲局　　责任单位：乙局、相关乡镇人民政府\n完成时限：长期坚持", [("甲局", "乙局 相关乡镇人民政府", "", "长期坚持")]),
    ("完成时限：2024年底前\n牵头单位：甲局", [("甲局", "", "", "2024年底前")]),
    ("（甲局牵头，乙局、丙局等部门按职责分工负责，2023年12月底前完成）", [("甲局", "乙局 丙局", "", "2023年12月底前")]),
    ("（甲局负责，2024年6月底前完成）", [("", "", "甲局", "2024年6月底前")]),
    ("（各区县政府负责落实，甲局牵头）", [("甲局", "各区县政府", "", None)]),
    ("（省财政厅会同省科技厅负责）", [("省财政厅", "省科技厅", "", None)]),
    ("（市工商联、市商务局负责）", [("", "", "市工商联 市商务局", None)]),
    ("（由甲局牵头，会同乙局落实）", [("甲局", "乙局", "", None)]),
    ("〔甲局、乙局和丙区政府具体负责〕", [("", "", "甲局 乙局 丙区政府", None)]),
    ("建设龙山校区(创新港)。(甲局牵头)", [("甲局", "", "", None)]),
    ("（甲局牵头", [("甲局", "", "", None)]),
    ("（责任单位：甲局、乙局，列第一位者为牵头单位，下同）\n（责任单位：丙局、甲局）", [("甲局", "乙局", "", None), ("丙局", "甲局", "", None)]),
    ("A。（市教育局、市公安局）\nB。（市教育局）\nC。（市公安局、各区县政府）", [("", "", "市教育局 市公安局", None), ("", "", "市教育局", None), ("", "", "市公安局 各区县政府", None)]),
    ("向主管部门备案（市教育局）", []),
    ("(修订稿)", []),
    ("（由甲局负责解释）", []),
    ("（项目单位应当负责的部分除外）", []),
    ("（以下简称《办法》）", []),
    ("请按照责任分工，抓好落实。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FORMS)
def test_duties(text: str, found: list[tuple[str, str, str, str | None]]) -> None:
    told = duties(CleanText("d", text, (0,), (1,)))
    assert [(" ".join(d.lead), " ".join(d.support), " ".join(d.shared), d.deadline) for d in told] == found


def test_a_table_of_duties() -> None:
    text = (
        "序号\t重点任务\t牵头单位\t配合单位\t完成时限\n"
        "1\t建设平台\t市科技局\t市财政局、市教育局\t2023年底\n"
        "2\t引进人才\t市委组织部\t\t长期"
    )
    found = tasks(CleanText("d", text, (0,), (1,)), [])
    assert [(t.no, t.title, t.lead, t.support, t.deadline) for t in found] == [
        (1, "建设平台", ("市科技局",), ("市财政局", "市教育局"), "2023年底"),
        (2, "引进人才", ("市委组织部",), (), "长期"),
    ]
    assert all(text[t.span.start : t.span.end] == t.span.text for t in found)


def test_without_an_outline_the_sentence_is_the_title() -> None:
    text = "方案如下（一）建设平台。加快建设。（市科技局负责）（二）引进人才。加大力度。（市委组织部负责）"
    found = tasks(CleanText("d", text, (0,), (1,)), [])
    assert [(t.no, t.title, t.shared) for t in found] == [
        (1, "建设平台", ("市科技局",)),
        (2, "引进人才", ("市委组织部",)),
    ]


# the last words of an item → (lead, support, shared), or None where they are no duty
SENTENCES = [
    ("由市科技局牵头，市工业和信息化局、市财政局配合。", ("市科技局", "市工业和信息化局 市财政局", "")),
    ("由市发展改革委牵头，市教育局参与，2024年底前完成。", ("市发展改革委", "市教育局", "")),
    ("由市科技局牵头。市财政局配合。", ("市科技局", "市财政局", "")),
    ("由市交通运输局、市海洋发展局按职责分工负责。", ("", "", "市交通运输局 市海洋发展局")),
    ("市科技局、市财政局按职责分工负责。", ("", "", "市科技局 市财政局")),
    ("由市农业农村局负责。", ("", "", "市农业农村局")),
    ("由市科技局会同市财政局组织实施。", ("市科技局", "市财政局", "")),
    ("支持建设中试基地，由市科技局负责。", ("", "", "市科技局")),
    ("由市工业和信息化局牵头，各县（市、区）人民政府，北山高新区、滨海新区管委会落实。", ("市工业和信息化局", "各县（市、区）人民政府 北山高新区、滨海新区管委会", "")),
    ("由省通信管理局牵头，中国电信云河分公司参与。", ("省通信管理局", "中国电信云河分公司", "")),
    ("由各有关部门按职责分工负责。", ("", "", "各有关部门")),
    ("由企业牵头，高校参与。", None),
    ("由项目承担单位负责实施。", None),
    ("项目评审由市科技局组织实施。", None),
    ("领导小组办公室（设在市科技局）负责日常工作。", None),
    ("市科技局、市财政局要加强督导，抓好落实。", None),
    ("由市科技局负责解释。", None),
    ("由市科技局牵头制定实施细则。", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "told"), SENTENCES)
def test_the_last_sentence_of_an_item(words: str, told: tuple[str, str, str] | None) -> None:
    source = clean("d", [(1, "一、任务"), (2, f"1.建设平台。加快建设。{words}"), (3, "2.引进人才。加大力度。")])
    found = [(" ".join(t.lead), " ".join(t.support), " ".join(t.shared)) for t in extraction(process(source)).tasks]
    assert found == ([told] if told else [])


# the lines of a table → (number, title, lead, support, shared, deadline) of each row
TABLES = {
    "a dash is nobody": (
        ["序号\t重点任务\t牵头单位\t配合单位\t完成时限", "8\t建设平台\t市科技局\t—\t－"],
        [(8, "建设平台", "市科技局", "", "", None)],
    ),
    "chapters between the rows": (
        ["序号\t任务\t责任单位", "一、平台", "1\t建设平台\t市科技局", "（二）人才", "2\t引进人才\t市财政局"],
        [(1, "建设平台", "", "", "市科技局", None), (2, "引进人才", "", "", "市财政局", None)],
    ),
    "heads in two rows": (
        ["序号\t任务\t责任分工\t\t完成时限", "\t\t牵头单位\t配合单位", "1\t建设平台\t市科技局\t市财政局\t长期"],
        [(1, "建设平台", "市科技局", "市财政局", "", "长期")],
    ),
    "the second row of heads without the merged cells": (
        ["序号\t任务\t责任单位\t时限", "牵头单位\t配合单位", "1\t建设平台\t市科技局\t市财政局\t长期"],
        [(1, "建设平台", "市科技局", "市财政局", "", "长期")],
    ),
    "a remark behind a head": (
        ["序号\t任务\t责任单位（含区县和开发区）", "1\t建设平台\t市科技局"],
        [(1, "建设平台", "", "", "市科技局", None)],
    ),
    "people are no duty": (
        [
            "序号\t任务\t牵头单位",
            "1\t建设职务科技成果平台\t市科技局",
            "附件2",
            "联络员信息表",
            "类别\t姓名\t职务\t手机",
            "联络员",
        ],
        [(1, "建设职务科技成果平台", "市科技局", "", "", None)],
    ),
    "figures are no duty": (["序号\t指标名称\t单位\t2022年\t2025年\t责任单位", "1\t企业数\t家\t38\t60\t县科技局"], []),
    "a table that goes on behind a note": (
        ["序号\t任务\t牵头单位", "1\t建设平台\t市科技局", "注：见附件。", "2\t引进人才\t市财政局"],
        [(1, "建设平台", "市科技局", "", "", None), (2, "引进人才", "市财政局", "", "", None)],
    ),
}


@pytest.mark.parametrize("form", TABLES)
def test_tables(form: str) -> None:
    lines, expected = TABLES[form]
    found = tasks(clean("d", list(enumerate(lines, 1))), [])
    given = [(t.no, t.title, " ".join(t.lead), " ".join(t.support), " ".join(t.shared), t.deadline) for t in found]
    assert given == expected


def test_numbers_as_written_below_an_item_too() -> None:
    lines = ["一、任务"]
    lines += [f"（{n}）任务{n}。加快建设。（市科技局负责）" for n in "一二三"]
    lines += ["（四）强化人才。", "1.引进。加大力度。（市财政局负责）", "2.培养。加大力度。（市教育局负责）"]
    lines += ["（五）任务五。加快建设。（市科技局负责）"]
    found = extraction(process(clean("d", list(enumerate(lines, 1))))).tasks
    assert [(t.no, t.title) for t in found] == [
        (1, "任务一"),
        (2, "任务二"),
        (3, "任务三"),
        (1, "引进"),
        (2, "培养"),
        (5, "任务五"),
    ]
