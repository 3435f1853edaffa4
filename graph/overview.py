"""The whole graph at a glance."""

from __future__ import annotations

from typing import Any

from graph import whole
from graph.store import Store

Json = dict[str, Any]
MAPPED = 5000  # areas, and programs under them, that are read for the map


def overview(store: Store, cited: int = 10) -> Json:
    """``{"counts": {label: n}, "cited": [{id, name, doc_number, aliases, times}], "fields": [{id, name, programs, areas}]}``.

    ``cited``: the regulations with most citing clauses. A field is an area under no other; each of its ``areas``, which
    lie anywhere under it, and the field itself have ``programs`` [{id, name}] that support them.
    """
    counts = {label: store.read(query)[0]["count"] for label, query in whole.COUNT.items()}
    areas = {row["id"]: row for row in store.read(whole.AREAS, limit=MAPPED)}
    programs: dict[str, list[Json]] = {}
    for row in store.read(whole.SUPPORTING, limit=MAPPED):
        programs.setdefault(row["area"], []).append({"id": row["id"], "name": row["name"]})
    shown = {id: {"id": id, "name": row["name"], "programs": programs.get(id, [])} for id, row in areas.items()}
    fields = {id: {**shown[id], "areas": []} for id, row in areas.items() if row["field"] not in areas}
    for id in areas:
        if id not in fields:
            top = id
            while areas[top]["field"] in areas:
                top = areas[top]["field"]
            fields[top]["areas"].append(shown[id])
    return {"counts": counts, "cited": store.read(whole.MOST_CITED, limit=cited), "fields": list(fields.values())}
