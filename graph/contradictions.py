"""What documents say differently of one thing, each value with the words that say it.

Two statements contradict each other where each holds something that the other lacks: {05} and {07} do; {05, 07} and
{05} do not, the second only says less. A number that another repeals or amends follows it and does not contradict it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import Any

from graph import whole
from graph.expand import span
from graph.ids import issued, normal, title_key, without_issuer
from graph.store import Store
from ingest.numbers import numbers
from ingest.offices import jurisdiction

Json = dict[str, Any]
_TOLD_APART = re.compile(r"·\d+$")  # the records number programs of one name in one document: 健康养老专项·4


class _Said:
    """The statements about one thing: what each holder (a program, a document, a place in it) says, and where."""

    def __init__(self) -> None:
        self.values: dict[Any, dict[str, str]] = defaultdict(dict)  # holder → key → value as written
        self.spans: dict[Any, list[Json]] = defaultdict(list)

    def add(self, holder: Any, key: str, value: str, *proofs: Json) -> None:
        self.values[holder].setdefault(key, value)
        self.spans[holder] += [proof for proof in proofs if proof not in self.spans[holder]]

    def contradictory(self) -> bool:
        return any(a - b and b - a for a, b in combinations({frozenset(keys) for keys in self.values.values()}, 2))

    def told(self) -> list[Json]:
        """Each different set of values once, with all the words that say it."""
        found: dict[frozenset[str], Json] = {}
        for holder, values in self.values.items():
            one = found.setdefault(frozenset(values), {"value": "、".join(values.values()), "evidence": []})
            one["evidence"] += [proof for proof in self.spans[holder] if proof not in one["evidence"]]
        return list(found.values())


def contradictions(store: Store) -> list[Json]:
    """``[{"kind", "name", "values": [{"value", "evidence": [span]}]}]``. ``kind``: ``program_division`` (other divisions
    for one program), ``program_phone`` (other phones for one division of it, named as ``division``), ``department_phone``
    (other numbers across documents), ``regulation_number`` (other numbers for one title), ``regulation_title``."""
    return [*_programs(store), *_departments(store), *_regulations(store)]


def _place(row: Json) -> str | None:
    """Whose document it is: one name means one program within a place, or, where none is told, within an issuer."""
    issuers = tuple(row["issuers"] or ())
    return jurisdiction(issuers, (row["title"],), "").place or "、".join(sorted(issuers)) or None


def _unit(row: Json, name: str) -> str:
    """A unit across documents: by its full name where that is certain, else by what it is called."""
    own = row["unit"].startswith(f"{row['document']}/department/")
    return normal(name) if own else str(row["unit"])


def _programs(store: Store) -> list[Json]:
    divisions: dict[tuple[str, str], _Said] = defaultdict(_Said)
    phones: dict[tuple[str, str, str], _Said] = defaultdict(_Said)
    names: dict[tuple[str, ...], tuple[str, str]] = {}
    for row in store.read(whole.UNITS_SAID):
        name = _TOLD_APART.sub("", row["name"])
        program = (_place(row) or row["document"], normal(name))
        unit = _unit(row, row["division"])
        names.setdefault(program, (name, ""))
        divisions[program].add(row["program"], unit, row["division"], span(row))
        names.setdefault((*program, unit), (name, row["division"]))
        for phone in row["phones"] or ():
            phones[*program, unit].add((row["program"], row["start"]), phone, phone, span(row))
    return [
        *({"kind": "program_division", "name": names[key][0], "values": each.told()} for key, each in _wrong(divisions)),
        *(
            {"kind": "program_phone", "name": names[key][0], "division": names[key][1], "values": each.told()}
            for key, each in _wrong(phones)
        ),
    ]  # fmt: skip


def _departments(store: Store) -> list[Json]:
    """A division is one within its issuer, since every bureau has an 办公室; other offices within their place."""
    said: dict[tuple[str, str], _Said] = defaultdict(_Said)
    names: dict[tuple[str, str], str] = {}
    for row in store.read(whole.PHONES_SAID):
        unit, whose = _unit(row, row["name"]), ""
        if unit != row["unit"]:
            issuers = sorted(row["issuers"] or ())
            whose = ("、".join(issuers) if row["level"] in ("division", "other") else _place(row)) or row["document"]
        names.setdefault((whose, unit), row["name"])
        said[whose, unit].add(row["document"], row["phone"], row["phone"], span(row))
    return [{"kind": "department_phone", "name": names[key], "values": each.told()} for key, each in _wrong(said)]


def _regulations(store: Store) -> list[Json]:
    rows = store.read(whole.NUMBERS_SAID)
    own = [row | {"regulation": row["number"]} for row in store.read(whole.OWN_NUMBERS)]
    follows = {frozenset((row["later"], row["earlier"])) for row in store.read(whole.SUCCESSIONS)}
    by_title: dict[str, list[Json]] = defaultdict(list)
    by_number: dict[str, list[Json]] = defaultdict(list)
    for row in (*own, *rows):
        by_title[normal((row["name"] or "").strip("《》 ").removeprefix("中华人民共和国"))].append(row)
        by_number[row["number"]].append(row)
    titles = {
        title: said
        for title, said in sorted(by_title.items())
        if len(title) > 4 and _apart(title, {row["regulation"] for row in said}, follows)
    }
    numbered = {
        number: said
        for number, said in sorted(by_number.items())
        if any(_other(_core(a), _core(b)) for a, b in combinations({row["name"] or "" for row in said}, 2))
    }
    asked = sorted({row["regulation"] for said in (*titles.values(), *numbered.values()) for row in said})
    mentions: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for row in store.read(whole.MENTIONS_OF, ids=asked) if asked else ():
        mentions[row["regulation"], row["document"]].append(row)
    return [
        *_told("regulation_number", titles, "number", mentions),
        *_told("regulation_title", numbered, "name", mentions),
    ]


def _told(kind: str, found: dict[str, list[Json]], key: str, mentions: dict[tuple[str, str], list[Json]]) -> list[Json]:
    told = []
    for said in found.values():
        statements = _Said()
        for row in said:
            value = row[key] or ""
            statements.add(row["document"], value if key == "number" else _core(value), value, *_proofs(row, mentions))
        if statements.contradictory():
            name = said[0]["name" if key == "number" else "number"]
            told.append({"kind": kind, "name": name, "values": statements.told()})
    return told


def _proofs(row: Json, mentions: dict[tuple[str, str], list[Json]]) -> list[Json]:
    """The mention that gives the number, else the first; a document's own number stands beside its title."""
    found = mentions.get((row["regulation"], row["document"]), [])
    exact = [m for m in found if any(row["number"] in number.values for number in numbers(m["text"]))]
    return [span(proof) for proof in (exact or found)[:1]] or ([span(row)] if row.get("text") else [])


def _apart(title: str, numbers: set[str], follows: set[frozenset[str]]) -> bool:
    """Whether two numbers are there of which neither follows the other. Where a title does not say whose it is, numbers
    of other issuers (济…, 鲁…) are of other documents that happen to be called the same."""
    about, whose = title.partition("关于"), jurisdiction((), (title,), "")
    named = bool(about[0] and about[1]) or whose.place is not None
    return any(
        frozenset((a, b)) not in follows and (named or a[0] == b[0]) for a, b in combinations(sorted(numbers), 2)
    )


def _core(title: str) -> str:
    """A title without what is left out freely: its issuer, 关于印发…的通知 around it, 中华人民共和国, the edition."""
    key = title_key(title)
    return issued(key) or without_issuer(key) or key


def _other(one: str, other: str) -> bool:
    """Two titles, none of which is a part of the other."""
    return bool(one and other) and one not in other and other not in one


def _wrong(said: dict[Any, _Said]) -> list[tuple[Any, _Said]]:
    return sorted(((key, each) for key, each in said.items() if each.contradictory()), key=lambda found: found[0])
