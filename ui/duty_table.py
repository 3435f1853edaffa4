"""Tasks and departments as a table: what is kept, in which order, under which heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.duties import ROLES
from graph.ids import normal

Json = dict[str, Any]
SORTS = ("number", "department", "count")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor wants to see; '' is everything. ``unit`` is a department by its name, as written or in full."""

    unit: str = ""
    role: str = ""
    text: str = ""

    def fits(self, duty: Json) -> bool:
        """Whether a duty is of this department and role."""
        return self.role in ("", duty["role"]) and self.unit in ("", duty["name"], duty["full_name"])


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class Column:
    """A department over its column: the shortest name that tells it from the others, and its own."""

    id: str
    label: str
    name: str
    count: int  # tasks of which the choice speaks


def chosen(tasks: Iterable[Json], choice: Choice) -> list[Json]:
    """The tasks in which some department has the wanted role and whose words hold all of the wanted ones."""
    words = [normal(word) for word in choice.text.split()]
    anyone = not (choice.unit or choice.role)
    return [
        task
        for task in tasks
        if (anyone or any(map(choice.fits, task["duties"]))) and all(word in _words(task) for word in words)
    ]


def _words(task: Json) -> str:
    units = [name for duty in task["duties"] for name in (duty["name"], duty["full_name"])]
    said = (str(task["no"]), task["name"], task["chapter"], task["deadline"], task["span"]["text"], *units)
    return " ".join(normal(each) for each in said if each)


def columns(tasks: Sequence[Json], choice: Choice = EVERYTHING) -> list[Column]:
    """The departments of these tasks, those with most of what was chosen first, then those with most to do."""
    written: dict[str, Counter[str]] = {}
    full: dict[str, tuple[str, str]] = {}
    fitting: dict[str, set[str]] = {}
    having: dict[str, set[str]] = {}
    for task in tasks:
        for duty in task["duties"]:
            id = duty["department"]
            full[id] = duty["full_name"], task["document"]["title"]
            written.setdefault(id, Counter())[duty["name"]] += 1
            having.setdefault(id, set()).add(task["id"])
            fitting.setdefault(id, set()).update([task["id"]] if choice.fits(duty) else [])
    label = {id: names.most_common(1)[0][0] for id, names in written.items()}
    label = _apart(label, lambda id: full[id][0])
    label = _apart(label, lambda id: "·".join(full[id]))  # one short name, in each document a unit of its own
    order = sorted(full, key=lambda id: (-len(fitting[id]), -len(having[id]), label[id]))
    return [Column(id, label[id], full[id][0], len(fitting[id])) for id in order]


def _apart(labels: dict[str, str], longer: Callable[[str], str]) -> dict[str, str]:
    times = Counter(labels.values())
    return {id: label if times[label] == 1 else longer(id) for id, label in labels.items()}


def arranged(tasks: Sequence[Json], sort: str, heads: Sequence[Column]) -> list[Json]:
    """By ``number``: as in the documents. By ``department``: by the first column in which a task has its weightiest
    role. By ``count``: most departments first. What is equal stays as in the documents."""
    place = {head.id: n for n, head in enumerate(heads)}
    weight = {role: n for n, role in enumerate(ROLES.values())}

    def first(task: Json) -> tuple[int, int]:
        best = min((weight[duty["role"]] for duty in task["duties"]), default=len(weight))
        places = (place[duty["department"]] for duty in task["duties"] if weight[duty["role"]] == best)
        return min(places, default=len(place)), best

    if sort == "department":
        return sorted(tasks, key=first)
    if sort == "count":
        return sorted(tasks, key=lambda task: -units(task))
    return list(tasks)


def units(task: Json) -> int:
    """How many departments a task has."""
    return len({duty["department"] for duty in task["duties"]})


def names(task: Json, role: str) -> list[str]:
    """The departments of one role, as written."""
    return [duty["name"] for duty in task["duties"] if duty["role"] == role]
