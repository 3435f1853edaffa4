"""Every query of the house by name, for the tests that read them and those that run them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graph import attached, queries, schema, tracing, walking, whole

WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE)\b")
_PARTS = ("ATTACHED", "MORE")  # pieces that the queries are made of


def texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """The queries of one constant: a text, or a tuple or mapping of texts."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict | tuple):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(part, f"{name}[{'-'.join(map(str, key[:3])) if isinstance(key, tuple) else key}]")


CATALOGUE = {
    name: query
    for module in (queries, tracing, attached, walking, whole)
    for constant, value in vars(module).items()
    if constant.isupper() and not constant.startswith("_") and constant not in (*vars(schema), *_PARTS)
    for name, query in texts(value, constant)
}
