"""What to look for: regulations that the documents here cite most, and those nearest to a reference without an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from graph import tracing, whole
from graph.ids import title_key
from graph.store import Store
from ingest.numbers import normalise_number

Json = dict[str, Any]

_PIECES = 40  # of a reference, that are looked for
_NEAR = 0.25  # how alike two names must be, of 1
_SHORT = range(5, 31)  # characters of an example by a short name
_PART = re.compile(r"关于(?:印发|发布|公布|转发)?(?P<part>.{5,24}?)(?:的[^的]{2,6})?$")  # 关于支持X发展的实施意见


def most_cited(store: Store, limit: int = 60) -> list[Json]:
    """``[{"id", "name", "doc_number", "aliases", "times"}]``, the regulations with most citing clauses first."""
    return store.read(whole.MOST_CITED, limit=limit)


def examples(cited: Iterable[Json]) -> list[Json]:
    """``[{"form", "reference"}]``: for each form in which a regulation may be looked for, ``number``, ``alias``, ``part``
    of a title and ``title``, the first of ``cited`` that has one; each regulation once."""
    rows = list(cited)
    found, used = [], set()
    for form in ("number", "alias", "part", "title"):
        for row in rows:
            if row["id"] not in used and (reference := _written(row, form)):
                used.add(row["id"])
                found.append({"form": form, "reference": reference})
                break
    return found


def _written(regulation: Json, form: str) -> str | None:
    if form == "number":
        return str(regulation["doc_number"] or "") or None
    if form == "alias":
        return next((alias for alias in regulation["aliases"] or () if len(alias) in _SHORT), None)
    if form == "part":
        part = _PART.search(title_key(regulation["name"]))
        return part["part"] if part else None
    return str(regulation["name"])


def looked_for(reference: str) -> Json:
    """``{"number", "title"}``: the number in its one form, else the part of a title that is looked for; the other None."""
    number = normalise_number(reference)
    return {"number": number, "title": None if number else title_key(reference)}


def nearest(store: Store, reference: str, limit: int = 6) -> list[Json]:
    """``[{"title", "doc_number"}]``, the nearest first: regulations whose number or title shares most pairs of characters
    with the reference: the mean of Dice's coefficient and of the share of the reference. Empty where none is near."""
    wanted = looked_for(reference)
    pairs = _pairs(wanted["number"] or wanted["title"])
    if not pairs:
        return []
    ranked: dict[str, tuple[float, Json]] = {}
    for row in store.read(tracing.REGULATIONS_NEAR, pieces=sorted(pairs)[:_PIECES]):
        near = max(_alike(pairs, _pairs(row["title_key"])), _alike(pairs, _pairs(row["doc_number"] or "")))
        if near >= _NEAR and near > ranked.get(row["title_key"], (0.0, {}))[0]:
            ranked[row["title_key"]] = near, {"title": row["title"], "doc_number": row["doc_number"]}
    order = sorted(ranked.items(), key=lambda item: (-item[1][0], item[0]))
    return [regulation for _, (_, regulation) in order[:limit]]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _alike(one: set[str], other: set[str]) -> float:
    """0..1; a part of a long title is nearer to it than Dice's coefficient alone says."""
    shared = len(one & other)
    return shared / (len(one) + len(other)) + shared / len(one) / 2 if one and other else 0.0
