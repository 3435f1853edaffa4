"""A question in, a proven answer out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from statistics import fmean, pstdev
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
from search.passages import Passage
from search.understand import Question, elsewhere, understand

LONGEST = 2000
"""Characters of a question that are read: more is a document, not a question."""

READ = 100
"""Passages looked at, best first, for the things they speak of."""

FIGURE, NEAR = 2.4, 1.2
"""What holding a figure of the kind asked for is worth, in the unit of the fused score; and how near the best passage one
that holds such a figure must be, where there is no answer without."""

YEAR = 1.0
"""What holding the years that a fact is asked of is worth, in the same unit."""

STANDS_OUT = 0.25
"""What one standard deviation by which a clause's program stands out is worth, in the same unit."""

DOCUMENT = 2.0
"""What standing in a document that the question names is worth, in the same unit."""

ELSEWHERE = 10.0
"""What is taken from documents of other places than a question names, in the same unit: they come after all others."""

BOTH = 3
"""Of each of two needs so many programs are tried, where both find the same first."""

STEP = 0.01
"""What the programs of two needs are apart, before those of the whole."""

RULED = 0.15
"""How likely a fact or a document must be wanted for what rules to be sought by how it rules."""

RULES = ("Clause", "Condition", "Regulation")
"""What may tell how to apply; programs, areas and tasks are sought by what they are for."""

REMEMBERED = 10_000
"""Nodes of the graph that are held at most, as the graph told them."""

TITLE = 4.0
"""What a regulation whose title says all of the question is worth over one whose title says nothing of it."""


def narrowed(asked: Question, ranked: Sequence[tuple[Passage, float]]) -> list[tuple[Passage, float]]:
    """Clauses that hold a figure as it was asked for, or all the years it was asked of, or belong to a program that
    stands out, before others."""
    best: dict[str, float] = {}
    for passage, score in ranked:
        for label, id in passage.nodes:
            if label == "Program":
                best.setdefault(id, score)
    mean, deviation = fmean(best.values() or (0.0,)), pstdev(best.values() or (0.0,))

    def worth(passage: Passage) -> float:
        found = 0.0
        if asked.figure and asked.figure.search(passage.span.text):
            found += FIGURE
        if asked.years and all(year in passage.span.text for year in asked.years):
            found += YEAR
        for label, id in passage.nodes:
            if label == "Program" and deviation:
                found += STANDS_OUT * max(0.0, (best[id] - mean) / deviation - 1)
        return found

    return sorted(((p, score + worth(p)) for p, score in ranked), key=lambda pair: -pair[1])


class Searcher:
    """Asks the present build of a home; a newer build is seen on the next question. ``encoder`` must be the one of the
    build (None: whichever it is). ZhengtuError where nothing is built, or it was built with another encoder."""

    def __init__(self, home: Home, store: Store, encoder: str | None = None) -> None:
        self._home, self._store, self._wanted = home, store, encoder
        self._stamp = 0
        self._generation: str | None = None
        self._nodes: dict[str, Json | None] = {}
        self._open()

    def ask(self, question: str, k: int = 5, id: Any = None) -> Json:
        """The contract's answer with at most ``k`` matches; never an error, whatever the text."""
        self._open()
        asked = understand(question[:LONGEST])
        return {"id": id, "question": question} | self._reply(asked, k)

    def _reply(self, asked: Question, k: int) -> Json:
        if not self._index.size or not any(map(str.isalnum, asked.core)):
            return answer.refusal("没有可以查找的内容。")
        if place := elsewhere(asked.text, self._index.documents.places, self._index.documents.mentioned):
            return answer.refusal(f"收录的文件不涉及{place}，答不了。")
        if strange := [year for year in asked.years if year not in self._index.documents.years]:
            return answer.refusal(f"收录的文件没有提到{strange[0]}年。")
        if asked.numbers or asked.titles:
            things = [thing for reference in (*asked.numbers, *asked.titles) for thing in self._traced(reference)]
            if things:
                return self._answered(asked, things[:k], 1.0)
            if asked.numbers:
                return answer.refusal(f"收录的文件没有引用{'、'.join(asked.numbers)}。")
        numbered = (number for serial in asked.serials for number in self._index.documents.numbered(serial))
        if things := [thing for number in numbered for thing in self._traced(number)]:
            return self._answered(asked, things[:k], 1.0)
        if asked.attachments:
            named = [
                Found("Regulation", id, 10.0)
                for no in asked.attachments
                for id in self._index.documents.attachments(no)
            ]
            if named:
                return self._answered(asked, named[:k], 1.0)
        if asked.task is not None:
            things = self._task(asked.task)
            return (
                self._answered(asked, things[:k], 1.0)
                if things
                else answer.refusal(f"收录的文件没有第{asked.task}项任务。")
            )
        if asked.dated and (dates := self._dates(asked)):
            return self._answered(asked, dates[:k], 1.0)
        ranking = self._ranked(asked)
        sure = confidence.confidence(ranking, asked)
        if sure < confidence.ENOUGH:
            return answer.refusal("收录的文件里没有找到能回答这个问题的内容。", sure)
        wants, likely = asked.wants, asked.likely
        if ranking.unspoken and wants in ("program", "contact", "clause"):
            return answer.refusal(f"收录的文件没有提到“{ranking.unspoken[0]}”。", sure)
        first = self._first(ranking)
        near = self._index.documents.neighbours_of(first[0][0].span.document)
        found = answer.collect(first, likely, near, self._index.programs.scores(asked.core, ranking))
        if wants == "contact" and not self._reachable(found):
            wants = "clause"  # whom to call stands in a clause, if anywhere
            likely = likely | {"contact": 0.0, "clause": likely["clause"] + likely["contact"]}
        if asked.halves:
            found = self._several(asked, found)
        if likely["clause"] + likely["regulation"] >= RULED:
            ruling = self._first(self._ruling(asked, ranking))
            figure, least = asked.figure if asked.needed else None, ruling[0][1] - NEAR
            if figure and not any(score > least and figure.search(passage.span.text) for passage, score in ruling):
                return answer.refusal("收录的文件没有写明这个数。", sure)
            rules = answer.collect(narrowed(asked, ruling), likely, self._index.documents)
            found = [thing for thing in found if thing.label not in RULES]
            found += [thing for thing in rules if thing.label in RULES]
            found.sort(key=lambda thing: -thing.score)
        if wants == "regulation":
            found = self._by_title(asked, found)
        wanted = "program" if asked.halves else wants  # who has several needs wants a program for each
        return self._answered(asked, answer.choose(found, k, wanted), sure)

    def _ranked(self, asked: Question, core: str | None = None) -> rank.Ranking:
        """The passages for a question or a core of it, those of documents that it names before others."""
        core = self._index.documents.at_home(asked.core) if core is None else core
        ranking = rank.rank(core, self._index, self._concepts, self._encoder)
        if named := self._index.documents.named(asked.text):
            ranking = ranking.raised(self._index.of(named), DOCUMENT)
        if strange := self._index.documents.of_other_places(asked.text):
            ranking = ranking.raised(self._index.of(strange), -ELSEWHERE)
        return ranking

    def _ruling(self, asked: Question, ranking: rank.Ranking) -> rank.Ranking:
        """The passages that tell how to apply and under what rules, of a document that the question names by what it
        asks of it."""
        core = self._index.documents.at_home(asked.core)
        rule = self._index.documents.within(core, self._index.documents.named(asked.text))
        if rule != core and tokens.words(rule):
            ranking = self._ranked(asked, rule)
        return ranking.ruling()

    def _first(self, ranking: rank.Ranking) -> list[tuple[Passage, float]]:
        pairs = zip(ranking.positions[:READ].tolist(), ranking.scores[:READ].tolist(), strict=True)
        return [(self._passage(position), score) for position, score in pairs]

    def _answered(self, asked: Question, things: Sequence[Found], sure: float) -> Json:
        nodes = self._told(thing.id for thing in things if thing.label != "Clause")
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

    def _reachable(self, found: Sequence[Found]) -> bool:
        """Whether one of the first programs has a division."""
        first = [thing.id for thing in found if thing.label == "Program"][: answer.SAME]
        return any(node["divisions"] for node in self._told(first).values())

    def _told(self, ids: Iterable[str]) -> dict[str, Json]:
        """What the graph tells of nodes, asked once for each while a build is present."""
        wanted = list(ids)
        if len(self._nodes) > REMEMBERED:
            self._nodes.clear()
        new = [id for id in wanted if id not in self._nodes]
        self._nodes |= dict.fromkeys(new) | expand(self._store, new)
        return {id: node for id in wanted if (node := self._nodes[id]) is not None}

    def _traced(self, reference: str) -> list[Found]:
        """A regulation named outright, and the programs that rest on it."""
        traced = trace(self._store, reference)
        if traced["status"] != "found":
            return []
        regulation = traced["regulation"]
        node = regulation_id("", Regulation("", regulation["title"], regulation["doc_number"]))
        resting = dict.fromkeys(use["program"] for use in traced["cited_by"] if use["program"])
        programs = (show(self._store, name) for name in resting)
        found = [Found("Program", thing["id"], 9.0) for thing in programs if thing and thing["kind"] == "program"]
        return [Found("Regulation", node, 10.0), *found]

    def _several(self, asked: Question, found: Sequence[Found]) -> list[Found]:
        """Where a question tells two needs: the best program of the whole, then the best of each need, by the cut whose
        two sides find their programs most plainly; where it says that they are two, these alone come before others."""
        cuts = [[self._best_programs(need) for need in pair] for pair in asked.halves]
        pairs = []
        for first, second in cuts:
            if not asked.counted:  # may be one need after all: then both sides find the same
                first, second = first[:1], second[:1]
            pairs += [(one, other) for one in first for other in second if one[0] != other[0]]
        if not pairs:
            return list(found)
        two = {program for program, _ in max(pairs, key=lambda pair: pair[0][1] + pair[1][1])}
        programs = [thing for thing in found if thing.label == "Program"]
        kept = (t for t in programs if t.id in two or (t is programs[0] and not asked.counted))
        best = programs[0].score if programs else 0.0
        for place, thing in enumerate(kept):
            thing.score = best + STEP * (len(two) - place)
        return sorted(found, key=lambda thing: -thing.score)

    def _best_programs(self, need: str) -> list[tuple[str, float]]:
        """The programs that fit a need best, and how well."""
        ranking = rank.rank(self._index.documents.at_home(need), self._index, self._concepts, self._encoder)
        scores = self._index.programs.scores(need, ranking)
        return sorted(scores.items(), key=lambda pair: -pair[1])[:BOTH]

    def _dates(self, asked: Question) -> list[Found]:
        """The dates of the documents that the question names, or of all."""
        named = self._index.documents.named(asked.text) or self._index.documents.keys()
        places = (self._index.documents[id]["dated"] for id in self._index.documents if id in named)
        passages = [self._passage(position) for position in places if position is not None]
        return [Found("Clause", f"{p.span.document}:{p.span.start}", 10.0, [p]) for p in passages]

    def _task(self, number: int) -> list[Found]:
        """The task of that number."""
        found = show(self._store, f"任务{number}")
        return [Found("Task", found["id"], 10.0)] if found and found["kind"] == "task" and found["no"] == number else []

    def _by_title(self, asked: Question, found: Sequence[Found]) -> list[Found]:
        """Regulations in the order of how much of the question their titles say, too."""
        cited = self._told(thing.id for thing in found if thing.label == "Regulation")
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
        self._nodes = {}
        self._generation = manifest.generation
