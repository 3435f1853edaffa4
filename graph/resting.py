"""What rests on a regulation: programs and tasks."""

from __future__ import annotations

from typing import Any

from graph import tracing
from graph.expand import numeral, span
from graph.store import Reader

Json = dict[str, Any]

_BASIS = ("依据", "落实")  # what a document does with the regulations that it is made for


def resting(store: Reader, ids: list[str]) -> Json:
    """``{"programs": […], "tasks": […]}``, each once, as ``{id, no, name, document {id, title, date}, whole, span}``.
    ``whole``: its document says before the first chapter that all of it rests on the regulation."""
    found: dict[str, dict[str, Json]] = {"Program": {}, "Task": {}}
    for row in sorted(store.read(tracing.RESTING, ids=ids, relations=_BASIS), key=lambda row: row["whole"]):
        document = {"id": row["document"], "title": row["title"], "date": row["date"]}
        found[row["label"]].setdefault(
            row["id"],
            {"id": row["id"], "no": numeral(row["no"]), "name": row["name"], "document": document}
            | {"whole": row["whole"], "span": span(row)},
        )
    return {"programs": list(found["Program"].values()), "tasks": list(found["Task"].values())}
