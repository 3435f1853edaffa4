"""Both servers side by side, and what a user is told when one cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph import queries
from graph.home import Home
from graph.load import load, prepare
from graph.schema import LABELS
from graph.store import Store, open_store
from ingest.errors import ZhengtuError
from tests import sample
from tests.query_catalogue import CATALOGUE, WRITES

GUIDE, PLAN, MEASURES = sample.guide(), sample.plan(), sample.measures()
ALL = (GUIDE, PLAN, MEASURES)
TITLE = "云州市人民政府关于印发云州市科技创新若干措施的通知"


# -- errors that a user can mend


def test_nobody_at_the_address(tmp_path: Any) -> None:
    with pytest.raises(ZhengtuError, match=r"bolt://127\.0\.0\.1:9: no answer"):
        open_store(Home(tmp_path), "bolt://127.0.0.1:9", "neo4j", "x")


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7687", "7687", "bolt://"])
def test_not_an_address(tmp_path: Any, uri: str) -> None:
    with pytest.raises(ZhengtuError, match="graph ") as error:
        open_store(Home(tmp_path), uri, "neo4j", "x")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("password", ["wrong", None])
def test_wrong_password(tmp_path: Any, neo4j_server: dict[str, str], password: str | None) -> None:
    with pytest.raises(ZhengtuError, match="password refused"):
        open_store(Home(tmp_path), neo4j_server["uri"], "neo4j", password)


def test_no_such_database(tmp_path: Any, neo4j_server: dict[str, str]) -> None:
    with (
        pytest.raises(ZhengtuError, match="no database of that name"),
        open_store(Home(tmp_path), **{**neo4j_server, "database": "nowhere"}) as store,
    ):
        store.read("RETURN 1 AS one")


# -- both servers


@pytest.fixture(scope="module")
def pair(embedded_home: Home, neo4j_server: dict[str, Any]) -> Iterator[list[Store]]:
    stores = [open_store(embedded_home), open_store(embedded_home, **neo4j_server)]
    for store in stores:
        store.write("MATCH (n) DETACH DELETE n")
        prepare(store)
        for extraction in ALL:
            load(store, extraction)
    yield stores
    for store in stores:
        store.close()


PARAMS: dict[str, Any] = {
    "after": "",
    "size": 5,
    "document": "yunzhou-guide",
    "name": "yunzhou-plan",
    "key": "云州市科技创新若干措施",
    "keys": ["云州市科技创新若干措施", "云政发〔2022〕7号", TITLE],
    "documents": ["yunzhou-guide", "yunzhou-plan", "yunzhou-measures"],
    "relations": ["依据", "落实"],
    "number": "云政发〔2022〕7号",
    "ids": [
        "yunzhou-guide/zhongshi", "yunzhou-guide/pingtai", "yunzhou-plan/task/1", sample.BUREAU, "云政发〔2022〕7号", TITLE,
        "云政发〔2010〕3号", "yunzhou-guide", "yunzhou-guide/area/电子信息", "yunzhou-guide/zhongshi/area/纺织", "5550100", "云岭实验室",
    ],
    "id": "yunzhou-guide/zhongshi",
    "source": "yunzhou-guide/zhongshi",
    "target": "5550100",
    "limit": 50,
    "pieces": ["科技", "创新"],
    "digits": "5550100",
    "rows": [{"id": "云政发〔2022〕7号", "doc_number": "云政发〔2022〕7号", "keys": ["云州市科技创新若干措施"]}],
}  # fmt: skip
PARAMS |= dict.fromkeys(LABELS, PARAMS["ids"])
READS = [pytest.param(query, id=name) for name, query in CATALOGUE.items() if not WRITES.search(query)]


@pytest.mark.parametrize("query", READS)
def test_both_servers_answer_alike(pair: list[Store], query: str) -> None:
    ours, theirs = ([repr_sorted(row) for row in store.read(query, **PARAMS)] for store in pair)
    if query == queries.IS_EMPTY:  # any one node will do
        ours, theirs = [str(len(ours))], [str(len(theirs))]
    if "ORDER BY" not in query or "UNION" in query or "UNWIND" in query:
        ours, theirs = sorted(ours), sorted(theirs)
    assert ours == theirs


def repr_sorted(value: Any) -> str:
    if isinstance(value, dict):
        return repr(sorted((key, repr_sorted(each)) for key, each in value.items()))
    return repr([repr_sorted(each) for each in value]) if isinstance(value, list) else repr(value)
