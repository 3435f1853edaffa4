"""The page 读文档: all documents, one with its outline and its marks, two compared; documents added and removed."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from graph.marks import KINDS, Mark, marks
from graph.overview import documents
from ingest.records import Extraction
from ui import links, reading
from ui.engine import Engine
from ui.text import named, t

Json = dict[str, Any]
SHOWN = 200  # rows of the list; more are found by the words of their titles


def page(engine: Engine) -> None:
    chosen = st.query_params.get("id")
    if chosen in engine.manifest.documents:
        _document(engine, engine.extraction(chosen))
        return
    if chosen:
        st.html(f"<p class='zt-empty'>{t('documents_unknown', id=escape(chosen))}</p>")
    _list(engine)


# -- all documents


@st.cache_data(max_entries=4, show_spinner=False)
def _read(build: int, _engine: Engine) -> list[Json]:
    """Once a build: ``build`` is its time."""
    return documents(_engine.store)


def _list(engine: Engine) -> None:
    with st.spinner(t("documents_reading")):
        rows = _read(engine.home.manifest_file.stat().st_mtime_ns, engine)
    st.html(f"<h2 class='zt-title'>{t('documents', count=len(rows))}</h2>")
    words = st.text_input(t("documents_filter"), key="title", bind="query-params", max_chars=100)
    st.html(table(rows, words or ""))


def table(rows: list[Json], words: str = "") -> str:
    """The documents in whose title, number or issuers all the words stand."""
    wanted = words.casefold().split()
    fitting = [row for row in rows if all(word in _words(row) for word in wanted)]
    if not fitting:
        return f"<p class='zt-empty'>{t('documents_none_fit' if rows else 'documents_none')}</p>"
    heads = "".join(f"<th scope='col'>{t(f'documents_{key}')}</th>" for key in ("title", "date", "kind", "issuers"))
    body = "".join(map(_row, fitting[:SHOWN]))
    rest = len(fitting) - SHOWN
    more = f"<p class='zt-dim'>{t('documents_more', count=rest)}</p>" if rest > 0 else ""
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
    hidden = set()
    if kinds:
        shown_kinds = st.pills(
            t("documents_legend"),
            kinds,
            selection_mode="multi",
            default=kinds,
            format_func=lambda kind: named("label", kind),
            key="documents_kinds",
        )
        hidden = set(kinds) - set(shown_kinds)
    at = _position(st.query_params.get("at"))
    pieces = reading.parts(text, headings)
    number = reading.part_of(pieces, at or 0)
    piece = pieces[number]
    here = reading.sentence(text, at) if at is not None else None
    left, right = st.columns([1, 3], gap="medium")
    with left:
        st.html(reading.outline(document.id, text, headings, piece))
    with right:
        visible = [mark for mark in found if mark.kind not in hidden]
        st.html(reading.body(text, piece, headings, visible, address, here))


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


def _position(asked: str | None) -> int | None:
    return int(asked) if asked and asked.isdecimal() and len(asked) < 10 else None
