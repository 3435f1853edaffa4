"""The page 责任矩阵: tasks × departments, a task with its clause, a department with all it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any

import streamlit as st

from graph.duties import ROLES, TASKS, assigning, department, departments, duties
from ui import address, duty_cards, links, more, sheet
from ui.duty_table import SORTS, Choice, arranged, chosen, columns
from ui.engine import Engine
from ui.text import t

Json = dict[str, Any]
SHOWN = 100  # tasks on the page before "more": a browser lays out sixty columns of them in a moment
WIDTHS = (40, 8, 32, 24, 12, 24, 24, 32, 80, 8, 10)  # of the columns in Excel, in characters


def page(engine: Engine) -> None:
    with st.spinner(t("duties_reading")):
        if name := st.query_params.get("department"):
            _department(engine, name)
        else:
            _matrix(engine)


def _matrix(engine: Engine) -> None:
    documents = {each["id"]: each for each in engine.read(assigning)}
    if not documents:
        st.html(duty_cards.empty(t("duties_none")))
        _index(engine)
        return
    document = _chosen("document", ["", *documents], lambda id: documents[id]["title"] if id else t("duties_all"))
    found = engine.read(duties, document or None)
    heads = columns(found["tasks"])
    with st.container(horizontal=True, vertical_alignment="bottom", key="duties_filters"):
        label = {head.name: head.label for head in heads}
        choice = Choice(
            unit=_chosen(
                "unit",
                ["", *label],
                lambda name: label.get(name) or t("duties_every_unit"),
                {head.label: head.name for head in heads},
            ),
            role=_chosen("role", ["", *ROLES.values()], lambda role: t(f"duties_{role or 'every_role'}")),
            text=(st.text_input(t("duties_text"), key="text", bind="query-params", max_chars=100) or "").strip(),
        )
        sort = _chosen("sort", list(SORTS), lambda by: t(f"duties_by_{by}"))
    kept = chosen(found["tasks"], choice)
    heads = columns(kept, choice)
    kept = arranged(kept, sort, heads)
    if asked := st.query_params.get("task"):
        cards = [duty_cards.card(task) for task in found["tasks"] if task["id"] == asked]
        st.html("".join(cards) or duty_cards.empty(t("duties_no_task")))
    if not kept:
        st.html(duty_cards.empty(t("duties_nothing")))
        _index(engine)
        return
    st.html(duty_cards.legend(kept, heads))
    key = f"duties-{document}-{choice}"
    shown = kept[: more.shown(key, len(kept), SHOWN)]
    st.html(duty_cards.matrix(shown, heads, choice) + duty_cards.listed(shown, choice) + duty_cards.popovers(shown))
    if len(kept) > len(shown):
        st.html(f"<p class='zt-dim'>{t('duties_cut', shown=len(shown))}</p>")
        more.button(key, len(kept), SHOWN)
    if found["cut"]:
        st.html(f"<p class='zt-dim'>{t('duties_limit', limit=TASKS)}</p>")
    head, rows = duty_cards.sheet_head(heads), list(duty_cards.sheet_rows(kept, heads))
    with st.container(horizontal=True):
        st.download_button(
            t("duties_excel"), partial(sheet.workbook, t("page_duties"), head, rows, WIDTHS), "duties.xlsx", sheet.XLSX,
            on_click="ignore",
        )  # fmt: skip
        st.download_button(
            t("duties_csv"), partial(sheet.as_csv, head, rows), "duties.csv", "text/csv", on_click="ignore"
        )
    _index(engine)


def _department(engine: Engine, name: str) -> None:
    found = engine.read(department, name)
    ways = [links.anchor(links.to("duties"), t("duties_back"))]
    if found and found["tasks"]:
        ways.append(links.anchor(links.to("duties", unit=found["name"]), t("duties_only")))
    if found:
        ways += [
            links.anchor(address, t("duties_in_graph")) for address in filter(None, [links.node(found["nodes"][0])])
        ]
    st.html(f"<p class='zt-duty-ways'>{' '.join(ways)}</p>")
    if found is None:
        st.html(duty_cards.empty(t("duties_unknown", name=name)))
        names = {each["name"]: each for each in engine.read(departments)}
        like = [each for each in names if name in each] or get_close_matches(name, names, 8, 0.4)
        st.html(duty_cards.others([names[each] for each in like or names]))
        return
    st.html(duty_cards.department(found, engine.text))


def _index(engine: Engine) -> None:
    found = engine.read(departments)
    with st.expander(t("duties_departments", count=len(found))):
        st.html(duty_cards.others(found))


def _chosen(
    name: str, options: Sequence[str], words: Callable[[str], str], also: Mapping[str, str] | None = None
) -> str:
    return address.chosen(name, options, partial(st.selectbox, t(f"duties_choose_{name}"), format_func=words), also)
