"""Long lists, a piece at a time: the first items, and a button that brings the next."""

from __future__ import annotations

import streamlit as st

from ui.text import t


def shown(key: str, count: int, step: int) -> int:
    """How many of ``count`` items are shown by now; ``key`` names the list among the visitor's."""
    return min(count, int(st.session_state.get(key, step)))


def button(key: str, count: int, step: int) -> None:
    """Brings ``step`` more, where any are left."""
    now = shown(key, count, step)
    if now < count:
        st.button(t("more", count=count - now), on_click=st.session_state.__setitem__, args=(key, now + step))
