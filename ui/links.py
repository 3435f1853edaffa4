"""Addresses of pages with their state in it, and links to them. A page that is not there is not linked to."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from ui.text import LANGUAGES, spoken
from ui.views import PAGES


def to(page: str, **state: str | int | None) -> str | None:
    """The address of a page, relative, so that it holds below any path of a server; None where the page is missing."""
    if page not in PAGES:
        return None
    language = spoken()
    query = {name: value for name, value in state.items() if value not in (None, "")}
    if language != LANGUAGES[0]:
        query["lang"] = language
    path = "./" if page == PAGES[0] else page
    return f"{path}?{urlencode(query)}" if query else path


def ask(question: str) -> str | None:
    return to("ask", q=question)


def trace(reference: str) -> str | None:
    """A regulation by number or title."""
    return to("trace", q=reference)


def node(id: str) -> str | None:
    """A node of the graph by its id."""
    return to("explore", node=id)


def department(name: str) -> str | None:
    return to("duties", department=name)


def document(id: str, start: int | None = None) -> str | None:
    """A document, at a character of its clean text."""
    return to("documents", id=id, at=start)


def anchor(address: str | None, html: str) -> str:
    """``html``, already escaped, as a link; as it is where there is no address."""
    return f"<a class='zt-link' href='{escape(address)}' target='_self'>{html}</a>" if address else html
