"""The same document as text, Word, HTML and PDF gives the same records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import extract
from ingest.records import Extraction, to_json
from tests.conftest import ROOT
from tests.formats import page, write_docx, write_pdf

INVENTED = [
    "关于印发《临江市2024年数字产业专项资金申报指南》的通知",
    "临数发〔2024〕12号",
    "各县（区）数据局，市直有关单位：",
    "为贯彻落实《临江市数字经济促进办法》（临政发〔2023〕7号），规范专项资金管理，现将《临江市2024年数字产业专项资金申报指南》印发给你们，请认真组织申报，并按照规定的时间和渠道报送材料。",
    "附件：临江市2024年数字产业专项资金申报指南",
    "临江市数据局",
    "2024年3月18日",
    "临江市2024年数字产业专项资金申报指南",
    "一、支持方向",
    "（一）工业软件",
    "1.研发设计软件。支持研发计算机辅助设计、计算机辅助工程等软件，支持企业与高校共建适配中心，鼓励优先采用国产算力平台开展规模化验证。",
    "2.生产控制软件。支持面向装备制造行业的分布式控制系统研发，单个项目补助不超过200万元。",
    "（二）数据服务",
    "支持建设行业可信数据空间，鼓励开展数据流通、数据标注服务。",
    "二、申报限制",
    "有下列情形之一的，取消申报资格：",
    "1.提供虚假材料的；",
    "2.三年内发生重大安全事故的。",
    "三、任务分工",
    "任务\t牵头单位\t配合单位\t完成时限",
    "建设可信数据空间，完善数据基础设施\t市数据局\t市财政局、市科技局\t2024年12月",
    "建立企业培育库\t市工业和信息化局\t市数据局\t2024年9月",
    "四、联系方式",
    "市数据局产业处，联系电话：0990-6601234，邮箱：chanye@linjiang.example。",
]


def facts(extraction: Extraction) -> dict[str, Any]:
    """All records without offsets, lines, and the white space inside of proofs."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict) and {"start", "end", "text"} <= value.keys():
            return "".join(value["text"].split())
        if isinstance(value, dict):
            return {key: bare(v) for key, v in value.items() if key not in ("start", "end", "block")}
        return [bare(v) for v in value] if isinstance(value, (list, tuple)) else value

    found: dict[str, Any] = bare(to_json(extraction))
    return {kind: records for kind, records in found.items() if kind not in ("text", "lines")}


@pytest.fixture(scope="module", params=["invented", "jinan-guide-2019", "jinan-plan-2023"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    source = folder / f"{request.param}.txt"
    if request.param == "invented":
        source.write_text("\n".join(INVENTED), "utf-8")
    else:
        source.write_bytes((ROOT / "corpus" / source.name).read_bytes())
    return source


def test_the_invented_guide_is_read(tmp_path: Path) -> None:
    """So that the files below do not agree on nothing."""
    source = tmp_path / "invented.txt"
    source.write_text("\n".join(INVENTED), "utf-8")
    found = extract(source)
    assert found.document.title == "临江市2024年数字产业专项资金申报指南"
    assert [task.lead for task in found.tasks] == [("市数据局",), ("市工业和信息化局",)]
    assert "6601234" in found.contacts[0].phones[0]
    assert len(found.conditions) == 2


@pytest.fixture(scope="module")
def told(document: Path) -> Extraction:
    return extract(document)


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_formats_agree(document: Path, told: Extraction, kind: str) -> None:
    lines = told.text.split("\n")
    file = document.with_suffix(f".{kind}")
    markup = page(lines, told.document.cover_title or told.document.title)
    if kind == "docx":
        write_docx(file, lines)
    elif kind == "html":
        file.write_text(markup, "utf-8")
    else:
        write_pdf(file, markup)
    found = extract(file)
    if kind != "html":
        assert {line for _, line in found.lines} == {None}
    ours, theirs = facts(found), facts(told)
    for records in theirs:
        assert ours[records] == theirs[records], records
