"""The embedded server as processes see it: started once, found by others, gone when nobody needs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import embedded
from graph.home import Home
from graph.load import load, prepare
from graph.store import open_store
from ingest.errors import ZhengtuError
from tests import sample

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "政 图")
    yield home
    embedded.stop(home)


def server(home: Home) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(home.server_file.read_text())
    return found


def wait(done: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.1)
    return done()


def test_a_life(home: Home) -> None:
    """Started, found, private, kept over a stop and a kill, and started again by a store that was open meanwhile."""
    with open_store(home) as store:
        prepare(store)
        load(store, sample.guide())
        first = server(home)
        if os.name == "posix":
            assert stat.S_IMODE(home.server_file.stat().st_mode) == 0o600

        with open_store(home) as second:  # the same server
            assert second.read("MATCH (p:Program) RETURN count(p) AS n") == [{"n": 2}]
        assert server(home) == first

        assert embedded.stop(home) and not home.server_file.exists()
        assert not embedded.stop(home)
        assert store.read("MATCH (p:Program) RETURN count(p) AS n") == [{"n": 2}]  # a new one, with all that was loaded
        second_life = server(home)
        assert second_life["password"] != first["password"]

        load(store, sample.plan())
        os.kill(second_life["pid"], signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        assert store.read("MATCH (d:Document) RETURN count(d) AS n") == [{"n": 2}]  # what was acknowledged is there
        assert server(home)["pid"] != second_life["pid"]

    listening = server(home)["port"]
    with pytest.raises(ZhengtuError, match="password refused"):
        open_store(home, f"bolt://127.0.0.1:{listening}", "root", "wrong")
    for address in _other_addresses():
        with socket.socket() as probe, pytest.raises(OSError):
            probe.settimeout(1)
            probe.connect((address, listening))


def _other_addresses() -> list[str]:
    found = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return [address for address in found if not address.startswith("127.")]


def test_four_at_once_get_one_server(home: Home) -> None:
    code = (
        "import sys; from graph.home import Home; from graph.store import open_store\n"
        "with open_store(Home(sys.argv[1])) as store: print(store.read('RETURN 1 AS one'))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(home.path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120) for process in processes]
    assert [out for out, _ in said] == [b"[{'one': 1}]\n"] * 4, said
    assert (home.server_log.read_text("utf-8", "replace").count("ArcadeDB Server v")) == 1
    assert server(home)["pid"] not in [process.pid for process in processes]  # it outlives its starters


def test_ends_when_idle_and_not_before(home: Home) -> None:
    driver = embedded.ensure(home, idle=1.0)
    time.sleep(2.5)
    assert driver.execute_query("RETURN 1 AS one", database_=embedded.DATABASE).records[0]["one"] == 1
    driver.close()
    assert wait(lambda: not embedded._running(home))
    assert not home.server_file.exists() and not embedded.stop(home)


def test_ends_when_its_home_is_gone(home: Home) -> None:
    embedded.ensure(home).close()
    port = server(home)["port"]
    shutil.rmtree(home.path, ignore_errors=True)

    def gone() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    assert wait(gone)
    shutil.rmtree(home.path, ignore_errors=True)


def test_somebody_else_at_the_port(home: Home) -> None:
    """A stale file whose port another program has got meanwhile."""
    home.create()
    with socket.create_server(("127.0.0.1", 0)) as other:
        stale = {"port": other.getsockname()[1], "password": "x", "pid": os.getpid()}
        home.write(home.server_file, json.dumps(stale))
        other.setblocking(False)
        with open_store(home) as store:
            assert store.read("RETURN 1 AS one") == [{"one": 1}]
        assert server(home)["port"] != stale["port"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"port": "x"}', '{"port": 1, "password": null, "pid": "x"}'])
def test_damaged_server_file_is_no_server(tmp_path: Path, content: str) -> None:
    home = Home(tmp_path).create()
    home.server_file.write_text(content)
    assert embedded._connect(home) is None
    assert not embedded.stop(home)


def test_graph_of_another_engine_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    home.write(home.graph / "engine", "arcadedb-embedded 1.0")
    with pytest.raises(ZhengtuError, match=r"made by arcadedb-embedded 1\.0.*zhengtu build --fresh") as error:
        embedded.ensure(home)
    assert "\n" not in str(error.value)


def test_start_that_fails_is_said_in_one_line(tmp_path: Path) -> None:
    """A graph folder whose database is no database."""
    home = Home(tmp_path).create()
    (home.graph / "databases").mkdir(parents=True)
    (home.graph / "databases" / embedded.DATABASE).write_text("not a database")
    with pytest.raises(ZhengtuError, match="did not start") as error:
        embedded.ensure(home)
    assert "\n" not in str(error.value) and str(home.server_log) in str(error.value)
    assert not home.server_file.exists() and not embedded.stop(home)


def test_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ZhengtuError, match="cannot write the home"):
        embedded.ensure(Home(tmp_path / "file"))
