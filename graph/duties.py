"""Who does what: tasks with the departments that lead, support or share them, and all that one department does."""

from __future__ import annotations

from typing import Any

from graph import attached, whole
from graph.expand import numeral, span
from graph.ids import normal
from graph.store import Store

Json = dict[str, Any]
ROLES = {"LED_BY": "lead", "SUPPORTED_BY": "support", "SHARED_BY": "shared"}
"""Relation → the contract's word for it, in the order in which they are told."""
_ASSIGNED = {"lead": "leads", "support": "supports", "shared": "shares"}  # role → what SHOW calls these tasks
TASKS = 2000  # read at once: some hundred work plans
DEPARTMENTS = 5000


def duties(store: Store, document: str | None = None, limit: int = TASKS) -> Json:
    """``{"tasks": [{id, no, name, chapter, deadline, document {id, title, date}, span, duties}], "cut": bool}``.

    The tasks of one document or of all, document by document in the order of the text, at most ``limit``; ``cut`` where
    there are more. ``duties`` are ``{department, name, full_name, role, span}``: the id of the node, the name as
    written, the name of the node, one of the values of :data:`ROLES`, and the words that say so.
    """
    tasks: dict[str, Json] = {}
    for row in store.read(whole.DUTIES, document=document, limit=limit + 1):
        task = tasks.get(row["id"])
        if task is None:
            task = tasks[row["id"]] = {
                **{key: row[key] for key in ("id", "name", "chapter", "deadline")},
                "no": numeral(row["no"]),
                "document": {"id": row["document"], "title": row["title"] or row["document"], "date": row["date"]},
                "span": span(row),
                "duties": [],
            }
        if row["role"]:
            said = {
                "document": row["document"],
                **{key: row[f"duty_{key}"] for key in ("start", "end", "line", "text")},
            }
            task["duties"].append(
                {
                    "department": row["department"],
                    "name": row["written"],
                    "full_name": row["full_name"],
                    "role": ROLES[row["role"]],
                    "span": said,
                }
            )
    order = list(ROLES.values())
    for task in tasks.values():
        task["duties"].sort(key=lambda duty: order.index(duty["role"]))  # within a role as written
    return {"tasks": list(tasks.values())[:limit], "cut": len(tasks) > limit}


def assigning(store: Store) -> list[Json]:
    """``[{id, title, date, tasks}]``: the documents that set tasks, by id."""
    return store.read(whole.ASSIGNING, limit=TASKS)


def departments(store: Store, limit: int = DEPARTMENTS) -> list[Json]:
    """``[{name, tasks, programs}]``: every department by name, with how many tasks and programs it has; those that are
    called alike are counted together."""
    found: dict[str, Json] = {}
    for row in store.read(whole.DEPARTMENTS, limit=limit):
        each = found.setdefault(row["name"], {"name": row["name"], "tasks": 0, "programs": 0})
        each["tasks"] += row["tasks"]
        each["programs"] += row["programs"]
    return list(found.values())


def department(store: Store, name: str) -> Json | None:
    """All that departments of this name or alias do, in all documents; None where none is called so.

    ``{"name", "names": [other names], "level", "nodes": [ids], "tasks": [{id, name, no, role, document, span}],
    "programs": [{id, name, phones, document, span}], "phones": [{number, person, document, span}],
    "mentions": [{document, span}]}``, the first twenty a node. A division known only by a short name is a node of its own in each document: several
    ``nodes`` are told together, each fact with its document.
    """
    key = normal(name)
    rows = store.read(attached.FIND, name=name.strip(), key=key) if key else []
    ids = [row["id"] for row in rows if row["label"] == "Department"]
    if not ids:
        return None
    shown = store.read(attached.SHOW["Department"], ids=ids)
    nodes = [row["node"] for row in shown]
    titles = _titles(store, shown)

    def all_of(part: str) -> list[Json]:
        return [
            {**each, "document": titles[each["document"]], "span": span(each)}
            for row in shown
            for each in row["attached"][part]
        ]

    names = dict.fromkeys(each for node in nodes for each in (node["name"], *node.get("aliases", ())))
    chief = nodes[0]["name"]
    phones: dict[str, Json] = {}
    for each in all_of("numbers"):
        phones.setdefault(each["name"], {"number": each["name"], **_kept(each, "person")})
    return {
        "name": chief,
        "names": [each for each in names if each != chief],
        "level": nodes[0].get("level"),
        "nodes": ids,
        "tasks": [
            {**_kept(each, "id", "name"), "no": numeral(each["no"]), "role": role}
            for role, part in _ASSIGNED.items()
            for each in all_of(part)
        ],
        "programs": [_kept(each, "id", "name", "phones") for each in all_of("programs")],
        "phones": list(phones.values()),
        "mentions": [_kept(each) for each in all_of("mentions")],
    }


def _kept(row: Json, *keys: str) -> Json:
    return {key: row[key] for key in (*keys, "document", "span")}


def _titles(store: Store, shown: list[Json]) -> dict[str, Json]:
    """Document id → ``{id, title, date}`` of all that is attached."""
    said = {each["document"] for row in shown for part in row["attached"].values() for each in part}
    found = {each["id"]: each for each in store.read(attached.TITLES, ids=sorted(said))}
    return {id: found.get(id, {"id": id, "title": id, "date": None}) for id in said}
