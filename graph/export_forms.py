"""Lines of an export as GraphML and as a Cypher script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from graph import queries
from graph.lines import Json, Kind, Kinds, Lines, kind, wider
from graph.schema import CONSTRAINTS, FORMAT, RELATIONS, Relation

BATCH = 500  # rows a statement: their literals are parsed, which takes a server longer than parameters
_RELATIONS: dict[Kind, Relation] = {relation[:3]: relation for relation in RELATIONS}
_KEYS = ("document", "span_start", "span_end")  # what tells the facts about one pair of nodes apart
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2 (Char)


def write_graphml(lines: Lines, kinds: Kinds, file: TextIO) -> None:
    """GraphML 1.0. Nodes are named ``Label:id``; the data ``label`` and ``type`` say what a node and an edge is. GraphML
    has no lists: they are JSON text. Characters that XML cannot hold become U+FFFD."""
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for what, name in (("node", "label"), ("edge", "type")):
        keys = {name: "string"} | _widest(kinds, what)
        for key, type in keys.items():
            id = quoteattr(f"{what}.{key}")
            file.write(f'<key id={id} for="{what}" attr.name={quoteattr(key)} attr.type="{type}"/>\n')
    file.write('<graph id="zhengtu" edgedefault="directed">\n')
    for line in lines():
        if "label" in line:
            what, head, data = "node", f"id={_node(line['label'], line['id'])}", {"label": line["label"]}
        else:
            what, data = "edge", {"type": line["type"]}
            head = f"source={_node(line['source_label'], line['source'])} target={_node(line['target_label'], line['target'])}"
        data |= line["properties"]
        inside = "".join(f"<data key={quoteattr(f'{what}.{key}')}>{_xml(value)}</data>" for key, value in data.items())
        file.write(f"<{what} {head}>{inside}</{what}>\n")
    file.write("</graph>\n</graphml>\n")


def _widest(kinds: Kinds, what: str) -> dict[str, str]:
    """Readers know one type for a name, whatever the label."""
    found: dict[str, str] = {}
    for of in kinds.types:
        if (len(of) == 1) == (what == "node"):
            for key, type in kinds.columns(of).items():
                found[key] = wider(found.get(key), "string" if type.endswith("[]") else type)
    return dict(sorted(found.items()))


def _node(label: str, id: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", f"{label}:{id}"))


def _xml(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def write_cypher(lines: Lines, kinds: Kinds, file: TextIO) -> None:
    """A script for an empty database, one statement a line, each ended by ``;``: the constraints, then what a load
    writes, with the rows as literals, and at last the mark that makes the database one of ours."""
    for statement in CONSTRAINTS:
        file.write(f"{statement};\n")
    waiting: dict[Kind, list[Json]] = {}
    nodes = True
    for line in lines():
        if nodes and "label" not in line:  # relations find their ends
            nodes = False
            _flush(waiting, file)
        rows = waiting.setdefault(kind(line), [])
        rows.append(_row(line))
        if len(rows) == BATCH:
            _statement(kind(line), rows, file)
            rows.clear()
    _flush(waiting, file)
    file.write(f"{queries.SET_MARK.replace('$format', str(FORMAT))};\n")


def _row(line: Json) -> Json:
    props = line["properties"]
    if "label" in line:
        return {"id": line["id"], "props": props}
    row = {"a": line["source"], "b": line["target"]} | {key: props[key] for key in _KEYS if key in props}
    return row | {"props": {key: value for key, value in props.items() if key not in row}}


def _flush(waiting: dict[Kind, list[Json]], file: TextIO) -> None:
    for of, rows in waiting.items():
        if rows:
            _statement(of, rows, file)
    waiting.clear()


def _statement(of: Kind, rows: Iterable[Json], file: TextIO) -> None:
    if len(of) == 1:
        query = queries.MERGE_NODES[of[0]]
    else:
        query = queries.MERGE_IS if of[1] == "IS" else queries.MERGE_RELATION[_RELATIONS[of]]
    file.write(query.replace("$rows", literal(list(rows))) + ";\n")


def literal(value: Any) -> str:
    """A value as Cypher writes it: as JSON does, with the same escapes, but for the names in a map. It holds no line
    end, whatever the text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_name(key)}: {literal(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _name(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII) else f"`{key.replace('`', '``')}`"
