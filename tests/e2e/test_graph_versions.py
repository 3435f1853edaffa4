"""One identity for each regulation, and which version of it is meant, on both servers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from graph import versions
from graph.ids import title_key, version_of
from graph.load import load, remove
from graph.store import Store
from graph.trace import trace
from tests.e2e.test_graph_tracing import Loaded, loaded

__all__ = ["loaded"]

Content = Callable[[], tuple[list[Any], list[Any]]]

_LAW = "中华人民共和国水运法\n\n{passed}\n\n第一条 为了加强水运管理，制定本法。\n第二条 本法自2010年3月1日起施行。\n"
FIRST = _LAW.format(passed="2009年12月1日 全国人民代表大会常务委员会第三次会议通过")
SECOND = _LAW.format(
    passed="2009年12月1日 全国人民代表大会常务委员会第三次会议通过\n\n2018年5月2日 全国人民代表大会常务委员会第六次会议修正"
)
_CITING = "云州市{name}工作方案\n根据《{law}》，制定本方案。\n一、重点任务\n1.建设泊位。（市港口局负责）\n"
_SIGNED = "云州市港口局\n{date}\n"


def citing(name: str, law: str, date: str | None) -> str:
    return _CITING.format(name=name, law=law) + (_SIGNED.format(date=date) if date else "")


TEXTS = {
    "first": FIRST,
    "second": SECOND,
    "early": citing("早期", "水运法", "2012年3月4日"),
    "late": citing("后期", "中华人民共和国水运法", "2020年3月4日"),
    "named": citing("写明", "水运法（2018年修正）", "2021年3月4日"),
    "behind": citing("后注", "水运法》（2018修正）《水运规划", "2021年3月4日"),
    "undated": citing("无期", "水运法", None),
    "before": citing("最早", "水运法", "2001年3月4日"),
}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("中华人民共和国水运法", "水运法", True),
        ("《水运法》", "〈水运法〉", True),
        ("云州市实施《中华人民共和国水运法》办法", "云州市实施〈水运法〉办法", True),
        ("水运法(2018修正)", "水运法（2018年修正）", True),
        ("水运法（２０１８年修订）", "水运法", True),
        ("水运目录（2019年本）", "水运目录", True),
        ("水运办法（修订版）", "水运办法", True),
        ("水运办法（试行）", "水运办法", False),
        ("水运办法（试行）（2018修订）", "水运办法(试行)", True),
        ("水运暂行办法", "水运办法", False),
        ("水运规划（2018—2025年）", "水运规划", False),
        ("水运法解释（二）", "水运法解释", False),
        ("中华人民共和国", "中华人民共和国", True),
    ],
)
def test_one_title_however_written(one: str, other: str, same: bool) -> None:
    assert (title_key(one) == title_key(other)) is same
    assert title_key(one)


def test_version_is_what_the_bracket_says() -> None:
    said = [
        version_of(title)
        for title in ("水运法（2018修正）", "水运法（修订）", "水运法", "水运办法（试行）", "水运法解释（二）")
    ]
    assert said == ["2018修正", "修订", None, None, None]


def test_later_version_points_to_the_earlier(store: Store, loaded: Loaded) -> None:
    read = loaded(**TEXTS)
    assert [read[name].document.date for name in ("first", "second", "undated")] == ["2009-12-01", "2018-05-02", None]
    rows = store.read(
        "MATCH (a:Regulation)-[v:VERSION_OF]->(b:Regulation) MATCH (a)-[:IS]->(later:Document) MATCH (b)-[:IS]->(d:Document) "
        "RETURN later.id AS later, d.id AS earlier, v.rule AS rule"
    )
    assert rows == [{"later": "second", "earlier": "first", "rule": versions.BY_DATE}]


def test_citation_goes_to_the_version_of_its_day(store: Store, loaded: Loaded) -> None:
    loaded(**TEXTS)
    found = trace(store, "水运法")
    assert found["status"] == "found" and found["regulation"]["in_corpus"] == "second"
    assert [(v["date"], v["in_corpus"]) for v in found["versions"]] == [
        ("2010-03-01", "first"),
        ("2018-05-02", "second"),
    ]
    told = {use["document"]: use["version"] for use in found["cited_by"] if use["document"] in TEXTS}
    assert {name: (told[name]["why"], told[name]["in_corpus"]) for name in list(TEXTS)[2:]} == {
        "early": ("in_force", "first"), "late": ("in_force", "second"), "named": ("named", "second"),
        "behind": ("named", "second"), "undated": ("ambiguous", None), "before": ("ambiguous", None),
    }  # fmt: skip
    assert [v["in_corpus"] for v in told["undated"]["candidates"]] == ["first", "second"]
    assert told["early"]["candidates"] == []


def test_chain_goes_on_in_the_version_of_its_day(store: Store, loaded: Loaded) -> None:
    loaded(**TEXTS)
    chains = {name: trace(store, f"云州市{name}工作方案")["chain"][0]["to"] for name in ("早期", "后期", "无期")}
    assert {name: to["in_corpus"] for name, to in chains.items()} == {"早期": "first", "后期": "second", "无期": None}
    assert chains["无期"]["candidates"] == ["first", "second"]


def test_named_version_is_traced_alone(store: Store, loaded: Loaded) -> None:
    loaded(**TEXTS)
    found = trace(store, "《中华人民共和国水运法（2018修正）》")
    assert found["regulation"]["in_corpus"] == "second"
    cited = {use["document"] for use in found["cited_by"]}
    assert {"late", "named", "behind", "undated"} <= cited and "early" not in cited


@pytest.mark.parametrize(
    ("day", "held", "answer"),
    [("2009-12-31", "first", "no"), ("2012-01-01", "first", "yes"), ("2019-01-01", "second", "yes")],
)
def test_on_a_day_the_version_of_that_day(store: Store, loaded: Loaded, day: str, held: str, answer: str) -> None:
    loaded(**TEXTS)
    found = trace(store, "水运法", as_of=day)
    assert (found["regulation"]["in_corpus"], found["in_force"]) == (held, answer)


def test_version_of_before_is_not_in_force_after(store: Store, loaded: Loaded) -> None:
    read = loaded(**TEXTS)
    found = trace(store, "水运法（2010年修订）", as_of="2019-01-01")
    assert (found["regulation"]["in_corpus"], found["in_force"]) == ("first", "no")
    span = found["because"]["span"]
    assert found["because"]["fact"] == "superseded" and span["document"] == "second"
    assert read["second"].text[span["start"] : span["end"]] == span["text"]


def test_on_trial_is_another_one_unless_it_is_the_only_one(store: Store, loaded: Loaded) -> None:
    trial = "云州市港口办法（试行）\n第一条 为了管理港口，制定本办法。\n"
    read = loaded(trial=trial, plan=citing("港口", "云州市港口办法", "2020年3月4日"))
    assert read["trial"].document.title == "云州市港口办法（试行）"
    found = trace(store, "云州市港口办法")
    assert (found["status"], found["regulation"]["in_corpus"]) == ("found", "trial")
    assert {use["document"] for use in found["cited_by"]} == {"plan"}
    loaded(final=trial.replace("（试行）", ""))
    final, first = trace(store, "云州市港口办法"), trace(store, "云州市港口办法（试行）")
    assert (final["regulation"]["in_corpus"], first["regulation"]["in_corpus"]) == ("final", "trial")
    assert first["cited_by"] == []


def test_two_notices_of_one_title_are_no_versions(store: Store, loaded: Loaded) -> None:
    notice = "关于组织申报项目的通知\n云科发〔{year}〕7号\n各县：\n请申报。\n云州市科技局\n{year}年3月5日\n"
    loaded(one=notice.format(year=2019), two=notice.format(year=2021))
    assert store.read("MATCH (:Regulation)-[v:VERSION_OF]->(:Regulation) RETURN v.rule AS rule") == []
    assert trace(store, "关于组织申报项目的通知")["status"] == "ambiguous"


def test_versions_do_not_depend_on_the_order(store: Store, loaded: Loaded, content: Content) -> None:
    """Every order of loading, and whatever was there in between, gives one graph."""
    read = loaded(**{name: TEXTS[name] for name in ("first", "second", "named")})
    read |= loaded(third=FIRST.replace("2009年12月1日", "2014年12月1日"))
    for name in read:
        remove(store, name)
    graphs = []
    for order in list(permutations(read))[::5]:
        for name in order:
            load(store, read[name])
        graphs.append(content())
        remove(store, "second")
        without = content()
        load(store, read["second"])
        assert content() == graphs[-1]
        for name in read:
            remove(store, name)
        for name in read:
            if name != "second":
                load(store, read[name])
        assert content() == without
        for name in read:
            remove(store, name)
    assert all(graph == graphs[0] for graph in graphs)
