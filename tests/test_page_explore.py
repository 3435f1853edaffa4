"""The page 看图谱 without a browser: what is shown of a graph, where it stands, its words, and the page's logic."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from graph import explore
from graph.export_view import graphml
from graph.home import Home
from graph.store import Store, open_store
from tests.pages import markup, view
from ui import graph_blocks, graph_explored, node_card
from ui.engine import Engine
from ui.text import t

Json = dict[str, Any]
BUREAU, PROGRAM, PHONE = "济南市科学技术局", "jinan-guide-2019/社会民生专项", "66608811"


# -- what is shown


def star(id: str, count: int, label: str = "Task", type: str = "LED_BY") -> Json:
    """A node with ``count`` others around it."""
    steps = [
        {"type": type, "out": False, "node": {"id": f"{id}.{n}", "label": label, "name": f"{n}"}, "spans": []}
        for n in range(count)
    ]
    return {"node": {"id": id, "label": "Department", "name": id, "span": None, "properties": {}}, "steps": steps}


@pytest.mark.parametrize(
    ("opened", "shown", "more"),
    [
        (["a"], 1 + explore.FIRST, {"a": 100 - explore.FIRST}),
        (["a", "a"], 1 + explore.FIRST + explore.MORE, {"a": 100 - explore.FIRST - explore.MORE}),
        (["a", "a", "a", "a"], 101, {}),
        (["b"], 4, {}),
        (["b", "a"], 5 + explore.MORE, {"a": 100 - explore.MORE}),
        (["b", "nobody"], 4, {}),
        (["nobody"], 0, {}),
    ],
)
def test_each_opening_shows_some_and_counts_the_rest(opened: list[str], shown: int, more: dict[str, int]) -> None:
    graph = {"a": star("a", 100), "b": star("b", 3)}
    view = explore.view(graph.get, opened)
    assert (len(view["nodes"]), view["more"], view["full"]) == (shown, more, False)


def test_no_more_than_the_limit_is_shown() -> None:
    graph = {id: star(id, 100) for id in "abcdef"}
    view = explore.view(graph.get, list("abcdef") * 5)
    assert len(view["nodes"]) == explore.LIMIT and view["full"]
    assert {"a", "f"} <= {node["id"] for node in view["nodes"]}, "what was opened stays"
    assert sum(view["more"].values()) == 606 - explore.LIMIT


@given(st.lists(st.sampled_from("abc"), min_size=1), st.integers(1, 40), st.sets(st.sampled_from(["LED_BY", "Task"])))
def test_a_view_has_no_loose_ends(opened: list[str], limit: int, hidden: set[str]) -> None:
    graph = {id: star(id, size) for id, size in zip("abc", (2, 30, 90), strict=True)}
    view = explore.view(graph.get, opened, hidden, limit)
    ids = [node["id"] for node in view["nodes"]]
    assert len(ids) == len(set(ids)) <= max(limit, 1)
    assert all({edge["source"], edge["target"]} <= set(ids) for edge in view["edges"])
    assert not (hidden and view["edges"])


# -- where it stands


@given(st.lists(st.integers(0, 24), min_size=1, max_size=5), st.data())
def test_nodes_stand_apart_and_what_was_opened_in_the_middle(sizes: list[int], data: st.DataObject) -> None:
    blocks = {f"m{n}": [f"m{n}.{x}" for x in range(size)] for n, size in enumerate(sizes)}
    ids = [*blocks, *(id for around in blocks.values() for id in around)]
    heights = {id: float(data.draw(st.sampled_from([31, 48, 82]))) for id in ids[:30]} | dict.fromkeys(ids[30:], 48.0)
    places = graph_blocks.places(blocks, heights, 140, 18)
    assert set(places) == set(ids)
    for (one, (x, y)), (other, (other_x, other_y)) in combinations(places.items(), 2):
        assert abs(x - other_x) >= 120 or abs(y - other_y) >= (heights[one] + heights[other]) / 2
    for middle, around in blocks.items():
        if len(around) > 9:
            beside = [places[id][0] for id in around]
            assert abs(places[middle][0] - (min(beside) + max(beside)) / 2) < 1


def test_a_way_goes_from_each_node_to_one_beside_it() -> None:
    ids = [f"{n}" for n in range(8)]
    places = graph_blocks.line(ids, dict.fromkeys(ids, 48.0), 190, 56)
    for one, other in pairwise(ids):
        assert (places[one][0] == places[other][0]) != (places[one][1] == places[other][1])


def test_the_drawing_tells_chosen_rest_and_way_apart() -> None:
    graph = explore.view({"a": star("a", 80)}.get, ["a"])
    elements, chips = graph_explored.spread(graph, "a")
    assert len(elements["nodes"]) == len(chips) == 2 + explore.FIRST <= 60  # with the chip for the rest
    kinds = [node["classes"] for node in elements["nodes"]]
    assert (kinds.count("chosen"), kinds.count("rest")) == (1, 1)
    ids = {node["data"]["id"] for node in elements["nodes"]}
    assert all({edge["data"]["source"], edge["data"]["target"]} <= ids for edge in elements["edges"])
    way = {"nodes": [{"id": x, "label": "Task", "name": x} for x in "ab"], "edges": [{"source": "b", "target": "a", "label": "PART_OF"}]}  # fmt: skip
    assert [edge["classes"] for edge in graph_explored.spread(way)[0]["edges"]] == ["way"]


def test_the_picture_is_as_tall_as_its_nodes_need() -> None:
    def tall(*counts: int) -> int:
        stars = {f"{n}": star(f"{n}", count) for n, count in enumerate(counts)}
        return graph_explored.height(*graph_explored.spread(explore.view(stars.get, list(stars))))

    assert graph_explored.LOWEST == tall(2) < tall(25) < tall(80) <= graph_explored.HIGHEST
    assert tall(8, 8, 8, 8) == graph_explored.HIGHEST  # wider than the page: as much as can be is shown
    assert graph_explored.height(*graph_explored.spread({"nodes": [], "edges": []})) == graph_explored.LOWEST


# -- words


@given(st.text("<>&'\"a甲", max_size=20))
def test_no_name_becomes_markup(text: str) -> None:
    span = {"document": text, "start": 0, "end": 1, "line": 1, "text": text}
    node = {"id": text, "label": text, "name": text}
    found = {"node": node | {"span": span, "properties": {"aliases": [text], "doc_number": text, "materials": [text]}}, "steps": [
        {"type": text, "out": out, "node": node, "spans": [span]} for out in (True, False)
    ]}  # fmt: skip
    way = {"nodes": [node, node], "edges": [{"source": text, "target": text, "label": text, "span": span}]}
    same = lambda _: text  # noqa: E731
    for html in (
        node_card.node_card(found, same, same),
        node_card.way_card(way, same, same),
        node_card.results([node]),
    ):
        assert set(re.findall(r"<\s*/?\s*([a-zA-Z!][\w-]*)", html)) <= {
            "article", "header", "span", "h3", "dl", "div", "dt", "dd", "a", "figure", "blockquote", "mark",
            "figcaption", "cite", "details", "summary", "ul", "ol", "li", "b",
        }  # fmt: skip
        assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r"'[^']*'", "''", html))


# -- the graph itself


@pytest.fixture(scope="module")
def store(built: Path) -> Iterator[Store]:
    with open_store(Home(built)) as opened:
        yield opened


def test_a_node_has_its_neighbours_and_their_words(store: Store, built: Path) -> None:
    found = explore.surroundings(store, PROGRAM)
    assert found and found["node"]["name"] == "社会民生专项"
    told = {(step["type"], step["out"], step["node"]["name"]) for step in found["steps"]}
    assert {("MANAGED_BY", True, "社会发展科技处"), ("PART_OF", True, "公益类社会发展专项")} <= told
    spans = [span for step in found["steps"] for span in step["spans"]]
    text = Home(built).extraction("jinan-guide-2019").text
    assert spans and all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    assert explore.surroundings(store, "nobody") is None


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        ("社会民生专项", "Program", "社会民生专项"),
        ("市科技局", "Department", BUREAU),
        (PHONE, "Phone", PHONE),
        ("6660-8811", "Phone", PHONE),
        ("实验室体系", "Task", "构筑多层次实验室体系"),
        ("鲁政字〔2022〕225号", "Regulation", None),
    ],
)
def test_what_is_searched_comes_first(store: Store, words: str, label: str, name: str | None) -> None:
    first = explore.find(store, words)[0]
    assert first["label"] == label and first["name"] == (name or first["name"])


@pytest.mark.parametrize("words", ["", "  ", "没有这个名字", "'\"`}) RETURN"])
def test_what_nobody_is_called_finds_nothing(store: Store, words: str) -> None:
    assert explore.find(store, words) == []


def test_the_shortest_way_follows_relations(store: Store) -> None:
    way = explore.path(store, PROGRAM, PHONE)
    assert way and [node["label"] for node in way["nodes"]] == ["Program", "Department", "Phone"]
    assert [edge["label"] for edge in way["edges"]] == ["MANAGED_BY", "HAS_PHONE"]
    assert PHONE in way["edges"][1]["span"]["text"]
    back = explore.path(store, PHONE, PROGRAM)
    assert back and [node["id"] for node in back["nodes"]] == [node["id"] for node in reversed(way["nodes"])]
    assert explore.path(store, PROGRAM, "nobody") is None
    alone = explore.path(store, PROGRAM, PROGRAM)
    assert alone and len(alone["nodes"]) == 1


def test_a_view_as_graphml_holds_its_nodes_and_what_joins_them(store: Store) -> None:
    ids = [PROGRAM, "jinan-guide-2019/department/社会发展科技处", PHONE]
    root = ET.fromstring(graphml(store, ids).encode())
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert len(root.findall(".//g:node", space)) == 3
    types = [edge.findtext("g:data[@key='edge.type']", namespaces=space) for edge in root.findall(".//g:edge", space)]
    assert set(types) == {"MANAGED_BY", "HAS_PHONE"}
    assert "HAS_PHONE" not in graphml(store, ids, {"HAS_PHONE"})


# -- the page


@pytest.fixture
def app(engine: Engine) -> AppTest:
    return view("explore", engine)


def test_the_page_follows_its_address(app: AppTest) -> None:
    app.run()
    assert not app.exception and t("explore_start") in markup(app)
    app.query_params["node"] = PROGRAM
    app.run()
    assert not app.exception and f"data-node='{PROGRAM}'" in markup(app) and "社会发展科技处" in markup(app)
    next(each for each in app.button if each.label == t("explore_from_here")).click().run()
    app.query_params["node"] = PHONE
    app.run()
    next(each for each in app.button if each.label == t("explore_to_here")).click().run()
    assert not app.exception and t("explore_way", count=2) in markup(app)
    next(each for each in app.button if each.label == t("explore_leave_way")).click().run()
    assert f"data-node='{PHONE}'" in markup(app) and "from" not in app.query_params


def test_a_search_offers_nodes_to_pick(app: AppTest) -> None:
    app.query_params["q"] = "高新技术处"
    app.run()
    next(each for each in app.button if "高新技术处" in each.label).click().run()
    assert not app.exception and "data-node='jinan-guide-2019/department/高新技术处'" in markup(app)
    app.query_params["node"] = "<script>nobody"
    app.run()
    assert not app.exception and t("explore_gone") in markup(app) and "<script>" not in markup(app)
    app.text_input(key="q").set_value("没有这个名字").run()
    assert not app.exception and t("explore_nothing") in markup(app)


def test_hidden_labels_are_not_drawn(app: AppTest) -> None:
    app.query_params["node"] = BUREAU
    app.query_params["hide"] = "Section"
    app.run()
    assert not app.exception and t("label_Section") not in re.search(r"zt-legend.*", markup(app))[0]  # type: ignore[index]
    pills = next(each for each in app.get("button_group") if t("label_Task") in str(each.proto))
    assert pills
