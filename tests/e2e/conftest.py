"""Graph servers for the tests, the embedded one and a real Neo4j, each started once a run and emptied for each test; and
the browser that the tests of pages share.

The Neo4j comes from Maven Central into a cache outside the repository (``ZHENGTU_TEST_CACHE``, default
``~/.cache/zhengtu-test``) and is started by a JDK. ``NEO4J_URI`` names a server to use instead, whose database the
tests empty: ``ZHENGTU_TEST_NEO4J_MAY_WIPE=1`` says that they may.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import DriverError, Neo4jError
from playwright.sync_api import BrowserContext

from graph import embedded
from graph.home import Home
from graph.load import prepare
from graph.settings import Settings
from graph.store import Store, open_store
from tests.e2e import browser

RECIPE = Path(__file__).parent / "neo4j"
CACHE = Path(os.environ.get("ZHENGTU_TEST_CACHE") or Path.home() / ".cache" / "zhengtu-test") / "neo4j"
JVM = [
    "-Xmx1g",
    "-XX:+UseSerialGC",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")),
]
Server = dict[str, str | None]


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The arguments of :func:`graph.store.open_store` for a real Neo4j that may be emptied."""
    given = Settings().server
    if given["uri"]:
        if os.environ.get("ZHENGTU_TEST_NEO4J_MAY_WIPE") != "1":
            browser.lacking(
                "NEO4J_URI is set: ZHENGTU_TEST_NEO4J_MAY_WIPE=1 says that the tests may empty that database"
            )
        yield given
        return
    with started(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@contextmanager
def started(home: Path) -> Iterator[Server]:
    """A Neo4j of our own on the data of a folder, which may be empty."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open(home / "log", "wb") as log:
        process = subprocess.Popen(
            java("Start.java", home, port),
            stdin=subprocess.PIPE,  # the server ends when this closes, also when the tests are killed
            stdout=log,
            stderr=log,
        )
    uri, password = f"bolt://127.0.0.1:{port}", secrets.token_urlsafe(16)
    try:
        _first_login(process, uri, password, home / "log")
        yield {"uri": uri, "username": "neo4j", "password": password, "database": None}
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(60)


def java(program: str, *args: object) -> list[str]:
    """The command that runs one of our small programs beside Neo4j's jars."""
    return [_java(), *JVM, "-cp", f"{_jars()}/*", str(RECIPE / program), *map(str, args)]


def _java() -> str:
    return shutil.which("java") or browser.lacking("no Neo4j: java is not installed, and NEO4J_URI is not set")


def _jars() -> Path:
    """Neo4j's jars, fetched once; ``done`` says that all of them are there."""
    if not (CACHE / "done").exists():
        maven = shutil.which("mvn") or browser.lacking("no Neo4j: Maven is not installed, and NEO4J_URI is not set")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={CACHE}"]
        fetched = subprocess.run([maven, "-q", "-B", "-f", RECIPE / "pom.xml", *goal], capture_output=True, text=True)
        if fetched.returncode:
            browser.lacking(f"no Neo4j: Maven could not fetch it: {fetched.stdout[-300:]}")
        (CACHE / "done").touch()
    return CACHE


def _first_login(process: subprocess.Popen[bytes], uri: str, password: str, log: Path) -> None:
    """The first login may only change its password."""
    for _ in range(1200):
        assert process.poll() is None, log.read_text()
        try:
            with (
                neo4j.GraphDatabase.driver(uri, auth=("neo4j", "neo4j")) as driver,
                driver.session(database="system") as session,
            ):
                session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=password).consume()
            return
        except (DriverError, Neo4jError, OSError):  # not there yet; a managed transaction would wait longer and longer
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def embedded_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    home = Home(tmp_path_factory.mktemp("embedded"))
    yield home
    embedded.stop(home)


@pytest.fixture(scope="session", params=["embedded", "neo4j"])
def opened(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store on each server, one after the other, with whatever the test before left in it."""
    server: dict[str, Any] = {}
    if request.param == "neo4j":
        home = Home("unused")
        server = request.getfixturevalue("neo4j_server")
    else:
        home = request.getfixturevalue("embedded_home")
    with open_store(home, **server) as store:
        yield store


@pytest.fixture
def empty(opened: Store) -> Store:
    """An empty database without our mark."""
    opened.write("MATCH (n) DETACH DELETE n")
    return opened


@pytest.fixture
def store(empty: Store) -> Store:
    """An empty graph of ours."""
    prepare(empty)
    return empty


@pytest.fixture
def content(empty: Store) -> Callable[[], tuple[list[Any], list[Any]]]:
    """All nodes and relations of the graph, in order: equal for equal graphs."""

    def read() -> tuple[list[Any], list[Any]]:
        nodes = empty.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS props")
        relations = empty.read(
            "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS type, b.id AS b, properties(r) AS props"
        )
        return sorted(map(_sorted, nodes)), sorted(map(_sorted, relations))

    return read


def _sorted(row: dict[str, Any]) -> str:
    return repr({**row, "props": sorted(row["props"].items())})


@pytest.fixture(scope="session")
def chrome() -> Iterator[BrowserContext]:
    """One profile for all tests: what a page loads from its server it loads once."""
    context = browser.tests_own().new_context(locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="session")
def address(chrome: BrowserContext, built: Path) -> Iterator[str]:
    with browser.served(built) as address:
        yield address
