"""The page 问政策: a question in the visitor's own words, the answer as cards, a graph around it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import streamlit as st

from ingest.errors import ZhengtuError
from ui import cards, graph_view, many, sheet
from ui.engine import Engine
from ui.text import EXAMPLES, examples, t

Json = dict[str, Any]
MAX_CHARS = 2000  # of a question typed here; the search itself says when one is too long


def page(engine: Engine) -> None:
    st.html(f"<p class='zt-tagline'>{t('tagline')}</p>")
    question = field()
    if question:
        answer(engine, question)
    else:
        welcome(engine)


def field() -> str:
    """The question, kept in the address as ``?q=`` so that an answer can be sent as a link."""
    words, button = st.columns([6, 1], vertical_alignment="bottom")
    question = words.text_input(
        t("field"), key="q", bind="query-params", placeholder=t("placeholder"), max_chars=MAX_CHARS
    )
    with button.container(key="search"):
        st.button(t("search"), type="primary", width="stretch")
    return (question or "").strip()


def welcome(engine: Engine) -> None:
    """The empty page teaches: questions to try, many at once, how to read an answer, what it can answer from."""
    _examples()
    with st.expander(t("many")):
        _many(engine)
    steps = "".join(f"<li><b><i>{n}</i>{t(f'how_{n}')}</b>{t(f'how_{n}_text')}</li>" for n in (1, 2, 3))
    st.html(f"<ol class='zt-how'>{steps}</ol>")
    st.html(cards.documents(engine.documents()))


def answer(engine: Engine, question: str) -> None:
    with st.spinner(t("searching")):
        found = engine.ask(question)
    st.html(cards.summary(found))
    if not found["matches"]:
        _examples()
        st.html(cards.documents(engine.documents()))
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.html(f"<h2 class='zt-count'>{t('matches', count=len(found['matches']))}</h2>")
        for rank, match in enumerate(found["matches"]):
            st.html(cards.card(match, rank, engine.text, engine.title))
    with right, st.container(key="picture"):
        _graph(engine, found)


def _examples() -> None:
    """Three of the examples; a click brings the next three."""
    turn = st.session_state.get("turn", 0)
    st.html(f"<p class='zt-dim'>{t('try')}</p>")
    with st.container(key="examples", horizontal=True):
        for example in examples(turn):
            st.button(example, on_click=_fill, args=(example,), wrap=True)
        st.button(t("others"), key="others", type="tertiary", on_click=_turn, args=(turn + 1,))


def _turn(turn: int) -> None:
    st.session_state["turn"] = turn


def _many(engine: Engine) -> None:
    """A list of questions, pasted or in a file, answered in a table."""
    st.html(f"<p class='zt-dim'>{t('many_help', most=many.MOST, large=many.LARGEST, chars=MAX_CHARS)}</p>")
    text = st.text_area(t("many_paste"), key="many_text", placeholder="\n".join(EXAMPLES[:2]), max_chars=many.LONGEST)
    file = st.file_uploader(t("many_file"), type=["csv", "txt"], key="many_file", max_upload_size=many.LARGEST)
    if st.button(t("many_ask"), key="many_ask"):
        try:
            asked = many.pasted(text or "") + (many.uploaded(file.getvalue(), file.name) if file else [])
        except ZhengtuError as error:
            st.session_state.pop("many_rows", None)
            st.warning(t("many_unread"))
            st.code(str(error), language=None, wrap_lines=True)
            return
        st.session_state["many_rows"] = [many.row(found, engine.title) for found in _asked(engine, asked)]
        st.session_state["many_left"] = max(0, len(asked) - many.MOST)
    if (rows := st.session_state.get("many_rows")) is None:
        return
    if not rows:
        st.info(t("many_none"))
        return
    if left := st.session_state["many_left"]:
        st.warning(t("many_left", most=many.MOST, left=left))
    st.download_button(
        t("many_download", count=len(rows)), many.workbook(rows), "zhengtu.xlsx", sheet.XLSX, on_click="ignore"
    )
    st.html(many.table(rows))


def _asked(engine: Engine, questions: list[str]) -> Iterator[Json]:
    questions = questions[: many.MOST]
    bar = st.progress(0.0, t("searching"))
    for done, question in enumerate(questions, 1):
        yield engine.ask(question[:MAX_CHARS])
        bar.progress(done / len(questions), t("many_done", done=done, count=len(questions)))
    bar.empty()


def _graph(engine: Engine, found: Json) -> None:
    """A picture beside the cards; where it fails the cards still stand."""
    try:
        graph, focus = engine.graph(found, graph_view.LIMIT)
    except ZhengtuError as error:
        st.info(t("graph_gone", reason=str(error)))
        return
    if len(graph["nodes"]) < 2:
        return
    st.html(f"<h2 class='zt-count'>{t('graph')}</h2>{graph_view.legend(graph)}")
    # The view keeps its first size and place until it is made anew: one key a question.
    key = blake2b(found["question"].encode(), digest_size=8).hexdigest()
    graph_view.draw(graph, key=f"graph-{key}", focus=focus)
    cut = t("graph_cut", limit=len(graph["nodes"])) if graph["cut"] else ""
    st.html(f"<p class='zt-docs'>{t('graph_hint')}{cut}</p>")


def _fill(example: str) -> None:
    st.session_state["q"] = example
