"""One line a case: names of laboratories, institutes, platforms, parks and areas."""

from __future__ import annotations

import pytest

from ingest.organisations import organisations
from ingest.text import CleanText

FORMS = [
    ("推动青石实验室、海洋生物医学实验室等省实验室发展", ["青石实验室", "海洋生物医学实验室"]),
    ("引导省部共建绿色材料与先进造纸国家重点实验室申报", ["省部共建绿色材料与先进造纸国家重点实验室"]),
    ("推进桥梁工程防灾和智能养护全国重点实验室和深海探测重大科技基础设施建设", ["桥梁工程防灾和智能养护全国重点实验室", "深海探测重大科技基础设施"]),
    ("加速建设量子信息国家实验室青石基地", ["量子信息国家实验室青石基地"]),
    ("依托青石海洋技术研究院、青石先进动力研究所等平台", ["青石海洋技术研究院", "青石先进动力研究所"]),
    ("依托青石成果转化“1+3+N”平台，集聚机构", ["青石成果转化“1+3+N”平台"]),
    ("依托青石省技术成果交易中心(青石)设立分中心", ["青石省技术成果交易中心(青石)"]),
    ("建设青石大学东山校区(创新港)", ["青石大学东山校区(创新港)"]),
    ("全面提升齐山科创大走廊建设水平", ["齐山科创大走廊"]),
    ("加快绿色低碳发展先行区建设", ["绿色低碳发展先行区"]),
    ("参与共建“一带一路”，与长三角城市群合作", ["一带一路", "长三角城市群"]),
    ("承接北京非首都功能，具有山东特色，北京市、山东大学", ["北京", "山东", "山东大学"]),
    ("申建全国、省重点实验室，建设一批技术创新中心", []),
    ("打造引才“信息港”和“北方种业之都”", []),
    ("纳入国家实验室体系", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FORMS)
def test_organisations(text: str, names: list[str]) -> None:
    found = organisations(CleanText("d", text, (0,), (1,)))
    assert [o.name for o in found] == names
    assert all(text[o.span.start : o.span.end] == o.span.text == o.name for o in found)
