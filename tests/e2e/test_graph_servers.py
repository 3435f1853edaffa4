"""Both servers side by side, and what a user is told when one cannot be reached."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from graph import queries
from graph.home import Home
from graph.load import load, loaded, prepare
from graph.schema import LABELS
from graph.store import Store, open_store
from ingest.errors import ZhengtuError
from search.build import build
from tests import sample
from tests.conftest import Zhengtu
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


# -- a server that goes in the midst of a load


class _Line:
    """Between a client and a server, until it is cut."""

    def __init__(self, uri: str) -> None:
        host, _, port = uri.partition("://")[2].partition(":")
        self._to = (host, int(port))
        self._open: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        for each in (self._door, *self._open):  # closing alone would let the door open once more
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                pair = self._door.accept()[0], socket.create_connection(self._to)
                self._open += pair
                for one, other in (pair, pair[::-1]):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while words := one.recv(65536):
                other.sendall(words)


def test_a_neo4j_that_goes_in_mid_load(
    tmp_path: Path, neo4j_server: dict[str, Any], tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line; what was acknowledged is there, whole; nothing looks built; and the next build takes it up."""
    monkeypatch.setattr("graph.load.TOGETHER", 1)  # a transaction a document
    folder, home, line = tmp_path / "files", Home(tmp_path / "home").create(), _Line(neo4j_server["uri"])
    folder.mkdir()
    (home.index / tables.name).symlink_to(tables, target_is_directory=True)
    for name, text in (("guide", sample.GUIDE_TEXT), ("plan", sample.PLAN_TEXT)):
        (folder / f"{name}.txt").write_text(text, "utf-8")

    def told(what: str, done: int, total: int) -> None:
        if what == "写图谱" and done == 1:
            line.cut()

    with open_store(home, **neo4j_server) as store:
        store.write("MATCH (n) DETACH DELETE n")
        with (
            open_store(home, **{**neo4j_server, "uri": line.uri}) as shaky,
            pytest.raises(ZhengtuError, match="no answer") as error,
        ):
            build([folder], home, shaky, progress=told)
        assert "\n" not in str(error.value) and home.built() is None
        assert set(loaded(store)) == {"guide"}
        assert build([folder], home, store).documents == ["guide", "plan"]
        assert set(loaded(store)) == {"guide", "plan"}


@pytest.mark.parametrize("password", ["wrong", ""])
def test_wrong_password_at_the_command_line(
    zhengtu: Zhengtu, neo4j_server: dict[str, Any], tmp_path: Path, password: str
) -> None:
    server = {"NEO4J_URI": neo4j_server["uri"], "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": password}
    done = zhengtu("build", home=tmp_path / "home", **server)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "NEO4J_PASSWORD" in done.stderr and not (tmp_path / "home" / "manifest.json").exists()
