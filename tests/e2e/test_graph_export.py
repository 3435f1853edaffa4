"""Exports that go from one server into the other."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from graph.export import export
from graph.home import Home
from graph.load import load, prepare
from graph.store import Store, open_store
from tests import sample
from tests.e2e.conftest import Server, java, started
from tests.test_export import nasty, statements

EXTRACTIONS = (sample.guide(), nasty(), sample.measures())


@pytest.fixture(scope="module")
def embedded(embedded_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the embedded server exports: ``whole.jsonl``, ``whole.cypher``, ``csv/``."""
    folder = tmp_path_factory.mktemp("exported")
    with open_store(embedded_home) as store:
        store.write("MATCH (n) DETACH DELETE n")
        prepare(store)
        for extraction in EXTRACTIONS:
            load(store, extraction)
        for name in ("whole.jsonl", "whole.cypher", "csv/"):
            export(store, f"{folder}/{name}")
    return folder


def there(store: Store, folder: Path) -> bytes:
    prepare(store)  # the graph is one of ours
    export(store, f"{folder}/there.jsonl")
    return (folder / "there.jsonl").read_bytes()


def test_script_of_the_embedded_server_on_neo4j(embedded: Path, neo4j_server: Server, tmp_path: Path) -> None:
    with open_store(Home(tmp_path), **neo4j_server) as store:
        store.write("MATCH (n) DETACH DELETE n")
        for statement in statements(embedded / "whole.cypher"):
            store.write(statement)
        assert there(store, tmp_path) == (embedded / "whole.jsonl").read_bytes()
        export(store, f"{tmp_path}/back.cypher")
    assert (tmp_path / "back.cypher").read_bytes() == (embedded / "whole.cypher").read_bytes()


def test_csv_of_the_embedded_server_in_the_importer_of_neo4j(
    embedded: Path, neo4j_server: Server, tmp_path: Path
) -> None:
    """``neo4j-admin database import full neo4j @import.args``, then ``schema.cypher``."""
    home = tmp_path / "neo4j"
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    command = java("Import.java", home, "neo4j", "@import.args")
    done = subprocess.run(command, cwd=embedded / "csv", capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    with started(home) as server, open_store(Home(tmp_path), **server) as store:
        for statement in statements(embedded / "csv" / "schema.cypher"):
            store.write(statement)
        found = there(store, tmp_path).decode().split("\n")[:-1]
    sent = (embedded / "whole.jsonl").read_text("utf-8").split("\n")[:-1]
    assert [json.loads(line) for line in found] == [_without_empty_lists(json.loads(line)) for line in sent]


def _without_empty_lists(line: dict[str, Any]) -> dict[str, Any]:
    """CSV cannot tell a list without items from none, nor one with an empty text alone."""
    kept = {key: value for key, value in line["properties"].items() if value not in ([], [""])}
    return line | {"properties": kept}
