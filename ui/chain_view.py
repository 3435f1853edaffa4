"""Chains in :mod:`ui.graph_view`: nodes that tell their ``column`` stand there, and the edges between them are named."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

GAP, TURN = 48, 12  # layout units between columns; from the turn of an edge to the end that many edges share
COLOUR = "#738091"  # of letters, on white and on black


def _style(end: str, turn: int) -> Json:
    return {
        "curve-style": "taxi",
        "taxi-direction": "rightward",
        "taxi-turn": turn,
        "taxi-turn-min-distance": 1,
        f"{end}-label": "data(label)",
        f"{end}-text-offset": 19,
        "text-background-opacity": 0,
        f"{end}-text-margin-y": -8,
        "font-size": 11,
        "color": COLOUR,
    }


STYLES = {"edge.told-source": _style("source", -TURN), "edge.told-target": _style("target", TURN)}
"""Cytoscape selector → style."""


def columns(known: dict[str, Json], neighbours: dict[str, set[str]]) -> list[list[list[str]]]:
    """Ids by column and group, each node beside what it is joined to in the column before."""
    found: list[list[list[str]]] = []
    for number in sorted({node["column"] for node in known.values()}):
        places = {id: place for place, [id] in enumerate(found[-1])} if found else {}

        def beside(id: str, places: dict[str, int] = places) -> float:
            joined = [places[other] for other in neighbours[id] if other in places]
            return sum(joined) / len(joined) if joined else len(places)

        found.append([[id] for id in sorted((id for id in known if known[id]["column"] == number), key=beside)])
    return found


def named_at(edge: Json, known: dict[str, Json], neighbours: dict[str, set[str]]) -> str:
    """The class of an edge: its name stands at the end with fewer edges, where it meets no other. One that leads back or
    passes a column is dashed and straight."""
    source, target = edge["source"], edge["target"]
    if known[target]["column"] != known[source]["column"] + 1:
        return "weak"
    return "told-source" if len(neighbours[source]) < len(neighbours[target]) else "told-target"
