"""The picture of an explored graph, and of a way through it: nodes that open at a click."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from ui import graph_blocks
from ui.graph_view import (
    CHIP,
    FONTS,
    GAP_X,
    GAP_Y,
    LINE,
    LINE_COLOUR,
    MARGIN,
    OTHER,
    PAD,
    WEAK,
    Style,
    caption,
    draw_clickable,
    dress,
    short,
)  # fmt: skip
from ui.text import t

Json = dict[str, Any]

LOWEST, HIGHEST = 320, 760  # pixels of the picture: room to open a node; sixty nodes with letters of ten
WAY_X = 70  # layout units between the nodes of a way, where a relation's name stands
REST = "rest"  # what stands for neighbours that are not shown
STYLES = [
    Style("node", {"border-color": LINE_COLOUR}),
    Style("node.rest", {"border-width": 1.5, "border-style": "dashed", "background-opacity": 0.75}),
    Style("node.chosen", {"border-width": 4, "border-color": "#e9a23b"}),
    Style(
        "edge.way",
        {
            "width": 3,
            "label": "data(label)",
            "font-size": 12,
            "font-family": FONTS,
            "color": "#ffffff",
            "text-background-color": OTHER,
            "text-background-padding": 3,
            "text-rotation": "none",
        },
    ),
]


def draw(graph: Json, key: str, chosen: str, on_tap: Callable[[str, bool], None]) -> None:
    """Show an explored graph. ``on_tap`` gets the id of the node that was clicked; its second argument is True where it
    was the chip that stands for the rest of that node's neighbours."""
    elements, chips = spread(graph, chosen)
    ids = {short(node["id"]): (node["id"], False) for node in graph["nodes"]}
    ids |= {short(f"{id}{REST}"): (id, True) for id in graph.get("more", ())}
    draw_clickable(elements, STYLES + chips, key, height(elements, chips), ids, lambda tapped: on_tap(*tapped))


def height(elements: Json, chips: list[Style]) -> int:
    """Pixels that the picture needs at its own size, within bounds; where it is wider than the page, all that there is."""
    if not elements["nodes"]:
        return LOWEST
    tall = {chip.selector: chip.style["height"] for chip in chips}
    places = [(node["position"], tall[f"#{node['data']['id']}"] / 2) for node in elements["nodes"]]
    x = [place["x"] for place, _ in places]
    if max(x) - min(x) > graph_blocks.ACROSS * (CHIP + GAP_X):
        return HIGHEST
    top, bottom = min(at["y"] - half for at, half in places), max(at["y"] + half for at, half in places)
    return int(min(max(bottom - top + 2 * MARGIN, LOWEST), HIGHEST))


def spread(graph: Json, chosen: str = "") -> tuple[Json, list[Style]]:
    """Elements and looks of an explored graph (:func:`graph.explore.view`), each opened node in the middle of its own,
    and of a way (:func:`graph.explore.path`), whose nodes belong to none."""
    known = {node["id"]: node for node in graph["nodes"]}
    edges = list(graph["edges"])
    blocks: dict[str, list[str]] = {node["of"]: [] for node in graph["nodes"] if "of" in node}
    for id, node in known.items():
        if "of" in node and id != node["of"]:
            blocks[node["of"]].append(id)
    for id, count in graph.get("more", {}).items():
        rest = f"{id}{REST}"
        known[rest] = {"id": rest, "label": REST, "name": t("explore_rest", count=count)}
        edges.append({"source": id, "target": rest, "label": REST})
        blocks[id].append(rest)
    captions = {id: caption(node["name"]) for id, node in known.items()}
    heights = {id: len(lines) * LINE + PAD for id, lines in captions.items()}
    way = [id for id, node in known.items() if "of" not in node and node["label"] != REST]
    found = graph_blocks.line(way, heights, CHIP + WAY_X, 4 * GAP_Y)
    below = max((y + heights[id] / 2 + graph_blocks.ROOM for id, (_, y) in found.items()), default=0)
    spots = graph_blocks.places(blocks, heights, CHIP + GAP_X, GAP_Y + 4)
    found |= {id: (x, y + below) for id, (x, y) in spots.items()}
    positions = {id: {"x": x, "y": y} for id, (x, y) in found.items()}
    elements, chips = dress(known, edges, positions, heights, captions, {*blocks, *way})
    steps = {frozenset(pair) for pair in pairwise(way)}
    for edge, drawn in zip(edges, elements["edges"], strict=True):
        on_way = {edge["source"], edge["target"]} in steps
        drawn["classes"] = "way" if on_way else "weak" if edge["label"] in {REST, *WEAK} else ""
    for id, node in zip(known, elements["nodes"], strict=True):
        node["classes"] = "chosen" if id == chosen else "rest" if known[id]["label"] == REST else ""
        node["selectable"] = False  # the page tells of it, not the panel
    return elements, chips
