"""A traced reference as a picture, left to right: who cites it, the regulation, what it cites, what that cites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.graph_view import LIMIT

Json = dict[str, Any]
COLUMN = 14  # names in one column: more is a hairball


def picture(found: Json, title_of: Callable[[str], str]) -> tuple[Json, tuple[str, ...], int]:
    """A graph for :func:`ui.graph_view.draw` whose nodes tell their ``column``, the id of the regulation as its focus,
    and how many names were left out. A document and the regulation that it is are one node."""
    what = found["regulation"]
    centre = _id(what)
    nodes: dict[str, Json] = {centre: _node(centre, what["title"], what["in_corpus"], 1)}
    edges: dict[tuple[str, str], str] = {}
    left_out: set[str] = set()

    def add(id: str, title: str, held: str | None, column: int) -> bool:
        if id not in nodes:
            full = len(nodes) >= LIMIT or sum(node["column"] == column for node in nodes.values()) >= COLUMN
            if full:
                left_out.add(id)
                return False
            nodes[id] = _node(id, title, held, column)
        return True

    for use in found["cited_by"]:
        document = use["document"]
        if document != what["in_corpus"] and add(document, title_of(document), document, 0):
            edges.setdefault((document, centre), use["relation"])
    for step in found["chain"]:
        source, target = centre if step["hop"] == 1 else _id(step["from"]), step["to"]
        if source in nodes and add(_id(target), target["title"], target["in_corpus"], step["hop"] + 1):
            edges.setdefault((source, _id(target)), step["relation"])
    return (
        {
            "nodes": list(nodes.values()),
            "edges": [{"source": a, "target": b, "label": x} for (a, b), x in edges.items()],
        },
        (centre,),
        len(left_out),
    )


def _id(regulation: Json) -> str:
    return str(regulation["in_corpus"] or regulation["doc_number"] or regulation["title"])


def _node(id: str, title: str, held: str | None, column: int) -> Json:
    return {"id": id, "label": "Document" if held else "Regulation", "name": title, "column": column}
