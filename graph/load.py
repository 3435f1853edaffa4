"""Documents into the graph and out of it again, each wholly in one transaction.

A graph is always what a clean build of its documents would give: what a document said before is taken out before it is
loaded again, shared nodes nobody names any more go, and what shared nodes say of themselves is made anew from all who
name them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from graph import queries
from graph.batch import Rows
from graph.ids import issued, normal, title_key, version_of, without_issuer
from graph.rows import rows
from graph.schema import CONSTRAINTS, FORMAT, LABELS, SHARED, check
from graph.store import Store, Transaction
from graph.versions import links, versions
from ingest.errors import ZhengtuError
from ingest.records import Extraction

Json = dict[str, Any]

TOGETHER = 2_000
"""Rows that documents have together in one transaction: what is worked out at its end is worked out once for all."""


def prepare(store: Store) -> None:
    """Constraints and our mark on an empty database; nothing on one that is ours. ZhengtuError where somebody else's
    data are, or those of another version: they are never touched."""
    if is_ours(store):
        return
    if store.read(queries.IS_EMPTY):
        raise ZhengtuError(
            f"graph {store.place}: holds data that are not ours; name an empty database (NEO4J_DATABASE)"
        )
    for statement in CONSTRAINTS:  # before the first node: ArcadeDB would fix property types by what it finds
        store.write(statement)
    store.write(queries.SET_MARK, format=FORMAT)


def is_ours(store: Store) -> bool:
    """Whether the graph bears our mark. ZhengtuError where another version of the program made it."""
    marked = store.read(queries.MARKED)
    if marked and marked[0]["format"] != FORMAT:
        raise ZhengtuError(f"graph {store.place}: made by another version of zhengtu; run `zhengtu build --fresh`")
    return bool(marked)


def clear(store: Store) -> None:
    """Empties a graph that is ours, of whatever version; ZhengtuError where somebody else's data are."""
    if store.read(queries.MARKED):
        for query in queries.EMPTY:
            while store.write(query)[0]["deleted"]:
                pass
    prepare(store)


def load(store: Store, extraction: Extraction) -> bool:
    """Makes the graph hold just what this document says, in one transaction; False where it does so already."""
    return load_all(store, [extraction]) > 0


def load_all(store: Store, extractions: Iterable[Extraction], tell: Callable[[int], None] | None = None) -> int:
    """:func:`load` for many; how many were written. Documents share transactions, each wholly in one; after each of
    them ``tell(number of documents done)``. Run again after an end in between, it goes on where it was."""
    done = written = 0
    for group in groups(map(rows, extractions)):
        written += store.transaction(partial(_load, group=group))
        done += len(group)
        if tell:
            tell(done)
    return written


def remove(store: Store, document: str) -> bool:
    """Takes a document out with what only it supported; False where the graph has no such document."""
    if not store.read(queries.DOCUMENTS, ids=[document]):
        return False
    store.transaction(lambda tx: _settle(tx, *_take_out(tx, [document]), []))
    return True


def loaded(store: Store) -> dict[str, str]:
    """The documents of the graph, each with the digest of what it holds of them."""
    return {row["id"]: row["digest"] for row in store.read(queries.DIGESTS)}


def groups(documents: Iterable[Rows]) -> Iterator[list[Rows]]:
    """As many documents together as have no more than :data:`TOGETHER` rows, at least one."""
    group: list[Rows] = []
    size = 0
    for document in documents:
        if group and size + document.size > TOGETHER:
            yield group
            group, size = [], 0
        group.append(document)
        size += document.size
    if group:
        yield group


def _load(tx: Transaction, group: Sequence[Rows]) -> int:
    held = {row["id"]: row["digest"] for row in tx.run(queries.DOCUMENTS, ids=[new.document for new in group])}
    changed = [new for new in group if held.get(new.document) != new.stated_digest]
    if changed:
        named, titles = _take_out(tx, [new.document for new in changed if new.document in held])
        for new in changed:
            for label in SHARED:
                named[label] |= set(new.nodes[label])
        for query, written in statements(changed):
            tx.run_rows(query, written)
        _settle(tx, named, titles, [new.document for new in changed])
    return len(changed)


def statements(documents: Sequence[Rows]) -> Iterator[tuple[str, list[Json]]]:
    """Each statement that writes what documents say, with its rows; a shared node is one, whoever names it."""
    for label in LABELS:
        nodes = {id: row for new in documents for id, row in new.nodes[label].items()}
        yield queries.MERGE_NODES[label], list(nodes.values())
    for relation, query in queries.MERGE_RELATION.items():
        yield query, [row for new in documents for row in new.relations[relation].values()]


def _take_out(tx: Transaction, documents: list[str]) -> tuple[dict[str, set[str]], set[str]]:
    """Deletes all that documents said; the shared nodes they named, by label, and the titles of what they were."""
    if not documents:
        return {label: set() for label in SHARED}, set()
    named = {label: {row["id"] for row in tx.run(queries.NAMED[label], ids=documents)} for label in SHARED}
    titles = {row["title_key"] for row in tx.run(queries.IS_DOCUMENT, ids=documents)}
    for query in (*queries.DELETE_BETWEEN.values(), *queries.DELETE_OWNED.values(), queries.DELETE_DOCUMENT):
        tx.run(query, ids=documents)
    return named, titles


def _settle(tx: Transaction, named: dict[str, set[str]], titles: set[str], documents: list[str]) -> None:
    """Brings the shared nodes in line with who names them now, and with which of them are documents. ``titles`` are
    those of regulations that may have lost a version, ``documents`` those that are new."""
    titles |= {row["title_key"] for row in tx.run(queries.REGULATIONS, ids=sorted(named["Regulation"]))}
    for label, ids in named.items():
        if not ids:
            continue
        tx.run(queries.ORPHANS[label], ids=sorted(ids))
        said: dict[str, list[Json]] = {}
        for row in tx.run(queries.NAMINGS[label], ids=sorted(ids)):
            said.setdefault(row["id"], []).append(row)
        tx.run_rows(queries.SET_NODES[label], ({"id": id, "props": merged(label, id, all)} for id, all in said.items()))
    regulations = set(named["Regulation"])
    if documents:
        own = tx.run(queries.DOCUMENTS, ids=documents)
        keys = sorted({row[key] for row in own for key in ("title_key", "cover_key", "doc_number") if row[key]})
        for query in queries.REGULATIONS_OF:
            regulations |= {row["id"] for row in tx.run(query, keys=keys)}
    titles |= _settle_documents(tx, sorted(regulations))
    _settle_versions(tx, {title for title in titles if title})  # a node that nobody has named yet has none


def _settle_documents(tx: Transaction, ids: list[str]) -> set[str]:
    """Which of the regulations are which documents; their titles."""
    found = {row["id"]: row for row in tx.run(queries.REGULATIONS, ids=ids)}
    asked = [{"id": id, "doc_number": row["doc_number"], "keys": _keys(row)} for id, row in found.items()]
    tx.run(queries.FORGET_IS, ids=ids)
    pairs = set()
    for query in queries.DOCUMENTS_OF:
        for row in tx.run(query, rows=asked):
            if row.get("own") or _is(found[row["id"]], row):
                pairs.add((row["id"], row["document"]))
    tx.run_rows(queries.MERGE_IS, ({"a": a, "b": b} for a, b in sorted(pairs)))
    return {row["title_key"] for row in found.values()}


def _settle_versions(tx: Transaction, titles: set[str]) -> None:
    """Links the versions of each title anew; a document that no regulation but the title stands for gets one."""
    for query in queries.FORGET_VERSIONS:
        tx.run(query, keys=sorted(titles))
    members: dict[str, list[Json]] = {}
    for row in tx.run(queries.MEMBERS, keys=sorted(titles)):
        members.setdefault(row["key"], []).append(row)
    found = {key: versions(key, rows) for key, rows in members.items()}
    held = {row["id"] for rows in members.values() for row in rows}
    made = [(key, version) for key, ordered in found.items() for version in ordered if version.node not in held]
    tx.run_rows(
        queries.MERGE_NODES["Regulation"],
        (
            {"id": v.node, "props": check({"id": v.node, "title": v.title, "title_key": key, "made": True})}
            for key, v in made
        ),
    )
    tx.run_rows(queries.MERGE_IS, ({"a": v.node, "b": v.document} for _, v in made))
    tx.run_rows(queries.MERGE_VERSION_OF, (row for ordered in found.values() for row in links(ordered)))


def _is(regulation: Json, document: Json) -> bool:
    """Whether a regulation is a document: by number; else by title, by title behind its issuer (X局关于…的通知), or as
    what such a notice issues (印发《…》的通知)."""
    if (version := regulation["version"]) and not _is_version(version, document):
        return False
    if regulation["doc_number"] and document["doc_number"]:
        return bool(regulation["doc_number"] == document["doc_number"])
    names = {document["title_key"], document["cover_key"]}
    if regulation["title_key"] in names:
        return True
    issuers = [normal(issuer) for issuer in document["issuers"] or ()]
    issuer = regulation["title_key"].partition("关于")[0]
    return issuer in {*issuers, "".join(issuers)} and not names.isdisjoint(_keys(regulation))


def _is_version(version: str, document: Json) -> bool:
    """Whether a document is the version that a title names: the one that it names itself, else one of that year."""
    year = re.match(r"\d{4}", version)
    return version == document["version"] or bool(year and (document["date"] or "").startswith(year[0]))


def _keys(regulation: Json) -> list[str]:
    return sorted({regulation[key] for key in ("title_key", "short_key", "about_key") if regulation[key]})


def merged(label: str, id: str, said: Collection[Json]) -> Json:
    """What a shared node says of itself, from the ways documents name it; the same whatever their order."""
    name = _usual("name", said) or id
    if label == "Phone":
        return check({"id": id, "number": name})
    keys = sorted({key for naming in said for key in naming["keys"] or ()})
    if label == "Organisation":
        return check({"id": id, "name": name, "keys": keys})
    called = {alias for naming in said for alias in (*(naming["aliases"] or ()), naming["name"]) if alias}
    named = {"id": id, "keys": keys, "aliases": sorted(called - {name})}
    if label == "Department":
        level = _usual("level", [naming for naming in said if naming["level"] != "other"]) or "other"
        return check(named | {"name": name, "level": level})
    key = title_key(name)
    return check(
        named
        | {
            "title": name,
            "doc_number": _usual("doc_number", said),
            "kind": _usual("kind", said),
            "title_key": key,
            "version": version_of(name),
        }
        | {"short_key": without_issuer(key), "about_key": issued(key)}
    )


def _usual(key: str, said: Iterable[Json]) -> str | None:
    """The most frequent value, of those the longest, of those the first in order; None where there is none."""
    counts: Counter[str] = Counter()
    for naming in said:
        if naming[key]:
            counts[naming[key]] += naming["times"]
    return min(counts, key=lambda value: (-counts[value], -len(value), value), default=None)
