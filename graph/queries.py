"""All Cypher of the house but that of tracing (:mod:`graph.tracing`): parameters only, and only what ArcadeDB and Neo4j 5 answer alike (tests/test_queries.py).

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
    # Written from the end that has few relations: whether one is there already is looked up on that side.
    many = target in OWNED and not fact and source in ("Document", "Section")
    pattern = f"(b)<-[r:{type}{key}]-(a)" if many else f"(a)-[r:{type}{key}]->(b)"
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}}) "
        f"MERGE {pattern} SET {own}r += row.props"
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
    "d.issuers AS issuers"
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
    "r.doc_number AS doc_number"
)
FORGET_IS = "UNWIND $ids AS id MATCH (r:Regulation {id: id})-[i:IS]->(:Document) DELETE i"
MERGE_IS = "UNWIND $rows AS row MATCH (r:Regulation {id: row.a}) MATCH (d:Document {id: row.b}) MERGE (r)-[i:IS]->(d)"

DOCUMENT = (
    "MATCH (d:Document {id: $document}) RETURN d.id AS id, d.digest AS digest, d.title_key AS title_key, "
    "d.cover_key AS cover_key, d.doc_number AS doc_number"
)
DIGESTS = "MATCH (d:Document) RETURN d.id AS id, d.digest AS digest ORDER BY id"

# -- what is attached to nodes, in one round trip

_SPAN = "document: r.document, start: r.span_start, end: r.span_end, line: r.line, text: r.text"
_UNITS = f"MATCH (n)-[r:MANAGED_BY]->(x:Department) RETURN {{id: x.id, name: r.name, phones: r.phones, {_SPAN}}} ORDER BY r.position, r.span_start"
_WITH_UNITS = (  # a row for each division of a program, one row for a program without
    "OPTIONAL MATCH (p)-[r:MANAGED_BY]->(x:Department) "
    "RETURN {id: p.id, name: p.name, unit: x.id, division: r.name, phones: r.phones} ORDER BY p.span_start, r.position"
)


def _duties(type: str) -> str:
    return f"MATCH (n)-[r:{type}]->(x:Department) RETURN {{id: x.id, name: r.name, {_SPAN}}} ORDER BY r.position, x.id"


def _assigned(type: str) -> str:
    return (
        f"MATCH (n)<-[r:{type}]-(t:Task) RETURN {{id: t.id, name: t.name, no: t.no, {_SPAN}}} ORDER BY t.id LIMIT 200"
    )


ATTACHED = {
    "Document": {},
    "Section": {"programs": f"MATCH (n)<-[:DESCRIBED_IN]-(p:Program) {_WITH_UNITS}"},
    "Program": {
        "divisions": _UNITS,
        "parent": f"MATCH (n)-[:PART_OF]->(p:Program) {_WITH_UNITS}",
        "children": f"MATCH (n)<-[:PART_OF]-(p:Program) {_WITH_UNITS}",
    },
    "SupportArea": {"programs": f"MATCH (n)<-[:SUPPORTS]-(p:Program) {_WITH_UNITS}"},
    "Task": {"lead": _duties("LED_BY"), "support": _duties("SUPPORTED_BY"), "shared": _duties("SHARED_BY")},
    "Condition": {},
    "Quantity": {},
    "Regulation": {
        "cited_by": f"MATCH (n)<-[r:CITES]-(s:Section) RETURN {{{_SPAN}}} ORDER BY r.document, r.span_start LIMIT 20",
    },
    "Department": {
        "phones": f"MATCH (n)-[r:HAS_PHONE]->(x:Phone) RETURN {{number: x.number, {_SPAN}}} ORDER BY r.document, r.span_start, x.number",
        "programs": (
            "MATCH (n)<-[r:MANAGED_BY]-(p:Program) "
            f"RETURN {{id: p.id, name: p.name, phones: r.phones, {_SPAN}}} ORDER BY p.id LIMIT 200"
        ),
        "leads": _assigned("LED_BY"),
        "supports": _assigned("SUPPORTED_BY"),
        "shares": _assigned("SHARED_BY"),
        "mentions": f"MATCH (n)<-[r:MENTIONS]-(s:Section) RETURN {{{_SPAN}}} ORDER BY r.document, r.span_start LIMIT 20",
    },
    "Phone": {
        "departments": f"MATCH (n)<-[r:HAS_PHONE]-(x:Department) RETURN {{id: x.id, name: x.name, {_SPAN}}} ORDER BY r.document, r.span_start",
    },
    "Organisation": {"tasks": _assigned("MENTIONS")},
}  # fmt: skip


# … and what a reader of one node also wants to see
MORE = {
    "Program": {
        "areas": f"MATCH (n)-[:SUPPORTS]->(r:SupportArea) RETURN {{id: r.id, name: r.name, {_SPAN}}} ORDER BY r.span_start",
        "based_on": (
            f"MATCH (n)-[r:BASED_ON]->(x:Regulation) RETURN {{id: x.id, name: x.title, doc_number: x.doc_number, {_SPAN}}} "
            "ORDER BY r.span_start"
        ),
    },
    "SupportArea": {
        "within": "MATCH (n)-[:PART_OF]->(x:SupportArea) RETURN {id: x.id, name: x.name} ORDER BY x.id",
        "areas": (
            f"MATCH (n)<-[:PART_OF]-(r:SupportArea) RETURN {{id: r.id, name: r.name, {_SPAN}}} ORDER BY r.span_start"
        ),
    },
    "Task": {
        "organisations": f"MATCH (n)-[r:MENTIONS]->(x:Organisation) RETURN {{id: x.id, name: x.name, {_SPAN}}} ORDER BY r.span_start",
    },
    "Document": {
        "regulations": (
            "MATCH (n)-[r:NAMES]->(x:Regulation) WHERE NOT r.own RETURN {id: x.id, name: x.title, doc_number: x.doc_number} "
            "ORDER BY x.title LIMIT 1000"
        ),
        "departments": "MATCH (n)-[:NAMES]->(x:Department) RETURN {id: x.id, name: x.name} ORDER BY x.id LIMIT 1000",
        **{
            name: (
                f"MATCH (r:{label} {{document: n.id}}) RETURN {{id: r.id, name: r.name, {_SPAN}}} "
                "ORDER BY r.span_start LIMIT 1000"
            )
            for name, label in (
                ("programs", "Program"), ("areas", "SupportArea"), ("tasks", "Task"), ("conditions", "Condition"),
                ("quantities", "Quantity"),
            )
        },
    },
}  # fmt: skip


def _attached(label: str, parts: dict[str, str]) -> str:
    attached = ", ".join(f"{name}: COLLECT {{ {query} }}" for name, query in parts.items())
    return (
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) OPTIONAL MATCH (d:Document {{id: n.document}}) "
        f"RETURN '{label}' AS label, n.id AS id, properties(n) AS node, d.title AS title, d.date AS date, "
        f"{{{attached}}} AS attached"
    )


EXPAND = " UNION ALL ".join(_attached(label, ATTACHED[label]) for label in LABELS)
SHOW = {label: _attached(label, ATTACHED[label] | MORE.get(label, {})) for label in LABELS}

_SHOWN = ("Program", "Department", "Document", "SupportArea", "Task", "Organisation")
FIND = " UNION ALL ".join(
    f"MATCH (n:{label}) WHERE n.id = $name OR $key IN n.keys "
    f"RETURN '{label}' AS label, n.id AS id, coalesce(n.name, n.title) AS name ORDER BY id LIMIT 50"
    for label in _SHOWN
)
FIND_LIKE = " UNION ALL ".join(
    f"MATCH (n:{label}) WHERE any(key IN n.keys WHERE key CONTAINS $key) "
    f"RETURN '{label}' AS label, n.id AS id, coalesce(n.name, n.title) AS name ORDER BY id LIMIT 50"
    for label in _SHOWN
)

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
