"""What a regulation of the corpus cites, what that cites in turn, and so on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graph import tracing
from graph.expand import span
from graph.store import Reader
from graph.versions import meant, versions

Json = dict[str, Any]


def chain(store: Reader, regulation: Json, own: Collection[str], hops: int) -> list[Json]:
    """``{hop, from, to, relation, span}`` for each regulation that a document cites, at its first place there.

    ``from`` is ``{title, doc_number, in_corpus}``, ``to`` the same with ``candidates``, documents of which one is meant.
    It begins at ``regulation``, whose nodes are ``own``, and goes on wherever what is cited is a document of the corpus, ``hops`` steps at most, each document once."""
    if not regulation["in_corpus"]:
        return []
    found: list[Json] = []
    known = set(own)
    froms = {regulation["in_corpus"]: {key: regulation[key] for key in ("title", "doc_number", "in_corpus")}}
    seen = set(froms)
    for hop in range(1, hops + 1):
        if not froms:
            break
        nexts: dict[str, Json] = {}
        for cited in _cited(store, sorted(froms)):
            citing = cited.pop("citing")
            if cited["to"]["in_corpus"] == citing or (hop == 1 and cited["id"] in known):
                continue
            found.append({"hop": hop, "from": froms[citing]} | {key: cited[key] for key in ("to", "relation", "span")})
            target = cited["to"]["in_corpus"]
            if target and target not in seen:
                seen.add(target)
                nexts[target] = {key: cited["to"][key] for key in ("title", "doc_number", "in_corpus")}
        froms = nexts
    return found


def _cited(store: Reader, documents: list[str]) -> list[Json]:
    """Each regulation that one of the documents cites, once for each of them. Of several versions the one meant;
    ``candidates`` are their documents where that cannot be told."""
    places: dict[tuple[str, str], list[Json]] = {}
    for row in store.read(tracing.CITES, documents=documents):
        rows = places.setdefault((row["document"], row["id"]), [])
        if not rows or rows[0]["start"] == row["start"]:  # the first place, with all documents that the regulation is
            rows.append(row)
    return [
        {"id": id, "citing": citing, "to": _target(rows), "relation": rows[0]["relation"], "span": span(rows[0])}
        for (citing, id), rows in places.items()
    ]


def _target(rows: list[Json]) -> Json:
    first, candidates = rows[0], []
    document = first["is_document"]
    members = [row | {"document": row["is_document"]} for row in rows]
    if ordered := versions(first["title_key"], members):
        which, _ = meant(ordered, first["meant"] or first["version"], first["day"])
        document = which and which.document
        candidates = [] if which else [each.document for each in ordered]
    return {"title": first["title"], "doc_number": first["doc_number"], "in_corpus": document, "candidates": candidates}
