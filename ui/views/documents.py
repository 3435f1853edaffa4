"""The page 读文档: all documents, one with its outline and its marks, two compared; documents added and removed."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from graph.library import library
from graph.marks import KINDS, Mark, marks
from ingest.records import Extraction
from search import encoder
from search.compare import compare
from ui import compared, links, reading, shelf
from ui.engine import Engine
from ui.text import named, t

Json = dict[str, Any]
SHOWN = 200  # rows of the list; more are found by the words of their titles


def page(engine: Engine) -> None:
    chosen = st.query_params.get("id")
    if chosen in engine.manifest.documents:
        other = st.query_params.get("with")
        if other in engine.manifest.documents and other != chosen:
            _compare(engine, engine.extraction(chosen), engine.extraction(other))
        else:
            _document(engine, engine.extraction(chosen))
        return
    if chosen:
        st.html(f"<p class='zt-empty'>{t('documents_unknown', id=escape(chosen))}</p>")
    _list(engine)


# -- all documents


def _rows(engine: Engine) -> list[Json]:
    with st.spinner(t("documents_reading")):
        return engine.read(library)


def _list(engine: Engine) -> None:
    rows = _rows(engine)
    news = st.container()
    st.html(f"<h2 class='zt-title'>{t('documents', count=len(rows))}</h2>")
    words = st.text_input(t("documents_filter"), key="title", bind="query-params", max_chars=100)
    st.html(table(rows, words or ""))
    st.html(f"<h2 class='zt-title'>{t('documents_upload_title')}</h2>")
    shelf.upload_form(engine.home)
    with news:
        shelf.follow(engine.home)


def table(rows: list[Json], words: str = "") -> str:
    """The documents in whose title, number or issuers all the words stand."""
    wanted = words.casefold().split()
    fitting = [row for row in rows if all(word in _words(row) for word in wanted)]
    if not fitting:
        return f"<p class='zt-empty'>{t('documents_none_fit' if rows else 'documents_none')}</p>"
    heads = "".join(f"<th scope='col'>{t(f'documents_{key}')}</th>" for key in ("title", "date", "kind", "issuers"))
    body = "".join(map(_row, fitting[:SHOWN]))
    rest = len(fitting) - SHOWN
    more = f"<p class='zt-dim'>{t('documents_rest', count=rest)}</p>" if rest > 0 else ""
    return f"<table class='zt-library'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{more}"


def _words(row: Json) -> str:
    return " ".join([row["title"], row["doc_number"] or "", *(row["issuers"] or ())]).casefold()


def _row(row: Json) -> str:
    title = links.anchor(links.document(row["id"]), escape(row["title"]))
    number = f" <span class='zt-dim'>{escape(row['doc_number'])}</span>" if row["doc_number"] else ""
    kind = escape(named("documents_kind", row["kind"] or "other"))
    issuers = escape("、".join(row["issuers"] or ()))
    return f"<tr><td>{title}{number}</td><td>{escape(row['date'] or t('no_date'))}</td><td>{kind}</td><td>{issuers}</td></tr>"


# -- one document


def _document(engine: Engine, extraction: Extraction) -> None:
    text, headings, document = extraction.text, extraction.headings, extraction.document
    st.html(head(extraction))
    found = marks(extraction)
    kinds = [kind for kind in KINDS if any(mark.kind == kind for mark in found)]
    with st.container(key="documents_tools", horizontal=True, vertical_alignment="bottom"):
        hidden = set(kinds) - set(_legend(kinds))
        _choose_other(engine, document.id)
        shelf.remove_form(engine.home, document.id, document.title)
    at = number_of(st.query_params.get("at"))
    pieces = reading.parts(text, headings)
    number = reading.part_of(pieces, at or 0)
    if at is None:
        number = min(number_of(st.query_params.get("part")) or 1, len(pieces)) - 1
    here = reading.sentence(text, at) if at is not None else None
    left, right = st.columns([1, 3], gap="medium")
    with left, st.container(key="documents_outline"):
        st.html(reading.outline(document.id, text, headings, pieces[number]))
    with right:
        visible = [mark for mark in found if mark.kind not in hidden]
        _turn(number, len(pieces), "above")
        st.html(reading.body(text, pieces[number], headings, visible, address, here))
        _turn(number, len(pieces), "below")
    if here or "part" in st.query_params:
        # The address is named in it because Streamlit runs the same script once only: not again for other colours.
        where, block = ("zt-here", "center") if here else ("zt-text", "start")
        st.html(f"<script>/* {at} {number} */ {_SHOW % (where, block)}</script>", unsafe_allow_javascript=True)


# A place is shown again whenever the page's height changes (its style, its fonts and what stands above may come after
# it), until the reader moves the page or ten seconds are over; beside it the outline of the part that is read.
_SHOW = """(() => {
    const place = document.getElementsByClassName('%s')[0];
    const row = document.querySelector('.zt-outline li:not(.zt-away)');
    const outline = row?.closest('.zt-outline');
    const watcher = new ResizeObserver(() => {
      if (row) outline.scrollTop = row.offsetTop - outline.offsetTop;
      place.scrollIntoView({block: '%s'});
    });
    const stop = () => watcher.disconnect();
    for (let box = place; box; box = box.parentElement) watcher.observe(box);
    for (const moved of ['wheel', 'keydown', 'pointerdown']) addEventListener(moved, stop, {once: true, capture: true});
    setTimeout(stop, 10000);
})()"""


def _legend(kinds: list[str]) -> list[str]:
    """The kinds of marks to be shown; a press on one switches it off and on."""
    if not kinds:
        return []
    colours = "".join(
        f".st-key-documents_kinds button:nth-child({n}) {{ --c: var(--zt-c-{kind}); }}"
        for n, kind in enumerate(kinds, 1)
    )
    st.html(f"<style>{colours}</style>")
    return st.pills(
        t("documents_legend"),
        kinds,
        selection_mode="multi",
        default=kinds,
        format_func=lambda kind: named("label", kind),
        key="documents_kinds",
    )


def _choose_other(engine: Engine, id: str) -> None:
    titles = {row["id"]: row["title"] for row in _rows(engine) if row["id"] != id}
    if titles:
        st.selectbox(
            t("documents_with"),
            list(titles),
            index=None,
            format_func=lambda other: titles.get(other, other),
            placeholder=t("documents_with_which"),
            key="documents_with",
            on_change=_open_other,
            width=300,
        )


def _open_other() -> None:
    st.query_params["with"] = st.session_state["documents_with"]


def _turn(number: int, count: int, key: str) -> None:
    """To the part before and the one behind."""
    if count < 2:
        return
    with st.container(key=f"documents_turn_{key}", horizontal=True, vertical_alignment="center"):
        for step, words in ((-1, "documents_before"), (1, "documents_behind")):
            if step > 0:
                st.html(f"<p class='zt-dim'>{t('documents_part', number=number + 1, count=count)}</p>", width="content")
            to = number + step
            st.button(t(words), disabled=not 0 <= to < count, key=f"{words}_{key}", on_click=_open_part, args=(to + 1,))


def _open_part(number: int) -> None:
    st.query_params.pop("at", None)
    st.query_params["part"] = str(number)


# -- two documents


def _compare(engine: Engine, one: Extraction, other: Extraction) -> None:
    """The older one stands first, whichever was asked for first."""
    before, after = sorted((one, other), key=lambda each: each.document.date or "")
    back = links.anchor(links.document(one.document.id), t("documents_back_to", title=escape(one.document.title)))
    titles = "".join(
        f"<li><b>{t(key)}</b>{links.anchor(links.document(each.document.id), escape(each.document.title))} "
        f"<span class='zt-dim'>{escape(each.document.date or t('no_date'))}</span></li>"
        for key, each in (("documents_old", before), ("documents_new", after))
    )
    st.html(f"<p>{back}</p><h2 class='zt-heading'>{t('documents_compare')}</h2><ul class='zt-editions'>{titles}</ul>")
    with st.spinner(t("documents_comparing")):
        found = compare(before, after, encoder.load(engine.manifest.encoder))
    st.html(compared.side_by_side(found, before.document, after.document))


def head(extraction: Extraction) -> str:
    document = extraction.document
    facts = [
        named("documents_kind", document.kind),
        document.doc_number or "",
        document.date or t("no_date"),
        "、".join(document.issuers),
        t("documents_characters", count=f"{len(extraction.text):,}"),
    ]
    told = "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
    back = links.anchor(links.to("documents"), t("documents_back"))
    return f"<p>{back}</p><h2 class='zt-heading'>{escape(document.title)}</h2><ul class='zt-meta'>{told}</ul>"


def address(mark: Mark) -> str | None:
    """Where a mark leads: the page of its node."""
    if mark.kind == "Regulation":
        return links.trace(mark.name) or links.node(mark.node)
    if mark.kind == "Department":
        return links.department(mark.name) or links.node(mark.node)
    return links.node(mark.node)


def number_of(asked: str | None) -> int | None:
    return int(asked) if asked and asked.isdecimal() and len(asked) < 10 else None
