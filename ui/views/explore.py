"""The page 看图谱: search a node, see it with its neighbours, go on by clicks; the way between two nodes; exports.

The address holds all of it: ``q`` the search, ``node`` the node that is told of, ``open`` the nodes whose neighbours are
shown (named again: more of them), ``hide`` labels and relations that are not, ``from`` and ``to`` the ends of a way.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

import streamlit as st

from graph import explore
from graph.export_view import graphml
from ui import graph_explored, graph_view, node_card
from ui.engine import Engine
from ui.text import named, t

Json = dict[str, Any]
MAX_CHARS = 200  # of a name typed here
LONGEST = 40  # openings kept in the address
FIELDS, CITED = 12, 6  # to begin with


def page(engine: Engine) -> None:
    words = st.text_input(
        t("explore_field"), key="q", bind="query-params", placeholder=t("explore_placeholder"), max_chars=MAX_CHARS
    ).strip()
    source, target, node = (st.query_params.get(name) for name in ("from", "to", "node"))
    if words:
        _results(engine, words, node)
    if source and not target:
        _waiting(engine, source)
    if source and target:
        _show_way(engine, source, target)
    elif node:
        _show_node(engine, node)
    elif not words:
        _start(engine)


def _node(engine: Engine, id: str) -> Json | None:
    return engine.read(explore.surroundings, id)


def _name(engine: Engine, id: str) -> str:
    found = _node(engine, id)
    return found["node"]["name"] if found else id


def _results(engine: Engine, words: str, node: str | None) -> None:
    found = engine.read(explore.find, words)
    if not found:
        st.html(f"<div class='zt-empty'>{t('explore_nothing')}</div>")
        return
    with st.container(key="found", horizontal=True):
        for row in found:
            label = f"{named('label', row['label'])} · {_plain(row['name'])}"
            st.button(
                label,
                key=f"found-{row['id']}",
                on_click=_pick,
                args=(row["id"],),
                type="primary" if row["id"] == node else "secondary",
            )


def _start(engine: Engine) -> None:
    st.html(f"<div class='zt-empty'>{t('explore_start')}</div>")
    found = engine.overview()
    rows = [{"id": each["id"], "label": "Document", "name": each["title"]} for each in engine.documents()["items"]]
    rows += [{"id": each["id"], "label": "SupportArea", "name": each["name"]} for each in found["fields"][:FIELDS]]
    rows += [
        {"id": each["id"], "label": "Regulation", "name": _name(engine, each["id"])} for each in found["cited"][:CITED]
    ]
    st.html(node_card.results(rows))


def _show_node(engine: Engine, node: str) -> None:
    with st.spinner(t("explore_reading")):
        found = _node(engine, node)
    if not found:
        st.html(f"<div class='zt-empty'>{t('explore_gone')}</div>")
        return
    opened, hidden = _opened() or [node], _hidden()
    shown = explore.view(partial(_node, engine), opened, hidden)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _picture(engine, shown, node, hidden, opened)
        full = t("explore_full", limit=explore.LIMIT) if shown["full"] else ""
        st.html(f"<p class='zt-docs'>{t('explore_hint')}{full}</p>")
    with right:
        _actions(node, opened)
        st.html(node_card.node_card(found, engine.text, engine.title))


def _show_way(engine: Engine, source: str, target: str) -> None:
    with st.spinner(t("explore_reading")):
        way = engine.read(explore.path, source, target)
    st.button(t("explore_leave_way"), on_click=_leave)
    if way is None:
        st.html(f"<div class='zt-empty'>{t('explore_no_way')}</div>")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _picture(engine, way, st.query_params.get("node", source), (), ())
    with right:
        st.html(node_card.way_card(way, engine.text, engine.title))
        if (node := st.query_params.get("node")) and (found := _node(engine, node)):
            st.html(node_card.node_card(found, engine.text, engine.title))


def _picture(engine: Engine, shown: Json, node: str, hidden: Collection[str], opened: Collection[str]) -> None:
    with st.container(key="explored"):
        with st.container(horizontal=True, vertical_alignment="center", key="tools"):
            st.html(graph_view.legend(shown), width="stretch")
            if opened:
                _filter(engine, opened, hidden)
            with st.popover(t("explore_export")):
                st.html(
                    f"<button class='zt-button' type='button' data-picture='zhengtu.png'>{t('explore_png')}</button>"
                )
                st.download_button(
                    t("explore_graphml"),
                    partial(graphml, engine.store, [each["id"] for each in shown["nodes"]], hidden),
                    "zhengtu.graphml",
                    "application/graphml+xml",
                    on_click="ignore",
                )
        graph_explored.draw(shown, key="explored-graph" if opened else "explored-way", chosen=node, on_tap=_tap)


def _filter(engine: Engine, opened: Collection[str], hidden: Collection[str]) -> None:
    """Labels and relations around the opened nodes; what is not ticked is hidden."""
    found = [found for id in dict.fromkeys(opened) if (found := _node(engine, id))]
    labels, relations = explore.kinds(found)
    with st.popover(t("explore_filter") + (f" ({len(hidden)})" if hidden else "")):
        for kind, names in (("label", labels), ("relation", relations)):
            st.pills(
                t(f"explore_filter_{kind}"),
                names,
                format_func=partial(named, kind),
                selection_mode="multi",
                default=[name for name in names if name not in hidden],
                key=f"show-{kind}-{'-'.join(names)}",
                on_change=_choose,
                args=(kind, names),
            )


def _actions(node: str, opened: list[str]) -> None:
    source = st.query_params.get("from")
    with st.container(horizontal=True, key="actions"):
        if len(opened) > 1 and node in opened:
            st.button(t("explore_close"), on_click=_close, args=(node,))
        if set(opened) != {node}:
            st.button(t("explore_only"), on_click=_pick, args=(node,))
        if source and source != node:
            st.button(t("explore_to_here"), type="primary", on_click=_set, args=("to", node))
        elif not source:
            st.button(t("explore_from_here"), on_click=_set, args=("from", node))


def _waiting(engine: Engine, source: str) -> None:
    """One end of a way is chosen."""
    with st.container(horizontal=True, vertical_alignment="center", key="waiting"):
        st.info(t("explore_waiting", name=_plain(_name(engine, source))))
        st.button(t("explore_cancel"), on_click=_leave)


# -- the address


def _opened() -> list[str]:
    return st.query_params.get_all("open")


def _hidden() -> list[str]:
    return [each for each in st.query_params.get("hide", "").split(",") if each]


def _set(name: str, value: str) -> None:
    st.query_params[name] = value


def _pick(id: str) -> None:
    st.query_params["node"] = id
    for name in ("open", "to"):
        st.query_params.pop(name, None)


def _tap(id: str, rest: bool) -> None:
    opened = _opened() or [st.query_params.get("node", id)]
    if rest or id not in opened:
        opened.append(id)
    st.query_params["node"] = id
    if "to" not in st.query_params:
        st.query_params["open"] = opened[:LONGEST]


def _close(node: str) -> None:
    st.query_params["open"] = left = [id for id in _opened() if id != node]
    st.query_params["node"] = left[-1]


def _choose(kind: str, names: list[str]) -> None:
    chosen = st.session_state[f"show-{kind}-{'-'.join(names)}"]
    hidden = [name for name in _hidden() if name not in names] + [name for name in names if name not in chosen]
    st.query_params["hide"] = ",".join(hidden)
    if not hidden:
        del st.query_params["hide"]


def _leave() -> None:
    """Back from a way, or from looking for one."""
    if "node" not in st.query_params:
        st.query_params["node"] = st.query_params["from"]
    for name in ("from", "to"):
        st.query_params.pop(name, None)


def _plain(name: str) -> str:
    """As text: Streamlit reads labels as Markdown."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>()#+-.!|~:$" else character for character in name)
