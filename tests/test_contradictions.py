"""What documents say differently of one thing: small documents as text files, built by the program."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Zhengtu

Json = dict[str, Any]

GUIDE = """{city}科学技术局
关于发布{year}年{city}科技计划申报指南的通知
{code}科发〔{year}〕{no}号

各区县科技局、有关单位：
{basis}，现发布{year}年{city}科技计划申报指南。

一、专项
{programs}
二、其他
咨询单位：{city}科学技术局，联系电话：{phone}。

{city}科学技术局
{year}年3月1日
"""
PROGRAM = """（{no}）{name}
支持重点：{name}的关键技术。
责任部门：{division}，联系电话：{phones}。
"""
BASIS = "根据《云州市人民政府关于印发{}的通知》（云政发〔2022〕7号）和《云州市科技奖励办法》（{}）"


def guide(year: int, *programs: tuple[str, str, str], city: str = "云州市", basis: str, phone: str = "5550100") -> str:
    parts = (
        PROGRAM.format(no="一二三四五"[no], name=name, division=division, phones=phones)
        for no, (name, division, phones) in enumerate(programs)
    )
    return GUIDE.format(
        city=city, year=year, code=city[0], no=year - 2000, basis=basis, programs="".join(parts), phone=phone
    )


MEASURES = BASIS.format("云州市科技创新若干措施", "云政发〔2010〕3号")
DOCUMENTS = {
    "guide-2023": guide(
        2023,
        ("中试基地专项", "平台建设处", "5550101/02"),  # both its numbers, of which the next guide names one
        ("健康养老专项", "社会发展处", "5550111"),
        ("良种培育专项", "农村科技处", "5550121"),
        ("健康养老专项", "社会发展处", "5550119"),  # the same document says it twice
        basis=MEASURES,
    ),
    "guide-2024": guide(
        2024,
        ("中试基地专项", "平台建设处", "5550101"),
        ("良种培育专项", "成果转化处", "5550131"),
        basis=BASIS.format("云州市人才新政十条", "云政发〔2012〕8号"),
        phone="5550199",
    ),
    # another city has programs and divisions of these names, too, and calls the measures without 关于印发…的通知
    "guide-hai": guide(
        2024,
        ("中试基地专项", "平台建设处", "6660101"),
        ("良种培育专项", "社会发展处", "6660111"),
        city="海安市",
        basis="根据《云州市科技创新若干措施》（云政发〔2022〕7号）和《海安市科技奖励办法》（海政发〔2011〕4号）",
        phone="6660100",
    ),
    # one title, and a number that follows the other
    "award-2010": "海安市人才奖励办法\n海政发〔2010〕3号\n\n第一条 为了奖励人才，制定本办法。\n\n海安市人民政府\n2010年3月1日\n",
    "award-2016": (
        "海安市人才奖励办法\n海政发〔2016〕9号\n\n第一条 为了奖励人才，制定本办法。\n"
        "第二条 《海安市人才奖励办法》（海政发〔2010〕3号）同时废止。\n\n海安市人民政府\n2016年3月1日\n"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(zhengtu: Zhengtu, tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    path = tmp_path_factory.mktemp("contradictions") / "home"
    shutil.copytree(tables, path / "index" / tables.name)
    done = zhengtu("build", folder, home=path)
    assert done.returncode == 0, done.stderr
    yield path
    zhengtu("stop", home=path)


@pytest.fixture(scope="module")
def found(zhengtu: Zhengtu, home: Path) -> list[Json]:
    done = zhengtu("contradictions", "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def values(each: Json) -> dict[str, set[str]]:
    """Value → the documents that say it."""
    return {said["value"]: {span["document"] for span in said["evidence"]} for said in each["values"]}


def of(found: list[Json], kind: str) -> dict[str, dict[str, set[str]]]:
    return {each["name"]: values(each) for each in found if each["kind"] == kind}


def test_program_with_other_divisions(found: list[Json]) -> None:
    assert of(found, "program_division") == {
        "良种培育专项": {"农村科技处": {"guide-2023"}, "成果转化处": {"guide-2024"}}
    }


def test_program_with_two_phones_for_one_division_in_one_document(found: list[Json]) -> None:
    assert of(found, "program_phone") == {"健康养老专项": {"5550111": {"guide-2023"}, "5550119": {"guide-2023"}}}
    assert [each["division"] for each in found if each["kind"] == "program_phone"] == ["社会发展处"]


def test_department_with_other_numbers_across_documents(found: list[Json]) -> None:
    assert of(found, "department_phone") == {"云州市科学技术局": {"5550100": {"guide-2023"}, "5550199": {"guide-2024"}}}


def test_regulation_with_two_numbers(found: list[Json]) -> None:
    assert of(found, "regulation_number") == {
        "云州市科技奖励办法": {"云政发〔2010〕3号": {"guide-2023"}, "云政发〔2012〕8号": {"guide-2024"}}
    }


def test_number_with_two_titles(found: list[Json]) -> None:
    assert set(of(found, "regulation_title")) == {"云政发〔2022〕7号"}
    said = of(found, "regulation_title")["云政发〔2022〕7号"]
    assert {frozenset(documents) for documents in said.values()} == {
        frozenset({"guide-2023", "guide-hai"}), frozenset({"guide-2024"})
    }  # fmt: skip


def test_every_value_stands_in_its_proofs(found: list[Json], zhengtu: Zhengtu, home: Path) -> None:
    """Each span holds the words that it claims, and the value is among them."""
    seen = 0
    for each in found:
        assert len(each["values"]) > 1
        for said in each["values"]:
            assert said["evidence"]
            for span in said["evidence"]:
                text = json.loads((home / "extractions" / f"{span['document']}.json").read_text("utf-8"))["text"]
                assert text[span["start"] : span["end"]] == span["text"] and span["line"] >= 1
                seen += 1
            worded = [all(part in span["text"] for part in said["value"].split("、")) for span in said["evidence"]]
            assert any(worded) if each["kind"] == "regulation_title" else all(worded)
    assert seen >= 10


def test_for_people(zhengtu: Zhengtu, home: Path, found: list[Json]) -> None:
    done = zhengtu("contradictions", home=home)
    assert done.returncode == 0
    assert f"{len(found)} 处说法不一" in done.stdout
    for words in ("良种培育专项  责任处室不一", "健康养老专项 社会发展处  电话不一", "guide-2024 第"):
        assert words in done.stdout


def test_documents_that_agree(zhengtu: Zhengtu, built: Path) -> None:
    """The corpus: divisions with several numbers, programs in overview and in detail, short titles."""
    assert json.loads(zhengtu("contradictions", "--json", home=built).stdout) == []
    assert "没有发现" in zhengtu("contradictions", home=built).stdout


def test_home_that_is_not_built(zhengtu: Zhengtu, tmp_path: Path) -> None:
    done = zhengtu("contradictions", home=tmp_path / "none")
    assert done.returncode == 2 and "zhengtu build" in done.stderr
