"""Who does what, the same on the embedded server and on a real Neo4j."""

from __future__ import annotations

import pytest

from graph.duties import assigning, department, departments, duties
from graph.load import load, prepare
from graph.store import Store
from tests import sample

GUIDE, PLAN, MEASURES = sample.guide(), sample.plan(), sample.measures()


@pytest.fixture(scope="module")
def full(opened: Store) -> Store:
    """Only to be read."""
    opened.write("MATCH (n) DETACH DELETE n")
    prepare(opened)
    for extraction in (GUIDE, PLAN, MEASURES):
        load(opened, extraction)
    return opened


def test_tasks_come_in_order_with_departments_by_role(full: Store) -> None:
    found = duties(full)
    assert not found["cut"]
    assert [
        (task["no"], task["name"], task["deadline"], [(duty["role"], duty["name"]) for duty in task["duties"]])
        for task in found["tasks"]
    ] == [
        (1, "建设云岭实验室", None, [("lead", "市科技局"), ("support", "市财政局")]),
        (2, "研发投入强度", "2027", [("shared", "市科技局"), ("shared", "市统计局")]),
    ]
    assert found["tasks"][0]["duties"][0]["full_name"] == sample.BUREAU


def test_every_duty_is_proved(full: Store) -> None:
    spans = [span for task in duties(full)["tasks"] for span in (task["span"], *(d["span"] for d in task["duties"]))]
    assert len(spans) == 6
    for span in spans:
        assert PLAN.text[span["start"] : span["end"]] == span["text"]


def test_one_document_or_few_tasks(full: Store) -> None:
    assert duties(full, "yunzhou-plan") == duties(full)
    assert duties(full, "yunzhou-guide") == {"tasks": [], "cut": False}
    few = duties(full, limit=1)
    assert few["cut"] and few["tasks"] == duties(full)["tasks"][:1]


def test_documents_and_departments_are_counted(full: Store) -> None:
    assert [(each["id"], each["tasks"]) for each in assigning(full)] == [("yunzhou-plan", 2)]
    assert {each["name"]: (each["tasks"], each["programs"]) for each in departments(full)} == {
        sample.BUREAU: (2, 0),
        "市财政局": (1, 0),
        "市统计局": (1, 0),
        "平台处": (0, 1),
    }


@pytest.mark.parametrize("name", ["市科技局", sample.BUREAU, " 市科技局 "])
def test_a_department_tells_of_all_documents(full: Store, name: str) -> None:
    found = department(full, name)
    assert found
    assert (found["name"], found["names"], found["level"]) == (sample.BUREAU, ["市科技局"], "bureau")
    assert [(task["role"], task["no"]) for task in found["tasks"]] == [("lead", 1), ("shared", 2)]
    assert [(phone["number"], phone["document"]["id"]) for phone in found["phones"]] == [("5550100", "yunzhou-guide")]
    assert {row["document"]["id"] for row in found["mentions"]} == {"yunzhou-guide", "yunzhou-plan"}


def test_a_division_has_its_programs_with_phones(full: Store) -> None:
    found = department(full, "平台处")
    assert found and found["tasks"] == []
    assert [(each["name"], each["phones"]) for each in found["programs"]] == [("中试基地专项", ["5550101", "5550102"])]


@pytest.mark.parametrize("name", ["", " ", "中试基地专项", "没有的局"])
def test_what_is_no_department_is_none(full: Store, name: str) -> None:
    assert department(full, name) is None
