"""A part of the graph as GraphML: the nodes of a view with all they have, and all relations among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from io import StringIO

from graph import walking
from graph.export_forms import write_graphml
from graph.lines import Kinds
from graph.schema import LABELS
from graph.store import Store


def graphml(store: Store, ids: Iterable[str], hidden: Collection[str] = ()) -> str:
    """GraphML of the nodes ``ids``, as :func:`graph.export_forms.write_graphml` writes it; relations of ``hidden`` types
    are left out."""
    rows = {row["id"]: row for row in store.read(walking.NODES, ids=sorted(set(ids)))}
    by_label = {label: [id for id, row in rows.items() if row["label"] == label] for label in LABELS}
    relations = [row for row in store.read(walking.BETWEEN, **by_label) if row["type"] not in hidden]
    nodes = [{key: row[key] for key in ("label", "id", "properties")} for row in rows.values()]
    lines = [{**row, "properties": dict(sorted(row["properties"].items()))} for row in (*nodes, *relations)]
    kinds = Kinds()
    for line in lines:
        kinds.learn(line)
    file = StringIO()
    write_graphml(lambda: iter(lines), kinds, file)
    return file.getvalue()
