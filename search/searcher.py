"""A question in, a proven answer out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from graph.expand import expand
from graph.home import Home
from graph.ids import regulation_id
from graph.show import show
from graph.store import Store
from graph.trace import trace
from ingest.errors import ZhengtuError
from ingest.records import Regulation
from search import answer, confidence, encoder, rank, tokens
from search.answer import Found, Json
from search.concepts import Concepts, key
from search.index import Index
from search.understand import Question, elsewhere, understand

LONGEST = 2000
"""Characters of a question that are read: more is a document, not a question."""

READ = 150
"""Passages looked at, best first, for the things they speak of."""

FIGURES, FIGURE = 10, 3.0
"""One of so many first passages must hold a figure of the kind asked for, where there is no answer without; what holding
one is worth, in the unit of the fused score."""

TITLE = 4.0
"""What a regulation whose title says all of the question is worth over one whose title says nothing of it."""


class Searcher:
    """Asks the present build of a home; a newer build is seen on the next question. ``encoder`` must be the one of the
    build (None: whichever it is). ZhengtuError where nothing is built, or it was built with another encoder."""

    def __init__(self, home: Home, store: Store, encoder: str | None = None) -> None:
        self._home, self._store, self._wanted = home, store, encoder
        self._stamp = 0
        self._generation: str | None = None
        self._open()

    def ask(self, question: str, k: int = 5, id: Any = None) -> Json:
        """The contract's answer with at most ``k`` matches; never an error, whatever the text."""
        self._open()
        asked = understand(question[:LONGEST])
        return {"id": id, "question": question} | self._reply(asked, k)

    def _reply(self, asked: Question, k: int) -> Json:
        if not self._index.size or not any(map(str.isalnum, asked.core)):
            return answer.refusal("没有可以查找的内容。")
        if place := elsewhere(asked.text, self._index.places):
            return answer.refusal(f"收录的文件不涉及{place}，答不了。")
        if strange := [year for year in asked.years if year not in self._index.years]:
            return answer.refusal(f"收录的文件没有提到{strange[0]}年。")
        if asked.numbers or asked.titles:
            things = [thing for reference in (*asked.numbers, *asked.titles) for thing in self._traced(reference)]
            if things:
                return self._answered(asked, things[:k], 1.0)
            if asked.numbers:
                return answer.refusal(f"收录的文件没有引用{'、'.join(asked.numbers)}。")
        if asked.task is not None:
            things = self._task(asked.task)
            return (
                self._answered(asked, things[:k], 1.0)
                if things
                else answer.refusal(f"收录的文件没有第{asked.task}项任务。")
            )
        ranking = rank.rank(asked.core, self._index, self._concepts, self._encoder)
        pairs = zip(ranking.positions[:READ].tolist(), ranking.scores[:READ].tolist(), strict=True)
        ranked = [(self._passage(position), score) for position, score in pairs]
        sure = confidence.confidence(ranking)
        if sure < confidence.ENOUGH:
            return answer.refusal("收录的文件里没有找到能回答这个问题的内容。", sure)
        if asked.figure and asked.wants == "clause":
            if asked.needed and not any(asked.figure.search(passage.span.text) for passage, _ in ranked[:FIGURES]):
                return answer.refusal("收录的文件没有写明这个数。", sure)
            ranked = [(p, score + FIGURE * bool(asked.figure.search(p.span.text))) for p, score in ranked]
            ranked.sort(key=lambda pair: -pair[1])
        found = answer.collect(ranked, asked.wants)
        if asked.wants == "regulation":
            found = self._by_title(asked, found)
        return self._answered(asked, answer.choose(found, k, asked.wants), sure)

    def _answered(self, asked: Question, things: Sequence[Found], sure: float) -> Json:
        nodes = expand(self._store, (thing.id for thing in things if thing.label != "Clause"))
        matches = []
        for thing in things:
            node = nodes.get(thing.id)
            if node is None and not thing.passages:
                continue
            proof = node["evidence"][0]["document"] if node and node["evidence"] else None
            document = thing.passages[0].span.document if thing.passages else proof
            about = {key: self._index.documents.get(document or "", {}).get(key) for key in ("title", "date")}
            matches.append(answer.match(thing, node, {"id": document, **about}, confidence.of(thing.score)))
        if not matches:
            return answer.refusal("收录的文件里没有找到能回答这个问题的内容。", sure)
        return {
            "status": "answered",
            "confidence": sure,
            "answer": answer.sentence(matches, asked.wants),
            "matches": matches,
            "notices": answer.notices(matches),
        }

    def _traced(self, reference: str) -> list[Found]:
        """A regulation named outright, and the programs that rest on it."""
        traced = trace(self._store, reference)
        if traced["status"] != "found":
            return []
        regulation = traced["regulation"]
        node = regulation_id("", Regulation("", regulation["title"], regulation["doc_number"]))
        resting = dict.fromkeys(use["program"] for use in traced["cited_by"] if use["program"])
        programs = [
            found["id"] for name in resting if (found := show(self._store, name)) and found["kind"] == "program"
        ]
        things = [Found("Regulation", node, 10.0), *(Found("Program", id, 9.0) for id in programs)]
        return things

    def _task(self, number: int) -> list[Found]:
        """The task of that number."""
        found = show(self._store, f"任务{number}")
        return [Found("Task", found["id"], 10.0)] if found and found["kind"] == "task" and found["no"] == number else []

    def _by_title(self, asked: Question, found: Sequence[Found]) -> list[Found]:
        """Regulations in the order of how much of the question their titles say, too."""
        cited = expand(self._store, (thing.id for thing in found if thing.label == "Regulation"))
        wanted = set(tokens.pairs(asked.core))
        for thing in found:
            if node := cited.get(thing.id):
                thing.score += TITLE * len(wanted & set(tokens.pairs(node["name"]))) / max(1, len(wanted))
        return sorted(found, key=lambda thing: -thing.score)

    def _open(self) -> None:
        """Opens the generation that the manifest names, unless it is at hand."""
        stamp = self._home.manifest_file.stat().st_mtime_ns if self._home.manifest_file.exists() else 0
        if stamp and stamp == self._stamp:
            return
        manifest = self._home.manifest()
        self._stamp = stamp
        if manifest.generation is None or manifest.encoder is None:
            raise ZhengtuError(f"{self._home.path}: not built yet: run `zhengtu build`")
        asked = encoder.name_of(self._wanted) if self._wanted else manifest.encoder
        if asked != manifest.encoder:
            raise ZhengtuError(
                f"{self._home.path}: 索引是用编码器 {manifest.encoder} 建的，不能用 {asked} 来问；"
                f"请用 zhengtu build --encoder {asked} 重建，或去掉 --encoder"
            )
        if manifest.generation == self._generation:
            return
        lexicon = self._home.index / f"lexicon-{key()}"
        if not lexicon.is_dir():
            raise ZhengtuError(f"{self._home.path}: 词典在建索引之后变了；请再运行 zhengtu build")
        self._index = Index(self._home.index_of(manifest.generation))
        self._concepts = Concepts(lexicon)
        shipped = manifest.encoder == encoder.DEFAULT
        self._encoder = self._concepts.encoder if shipped else encoder.load(manifest.encoder)
        self._passage = lru_cache(4096)(self._index.passage)
        self._generation = manifest.generation
