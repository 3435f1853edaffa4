"""The Cypher that follows a reference, by the rules of :mod:`graph.queries`."""

from __future__ import annotations

# -- the regulations that a reference may mean

_REGULATION = "r.id AS id, r.title AS title, r.doc_number AS doc_number, r.aliases AS aliases, r.title_key AS title_key, r.version AS version, r.made AS made"
REGULATIONS_NUMBERED = f"MATCH (r:Regulation {{doc_number: $number}}) RETURN {_REGULATION} ORDER BY id LIMIT 50"
REGULATIONS_TITLED = f"MATCH (r:Regulation {{title_key: $key}}) RETURN {_REGULATION} ORDER BY id LIMIT 50"
REGULATIONS_ISSUED = f"MATCH (r:Regulation {{short_key: $key}}) RETURN {_REGULATION} ORDER BY id LIMIT 50"
REGULATIONS_CALLED = (
    f"MATCH (r:Regulation) WHERE $key IN r.keys OR r.about_key = $key RETURN {_REGULATION} ORDER BY id LIMIT 50"
)
REGULATIONS_LIKE = f"MATCH (r:Regulation) WHERE r.title_key CONTAINS $key RETURN {_REGULATION} ORDER BY id LIMIT 50"
REGULATIONS_NEAR = (  # that share pieces of a title or number, most pieces first
    "UNWIND $pieces AS piece MATCH (r:Regulation) WHERE r.title_key CONTAINS piece OR r.doc_number CONTAINS piece "
    "RETURN r.title_key AS title_key, r.title AS title, r.doc_number AS doc_number, count(piece) AS shared "
    "ORDER BY shared DESC, title_key, doc_number LIMIT 200"
)

IN_CORPUS = (
    "UNWIND $ids AS id MATCH (r:Regulation {id: id})-[:IS]->(d:Document) "
    "RETURN r.id AS id, r.title AS title, r.version AS version, r.doc_number AS doc_number, d.id AS document, "
    "d.issuers AS issuers, d.title AS named, d.date AS date, d.effective_from AS effective_from ORDER BY id, document"
)


def _proof(name: str, prefix: str) -> str:
    parts = (("start", "span_start"), ("end", "span_end"), ("line", "line"), ("text", "text"))
    return f"{{document: d.id, {', '.join(f'{part}: d.{prefix}{key}' for part, key in parts)}}} AS {name}"


DATES = (  # from and until when documents hold, and the words that say so
    "UNWIND $documents AS id MATCH (d:Document {id: id}) "
    "RETURN d.id AS id, d.title AS title, d.effective_from AS effective_from, d.expires AS expires, "
    f"{_proof('title_span', '')}, {_proof('effective_from_span', 'effective_from_')}, {_proof('expires_span', 'expires_')} "
    "ORDER BY id"
)

# -- who cites it, what rests on it

_WORDS = "c.document AS document, c.span_start AS start, c.span_end AS end, c.line AS line, c.text AS text"
CITED_BY = (
    "UNWIND $ids AS id MATCH (r:Regulation {id: id})<-[c:CITES]-(s:Section) MATCH (d:Document {id: c.document}) "
    "OPTIONAL MATCH (r)<-[b:BASED_ON {document: c.document, span_start: c.span_start, span_end: c.span_end}]-(p:Program) "
    f"RETURN {_WORDS}, c.relation AS relation, c.version AS version, coalesce(d.date, d.effective_from) AS day, "
    "r.doc_number AS doc_number, s.path AS path, p.name AS program, size(p.path) AS depth "
    "ORDER BY document, start, end, depth DESC LIMIT 10000"
)


def _resting(label: str, match: str, whole: bool) -> str:
    return (
        f"UNWIND $ids AS id MATCH (r:Regulation {{id: id}}) MATCH {match} MATCH (d:Document {{id: c.document}}) "
        f"RETURN '{label}' AS label, {str(whole).lower()} AS whole, x.id AS id, x.name AS name, x.no AS no, "
        f"d.title AS title, d.date AS date, {_WORDS} "
        f"ORDER BY document, start{' DESC' if whole else ''}, x.span_start, id LIMIT 1000"
    )


# those whose own words name it, then all of a document that says before its first chapter what it rests on
RESTING = " UNION ALL ".join(
    (
        _resting("Program", "(r)<-[c:BASED_ON]-(x:Program)", False),
        _resting(
            "Task",
            "(r)<-[c:CITES]-(s:Section) MATCH (x:Task {document: c.document}) "
            "WHERE x.span_start <= c.span_start AND c.span_end <= x.span_end",
            False,
        ),
        *(
            _resting(
                label,
                "(r)<-[c:CITES]-(s:Section) WHERE s.level = 0 AND c.relation IN $relations "
                f"MATCH (x:{label} {{document: c.document}})",
                True,
            )
            for label in ("Program", "Task")
        ),
    )
)

# -- what it cites in turn

CITES = (
    "UNWIND $documents AS citing MATCH (b:Document {id: citing}) MATCH (s:Section {document: citing})-[c:CITES]->(r:Regulation) "
    "OPTIONAL MATCH (r)-[:IS]->(d:Document) "
    "RETURN r.id AS id, r.title AS title, r.title_key AS title_key, r.doc_number AS doc_number, r.version AS version, "
    "c.version AS meant, coalesce(b.date, b.effective_from) AS day, d.id AS is_document, d.title AS named, d.date AS date, "
    f"d.effective_from AS effective_from, c.relation AS relation, {_WORDS} "
    "ORDER BY document, start, end, id, is_document LIMIT 10000"
)

# -- what ends or amends it, and what it ends or amends


def _change(type: str, by_other: bool) -> str:
    left, right, actor = ("<-", "-", "o") if by_other else ("-", "->", "r")
    return (
        f"UNWIND $ids AS id MATCH (r:Regulation {{id: id}}){left}[c:{type}]{right}(o:Regulation) "
        f"OPTIONAL MATCH ({actor})-[:IS]->(a:Document) OPTIONAL MATCH (o)-[:IS]->(d:Document) "
        f"RETURN '{type}' AS type, {str(by_other).lower()} AS by_other, o.id AS id, o.title AS title, "
        "o.doc_number AS doc_number, d.id AS in_corpus, c.on AS on, a.id AS actor, a.effective_from AS effective_from, "
        f"a.date AS date, {_WORDS} ORDER BY document, start, id, actor, in_corpus LIMIT 1000"
    )


CHANGES = " UNION ALL ".join(_change(type, by_other) for type in ("REPEALS", "AMENDS") for by_other in (True, False))
