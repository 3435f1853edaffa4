"""From a reference, however it is written, to the regulation it means: who cites it, where, and what rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from graph import tracing
from graph.chain import chain
from graph.expand import span
from graph.force import in_force, validity
from graph.ids import normal, title_key, version_of
from graph.resting import resting
from graph.store import Reader, Store
from graph.versions import Version, meant, versions
from ingest.numbers import normalise_number, numbers

Json = dict[str, Any]

_ISSUER = re.compile("(.{2,40}(?:政府|委员会|人大|常委会|办公室|办公厅|[省市区县国]委|[局厅部院委署会办]))关于")
_TRIAL = re.compile(r"\((?:试行|暂行)\)$")
_SHORTEST = 2  # characters that a part of a title must have to be looked for


def trace(store: Store, reference: str, hops: int = 1, as_of: str | None = None) -> Json:
    """The contract's ``trace`` object for a 发文字号 in any form, a title, a short name, or a part of one title only.

    ``chain`` goes on for ``hops`` steps (:func:`graph.chain.chain`); ``versions`` are those of the title, the earliest first, and
    ``regulation`` is the one named, else the one in force on ``as_of``, else the last; ``programs`` and ``tasks`` rest on the regulation,
    ``whole`` where it is their document that does; ``repealed_by``, ``amended_by``, ``repeals`` and ``amends`` each
    tell ``date`` and ``span``; ``validity`` are all facts of :mod:`graph.force`, and with ``as_of`` (YYYY-MM-DD)
    ``in_force`` is "yes", "no" or "unknown", ``because`` the fact that decides."""
    return store.reading(lambda graph: _trace(graph, reference, hops, as_of))


def _trace(store: Reader, reference: str, hops: int, as_of: str | None) -> Json:
    means = _split(_same_titles(store, _candidates(store, reference)))
    found: Json = {
        "query": reference, "status": "not_found", "regulation": None, "cited_by": [], "cites": [], "candidates": [],
        "versions": [], "chain": [], "programs": [], "tasks": [], "repealed_by": [], "amended_by": [], "repeals": [],
        "amends": [], "validity": [], "as_of": as_of, "in_force": "unknown" if as_of else None, "because": None,
    }  # fmt: skip
    if not means:
        return found
    is_in = store.read(tracing.IN_CORPUS, ids=sorted({row["id"] for rows in means for row in rows}))
    described = [_describe(regulations, is_in) for regulations in means]
    if len(described) > 1:
        return found | {"status": "ambiguous", "candidates": described}
    regulation, ids = described[0], [row["id"] for row in means[0]]
    family = store.read(tracing.REGULATIONS_TITLED, key=means[0][0]["title_key"]) if _is_one(reference) else means[0]
    if others := [row for row in family if row["id"] not in ids]:
        is_in += store.read(tracing.IN_CORPUS, ids=[row["id"] for row in others])
    ordered = _versions([*means[0], *others], is_in)
    asked = _asked(ordered, reference, as_of)
    citing = ids if asked is None else [row["id"] for row in family]
    if asked:
        regulation |= {"doc_number": asked.doc_number, "in_corpus": asked.document, "version": asked.begins}
    steps = chain(store, regulation, ids, hops)
    return (
        found
        | {"status": "found", "regulation": regulation, "chain": steps, "versions": [_told(each) for each in ordered]}
        | {"cited_by": _cited_by(store, citing, ordered, asked if _is_one(reference) else None)}
        | {"cites": [_cited(step) for step in steps if step["hop"] == 1]}
        | resting(store, ids)
        | _force(store, ids, regulation["in_corpus"], _next(ordered, asked), as_of)
    )


def _versions(regulations: list[Json], held: list[Json]) -> list[Version]:
    without = {row["id"] for row in regulations} - {row["id"] for row in held}
    nowhere = dict.fromkeys(("document", "named", "date", "effective_from"))
    members = held + [row | nowhere for row in regulations if row["id"] in without]
    return versions(regulations[0]["title_key"], sorted(members, key=lambda row: str(row["id"])))


def _next(ordered: list[Version], asked: Version | None) -> Version | None:
    """The next version whose text is in the corpus."""
    return next((each for each in ordered if asked and each.begins > asked.begins and each.document), None)


def _is_one(reference: str) -> bool:
    """Whether a reference names one version: by its number, or by the bracket behind its title."""
    return bool(version_of(reference) or any(numbers(reference)) or normalise_number(reference))


def _asked(ordered: list[Version], reference: str, as_of: str | None) -> Version | None:
    """The version that a reference means: the one that it names, else the one in force on the day, else the last."""
    if not ordered:
        return None
    values = {normalise_number(reference), *(value for found in numbers(reference) for value in found.values)} - {None}
    if values:
        return next((each for each in ordered if each.doc_number in values), None)
    if named := version_of(reference):
        return meant(ordered, named, None)[0]
    begun = [each for each in ordered if not as_of or each.begins <= as_of]
    return begun[-1] if begun else ordered[0]


def _told(version: Version) -> Json:
    return {
        "title": version.title, "doc_number": version.doc_number, "date": version.begins, "in_corpus": version.document,
    }  # fmt: skip


def _force(store: Reader, ids: list[str], document: str | None, later: Version | None, as_of: str | None) -> Json:
    changes = _changes(store, ids)
    told = {
        row["id"]: row
        for row in store.read(tracing.DATES, documents=[each for each in (document, later and later.document) if each])
    }
    superseded = told[later.document] | {"date": later.begins} if later else None
    facts = validity(told.get(document), changes["repealed_by"], superseded)
    answer, because = in_force(facts, as_of) if as_of else (None, None)
    return changes | {"validity": facts, "in_force": answer, "because": because}


def _candidates(store: Reader, reference: str) -> list[Json]:
    """The regulations that a reference may mean: by number where it has one, else by the closest kind of name."""
    if number := normalise_number(reference):
        return store.read(tracing.REGULATIONS_NUMBERED, number=number)
    written = {value for found in numbers(reference) for value in found.values}  # 《…》（济政发〔2016〕20号）
    for number in sorted(written):
        if found := store.read(tracing.REGULATIONS_NUMBERED, number=number):
            return found
    name = re.sub(r"[（(][^（()）]*[）)]\s*$", "", reference) if written else reference
    if len(key := title_key(name)) < _SHORTEST:
        return []
    return (
        _titled(store, key)
        or store.read(tracing.REGULATIONS_CALLED, key=normal(name))
        or store.read(tracing.REGULATIONS_LIKE, key=key)
    )


def _titled(store: Reader, key: str) -> list[Json]:
    """The regulations of a title. Where none of them is in the corpus, and of the same title on trial, or no longer on
    trial, or behind its issuer (X院关于… for 关于…), just one is, that one is meant, too."""
    found = store.read(tracing.REGULATIONS_TITLED, key=key)
    if found and store.read(tracing.IN_CORPUS, ids=[row["id"] for row in found]):
        return found
    bare = _TRIAL.sub("", key)
    others = []
    like = [store.read(tracing.REGULATIONS_TITLED, key=k) for k in {bare, f"{bare}(试行)", f"{bare}(暂行)"} - {key}]
    issued = store.read(tracing.REGULATIONS_ISSUED, key=key)
    for other in {row["title_key"] for row in issued}:
        like.append([row for row in issued if row["title_key"] == other])
    for rows in like:
        if rows and store.read(tracing.IN_CORPUS, ids=[row["id"] for row in rows]):
            others.append([row | {"title_key": key} for row in rows])
    return found + others[0] if len(others) == 1 else found


def _same_titles(store: Reader, candidates: list[Json]) -> list[Json]:
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
        "version": None,
    }


def _cited_by(store: Reader, ids: list[str], ordered: list[Version], one: Version | None) -> list[Json]:
    """Every mention, of ``one`` version only where one is given. ``version`` says which one it means, and why: None
    where there is but one."""
    uses: dict[tuple[Any, ...], Json] = {}
    for row in store.read(tracing.CITED_BY, ids=ids):  # of programs within programs the innermost comes first
        use = {key: row[key] for key in ("document", "path", "program", "relation")} | {"span": span(row)}
        use["version"] = None
        if ordered:
            which, why = meant(ordered, row["version"], row["day"])
            if row["doc_number"]:
                which, why = next((each for each in ordered if each.doc_number == row["doc_number"]), None), "named"
            if one and which and which != one:
                continue
            use["version"] = {"why": why, "date": which and which.begins, "in_corpus": which and which.document}
            use["version"]["candidates"] = [] if which else [_told(each) for each in ordered]
        uses.setdefault((row["document"], row["start"], row["end"]), use)
    return list(uses.values())


def _cited(step: Json) -> Json:
    return {"title": step["to"]["title"], "doc_number": step["to"]["doc_number"], "span": step["span"]}


def _changes(store: Reader, ids: list[str]) -> Json:
    """What is done to a regulation by others, and by it to others."""
    rows = store.read(tracing.CHANGES, ids=ids)
    return {
        key: _others([row for row in rows if (row["type"], row["by_other"]) == (type, by_other)])
        for key, type, by_other in (
            ("repealed_by", "REPEALS", True), ("amended_by", "AMENDS", True),
            ("repeals", "REPEALS", False), ("amends", "AMENDS", False),
        )
    }  # fmt: skip


def _others(rows: list[Json]) -> list[Json]:
    """The other regulation of each change, once, with the day of the change: the one that the sentence gives, else the
    one from which the document that makes the change holds, else its date."""
    found: dict[tuple[Any, ...], Json] = {}
    own_first = sorted(
        rows, key=lambda row: row["actor"] != row["document"]
    )  # who says it, before others of that title
    for row in own_first:
        other = {key: row[key] for key in ("title", "doc_number", "in_corpus")}
        date = row["on"] or row["effective_from"] or row["date"]
        found.setdefault((row["id"], row["document"]), other | {"date": date, "span": span(row)})
    return sorted(found.values(), key=lambda change: (change["span"]["document"], change["span"]["start"]))
