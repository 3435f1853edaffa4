"""One line a case: targets with their year, limits, and numbers that are neither."""

from __future__ import annotations

import pytest

from ingest.clean import clean
from ingest.quantities import quantities
from ingest.text import CleanText

# text → (metric, op, value, unit, year)
FORMS = [
    ("到2027年，研发投入比重达到3.5%，高新企业突破10000家。", [("研发投入比重", "达到", 3.5, "%", 2027), ("高新企业", "突破", 10000, "家", 2027)]),
    ("到2030年底，人才总量达到300名以上；到2035年底，达到500名以上。其中，创新人才达到70%以上。", [("人才总量", "达到", 300, "名", 2030), ("", "达到", 500, "名", 2035), ("创新人才", "达到", 70, "%", 2035)]),
    ("2025年底前，电动化率不得低于50%。", [("电动化率", "不得低于", 50, "%", 2025)]),
    ("年龄原则上不超过65岁", [("年龄", "原则上不超过", 65, "岁", None)]),
    ("年薪30万元（以人民币计，下同）及以上", [("年薪", "及以上", 30, "万元", None)]),
    ("每年不少于2个月", [("每年", "不少于", 2, "个月", None)]),
    ("项目实施期一般为1-3年", [("项目实施期一般", None, "1-3", "年", None)]),
    ("每年培育高成长企业约30家", [("每年培育高成长企业", "约", 30, "家", None)]),
    ("用三年左右的时间", [("用的时间", "左右", 3, "年", None)]),
    ("力争经过5年努力", [("力争经过", None, 5, "年", None)]),
    ("引进并支持100名（个）左右专家", [("引进并支持专家", "左右", 100, "名（个）", None)]),
    ("注册时间不满一年", [("注册时间", "不满", 1, "年", None)]),
    ("上两年度财务报表", [("财务报表", "上", 2, "年度", None)]),
    ("每年集中申报一次", [("", None, 1, "次/年", None)]),
    ("同一年度内", [("", "内", 1, "年度", None)]),
    ("活动和投入指标为“0”的", [("活动和投入指标", "为", 0, None, None)]),
    ("给予最高100万元补助", [("给予补助", "最高", 100, "万元", None)]),
    ("到2025年，建成加氢站60座，培育企业300家以上，突破核心技术50项左右。", [("建成加氢站", None, 60, "座", 2025), ("培育企业", "以上", 300, "家", 2025), ("突破核心技术", "左右", 50, "项", 2025)]),
    ("到2025年，形成具有区域影响力的先进制造业产业集群3个，培训1.5万人次。", [("形成具有区域影响力的先进制造业产业集群", None, 3, "个", 2025), ("培训", None, 1.5, "万人次", 2025)]),
    ("到2025年，算力规模达到1500PFlops，新建数据中心电能利用效率不超过1.25。", [("算力规模", "达到", 1500, "PFlops", 2025), ("新建数据中心电能利用效率", "不超过", 1.25, None, 2025)]),
    ("到2025年，占比提高10个百分点。", [("占比", "提高", 10, "个百分点", 2025)]),
    ("到2025年，建成平台5个，每家给予最高100万元补助。", [("建成平台", None, 5, "个", 2025), ("每家给予", "最高", 100, "万元", None)]),
    ("2023年至2025年，每年安排资金不低于1500万元。", [("每年安排资金", "不低于", 1500, "万元", None)]),
    ("指标见表1.25。", []),
    ("一对夫妇可生育两个孩子", []),
    ("聚焦八大方向、4大领域", []),
    ("治理PM2.5，发展5G和3D打印，6英寸晶片，对标“1+474”", []),
    ("2019年度，重点支持新材料", []),
    ("编制三年行动计划", []),
    ("召开第2次会议，共5项", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FORMS)
def test_quantities(text: str, found: list[tuple[str, str | None, float | str, str | None, int | None]]) -> None:
    records = quantities(CleanText("d", text, (0,), (1,)))
    assert [(q.metric, q.op, q.value, q.unit, q.year) for q in records] == found
    assert all(text[q.span.start : q.span.end] == q.span.text for q in records)


# text → (value, unit, year) in a document of 2023
ISSUED = [
    ("2022年，企业达到38家，占比达到7.6%。到2025年达到60家。", [(38, "家", None), (7.6, "%", None), (60, "家", 2025)]),
    ("2025年，企业达到60家。", [(60, "家", 2025)]),
    ("2023—2025年累计培育企业60家以上。", [(60, "家", None)]),
]


@pytest.mark.parametrize(("text", "found"), ISSUED)
def test_a_year_that_is_past_is_no_target(text: str, found: list[tuple[float, str, int | None]]) -> None:
    records = quantities(CleanText("d", text, (0,), (1,)), (), 2023)
    assert [(q.value, q.unit, q.year) for q in records] == found


# the lines of a table in a document of 2023 → (metric, op, value, unit, year)
TABLES = {
    "unit behind the name": (
        ["指标\t2023年\t2025年\t属性", "1.产值（亿元）\t260\t≥400\t预期性", "能效（PUE）\t1.4\t≤1.25\t约束性"],
        [
            ("产值", None, 260, "亿元", 2023),
            ("产值", "≥", 400, "亿元", 2025),
            ("能效（PUE）", None, 1.4, None, 2023),
            ("能效（PUE）", "≤", 1.25, None, 2025),
        ],
    ),
    "a column of units, a year that is past": (
        ["序号\t指标名称\t单位\t2022年\t2025年\t责任单位", "一、主体", "1\t企业数\t家\t38\t60\t县科技局"],
        [("企业数", None, 60, "家", 2025)],
    ),
    "unit with the value, nothing for a year": (
        ["主要指标\t2024年目标\t2025年目标值", "研发强度\t—\t3.5%左右", "专利\t1,200件以上\t1500件"],
        [("研发强度", "左右", 3.5, "%", 2025), ("专利", "以上", 1200, "件", 2024), ("专利", None, 1500, "件", 2025)],
    ),
    "heads in two rows": (
        ["序号\t指标\t单位\t目标值", "2024年\t2025年", "1\t企业数\t家\t50\t60"],
        [("企业数", None, 50, "家", 2024), ("企业数", None, 60, "家", 2025)],
    ),
    "a table without indicators": (["项目\t2024年\t2025年", "甲\t1\t2"], []),
}


@pytest.mark.parametrize("form", TABLES)
def test_tables_of_indicators(form: str) -> None:
    lines, expected = TABLES[form]
    source = clean("d", list(enumerate(lines, 1)))
    records = quantities(source, (), 2023)
    assert [(q.metric, q.op, q.value, q.unit, q.year) for q in records] == expected
    assert all(source.text[q.span.start : q.span.end] == q.span.text for q in records)
