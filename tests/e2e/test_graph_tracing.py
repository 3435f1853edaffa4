"""References followed through documents that are written as files and read for real, on both servers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.load import load
from graph.store import Store
from graph.trace import trace
from ingest.pipeline import extract
from ingest.records import Extraction

Json = dict[str, Any]
Loaded = Callable[..., dict[str, Extraction]]

HARBOUR = """云州市港口管理办法
云政发〔2015〕3号
各区人民政府：
第一条 根据《云州市水运条例》，制定本办法。
第二条 《云州市码头管理规定》（云政发〔2004〕9号）同时废止。
第三条 本办法自2015年5月1日起施行，有效期5年。
云州市人民政府
2015年4月2日
"""
WATER = """云州市水运条例
第一条 为了加强水运管理，依据《云州市岸线保护条例》，制定本条例。
第二条 本条例自2010年3月1日起施行。
"""
SHORE = """云州市岸线保护条例
第一条 依据《云州市港口管理办法》和《云州市生态红线规定》保护岸线。
第二条 对《云州市河道管理规定》作如下修改：第三条删去。
"""
PLAN = """云州市港口建设工作方案
为落实《云州市港口管理办法》，制定本方案。
一、重点任务
1.建设深水泊位。按照《云州市水运条例》办理。（市港口局牵头，市财政局配合）
2.建设航标。（市港口局负责）
云州市港口局
2016年8月9日
"""
REPEALING = """云州市人民政府关于废止部分文件的决定
云政发〔2018〕1号
各区人民政府：
《云州市港口管理办法》（云政发〔2015〕3号）自2018年7月1日起废止，《云州市水运条例》第七条同时废止。
云州市人民政府
2018年6月2日
"""
AMENDING = """云州市第二水运条例
第一条 云州市人民代表大会常务委员会《关于修改〈云州市水运条例〉的决定》已经公布，依照执行。
"""


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Loaded:
    """Writes each text to a file of its name, reads it, and loads what was seen."""

    def read(**texts: str) -> dict[str, Extraction]:
        found = {}
        for name, text in texts.items():
            (tmp_path / f"{name}.txt").write_text(text, "utf-8")
            found[name] = extract(tmp_path / f"{name}.txt")
            load(store, found[name])
        return found

    return read


def proofs(value: object) -> list[Json]:
    """All spans in a JSON value."""
    if isinstance(value, list):
        return [span for item in value for span in proofs(item)]
    if not isinstance(value, dict):
        return []
    if {"document", "start", "end", "text"} <= value.keys():
        return [value]
    return [span for item in value.values() for span in proofs(item)]


def steps(found: Json) -> list[tuple[int, str, str, str]]:
    return [(s["hop"], s["from"]["title"], s["relation"], s["to"]["title"]) for s in found["chain"]]


# -- the chain of citations


def test_chain_of_three_documents_ends_where_it_began(store: Store, loaded: Loaded) -> None:
    read = loaded(harbour=HARBOUR, water=WATER, shore=SHORE)
    one = [
        (1, "云州市港口管理办法", "依据", "云州市水运条例"),
        (1, "云州市港口管理办法", "废止", "云州市码头管理规定"),
    ]
    two = [(2, "云州市水运条例", "依据", "云州市岸线保护条例")]
    three = [
        (3, "云州市岸线保护条例", "依据", "云州市港口管理办法"),
        (3, "云州市岸线保护条例", "依据", "云州市生态红线规定"),
        (3, "云州市岸线保护条例", "修订", "云州市河道管理规定"),
    ]
    for hops, expected in ((1, one), (2, one + two), (3, one + two + three), (9, one + two + three)):
        found = trace(store, "云政发〔2015〕3号", hops)
        assert steps(found) == expected
        assert [cited["title"] for cited in found["cites"]] == ["云州市水运条例", "云州市码头管理规定"]
    assert [s["to"]["in_corpus"] for s in found["chain"]] == ["water", None, "shore", "harbour", None, None]
    spans = proofs(found)
    assert len(spans) > 10
    for span in spans:
        assert read[span["document"]].text[span["start"] : span["end"]] == span["text"]


def test_nothing_follows_from_what_is_not_in_the_corpus(store: Store, loaded: Loaded) -> None:
    loaded(harbour=HARBOUR)
    found = trace(store, "云州市水运条例", 5)
    assert (found["status"], found["regulation"]["in_corpus"], found["chain"]) == ("found", None, [])


# -- what rests on it


def test_tasks_that_rest_on_it(store: Store, loaded: Loaded) -> None:
    """One names it in its own words; the whole plan is made for the other."""
    loaded(plan=PLAN)
    own, whole = trace(store, "云州市水运条例")["tasks"], trace(store, "云州市港口管理办法")["tasks"]
    assert [(t["no"], t["name"], t["document"]["id"], t["whole"]) for t in own] == [(1, "建设深水泊位", "plan", False)]
    assert [(t["no"], t["whole"], t["span"]["text"]) for t in whole] == [
        (1, True, "《云州市港口管理办法》"), (2, True, "《云州市港口管理办法》"),
    ]  # fmt: skip


# -- who ends and who amends whom


def test_repeal_and_amendment_have_a_direction(store: Store, loaded: Loaded) -> None:
    loaded(harbour=HARBOUR, water=WATER, shore=SHORE, repealing=REPEALING, amending=AMENDING)

    def told(reference: str) -> dict[str, list[tuple[str, str | None]]]:
        found = trace(store, reference)
        keys = ("repealed_by", "amended_by", "repeals", "amends")
        return {key: [(other["title"], other["date"]) for other in found[key]] for key in keys if found[key]}

    decision, harbour = "云州市人民政府关于废止部分文件的决定", "云州市港口管理办法"
    assert told("云政发〔2015〕3号") == {
        "repealed_by": [(decision, "2018-07-01")], "repeals": [("云州市码头管理规定", "2015-05-01")],
    }  # fmt: skip
    assert told("云州市码头管理规定") == {"repealed_by": [(harbour, "2015-05-01")]}
    assert told("云州市河道管理规定") == {"amended_by": [("云州市岸线保护条例", None)]}
    # of the one a part was ended; of the other somebody else's decision tells
    assert told("云州市水运条例") == {
        "amended_by": [("关于修改〈云州市水运条例〉的决定", None), (decision, "2018-06-02")]
    }
    assert told("关于修改〈云州市水运条例〉的决定") == {"amends": [("云州市水运条例", None)]}
    assert "amends" not in told("云州市第二水运条例")


@pytest.mark.parametrize(
    ("reference", "day", "answer", "fact", "proof"),
    [
        ("云州市港口管理办法", "2015-04-30", "no", "effective_from", "自2015年5月1日起施行"),
        ("云州市港口管理办法", "2015-05-01", "yes", "effective_from", "自2015年5月1日起施行"),
        ("云州市港口管理办法", "2018-06-30", "yes", "effective_from", "自2015年5月1日起施行"),
        ("云州市港口管理办法", "2018-07-01", "no", "repealed", "《云州市港口管理办法》（云政发〔2015〕3号）"),
        ("云州市港口管理办法", "2020-05-01", "no", "repealed", "《云州市港口管理办法》（云政发〔2015〕3号）"),
        ("云州市水运条例", "2024-01-01", "yes", "effective_from", "自2010年3月1日起施行"),
        ("云州市码头管理规定", "2015-04-30", "unknown", None, None),
        ("云州市码头管理规定", "2015-05-01", "no", "repealed", "《云州市码头管理规定》（云政发〔2004〕9号）"),
        ("云州市岸线保护条例", "2024-01-01", "unknown", None, None),
    ],
)
def test_in_force_on_a_day(
    store: Store, loaded: Loaded, reference: str, day: str, answer: str, fact: str | None, proof: str | None
) -> None:
    loaded(harbour=HARBOUR, water=WATER, shore=SHORE, repealing=REPEALING)
    found = trace(store, reference, as_of=day)
    because = found["because"]
    assert (found["as_of"], found["in_force"], because and because["fact"]) == (day, answer, fact)
    assert (because is None) if proof is None else (proof in because["span"]["text"])


def test_expired_on_the_day_after_the_last(store: Store, loaded: Loaded) -> None:
    loaded(harbour=HARBOUR)
    last, after = (trace(store, "云州市港口管理办法", as_of=day) for day in ("2020-04-30", "2020-05-01"))
    assert (last["in_force"], after["in_force"]) == ("yes", "no")
    assert (after["because"]["fact"], after["because"]["span"]["text"]) == ("expires", "有效期5年")


def test_what_ends_a_document_does_not_end_what_its_title_names(store: Store, loaded: Loaded) -> None:
    loaded(
        ending=WATER.replace("依据《云州市岸线保护条例》，", "")
        + "第三条 《〈云州市岸线保护条例〉处罚办法》同时废止。\n"
    )
    assert len(trace(store, "〈云州市岸线保护条例〉处罚办法")["repealed_by"]) == 1
    assert trace(store, "云州市岸线保护条例")["repealed_by"] == []


def test_without_a_day_nothing_is_said_of_it(store: Store, loaded: Loaded) -> None:
    loaded(harbour=HARBOUR)
    found = trace(store, "云州市港口管理办法")
    assert (found["as_of"], found["in_force"], found["because"]) == (None, None, None)
    assert [(f["fact"], f["date"]) for f in found["validity"]] == [
        ("effective_from", "2015-05-01"), ("expires", "2020-04-30"),
    ]  # fmt: skip


def test_repeal_without_a_day_leaves_it_open(store: Store, loaded: Loaded) -> None:
    loaded(water=WATER, ending="云州市废止文件目录\n一、下列文件废止\n《云州市水运条例》停止执行。\n")
    found = trace(store, "云州市水运条例", as_of="2024-01-01")
    assert (found["in_force"], found["because"]["fact"]) == ("unknown", "repealed")


# -- parts of titles, and names that are meant ill


def test_part_of_a_title(store: Store, loaded: Loaded) -> None:
    loaded(harbour=HARBOUR, water=WATER, shore=SHORE)
    assert trace(store, "码头管理")["regulation"]["doc_number"] == "云政发〔2004〕9号"
    assert trace(store, "岸线")["regulation"]["in_corpus"] == "shore"
    several = trace(store, "云州市")
    assert several["status"] == "ambiguous" and several["chain"] == []
    assert {c["title"] for c in several["candidates"]} >= {"云州市港口管理办法", "云州市水运条例"}


OPINION = "{issuer}关于航道管理的意见\n第一条 为了加强航道管理，提出本意见。\n第二条 依法办理。\n"
CITING = "云州市锚地管理办法\n第一条 根据云州市港口局《关于航道管理的意见》，制定本办法。\n"


def test_title_without_issuer_is_the_only_document_of_that_title(store: Store, loaded: Loaded) -> None:
    title = "关于航道管理的意见"
    loaded(citing=CITING)
    assert trace(store, title)["regulation"]["in_corpus"] is None
    loaded(harbour=OPINION.format(issuer="云州市港口局"))
    found = trace(store, title)
    assert found["regulation"]["in_corpus"] == "harbour"
    assert [use["document"] for use in found["cited_by"]] == ["citing"]
    loaded(water=OPINION.format(issuer="云州市水务局"))
    assert trace(store, title)["regulation"]["in_corpus"] is None, "which of the two, nobody can tell"


def test_annex_of_rules_is_not_the_rules(store: Store, loaded: Loaded) -> None:
    loaded(
        rules="云州市引航条例\n第一条 引航的费用由附件一《引航收费办法》规定。\n第二条 本条例自2010年3月1日起施行。\n附件一：引航收费办法\n一、按次收费。\n"
    )
    assert trace(store, "引航收费办法")["regulation"]["in_corpus"] is None


EVIL = "云州市'}) DETACH DELETE (n) // $x `RETURN` \\ {y: 1}管理办法"


def test_cypher_in_names_is_only_a_name(store: Store, loaded: Loaded) -> None:
    loaded(evil=WATER + f"第三条 依照《{EVIL}》执行。\n")
    found = trace(store, EVIL)
    assert found["regulation"]["title"] == EVIL and found["cited_by"][0]["document"] == "evil"
    assert trace(store, "' OR 1=1 //")["status"] == "not_found"
    assert trace(store, "云州市水运条例")["regulation"]["in_corpus"] == "evil"


def test_names_of_ten_thousand_characters(store: Store, loaded: Loaded) -> None:
    water = loaded(water=WATER)["water"]
    long = "长" * 10_000
    [cited] = water.regulations
    for id, title in (("one", f"{long}办法"), ("two", f"{long}条例")):
        regulations = (replace(cited, id=title, title=title),)
        load(store, replace(water, document=replace(water.document, id=id, title=title), regulations=regulations))
    found = trace(store, f"{long}办法")
    assert found["regulation"]["title"] == f"{long}办法" and found["regulation"]["in_corpus"] == "one"
    assert trace(store, long * 2)["status"] == "not_found"
