"""How long the graph of a folder takes to load, beside the bare driver writing the same rows in the same batches.

    python -m benchmarks.load FOLDER [--first N] [--on embedded neo4j] [--chains N]

Each load goes into a fresh database: the embedded server, and a real Neo4j started as the tests start theirs (java and
Maven). Reading the files is not counted. Ours makes the rows, asks what the graph holds already and works out what
shared nodes say of themselves, which regulations are documents and which version came after which; the bare driver is
given the rows and sends them. Memory is the peak of the whole process, in MiB (Linux). ``--chains`` also times the
tracing of that many regulations to three hops, warm, in what ours loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from neo4j import ManagedTransaction

from graph import embedded
from graph.home import Home
from graph.load import groups, load_all, prepare, statements
from graph.rows import rows
from graph.schema import CONSTRAINTS
from graph.store import Store, driver, open_store
from graph.trace import trace
from ingest import pipeline
from ingest.records import Extraction
from tests.e2e.conftest import started

BATCH = 2000
HOPS = 3
CITED = "MATCH (:Section)-[:CITES]->(:Regulation)-[:IS]->(d:Document) RETURN DISTINCT d.title AS title ORDER BY title"

Json = dict[str, Any]
Server = dict[str, str | None]


@contextmanager
def fresh(kind: str) -> Iterator[tuple[Server, int]]:
    """An empty database: where it is, and the process that serves it."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "neo4j":
            with started(Path(folder)) as server:
                yield server, next(pid for pid in _children() if "java" in _line(pid, "Name"))
        else:
            home = Home(folder)
            embedded.ensure(home).close()
            named = home.read_json(home.server_file) or {}
            try:
                uri, password = f"bolt://127.0.0.1:{named['port']}", named["password"]
                yield (
                    {"uri": uri, "username": "root", "password": password, "database": embedded.DATABASE},
                    named["pid"],
                )
            finally:
                embedded.stop(home)


def ours(server: Server, documents: Sequence[Extraction]) -> float:
    with open_store(Home("unused"), **server) as store:
        begun = time.perf_counter()
        prepare(store)
        load_all(store, documents)
        return time.perf_counter() - begun


def bare(server: Server, documents: Sequence[Extraction]) -> float:
    batches = [list(statements(group)) for group in groups(map(rows, documents))]
    with driver(str(server["uri"]), (str(server["username"]), str(server["password"]))) as bolt:

        def write(tx: ManagedTransaction, batch: list[tuple[str, list[Json]]]) -> None:
            for query, found in batch:
                for start in range(0, len(found), BATCH):
                    tx.run(query, rows=found[start : start + BATCH]).consume()

        begun = time.perf_counter()
        with bolt.session(database=server["database"]) as session:
            for statement in CONSTRAINTS:
                session.run(statement).consume()
            for batch in batches:
                session.execute_write(write, batch)
        return time.perf_counter() - begun


def chains(server: Server, count: int) -> Json:
    """Milliseconds of tracing to three hops; only those that go so far count."""
    with open_store(Home("unused"), **server) as store:
        titles = [row["title"] for row in store.read(CITED)]
        random.Random(0).shuffle(titles)
        for title in titles[:count]:
            trace(store, title, HOPS)
        taken = sorted(ms for ms, found in (_traced(store, title) for title in titles[:count]) if found == HOPS)
    return {
        "chains": len(taken),
        "median ms": _round(statistics.median(taken)),
        "p95 ms": _round(taken[int(len(taken) * 0.95)]),
    }


def _traced(store: Store, title: str) -> tuple[float, int]:
    begun = time.perf_counter()
    found = trace(store, title, HOPS)
    return (time.perf_counter() - begun) * 1000, max((step["hop"] for step in found["chain"]), default=0)


def measured(load: Any, server: Server, documents: Sequence[Extraction], size: int, pid: int) -> Json:
    """One load in a process of its own, which has the documents already."""
    here, there = get_context("fork").Pipe()

    def run() -> None:
        seconds = load(server, documents)
        there.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))

    process = get_context("fork").Process(target=run)
    process.start()
    there.close()  # so that an end of the process is an end of the pipe
    seconds, client = here.recv()
    process.join()
    server_peak = int(_line(pid, "VmHWM").split()[0] or 0) // 1024
    return {
        "seconds": _round(seconds),
        "rows/s": round(size / seconds),
        "client MiB": client,
        "server MiB": server_peak,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, help="only so many documents, chosen by chance")
    parser.add_argument("--on", nargs="+", choices=("embedded", "neo4j"), default=["embedded", "neo4j"])
    parser.add_argument("--chains", type=int, default=0)
    chosen = parser.parse_args()
    files = sorted(pipeline.identify(pipeline.sources([chosen.folder])).items())
    random.Random(0).shuffle(files)
    read = pipeline.extract_all(files[: chosen.first], min(os.cpu_count() or 1, len(files[: chosen.first]) // 20))
    documents = [got for _, _, got in read if isinstance(got, Extraction)]
    size = sum(len(found) for group in groups(map(rows, documents)) for _, found in statements(group))
    print(json.dumps({"documents": len(documents), "rows": size}))
    for kind in chosen.on:
        took = {}
        for load in (ours, bare):
            with fresh(kind) as (server, pid):
                figures = measured(load, server, documents, size, pid)
                took[load] = figures["seconds"]
                if load is ours and chosen.chains:
                    figures |= chains(server, chosen.chains)
            print(json.dumps({"on": kind, "by": load.__name__} | figures), flush=True)
        print(json.dumps({"on": kind, "ours over bare": round(took[ours] / took[bare], 2)}), flush=True)


def _round(value: float) -> float:
    return round(value, 1)


def _children() -> list[int]:
    own = str(os.getpid())
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _line(int(path.name), "PPid") == own]


def _line(pid: int, key: str) -> str:
    """A value of a process's status; "0" where the system tells none."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return "0"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(f"{key}:")), "0")


if __name__ == "__main__":
    main()
