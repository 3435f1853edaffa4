"""All Cypher of the house: parameters only, and only what ArcadeDB and Neo4j 5 answer alike (tests/test_queries.py).

Where labels and relation types vary, the text is made from the lists of :mod:`graph.schema`, never from input.
"""

from __future__ import annotations

from graph.schema import LABELS, MARK, OWNED, RELATIONS, SHARED, Relation

# -- whose database this is

MARKED = f"MATCH (m:{MARK} {{id: 'zhengtu'}}) RETURN m.format AS format"
IS_EMPTY = "MATCH (n) RETURN n.id AS id LIMIT 1"
SET_MARK = f"MERGE (m:{MARK} {{id: 'zhengtu'}}) SET m.format = $format"

# -- loading


def _merge_nodes(label: str) -> str:
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row.props"


def _merge_relation(relation: Relation) -> str:
    source, type, target, fact = relation
    key = " {document: row.document, span_start: row.span_start, span_end: row.span_end}" if fact else ""
    own = "" if fact else "r.document = row.document, "
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
        f"MERGE (a)-[r:{type}{key}]->(b) SET {own}r += row.props"
    )


MERGE_NODES = {label: _merge_nodes(label) for label in LABELS}
MERGE_RELATION = {relation: _merge_relation(relation) for relation in RELATIONS if relation.type != "IS"}

# -- taking out what one document said

NAMED = {  # shared nodes that a document names
    label: f"MATCH (d:Document {{id: $document}})-[:NAMES]->(n:{label}) RETURN n.id AS id ORDER BY id"
    for label in SHARED
}
DELETE_OWNED = {label: f"MATCH (n:{label} {{document: $document}}) DETACH DELETE n" for label in OWNED}
DELETE_BETWEEN = {  # what a document said of two shared nodes
    relation: (
        f"MATCH (d:Document {{id: $document}})-[:NAMES]->(a:{relation.source})"
        f"-[r:{relation.type} {{document: $document}}]->(b:{relation.target}) DELETE r"
    )
    for relation in RELATIONS
    if relation.source in SHARED and relation.target in SHARED
}
DELETE_DOCUMENT = "MATCH (d:Document {id: $document}) DETACH DELETE d"

# -- what shared nodes say of themselves, from all documents that name them

ORPHANS = {
    label: f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT EXISTS {{ (:Document)-[:NAMES]->(n) }} DETACH DELETE n"
    for label in SHARED
}
NAMINGS = {
    label: (
        f"UNWIND $ids AS id MATCH (d:Document)-[r:NAMES]->(n:{label} {{id: id}}) "
        "RETURN id, d.id AS document, properties(r) AS said ORDER BY id, document"
    )
    for label in SHARED
}
SET_NODES = {label: f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n = row.props" for label in SHARED}

# -- which regulations are documents of the corpus: candidates by number and by title, each through an index

_OF_DOCUMENT = (
    "d.id AS document, d.title_key AS title_key, d.cover_key AS cover_key, d.doc_number AS doc_number, "
    "d.issuers AS issuers"
)
DOCUMENTS_OF = (  # regulations → documents
    f"UNWIND $rows AS row MATCH (d:Document {{doc_number: row.doc_number}}) RETURN row.id AS id, {_OF_DOCUMENT}",
    f"UNWIND $rows AS row UNWIND row.keys AS key MATCH (d:Document {{title_key: key}}) "
    f"RETURN row.id AS id, {_OF_DOCUMENT}",
    f"UNWIND $rows AS row UNWIND row.keys AS key MATCH (d:Document {{cover_key: key}}) "
    f"RETURN row.id AS id, {_OF_DOCUMENT}",
    f"UNWIND $rows AS row MATCH (d:Document)-[:NAMES {{self: true}}]->(r:Regulation {{id: row.id}}) "
    f"RETURN row.id AS id, true AS self, {_OF_DOCUMENT}",
)
REGULATIONS_OF = (  # a document → regulations
    "UNWIND $keys AS key MATCH (r:Regulation {id: key}) RETURN r.id AS id",
    "UNWIND $keys AS key MATCH (r:Regulation {title_key: key}) RETURN r.id AS id",
    "UNWIND $keys AS key MATCH (r:Regulation {short_key: key}) RETURN r.id AS id",
)
REGULATIONS = (
    "UNWIND $ids AS id MATCH (r:Regulation {id: id}) "
    "RETURN r.id AS id, r.title_key AS title_key, r.short_key AS short_key, r.doc_number AS doc_number"
)
FORGET_IS = "UNWIND $ids AS id MATCH (r:Regulation {id: id})-[i:IS]->(:Document) DELETE i"
MERGE_IS = "UNWIND $rows AS row MATCH (r:Regulation {id: row.a}) MATCH (d:Document {id: row.b}) MERGE (r)-[i:IS]->(d)"

DOCUMENT = (
    "MATCH (d:Document {id: $document}) RETURN d.id AS id, d.digest AS digest, d.title_key AS title_key, "
    "d.cover_key AS cover_key, d.doc_number AS doc_number"
)
DIGESTS = "MATCH (d:Document) RETURN d.id AS id, d.digest AS digest ORDER BY id"
