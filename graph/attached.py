"""The Cypher that tells what is attached to a node, and finds a node by its name, by the rules of :mod:`graph.queries`."""

from __future__ import annotations

from graph.schema import LABELS

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
        f"MATCH (n)<-[r:{type}]-(t:Task) RETURN {{id: t.id, name: t.name, no: t.no, {_SPAN}}} "
        "ORDER BY r.document, t.span_start, t.id LIMIT 1000"
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
        "mentions": f"MATCH (n)<-[r:MENTIONS]-(s:Section) RETURN {{{_SPAN}}} ORDER BY r.document, r.span_start LIMIT 20",
    },
    "Phone": {
        "departments": f"MATCH (n)<-[r:HAS_PHONE]-(x:Department) RETURN {{id: x.id, name: x.name, {_SPAN}}} ORDER BY r.document, r.span_start",
    },
    "Organisation": {"tasks": _assigned("MENTIONS")},
}  # fmt: skip


# … and what a reader of one node also wants to see
MORE = {
    "Department": {
        "numbers": (
            "MATCH (n)-[r:HAS_PHONE]->(x:Phone) "
            f"RETURN {{id: x.id, name: x.number, person: r.person, emails: r.emails, fax: r.fax, {_SPAN}}} ORDER BY r.document, r.span_start, x.id LIMIT 1000"
        ),
        "programs": (
            "MATCH (n)<-[r:MANAGED_BY]-(p:Program) RETURN {id: p.id, name: p.name, phones: r.phones, "
            f"{_SPAN}}} ORDER BY r.document, p.span_start, p.id LIMIT 1000"
        ),
        "leads": _assigned("LED_BY"),
        "supports": _assigned("SUPPORTED_BY"),
        "shares": _assigned("SHARED_BY"),
    },
    "Regulation": {
        "versions": (
            "MATCH (x:Regulation {title_key: n.title_key}) WHERE x.id <> n.id RETURN {id: x.id, name: x.title, doc_number: x.doc_number} "
            "ORDER BY x.id LIMIT 100"
        ),
        "documents": "MATCH (n)-[:IS]->(x:Document) RETURN {id: x.id, name: x.title} ORDER BY x.id LIMIT 100",
        "cited_in": (
            f"MATCH (n)<-[r:CITES]-(s:Section) RETURN {{id: s.id, name: r.relation, path: s.path, {_SPAN}}} "
            "ORDER BY r.document, r.span_start LIMIT 1000"
        ),
        "programs": (
            f"MATCH (n)<-[r:BASED_ON]-(p:Program) RETURN {{id: p.id, name: p.name, {_SPAN}}} "
            "ORDER BY r.document, r.span_start, p.id LIMIT 1000"
        ),
        **{
            name: (
                f"MATCH (n){left}[r:{type}]{right}(x:Regulation) "
                f"RETURN {{id: x.id, name: x.title, doc_number: x.doc_number, {_SPAN}}} ORDER BY r.document, r.span_start LIMIT 1000"
            )
            for name, left, type, right in (
                ("repeals", "-", "REPEALS", "->"), ("repealed_by", "<-", "REPEALS", "-"),
                ("amends", "-", "AMENDS", "->"), ("amended_by", "<-", "AMENDS", "-"),
            )
        },
    },
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
        "based_on": (
            "MATCH (s:Section {document: n.document})-[r:CITES]->(x:Regulation) "
            "WHERE n.span_start <= r.span_start AND r.span_end <= n.span_end "
            f"RETURN {{id: x.id, name: x.title, doc_number: x.doc_number, {_SPAN}}} ORDER BY r.span_start"
        ),
        "organisations": f"MATCH (n)-[r:MENTIONS]->(x:Organisation) RETURN {{id: x.id, name: x.name, {_SPAN}}} ORDER BY r.span_start",
    },
    "Document": {
        "cited_in": (
            "MATCH (n)<-[:IS]-(x:Regulation)<-[r:CITES]-(s:Section) WHERE r.document <> n.id "
            f"RETURN {{id: s.id, name: r.relation, path: s.path, {_SPAN}}} ORDER BY r.document, r.span_start LIMIT 1000"
        ),
        "regulations": (
            "MATCH (n)-[r:NAMES]->(x:Regulation) WHERE NOT r.own RETURN {id: x.id, name: x.title, doc_number: x.doc_number} "
            "ORDER BY x.title LIMIT 1000"
        ),
        "departments": "MATCH (n)-[:NAMES]->(x:Department) RETURN {id: x.id, name: x.name} ORDER BY x.id LIMIT 1000",
        **{
            name: (
                f"MATCH (r:{label} {{document: n.id}}) RETURN {{id: r.id, name: r.name, no: r.no, {_SPAN}}} "
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

_SHOWN = ("Program", "Department", "Document", "SupportArea", "Task", "Organisation", "Regulation")
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

TITLES = "UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN d.id AS id, d.title AS title, d.date AS date ORDER BY id"
