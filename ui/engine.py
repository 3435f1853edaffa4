"""What the pages work with: one home, its graph and its search, opened once for all visitors."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from threading import Lock
from typing import Any, TypeVar, cast

from graph.around import neighbourhood
from graph.home import Home
from graph.overview import documents, overview
from graph.settings import Settings
from graph.store import open_store
from ingest.records import Extraction
from search.searcher import Searcher

Json = dict[str, Any]
T = TypeVar("T")

PICTURED = 3  # matches whose surroundings are drawn: with all of them the first one is lost
ANSWERS, EXTRACTIONS, READ = 512, 64, 3000  # kept in memory: a page asks again on every click


class Engine:
    """Opens at once: ZhengtuError where the home is not built or the graph cannot be reached."""

    def __init__(self, settings: Settings) -> None:
        self.home = Home(settings.home)
        self.manifest = self.home.manifest()
        self.store = open_store(self.home, **settings.server)
        self.searcher = Searcher(self.home, self.store)
        self.ask: Callable[[str], Json] = lru_cache(ANSWERS)(self.searcher.ask)
        self._kept = lru_cache(READ)(lambda reader, *args: reader(self.store, *args))
        self.extraction: Callable[[str], Extraction] = lru_cache(EXTRACTIONS)(self.home.extraction)
        self.documents: Callable[[], Json] = partial(self.read, documents)
        self.overview: Callable[[], Json] = partial(self.read, overview)

    def read(self, reader: Callable[..., T], *args: Hashable) -> T:
        """What ``reader(store, *args)``, a function of :mod:`graph`, gives, asked once for all visitors: the engine is
        opened anew after a build. Nobody may change it."""
        return cast(T, self._kept(reader, *args))

    def close(self) -> None:
        self.store.close()

    def text(self, document: str) -> str:
        """Clean text of a document; '' of one that is no longer in the build."""
        return self.extraction(document).text if document in self.manifest.documents else ""

    def title(self, document: str) -> str:
        return self.extraction(document).document.title if document in self.manifest.documents else document

    def graph(self, answer: Json, limit: int) -> tuple[Json, tuple[str, ...]]:
        """At most ``limit`` nodes around the best of what the answer names (:func:`graph.around.neighbourhood`), and the
        ids of these, in order."""
        ids = tuple(match["node"] for match in answer["matches"] if match.get("node"))[:PICTURED]
        return self.read(neighbourhood, ids, limit), ids


_opening = Lock()
_present: tuple[Hashable, Engine] | None = None


def present() -> Engine:
    """The one engine for all visitors, opened anew after a build. ZhengtuError as of Engine."""
    global _present
    settings = Settings()
    home = Home(settings.home)
    with _opening:
        home.manifest()  # says in one line what is wrong with a home, before anything is opened
        of = home.path, tuple(settings.server.items()), home.manifest_file.stat().st_mtime_ns
        if _present is None or _present[0] != of:
            opened = Engine(settings)
            if _present:
                _present[1].close()
            _present = of, opened
        return _present[1]
