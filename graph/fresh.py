"""Takes away all that was built, of whatever version, to build anew (``zhengtu build --fresh``)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph import embedded
from graph.home import Home
from graph.load import clear
from graph.store import open_store
from ingest.pipeline import sources


def begin_afresh(home: Home, server: dict[str, str | None], paths: Iterable[Path]) -> None:
    """Empties the home, and the graph at ``server`` (arguments of :func:`graph.store.open_store`), to build ``paths``.
    ZhengtuError, with all left as it was, where one of them does not exist, the graph holds somebody else's data, or
    another build is running."""
    sources(paths)
    with home.lock():
        if server["uri"]:
            with open_store(home, **server) as store:
                clear(store)
        embedded.stop(home)
        home.clear()
