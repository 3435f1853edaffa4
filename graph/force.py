"""Whether a regulation was in force on a day, by what the documents say; nothing is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]


def validity(dates: Json | None, repealed_by: Iterable[Json], superseded: Json | None = None) -> list[Json]:
    """``{fact, date, by, span}`` for all that is said: ``effective_from`` and ``expires`` (the last day) by the
    document itself, ``repealed`` by another one, whose ``date`` is None where nobody tells from which day, and
    ``superseded`` by the next version of the same title."""
    own = [
        {"fact": fact, "date": dates[fact], "by": None, "span": dates[f"{fact}_span"]}
        for fact in ("effective_from", "expires")
        if dates and dates[fact] and dates[f"{fact}_span"]["text"]
    ]
    repealed = [{"fact": "repealed", "date": r["date"], "by": r["title"], "span": r["span"]} for r in repealed_by]
    if superseded is None:
        return own + repealed
    later = {"date": superseded["date"], "by": superseded["title"], "span": superseded["title_span"]}
    return [*own, *repealed, {"fact": "superseded", **later}]


def in_force(facts: Sequence[Json], day: str) -> tuple[str, Json | None]:
    """("yes" | "no" | "unknown", the fact that decides) on a day, YYYY-MM-DD. "yes" where it has begun and no document
    says that it ended; "unknown" where no document says when it began, or when a repeal did."""
    begins = [fact for fact in facts if fact["fact"] == "effective_from"]
    ends = sorted((f for f in facts if f["fact"] != "effective_from"), key=lambda fact: fact["date"] or "9999")
    for fact in begins:
        if day < fact["date"]:
            return "no", fact
    for fact in ends:
        if fact["date"] and (day > fact["date"] if fact["fact"] == "expires" else day >= fact["date"]):
            return "no", fact
    for fact in ends:
        if not fact["date"]:
            return "unknown", fact
    return ("yes", begins[0]) if begins else ("unknown", None)
