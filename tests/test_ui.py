"""The explorer without a browser: answers as HTML, the layout of the graph, and the page's logic by AppTest."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterator
from html import escape, unescape
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from graph import schema
from graph.around import neighbourhood
from graph.home import Home
from graph.store import Store, open_store
from tests.conftest import ROOT
from tests.pages import markup
from ui import cards, graph_view
from ui.engine import Engine
from ui.text import EXAMPLES, LANGUAGES, STRINGS, examples, strings, t

QUESTION = "我们研发老年人可穿戴健康监测手环，能报哪个专项，电话多少？"
Json = dict[str, Any]


def tags(html: str) -> set[str]:
    return set(re.findall(r"<\s*/?\s*([a-zA-Z!][\w-]*)", html))


def match(**other: Any) -> Json:
    document = {"id": "d", "title": "某市指南", "date": "2024-01-02"}
    return {
        "kind": "program",
        "name": "甲专项",
        "path": [],
        "score": 0.9,
        "document": document,
        "evidence": [],
        **other,
    }


def span(text: str, of: str, line: int | None = 3) -> Json:
    start = of.index(text)
    return {"document": "d", "start": start, "end": start + len(text), "line": line, "text": text}


# -- cards


@given(st.text(alphabet=string.printable + "《》〈甲乙", max_size=60))
def test_no_text_of_question_or_document_becomes_markup(text: str) -> None:
    plain = match(divisions=[{"name": "x", "phones": ["1"]}], evidence=[span("x", "x")], why="x", materials=["x"])
    hostile = match(
        name=text, path=[text], why=text, application_time=text, materials=[text], kind=text or "clause", doc_number=text,
        divisions=[{"name": text, "phones": [text]}], lead=[text], evidence=[{**span("x", "x"), "text": text}],
        document={"id": text, "title": text, "date": text},
    )  # fmt: skip
    answer = {"status": "answered", "answer": text, "confidence": 0.5, "notices": [text], "question": text}
    known = {"article", "header", "span", "h3", "p", "b", "i", "dl", "div", "dt", "dd", "section", "h4", "ul", "li", "a",
             "button", "details", "summary", "figure", "blockquote", "mark", "figcaption", "cite", "h2"}  # fmt: skip
    for html in (
        cards.card(plain, 0, lambda id: "", lambda id: ""),
        cards.card(hostile, 0, lambda id: text, lambda id: text),
        cards.summary(answer),
        cards.summary({**answer, "status": "no_match"}),
        cards.documents({"count": 2, "items": [{"id": text, "title": text, "date": text}]}),
    ):
        assert tags(html) <= known
        assert not re.search(r"""<[^>]*\son\w+\s*=""", re.sub(r"'[^']*'", "''", html))


def test_a_clause_is_marked_within_its_paragraph() -> None:
    text = "前一段。\n" + "甲" * 200 + "支持可穿戴设备" + "乙" * 200 + "\n后一段。"
    before, clause, after = cards.context(span("支持可穿戴设备", text), text)
    assert clause == "支持可穿戴设备"
    assert before == "…" + "甲" * cards.CONTEXT and after == "乙" * cards.CONTEXT + "…"
    html = cards.proof(span("支持可穿戴设备", text), text, "某市<指南>")
    assert "<mark>支持可穿戴设备</mark>" in html and "某市&lt;指南&gt;" in html and t("line", line=3) in html


def test_a_span_of_another_edition_shows_its_own_words_only() -> None:
    assert cards.context(span("乙丙", "甲乙丙"), "全然不同") == ("", "乙丙", "")


def test_a_file_without_lines_names_none() -> None:
    assert "行" not in cards.proof(span("乙", "甲乙丙", line=None), "甲乙丙", "题")


@pytest.mark.parametrize(
    ("number", "dial"), [("66608805", "66608805"), ("0531-66608805", "053166608805"), ("+86 531 1", "+865311")]
)
def test_a_phone_dials_and_copies(number: str, dial: str) -> None:
    html = cards.phone(number)
    assert f"href='tel:{dial}'" in html and f"data-copy='{number}'" in html


@pytest.mark.parametrize(
    ("value", "level"), [(0.0, "low"), (0.69, "low"), (0.7, "middle"), (0.9, "high"), (1.0, "high")]
)
def test_confidence_is_words_and_a_number_and_never_certain(value: float, level: str) -> None:
    html = cards.confidence(value)
    assert t(f"confidence_{level}") in html
    assert (t("confidence_call") in html) == (level != "high")
    assert f"{min(value, 0.99):.0%}" in html and "100%" not in html


def test_a_task_tells_who_leads_and_who_supports() -> None:
    html = cards.card(
        match(kind="task", no=7, lead=["市科技局"], support=["市财政局", "市教育局"], shared=[]),
        1,
        lambda id: "",
        lambda id: "",
    )
    assert (
        "市财政局、市教育局" in re.sub("<[^>]+>", "", html)
        and t("lead") in html
        and t("shared") not in html
        and ">7<" in html
    )


def test_a_program_without_a_phone_says_so() -> None:
    html = cards.card(match(divisions=[{"name": "某处", "phones": []}]), 0, lambda id: "", lambda id: "")
    assert t("no_phone") in html and "tel:" not in html


# -- graph


def nodes(count: int, label: str) -> list[Json]:
    return [{"id": f"{label}{i}", "label": label, "name": f"{label}<b>{i}</b>" + "名" * i} for i in range(count)]


def edge(source: str, label: str, target: str) -> Json:
    return {"source": source, "target": target, "label": label}


LABELS = ("Program", "Department", "Phone", "Regulation", "SupportArea", "Task", "Condition", "Quantity")


@given(
    st.dictionaries(st.sampled_from(LABELS), st.integers(0, 12)),
    st.lists(
        st.tuples(st.sampled_from(LABELS), st.integers(0, 13), st.sampled_from(LABELS), st.integers(0, 13)), max_size=30
    ),
)
def test_any_graph_is_drawn_without_loose_ends_or_overlap(
    counts: dict[str, int], links: list[tuple[str, int, str, int]]
) -> None:
    graph = {
        "nodes": [node for label, count in counts.items() for node in nodes(count, label)],
        "edges": [edge(f"{a}{i}", "MANAGED_BY", f"{b}{j}") for a, i, b, j in links],
    }
    elements, chips, height = graph_view.layout(graph, ("Program0", "nowhere"))
    assert len(elements["nodes"]) == len(chips) == min(len(graph["nodes"]), graph_view.LIMIT)
    ids = {node["data"]["id"] for node in elements["nodes"]}
    assert all({e["data"]["source"], e["data"]["target"]} <= ids for e in elements["edges"])
    tall = {chip.selector[1:]: chip.style["height"] for chip in chips}
    boxes = [(node["position"]["x"], node["position"]["y"], tall[node["data"]["id"]]) for node in elements["nodes"]]
    for (x, y, h), (other_x, other_y, other_h) in combinations(boxes, 2):
        assert x != other_x or abs(y - other_y) >= (h + other_h) / 2
    top, bottom = min((y - h / 2 for _, y, h in boxes), default=0), max((y + h / 2 for _, y, h in boxes), default=0)
    assert (height - 2 * graph_view.MARGIN) >= (bottom - top) * graph_view.SMALLEST - 1  # nothing shrinks further
    assert not any("<" in str(value) for node in elements["nodes"] for value in node["data"].values())


def test_phones_stand_under_their_division() -> None:
    graph = {
        "nodes": [*nodes(1, "Program"), *nodes(2, "Department"), *nodes(3, "Phone")],
        "edges": [
            edge("Program0", "MANAGED_BY", "Department1"), edge("Department1", "HAS_PHONE", "Phone2"),
            edge("Department1", "HAS_PHONE", "Phone0"), edge("Department0", "HAS_PHONE", "Phone1"),
        ],
    }  # fmt: skip
    elements, _, _ = graph_view.layout(graph, ("Program0",))
    column = sorted(
        (n for n in elements["nodes"] if n["data"]["label"] != t("label_Program")), key=lambda n: n["position"]["y"]
    )
    names = [re.sub(r"〈.*", "", node["data"][t("node_name")]) for node in column]
    assert [name for name in names if name == "Department"] and names == [
        "Department",
        "Phone",
        "Phone",
        "Department",
        "Phone",
    ]


def test_a_node_tells_its_relations_in_words() -> None:
    graph = {
        "nodes": [
            {"id": "p", "label": "Program", "name": "甲专项"},
            {"id": "d", "label": "Department", "name": "某处"},
        ],
        "edges": [edge("p", "MANAGED_BY", "d")],
    }
    elements, _, _ = graph_view.layout(graph)
    assert elements["nodes"][0]["data"][t("node_relations")] == f"{t('relation_MANAGED_BY')}：某处"


# -- words


def test_every_word_that_the_pages_ask_for_is_there_and_no_other() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "ui").rglob("*.py"))
    keys = set(strings()["zh"])
    assert set(re.findall(r"""\bt\(["'](\w+)["'][,)]""", source)) <= keys
    assert {f"label_{label}" for label in schema.LABELS} <= keys
    families = set(re.findall(r"""\bt\(f?["'](\w+_)["'{]|named\(["'](\w+)["'],|startswith\("(\w+_)"\)""", source))
    prefixes = tuple({name if name.endswith("_") else name + "_" for family in families for name in family if name})
    unused = {key for key in keys if not key.startswith(prefixes) and not re.search(rf"""["']{key}["']""", source)}
    assert not unused


def test_strings_are_whole_in_every_language_and_sorted() -> None:
    lines = STRINGS.read_text("utf-8").splitlines()
    assert lines == sorted(set(lines)), "LC_ALL=C sort -u -o ui/strings.tsv ui/strings.tsv"
    rows = [line.split("\t") for line in lines]
    assert all(len(row) == 1 + len(LANGUAGES) and all(map(str.strip, row)) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    for key, *words in rows:
        places = [sorted(name for _, name, _, _ in string.Formatter().parse(each) if name) for each in words]
        assert places[0] == places[1], key


def test_every_block_of_the_style_is_closed() -> None:
    style = (ROOT / "ui" / "style.css").read_text("utf-8")
    assert style.count("{") == style.count("}")


def test_nothing_in_the_pages_names_a_place_outside() -> None:
    for path in (ROOT / "ui").rglob("*"):
        if path.suffix in {".py", ".js", ".css", ".svg", ".toml"}:
            text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "").replace("http://localhost", "")
            assert not re.search(r"https?://|//cdn", text), path
            assert 'page_icon=":' not in text, f"{path}: Streamlit fetches an icon given by name"


# -- the page


@pytest.fixture(scope="module")
def store(built: Path) -> Iterator[Store]:
    with open_store(Home(built)) as opened:
        yield opened


def in_address(app: AppTest, name: str) -> str:
    """AppTest gives what a page wrote as it was written, and what the address said as a list."""
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def test_the_empty_page_lists_what_it_can_answer_from(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert "2019年济南市科技发展计划编制指南" in markup(app)
    assert [each.label for each in app.button if each.label in EXAMPLES] == list(examples(0))


def test_an_example_is_asked_by_a_click(app: AppTest) -> None:
    app.run()
    next(each for each in app.button if each.label == EXAMPLES[0]).click().run()
    assert not app.exception
    assert app.text_input(key="q").value == EXAMPLES[0]
    assert "zt-card" in markup(app)


def test_other_examples_come_by_a_click(app: AppTest) -> None:
    app.run()
    app.button(key="others").click().run()
    assert [each.label for each in app.button if each.label in EXAMPLES] == list(examples(1))


def test_a_question_in_the_address_is_answered(app: AppTest) -> None:
    app.query_params["q"] = QUESTION
    app.run()
    assert not app.exception
    html = markup(app)
    assert "社会民生专项" in html and "href='tel:66608811'" in html and f"data-question='{QUESTION}'" in html
    assert unquote(in_address(app, "q")) == QUESTION


def test_english_is_one_click_away_and_back(app: AppTest) -> None:
    app.run()
    app.button(key="other_language").click().run()
    assert not app.exception
    assert in_address(app, "lang") == "en" and strings()["en"]["tagline"] in markup(app)
    app.button(key="other_language").click().run()
    assert "lang" not in app.query_params and strings()["zh"]["tagline"] in markup(app)


def test_markup_in_the_question_stays_text(app: AppTest) -> None:
    app.query_params["q"] = "<script>alert(1)</script>数控机床"
    app.run()
    assert not app.exception
    assert "<script>alert(1)" not in markup(app) and escape("<script>alert(1)") in markup(app)


def test_every_marked_clause_is_in_the_document(app: AppTest, built: Path) -> None:
    app.query_params["q"] = QUESTION
    app.run()
    texts = [Home(built).extraction(id).text for id in Home(built).manifest().documents]
    marks = [unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", markup(app), re.S)]
    assert marks and all(any(mark in text for text in texts) for mark in marks)


def test_a_very_long_question_is_no_error(app: AppTest) -> None:
    app.run()
    app.text_input(key="q").set_value("数控机床" * 25_000).run()
    assert not app.exception and not app.error


def test_an_unbuilt_home_is_one_clear_message(tmp_path: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGTU_HOME", str(tmp_path / "nothing"))
    app.run()
    assert not app.exception
    assert app.error[0].value.strip("*") == t("trouble")
    assert "zhengtu build" in app.code[0].value and "\n" not in app.code[0].value


def test_after_a_build_the_page_opens_the_new_one_and_closes_the_old(
    app: AppTest, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Engine] = []
    close = Engine.close

    def closing(engine: Engine) -> None:
        closed.append(engine)
        close(engine)

    monkeypatch.setattr(Engine, "close", closing)
    app.query_params["q"] = QUESTION
    app.run()
    before = len(closed)
    app.run()
    assert len(closed) == before
    os.utime(Home(built).manifest_file)  # the last step of every build
    app.run()
    assert len(closed) == before + 1
    assert not app.exception and "href='tel:66608811'" in markup(app)


def test_the_neighbourhood_has_both_ends_of_every_edge(store: Store) -> None:
    programs = [row["id"] for row in store.read("MATCH (p:Program) RETURN p.id AS id ORDER BY id")]
    for limit in (1, 5, 60):
        around = neighbourhood(store, programs, limit)
        ids = [node["id"] for node in around["nodes"]]
        assert len(ids) == len(set(ids)) <= limit
        assert all({e["source"], e["target"]} <= set(ids) for e in around["edges"])
        assert all(node["name"] and node["label"] for node in around["nodes"])
        assert around["cut"] is (limit < 60 or len(ids) == 60)
    assert neighbourhood(store, []) == {"nodes": [], "edges": [], "cut": False}
    assert neighbourhood(store, ["nobody"])["nodes"] == []


def test_the_neighbourhood_of_a_program_reaches_its_phones(store: Store) -> None:
    row = store.read("MATCH (p:Program {name: '社会民生专项'}) RETURN p.id AS id")[0]
    around = neighbourhood(store, [row["id"]])
    assert around["nodes"][0]["id"] == row["id"]
    assert {"社会发展科技处", "66608811"} <= {node["name"] for node in around["nodes"]}
