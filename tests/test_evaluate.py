"""The scoring rules, each on answers made for it."""

from __future__ import annotations

from typing import Any

import pytest

from search.evaluate import evaluate

Json = dict[str, Any]


def match(kind: str, name: str = "", lines: tuple[int, ...] = (), **more: Any) -> Json:
    evidence = [{"document": "d", "start": 0, "end": 1, "line": line, "text": "x"} for line in lines]
    return {"kind": kind, "name": name, "path": more.pop("path", []), "evidence": evidence, **more}


def answered(*matches: Json) -> Json:
    return {"status": "answered" if matches else "no_match", "matches": list(matches)}


A, B, C = (match("program", name) for name in ("甲专项", "乙专项（试点）", "丙专项"))
TASK = match("task", "建设", no=3, lead=["市科技局"], support=["市财政局"], shared=[])

CASES: list[tuple[str, Json, Json, bool, bool]] = [
    ("program_match", {"programs": ["甲专项"]}, answered(A, B), True, True),
    ("program_match", {"programs": ["《乙专项》"]}, answered(A, B), False, True),
    ("program_match", {"programs": ["丁专项"]}, answered(A, B, C), False, False),
    ("program_match", {"programs": ["甲专项"]}, answered(match("support_area", "传感器"), A), True, True),
    ("division_phone", {"programs": [], "divisions": ["平台处"]}, answered(match("department", "平台处")), True, True),
    ("division_phone", {"programs": [], "divisions": ["平台处"]}, answered(A, match("department", "平台处")), False, False),
    ("multi", {"programs": ["甲专项", "丙专项"]}, answered(A, B, C), True, True),
    ("multi", {"programs": ["甲专项", "丁专项"]}, answered(A, B, C), True, False),
    ("area_match", {"areas": [["电子", "传感器"]]}, answered(match("support_area", path=["电子", "传感器"])), True, True),
    ("area_match", {"areas": [["电子", "x"]], "answer_lines": [{"doc": "d", "line": 7}]},
     answered(match("support_area", lines=(1,)), match("support_area", lines=(7,))), False, True),
    ("area_match", {"areas": [["电子", "x"]], "programs": ["甲专项"]}, answered(A), True, True),
    ("task_responsibility", {"tasks": [3], "departments": ["市科技局", "市财政局"]}, answered(TASK), True, True),
    ("task_responsibility", {"tasks": [3], "departments": ["市统计局"]}, answered(TASK), False, False),
    ("task_responsibility", {"tasks": [4], "departments": []}, answered(match("task", no=9), TASK), False, False),
    ("reference", {"regulations": [{"title": "《办法》", "doc_number": "云政发[2022]7号"}]},
     answered(match("regulation", "办法", doc_number="云政发〔2022〕7号")), True, True),
    ("reference", {"regulations": [{"title": "办法", "doc_number": None}]},
     answered(match("regulation", "办法", doc_number="云政发〔2022〕7号")), False, False),
    ("reference", {"regulations": [], "programs": ["甲专项", "丙专项"]}, answered(A, C), True, True),
    ("fact", {"answer_lines": [{"doc": "d", "line": 4}]}, answered(A, match("clause", lines=(3, 4))), False, True),
    ("fact", {"answer_lines": [{"doc": "d", "line": 4}]}, answered(A, B, C, match("clause", lines=(4,))), False, False),
    ("out_of_scope", {}, answered(), True, True),
    ("out_of_scope", {}, answered(A), False, False),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "gold", "answer", "first", "three"), CASES)
def test_rules(kind: str, gold: Json, answer: Json, first: bool, three: bool) -> None:
    report = evaluate([{"id": 1, "type": kind, "question": "？", **gold}], lambda question: answer)
    assert report["types"] == {kind: {"n": 1, "first": float(first), "three": float(three)}}
    assert len(report["misses"]) == (not first)


def test_shares_ranks_phones_and_refusals() -> None:
    unit = {"divisions": [{"name": "平台处", "phones": ["1", "2"]}]}
    answers = iter([answered(A | unit), answered(C, B), answered(), answered()])
    rows = [
        {"id": 1, "type": "program_match", "question": "a", "programs": ["甲专项"], "phones": ["2", "1"]},
        {"id": 2, "type": "program_match", "question": "b", "programs": ["乙专项"]},
        {"id": 3, "type": "program_match", "question": "c", "programs": ["甲专项"]},
        {"id": 4, "type": "out_of_scope", "question": "d"},
    ]
    report = evaluate(rows, lambda question: next(answers))
    assert report["programs_mrr"] == 0.5
    assert report["phones_exact"] == 1.0
    assert report["false_refusals"] == pytest.approx(1 / 3, abs=1e-4)
    assert [miss["id"] for miss in report["misses"]] == [2, 3]
    assert report["misses"][1]["got"] == "no_match"
    assert report["milliseconds"]["median"] >= 0


def test_nothing_asked() -> None:
    report = evaluate([], lambda question: answered())
    assert report["types"] == {}
    assert report["programs_mrr"] is None
