"""The page 追引用: from a number or a title to who cites it, what rests on it, whether it holds; and what documents say
differently. In the address: ``q``, ``as_of`` (a day), ``relation``, ``view`` (``contradictions``)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from hashlib import blake2b
from typing import Any

import streamlit as st

from graph import suggest
from graph.contradictions import contradictions
from graph.trace import trace
from ui import address, citations, differences, graph_view, more
from ui.citation_graph import picture
from ui.engine import Engine
from ui.text import named, t
from ui.views.overview import cited

Json = dict[str, Any]
MAX_CHARS = 500  # of a reference typed here
HOPS = 3  # what it cites, what that cites, and once more
LISTED = 8  # of the most cited
NARROW = 3  # columns of a picture that are readable beside the clauses
SHOWN = 20  # documents, and differences, before "more"
VIEWS = ("citations", "contradictions")
FIRST, LAST = date(1949, 10, 1), date(2099, 12, 31)


def page(engine: Engine) -> None:
    if _chosen("view", VIEWS, t("trace_view"), {view: t(f"trace_view_{view}") for view in VIEWS}) == VIEWS[1]:
        _differences(engine)
        return
    reference, day = _fields()
    if not reference:
        _welcome(engine)
        return
    with st.spinner(t("searching")):
        found = engine.read(trace, reference, HOPS, day)
    if found["status"] == "found":
        _found(found, engine)
    else:
        _several(found) if found["status"] == "ambiguous" else _nothing(reference, engine)


def _fields() -> tuple[str, str | None]:
    """The reference and the day, both kept in the address."""
    st.html(f"<p class='zt-tagline'>{t('trace_tagline')}</p>")
    words, day, button = st.columns([6, 2, 1], vertical_alignment="bottom")
    reference = words.text_input(
        t("trace_field"), key="q", bind="query-params", placeholder=t("trace_placeholder"), max_chars=MAX_CHARS
    )
    as_of = day.date_input(
        t("trace_as_of"), value=None, min_value=FIRST, max_value=LAST, key="as_of", bind="query-params",
        format="YYYY-MM-DD",
    )  # fmt: skip
    with button.container(key="search"):
        st.button(t("search"), type="primary", width="stretch")
    return (reference or "").strip(), as_of.isoformat() if isinstance(as_of, date) else None


def _chosen(name: str, options: tuple[str, ...], label: str, words: dict[str, str]) -> str:
    """By a row of buttons."""
    buttons = partial(
        st.segmented_control, label, format_func=words.__getitem__, label_visibility="collapsed", required=True
    )
    return address.chosen(name, options, buttons)


def _welcome(engine: Engine) -> None:
    """The empty page teaches: what can be written in the field, what comes of it, and what is cited most."""
    _examples(engine)
    steps = "".join(f"<li><b><i>{n}</i>{t(f'trace_how_{n}')}</b>{t(f'trace_how_{n}_text')}</li>" for n in (1, 2, 3))
    st.html(f"<ol class='zt-how'>{steps}</ol>")
    st.html(f"<h2 class='zt-title'>{t('overview_cited')}</h2>{cited(engine.read(suggest.most_cited)[:LISTED])}")


def _examples(engine: Engine) -> None:
    """A button for each form of a reference, of what the documents here cite most."""
    found = suggest.examples(engine.read(suggest.most_cited))
    if not found:
        return
    st.html(f"<p class='zt-dim'>{t('trace_try')}</p>")
    with st.container(key="examples", horizontal=True):
        for example in found:
            label = f"{t('trace_form_' + example['form'])}：{example['reference']}"
            st.button(label, on_click=_fill, args=(example["reference"],), wrap=True)


def _fill(reference: str) -> None:
    st.session_state["q"] = reference


def _found(found: Json, engine: Engine) -> None:
    st.html(citations.regulation(found, engine.title))
    drawn = picture(found, engine.title)
    wide = len({node["column"] for node in drawn[0]["nodes"]}) > NARROW
    if wide:
        with st.container(key="chain"):
            _graph(*drawn)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _html(citations.force(found, engine.text, engine.title) + citations.changes(found, engine.text, engine.title))
        _cited_by(found, engine)
        _html(citations.cites(found, engine.text, engine.title))
    with right:
        if not wide:
            _graph(*drawn)
        _html(citations.versions(found) + citations.resting(found, engine.text, engine.title))


def _html(html: str) -> None:
    if html:  # Streamlit refuses an empty one
        st.html(html)


def _cited_by(found: Json, engine: Engine) -> None:
    uses = found["cited_by"]
    st.html(f"<h2 class='zt-title'>{t('trace_cited_by')}</h2>")
    if not uses:
        st.html(f"<p class='zt-empty'>{t('trace_cited_by_none')}</p>")
        return
    counts = Counter(use["relation"] for use in uses)
    relations = [relation for relation in citations.RELATIONS if counts[relation]]
    if len(relations) > 1:
        words = {relation: f"{named('relation', relation)} {counts[relation]}" for relation in relations}
        words["all"] = f"{t('trace_all_relations')} {len(uses)}"
        chosen = _chosen("relation", ("all", *relations), t("trace_relation"), words)
        uses = [use for use in uses if chosen in ("all", use["relation"])]
    documents: dict[str, list[Json]] = {}
    for use in sorted(uses, key=lambda use: use["document"] == found["regulation"]["in_corpus"]):  # itself comes last
        documents.setdefault(use["document"], []).append(use)
    key = f"shown-{found['query']}"
    shown = more.shown(key, len(documents), SHOWN)
    for document, clauses in list(documents.items())[:shown]:
        itself = document == found["regulation"]["in_corpus"]
        st.html(citations.citing(document, clauses, engine.text, engine.title, itself))
    more.button(key, len(documents), SHOWN)


def _graph(graph: Json, focus: tuple[str, ...], left_out: int) -> None:
    if len(graph["nodes"]) < 2:
        return
    st.html(f"<h2 class='zt-title'>{t('trace_graph')}</h2>{graph_view.legend(graph)}")
    key = blake2b(repr(graph).encode(), digest_size=8).hexdigest()  # the view keeps its size until it is made anew
    with st.container(key="picture"):
        graph_view.draw(graph, key=f"graph-{key}", focus=focus)
    cut = t("trace_graph_cut", count=left_out) if left_out else ""
    st.html(f"<p class='zt-docs'>{t('trace_graph_hint')}{cut}</p>")


def _several(found: Json) -> None:
    st.html(citations.several(found))


def _nothing(reference: str, engine: Engine) -> None:
    st.html(citations.nothing(reference, suggest.looked_for(reference), suggest.nearest(engine.store, reference)))
    _examples(engine)


def _differences(engine: Engine) -> None:
    st.html(f"<p class='zt-tagline'>{t('trace_differences_tagline')}</p>")
    with st.spinner(t("trace_comparing")):
        found = engine.read(contradictions)
    if not found:
        documents = engine.documents()["count"]
        st.html(f"<p class='zt-empty'>{t('trace_differences_none', count=documents)}</p>")
        return
    st.html(f"<h2 class='zt-title'>{t('trace_differences', count=len(found))}</h2>")
    shown = more.shown("differences", len(found), SHOWN)
    for each in found[:shown]:
        st.html(differences.difference(each, engine.text, engine.title))
    more.button("differences", len(found), SHOWN)
