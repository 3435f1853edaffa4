"""The one adapter over st-link-analysis (0.4.0): a small graph, laid out in reading order, names always readable.

What the component needs and does not say: an edge whose end is missing empties the whole view, so such edges are
dropped here; captions vanish below a zoomed size of 10 px unless told otherwise; its side panel writes node data as
HTML, so angle brackets become the Chinese title brackets 〈〉 on the way in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any, TypeVar

import streamlit as st
from st_link_analysis import Event, st_link_analysis

from ui import chain_view
from ui.text import named, t

Json = dict[str, Any]
T = TypeVar("T")

LIMIT = 40  # nodes drawn: more is a hairball
COLUMNS = (("Document", "SupportArea", "Regulation", "Condition"), ("Program", "Task"), ("Department", "Phone"))
COLOURS = {  # white text on each has a contrast of at least 4.5 : 1
    "Program": "#1f5fae",
    "Task": "#7a4a9c",
    "Department": "#8f5410",
    "Phone": "#52606d",
    "Regulation": "#9c3644",
    "SupportArea": "#1b7352",
    "Organisation": "#2b6f8a",
    "Document": "#3f5873",
    "Condition": "#a03d78",
    "Quantity": "#4a6b1e",
    "Section": "#606060",
}
OTHER = "#3f5873"
WEAK = {"SUPPORTED_BY", "SHARED_BY", "PART_OF"}  # drawn dashed
LINE_COLOUR = "#8c99a8"  # seen on white and on black

CHIP, GAP_X, GAP_Y, LINE, PAD = 120, 20, 14, 17, 14  # layout units; one unit is one pixel at zoom 1
BOW = 24  # how far an edge within a column bows out
LEFT_SIDE = "-50% 0"
PER_LINE, LINES = 8, 4  # Chinese characters a line, lines a chip
FONTS = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
MARGIN = 28  # pixels around the picture: the component's own bars stand there
MIN_HEIGHT, COMFORTABLE = 220, 600  # of the picture, in pixels
SMALLEST = 0.75  # zoom: letters of 10 pixels


@dataclass(frozen=True, slots=True)
class Style:
    """A Cytoscape rule; the component's own NodeStyle knows colours and icons only, and asks for nothing but dump()."""

    selector: str
    style: Json

    def dump(self) -> Json:
        return {"selector": self.selector, "style": self.style}


STYLES = [
    Style("*", {"min-zoomed-font-size": 0}),
    Style(
        "node",
        {
            "shape": "round-rectangle",
            "width": CHIP,
            "color": "#ffffff",
            "font-family": FONTS,
            "font-size": 13.5,
            "line-height": 1.25,
            "text-valign": "center",
            "text-margin-y": 0,
            "text-wrap": "wrap",
            "text-max-width": CHIP,
            "border-width": 0,
        },
    ),
    Style(
        "edge",
        {
            "width": 1.5,
            "font-family": FONTS,
            "line-color": LINE_COLOUR,
            "target-arrow-color": LINE_COLOUR,
            "target-arrow-shape": "triangle",
            "arrow-scale": 0.8,
        },
    ),
    *(
        Style(
            f"edge.{way}",
            {
                "curve-style": "unbundled-bezier",
                "control-point-distances": BOW * sign,
                "control-point-weights": 0.5,
                "edge-distances": "endpoints",
                "source-endpoint": LEFT_SIDE,
                "target-endpoint": LEFT_SIDE,
            },
        )
        for way, sign in (("down", 1), ("up", -1))
    ),
    Style("edge.weak", {"line-style": "dashed"}),
    *(Style(selector, style) for selector, style in chain_view.STYLES.items()),
    Style("node:selected, node.highlight", {"outline-width": 3, "text-background-opacity": 0}),
]


def draw(graph: Json, key: str, focus: tuple[str, ...] = ()) -> None:
    """Show ``graph`` ({"nodes": [{"id", "label", "name"}], "edges": [{"source", "target", "label"}]}).

    ``focus`` are the ids of what the answer named, in its order: they are drawn first and bold. Nodes that tell their
    ``column`` (0 at the left) stand there, and the edges between them are named.
    """
    elements, chips, height = layout(graph, focus)
    # The component grows to its height late; the page should not jump then.
    st.html(f"<style>.st-key-picture iframe {{ min-height: {height}px }}</style>")
    st_link_analysis(
        elements,
        layout={"name": "preset", "fit": True, "padding": MARGIN, "animate": False},
        node_styles=STYLES + chips,
        height=height,
        key=key,
    )


def legend(graph: Json) -> str:
    """The colours of the labels that ``graph`` holds, as an HTML list."""
    found = {node["label"] for node in graph["nodes"]}
    labels = sorted(found, key=lambda label: (*COLOURS, label).index(label))
    items = "".join(f"<li><i style='background:{COLOURS.get(x, OTHER)}'></i>{named('label', x)}</li>" for x in labels)
    return f"<ul class='zt-legend'>{items}</ul>"


def layout(graph: Json, focus: tuple[str, ...] = ()) -> tuple[Json, list[Style], int]:
    """Cytoscape elements with positions, the look of each node, and the height in pixels the view should have.

    Three columns, left to right as an official would tell it: what it rests on, the program, whom to call; or those
    that the nodes tell. Every node stands beside what it belongs to; a phone stands under its division.
    """
    rank = {id: place for place, id in enumerate(focus)}
    nodes = sorted(graph["nodes"], key=lambda node: rank.get(node["id"], len(rank)))[:LIMIT]
    known = {node["id"]: node for node in nodes}
    edges = [edge for edge in graph["edges"] if edge["source"] in known and edge["target"] in known]
    neighbours: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        neighbours[edge["source"]].add(edge["target"])
        neighbours[edge["target"]].add(edge["source"])

    told = all("column" in node for node in nodes)
    columns = chain_view.columns(known, neighbours) if told else _columns(known, neighbours, rank)
    captions = {id: caption(node["name"]) for id, node in known.items()}
    heights = {id: len(lines) * LINE + PAD for id, lines in captions.items()}
    tall = [sum(heights[id] + GAP_Y for group in column for id in group) - GAP_Y for column in columns]
    total = max(tall, default=0)
    positions: dict[str, Json] = {}
    for x, (column, own) in enumerate(zip(columns, tall, strict=True)):
        spare = (total - own) / len(column)  # a short column is spread, so that its groups stand beside theirs
        y = spare / 2
        for group in column:
            for id in group:
                positions[id] = {"x": x * (CHIP + (chain_view.GAP if told else GAP_X)), "y": y + heights[id] / 2}
                y += heights[id] + GAP_Y
            y += spare

    elements, chips = dress(known, edges, positions, heights, captions, rank)
    for edge, drawn in zip(edges, elements["edges"], strict=True):
        drawn["classes"] = chain_view.named_at(edge, known, neighbours) if told else _classes(edge, positions)
    return elements, chips, _height(total)


def draw_clickable(
    elements: Json, styles: list[Style], key: str, height: int, ids: Mapping[str, T], on_tap: Callable[[T], None]
) -> None:
    """Show elements; ``on_tap`` gets what ``ids`` says of the element that was clicked. The view keeps its zoom while
    elements and styles stay the same."""
    st.html(f"<style>.st-key-explored iframe {{ height: {height}px !important }}</style>")
    layout = {"name": "preset", "fit": True, "padding": MARGIN, "animate": False}
    seen = blake2b(repr((elements, [style.dump() for style in styles])).encode(), digest_size=8).hexdigest()
    st_link_analysis(
        elements,
        layout=layout | {"seen": seen},
        node_styles=STYLES + styles,
        height=height,
        key=key,
        on_change=partial(_tapped, key, ids, on_tap),
        events=[Event("tapped", "tap", "node")],
    )


def _tapped(key: str, ids: Mapping[str, T], on_tap: Callable[[T], None]) -> None:
    found = (st.session_state.get(key) or {}).get("data") or {}
    if found.get("target_id") in ids:
        on_tap(ids[found["target_id"]])


def short(id: str) -> str:
    """An id of ours may hold what a selector must not."""
    return f"n{blake2b(id.encode(), digest_size=8).hexdigest()}"


def dress(
    known: Mapping[str, Json],
    edges: list[Json],
    positions: Mapping[str, Json],
    heights: Mapping[str, int],
    captions: Mapping[str, list[str]],
    bold: Collection[str],
) -> tuple[Json, list[Style]]:
    """Cytoscape elements at their places, and the look of each node."""
    elements = {
        "nodes": [{"data": {"id": short(id), **_details(id, known, edges)}, "position": positions[id]} for id in known],
        "edges": [
            {
                "data": {
                    "id": short(f"{edge['source']}\n{edge['label']}\n{edge['target']}"),
                    "label": named("relation", edge["label"]),
                    "source": short(edge["source"]),
                    "target": short(edge["target"]),
                },
                "selectable": False,  # the side panel would show ids; a node's details tell its relations in words
            }
            for edge in edges
        ],
    }
    chips = [
        Style(
            f"#{short(id)}",
            {
                "label": "\n".join(captions[id]),
                "height": heights[id],
                "background-color": COLOURS.get(node["label"], OTHER),
                "font-weight": "bold" if id in bold else "normal",
            },
        )
        for id, node in known.items()
    ]
    return elements, chips


def _height(total: float) -> int:
    """Pixels for ``total`` layout units: as many, and for a long column fewer, but letters stay readable."""
    return int(max(min(total, COMFORTABLE), total * SMALLEST, MIN_HEIGHT) + 2 * MARGIN)


def _columns(known: dict[str, Json], neighbours: dict[str, set[str]], rank: dict[str, int]) -> list[list[list[str]]]:
    """Node ids by column and group, top to bottom; columns without nodes are left out."""
    kinds = [[id for id, node in known.items() if node["label"] in labels] for labels in COLUMNS]
    kinds[1] += [id for id in known if not any(id in column for column in kinds)]
    # In the middle what the answer named, each followed by what stands there because of it.
    middle = _groups([id for id in kinds[1] if id in rank], kinds[1], neighbours)
    places = {id: place for place, id in enumerate(id for group in middle for id in group)}

    def beside(id: str) -> float:
        found = [places[other] for other in neighbours[id] if other in places]
        return sum(found) / len(found) if found else len(places)

    left = sorted(kinds[0], key=beside)
    right = sorted(kinds[2], key=beside)
    divisions = [id for id in right if known[id]["label"] != "Phone"]
    return [column for column in ([[id] for id in left], middle, _groups(divisions, right, neighbours)) if column]


def _groups(heads: list[str], ids: list[str], neighbours: dict[str, set[str]]) -> list[list[str]]:
    """Each head followed by those of ``ids`` that belong to it, then the rest one by one."""
    rest = [id for id in ids if id not in heads]
    groups = []
    for head in heads:
        own = [id for id in rest if id in neighbours[head]]
        rest = [id for id in rest if id not in own]
        groups.append([head, *own])
    return groups + [[id] for id in rest]


def _classes(edge: Json, positions: dict[str, Json]) -> str:
    """An edge within one column bows to the left, around the nodes between its ends."""
    source, target = positions[edge["source"]], positions[edge["target"]]
    weak = ["weak"] if edge["label"] in WEAK else []
    if source["x"] != target["x"] or abs(source["y"] - target["y"]) < 4 * LINE:
        return " ".join(weak)
    return " ".join([*weak, "down" if source["y"] < target["y"] else "up"])


def _details(id: str, known: Mapping[str, Json], edges: list[Json]) -> Json:
    """What the side panel shows of a node: every key but ``id`` and ``label`` is a line of it."""
    node = known[id]
    relations = [
        f"{named('relation', edge['label'])}：{_plain(known[edge[end]]['name'])}"
        for edge in edges
        for end, other in (("target", "source"), ("source", "target"))
        if edge[other] == id
    ]
    return {
        "label": named("label", node["label"]),
        t("node_name"): _plain(node["name"]),
        **({t("node_relations"): "；".join(relations)} if relations else {}),
    }


def caption(name: str) -> list[str]:
    """Lines of about eight Chinese characters; a digit or Latin letter counts half."""
    lines, width = [""], 0.0
    for character in _plain(name):
        step = 0.55 if character.isascii() else 1.0
        if width + step > PER_LINE:
            if len(lines) == LINES:
                lines[-1] = lines[-1][:-1] + "…"
                break
            lines.append("")
            width = 0.0
        lines[-1] += character
        width += step
    return lines


def _plain(name: str) -> str:
    return name.replace("<", "〈").replace(">", "〉").replace("&", "＆")
