"""The explorer: one Streamlit page over search and graph. ``zhengtu explore`` runs it, ``streamlit run ui/app.py`` too."""

from __future__ import annotations

import logging

import streamlit as st

from graph.home import Home
from graph.settings import Settings
from ingest.errors import ZhengtuError
from ui import ask
from ui.engine import Engine
from ui.look import ICON, look
from ui.text import t


@st.cache_resource(max_entries=1, show_spinner=t("opening"), on_release=lambda engine: engine.close())
def open_engine(build: int) -> Engine:
    """One engine for all visitors, opened again when ``build`` (the time of the last build) has changed."""
    return Engine(Settings())


def engine() -> Engine:
    home = Home(Settings().home)
    home.manifest()  # says in one line what is wrong with a home, before anything is opened
    return open_engine(home.manifest_file.stat().st_mtime_ns)


def main() -> None:
    st.set_page_config(page_title=t("name"), page_icon=ICON, layout="wide")
    look()
    ask.head()
    question = ask.field()
    try:
        opened = engine()
        if question:
            ask.answer(opened, question)
        else:
            ask.welcome(opened)
    except ZhengtuError as error:
        _trouble(str(error))
    except Exception:
        logging.getLogger("zhengtu").exception("question: %r", question[:200])
        _trouble(t("trouble_unknown"))


def _trouble(message: str) -> None:
    st.error(f"**{t('trouble')}**", icon="⚠️")
    st.code(message, language=None, wrap_lines=True)  # as text: a message may hold what a visitor typed
    st.button(t("retry"))


main()
