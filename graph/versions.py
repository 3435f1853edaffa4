"""Several versions of one title: which came after which, and which one a citation means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ingest.titles import BARE, kind_of

Json = dict[str, Any]

# Titles of rules that are made anew under the same title; two notices of one title are two notices.
_RULES = frozenset(
    [
        "法律",
        "条例",
        "办法",
        "规定",
        "实施细则",
        "规则",
        "规程",
        "规范",
        "标准",
        "准则",
        "章程",
        "目录",
        "解释",
        "指引",
        "导则",
    ]
)
BY_DATE = "同一标题，按日期先后"


class Version(NamedTuple):
    """``begins`` is a day, or only a year where nothing tells more. ``document`` is None outside the corpus."""

    begins: str
    node: str
    document: str | None
    doc_number: str | None
    title: str


def versions(key: str, members: Iterable[Json]) -> list[Version]:
    """The versions of one title, the earliest first, from the regulations that bear it, each with the documents that it
    is; empty where there are fewer than two. A version is a number, a named version (2018修正), or a document of the
    corpus that is neither, whose node is ``<key>@<date>``."""
    rows = list(members)
    if kind_of(key) not in _RULES or BARE.fullmatch(key):
        return []
    found: dict[str, Version] = {}
    claimed: set[str] = set()
    for row in rows:
        if (row["doc_number"] or row["version"]) and (begins := _begins(row)):
            found.setdefault(row["id"], Version(begins, row["id"], row["document"], row["doc_number"], row["title"]))
            claimed.add(row["document"])
    for row in rows:
        if row["document"] and row["document"] not in claimed and (begins := _begins(row)):
            node = f"{key}@{begins}"
            found.setdefault(node, Version(begins, node, row["document"], None, row["named"]))
    return sorted(found.values()) if len(found) > 1 else []


def links(ordered: Sequence[Version]) -> list[Json]:
    """Later → earlier, as rows; of one day nobody can tell, so both follow the same one."""
    days: dict[str, list[Version]] = {}
    for version in ordered:
        days.setdefault(version.begins, []).append(version)
    return [
        {"a": later.node, "b": earlier.node, "rule": BY_DATE}
        for before, after in pairwise(days.values())
        for later in after
        for earlier in before
    ]


def meant(ordered: Sequence[Version], named: str | None, day: str | None) -> tuple[Version | None, str]:
    """The version that a citation means and why: "named" (2018修正), else "in_force" on the day of the citing document,
    YYYY-MM-DD; (None, "ambiguous") where that cannot be told."""
    if year := named and re.search(r"\d{4}", named):
        same = [version for version in ordered if version.begins[:4] == year[0]]
        return (same[0], "named") if len(same) == 1 else (None, "ambiguous")
    if day and not any(version.begins == day[:4] for version in ordered):
        begun = [version for version in ordered if version.begins <= day]
        if begun and [version.begins for version in ordered].count(begun[-1].begins) == 1:
            return begun[-1], "in_force"
    return None, "ambiguous"


def _begins(row: Json) -> str | None:
    """From when a version holds: its document's date, or the later day that its text gives; else the year of its name or
    number."""
    if days := [day for day in (row["date"], row["effective_from"]) if day]:
        return str(max(days))
    year = re.search(r"(?:19|20)\d\d", f"{row['version'] or ''} {row['doc_number'] or ''}")
    return year[0] if year else None
