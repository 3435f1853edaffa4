"""The whole graph as a file: JSON Lines, GraphML, a Cypher script, or a folder of CSV for neo4j-admin.

The graph is read document by document into JSON Lines beside the target; the other forms are made from those lines, so
that memory holds one document at a time, and types are known before the first line of a header. The target appears
whole or not at all. The same graph gives the same bytes: nodes first, a document's own by label and id, then what
documents share; then relations in the order of :data:`graph.schema.RELATIONS` within each document.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from graph import queries, whole
from graph.export_csv import write_csv
from graph.export_forms import write_cypher, write_graphml
from graph.lines import Kinds
from graph.schema import SHARED
from graph.store import Store
from ingest.errors import ZhengtuError

Json = dict[str, Any]
Progress = Callable[[str, int, int], None]
PAGE = 5000  # shared nodes a query

_FORMS = {".jsonl": None, ".graphml": write_graphml, ".cypher": write_cypher}


def kind_of(target: str) -> str:
    """The ending of a target, ``/`` for a folder; ZhengtuError where it is none that we write."""
    if target.endswith(("/", os.sep)):
        return "/"
    if (ending := Path(target).suffix.casefold()) in _FORMS:
        return ending
    raise ZhengtuError(f"{target}: 看结尾不知道写成什么；请用 .graphml、.jsonl、.cypher，或以 / 结尾的文件夹名（CSV）")


def export(store: Store, target: str, progress: Progress | None = None) -> tuple[int, int]:
    """Writes the graph to ``target`` in the form of its ending, over a file of that name; (nodes, relations).
    ZhengtuError where the ending is unknown, the place cannot be written, the folder holds something already, or the
    graph changed meanwhile."""
    ending, path = kind_of(target), Path(target)
    if not path.parent.is_dir():
        raise ZhengtuError(f"{target}: 没有文件夹 {path.parent}；请先建它，或换一个位置")
    if ending == "/" and path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ZhengtuError(f"{target}: 已经有东西了；请换一个文件夹，或先清空它")
    if ending != "/" and path.is_dir():
        raise ZhengtuError(f"{target}: 是一个文件夹；CSV 请以 / 结尾，其他格式请换一个文件名")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as beside:
            read = _Reading(store, Path(beside) / "lines.jsonl", progress)
            made = Path(beside) / path.name
            if ending == "/":
                made.mkdir()
                write_csv(read.lines, read.kinds, made)
            elif write := _FORMS[ending]:
                with open(made, "w", encoding="utf-8", newline="\n") as file:
                    write(read.lines, read.kinds, file)
            else:
                read.path.rename(made)
            for each in made.iterdir() if made.is_dir() else (made,):
                _keep(each)
            os.replace(made, path)
    except OSError as error:
        raise ZhengtuError(f"{target}: 写不进去（{error.strerror or error}）；请换一个位置") from error
    return read.nodes, read.relations


@dataclass
class _Reading:
    """The graph in JSON Lines, read once; what kinds it has is learnt on the way."""

    store: Store
    path: Path
    progress: Progress | None
    nodes: int = 0
    relations: int = 0
    kinds: Kinds = field(default_factory=Kinds)

    def __post_init__(self) -> None:
        documents = self.store.read(queries.DIGESTS)
        ids = [row["id"] for row in documents]
        with open(self.path, "w", encoding="utf-8", newline="\n") as file:
            for row in chain(self._each(whole.OWN_NODES, ids, "导出节点"), self._shared()):
                file.write(self._line(row))
                self.nodes += 1
            for row in self._each(whole.OWN_RELATIONS, ids, "导出关系"):
                file.write(self._line(row))
                self.relations += 1
        if self.store.read(queries.DIGESTS) != documents:
            raise ZhengtuError(f"graph {self.store.place}: 导出时图谱变了；等建库结束再导出一次")

    def lines(self) -> Iterator[Json]:
        with open(self.path, encoding="utf-8") as file:
            yield from map(json.loads, file)

    def _line(self, row: Json) -> str:
        row["properties"] = dict(sorted(row["properties"].items()))
        self.kinds.learn(row)
        return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"

    def _each(self, query: str, documents: list[str], what: str) -> Iterator[Json]:
        for done, document in enumerate(documents, 1):
            yield from self.store.read(query, document=document)
            if self.progress:
                self.progress(what, done, len(documents))

    def _shared(self) -> Iterator[Json]:
        for label in SHARED:
            after = ""
            while rows := self.store.read(whole.SHARED_NODES[label], after=after, size=PAGE):
                yield from rows
                after = rows[-1]["id"]


def _keep(path: Path) -> None:
    """On disk before its name points to it."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
