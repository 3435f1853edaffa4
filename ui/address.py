"""What a visitor chose, in the address of the page: a link that is sent shows the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st


def chosen(name: str, options: Sequence[str], widget: Callable[..., Any], also: Mapping[str, str] | None = None) -> str:
    """One of ``options`` as ``?name=``; the first is the rule and is not written. The address leads, and holds the option
    as it is: a bound widget would write its words. ``widget`` makes the field, given ``options``, ``key`` and
    ``on_change``; ``also`` are other ways to write an option in the address."""
    asked = st.query_params.get(name, options[0])
    asked = (also or {}).get(asked, asked)
    key = f"{name}_chosen"
    st.session_state[key] = found = asked if asked in options else options[0]
    widget(options=options, key=key, on_change=partial(_write, name, key, options[0]))
    return found


def _write(name: str, key: str, rule: str) -> None:
    value = st.session_state[key]
    if value == rule:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value
