"""The pages' own style and script, ours alone: nothing a visitor typed or a document holds comes near it."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from ui.text import spoken, strings, t

HERE = Path(__file__).parent
ICON = HERE / "icon.svg"  # a file: Streamlit fetches an icon given by name from the internet


def look() -> None:
    """To be called once at the top of every page."""
    words = {key.removeprefix("view_"): word for key, word in strings()[spoken()].items() if key.startswith("view_")}
    script = f"const words = {json.dumps(words, ensure_ascii=False)};\n{(HERE / 'page.js').read_text('utf-8')}"
    st.html(HERE / "style.css")
    st.html(f"<style>.stApp {{ --zt-drop: '{t('upload_drop')}'; --zt-browse: '{t('upload_browse')}'; }}</style>")
    # The sanitiser drops a script whose text holds anything like a tag: no "<" before a letter in page.js.
    st.html(f"<script>(() => {{ {script} }})()</script>", unsafe_allow_javascript=True)
