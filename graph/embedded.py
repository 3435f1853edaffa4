"""The embedded graph: ArcadeDB in a server process of its own per home, speaking Bolt to the same driver as a Neo4j.

The first process that needs the graph starts the server (2–3 s), later ones find it through ``server.json`` in the home
and log in (milliseconds). The server listens on loopback only, on a port that the system gives it, behind a password
that it makes up at each start and that only the owner of the home can read. It ends itself when no connection has been
open for a while, when ``server.json`` no longer names it (:func:`stop`), and when the home or its
graph is gone.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import portalocker

from graph.home import Home
from ingest.errors import ZhengtuError

if TYPE_CHECKING:
    from neo4j import Driver

DATABASE = "zhengtu"
IDLE = 15 * 60.0  # seconds without any connection
PATIENCE = 60.0  # seconds that a start, or the end of a server before it, may take
_USER = "root"
_TICK = 0.25  # seconds between two looks of the server at its home
_JVM = ("-Xrs", "-XX:+UseSerialGC", "-Darcadedb.txWalFlush=1")  # signals are ours; commits are on disk


def ensure(home: Home, idle: float = IDLE) -> Driver:
    """A driver logged in to the home's server, which is started if none answers, to end after ``idle`` seconds without
    a connection. ZhengtuError, one line, when it cannot start."""
    if driver := _connect(home):
        return driver
    home.create()
    try:
        with _lock(home, "start.lock", 2 * PATIENCE):
            return _connect(home) or _start(home, idle)  # another process may just have started it
    except portalocker.LockException:
        raise ZhengtuError(f"{home.path}: another process is still starting the graph server; try again") from None


def stop(home: Home) -> bool:
    """Ends the home's server; whether one ran. Returns when its files are free."""
    named = home.read_json(home.server_file)
    with suppress(OSError):
        home.server_file.unlink()
    if not _running(home):
        return False
    if not _wait(lambda: not _running(home), 20.0) and named:  # it does not look at its home any more
        with suppress(OSError, TypeError, ValueError):
            os.kill(int(named["pid"]), signal.SIGTERM)
        if not _wait(lambda: not _running(home), 10.0):
            raise ZhengtuError(f"{home.path}: the graph server (process {named['pid']}) does not end; end it yourself")
    return True


# -- the side of the caller


def _connect(home: Home) -> Driver | None:
    """Logged in to the server that the home names; None where there is none, or something else is at its port."""
    from graph.store import driver

    named = home.read_json(home.server_file)
    if not named or not _running(home):  # a server that was killed leaves its file; its port may be anybody's
        return None
    with suppress(KeyError, ZhengtuError):
        return driver(
            f"bolt://127.0.0.1:{named['port']}",
            (_USER, named["password"]),
            max_transaction_retry_time=3.0,
            initial_retry_delay=0.02,  # a lone writer's conflicts pass in milliseconds
        )
    return None


def _start(home: Home, idle: float) -> Driver:
    """Called by one process at a time."""
    _check_engine(home)
    with suppress(OSError):
        home.server_file.unlink()
    root = str(Path(__file__).resolve().parent.parent)
    paths = [root, *(os.path.abspath(p) for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p)]
    away: dict[str, Any] = {"start_new_session": True}  # a ^C at the first caller's terminal is not for the server
    if sys.platform == "win32":
        away = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    with open(home.server_log, "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "graph.embedded", str(home.path), str(idle)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **away,
        )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if (named := home.read_json(home.server_file)) and named.get("pid") == process.pid:
            if driver := _connect(home):
                return driver
            break
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise ZhengtuError(f"{home.path}: the graph server did not start ({_last_words(home)}); see {home.server_log}")


def _check_engine(home: Home) -> None:
    try:
        engine = f"arcadedb-embedded {version('arcadedb-embedded')}"
    except PackageNotFoundError:
        raise ZhengtuError(
            "the embedded graph (arcadedb-embedded) is not installed here; name a Neo4j with --graph or NEO4J_URI"
        ) from None
    mark = home.graph / "engine"
    if mark.exists():
        if (made_by := mark.read_text("utf-8").strip()) != engine:
            raise ZhengtuError(f"{home.graph}: made by {made_by}, this is {engine}; run `zhengtu build --fresh`")
    else:
        home.write(mark, engine)


def _last_words(home: Home) -> str:
    with suppress(OSError):
        lines = home.server_log.read_text("utf-8", errors="replace").split("\n")
        if said := [line.strip() for line in lines if line.strip()]:
            return said[-1][:200]
    return "it said nothing"


def _lock(home: Home, name: str, timeout: float) -> portalocker.Lock:
    return portalocker.Lock(home.path / name, "a", timeout=timeout, check_interval=0.05)


def _running(home: Home) -> bool:
    """Whether a server process holds the home, answering or not; in doubt (a home we may only read) it does."""
    if not home.path.is_dir():
        return False
    try:
        with _lock(home, "server.lock", 0.0):
            return False
    except (portalocker.LockException, OSError):
        return True


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


# -- the side of the server


def serve(home: Home, idle: float) -> None:
    """Runs the server in this process until nobody needs it; holds ``server.lock`` of the home meanwhile."""
    try:
        with _lock(home, "server.lock", PATIENCE / 2):
            _serve(home, idle)
    except portalocker.LockException:
        raise ZhengtuError("the server before this one does not end; run `zhengtu stop`") from None


def _serve(home: Home, idle: float) -> None:
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    home.graph.mkdir(exist_ok=True)
    os.chdir(home.graph)  # where the engine puts its own log
    (home.graph / "config" / "server-users.jsonl").unlink(missing_ok=True)  # holds the password of last time
    password = secrets.token_urlsafe(24)
    server, port = _arcade(home.graph, password)
    mine = {"port": port, "password": password, "pid": os.getpid()}
    try:
        home.write(home.server_file, json.dumps(mine))  # the file is the owner's only
        busy = time.monotonic()
        while (
            not ended
            and home.graph.is_dir()
            and home.read_json(home.server_file) == mine
            and time.monotonic() - busy < idle
        ):
            if _connections():
                busy = time.monotonic()
            time.sleep(_TICK)
    finally:
        if home.read_json(home.server_file) == mine:
            with suppress(OSError):
                home.server_file.unlink()
        server.stop()


def _arcade(root: Path, password: str) -> tuple[Any, int]:
    """The server, started, with our database open; and the Bolt port that the system gave it."""
    from arcadedb_embedded.server import ArcadeDBServer

    server = ArcadeDBServer(
        str(root),
        password,
        {
            "host": "127.0.0.1",
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": 0,
            "http_port": "0",  # cannot be left out; behind the same password
            "mode": "development",  # production hides what is wrong with a query
        },
        jvm_kwargs={"heap_size": "512m", "jvm_args": _JVM},
    )
    server.start()
    server.create_database(DATABASE)
    bolt = next(p for p in server._java_server.getPlugins() if "Bolt" in p.getClass().getSimpleName())
    return server, int(bolt.getPort())


def _connections() -> int:
    """How many Bolt connections are open: the engine gives each a thread of its own."""
    import jpype  # type: ignore[import-untyped]

    thread = jpype.JClass("java.lang.Thread")
    group = thread.currentThread().getThreadGroup()
    while group.getParent() is not None:
        group = group.getParent()
    threads = jpype.JArray(thread)(group.activeCount() * 2)
    alive = range(group.enumerate(threads))
    return sum(threads[i].getClass().getSimpleName() == "BoltNetworkExecutor" for i in alive)


if __name__ == "__main__":
    try:
        serve(Home(sys.argv[1]), float(sys.argv[2]))
    except Exception as error:
        print(f"{type(error).__name__}: {' '.join(str(error).split())}", file=sys.stderr, flush=True)
        os._exit(1)  # like below: the engine's threads would keep the process
    os._exit(0)
