"""The Cypher that walks from node to node, by the rules of :mod:`graph.queries`.

NAMES is not walked: it joins a document to all that it speaks of, which other relations say with their words.
"""

from __future__ import annotations

from graph.schema import LABELS, RELATIONS, Relation

_WALKED = tuple(relation for relation in RELATIONS if relation.type != "NAMES")

_NAME = "coalesce({0}.name, {0}.title, {0}.number)"
_WORDS = "r.document AS document, r.span_start AS start, r.span_end AS end, r.line AS line, r.text AS text"

NODES = " UNION ALL ".join(
    f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
    f"RETURN '{label}' AS label, n.id AS id, {_NAME.format('n')} AS name, properties(n) AS properties"
    for label in LABELS
)


PHONES = (
    "MATCH (n:Phone) WHERE n.number CONTAINS $digits "
    "RETURN 'Phone' AS label, n.id AS id, n.number AS name ORDER BY id LIMIT 50"
)


def _step(relation: Relation, out: bool) -> str:
    source, type, target, _ = relation
    here, there, left, right = (source, target, "-", "->") if out else (target, source, "<-", "-")
    return (
        f"MATCH (n:{here} {{id: $id}}){left}[r:{type}]{right}(x:{there}) "
        f"RETURN '{type}' AS type, {str(out).lower()} AS out, '{there}' AS label, x.id AS id, "
        f"{_NAME.format('x')} AS name, x.value AS value, x.unit AS unit, {_WORDS} "
        "ORDER BY r.document, r.span_start, x.span_start, x.id LIMIT 1000"
    )


STEPS = {
    label: " UNION ALL ".join(
        _step(relation, out)
        for relation in _WALKED
        for out in (True, False)
        if label == (relation.source if out else relation.target)
    )
    for label in LABELS
}


def _between(relation: Relation) -> str:
    source, type, target, _ = relation
    return (
        f"UNWIND ${source} AS id MATCH (a:{source} {{id: id}})-[r:{type}]->(b:{target}) WHERE b.id IN ${target} "
        f"RETURN '{source}' AS source_label, a.id AS source, '{type}' AS type, '{target}' AS target_label, "
        "b.id AS target, properties(r) AS properties ORDER BY source, target, r.span_start, r.span_end"
    )


BETWEEN = " UNION ALL ".join(map(_between, _WALKED))


def _any(name: str) -> str:
    """A node of whatever label, found by the index of each."""
    ends = " UNION ALL ".join(f"MATCH ({name}:{label} {{id: ${name}}}) RETURN {name}" for label in LABELS)
    return f"CALL () {{ {ends} }}"


_TYPES = "|".join(dict.fromkeys(relation.type for relation in _WALKED))
PATH = (
    f"{_any('source')} {_any('target')} MATCH p = shortestPath((source)-[:{_TYPES}*..10]-(target)) "
    f"RETURN [n IN nodes(p) | {{id: n.id, label: head(labels(n)), name: {_NAME.format('n')}, value: n.value, "
    "unit: n.unit}] AS nodes, "
    "[r IN relationships(p) | {type: type(r), source: startNode(r).id, target: endNode(r).id, document: r.document, "
    "start: r.span_start, end: r.span_end, line: r.line, text: r.text}] AS steps LIMIT 1"
)
