"""A few of the killed builds of ``benchmarks/kill.py``, on both servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.kill import trials
from graph import embedded
from graph.home import Home
from graph.store import open_store


@pytest.mark.parametrize("server", ["embedded", "neo4j"])
def test_after_a_kill_the_next_build_is_a_clean_one(
    request: pytest.FixtureRequest, tmp_path: Path, tables: Path, server: str
) -> None:
    given = {"uri": None}
    if server == "neo4j":
        given = request.getfixturevalue("neo4j_server")
        with open_store(Home(tmp_path), **given) as store:
            store.write("MATCH (n) DETACH DELETE n")
    try:
        report = trials(tmp_path, given, 2, 1, tables, first=2)
    finally:
        embedded.stop(Home(tmp_path / "home"))
    assert (report.kills, report.failures) == (2, [])
