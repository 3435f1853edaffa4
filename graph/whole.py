"""Cypher that goes over the whole graph, to be exported or compared; the rules are those of :mod:`graph.queries`."""

from __future__ import annotations

from graph.schema import OWNED, RELATIONS, SHARED, Relation

# -- export: document by document, so that nothing has to be held whole; shared nodes in pages, by id


def _nodes(label: str) -> str:
    pattern = "{id: $document}" if label == "Document" else "{document: $document}"
    return (
        f"MATCH (n:{label} {pattern}) RETURN '{label}' AS label, n.id AS id, properties(n) AS properties ORDER BY n.id"
    )


def _relations(relation: Relation) -> str:
    source, type, target, _ = relation
    if source == "Document":
        path = f"(a:{source} {{id: $document}})-[r:{type}]->(b:{target})"
    elif source in OWNED:
        path = f"(a:{source} {{document: $document}})-[r:{type}]->(b:{target})"
    elif target == "Document":
        path = f"(b:{target} {{id: $document}})<-[r:{type}]-(a:{source})"
    else:  # what the document said of two shared nodes
        path = f"(:Document {{id: $document}})-[:NAMES]->(a:{source})-[r:{type} {{document: $document}}]->(b:{target})"
    return (
        f"MATCH {path} RETURN '{source}' AS source_label, a.id AS source, '{type}' AS type, '{target}' AS target_label, "
        "b.id AS target, properties(r) AS properties ORDER BY a.id, b.id, r.span_start, r.span_end"
    )


OWN_NODES = " UNION ALL ".join(_nodes(label) for label in ("Document", *OWNED))
OWN_RELATIONS = " UNION ALL ".join(_relations(relation) for relation in RELATIONS)
SHARED_NODES = {
    label: (
        f"MATCH (n:{label}) WHERE n.id > $after "
        f"RETURN '{label}' AS label, n.id AS id, properties(n) AS properties ORDER BY n.id LIMIT $size"
    )
    for label in SHARED
}

# -- what documents say of one thing, each with its words

_SPAN = "r.document AS document, r.span_start AS start, r.span_end AS end, r.line AS line, r.text AS text"
_ISSUED = "d.issuers AS issuers, d.title AS title"
UNITS_SAID = (
    "MATCH (p:Program)-[r:MANAGED_BY]->(x:Department) MATCH (d:Document {id: p.document}) "
    f"RETURN p.id AS program, p.name AS name, x.id AS unit, r.name AS division, r.phones AS phones, {_ISSUED}, {_SPAN} "
    "ORDER BY p.id, r.span_start, r.position"
)
PHONES_SAID = (
    "MATCH (x:Department)-[r:HAS_PHONE]->(y:Phone) MATCH (d:Document {id: r.document}) "
    f"RETURN x.id AS unit, x.name AS name, x.level AS level, y.number AS phone, {_ISSUED}, {_SPAN} "
    "ORDER BY r.document, r.span_start, x.id, y.number"
)
NUMBERS_SAID = (
    "MATCH (d:Document)-[n:NAMES]->(x:Regulation) WHERE x.doc_number IS NOT NULL "
    "RETURN x.id AS regulation, x.doc_number AS number, n.name AS name, d.id AS document ORDER BY d.id, x.id"
)
OWN_NUMBERS = (
    "MATCH (r:Document) WHERE r.doc_number IS NOT NULL "
    f"RETURN r.doc_number AS number, r.title AS name, {_SPAN} ORDER BY r.id"
)
MENTIONS_OF = (
    "UNWIND $ids AS id MATCH (x:Regulation {id: id})<-[r:CITES]-(:Section) "
    f"RETURN x.id AS regulation, {_SPAN} ORDER BY r.document, r.span_start, x.id"
)
SUCCESSIONS = (
    "MATCH (a:Regulation)-[:REPEALS|AMENDS]->(b:Regulation) RETURN DISTINCT a.id AS later, b.id AS earlier "
    "ORDER BY later, earlier"
)

# -- at a glance

COUNT = {label: f"MATCH (n:{label}) RETURN count(n) AS count" for label in (*OWNED, *SHARED)}
MOST_CITED = (
    "MATCH (x:Regulation)<-[r:CITES]-(:Section) WITH x, count(r) AS times "
    "RETURN x.id AS id, x.title AS name, x.doc_number AS doc_number, x.aliases AS aliases, times "
    "ORDER BY times DESC, x.id LIMIT $limit"
)
AREAS = (
    "MATCH (a:SupportArea) OPTIONAL MATCH (a)-[:PART_OF]->(field:SupportArea) "
    "RETURN a.id AS id, a.name AS name, field.id AS field ORDER BY a.id LIMIT $limit"
)
SUPPORTING = (
    "MATCH (p:Program)-[:SUPPORTS]->(a:SupportArea) "
    "RETURN a.id AS area, p.id AS id, p.name AS name ORDER BY a.id, p.name LIMIT $limit"
)
