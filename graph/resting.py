"""What rests on a regulation: programs and tasks."""

from __future__ import annotations

from typing import Any

from graph import tracing
from graph.expand import numeral, span
from graph.store import Store

Json = dict[str, Any]

_BASIS = ("依据", "落实")  # what a document does with the regulations that it is made for


def programs_on(store: Store, ids: list[str]) -> list[Json]:
    """``{id, no, name, document {id, title, date}, whole, span}`` of the programs that rest on a regulation, each once.
    ``whole``: its document says before the first chapter that all of it rests on the regulation."""
    own = store.read(tracing.PROGRAMS_ON, ids=ids)
    return _each(own, store.read(tracing.WHOLE_ON["Program"], ids=ids, relations=_BASIS))


def tasks_on(store: Store, ids: list[str]) -> list[Json]:
    """The same of tasks."""
    own = store.read(tracing.TASKS_ON, ids=ids)
    return _each(own, store.read(tracing.WHOLE_ON["Task"], ids=ids, relations=_BASIS))


def _each(own: list[Json], whole: list[Json]) -> list[Json]:
    found: dict[str, Json] = {}
    for rows, is_whole in ((own, False), (whole, True)):
        for row in rows:
            document = {"id": row["document"], "title": row["title"], "date": row["date"]}
            found.setdefault(
                row["id"],
                {"id": row["id"], "no": numeral(row["no"]), "name": row["name"], "document": document}
                | {"whole": is_whole, "span": span(row)},
            )
    return list(found.values())
