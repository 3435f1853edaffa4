"""The graph at a glance, over the corpus and over none; its HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.home import Home
from graph.overview import documents, overview
from graph.store import open_store
from ui.text import t
from ui.views.overview import cited, field_map, listed, tiles


def test_the_corpus_is_counted_dated_and_mapped(built: Path) -> None:
    with open_store(Home(built)) as store:
        held = documents(store, limit=1)
        assert (held["count"], held["oldest"], held["newest"]) == (2, "2019-04-30", "2023-07-17")
        assert [item["id"] for item in held["items"]] == ["jinan-plan-2023"]
        whole = overview(store)
        for label, count in whole["counts"].items():
            assert count == len(store.read(f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id"))
        assert [row["times"] for row in whole["cited"]] == sorted((r["times"] for r in whole["cited"]), reverse=True)
        assert len(whole["cited"]) == 10 and all(row["name"] or row["doc_number"] for row in whole["cited"])
        assert not whole["cut"]
        mapped = [area["id"] for field in whole["fields"] for area in (field, *field["areas"])]
        assert len(mapped) == len(set(mapped)) == whole["counts"]["SupportArea"]
        assert all(any(map(str.isalpha, area["name"])) for field in whole["fields"] for area in field["areas"])
        assert any(field["programs"] for field in whole["fields"])
        few = overview(store, cited=3, fields=2)
        assert few["cut"] and few["fields"] == whole["fields"][:2] and few["cited"] == whole["cited"][:3]


HOSTILE = "<b>&'\""


@pytest.mark.parametrize(
    "html",
    [
        listed({"count": 9, "oldest": HOSTILE, "newest": "", "items": [{"id": HOSTILE, "title": HOSTILE, "date": None}]}),
        cited([{"id": HOSTILE, "name": HOSTILE, "doc_number": HOSTILE, "times": 2}]),
        cited([{"id": HOSTILE, "name": None, "doc_number": HOSTILE, "times": 2}]),
        field_map([{"id": HOSTILE, "name": HOSTILE, "areas": [{"id": HOSTILE, "name": HOSTILE}] * 9, "programs": []}]),
    ],
    ids=["listed", "cited", "cited by number", "map"],
)  # fmt: skip
def test_names_are_text(html: str) -> None:
    assert HOSTILE not in html and "&lt;b&gt;&amp;" in html


def test_what_is_empty_says_so() -> None:
    nothing = {"count": 0, "oldest": None, "newest": None, "items": []}
    assert t("overview_no_documents") in listed(nothing)
    assert t("overview_no_cited") in cited([]) and t("overview_no_map") in field_map([])
    assert tiles({"Program": 3, "Task": 0}).count("<li>") == 1


def test_a_number_alone_is_written_once() -> None:
    html = cited([{"id": "x", "name": None, "doc_number": "甲发〔2020〕1号", "times": 2}])
    assert html.count("甲发〔2020〕1号") == 1


def test_fields_beyond_the_shown_are_told() -> None:
    fields = [{"id": "x", "name": "甲", "areas": [], "programs": []}]
    assert t("overview_map_cut", count=1) in field_map(fields, cut=True)
    assert t("overview_map_cut", count=1) not in field_map(fields)


def test_fields_without_areas_stand_with_their_program() -> None:
    program = {"id": "p", "name": "某专项"}
    fields = [
        {"id": "a", "name": "大领域", "areas": [{"id": "b", "name": "方向"}], "programs": [program]},
        *({"id": name, "name": name, "areas": [], "programs": [program]} for name in ("甲", "乙")),
        {"id": "c", "name": "丙", "areas": [], "programs": []},
    ]
    boxes = field_map(fields).split("<section")[1:]
    assert len(boxes) == 3
    assert "大领域" in boxes[0] and "方向" in boxes[0] and "某专项" in boxes[0]
    assert ">某专项</" in boxes[1] and "甲" in boxes[1] and "乙" in boxes[1]
    assert t("overview_other") in boxes[2] and "丙" in boxes[2]
