"""Builds killed at any moment (kill -9), and what the next build makes of it.

    python benchmarks/kill.py [--kills 100] [--seed 1]        the embedded server; it is killed, too
    NEO4J_URI=… NEO4J_PASSWORD=… python benchmarks/kill.py    the client of a Neo4j whose database may be emptied

A folder goes from one of five states to another. A process builds it and is killed after a random part of the time that
a build takes; on the embedded server, in every third trial, so is the server. Then must hold: the home tells of the build
before or of the new one, and its documents are in the graph unless this build was changing them; if it tells of the new
one, index and graph are those of a clean build; after one more build they are so in any case.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from graph import embedded, load
from graph.export import export
from graph.fresh import begin_afresh
from graph.home import Home
from graph.settings import Settings
from graph.store import Store, open_store
from search import build as building
from search import concepts

Server = dict[str, str | None]
CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@dataclass
class Report:
    """``cut`` builds had begun to change something; ``servers`` are those killed; ``failures`` a line each."""

    kills: int = 0
    cut: int = 0
    finished: int = 0
    servers: int = 0
    failures: list[str] = field(default_factory=list)


def states() -> list[dict[str, str]]:
    """File name → text. Parts of the two documents of ``corpus/``, small enough that a build takes about a second."""
    guide, plan = ((CORPUS / name).read_text("utf-8") for name in ("jinan-guide-2019.txt", "jinan-plan-2023.txt"))
    cuts = {f"part-{n}.txt": guide[start : start + 3000] for n, start in enumerate(range(0, 12000, 3000))}
    whole = {"guide.txt": guide[:9000], "plan.txt": plan[:5000]}
    return [
        {"plan.txt": plan[:5000]},
        {**whole, **cuts},
        {"guide.txt": guide[3000:9000], "plan.txt": plan[2000:7000]},
        {**cuts, "more.txt": plan[5000:9000]},
        {**whole, "part-1.txt": guide[4000:8000]},
    ]


def write(folder: Path, state: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in state.items():
        (folder / name).write_text(text, "utf-8")


def built(home: Home, store: Store, beside: Path) -> tuple[bytes, dict[str, str]]:
    """All that is built: the graph as exported, and the files of the index."""
    export(store, str(beside / "graph.jsonl"))
    index = home.index_of(home.manifest().generation or "")
    files = sorted(path for path in index.rglob("*") if path.is_file())
    return (
        (beside / "graph.jsonl").read_bytes(),
        {str(path.relative_to(index)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    )


def build_in_a_process(folder: Path, home: Path, server: Server) -> None:
    place = Home(home)
    with open_store(place, **server) as store:
        building.build([folder], place, store)


def trials(
    place: Path, server: Server, kills: int, seed: int, tables: Path | None = None, first: int | None = None
) -> Report:
    """Runs ``kills`` trials in an empty folder, on a graph that is emptied first; between the ``first`` states only."""
    chance, report = random.Random(seed), Report()
    context = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
    context.set_forkserver_preload(["search.build", "graph.store", "ingest.pipeline"])
    folder, home = place / "files", Home(place / "home").create()
    if tables:
        (home.index / tables.name).symlink_to(tables, target_is_directory=True)
    else:
        concepts.write(home.index / f"lexicon-{concepts.key()}")
    clean, took = [], []
    texts = states()[:first]
    for state in texts:
        write(folder, state)
        begin_afresh(home, server, [folder])
        with open_store(home, **server) as store:
            started = time.perf_counter()
            building.build([folder], home, store)
            took.append(time.perf_counter() - started)
            clean.append(built(home, store, place))
    longest, now = 1.5 * max(took), len(clean) - 1
    for trial in range(kills):
        before, following = home.manifest(), chance.choice([n for n in range(len(clean)) if n != now])
        write(folder, texts[following])
        process = context.Process(target=build_in_a_process, args=(folder, home.path, server))
        process.start()
        process.join(chance.random() * longest)
        if process.pid and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        report.kills += 1
        if not server["uri"] and trial % 3 == 0 and (named := home.read_json(home.server_file)):
            with suppress(ProcessLookupError):
                os.kill(named["pid"], signal.SIGKILL)
            report.servers += 1
        told, unfinished = home.manifest(), home.unfinished()
        report.cut += bool(unfinished)
        with open_store(home, **server) as store:
            held = load.loaded(store)
            if told == before:
                if lost := set(before.documents) - set(held) - unfinished:
                    report.failures.append(f"trial {trial}: {sorted(lost)} not in the graph")
            else:
                report.finished += 1
                if built(home, store, place) != clean[following]:
                    report.failures.append(f"trial {trial}: the build that ended is not a clean one")
            building.build([folder], home, store)
            if built(home, store, place) != clean[following]:
                report.failures.append(f"trial {trial}: the build after the kill is not a clean one")
        now = following
        print(f"\r{report.kills}/{kills}", end="", file=sys.stderr, flush=True)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    server = Settings().server
    with tempfile.TemporaryDirectory() as place:
        started = time.perf_counter()
        report = trials(Path(place), server, given.kills, given.seed)
        embedded.stop(Home(Path(place) / "home"))
    print(
        f"{report.kills} kills on {'Neo4j' if server['uri'] else 'the embedded server'} in "
        f"{time.perf_counter() - started:.0f} s: {report.cut} in the midst of changes, {report.finished} after the end, "
        f"{report.servers} with the server; {len(report.failures)} failures"
    )
    for failure in report.failures:
        print(failure)
    raise SystemExit(bool(report.failures))


if __name__ == "__main__":
    main()
