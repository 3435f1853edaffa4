"""The whole graph at a glance: what stays quick, and can be read, however many documents there are."""

from __future__ import annotations

from typing import Any

from graph import whole
from graph.store import Store

Json = dict[str, Any]
MAPPED = 3000  # areas, and programs under them, that are read for the map
WORDS = 16  # of an area without a name


def documents(store: Store, limit: int = 12) -> Json:
    """``{"count", "oldest", "newest", "items": [{id, title, date}]}``: dates YYYY-MM-DD or None, and the newest ``limit``
    documents."""
    return {**store.read(whole.DATES)[0], "items": store.read(whole.NEWEST, limit=limit)}


def overview(store: Store, cited: int = 10, fields: int = 24) -> Json:
    """``{"counts": {label: n}, "cited": [{id, name, doc_number, aliases, times}],
    "fields": [{id, name, areas, programs}], "cut": bool}``.

    ``cited``: the regulations with most citing clauses. A field is an area under no other; those with most areas come
    first, and ``cut`` says that there are more of them. Its ``areas`` [{id, name}] lie anywhere under it; its
    ``programs`` [{id, name}] support it or one of these.
    """
    counts = {label: store.read(query)[0]["count"] for label, query in whole.COUNT.items()}
    found = store.read(whole.FIELDS, limit=fields + 1)
    shown = {row["id"]: {"id": row["id"], "name": _name(row), "areas": [], "programs": []} for row in found[:fields]}
    field_of = {id: id for id in shown}
    for row in store.read(whole.AREAS, ids=list(shown), limit=MAPPED):
        field_of[row["id"]] = row["field"]
        shown[row["field"]]["areas"].append({"id": row["id"], "name": _name(row)})
    for row in store.read(whole.SUPPORTING, ids=list(field_of), limit=MAPPED):
        programs = shown[field_of[row["area"]]]["programs"]
        if (program := {"id": row["id"], "name": row["name"]}) not in programs:
            programs.append(program)
    return {
        "counts": counts,
        "cited": store.read(whole.MOST_CITED, limit=cited),
        "fields": list(shown.values()),
        "cut": len(found) > fields,
    }


def _name(area: Json) -> str:
    """Its name; its first words where that is but a number."""
    name: str = area["name"]
    if any(map(str.isalpha, name)):
        return name
    words = " ".join((area["text"] or "").split()).removeprefix(name).strip()
    return words[:WORDS] + ("…" if len(words) > WORDS else "") or name
