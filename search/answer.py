"""Ranked passages and what the graph says of them → the answer of the contract, every word of it proved.

A match is a thing of the graph (program, area, task, condition, regulation, department) or a clause that belongs to
none. It is as good as the best of its passages, a program as what is told of it as a whole; what the question asks for
comes before the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.records import Span
from search.passages import Passage

Json = dict[str, Any]

KINDS = {
    "Program": "program",
    "SupportArea": "support_area",
    "Task": "task",
    "Condition": "condition",
    "Regulation": "regulation",
    "Department": "department",
}
ASKED = 2.0
"""What being of the kind that was asked for is worth, in the unit of the fused score; not in documents of other places
than that of the best passage: a program of another city is no answer."""

REACHED = 4.0
"""The same where it is asked whom to call: who asks so gains nothing from a thing that names nobody."""

ALONE = 0.1
"""A clause that belongs to something else is a match of its own where a fact is wanted as likely as this."""

AREAS = 2
"""Where a 方向 or a 块 is asked for, so many areas at most come before the program that fits best."""

SAME = 3
"""Of the first k matches this many are of the kind that was asked for, where there are so many."""

NO_CLAUSE = ("title", "heading", "regulation")
"""Passages of these roles name things and rule nothing."""

PROOFS = 3
"""Clauses shown for one match."""

_KEYS = {
    "Program": ("divisions", "application_time", "materials"),
    "Department": ("divisions",),
    "Task": ("no", "lead", "support", "shared"),
    "Regulation": ("doc_number",),
}
_ANSWERS = {"program": ("program",), "contact": ("program", "department"), "clause": ("clause", "condition")}


@dataclass
class Found:
    """A match in the making: its node ("Clause" for a clause alone), score, and its passages, best first."""

    label: str
    id: str
    score: float
    passages: list[Passage] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return KINDS.get(self.label, "clause")


def worth(likely: Mapping[str, float]) -> dict[str, float]:
    """What being of a kind is worth, from how likely each kind of answer is wanted."""
    found = dict.fromkeys([*KINDS.values(), "clause"], 0.0)
    for wants, share in likely.items():
        for kind in _ANSWERS.get(wants, (wants,)):
            found[kind] += share * (REACHED if wants == "contact" else ASKED)
    return found


def collect(
    ranked: Iterable[tuple[Passage, float]],
    likely: Mapping[str, float],
    near: Collection[str],
    programs: Mapping[str, float] = {},
) -> list[Found]:
    """Things in the order of their best passages, from passages best first. A question for a fact wants the clause
    itself, whatever it belongs to; other questions want what it belongs to. ``likely`` says which is wanted, ``near`` are
    the documents of the place that the question is best answered for; ``programs`` count as much as is told of them as
    wholes."""
    found: dict[tuple[str, str], Found] = {}
    for passage, score in ranked:
        keys = [node for node in passage.nodes if node[0] in KINDS]
        if passage.role not in NO_CLAUSE and (likely["clause"] >= ALONE or not keys):
            keys.append(("Clause", f"{passage.span.document}:{passage.span.start}"))
        for key in keys:
            thing = found.setdefault(key, Found(*key, score))
            if len(thing.passages) < PROOFS:
                thing.passages.append(passage)
    of_kind = worth(likely)
    for thing in found.values():
        if thing.label == "Program":
            thing.score = programs.get(thing.id, thing.score)
        if thing.passages[0].span.document in near:
            thing.score += of_kind[thing.kind]
    things = sorted(found.values(), key=lambda thing: -thing.score)
    place = next((n for n, thing in enumerate(things) if thing.kind == "program"), 0)
    if likely["support_area"] > 0.5 and place > AREAS:  # what is asked for may be a part of a program
        things.insert(AREAS, things.pop(place))
        things[AREAS].score = things[AREAS - 1].score
    return things


def choose(found: Sequence[Found], k: int, wants: str) -> list[Found]:
    """The first k, best first: of what was asked for up to :data:`SAME`, then the best of each other kind, then the
    rest by score; regulations that were not asked for last, since their names say little. So a question that was
    read wrongly still meets its answer."""
    asked = _ANSWERS.get(wants, (wants,))
    kinds: dict[str, int] = {}
    turns = []
    for thing in found:
        kind = asked[0] if thing.kind in asked else thing.kind
        kinds[kind] = kinds.get(kind, 0) + 1
        late = kinds[kind] > (SAME if kind == asked[0] else 1)
        turns.append((late, thing))
    first = [thing for late, thing in turns if not late] + [thing for late, thing in turns if late]

    def last(thing: Found) -> bool:
        return thing.kind == "regulation" and thing.kind not in asked

    return sorted(first[:k], key=lambda thing: (last(thing), -thing.score))


def match(thing: Found, node: Mapping[str, Any] | None, document: Mapping[str, Any], score: float) -> Json:
    """The contract's object. ``node`` is what the graph knows (:func:`graph.expand.expand`), None for a clause;
    ``document`` its id, title and date; ``score`` in 0..1."""
    clauses = [passage.span for passage in thing.passages]
    made: Json = {"kind": thing.kind, "name": "", "path": [], "score": score, "document": dict(document)}
    if node is None:
        made |= {"name": _opening(clauses[0].text), "path": list(thing.passages[0].context[1:])}
    else:
        made |= {"node": node["id"], "name": node["name"], "path": list(node["path"])}
        made |= {key: node[key] for key in _KEYS.get(thing.label, ())}
    called = {made["name"], *made["path"]} if thing.label == "SupportArea" else {made["name"]}
    above = [
        span
        for passage in thing.passages
        for span in passage.above
        if any(name and name in span.text for name in called)
    ]
    made["evidence"] = spans([*clauses, *above, *(node["evidence"] if node else ())])
    made["why"] = f"原文：{_opening(clauses[0].text, 40)}" if clauses else ""
    return made


def spans(proofs: Iterable[Span | Mapping[str, Any] | None]) -> list[Json]:
    """As JSON, each place once, in the order given."""
    kept: dict[tuple[str, int, int], Json] = {}
    for proof in proofs:
        if proof is not None:
            span = asdict(proof) if isinstance(proof, Span) else dict(proof)
            kept.setdefault((span["document"], span["start"], span["end"]), span)
    return list(kept.values())


def sentence(matches: Sequence[Json], wants: str) -> str:
    """One or two sentences from the first matches; their words are the evidence's."""
    first = matches[0]
    kind = first["kind"]
    if kind in ("program", "department"):
        units = "；".join(
            f"{d['name']}{'，电话' + '、'.join(d['phones']) if d['phones'] else ''}" for d in first.get("divisions", ())
        )
        said = f"对应“{first['name']}”。" if kind == "program" else f"{first['name']}。"
        return said + (f"责任部门：{units}。" if units else "文件没有写责任部门。" if kind == "program" else "")
    if kind == "task":
        duties = (("lead", "牵头"), ("support", "配合"), ("shared", "按职责分工负责"))
        who = "；".join(f"{'、'.join(first[key])}{words}" for key, words in duties if first[key])
        return f"对应任务“{first['name']}”。" + (f"{who}。" if who else "")
    if kind == "support_area":
        program = next((m["name"] for m in matches if m["kind"] == "program"), None)
        named = [part for part in first["path"] if any(map(str.isalpha, part))]  # some areas have but a number
        text = "" if named == first["path"] else f"：{_opening(first['evidence'][0]['text'], 60)}"
        return f"属于支持领域“{'—'.join(named)}”{text}。" + (
            f"可看“{program}”。" if program and wants == "program" else ""
        )
    if kind == "regulation":
        numbered = first["doc_number"]
        return f"《{first['name']}》" + (f"，文号{numbered}。" if numbered else "，文件没有写它的文号。")
    return f"文件规定：{first['evidence'][0]['text']}"


def notices(matches: Sequence[Json]) -> list[str]:
    """What to mind: a guide or a plan of a certain date holds for its time."""
    dated = dict.fromkeys((m["document"]["title"], m["document"]["date"]) for m in matches if m["document"].get("date"))
    return [f"《{title.strip('《》')}》成文于{date}，申报前请核对当年通知" for title, date in dated]


def refusal(reason: str, confidence: float = 0.0) -> Json:
    """``no_match``: the documents do not tell, and why."""
    return {"status": "no_match", "confidence": confidence, "answer": reason, "matches": [], "notices": []}


def _opening(text: str, length: int = 30) -> str:
    return text if len(text) <= length else text[:length] + "…"
