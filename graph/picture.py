"""The schema as a picture: ``python -m graph.picture > docs/schema.md`` writes it anew (Mermaid, which GitHub draws)."""

from __future__ import annotations

from graph.schema import OWNED, RELATIONS, SHARED

_KINDS = {"document": (("Document",), "#dbeafe"), "owned": (OWNED, "#ecfccb"), "shared": (tuple(SHARED), "#fef3c7")}


def mermaid() -> str:
    """A flowchart: labels as boxes, an arrow for each pair of labels with all its relation types, facts in bold type."""
    between: dict[tuple[str, str], list[str]] = {}
    for source, type, target, fact in RELATIONS:
        between.setdefault((source, target), []).append(f"<b>{type}</b>" if fact else type)
    lines = ["flowchart LR"]
    lines += [f"  {label}:::{kind}" for kind, (labels, _) in _KINDS.items() for label in labels]
    lines += [f'  {source} -- "{"<br>".join(types)}" --> {target}' for (source, target), types in between.items()]
    lines += [f"  classDef {kind} fill:{fill},stroke:#475569,color:#0f172a" for kind, (_, fill) in _KINDS.items()]
    return "\n".join(lines)


def page() -> str:
    """The picture and how to read it."""
    return f"""# What the graph holds

Blue: a document. Green: what one document says; it goes with the document. Yellow: what several documents speak of; it
stays while one of them names it. Relations in bold type state a fact and carry the sentence that proves it
(`document`, `span_start`, `span_end`, `line`, `text`). Made by `python -m graph.picture` from `graph/schema.py`.

```mermaid
{mermaid()}
```
"""


if __name__ == "__main__":
    print(page(), end="")
