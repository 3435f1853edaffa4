"""One thing of the graph by its name, with everything attached to it."""

from __future__ import annotations

from typing import Any

from graph import attached
from graph.expand import kind, numeral, own_span, span, told
from graph.ids import normal
from graph.store import Store
from ingest.numbers import normalise_number

Json = dict[str, Any]

_TOLD = {"divisions", "parent", "children", "lead", "support", "shared", "phones", "cited_by", "mentions"}
_ATTACHED = ("id", "name", "no", "doc_number", "phones", "person", "path")
_OWN = {  # properties that only a reader of this one node wants
    "Document": ("doc_number", "issuers", "effective_from", "expires", "addressees", "attachments", "cover_title"),
    "Task": ("chapter", "deadline"),
}


def show(store: Store, name: str) -> Json | None:
    """A program, department, document, area, task, organisation or regulation by its name, alias, number or id, else by
    a part of its name; None where nothing is called so. What :func:`graph.expand.expand` tells, all that is attached
    in all documents, each with its ``span`` and its ``document``, and as ``candidates`` what else is called so."""
    key = normal(name)
    if not key:
        return None
    id_or_number = normalise_number(name) or name.strip()
    found = store.read(attached.FIND, name=id_or_number, key=key) or store.read(attached.FIND_LIKE, key=key)
    if not found:
        return None
    label, id = found[0]["label"], found[0]["id"]
    row = store.read(attached.SHOW[label], ids=[id])[0]
    told_already = _TOLD | ({"programs"} if label == "SupportArea" else set())
    around = {name: rows for name, rows in row["attached"].items() if name not in told_already}
    ids = sorted({each["document"] for rows in around.values() for each in rows if each.get("document")})
    documents = {each["id"]: each for each in store.read(attached.TITLES, ids=ids)}
    return (
        told(row)
        | {name: row["node"].get(name) for name in _OWN.get(label, ())}
        | {name: [_item(each, documents) for each in rows] for name, rows in around.items()}
        | {"span": own_span(row["node"])}
        | {
            "candidates": [
                {"kind": kind(other["label"]), "id": other["id"], "name": other["name"]}
                for other in found[1:]
                if other["label"] != "Regulation" or label == "Regulation"  # a document is a regulation of its name
            ]
        }
    )


def _item(row: Json, documents: dict[str, Json]) -> Json:
    """Something attached: who it is, the words that say so, and the document that they stand in."""
    item = {key: numeral(row[key]) if key == "no" else row[key] for key in _ATTACHED if row.get(key) is not None}
    if not row.get("text"):
        return item
    return item | {"document": documents.get(row["document"]), "span": span(row)}
