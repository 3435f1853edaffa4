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

DOCUMENTS = (
    "MATCH (d:Document) RETURN d.id AS id, d.title AS title, d.date AS date, d.kind AS kind, d.issuers AS issuers, "
    "d.doc_number AS doc_number ORDER BY d.id LIMIT $limit"
)
COUNT = {label: f"MATCH (n:{label}) RETURN count(n) AS count" for label in (*OWNED, *SHARED)}
MOST_CITED = (
    "MATCH (x:Regulation)<-[r:CITES]-(:Section) WITH x, count(r) AS times "
    "RETURN x.id AS id, x.title AS name, x.doc_number AS doc_number, x.aliases AS aliases, times "
    "ORDER BY times DESC, x.id LIMIT $limit"
)
NEWEST = (
    "MATCH (d:Document) RETURN d.id AS id, d.title AS title, d.date AS date "
    "ORDER BY d.date IS NULL, d.date DESC, d.id LIMIT $limit"
)
DATES = "MATCH (d:Document) RETURN count(d) AS count, min(d.date) AS oldest, max(d.date) AS newest ORDER BY count"
FIELDS = (
    "MATCH (a:SupportArea) WHERE NOT EXISTS { (a)-[:PART_OF]->(:SupportArea) } "
    "RETURN a.id AS id, a.name AS name, a.text AS text, COUNT { (a)<-[:PART_OF]-(:SupportArea) } AS under "
    "ORDER BY under DESC, id LIMIT $limit"
)
AREAS = (
    "UNWIND $ids AS field MATCH (:SupportArea {id: field})<-[:PART_OF*1..5]-(a:SupportArea) "
    "RETURN DISTINCT field, a.id AS id, a.name AS name, a.text AS text ORDER BY field, id LIMIT $limit"
)
SUPPORTING = (
    "UNWIND $ids AS area MATCH (p:Program)-[:SUPPORTS]->(:SupportArea {id: area}) "
    "RETURN DISTINCT area, p.id AS id, p.name AS name ORDER BY area, name, id LIMIT $limit"
)

# -- who does what

DUTIES = (  # a row for each duty, one for a task without
    "MATCH (t:Task) WHERE $document IS NULL OR t.document = $document "
    "WITH t ORDER BY t.document, t.span_start, t.id LIMIT $limit "
    "OPTIONAL MATCH (d:Document {id: t.document}) "
    "OPTIONAL MATCH (t)-[r:LED_BY|SUPPORTED_BY|SHARED_BY]->(x:Department) "
    "RETURN t.id AS id, t.no AS no, t.name AS name, t.chapter AS chapter, t.deadline AS deadline, "
    "t.document AS document, d.title AS title, d.date AS date, "
    "t.span_start AS start, t.span_end AS end, t.line AS line, t.text AS text, "
    "type(r) AS role, x.id AS department, r.name AS written, x.name AS full_name, "
    "r.span_start AS duty_start, r.span_end AS duty_end, r.line AS duty_line, r.text AS duty_text "
    "ORDER BY document, start, id, role, r.position, department"
)
ASSIGNING = (
    "MATCH (t:Task) MATCH (d:Document {id: t.document}) "
    "RETURN d.id AS id, d.title AS title, d.date AS date, count(t) AS tasks ORDER BY id LIMIT $limit"
)
DEPARTMENTS = (
    "MATCH (x:Department) RETURN x.id AS id, x.name AS name, "
    "COUNT { (x)<-[:LED_BY|SUPPORTED_BY|SHARED_BY]-(:Task) } AS tasks, "
    "COUNT { (x)<-[:MANAGED_BY]-(:Program) } AS programs ORDER BY name, id LIMIT $limit"
)
