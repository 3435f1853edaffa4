"""All documents that a graph was built from."""

from __future__ import annotations

from typing import Any

from graph import whole
from graph.store import Store

LISTED = 100_000


def library(store: Store) -> list[dict[str, Any]]:
    """``{"id", "title", "date", "kind", "issuers", "doc_number"}`` of all documents, the newest first."""
    found = store.read(whole.DOCUMENTS, limit=LISTED)
    return sorted(found, key=lambda row: row["date"] or "", reverse=True)
