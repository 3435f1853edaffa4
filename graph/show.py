"""One thing of the graph by its name, with everything attached to it."""

from __future__ import annotations

from typing import Any

from graph import queries
from graph.expand import kind, numeral, own_span, span, told
from graph.ids import normal
from graph.store import Store

Json = dict[str, Any]

_TOLD = {"divisions", "parent", "children", "lead", "support", "shared", "phones", "cited_by", "mentions"}
_ATTACHED = ("id", "name", "no", "doc_number", "phones")
_OWN = {  # properties that only a reader of this one node wants
    "Document": ("doc_number", "issuers", "effective_from", "expires", "addressees", "attachments", "cover_title"),
    "Task": ("chapter", "deadline"),
}


def show(store: Store, name: str) -> Json | None:
    """A program, department, document, area, task or organisation by its name, alias or id, else by a part of its
    name; None where nothing is called so. What :func:`graph.expand.expand` tells, all that is attached, each with its
    ``span``, and as ``candidates`` what else is called so."""
    key = normal(name)
    if not key:
        return None
    found = store.read(queries.FIND, name=name.strip(), key=key) or store.read(queries.FIND_LIKE, key=key)
    if not found:
        return None
    label, id = found[0]["label"], found[0]["id"]
    row = store.read(queries.SHOW[label], ids=[id])[0]
    told_already = _TOLD | ({"programs"} if label == "SupportArea" else set())
    return (
        told(row)
        | {name: row["node"].get(name) for name in _OWN.get(label, ())}
        | {name: [_item(each) for each in rows] for name, rows in row["attached"].items() if name not in told_already}
        | {"span": own_span(row["node"])}
        | {
            "candidates": [
                {"kind": kind(other["label"]), "id": other["id"], "name": other["name"]} for other in found[1:]
            ]
        }
    )


def _item(row: Json) -> Json:
    """Something attached: who it is, and the words that say so."""
    item = {key: numeral(row[key]) if key == "no" else row[key] for key in _ATTACHED if key in row}
    return item | ({"span": span(row)} if row.get("text") else {})
