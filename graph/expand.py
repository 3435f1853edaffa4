"""From node ids, as passages carry them, to what an answer tells of these nodes: one round trip for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph import attached
from graph.store import Store

Json = dict[str, Any]


def expand(store: Store, ids: Iterable[str]) -> dict[str, Json]:
    """Id → ``kind, id, name, path, document {id, title, date} | None, divisions [{name, phones}], lead, support,
    shared, no, doc_number, aliases, parent, programs, children, fields, application_time, materials, evidence``.

    All keys are always there, empty where they do not apply. ``parent``, ``programs`` and ``children`` are programs
    ``{id, name, divisions}``: the one above, those an area or section belongs to, those below. ``fields`` are a
    program's labelled parts by label. ``evidence`` are spans, the node's own first, then those that name its
    departments or phones. Ids that the graph does not know are left out.
    """
    wanted = sorted(set(ids))
    return {row["id"]: told(row) for row in store.read(attached.EXPAND, ids=wanted)} if wanted else {}


def told(row: Json) -> Json:
    """One row of the expansion as the object that :func:`expand` promises."""
    node, around = row["node"], row["attached"]
    above = programs(around.get("parent", ()))
    units = [*around.get("divisions", ()), *around.get("phones", ())]
    duties = {duty: around.get(duty, []) for duty in ("lead", "support", "shared")}
    proofs = [*units, *(each for duty in duties.values() for each in duty), *around.get("cited_by", ())]
    if not units:
        proofs += around.get("mentions", ())
    document = node.get("document")
    return {
        "kind": kind(row["label"]),
        "id": row["id"],
        "name": node.get("name") or node.get("title") or node.get("number") or "",
        "path": node.get("path", []),
        "document": {"id": document, "title": row["title"], "date": row["date"]} if document else None,
        "divisions": _divisions(row["label"], node, around),
        **{duty: [each["name"] for each in found] for duty, found in duties.items()},
        "no": numeral(node.get("no")),
        "doc_number": node.get("doc_number"),
        "aliases": node.get("aliases", []),
        "parent": above[0] if above else None,
        "programs": programs(around.get("programs", ())) if row["label"] in ("SupportArea", "Section") else [],
        "children": programs(around.get("children", ())),
        "fields": dict(zip(node.get("field_names", ()), node.get("field_texts", ()), strict=True)),
        "application_time": node.get("application_time"),
        "materials": node.get("materials", []),
        "evidence": _spans(own_span(node), *map(span, proofs)),
    }


def kind(label: str) -> str:
    """The contract's word for a label: SupportArea → support_area."""
    return "support_area" if label == "SupportArea" else label.lower()


def programs(rows: Iterable[Json]) -> list[Json]:
    """Programs with their divisions, from one row for each division."""
    found: dict[str, Json] = {}
    for row in rows:
        program = found.setdefault(row["id"], {"id": row["id"], "name": row["name"], "divisions": []})
        if row["division"] is not None:
            program["divisions"].append({"name": row["division"], "phones": row["phones"] or []})
    return list(found.values())


def span(row: Json) -> Json:
    """The contract's span, from a row that has its parts."""
    return {key: row[key] for key in ("document", "start", "end", "line", "text")}


def numeral(no: Any) -> Any:
    """The number of a task as the records have it; the graph keeps it as text, since it may be any marker."""
    return int(no) if isinstance(no, str) and no.isdecimal() else no


def own_span(node: Json) -> Json | None:
    """The words that a node itself stands for; None for a node that several documents share."""
    if not node.get("text"):
        return None
    return {
        "document": node["document"], "start": node["span_start"], "end": node["span_end"], "line": node.get("line"),
        "text": node["text"],
    }  # fmt: skip


def _divisions(label: str, node: Json, attached: Json) -> list[Json]:
    if label == "Department":
        return [{"name": node["name"], "phones": list(dict.fromkeys(row["number"] for row in attached["phones"]))}]
    return [{"name": row["name"], "phones": row["phones"] or []} for row in attached.get("divisions", ())]


def _spans(*spans: Json | None) -> list[Json]:
    """Each place once, in order."""
    return list({(s["document"], s["start"], s["end"]): s for s in spans if s and s["text"]}.values())
