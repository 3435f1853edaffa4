"""The page 概览: what the graph holds, from which documents, and a map of fields, areas and programs."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from ui import links
from ui.cards import folded
from ui.engine import Engine
from ui.text import named, t

Json = dict[str, Any]
SHOWN = 8  # areas of a field before "more"


def page(engine: Engine) -> None:
    with st.spinner(t("overview_reading")):
        documents, found = engine.documents(), engine.overview()
    _section("overview_counts", tiles({"Document": documents["count"], **found["counts"]}))
    _section("overview_documents", listed(documents))
    _section("overview_map", field_map(found["fields"], found["cut"]))
    _section("overview_cited", cited(found["cited"]))


def _section(key: str, html: str) -> None:
    st.html(f"<h2 class='zt-title'>{t(key)}</h2>{html}")


def tiles(counts: dict[str, int]) -> str:
    """How many nodes of each label there are; labels without any are left out."""
    cells = "".join(f"<li><b>{count:,}</b>{escape(named('label', x))}</li>" for x, count in counts.items() if count)
    return f"<ul class='zt-tiles'>{cells}</ul>"


def listed(documents: Json) -> str:
    """The newest documents, and between which dates all of them lie."""
    rows = "".join(
        f"<tr><td>{links.anchor(links.document(item['id']), escape(item['title']))}</td>"
        f"<td>{escape(item['date'] or t('no_date'))}</td></tr>"
        for item in documents["items"]
    )
    if not rows:
        return f"<p class='zt-empty'>{t('overview_no_documents')}</p>"
    dates = t("overview_dates", oldest=documents["oldest"], newest=documents["newest"]) if documents["oldest"] else ""
    rest = documents["count"] - len(documents["items"])
    more = f"<p>{links.anchor(links.to('documents'), t('documents_more', count=rest))}</p>" if rest else ""
    return f"<p class='zt-dim'>{escape(dates)}</p><table class='zt-table'>{rows}</table>{more}"


def cited(regulations: list[Json]) -> str:
    """Regulations, by title and number as far as these are known, and the count of citing clauses."""
    rows = "".join(
        f"<tr><td>{_reference(row)}</td><td>{t('overview_times', count=row['times'])}</td></tr>" for row in regulations
    )
    return f"<table class='zt-table'>{rows}</table>" if rows else f"<p class='zt-empty'>{t('overview_no_cited')}</p>"


def _reference(row: Json) -> str:
    name, number = row["name"], row["doc_number"]
    number_too = f" <span class='zt-dim'>{escape(number)}</span>" if name and number else ""
    return links.anchor(links.trace(number or name), escape(name or number)) + number_too


def field_map(fields: list[Json], cut: bool = False) -> str:
    """A box for each field, as wide in its row as it has areas; in it its areas and, in colour, programs. Fields without
    areas stand together in a box of their program. ``cut``: there are more fields."""
    if not fields:
        return f"<p class='zt-empty'>{t('overview_no_map')}</p>"
    boxes = [_box(field, field["programs"], field["areas"]) for field in fields if field["areas"]]
    alone: dict[str, tuple[Json | None, list[Json]]] = {}
    for field in fields:
        if not field["areas"]:
            program = next(iter(field["programs"]), None)
            alone.setdefault(program["id"] if program else "", (program, []))[1].append(field)
    boxes += [_box(program, [], held) for program, held in alone.values()]
    hint = t("overview_map_hint") + (t("overview_map_cut", count=len(fields)) if cut else "")
    return f"<p class='zt-dim'>{hint}</p><div class='zt-map'>{''.join(boxes)}</div>"


def _box(head: Json | None, programs: list[Json], areas: list[Json]) -> str:
    chips = [_chip(each, " class='zt-is-program'") for each in programs] + [_chip(area, "") for area in areas]
    name = links.anchor(links.node(head["id"]), escape(head["name"])) if head else t("overview_other")
    look = "" if not head or "areas" in head else " class='zt-of-program'"
    items = folded(chips, SHOWN, "overview_more", "<ul>{}</ul>")
    return f"<section{look} style='flex-grow:{len(areas)}'><b>{name}</b>{items}</section>"


def _chip(node: Json, look: str) -> str:
    return f"<li{look}>{links.anchor(links.node(node['id']), escape(node['name']))}</li>"
