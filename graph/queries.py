"""The Cypher of the house, but what follows a reference (:mod:`graph.tracing`), what is attached to a node
(:mod:`graph.attached`) and what goes over the whole graph (:mod:`graph.whole`): parameters only, and only what ArcadeDB
and Neo4j 5 answer alike (tests/test_queries.py).

Where labels and relation types vary, the text is made from the lists of :mod:`graph.schema`, never from input.
"""

from __future__ import annotations

from graph.schema import LABELS, MARK, OWNED, RELATIONS, SHARED, Relation

# -- whose database this is

MARKED = f"MATCH (m:{MARK} {{id: 'zhengtu'}}) RETURN m.format AS format"
IS_EMPTY = "MATCH (n) RETURN n.id AS id LIMIT 1"
EMPTY = (  # a few at a time, so that no transaction is large; the mark last
    f"MATCH (n) WHERE NOT n:{MARK} WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS deleted",
    f"MATCH (n:{MARK}) DETACH DELETE n RETURN count(*) AS deleted",
)
SET_MARK = f"MERGE (m:{MARK} {{id: 'zhengtu'}}) SET m.format = $format"

# -- loading


def _merge_nodes(label: str) -> str:
    return f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n += row.props"


def _merge_relation(relation: Relation) -> str:
    source, type, target, fact = relation
    key = " {document: row.document, span_start: row.span_start, span_end: row.span_end}" if fact else ""
    own = "" if fact else "r.document = row.document, "
    # Written from the end that has few relations: whether one is there already is looked up on that side.
    many = target in OWNED and not fact and source in ("Document", "Section")
    pattern = f"(b)<-[r:{type}{key}]-(a)" if many else f"(a)-[r:{type}{key}]->(b)"
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
        f"MERGE {pattern} SET {own}r += row.props"
    )


MERGE_NODES = {label: _merge_nodes(label) for label in LABELS}
MERGE_RELATION = {
    relation: _merge_relation(relation) for relation in RELATIONS if relation.type not in ("IS", "VERSION_OF")
}

# -- taking out what documents said

NAMED = {  # shared nodes that a document names
    label: f"UNWIND $ids AS id MATCH (d:Document {{id: id}})-[:NAMES]->(n:{label}) RETURN DISTINCT n.id AS id"
    for label in SHARED
}
DELETE_OWNED = {label: f"UNWIND $ids AS id MATCH (n:{label} {{document: id}}) DETACH DELETE n" for label in OWNED}
DELETE_BETWEEN = {  # what a document said of two shared nodes
    relation: (
        f"UNWIND $ids AS id MATCH (d:Document {{id: id}})-[:NAMES]->(a:{relation.source})"
        f"-[r:{relation.type} {{document: id}}]->(b:{relation.target}) DELETE r"
    )
    for relation in RELATIONS
    if relation.source in SHARED and relation.target in SHARED and relation.fact
}
DELETE_DOCUMENT = "UNWIND $ids AS id MATCH (d:Document {id: id}) DETACH DELETE d"

# -- what shared nodes say of themselves, from all documents that name them

ORPHANS = {
    label: f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT EXISTS {{ (n)<-[:NAMES]-(:Document) }} DETACH DELETE n"
    for label in SHARED
}
NAMINGS = {  # each way of naming once, with the number of documents that have it: some are named by thousands
    label: (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})<-[r:NAMES]-(d:Document) "
        f"RETURN id, {', '.join(f'r.{key} AS {key}' for key in keys)}, count(d) AS times ORDER BY id"
    )
    for label, keys in SHARED.items()
}
SET_NODES = {label: f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n = row.props" for label in SHARED}

# -- which regulations are documents of the corpus: candidates by number and by title, each through an index

_OF_DOCUMENT = (
    "d.id AS document, d.title_key AS title_key, d.cover_key AS cover_key, d.doc_number AS doc_number, "
    "d.issuers AS issuers, d.version AS version, d.date AS date"
)
DOCUMENTS_OF = (  # regulations → documents
    f"UNWIND $rows AS row MATCH (d:Document {{doc_number: row.doc_number}}) RETURN row.id AS id, {_OF_DOCUMENT}",
    f"UNWIND $rows AS row UNWIND row.keys AS key MATCH (d:Document {{title_key: key}}) "
    f"RETURN row.id AS id, {_OF_DOCUMENT}",
    f"UNWIND $rows AS row UNWIND row.keys AS key MATCH (d:Document {{cover_key: key}}) "
    f"RETURN row.id AS id, {_OF_DOCUMENT}",
    f"UNWIND $rows AS row MATCH (r:Regulation {{id: row.id}})<-[:NAMES {{own: true}}]-(d:Document) "
    f"RETURN row.id AS id, true AS own, {_OF_DOCUMENT}",
)
REGULATIONS_OF = (  # a document → regulations
    "UNWIND $keys AS key MATCH (r:Regulation {id: key}) RETURN r.id AS id",
    "UNWIND $keys AS key MATCH (r:Regulation {title_key: key}) RETURN r.id AS id",
    "UNWIND $keys AS key MATCH (r:Regulation {short_key: key}) RETURN r.id AS id",
    "UNWIND $keys AS key MATCH (r:Regulation {about_key: key}) RETURN r.id AS id",
)
REGULATIONS = (
    "UNWIND $ids AS id MATCH (r:Regulation {id: id}) "
    "RETURN r.id AS id, r.title_key AS title_key, r.short_key AS short_key, r.about_key AS about_key, "
    "r.doc_number AS doc_number, r.version AS version"
)
IS_DOCUMENT = (
    "UNWIND $ids AS id MATCH (d:Document {id: id})<-[:IS]-(r:Regulation) RETURN DISTINCT r.title_key AS title_key"
)
FORGET_IS = "UNWIND $ids AS id MATCH (r:Regulation {id: id})-[i:IS]->(:Document) DELETE i"
MERGE_IS = "UNWIND $rows AS row MATCH (r:Regulation {id: row.a}) MATCH (d:Document {id: row.b}) MERGE (r)-[i:IS]->(d)"

# -- versions of one title: nodes for those that only a document stands for, and which came after which

FORGET_VERSIONS = (
    "UNWIND $keys AS key MATCH (r:Regulation {title_key: key})-[v:VERSION_OF]->(e:Regulation) DELETE v",
    "UNWIND $keys AS key MATCH (r:Regulation {title_key: key}) WHERE r.made DETACH DELETE r",
)
MEMBERS = (
    "UNWIND $keys AS key MATCH (r:Regulation {title_key: key}) OPTIONAL MATCH (r)-[:IS]->(d:Document) "
    "RETURN key, r.id AS id, r.title AS title, r.version AS version, r.doc_number AS doc_number, "
    "d.id AS document, d.title AS named, d.date AS date, d.effective_from AS effective_from "
    "ORDER BY key, id, document"
)
MERGE_VERSION_OF = (
    "UNWIND $rows AS row MATCH (a:Regulation {id: row.a}) MATCH (b:Regulation {id: row.b}) "
    "MERGE (a)-[v:VERSION_OF]->(b) SET v.rule = row.rule"
)

DOCUMENTS = (
    "UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN d.id AS id, d.digest AS digest, d.title_key AS title_key, "
    "d.cover_key AS cover_key, d.doc_number AS doc_number"
)
DIGESTS = "MATCH (d:Document) RETURN d.id AS id, d.digest AS digest ORDER BY id"

# -- a small picture around a few nodes: for each of them, what it rests on and whom it names

_PICTURED = {  # relation → may it be followed against its direction (a parent does not draw all its children)
    ("Program", "MANAGED_BY", "Department"): True,
    ("Department", "HAS_PHONE", "Phone"): True,
    ("Program", "BASED_ON", "Regulation"): True,
    ("Program", "SUPPORTS", "SupportArea"): True,
    ("Program", "PART_OF", "Program"): True,
    ("Task", "LED_BY", "Department"): True,
    ("Task", "SUPPORTED_BY", "Department"): True,
    ("Task", "SHARED_BY", "Department"): True,
    ("SupportArea", "PART_OF", "SupportArea"): False,
    ("Document", "COVERS", "SupportArea"): True,
    ("Document", "EXCLUDES", "Condition"): True,
}


def _pictured(source: str, type: str, target: str, end: str) -> str:
    return (
        f"UNWIND $ids AS id MATCH (a:{source}{' {id: id}' if end == 'a' else ''})-[:{type}]->"
        f"(b:{target}{' {id: id}' if end == 'b' else ''}) "
        f"RETURN DISTINCT '{source}' AS source_label, a.id AS source, coalesce(a.name, a.title, a.number) AS source_name, "
        f"'{type}' AS type, "
        f"'{target}' AS target_label, b.id AS target, coalesce(b.name, b.title, b.number) AS target_name "
        "ORDER BY source, target LIMIT 200"
    )


PICTURE = " UNION ALL ".join(
    _pictured(*relation, end) for relation, back in _PICTURED.items() for end in (("a", "b") if back else ("a",))
)
PICTURE_PHONES = _pictured("Department", "HAS_PHONE", "Phone", "a")

# -- all facts with their words, to be held against the files

_WORDS = "f.document AS document, f.span_start AS start, f.span_end AS end, f.text AS text"
FACTS = (
    *(
        f"MATCH (f:{label}) WHERE f.text IS NOT NULL "
        f"RETURN '{label}' AS what, coalesce(f.name, f.title) AS name, {_WORDS} ORDER BY document, start, name"
        for label in ("Document", *OWNED)
    ),
    *(
        f"MATCH (f:Document) WHERE f.{name}_text IS NOT NULL RETURN 'Document' AS what, f.title AS name, "
        f"f.id AS document, f.{name}_span_start AS start, f.{name}_span_end AS end, f.{name}_text AS text ORDER BY document"
        for name in ("effective_from", "expires")
    ),
    *(
        f"MATCH (a:{relation.source})-[f:{relation.type}]->(b:{relation.target}) WHERE f.text IS NOT NULL "
        f"RETURN '{relation.type}' AS what, b.id AS name, {_WORDS} ORDER BY document, start, name"
        for relation in RELATIONS
        if relation.fact
    ),
)
