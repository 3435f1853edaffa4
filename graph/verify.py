"""Every fact of the built graph, held against the files that it came from, read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from graph import queries
from graph.home import Home
from graph.store import Store
from ingest.clean import clean
from ingest.errors import UnreadableError
from ingest.read import read


def verify(home: Home, store: Store, progress: Callable[[str, int, int], None] | None = None) -> tuple[int, list[str]]:
    """(number of facts proved, what no longer holds: one line each). A fact is proved where the clean text of its
    file, read now, holds the same words at the same offsets; a file that is gone proves nothing."""
    facts: dict[str, list[dict[str, object]]] = defaultdict(list)
    for query in queries.FACTS:
        for row in store.read(query):
            facts[row["document"]].append(row)
    documents = home.manifest().documents
    proved, problems = 0, []
    for done, (id, source) in enumerate(sorted(documents.items())):
        if progress:
            progress("核对", done + 1, len(documents))
        stated = facts.pop(id, [])
        try:
            text = clean(id, read(Path(source.path))).text
        except UnreadableError as error:
            problems.append(f"{id}: {len(stated)} 条事实无法核对，{error}")
            continue
        for fact in stated:
            start, end = int(str(fact["start"])), int(str(fact["end"]))
            if text[start:end] == fact["text"]:
                proved += 1
            else:
                words = " ".join(str(fact["text"]).split())[:40]
                problems.append(f"{id}: {fact['what']} {fact['name']}：第 {start}–{end} 字不再是“{words}”")
    for id, stated in sorted(facts.items()):
        problems.append(f"{id}: 图谱里有 {len(stated)} 条事实，却不在这次构建的文件里")
    return proved, problems
