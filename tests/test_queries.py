"""The rules that let one Cypher run on both servers, as checks over every query of the house and every property."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import attached, queries, schema, tracing, walking, whole
from graph.ids import node_ids
from graph.rows import rows
from graph.schema import CONSTRAINTS, LABELS, MARK, RELATIONS, check
from tests import sample
from tests.query_catalogue import CATALOGUE, WRITES, texts

ROOM = Path(queries.__file__).parent
QUERIES = [pytest.param(query, id=name) for name, query in CATALOGUE.items()]

# rule of the dialect → what no query may hold
FORBIDDEN = {
    "ids of our own, not the server's": r"\b(elementId|id)\s*\(",
    "no dynamic labels or types": r":\s*\$\(",
    "IS NOT NULL, not exists(property)": r"\bexists\s*\(",
    "COUNT {}, not size of a pattern": r"size\s*\(\s*\(",
    "shortestPath(), not SHORTEST": r"\b(ANY|ALL)?\s*SHORTEST\b",
    "an upper bound for every path": r"\*(\s*\]|\d+\.\.\s*\]|\.\.\s*\])",
    "no transactions of the server's own": r"IN\s+TRANSACTIONS",
    "sub-queries name what they import": r"CALL\s*\{",
    "no hints, files, other databases": r"\b(USING|LOAD\s+CSV|FINISH|USE|PERIODIC)\b",
    "no colon in later types": r"\|\s*:",
    "no procedures but the listed": r"\bCALL\s+(?!db\.(labels|relationshipTypes|propertyKeys)\b)\w",
    "no full-text or vector index": r"\b(FULLTEXT|VECTOR)\b",
    "no constraint of the Enterprise edition": r"IS\s+(NOT\s+NULL\s+FOR|NODE\s+KEY|::)",
}


@pytest.mark.parametrize("query", QUERIES)
def test_query_keeps_the_dialect(query: str) -> None:
    assert [rule for rule, pattern in FORBIDDEN.items() if re.search(pattern, query)] == []


@pytest.mark.parametrize("query", QUERIES)
def test_values_are_parameters(query: str) -> None:
    """The only literal texts are names of the schema and the id of our mark."""
    known = {*LABELS, "zhengtu", *(relation.type for relation in RELATIONS)}
    assert set(re.findall(r"'([^']*)'", query)) <= known and '"' not in query


def test_what_is_read_does_not_write() -> None:
    """The embedded server does not refuse a write in a reading session."""
    modules = {"queries": queries, "tracing": tracing, "attached": attached, "walking": walking, "whole": whole}
    calls = re.compile(rf"\.read\(\s*({'|'.join(modules)})\.(\w+)")
    read = {call for path in ROOM.glob("*.py") for call in calls.findall(path.read_text("utf-8"))}
    assert len(read) > 10 and {module for module, _ in read} == set(modules)
    for module, name in read:
        assert not [query for _, query in texts(getattr(modules[module], name), name) if WRITES.search(query)], name


@pytest.mark.parametrize("query", QUERIES)
def test_query_knows_only_the_schema(query: str) -> None:
    types = {relation.type for relation in RELATIONS}
    for labels in re.findall(r"\(\w*:(\w+)", query):
        assert labels in (*LABELS, MARK)
    for alternatives in re.findall(r"\[\w*:([\w|]+)", query):
        assert set(alternatives.split("|")) <= types


@pytest.mark.parametrize("query", QUERIES)
def test_reading_query_that_lists_has_an_order(query: str) -> None:
    """Single rows, and rows asked for by id or key, need none."""
    if WRITES.search(query) or "LIMIT 1" in query or "UNWIND" in query:
        return
    for branch in query.split(" UNION ALL "):
        single = re.search(r"\{id: (\$\w+|'\w+')\}|RETURN count\(\w+\) AS \w+$", branch)
        assert "ORDER BY" in branch or single


def test_no_name_is_both_label_and_relation() -> None:
    assert not {relation.type for relation in RELATIONS} & {*LABELS, MARK}
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", label) for label in (*LABELS, MARK))
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", relation.type) for relation in RELATIONS)


def test_constraints_are_repeatable_and_plain() -> None:
    for statement in CONSTRAINTS:
        assert "IF NOT EXISTS" in statement
        assert re.search(r"REQUIRE n\.id IS UNIQUE$|ON \(n\.\w+\)$", statement)
    assert len(set(re.findall(r"(?:CONSTRAINT|INDEX) (\w+)", "\n".join(CONSTRAINTS)))) == len(CONSTRAINTS)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: ":".join(map(str, relation[:3])))
def test_merge_keys_are_never_null(relation: schema.Relation) -> None:
    """What a MERGE is keyed by is in every row."""
    keys = set(re.findall(r"row\.(\w+)", queries.MERGE_RELATION.get(relation, "")))
    for extraction in (sample.guide(), sample.plan(), sample.measures()):
        for row in rows(extraction).relations.get(relation, {}).values():
            assert all(row[key] is not None for key in keys)


# -- property values


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1},
        [1, "a"],
        [1, None],
        [[1], [2]],
        [True, 1],
        {1},
        pytest.param(object(), id="object"),
        b"x",
        datetime(2026, 1, 1),
        [1, 2.5],
    ],
    ids=repr,
)
def test_value_that_servers_store_differently_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="'key' cannot be stored"):
        check({"key": value})


# printable text is enough: what is tested is the shape of values
NAMES = st.text("ab政图 _", max_size=6)
SCALARS = NAMES | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.dates()


@given(st.dictionaries(NAMES, SCALARS | st.none() | st.lists(NAMES) | st.lists(st.integers()) | st.tuples(NAMES)))
def test_value_that_servers_store_alike_is_kept(props: dict[str, Any]) -> None:
    kept = check(props)
    assert kept == {key: list(v) if isinstance(v, tuple) else v for key, v in props.items() if v is not None}


def test_dates_are_kept() -> None:
    assert check({"d": date(2026, 1, 1), "none": None}) == {"d": date(2026, 1, 1)}


# -- rows and ids


@pytest.mark.parametrize("make", [sample.guide, sample.plan, sample.measures])
def test_rows_hang_together(make: Any) -> None:
    """Every relation joins two nodes of the same rows, and one key has one type within a label."""
    found = rows(make())
    for relation, related in found.relations.items():
        for row in related.values():
            assert row["a"] in found.nodes[relation.source] and row["b"] in found.nodes[relation.target], relation
    for label, nodes in found.nodes.items():
        types: dict[str, set[type]] = {}
        for node in nodes.values():
            for key, value in node["props"].items():
                types.setdefault(key, set()).add(type(value))
        assert all(len(kinds) == 1 for kinds in types.values()), (label, types)


def test_rows_and_digest_are_the_same_every_time() -> None:
    def digest(extraction: Any) -> str:
        return rows(extraction).nodes["Document"][extraction.document.id]["props"]["digest"]

    digests = [digest(make()) for make in (sample.guide, sample.plan, sample.guide)]
    assert digests[0] == digests[2] != digests[1]


def test_equal_ids_are_told_apart() -> None:
    """Numbering that restarts in an attachment, and items without a title."""
    guide = sample.guide()
    twice = sample.Extraction(guide.document, guide.text, conditions=guide.conditions * 3, headings=guide.headings * 2)
    ids = node_ids(twice)
    assert ids.conditions == tuple(f"yunzhou-guide/condition/取消申报资格/1{x}" for x in ("", "~2", "~3"))
    assert len(set(ids.headings)) == len(twice.headings)
