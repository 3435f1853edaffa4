"""Lines of an export as a folder for ``neo4j-admin database import full``, which fills an empty Neo4j in bulk.

::

    Program.csv                          the nodes of a label
    Program-MANAGED_BY-Department.csv    the relations of a kind
    import.args                          the options: neo4j-admin database import full neo4j @import.args
    schema.cypher                        constraints and our mark, to be run once after the import
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from graph import queries
from graph.lines import Kind, Kinds, Lines, kind
from graph.schema import CONSTRAINTS, FORMAT

_DELIMITERS = (";", "|", "\x1f", "\x1e", "\x1d")  # between the items of a list: the first that no item holds


def write_csv(lines: Lines, kinds: Kinds, folder: Path) -> None:
    """The files named above, into an existing folder. Texts are quoted, so that an empty one is told from none; a list
    without items becomes none at all, which the house reads alike."""
    between = next((each for each in _DELIMITERS if each not in kinds.characters), _DELIMITERS[-1])
    with ExitStack() as opened:
        files = {of: opened.enter_context(_open(folder / _file(of))) for of in kinds.types}
        columns = {of: kinds.columns(of) for of in files}
        for of, file in files.items():
            file.write(",".join((*_head(of), *(f"{key}:{type}" for key, type in _own(columns[of], of)))) + "\n")
        for line in lines():
            of = kind(line)
            ends = (line["id"], line["label"]) if len(of) == 1 else (line["source"], line["target"], line["type"])
            own = (_cell(line["properties"].get(key), between) for key, _ in _own(columns[of], of))
            files[of].write(",".join((*map(_quoted, ends), *own)) + "\n")
    with _open(folder / "import.args") as file:
        delimiter = between if between.isprintable() else f"U+{ord(between):04X}"
        file.write(f"--array-delimiter={delimiter}\n--multiline-fields=true\n")
        for of in kinds.types:
            file.write(f"--{'nodes' if len(of) == 1 else 'relationships'}={_file(of)}\n")
    with _open(folder / "schema.cypher") as file:
        file.writelines(f"{statement};\n" for statement in CONSTRAINTS)
        file.write(f"{queries.SET_MARK.replace('$format', str(FORMAT))};\n")


def _file(of: Kind) -> str:
    return f"{'-'.join(of)}.csv"


def _head(of: Kind) -> tuple[str, ...]:
    """Ids are unique within a label: each label is an id group of its own."""
    if len(of) == 1:
        return f"id:ID({of[0]})", ":LABEL"
    return f":START_ID({of[0]})", f":END_ID({of[2]})", ":TYPE"


def _own(columns: dict[str, str], of: Kind) -> list[tuple[str, str]]:
    return [(key, type) for key, type in columns.items() if len(of) > 1 or key != "id"]


def _cell(value: Any, between: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _quoted(between.join(map(_plain, value)))
    return _quoted(value) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _open(path: Path) -> TextIO:
    return open(path, "w", encoding="utf-8", newline="\n")
