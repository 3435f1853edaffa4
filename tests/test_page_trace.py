"""The page 追引用 without a browser: a trace as HTML and as a picture, what is suggested, and the page by AppTest."""

from __future__ import annotations

import re
import string
from html import escape, unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from graph import suggest
from graph.store import Store
from graph.trace import trace
from tests.pages import shown, view
from ui import citations, differences, graph_view
from ui.citation_graph import COLUMN, picture
from ui.engine import Engine
from ui.text import t

NUMBER, TITLE = "济政发〔2016〕20号", "2019年济南市科技发展计划编制指南"
Json = dict[str, Any]


def span(text: str, document: str = "d") -> Json:
    return {"document": document, "start": 0, "end": len(text), "line": 1, "text": text}


def regulation(title: str, held: str | None = None) -> Json:
    return {"title": title, "doc_number": None, "in_corpus": held, "candidates": []}


def use(document: str, relation: str = "依据", text: str = "x") -> Json:
    return {"document": document, "path": [text], "program": text, "relation": relation, "span": span(text, document), "version": None}  # fmt: skip


def step(hop: int, source: Json, target: Json) -> Json:
    return {"hop": hop, "from": source, "to": target, "relation": "依据", "span": span("x")}


def found(text: str = "x", **other: Any) -> Json:
    change = {"title": text, "doc_number": text, "in_corpus": text, "date": text, "span": span(text)}
    thing = {
        "id": text,
        "no": 1,
        "name": text,
        "document": {"id": text, "title": text, "date": text},
        "span": span(text),
    }
    return {
        "query": text, "as_of": None, "in_force": None, "because": None,
        "regulation": regulation(text) | {"doc_number": text, "issuer": text, "aliases": [text], "version": text},
        "cited_by": [], "chain": [], "cites": [], "candidates": [change],
        "versions": [{"title": text, "doc_number": text, "date": text, "in_corpus": text}],
        "programs": [thing | {"whole": False}], "tasks": [thing | {"whole": True}],
        "validity": [{"fact": "superseded", "date": text, "by": text, "span": span(text)}],
        **{key: [change] for key in ("repealed_by", "amended_by", "repeals", "amends")},
        **other,
    }  # fmt: skip


# -- HTML


@given(st.text(alphabet=string.printable + "《》〈甲乙", min_size=1, max_size=40))
def test_no_text_of_reference_or_document_becomes_markup(text: str) -> None:
    told = found(text, chain=[step(1, regulation(text), regulation(text)), step(2, regulation(text), regulation(text))])
    version = {"why": "named", "date": text}
    same = (lambda id: text, lambda id: text)
    said = {
        "kind": "program_phone",
        "name": text,
        "division": text,
        "values": [{"value": text, "evidence": [span(text)]}],
    }
    pages = [
        citations.regulation(told, same[1]),
        citations.force(told, *same),
        citations.force(told | {"as_of": text, "in_force": "no", "because": told["validity"][0]}, *same),
        citations.changes(told, *same),
        citations.citing(text, [use(text, text, text) | {"version": version}] * 5, *same),
        citations.versions(told),
        citations.resting(told, *same),
        citations.cites(told, *same),
        citations.several(told),
        citations.nothing(text, {"number": text, "title": None}, told["candidates"]),
        citations.nothing(text, {"number": None, "title": text}, []),
        differences.difference(said, *same),
    ]
    known = {"article", "header", "span", "h2", "h3", "h4", "p", "b", "i", "dl", "div", "dt", "dd", "section", "ul", "li",
             "a", "details", "summary", "figure", "blockquote", "mark", "figcaption", "cite"}  # fmt: skip
    for html in pages:
        assert set(re.findall(r"<\s*/?\s*([a-zA-Z!][\w-]*)", html)) <= known
        assert not re.search(r"""<[^>]*\son\w+\s*=""", re.sub(r"'[^']*'", "''", html))


@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_the_day_is_answered_with_the_words_that_decide(answer: str) -> None:
    fact = {"fact": "expires", "date": "2020-04-30", "by": None, "span": span("有效期5年")}
    told = found(as_of="2020-01-02", in_force=answer, because=fact if answer != "unknown" else None)
    html = citations.force(told, lambda id: "有效期5年", lambda id: "某办法")
    assert t(f"trace_force_{answer}") in html and "2020-01-02" in html
    assert ("<details class='zt-more' open>" in html and "<mark>有效期5年</mark>" in html) == (answer != "unknown")


def test_clauses_beyond_the_first_are_one_click_away() -> None:
    html = citations.citing("d", [use("d", text=f"第{i}处") for i in range(5)], lambda id: "", lambda id: "某方案")
    shown, more = html.split("<details")
    assert shown.count("<mark>") == citations.CLAUSES and more.count("<mark>") == 5 - citations.CLAUSES


# -- picture


def test_the_picture_goes_from_left_to_right() -> None:
    a, b, c = regulation("甲", "a"), regulation("乙", "b"), regulation("丙")
    told = found(
        "甲", regulation=a, cited_by=[use("x"), use("a")], chain=[step(1, a, b), step(2, b, c), step(2, b, a)]
    )  # fmt: skip
    graph, focus, left_out = picture(told, lambda id: f"题{id}")
    assert {node["name"]: node["column"] for node in graph["nodes"]} == {"甲": 1, "题x": 0, "乙": 2, "丙": 3}
    assert [(e["source"], e["target"]) for e in graph["edges"]] == [("x", "a"), ("a", "b"), ("b", "丙"), ("b", "a")]
    assert (focus, left_out) == (("a",), 0)
    elements, _, _ = graph_view.layout(graph, focus)
    at = {node["data"][t("node_name")]: node["position"]["x"] for node in elements["nodes"]}
    assert at["题x"] < at["甲"] < at["乙"] < at["丙"]


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_picture_is_never_a_hairball_and_says_what_it_leaves_out(citing: int, cited: int) -> None:
    what = regulation("甲", "a")
    told = found(
        regulation=what,
        cited_by=[use(f"x{i}") for i in range(citing)],
        chain=[step(1, what, regulation(f"被{i}")) for i in range(cited)],
    )
    graph, _, left_out = picture(told, str)
    assert len(graph["nodes"]) == 1 + min(citing, COLUMN) + min(cited, COLUMN) <= graph_view.LIMIT
    assert len(graph["nodes"]) + left_out == 1 + citing + cited
    elements, _, _ = graph_view.layout(graph, ("a",))
    spots = [(node["position"]["x"], node["position"]["y"]) for node in elements["nodes"]]
    assert len(set(spots)) == len(spots)


# -- what is suggested


@pytest.fixture(scope="module")
def store(engine: Engine) -> Store:
    return engine.store


def test_every_example_is_found_in_the_graph(store: Store) -> None:
    found = suggest.examples(suggest.most_cited(store))
    assert [example["form"] for example in found] == ["number", "alias", "part", "title"]
    assert all(trace(store, example["reference"])["status"] != "not_found" for example in found)


@pytest.mark.parametrize(
    ("reference", "wanted", "near"),
    [
        ("济政发[2016]21号", {"number": "济政发〔2016〕21号", "title": None}, NUMBER),
        ("济南市科技企业孵化器管理办法", {"number": None, "title": "济南市科技企业孵化器管理办法"}, "济南市科技企业孵化器认定和管理办法"),
    ],
)  # fmt: skip
def test_the_nearest_comes_first(store: Store, reference: str, wanted: Json, near: str) -> None:
    assert trace(store, reference)["status"] == "not_found"
    assert suggest.looked_for(reference) == wanted
    assert near in suggest.nearest(store, reference)[0].values()


@pytest.mark.parametrize("reference", ["", "税", "量子纠缠", "' OR 1=1 //"])
def test_nothing_is_near_what_is_far(store: Store, reference: str) -> None:
    assert suggest.nearest(store, reference) == []


# -- the page


@pytest.fixture
def app(engine: Engine) -> AppTest:
    return view("trace", engine)


def test_the_empty_page_teaches_by_what_is_there(app: AppTest) -> None:
    html = shown(app)
    assert NUMBER in html and t("trace_how_1") in html
    example = next(each for each in app.button if NUMBER in each.label)
    example.click().run()
    assert app.text_input(key="q").value == NUMBER and "".join(app.query_params["q"]) == NUMBER
    assert f"data-query='{NUMBER}'" in shown(app)


def test_every_marked_clause_is_in_the_document(app: AppTest, engine: Engine) -> None:
    html = shown(app, q="济政发 (2016) 20 号")
    assert "济南市人民政府关于印发济南市推进区域性科技创新中心建设若干政策的通知" in html and "科技金融专项" in html
    text = engine.text("jinan-guide-2019")
    marks = [unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", html, re.S)]
    assert len(marks) >= 4 + 3 and all(mark in text for mark in marks)


def test_the_address_holds_the_relation(app: AppTest) -> None:
    every, only = shown(app, q=NUMBER), shown(app, relation="依据")
    assert "其他详见" in every and "其他详见" not in only and "要求组织实施" in only
    assert "其他详见" in shown(app, relation="无此")


def test_the_address_holds_the_day(app: AppTest) -> None:
    html = shown(app, q=NUMBER, as_of="2019-05-01")
    assert f"<b>2019-05-01</b> {t('trace_force_unknown')}" in html


def test_several_are_offered_as_links(app: AppTest) -> None:
    html = shown(app, q="海外科技企业")
    assert t("trace_several", count=2) in html
    assert len(re.findall(r"<a class='zt-link' href='trace\?q=", html)) == 2


@pytest.mark.parametrize(
    "reference", ["济政发〔2016〕21号", "<script>alert(1)</script>", "长" * 500, "'}) DELETE n //"]
)
def test_what_is_not_found_says_what_was_looked_for(app: AppTest, reference: str) -> None:
    html = shown(app, q=reference)
    assert t("trace_nothing") in html and f"data-query='{escape(reference)}'" in html and "<script>" not in html


def test_documents_that_agree_are_said_to(app: AppTest) -> None:
    assert t("trace_differences_none", count=2) in shown(app, view="contradictions")
