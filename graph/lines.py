"""The lines of an export and what is known of them: which labels and relations there are, with which properties.

A node is ``{"label", "id", "properties"}``, a relation ``{"source_label", "source", "type", "target_label", "target",
"properties"}``; properties are text, numbers, truth values, or lists of one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Kind = tuple[str, ...]
Lines = Callable[[], Iterator[Json]]
"""The lines from the first on, each time it is called."""

_TYPES = {str: "string", bool: "boolean", int: "long", float: "double"}


def kind(line: Json) -> Kind:
    """(label,) of a node, (source label, type, target label) of a relation."""
    return (line["label"],) if "label" in line else (line["source_label"], line["type"], line["target_label"])


@dataclass
class Kinds:
    """``types``: for each kind its properties by name, each ``string``, ``boolean``, ``long`` or ``double``, with ``[]``
    for a list. ``characters``: all that list items of text consist of."""

    types: dict[Kind, dict[str, str]] = field(default_factory=dict)
    characters: set[str] = field(default_factory=set)

    def learn(self, line: Json) -> None:
        known = self.types.setdefault(kind(line), {})
        for key, value in line["properties"].items():
            if not isinstance(value, list):
                known[key] = wider(known.get(key), _TYPES[type(value)])
                continue
            known.setdefault(key, "[]")  # of what, an empty list does not tell
            for item in value:
                known[key] = wider(known[key].removesuffix("[]") or None, _TYPES[type(item)]) + "[]"
                if isinstance(item, str):
                    self.characters.update(item)

    def columns(self, of: Kind) -> dict[str, str]:
        """The properties of a kind in order of their names, with their types."""
        return {key: "string[]" if type == "[]" else type for key, type in sorted(self.types[of].items())}


def wider(one: str | None, other: str) -> str:
    """The type that holds values of both."""
    if one in (None, other):
        return other
    return "double" if {one, other} == {"long", "double"} else "string"
