"""A question in, a proven answer out."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from graph.expand import expand
from graph.home import Home
from graph.store import Store
from graph.trace import trace
from ingest.errors import ZhengtuError
from search import answer, confidence, encoder, rank
from search.answer import Found, Json
from search.concepts import Concepts, key
from search.index import Index
from search.passages import Passage
from search.understand import Question, elsewhere, understand

LONGEST = 2000
"""Characters of a question that are read: more is a document, not a question."""

READ = 150
"""Passages looked at, best first, for the things they speak of."""

AMOUNTS = 5
"""One of this many first passages must hold a figure of the kind that is asked for."""


class Searcher:
    """Asks the present build of a home; sees a newer build on its own. ``encoder`` must be the one of the build (None:
    whichever it is). ZhengtuError where nothing is built, or with another encoder."""

    def __init__(self, home: Home, store: Store, encoder: str | None = None) -> None:
        self._home, self._store, self._wanted = home, store, encoder
        self._generation: str | None = None
        self._stamp: int | None = None
        self._open()

    def ask(self, question: str, k: int = 5, id: Any = None) -> Json:
        """The contract's answer, at most ``k`` matches; never an error for whatever text."""
        self._open()
        asked = understand(question[:LONGEST])
        reply = {"id": id, "question": question}
        if not self._index.size or not any(map(str.isalnum, asked.core)):
            return reply | answer.refusal("没有可以查找的内容。", 0.0)
        if place := elsewhere(asked.text, self._index.places):
            return reply | answer.refusal(f"收录的文件不涉及{place}，答不了。", 0.0)
        if asked.numbers or asked.titles:
            named = [thing for reference in (*asked.numbers, *asked.titles) for thing in self._traced(reference)]
            if named or asked.numbers:
                return reply | self._named(asked, named, k)
        ranking = rank.rank(asked.core, self._index, self._concepts, self._encoder)
        ranked = [(self._passage(int(p)), float(s)) for p, s in zip(ranking.positions[:READ], ranking.scores, strict=False)]
        sure = confidence.confidence(ranking)
        if sure < confidence.ENOUGH:
            return reply | answer.refusal("收录的文件里没有找到能回答这个问题的内容。", sure)
        if asked.amount and not any(asked.amount.search(passage.span.text) for passage, _ in ranked[:AMOUNTS]):
            return reply | answer.refusal("收录的文件没有写明这个数。", sure)
        return reply | self._answered(asked, answer.choose(answer.collect(ranked, asked.wants), k), sure)

    def _answered(self, asked: Question, things: list[Found], sure: float) -> Json:
        nodes = expand(self._store, sorted({(thing.label, thing.id) for thing in things if thing.label != "Clause"}))
        matches = []
        for thing in things:
            node = nodes.get((thing.label, thing.id))
            if node is None and not thing.passages:
                continue
            document = node["document"] if node else thing.passages[0].span.document
            about = self._index.documents[document]
            matches.append(
                answer.match(thing, node, {"id": document, "title": about["title"], "date": about["date"]}, confidence.of(thing.score))
            )
        return {
            "status": "answered",
            "confidence": sure,
            "answer": answer.sentence(matches, asked.wants),
            "matches": matches,
            "notices": answer.notices(matches),
        }

    def _open(self) -> None:
        """Opens the generation that the manifest names, if it is not the one at hand."""
        stamp = self._home.stamp()
        if stamp is not None and stamp == self._stamp:
            return
        manifest = self._home.manifest()
