"""From a reference, however it is written, to the regulation it means: who cites it, where, and what rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from graph import tracing
from graph.chain import chain
from graph.expand import span
from graph.force import in_force, validity
from graph.ids import normal
from graph.resting import programs_on, tasks_on
from graph.store import Store
from ingest.numbers import normalise_number, numbers

Json = dict[str, Any]

_ISSUER = re.compile("(.{2,40}(?:政府|委员会|人大|常委会|办公室|办公厅|[省市区县国]委|[局厅部院委署会办]))关于")
_SHORTEST = 2  # characters that a part of a title must have to be looked for


def trace(store: Store, reference: str, hops: int = 1, as_of: str | None = None) -> Json:
    """The contract's ``trace`` object for a 发文字号 in any form, a title, a short name, or a part of one title only.

    ``chain`` goes on for ``hops`` steps (:func:`graph.chain.chain`); ``programs`` and ``tasks`` rest on the regulation,
    ``whole`` where it is their document that does; ``repealed_by``, ``amended_by``, ``repeals`` and ``amends`` each
    tell ``date`` and ``span``; ``validity`` are all facts of :mod:`graph.force`, and with ``as_of`` (YYYY-MM-DD)
    ``in_force`` is "yes", "no" or "unknown", ``because`` the fact that decides."""
    means = _split(_same_titles(store, _candidates(store, reference)))
    found: Json = {
        "query": reference, "status": "not_found", "regulation": None, "cited_by": [], "cites": [], "candidates": [],
        "chain": [], "programs": [], "tasks": [], "repealed_by": [], "amended_by": [], "repeals": [], "amends": [],
        "validity": [], "as_of": as_of, "in_force": "unknown" if as_of else None, "because": None,
    }  # fmt: skip
    if not means:
        return found
    is_in = store.read(tracing.IN_CORPUS, ids=sorted({row["id"] for rows in means for row in rows}))
    described = [_describe(regulations, is_in) for regulations in means]
    if len(described) > 1:
        return found | {"status": "ambiguous", "candidates": described}
    regulation, ids = described[0], [row["id"] for row in means[0]]
    steps = chain(store, regulation, ids, hops)
    return (
        found
        | {"status": "found", "regulation": regulation, "cited_by": _cited_by(store, ids), "chain": steps}
        | {"cites": [_cited(step) for step in steps if step["hop"] == 1]}
        | {"programs": programs_on(store, ids), "tasks": tasks_on(store, ids)}
        | _force(_changes(store, ids), next((row["dates"] for row in is_in), None), as_of)
    )


def _force(changes: Json, dates: Json | None, as_of: str | None) -> Json:
    facts = validity(dates, changes["repealed_by"])
    answer, because = in_force(facts, as_of) if as_of else (None, None)
    return changes | {"validity": facts, "in_force": answer, "because": because}


def _candidates(store: Store, reference: str) -> list[Json]:
    """The regulations that a reference may mean: by number where it has one, else by the closest kind of name."""
    if number := normalise_number(reference):
        return store.read(tracing.REGULATIONS_NUMBERED, number=number)
    written = {value for found in numbers(reference) for value in found.values}  # 《…》（济政发〔2016〕20号）
    for number in sorted(written):
        if found := store.read(tracing.REGULATIONS_NUMBERED, number=number):
            return found
    key = normal(re.sub(r"[（(][^（()）]*[）)]\s*$", "", reference) if written else reference)
    if len(key) < _SHORTEST:
        return []
    for query in (tracing.REGULATIONS_TITLED, tracing.REGULATIONS_CALLED, tracing.REGULATIONS_LIKE):
        if found := store.read(query, key=key):
            return found
    return []


def _same_titles(store: Store, candidates: list[Json]) -> list[Json]:
    """Candidates with what bears the same title: cited here by number and there without, it is one regulation, as long
    as no other number bears that title."""
    rows = {row["id"]: row for row in candidates}
    for key in {row["title_key"] for row in candidates}:
        named = store.read(tracing.REGULATIONS_TITLED, key=key)
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


def _describe(regulations: list[Json], is_in: Iterable[Json]) -> Json:
    ids = {row["id"] for row in regulations}
    documents = sorted((row for row in is_in if row["id"] in ids), key=lambda row: str(row["document"]))
    title = regulations[0]["title"]
    issuer = _ISSUER.match(title)
    return {
        "title": title,
        "doc_number": next((row["doc_number"] for row in regulations if row["doc_number"]), None),
        "issuer": issuer[1]
        if issuer
        else next(("、".join(row["issuers"]) for row in documents if row["issuers"]), None),
        "aliases": sorted({alias for row in regulations for alias in row["aliases"] or ()}),
        "in_corpus": documents[0]["document"] if documents else None,
    }


def _cited_by(store: Store, ids: list[str]) -> list[Json]:
    uses: dict[tuple[Any, ...], Json] = {}
    for row in store.read(tracing.CITED_BY, ids=ids):  # of programs within programs the innermost comes first
        use = {key: row[key] for key in ("document", "path", "program", "relation")} | {"span": span(row)}
        uses.setdefault((row["document"], row["start"], row["end"]), use)
    return list(uses.values())


def _cited(step: Json) -> Json:
    return {"title": step["to"]["title"], "doc_number": step["to"]["doc_number"], "span": step["span"]}


def _changes(store: Store, ids: list[str]) -> Json:
    """What is done to a regulation by others, and by it to others."""
    by = {"repealed_by": "REPEALS", "amended_by": "AMENDS"}
    to = {"repeals": "REPEALS", "amends": "AMENDS"}
    return {key: _others(store.read(tracing.CHANGED_BY[type], ids=ids)) for key, type in by.items()} | {
        key: _others(store.read(tracing.CHANGES[type], ids=ids)) for key, type in to.items()
    }


def _others(rows: list[Json]) -> list[Json]:
    """The other regulation of each change, once, with the day of the change: the one that the sentence gives, else the
    one from which the document that makes the change holds, else its date."""
    found: dict[tuple[Any, ...], Json] = {}
    for row in sorted(
        rows, key=lambda row: row["actor"] != row["document"]
    ):  # who says it, before others of that title
        other = {key: row[key] for key in ("title", "doc_number", "in_corpus")}
        date = row["on"] or row["effective_from"] or row["date"]
        found.setdefault((row["id"], row["document"]), other | {"date": date, "span": span(row)})
    return sorted(found.values(), key=lambda change: (change["span"]["document"], change["span"]["start"]))
