"""The shell of the explorer: menu, language, and what is said when something fails; the pages are in ``ui/views``.

``zhengtu explore`` runs it, ``streamlit run ui/app.py`` too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from importlib import import_module
from time import monotonic

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ingest.errors import ZhengtuError
from ui.engine import Engine, present
from ui.look import ICON, look
from ui.text import LANGUAGES, speak, t
from ui.views import PAGES

AGAIN = 5.0  # seconds until a page that failed tries again by itself
NAMES = {"zh": "中文", "en": "English"}


def engine() -> Engine:
    with st.spinner(t("opening")):
        return present()


def language() -> str:
    """What this visitor chose; Chinese outside a visit."""
    chosen = st.session_state.get("language") if get_script_run_ctx(suppress_warning=True) else None
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def main() -> None:
    speak(language)
    if (asked := st.query_params.get("lang")) in LANGUAGES:
        st.session_state["language"] = asked
    pages = {
        name: st.Page(_page(name), title=t(f"page_{name}"), url_path=name, default=name == PAGES[0]) for name in PAGES
    }
    here = st.navigation(list(pages.values()), position="hidden")
    title = t("name") if here is pages[PAGES[0]] else f"{here.title} · {t('name')}"
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    look()
    _menu(pages)
    here.run()


def _page(name: str) -> Callable[[], None]:
    def run() -> None:
        try:
            import_module(f"ui.views.{name}").page(engine())
        except ZhengtuError as error:
            _trouble(str(error), again=True)
        except Exception:
            logging.getLogger("zhengtu").exception("page %s: %r", name, dict(st.query_params))
            _trouble(t("trouble_unknown"), again=False)

    return run


def _menu(pages: dict[str, st.Page]) -> None:
    """Streamlit's own menu on top becomes a drawer on a narrow screen; a row that scrolls shows all pages there too."""
    if language() != LANGUAGES[0]:
        st.query_params["lang"] = language()  # a change of page empties the address
    else:
        st.query_params.pop("lang", None)
    kept = {"lang": language()} if language() != LANGUAGES[0] else None
    with st.container(key="menu", horizontal=True, vertical_alignment="center"):
        st.html(f"<div class='zt-name'><a href='./' target='_self'>{t('name')}</a></div>", width="content")
        for page in pages.values():
            st.page_link(page, query_params=kept, width="content")
        other = next(each for each in LANGUAGES if each != language())
        st.button(
            NAMES[other], key="other_language", help=t("language"), type="tertiary", on_click=partial(_speak, other)
        )


def _speak(language: str) -> None:
    st.session_state["language"] = language
    st.query_params["lang"] = language


def _trouble(message: str, again: bool) -> None:
    st.error(f"**{t('trouble')}**", icon="⚠️")
    st.code(message, language=None, wrap_lines=True)  # as text: a message may hold what a visitor typed
    st.button(t("retry"))
    if again:
        st.caption(t("trouble_again"))
        st.fragment(_again, run_every=AGAIN)(monotonic())


def _again(failed: float) -> None:
    """Runs with the page at first, and then by itself."""
    if monotonic() - failed > AGAIN / 2:
        st.rerun()


if __name__ == "__main__":  # not in a process that a build starts to read many files
    main()
