"""One line a case: targets with their year, limits, and numbers that are neither."""

from __future__ import annotations

import pytest

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
