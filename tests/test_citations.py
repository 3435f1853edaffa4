"""One line a case: what a text cites."""

from __future__ import annotations

import pytest

from ingest.citations import kind_of, normalise_number, normalise_title, regulations
from ingest.numbers import arabic, numbers
from ingest.records import Regulation
from ingest.text import CleanText


def clean(text: str) -> CleanText:
    return CleanText("d", text, (0,), (1,))


def cited(text: str, own: tuple[str, ...] = (), number: str | None = None) -> tuple[Regulation, ...]:
    found = regulations(clean(text), own, number)
    for regulation in found:
        assert regulation.mentions
        for m in regulation.mentions:
            assert text[m.start : m.end] == m.text
    return found


NUMBERS = [
    ("青政发〔2016〕20号", "青政发〔2016〕20号"),
    ("青政发［2016］ 20号", "青政发〔2016〕20号"),
    ("青政发【2016】第20号", "青政发〔2016〕20号"),
    ("青政发 [ 2016 ] 20 号", "青政发〔2016〕20号"),
    ("青政发（２０１６）２０号", "青政发〔2016〕20号"),
    ("青政发2016年20号", "青政发〔2016〕20号"),
    ("青政发2016-20", "青政发〔2016〕20号"),
    ("《青政发〔2016〕20号》文件", "青政发〔2016〕20号"),
    ("国务院令第700号", "国务院令第700号"),
    ("国务院令700号", "国务院令第700号"),
    ("中华人民共和国主席令第七十四号", "主席令第74号"),
    ("商务部第34号令", "商务部令第34号"),
    ("商务部令2018年第5号", "商务部令2018年第5号"),
    ("财政部 税务总局公告2019年第39号", "财政部税务总局公告2019年第39号"),
    ("2019年第39号公告", "公告2019年第39号"),
    ("2019年青石市科技发展计划", None),
    ("青石市科技强市2030", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number_is_written_one_way(text: str, number: str | None) -> None:
    assert normalise_number(text) == number


IN_TEXT = [
    ("对其中符合青政发[2007]81号文件的", [("青政发[2007]81号", "青政发〔2007〕81号")]),
    ("浙经信投资〔2015〕1号", [("浙经信投资〔2015〕1号", "浙经信投资〔2015〕1号")]),
    ("依据人力资源和社会保障部令第5号办理", [("人力资源和社会保障部令第5号", "人力资源和社会保障部令第5号")]),
    ("经国务院令第588号公布", [("国务院令第588号", "国务院令第588号")]),
    ("（青银发2023年第56号）", [("青银发2023年第56号", "青银发〔2023〕56号")]),
    ("（青政办发 2015-20号）", [("青政办发 2015-20号", "青政办发〔2015〕20号")]),
    ("（2023年第56号）和（见2023年第5号）", []),
    ("第二次会议命令第3号楼", []),
    ("（2015）民一终字第20号", []),
]


@pytest.mark.parametrize(("text", "found"), IN_TEXT)
def test_numbers_in_running_text(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[n.start : n.end], v) for n in numbers(text) for v in n.values] == found


def test_a_list_of_numbers_shares_its_code() -> None:
    assert [n.values for n in numbers("青科发〔2017〕49、50号")] == [("青科发〔2017〕49号", "青科发〔2017〕50号")]


@pytest.mark.parametrize(
    ("words", "value"),
    [("二十一", 21), ("十", 10), ("二〇一二", 2012), ("一百零五", 105), ("１２", 12), ("甲", None), ("", None)],
)
def test_numerals(words: str, value: int | None) -> None:
    assert arabic(words) == value


KINDS = [
    ("青石市孵化器管理暂行办法", "办法"),
    ("关于支持众创空间的实施意见（试行）(修订稿)", "意见"),
    ("青石市创新行动计划（2021—2025年）", "计划"),
    ("青石市创新发展规划2021-2025年", "规划"),
    ("〈青石市创新券办法〉实施细则", "实施细则"),
    ("中华人民共和国科学技术进步法", "法律"),
    ("两地合作协议", "协议"),
    ("推荐车型目录", "目录"),
    ("项目申报书", None),
    ("资金使用情况表", None),
    ("操作手册", None),
    ("青石日报", None),
    ("制作方法", None),
]


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_kind_is_the_last_word(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


def test_one_key_for_a_title_in_any_brackets() -> None:
    keys = {
        normalise_title(t)
        for t in ("《〈创新券办法（试行）〉细则》", "<创新券办法(试行)>细则", "创新券 办法（试行）\n细则")
    }
    assert keys == {"创新券办法(试行)细则"}


# text → (title, number) of every cited document, in order
FORMS = [
    ("根据《甲市奖励办法》。", [("甲市奖励办法", None)]),
    ("根据《甲市奖励办法》（甲政发〔2016〕20号）。", [("甲市奖励办法", "甲政发〔2016〕20号")]),
    ("根据《甲市奖励办法》 [甲政发（2016） 20号]。", [("甲市奖励办法", "甲政发〔2016〕20号")]),
    ("根据《甲市奖励办法》【甲政发[2016]第20号】。", [("甲市奖励办法", "甲政发〔2016〕20号")]),
    ("根据《甲市奖励办法》甲政发〔2016〕20号。", [("甲市奖励办法", "甲政发〔2016〕20号")]),
    ("根据《甲市奖励办法（甲政发〔2016〕20号）》。", [("甲市奖励办法", "甲政发〔2016〕20号")]),
    ("根据《甲市奖励办法（甲政发〔2016〕20号），", [("甲市奖励办法", "甲政发〔2016〕20号")]),
    ("根据《甲市奖励办法》（试行）（甲政发〔2016〕20号）。", [("甲市奖励办法", "甲政发〔2016〕20号")]),
    ("依照《乙条例》（国务院令第588号）", [("乙条例", "国务院令第588号")]),
    ("依照国务院令第588号《乙条例》", [("乙条例", "国务院令第588号")]),
    ("依照《乙条例》（第8号令）", [("乙条例", "令第8号")]),
    ("《甲办法》《乙办法》、《丙办法》", [("甲办法", None), ("乙办法", None), ("丙办法", None)]),
    ("《甲法》和《乙法》（丙发〔2017〕4、5号）", [("甲法", "丙发〔2017〕4号"), ("乙法", "丙发〔2017〕5号")]),
    ("《甲法》（丙〔2015〕1号）《乙法》（丁〔2015〕2号）", [("甲法", "丙〔2015〕1号"), ("乙法", "丁〔2015〕2号")]),
    ("《加快创建\n创新城市若干政策》", [("加快创建创新城市若干政策", None)]),
    ("按《甲办法、《乙办法》执行", [("乙办法", None)]),
    ("按《甲办法执行。\n一、总则\n二、附则》", []),
    ("按照乙政发〔2018〕3号文件执行", [("乙政发〔2018〕3号", "乙政发〔2018〕3号")]),
    ("《〈创新券办法〉实施细则》", [("〈创新券办法〉实施细则", None), ("创新券办法", None)]),
    ("《关于修改<水法>的决定》", [("关于修改<水法>的决定", None), ("水法", None)]),
    ("先见《甲规划》，再见《甲规划》（甲发〔2017〕4号）", [("甲规划", "甲发〔2017〕4号")]),
    ("《甲意见》（甲发〔2007〕8号）。符合甲发[2007]8号的", [("甲意见", "甲发〔2007〕8号")]),
    ("《甲法》（丙〔2007〕8号）《甲法》（丙〔2008〕9号）", [("甲法", "丙〔2007〕8号"), ("甲法", "丙〔2008〕9号")]),
    ("发文字号：甲发〔2007〕8号", []),
    ("甲发〔2007〕8号\n各县：", []),
    ("2003年6月16日 国务院令第380号公布", []),
    ("建设自由贸易区（以下简称自贸区）", []),
    ("a<b且b>c，《》空", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FORMS)
def test_forms(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(r.title, r.doc_number) for r in cited(text)] == found


SHORT = [
    ("《甲市规划编制指南》（以下简称《指南》）。符合《指南》要求", "指南"),
    ("《甲市规划编制指南》（以下简称“《指南》”）。符合《指南》要求", "指南"),
    ("《甲市规划编制指南》（简称“指南”）。符合《指南》要求", "指南"),
    ("《甲市规划编制指南》（甲发〔2016〕2号，以下简称《指南》）。符合《指南》要求", "指南"),
    ("《甲市规划编制指南》（甲发〔2016〕2号）（下称《指南》）。符合《指南》要求", "指南"),
    ("《甲市规划编制指南》，以下简称《指南》。符合《指南》要求", "指南"),
    ("《甲市规划编制指南》已印发。符合《指南》要求", "指南"),
]


@pytest.mark.parametrize(("text", "name"), SHORT)
def test_a_short_name_is_what_it_stands_for(text: str, name: str) -> None:
    (only,) = cited(text)
    assert only.title == "甲市规划编制指南" and only.aliases == (name,)
    assert [m.short for m in only.mentions] == [m.text == f"《{name}》" for m in only.mentions]


def test_short_names_in_a_circle_end() -> None:
    found = cited("《甲办法》（以下简称《乙办法》）《乙办法》（以下简称《甲办法》），按《甲办法》《乙办法》")
    assert [r.title for r in found] == ["甲办法"]


def test_an_undefined_short_name_with_two_meanings_stays_open() -> None:
    assert [r.title for r in cited("《甲办法》《乙办法》，按《办法》")] == ["甲办法", "乙办法", "办法"]


OWN = [
    ("现将《甲市编制指南》印发给你们", ("甲市编制指南",)),
    ("现将《甲市编制指南》印发给你们", ("甲市人民政府关于印发甲市编制指南的通知",)),
    ("《关于支持甲车的若干措施》已经同意", ("甲省印发关于支持甲车若干措施的通知",)),
    ("现将《甲市落实<乙意见>方案》印发", ("甲市落实《乙意见》方案",)),
]


@pytest.mark.parametrize(("text", "titles"), OWN)
def test_own_titles(text: str, titles: tuple[str, ...]) -> None:
    assert cited(text, titles)[0].self


def test_the_own_number_is_no_citation() -> None:
    assert cited("关于甲的通知甲发〔2020〕1号各县：", (), "甲发〔2020〕1号") == ()


def test_a_nested_title_is_the_notice_that_issued_it() -> None:
    text = "按照《甲市关于印发创新券办法(试行)的通知》（甲发〔2017〕9号）、《〈创新券办法（试行）〉细则》执行"
    notice, rules = cited(text)
    assert [m.nested for m in notice.mentions] == [False, True] and notice.aliases == ("创新券办法（试行）",)
    assert not rules.mentions[0].nested


RELATIONS = [
    ("根据《甲办法》和《乙办法》，制定本方案", ["依据", "依据"]),
    ("为贯彻落实《甲意见》（甲发〔2022〕5号），结合实际", ["落实"]),
    ("现将《甲方案》印发给你们", ["印发"]),
    ("关于发布《甲指南》的通知", ["印发"]),
    ("《甲方案》已经市政府同意，现印发给你们", ["印发"]),
    ("《甲办法》（甲发〔2010〕5号）同时废止", ["废止"]),
    ("《甲办法》、《乙办法》自本办法施行之日起废止", ["废止", "废止"]),
    ("依照《甲法》执行，原《乙办法》同时废止", ["依据", "废止"]),
    ("对《甲办法》作如下修改", ["修订"]),
    ("《关于修改〈甲条例〉的决定》", ["引用", "修订"]),
    ("其他详见《甲通知》", ["引用"]),
    ("不再执行《甲规定》中的限制", ["引用"]),
    ("根据部里公布的《甲目录》", ["依据"]),
    ("现将《甲指南》（以下简称《指南》）印发给你们", ["印发", "印发"]),
]


@pytest.mark.parametrize(("text", "relations"), RELATIONS)
def test_relations(text: str, relations: list[str]) -> None:
    mentions = sorted((m for r in cited(text) for m in r.mentions), key=lambda m: m.start)
    assert [m.relation for m in mentions] == relations


BEHIND = [
    ("按照《青石港口办法》（青政发2018年第7号）执行。", "青政发〔2018〕7号"),
    ("落实《青石港口办法》的通知（青政发〔2018〕7号）。", "青政发〔2018〕7号"),
    ("落实《青石港口办法》等文件精神（青政发〔2018〕7号），推进。", "青政发〔2018〕7号"),
    ("落实《青石港口办法》（试行）（青政发〔2018〕7号）。", "青政发〔2018〕7号"),
    ("落实《青石港口办法》\n（青政发〔2018〕7号）部署要求。", "青政发〔2018〕7号"),
    ("落实《青石港口办法》的要求，由市港口局（青港函〔2018〕7号附表）负责。", None),
]


@pytest.mark.parametrize(("text", "number"), BEHIND)
def test_the_number_behind_a_title(text: str, number: str | None) -> None:
    assert cited(text)[0].doc_number == number
