"""The page 看图谱: search a node, see it with its neighbours, go on by clicks; the way between two nodes; exports."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from graph import explore
from graph.overview import overview
from ui import graph_view, node_card
from ui.engine import Engine
from ui.text import named, t

Json = dict[str, Any]
MAX_CHARS = 200  # of a name typed here
LONGEST = 40  # openings kept in the address


def page(engine: Engine) -> None:
    words = st.text_input(
        t("explore_field"), key="q", bind="query-params", placeholder=t("explore_placeholder"), max_chars=MAX_CHARS
    ).strip()
    build = engine.home.manifest_file.stat().st_mtime_ns
    if words:
        _results(build, engine, words)
    source, target = st.query_params.get("from"), st.query_params.get("to")
    if source and target:
        _way(build, engine, source, target)
    elif node := st.query_params.get("node"):
        _explored(build, engine, node)
    elif not words:
        _start(build, engine)


# What is read is kept, once for each build: a page runs again at every click.


@st.cache_data(max_entries=2000, show_spinner=False)
def _read(build: int, _engine: Engine, id: str) -> Json | None:
    return explore.surroundings(_engine.store, id)


@st.cache_data(max_entries=500, show_spinner=False)
def _find(build: int, _engine: Engine, words: str) -> list[Json]:
    return explore.find(_engine.store, words)


@st.cache_data(max_entries=500, show_spinner=False)
def _path(build: int, _engine: Engine, source: str, target: str) -> Json | None:
    return explore.path(_engine.store, source, target)


@st.cache_data(max_entries=4, show_spinner=False)
def _beginnings(build: int, _engine: Engine) -> Json:
    return overview(_engine.store)


def _results(build: int, engine: Engine, words: str) -> None:
    found = _find(build, engine, words)
    if not found:
        st.html(f"<p class='zt-empty'>{t('explore_nothing')}</p>")
        return
    st.html(f"<p class='zt-dim'>{t('explore_found', count=len(found))}</p>")
    with st.container(key="found", horizontal=True):
        for row in found:
            label = f"{named('label', row['label'])} · {row['name']}"
            st.button(label, key=f"found-{row['id']}", on_click=_pick, args=(row["id"],))


def _start(build: int, engine: Engine) -> None:
    st.html(f"<p class='zt-empty'>{t('explore_start')}</p>")
    found = _beginnings(build, engine)
    rows = [{"id": each["id"], "label": "Document", "name": each["title"]} for each in engine.documents()]
    rows += [{"id": each["id"], "label": "SupportArea", "name": each["name"]} for each in found["fields"][:12]]
    rows += [{"id": each["id"], "label": "Regulation", "name": each["name"]} for each in found["cited"][:6]]
    st.html(node_card.results(rows, ""))


def _explored(build: int, engine: Engine, node: str) -> None:
    found = _read(build, engine, node)
    if not found:
        st.html(f"<p class='zt-empty'>{t('explore_gone')}</p>")
        return
    opened = st.query_params.get_all("open") or [node]
    hidden = _hidden()
    graph = explore.view(partial(_read, build, engine), opened, hidden)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="explored"):
        st.html(graph_view.legend(graph))
        graph_view.explore(graph, key="explored-graph", chosen=node, on_tap=_tap)
        st.html(
            f"<p class='zt-docs'>{t('explore_hint')}{t('explore_full', limit=explore.LIMIT) if graph['full'] else ''}</p>"
        )
    with right:
        st.html(node_card.node_card(found, engine.text, engine.title))


def _way(build: int, engine: Engine, source: str, target: str) -> None:
    way = _path(build, engine, source, target)
    if way is None:
        st.html(f"<p class='zt-empty'>{t('explore_no_way')}</p>")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="explored"):
        st.html(graph_view.legend(way))
        graph_view.explore(way, key="explored-way", chosen=st.query_params.get("node", ""), on_tap=_tap)
    with right:
        st.html(node_card.way_card(way, engine.text, engine.title))


def _hidden() -> list[str]:
    return [each for each in st.query_params.get("hide", "").split(",") if each]


def _pick(id: str) -> None:
    st.query_params["node"] = id
    for key in ("open", "to"):
        st.query_params.pop(key, None)


def _tap(id: str, rest: bool) -> None:
    opened = st.query_params.get_all("open") or [st.query_params.get("node", id)]
    if rest or id not in opened:
        opened.append(id)
    st.query_params["node"] = id
    st.query_params["open"] = opened[:LONGEST]
