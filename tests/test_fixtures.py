"""Extraction measured on documents that nobody tuned to: recall, precision and F1 per kind of record.

``python tests/test_fixtures.py [-v]`` prints the table; the test holds each figure to its floor.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.numerals import number as number_of
from ingest.pipeline import extract
from ingest.records import Extraction

DOCUMENTS = Path(__file__).parent / "fixtures/documents"
FLOORS = {
    "document": 0.97,
    "headings": 0.97,
    "regulations": 0.97,
    "phones": 0.97,
    "task leads": 0.97,
    "task others": 0.97,
    "deadlines": 0.95,
    "programs": 0.97,
    "division phones": 0.97,
    "fields": 0.95,
    "materials": 0.95,
    "conditions": 0.95,
    "targets": 0.95,
    "attachments": 0.9,
}


def plain(words: object) -> str:
    words = unicodedata.normalize("NFKC", str(words or ""))
    return re.sub(r"\s|[《》〈〉<>“”\"]", "", words).rstrip("。;:,、.")


def digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-8:]


class Tally:
    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.misses: list[str] = []

    def add(
        self, kind: str, name: str, gold: Iterable[object], found: Iterable[object], also: Iterable[object] = ()
    ) -> None:
        g, p, extra = set(map(str, gold)), set(map(str, found)), set(map(str, also))
        counts = self.counts[kind]
        for i, n in enumerate((len(g & p), len(g), len(p), len(p & (g | extra)))):
            counts[i] += n
        if g - p or p - g - extra:
            self.misses.append(f"{name} {kind}: missing {sorted(g - p)[:5]} extra {sorted(p - g - extra)[:5]}")

    def f1(self, kind: str) -> float:
        hit, gold, found, right = self.counts[kind]
        precision, recall = right / found if found else float(not gold), hit / gold if gold else 1.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(tally: Tally, name: str, gold: dict[str, Any], found: Extraction) -> None:
    d = found.document
    start = lambda words: plain(words)[:14]  # noqa: E731
    kinds = {gold["kind"], *gold.get("kind_also", [])}
    kind = d.kind if d.kind not in kinds else gold["kind"]
    expires = gold["expires"] if d.expires in gold.get("expires_also", []) else d.expires
    head = ("title", "kind", "doc_number", "date", "effective_from", "expires")
    tally.add(
        "document",
        name,
        [(k, plain(gold[k])) for k in head] + [("issuer", plain(i)) for i in gold["issuers"]],
        [("title", plain(d.title)), ("kind", kind), ("doc_number", plain(d.doc_number)), ("date", plain(d.date))]
        + [("effective_from", plain(d.effective_from)), ("expires", plain(expires))]
        + [("issuer", plain(i)) for i in d.issuers],
    )
    tally.add(
        "attachments", name, [plain(a["title"]) for a in gold["attachments"]], [plain(a.title) for a in d.attachments]
    )
    strip = lambda words: re.sub(r"^附件\d*", "", plain(words))  # noqa: E731
    tally.add(
        "headings",
        name,
        {strip(t)[:14] for _, t in gold["headings"]},
        {strip(h.marker + h.title)[:14] for h in found.headings},
        {strip(t)[:14] for _, t in [*gold.get("headings_optional", []), *gold["numbered_items"]]},
    )
    cited = [g for g in found.regulations if not g.self]
    tally.add(
        "regulations",
        name,
        {(plain(g["title"]), plain(g["doc_number"])) for g in gold["regulations"] if not g.get("self")},
        {(plain(g.title), plain(g.doc_number)) for g in cited},
        {(plain(t), "") for t in gold["other_titles"]}
        | {(plain(g["title"]), plain(g["doc_number"])) for g in gold.get("regulations_optional", [])},
    )
    tally.add(
        "phones",
        name,
        {digits(n) for c in gold["contacts"] for n in c["phones"]},
        {digits(n) for c in found.contacts for n in c.phones},
    )
    no = lambda words: str(number_of(str(words)))  # noqa: E731
    tally.add(
        "task leads",
        name,
        {(no(t["no"]), plain(n)) for t in gold["tasks"] for n in t["lead"]},
        {(no(t.no), plain(n)) for t in found.tasks for n in t.lead},
    )
    tally.add(
        "task others",
        name,
        {(no(t["no"]), plain(n)) for t in gold["tasks"] for n in [*t["support"], *t["shared"]]},
        {(no(t.no), plain(n)) for t in found.tasks for n in (*t.support, *t.shared)},
    )
    tally.add(
        "deadlines",
        name,
        {(no(t["no"]), plain(t["deadline"])) for t in gold["tasks"] if t["deadline"]},
        {(no(t.no), plain(t.deadline)) for t in found.tasks if t.deadline},
    )
    tally.add(
        "programs",
        name,
        {plain(p["name"]) for p in gold["programs"]},
        {plain(p.name) for p in found.programs},
        {plain(p) for p in gold.get("programs_optional", [])},
    )
    tally.add(
        "division phones",
        name,
        {
            (plain(p["name"]), plain(v["name"]), digits(n))
            for p in gold["programs"]
            for v in p["divisions"]
            for n in v["phones"]
        },
        {(plain(p.name), plain(v.name), digits(n)) for p in found.programs for v in p.divisions for n in v.phones},
    )
    tally.add(
        "fields",
        name,
        {(plain(p["name"]), plain(f)) for p in gold["programs"] for f in p["fields"]},
        {(plain(p.name), plain(f)) for p in found.programs for f in p.fields},
    )
    bare = lambda words: re.sub(r"^[（(]?\d+[)）.．、]|^[①-⑳]", "", plain(words))[:14]  # noqa: E731
    tally.add(
        "materials",
        name,
        {(plain(p["name"]), bare(m)) for p in gold["programs"] for m in p["materials"]},
        {(plain(p.name), bare(m)) for p in found.programs for m in p.materials},
    )
    tally.add(
        "conditions", name, {start(c["text"]) for c in gold["conditions"]}, {start(c.text) for c in found.conditions}
    )
    number = lambda v: str(float(v)) if re.fullmatch(r"[\d.]+", str(v)) else plain(v)  # noqa: E731
    undated = {(number(q["value"]), plain(q["unit"])) for q in gold["quantities"] if q["year"] is None}
    tally.add(
        "targets",
        name,
        {(number(q["value"]), plain(q["unit"])) for q in gold["quantities"]},
        {
            (number(q.value), plain(q.unit))
            for q in found.quantities
            if q.year or (number(q.value), plain(q.unit)) in undated
        },
        {(number(q.value), plain(q.unit)) for q in found.quantities if not q.year},
    )


@cache
def measured() -> Tally:
    tally = Tally()
    for text in sorted(DOCUMENTS.glob("*.txt")):
        score(tally, text.stem, json.loads(text.with_suffix(".json").read_text(encoding="utf-8")), extract(text))
    return tally


@pytest.mark.parametrize("kind", FLOORS)
def test_floor(kind):
    tally = measured()
    assert tally.f1(kind) >= FLOORS[kind], [m for m in tally.misses if f" {kind}:" in m]


if __name__ == "__main__":
    tally = measured()
    for kind, (hit, gold, found, right) in tally.counts.items():
        print(f"{kind:18} P {right / max(found, 1):.3f}  R {hit / max(gold, 1):.3f}  F1 {tally.f1(kind):.3f}  ({gold})")
    if "-v" in sys.argv:
        print(*tally.misses, sep="\n")
