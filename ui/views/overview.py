"""The page 概览: what the graph holds, from which documents, and a map of fields, areas and programs."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from graph.overview import overview
from ui import links
from ui.engine import Engine
from ui.text import named, t

Json = dict[str, Any]
SHOWN = 8  # areas of a field before "more"


@st.cache_data(max_entries=4, show_spinner=False)
def _read(build: int, _engine: Engine) -> Json:
    """Once a build: ``build`` is its time."""
    return overview(_engine.store)


def page(engine: Engine) -> None:
    with st.spinner(t("overview_reading")):
        found = _read(engine.home.manifest_file.stat().st_mtime_ns, engine)
    documents = engine.documents()
    _section("overview_counts", tiles({"Document": len(documents), **found["counts"]}))
    _section("overview_documents", _documents(documents))
    _section("overview_map", field_map(found["fields"]))
    _section("overview_cited", cited(found["cited"]))


def _section(key: str, html: str) -> None:
    st.html(f"<h2 class='zt-title'>{t(key)}</h2>{html}")


def tiles(counts: dict[str, int]) -> str:
    """How many nodes of each label there are; labels without any are left out."""
    cells = "".join(f"<li><b>{count:,}</b>{escape(named('label', x))}</li>" for x, count in counts.items() if count)
    return f"<ul class='zt-tiles'>{cells}</ul>"


def _documents(items: list[Json]) -> str:
    rows = "".join(
        f"<tr><td>{links.anchor(links.document(item['id']), escape(item['title']))}</td>"
        f"<td>{escape(item['date'] or t('no_date'))}</td></tr>"
        for item in items
    )
    return f"<table class='zt-table'>{rows}</table>"


def cited(regulations: list[Json]) -> str:
    """Regulations with their number and the count of citing clauses."""
    rows = "".join(
        f"<tr><td>{links.anchor(links.trace(row['doc_number'] or row['name']), escape(row['name']))}"
        f" <span class='zt-dim'>{escape(row['doc_number'] or '')}</span></td>"
        f"<td>{t('overview_times', count=row['times'])}</td></tr>"
        for row in regulations
    )
    return f"<table class='zt-table'>{rows}</table>" if rows else f"<p class='zt-empty'>{t('overview_no_cited')}</p>"


def field_map(fields: list[Json]) -> str:
    """A box for each field, as wide in its row as it has areas; in it its areas and, in colour, programs."""
    if not fields:
        return f"<p class='zt-empty'>{t('overview_no_map')}</p>"
    boxes = "".join(map(_box, fields))
    return f"<p class='zt-dim'>{t('overview_map_hint')}</p><div class='zt-map'>{boxes}</div>"


def _box(field: Json) -> str:
    programs = {each["id"]: each for area in (field, *field["areas"]) for each in area["programs"]}
    items = [_chip(each, " class='zt-is-program'") for each in programs.values()]
    items += [_chip(area, "") for area in field["areas"]]
    rest = ""
    if len(items) > SHOWN:
        more = t("overview_more", count=len(items) - SHOWN)
        rest = f"<details class='zt-more'><summary>{more}</summary><ul>{''.join(items[SHOWN:])}</ul></details>"
    name = links.anchor(links.node(field["id"]), escape(field["name"]))
    grow = max(1, len(field["areas"]))
    return f"<section style='flex-grow:{grow}'><b>{name}</b><ul>{''.join(items[:SHOWN])}</ul>{rest}</section>"


def _chip(node: Json, look: str) -> str:
    return f"<li{look}>{links.anchor(links.node(node['id']), escape(node['name']))}</li>"
