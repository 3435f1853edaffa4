"""The graph step by step: a node and what it is joined to, what of this is shown, and the way from one node to another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from graph import attached, walking
from graph.expand import own_span, span
from graph.ids import normal
from graph.schema import LABELS
from graph.store import Store
from ingest.numbers import normalise_number

Json = dict[str, Any]

LIMIT = 300  # nodes shown at once
FIRST, MORE = 57, 20  # neighbours shown of the first node, and of each further one or with each "more"
_FIRST = ("Program", "Task", "Department", "Phone", "Regulation", "SupportArea", "Organisation")
_LAST = ("Document", "Condition", "Quantity", "Section")
_ORDER = (*_FIRST, *(label for label in LABELS if label not in (*_FIRST, *_LAST)), *_LAST)
_PLACE = {label: place for place, label in enumerate(_ORDER)}


def find(store: Store, words: str, limit: int = 24) -> list[Json]:
    """Nodes ``{id, label, name}`` called so, by name, alias, number or id, then those whose names hold the words, short
    ones first."""
    key = normal(words)
    if not key:
        return []
    exact = store.read(attached.FIND, name=normalise_number(words) or words.strip(), key=key)
    phones = (
        store.read(walking.PHONES, digits=digits) if len(digits := "".join(filter(str.isdecimal, words))) > 3 else []
    )
    like = sorted(store.read(attached.FIND_LIKE, key=key), key=lambda row: (len(row["name"]), _PLACE[row["label"]]))
    return list({row["id"]: row for row in (*exact, *phones, *like)}.values())[:limit]


def surroundings(store: Store, id: str) -> Json | None:
    """``{"node": {id, label, name, document, span, properties}, "steps": [{type, out, node, spans}]}``: a node, and each
    relation that leads from it (``out``) or to it, with the words of documents that say so. None for an unknown id."""
    found = store.read(walking.NODES, ids=[id])
    if not found:
        return None
    row = min(found, key=lambda row: LABELS.index(row["label"]))
    properties = row["properties"]
    node = _node({**row, **{key: properties.get(key) for key in ("value", "unit")}})
    steps: dict[tuple[str, bool, str], Json] = {}
    for each in store.read(walking.STEPS[row["label"]], id=id):
        if each["id"] == id:
            continue
        step = {"type": each["type"], "out": each["out"], "node": _node(each), "spans": []}
        step = steps.setdefault((each["type"], each["out"], each["id"]), step)
        if each["text"]:
            step["spans"].append(span(each))
    return {
        "node": node | {"span": own_span(properties), "properties": properties},
        "steps": sorted(steps.values(), key=lambda step: _PLACE[step["node"]["label"]]),
    }


def view(
    read: Callable[[str], Json | None], opened: Sequence[str], hidden: Collection[str] = (), limit: int = LIMIT
) -> Json:
    """``{"nodes": [{id, label, name, of}], "edges": [{source, target, label}], "more": {id: n}, "full": bool}``.

    Each of ``opened`` with its neighbours; named again it shows more of them. ``of`` is the opened node beside which a
    node is first shown, and for an opened node itself; ``more`` are the neighbours that are left out, ``full`` where
    they are because ``limit`` nodes are shown. ``hidden`` labels and relation types are not followed. ``read`` gives
    the :func:`surroundings` of an id.
    """
    around = {id: found for id in dict.fromkeys(opened) if (found := read(id))}
    nodes: dict[str, Json] = {
        id: {key: found["node"][key] for key in ("id", "label", "name")} | {"of": id}
        for id, found in list(around.items())[:limit]
    }
    edges, more, full = set(), {}, False
    for place, (id, found) in enumerate(around.items()):
        steps = [step for step in found["steps"] if not {step["type"], step["node"]["label"]} & set(hidden)]
        allowed = (MORE if place else FIRST) + MORE * (opened.count(id) - 1)
        left = set()
        for step in steps:
            other = step["node"]["id"]
            if other not in nodes:
                if allowed == 0 or len(nodes) >= limit:
                    full |= allowed > 0
                    left.add(other)
                    continue
                allowed -= 1
                nodes[other] = step["node"] | {"of": id}
            edges.add((id, step["type"], other) if step["out"] else (other, step["type"], id))
        if left:
            more[id] = len(left)
    return {
        "nodes": list(nodes.values()),
        "edges": [{"source": source, "target": target, "label": type} for source, type, target in sorted(edges)],
        "more": more,
        "full": full,
    }


def kinds(around: Sequence[Json]) -> tuple[list[str], list[str]]:
    """The labels and relation types in the steps of :func:`surroundings`, in an order that stays."""
    steps = [step for found in around for step in found["steps"]]
    labels = sorted({step["node"]["label"] for step in steps}, key=_PLACE.__getitem__)
    return labels, sorted({step["type"] for step in steps})


def path(store: Store, source: str, target: str) -> Json | None:
    """The shortest way between two nodes, in whatever direction relations go: ``{"nodes": [{id, label, name}], "edges":
    [{source, target, label, span}]}``, in its order; None where there is none of up to ten steps."""
    if source == target:
        found = surroundings(store, source)
        return {"nodes": [{key: found["node"][key] for key in ("id", "label", "name")}], "edges": []} if found else None
    rows = store.read(walking.PATH, source=source, target=target)
    if not rows:
        return None
    return {
        "nodes": [_node(node) for node in rows[0]["nodes"]],
        "edges": [
            {"source": step["source"], "target": step["target"], "label": step["type"], "span": span(step) if step["text"] else None}
            for step in rows[0]["steps"]
        ],
    }  # fmt: skip


def _node(row: Json) -> Json:
    """What stands before the first heading has no name, and a figure may have its value only."""
    name = row["name"] or ""
    if row.get("value") is not None:
        name = f"{name} {row['value']}{row.get('unit') or ''}".strip()
    return {"id": row["id"], "label": row["label"], "name": name or "（正文开头）"}
