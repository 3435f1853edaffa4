"""A node of the graph as HTML: what it is, the words that prove it, and all that it is joined to. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from ui import cards, links
from ui.cards import TextOf, TitleOf
from ui.graph_view import COLOURS, OTHER
from ui.text import named, t

Json = dict[str, Any]

OPEN, SHOWN = 3, 12  # groups of relations that stand open; items of a group before "more"
_FACTS = (
    "doc_number",
    "aliases",
    "date",
    "effective_from",
    "expires",
    "deadline",
    "application_time",
)


def chip(label: str) -> str:
    """The label of a node in its colour."""
    return (
        f"<span class='zt-kind' style='background:{COLOURS.get(label, OTHER)}'>{escape(named('label', label))}</span>"
    )


def node_card(found: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """``found``: :func:`graph.explore.surroundings` of the node."""
    node = found["node"]
    span = node["span"]
    proof = cards.proof_of(span, text_of, title_of) if span else ""
    groups = _groups(found["steps"])
    told = "".join(
        _group(title, steps, text_of, title_of, place < OPEN) for place, (title, steps) in enumerate(groups.items())
    )
    return (
        f"<article class='zt-card zt-node' data-node='{escape(node['id'])}' aria-label='{escape(node['name'])}'>"
        f"<header>{chip(node['label'])}<h3>{escape(node['name'])}</h3></header>"
        f"{_facts(node['properties'])}{proof}{told}</article>"
    )


def _facts(properties: Json) -> str:
    rows = ""
    for key in _FACTS:
        if value := properties.get(key):
            words = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            shown = links.anchor(links.trace(words), escape(words)) if key == "doc_number" else escape(words)
            rows += f"<div><dt>{t(f'explore_fact_{key}')}</dt><dd>{shown}</dd></div>"
    facts = f"<dl class='zt-facts'>{rows}</dl>" if rows else ""
    return facts + cards.materials(properties.get("materials") or ())


def _groups(steps: Iterable[Json]) -> dict[str, list[Json]]:
    """By relation; where it leads here, named by what it comes from too."""
    groups: dict[str, list[Json]] = {}
    for step in steps:
        relation = named("relation", step["type"])
        title = (
            relation
            if step["out"]
            else t("explore_from", label=named("label", step["node"]["label"]), relation=relation)
        )
        groups.setdefault(title, []).append(step)
    return groups


def _group(title: str, steps: list[Json], text_of: TextOf, title_of: TitleOf, opened: bool) -> str:
    items = [_item(step, text_of, title_of) for step in steps]
    return (
        f"<details class='zt-steps'{' open' if opened else ''}><summary>{escape(title)} <b>{len(items)}</b></summary>"
        f"{cards.folded(items, SHOWN, 'explore_list_more', '<ul>{}</ul>')}</details>"
    )


def _item(step: Json, text_of: TextOf, title_of: TitleOf) -> str:
    name = links.anchor(links.node(step["node"]["id"]), escape(step["node"]["name"]))
    return f"<li>{name}{_proof(step['spans'][:1], text_of, title_of)}</li>"


def _proof(spans: Iterable[Json | None], text_of: TextOf, title_of: TitleOf) -> str:
    figures = "".join(cards.proof_of(span, text_of, title_of) for span in spans if span)
    return f"<details class='zt-source'><summary>{t('proof')}</summary>{figures}</details>" if figures else ""


def way_card(way: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """``way``: :func:`graph.explore.path`; each step in words, with its proof."""
    lines = ""
    for place, node in enumerate(way["nodes"]):
        if place:
            edge = way["edges"][place - 1]
            arrow = "↓" if edge["target"] == node["id"] else "↑"
            relation = f"<b>{arrow} {escape(named('relation', edge['label']))}</b>"
            lines += f"<li class='zt-relation'>{relation}{_proof([edge['span']], text_of, title_of)}</li>"
        lines += f"<li>{chip(node['label'])} {links.anchor(links.node(node['id']), escape(node['name']))}</li>"
    title = t("explore_way", count=len(way["edges"]))
    return f"<article class='zt-card zt-way'><h3>{title}</h3><ol>{lines}</ol></article>"


def results(found: Iterable[Json]) -> str:
    """Nodes ``{id, label, name}`` as links."""
    items = "".join(
        f"<li>{chip(row['label'])}{links.anchor(links.node(row['id']), escape(row['name']))}</li>" for row in found
    )
    return f"<ul class='zt-results'>{items}</ul>"
