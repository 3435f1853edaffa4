"""From a reference, however it is written, to the regulation it means: who cites it, where, and what rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from graph import queries
from graph.expand import span
from graph.ids import normal
from graph.store import Store
from ingest.numbers import normalise_number, numbers

Json = dict[str, Any]

_ISSUER = re.compile("(.{2,40}(?:政府|委员会|人大|常委会|办公室|办公厅|[省市区县国]委|[局厅部院委署会办]))关于")
_SHORTEST = 2  # characters that a part of a title must have to be looked for


def trace(store: Store, reference: str) -> Json:
    """The contract's ``trace`` object for a 发文字号 in any form, a title, a short name, or a part of one title only."""
    means = _split(_same_titles(store, _candidates(store, reference)))
    found: Json = {
        "query": reference, "status": "not_found", "regulation": None, "cited_by": [], "cites": [], "candidates": [],
    }  # fmt: skip
    if not means:
        return found
    described = [_describe(store, regulations) for regulations in means]
    if len(described) > 1:
        return found | {"status": "ambiguous", "candidates": described}
    regulation, ids = described[0], [row["id"] for row in means[0]]
    cites = _cites(store, regulation["in_corpus"], ids) if regulation["in_corpus"] else []
    return found | {"status": "found", "regulation": regulation, "cited_by": _cited_by(store, ids), "cites": cites}


def _candidates(store: Store, reference: str) -> list[Json]:
    """The regulations that a reference may mean: by number where it has one, else by the closest kind of name."""
    if number := normalise_number(reference):
        return store.read(queries.REGULATIONS_NUMBERED, number=number)
    written = {value for found in numbers(reference) for value in found.values}  # 《…》（济政发〔2016〕20号）
    for number in sorted(written):
        if found := store.read(queries.REGULATIONS_NUMBERED, number=number):
            return found
    key = normal(re.sub(r"[（(][^（()）]*[）)]\s*$", "", reference) if written else reference)
    if len(key) < _SHORTEST:
        return []
    for query in (queries.REGULATIONS_TITLED, queries.REGULATIONS_CALLED, queries.REGULATIONS_LIKE):
        if found := store.read(query, key=key):
            return found
    return []


def _same_titles(store: Store, candidates: list[Json]) -> list[Json]:
    """Candidates with what bears the same title: cited here by number and there without, it is one regulation, as long
    as no other number bears that title."""
    rows = {row["id"]: row for row in candidates}
    for key in {row["title_key"] for row in candidates}:
        named = store.read(queries.REGULATIONS_TITLED, key=key)
        if len({row["doc_number"] for row in named if row["doc_number"]}) <= 1:
            rows |= {row["id"]: row for row in named}
    return sorted(rows.values(), key=lambda row: (row["title_key"], row["id"]))


def _split(candidates: Iterable[Json]) -> list[list[Json]]:
    """One list for each regulation that is meant."""
    by_title: dict[str, list[Json]] = {}
    for row in candidates:
        by_title.setdefault(row["title_key"], []).append(row)
    groups = []
    for rows in by_title.values():
        numbered = {row["doc_number"] for row in rows if row["doc_number"]}
        groups += [rows] if len(numbered) <= 1 else [[row] for row in rows]
    return groups


def _describe(store: Store, regulations: list[Json]) -> Json:
    is_in = store.read(queries.IN_CORPUS, ids=[row["id"] for row in regulations])
    title = regulations[0]["title"]
    issuer = _ISSUER.match(title)
    documents = sorted({row["document"] for row in is_in})
    return {
        "title": title,
        "doc_number": next((row["doc_number"] for row in regulations if row["doc_number"]), None),
        "issuer": issuer[1] if issuer else next(("、".join(row["issuers"]) for row in is_in if row["issuers"]), None),
        "aliases": sorted({alias for row in regulations for alias in row["aliases"] or ()}),
        "in_corpus": documents[0] if documents else None,
    }


def _cited_by(store: Store, ids: list[str]) -> list[Json]:
    uses: dict[tuple[Any, ...], Json] = {}
    for row in store.read(queries.CITED_BY, ids=ids):  # of programs within programs the innermost comes first
        use = {key: row[key] for key in ("document", "path", "program", "relation")} | {"span": span(row)}
        uses.setdefault((row["document"], row["start"], row["end"]), use)
    return list(uses.values())


def _cites(store: Store, document: str, own: list[str]) -> list[Json]:
    """What a document of the corpus cites, each regulation once, at its first place."""
    cited: dict[str, Json] = {}
    for row in store.read(queries.CITES, document=document):
        if row["id"] not in own:
            cited.setdefault(row["id"], {"title": row["title"], "doc_number": row["doc_number"], "span": span(row)})
    return list(cited.values())
