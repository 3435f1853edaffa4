"""What a load consists of: nodes by label and relations by kind, as rows for the statements of :mod:`graph.queries`."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.ids import normal
from graph.schema import RELATIONS, Relation, check
from ingest.records import Span
from ingest.version import version

Props = dict[str, Any]
_RELATIONS = {relation[:3]: relation for relation in RELATIONS}


@dataclass
class Rows:
    """``nodes[label]`` and ``relations[relation]`` as rows for the statements of :mod:`graph.queries`, each once."""

    document: str
    nodes: dict[str, dict[str, Props]] = field(default_factory=lambda: defaultdict(dict))
    relations: dict[Relation, dict[tuple[Any, ...], Props]] = field(default_factory=lambda: defaultdict(dict))

    def node(self, label: str, id: str, **props: Any) -> str:
        self.nodes[label][id] = {"id": id, "props": check({"id": id, **props})}
        return id

    def relate(
        self, source: str, a: str, type: str, target: str, b: str, span: Span | None = None, **props: Any
    ) -> None:
        """One relation; a fact needs its span, and the same fact said twice in one place is one."""
        relation = _RELATIONS[source, type, target]
        row: Props = {"a": a, "b": b, "document": self.document}
        if relation.fact:
            if span is None:
                raise ValueError(f"{type} states a fact and needs a span")
            row |= {"span_start": span.start, "span_end": span.end}
            props |= {"line": span.line, "text": span.text}
        self.relations[relation].setdefault(
            (a, b, row.get("span_start"), row.get("span_end")), row | {"props": check(props)}
        )

    def name(self, label: str, id: str, name: str | None, **props: Any) -> str:
        """A shared node, and what the document calls it; several records may be of one node."""
        self.node(label, id)
        said = self.relations[_RELATIONS["Document", "NAMES", label]].get((self.document, id, None, None))
        if said is None:
            self.relate("Document", self.document, "NAMES", label, id, name=name, **props)
        else:
            before = said["props"]
            lists = {key: sorted({*before.get(key, ()), *new}) for key, new in props.items() if isinstance(new, list)}
            said["props"] = check(props | {"name": name} | before | lists)
        return id

    @property
    def size(self) -> int:
        return sum(map(len, self.nodes.values())) + sum(map(len, self.relations.values()))

    @property
    def stated_digest(self) -> str:
        """The digest that the document's node bears."""
        return str(self.nodes["Document"][self.document]["props"]["digest"])

    def digest(self) -> str:
        """Equal for equal content loaded by the same program: tells whether a graph holds just this."""
        content = [
            version("ingest", "graph"),  # what loading makes of the rows may change with the program
            self.document,
            self.nodes,
            [(relation, list(found.values())) for relation, found in self.relations.items()],
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def place(span: Span | None) -> Props:
    """A span as properties; the document is one of the node's own."""
    if span is None:
        return {}
    return {"span_start": span.start, "span_end": span.end, "line": span.line, "text": span.text}


def keys_of(names: Iterable[str | None]) -> list[str]:
    """The forms under which a name is looked up."""
    return sorted({normal(name) for name in names if name})
