"""Who does what as HTML: the matrix, the list for narrow screens, a task with its clause, a department with all it does.

Pure functions from what :mod:`graph.duties` tells; all words of documents pass :func:`html.escape` here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from graph.duties import ROLES
from ui import cards, links
from ui.duty_table import EVERYTHING, Choice, Column, names, units
from ui.text import named, t

Json = dict[str, Any]
STEP = "<i aria-hidden='true'>›</i>"  # between the steps of a path


def mark(role: str, strong: bool = True) -> str:
    """One letter for the eye, the word for who hears it."""
    look = f"zt-duty zt-{role}{'' if strong else ' zt-pale'}"
    return (
        f"<span class='{look}' aria-hidden='true'>{t('duties_mark_' + role)}</span>"
        f"<span class='zt-unseen'>{t('duties_' + role)}</span>"
    )


def legend(tasks: Sequence[Json], heads: Sequence[Column]) -> str:
    """How much is shown, and what the letters mean."""
    times = {role: sum(duty["role"] == role for task in tasks for duty in task["duties"]) for role in ROLES.values()}
    marks = "".join(f"<li>{mark(role)} {t('duties_' + role)} {count}</li>" for role, count in times.items())
    total = t("duties_total", tasks=len(tasks), units=len(heads))
    return f"<p class='zt-dim' role='status'>{total}</p><ul class='zt-legend zt-duty-legend'>{marks}</ul>"


def matrix(tasks: Sequence[Json], heads: Sequence[Column], choice: Choice) -> str:
    """A row a task, a column a department; it scrolls within itself under its heads."""
    several = len({task["document"]["id"] for task in tasks}) > 1
    top = "".join(
        f"<th scope='col' title='{escape(head.name)}'>{links.anchor(links.department(head.name), escape(head.label))}"
        f"<b>{head.count or ''}</b></th>"
        for head in heads
    )
    body = "".join(_row(task, n, heads, choice, several) for n, task in enumerate(tasks))
    return (
        f"<div class='zt-duty-scroll' role='region' tabindex='0' aria-label='{t('duties_matrix')}'>"
        f"<table class='zt-duty-table'><thead><tr><th scope='col'>{t('kind_task')}</th>"
        f"<th scope='col'><span>{t('duties_units')}</span></th>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(task: Json, n: int, heads: Sequence[Column], choice: Choice, several: bool) -> str:
    said: dict[str, list[Json]] = {}
    for duty in task["duties"]:
        said.setdefault(duty["department"], []).append(duty)
    cells = "".join(f"<td>{''.join(_marks(said.get(head.id, ()), choice))}</td>" for head in heads)
    source = f"<small>{escape(task['document']['title'])}</small>" if several else ""
    return f"<tr><th scope='row'>{_button(task, n)}{source}</th><td>{units(task)}</td>{cells}</tr>"


def _marks(duties: Iterable[Json], choice: Choice) -> Iterable[str]:
    for role, strong in {duty["role"]: choice.fits(duty) for duty in duties}.items():
        yield mark(role, strong)


def listed(tasks: Sequence[Json], choice: Choice) -> str:
    """The same for a narrow screen: a task under the other, with its departments by role."""
    several = len({task["document"]["id"] for task in tasks}) > 1
    items = "".join(
        f"<li>{_button(task, n)}{_source(task) if several else ''}{roles(task, choice)}</li>"
        for n, task in enumerate(tasks)
    )
    return f"<ol class='zt-duty-list' aria-label='{t('duties_matrix')}'>{items}</ol>"


def _source(task: Json) -> str:
    return f"<small class='zt-dim'>{escape(task['document']['title'])}</small>"


def _button(task: Json, n: int) -> str:
    return (
        f"<button type='button' class='zt-duty-open' popovertarget='zt-task-{n}'>"
        f"<b>{escape(str(task['no']))}</b> {escape(task['name'])}</button>"
    )


def roles(task: Json, choice: Choice = EVERYTHING) -> str:
    """The departments of a task by role."""
    rows = ""
    for role in ROLES.values():
        if said := [duty for duty in task["duties"] if duty["role"] == role]:
            units = "、".join(links.anchor(links.department(duty["full_name"]), escape(duty["name"])) for duty in said)
            rows += (
                f"<div><dt>{mark(role, any(map(choice.fits, said)))} {t('duties_' + role)}</dt><dd>{units}</dd></div>"
            )
    return f"<dl class='zt-duty-roles'>{rows}</dl>" if rows else f"<p class='zt-dim'>{t('duties_nobody')}</p>"


def popovers(tasks: Sequence[Json]) -> str:
    """A task's clause for each button that opens one."""
    return "".join(
        f"<div popover class='zt-duty-pop' id='zt-task-{n}' role='dialog' aria-label='{escape(task['name'])}'>"
        f"<button type='button' class='zt-duty-close' popovertarget='zt-task-{n}' popovertargetaction='hide'>"
        f"{t('duties_close')}</button>{clause(task)}</div>"
        for n, task in enumerate(tasks)
    )


def card(task: Json) -> str:
    """A task on its own."""
    return f"<article class='zt-card' aria-label='{escape(task['name'])}'>{clause(task)}</article>"


def clause(task: Json) -> str:
    """Number, name, who does it, until when, and the whole clause with the words that say who, marked."""
    document, span = task["document"], task["span"]
    crumbs = [links.anchor(links.document(document["id"], span["start"]), escape(document["title"]))]
    crumbs += [escape(task["chapter"])] if task["chapter"] else []
    until = f"<p><b>{t('duties_deadline')}</b> {escape(task['deadline'])}</p>" if task["deadline"] else ""
    line = f" <span>{t('line', line=span['line'])}</span>" if span.get("line") is not None else ""
    ways = [
        links.anchor(address, t(words))
        for address, words in (
            (links.to("duties", task=task["id"]), "duties_link"),
            (links.node(task["id"]), "duties_in_graph"),
        )
        if address
    ]
    return (
        f"<header><span class='zt-kind zt-kind-task'>{t('kind_task')} {escape(str(task['no']))}</span>"
        f"<h3>{escape(task['name'])}</h3></header>"
        f"<p class='zt-path'>{STEP.join(crumbs)}</p>{roles(task)}{until}"
        f"<figure class='zt-proof'><blockquote>{_marked(task)}</blockquote>"
        f"<figcaption><cite>{crumbs[0]}</cite>{line}</figcaption></figure><p class='zt-duty-ways'>{' '.join(ways)}</p>"
    )


def _marked(task: Json) -> str:
    """The clause, marked where it says who; the words apart where they stand outside of it."""
    text, start, end = (task["span"][key] for key in ("text", "start", "end"))
    places = sorted({(d["span"]["start"], d["span"]["end"], d["span"]["text"]) for d in task["duties"]})
    html, at, outside = "", 0, ""
    for first, last, words in places:
        if start + at <= first and last <= end and text[first - start : last - start] == words:
            html += f"{escape(text[at : first - start])}<mark>{escape(words)}</mark>"
            at = last - start
        elif (first, last) != (start, end):
            outside += f"\n<mark>{escape(words)}</mark>"
    return html + escape(text[at:]) + outside


# -- one department


def department(found: Json, text_of: cards.TextOf) -> str:
    """All that a department does: head, telephones, programs, tasks by role, other places."""

    def proof(row: Json) -> str:
        document = row["document"]
        return cards.proof(row["span"], text_of(document["id"]), document["title"])

    def section(head: str, rows: Sequence[Json], inside: Callable[[Json], str]) -> str:
        """Under the name of each document what it says, each with its clause."""
        html = ""
        for document in {row["document"]["id"]: row["document"] for row in rows}.values():
            items = "".join(
                f"<li><div>{inside(row)}</div><details><summary>{t('proof')}</summary>{proof(row)}</details></li>"
                for row in rows
                if row["document"]["id"] == document["id"]
            )
            html += f"<h4>{_named(document)}</h4><ul class='zt-duty-does'>{items}</ul>"
        return f"<section class='zt-duty-part'><h3>{head}</h3>{html}</section>" if rows else ""

    by_role = {role: [each for each in found["tasks"] if each["role"] == role] for role in ROLES.values()}
    return "".join(
        (
            _head(found, by_role),
            section(t("duties_phones"), found["phones"], _phone),
            section(t("duties_programs"), found["programs"], _program),
            *(section(f"{mark(role)} {t('duties_tasks_' + role)}", tasks, _task) for role, tasks in by_role.items()),
            _mentions([proof(row) for row in found["mentions"]]),
        )
    )


def _head(found: Json, by_role: dict[str, list[Json]]) -> str:
    about = (
        named("duties_level", found["level"]) if found["level"] else "",
        t("duties_also", names="、".join(found["names"])) if found["names"] else "",
        t("duties_alike", count=len(found["nodes"])) if len(found["nodes"]) > 1 else "",
    )
    counts = {t("duties_" + role): len(tasks) for role, tasks in by_role.items()}
    counts |= {t("duties_programs"): len(found["programs"]), t("duties_phones"): len(found["phones"])}
    tiles = "".join(f"<li><b>{count}</b>{words}</li>" for words, count in counts.items() if count)
    below = f"<ul class='zt-tiles'>{tiles}</ul>" if tiles else empty(t("duties_only_named"))
    return (
        f"<header class='zt-duty-head'><h2>{escape(found['name'])}</h2>"
        f"<p class='zt-dim'>{' · '.join(escape(each) for each in about if each)}</p></header>{below}"
    )


def _named(document: Json) -> str:
    date = f" · {escape(document['date'])}" if document["date"] else ""
    return links.anchor(links.document(document["id"]), escape(document["title"])) + date


def _phone(row: Json) -> str:
    return cards.phone(row["number"]) + (f" {escape(row['person'])}" if row["person"] else "")


def _program(row: Json) -> str:
    phones = "".join(map(cards.phone, row["phones"] or ())) or f"<span class='zt-dim'>{t('no_phone')}</span>"
    name = links.anchor(links.node(row["id"]), escape(row["name"]))
    return f"<b>{name}</b> <span class='zt-phones'>{phones}</span>"


def _task(row: Json) -> str:
    name = links.anchor(links.to("duties", task=row["id"]), escape(row["name"]))
    return f"<b>{escape(str(row['no']))}</b> {name}"


def _mentions(proofs: Sequence[str]) -> str:
    if not proofs:
        return ""
    head = t("duties_mentions", count=len(proofs))
    return f"<details class='zt-more zt-duty-mentions'><summary>{head}</summary>{''.join(proofs)}</details>"


def empty(words: str) -> str:
    """What to say where there is nothing to show."""
    return f"<div class='zt-empty'>{escape(words)}</div>"


def others(found: Sequence[Json]) -> str:
    """Departments to choose from, each with how much it does."""
    items = "".join(
        f"<li>{links.anchor(links.department(each['name']), escape(each['name']))} "
        f"<span class='zt-dim'>{each['tasks'] + each['programs'] or ''}</span></li>"
        for each in found
    )
    return f"<ul class='zt-duty-others'>{items}</ul>"


def sheet_head(heads: Sequence[Column]) -> list[str]:
    """The titles over :func:`sheet_rows`."""
    return [
        *(t(key) for key in ("kind_document", "number", "kind_task", "duties_chapter", "duties_deadline")),
        *(t("duties_" + role) for role in ROLES.values()),
        t("proof"),
        t("duties_line"),
        *(head.label for head in heads),
    ]


def sheet_rows(tasks: Iterable[Json], heads: Sequence[Column]) -> Iterable[list[str | int]]:
    """What is shown, for a file: a row a task, with its departments by role, and a column a department."""
    for task in tasks:
        said: dict[str, list[str]] = {}
        for duty in task["duties"]:
            said.setdefault(duty["department"], []).append(t("duties_" + duty["role"]))
        yield [
            *(task["document"]["title"], task["no"], task["name"], task["chapter"] or "", task["deadline"] or ""),
            *("、".join(names(task, role)) for role in ROLES.values()),
            *(task["span"]["text"], task["span"]["line"] or ""),
            *("、".join(said.get(head.id, ())) for head in heads),
        ]
