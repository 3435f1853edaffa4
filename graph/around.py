"""The surroundings of a few nodes, small enough to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph import queries
from graph.store import Rows, Store

Json = dict[str, Any]


def neighbourhood(store: Store, ids: Sequence[str], limit: int = 60) -> Json:
    """``{"nodes": [{id, label, name}], "edges": [{source, target, label}], "cut": bool}`` around ``ids``.

    One step from each of them, and on to the phones of the departments met. At most ``limit`` nodes, those asked for
    first, then in their order of distance; ``cut`` where there were more. Every edge has both its ends among the nodes.
    An id that the graph does not know, or that stands alone, is left out.
    """
    asked = list(dict.fromkeys(ids))
    if not asked:
        return {"nodes": [], "edges": [], "cut": False}
    near = store.read(queries.PICTURE, ids=asked)
    departments = {row[end] for row in near for end in ("source", "target") if row[f"{end}_label"] == "Department"}
    phones = store.read(queries.PICTURE_PHONES, ids=sorted(departments - set(asked))) if departments else []
    return _picture(asked, [*near, *phones], limit)


def _picture(asked: list[str], rows: Rows, limit: int) -> Json:
    nodes: dict[str, Json] = {}
    for row in rows:
        for end in ("source", "target"):
            nodes.setdefault(row[end], {"id": row[end], "label": row[f"{end}_label"], "name": row[f"{end}_name"]})
    rank = {id: place for place, id in enumerate(asked)}
    kept = dict(sorted(nodes.items(), key=lambda item: rank.get(item[0], len(rank)))[:limit])
    edges = {
        (row["source"], row["type"], row["target"]) for row in rows if row["source"] in kept and row["target"] in kept
    }
    return {
        "nodes": list(kept.values()),
        "edges": [{"source": source, "target": target, "label": type} for source, type, target in sorted(edges)],
        "cut": len(nodes) > limit,
    }
