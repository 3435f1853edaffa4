"""What a regulation of the corpus cites, what that cites in turn, and so on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graph import tracing
from graph.expand import span
from graph.store import Store

Json = dict[str, Any]


def chain(store: Store, regulation: Json, own: Collection[str], hops: int) -> list[Json]:
    """``{hop, from, to, relation, span}`` for each regulation that a document cites, at its first place there.

    ``from`` and ``to`` are ``{title, doc_number, in_corpus}``. It begins at ``regulation``, whose nodes are ``own``,
    and goes on wherever what is cited is a document of the corpus, ``hops`` steps at most, each document once."""
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
                nexts[target] = cited["to"]
        froms = nexts
    return found


def _cited(store: Store, documents: list[str]) -> list[Json]:
    """Each regulation that one of the documents cites, once for each of them."""
    cited: dict[tuple[str, str], Json] = {}
    for row in store.read(tracing.CITES, documents=documents):
        to = {"title": row["title"], "doc_number": row["doc_number"], "in_corpus": row["in_corpus"]}
        first = {"id": row["id"], "citing": row["document"], "to": to, "relation": row["relation"], "span": span(row)}
        cited.setdefault((row["document"], row["id"]), first)
    return list(cited.values())
