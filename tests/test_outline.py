"""The outline: markers, titles of their own line, run-in titles, untitled items, restarts."""

import pytest

from ingest.outline import headings, outline
from ingest.text import CleanText


def source(*paragraphs: str) -> CleanText:
    text = "\n".join(paragraphs)
    starts = [0]
    for p in paragraphs[:-1]:
        starts.append(starts[-1] + len(p) + 1)
    return CleanText("d", text, tuple(starts), tuple(range(1, len(paragraphs) + 1)))


# paragraph, level, marker, title ("" for an item without one)
ITEMS = [
    ("一、总体要求", 1, "一、", "总体要求"),
    ("十二、附则", 1, "十二、", "附则"),
    ("（一）基本原则", 2, "（一）", "基本原则"),
    ("(二) 主要目标", 2, "(二)", "主要目标"),
    ("㈢资金管理", 2, "㈢", "资金管理"),
    ("1.数控机床。研制五轴联动机床。", 3, "1.", "数控机床"),
    ("2．节水灌溉。推广滴灌。", 3, "2．", "节水灌溉"),
    ("3、种业", 3, "3、", "种业"),
    ("⒋渔业", 3, "⒋", "渔业"),
    ("（1）海洋牧场领域：优先支持深水网箱。", 4, "（1）", "海洋牧场领域"),
    ("⑵林下经济", 4, "⑵", "林下经济"),
    ("①申请表。", 5, "①", ""),
    ("--建设育种平台。联合院所。", 5, "--", "建设育种平台"),
    ("第三章 监督管理", 1, "第三章", "监督管理"),
    ("第十二条 申请人应当如实填报，不得隐瞒。", 3, "第十二条", ""),
    ("4.研究开发盐碱地改良技术，研制专用肥料，开展示范。", 3, "4.", ""),
    ("5.强化要素保障,提升服务水平。推动土地供应。", 3, "5.", "强化要素保障,提升服务水平"),
    ("6.企业有下列行为的；", 3, "6.", ""),
]


@pytest.mark.parametrize(("words", "level", "marker", "title"), ITEMS)
def test_item(words, level, marker, title):
    (item,) = outline(source(words))
    assert (item.level, item.marker, item.title) == (level, marker, title)


@pytest.mark.parametrize("words", ["3.5亿元以上的企业", "2023.4印发", "（以下简称区）", "二是加强领导。", "1998年成立"])
def test_no_item(words):
    assert outline(source(words)) == []


def test_tree_follows_the_class_of_the_marker():
    items = outline(source("一、甲", "（一）乙", "1.丙", "（1）丁", "2.戊", "（二）己", "二、庚", "1.辛"))
    assert [i.path for i in items][3] == ("一、甲", "（一）乙", "1.丙", "（1）丁")
    assert [i.parent for i in items] == [None, 0, 1, 2, 1, 0, None, 6]


def test_numbers_restart_below_a_title_without_a_number():
    text = source("四、管理", "附件1", "申报指南", "一、专项")
    at = text.text.index("申报指南")
    items = outline(text, [(at, at + 4)])
    assert [(i.title, i.parent) for i in items] == [("管理", None), ("申报指南", None), ("专项", 1)]


def test_a_number_that_touches_a_digit_is_a_marker_only_in_sequence():
    assert [i.marker for i in outline(source("10.甲工程", "11.121工程", "3.5亿元"))] == ["10.", "11."]


def test_a_short_line_above_a_new_count_is_a_title():
    items = outline(source("补助资金", "1.有关要求", "按通知执行。", "2.责任部门"))
    assert [(i.title, i.parent) for i in items] == [("补助资金", None), ("有关要求", 0), ("责任部门", 0)]


def test_a_title_that_ends_in_a_full_stop_above_deeper_items():
    items = outline(source("（二）强化人才支撑。", "1.引进团队。给予支持。", "（三）本条无下级。"))
    assert [i.title for i in items] == ["强化人才支撑", "引进团队", ""]


def test_a_label_before_a_colon_is_no_heading():
    text = source("（1）海洋领域：支持网箱。", "（2）山地开发。支持梯田。")
    assert [h.title for h in headings(text, outline(text))] == ["山地开发"]


def test_blocks_end_where_the_next_item_of_the_same_rank_begins():
    text = source("一、甲", "正文。", "（一）乙", "正文。", "二、丙")
    first, second, third = outline(text)
    assert text.text[first.start : first.block] == "一、甲\n正文。\n（一）乙\n正文。\n"
    assert second.block == third.start and third.block == len(text.text)
