"""A traced reference as HTML: pure functions from the contract's ``trace`` object to text that a browser shows.

As in :mod:`ui.cards`, whatever comes from a reference or a document passes ``escape`` once.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from ui import links
from ui.cards import TextOf, TitleOf, folded, proof, proof_of
from ui.text import named, t

Json = dict[str, Any]

CLAUSES = 3  # of a document, shown before "more"
RELATIONS = ("依据", "落实", "印发", "废止", "修订", "引用")
_CHANGES = ("repealed_by", "amended_by", "repeals", "amends")


def regulation(found: Json, title_of: TitleOf) -> str:
    """What was found: title, number, issuer, other names, whether its text is here, and how much hangs on it."""
    what = found["regulation"]
    held = what["in_corpus"]
    text = links.anchor(links.document(held), escape(title_of(held))) if held else t("trace_not_held")
    rows = {
        t("doc_number"): escape(what["doc_number"] or ""),
        t("trace_issuer"): escape(what["issuer"] or ""),
        t("trace_aliases"): escape("、".join(what["aliases"])),
        t("trace_held"): text,
    }
    cells = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in rows.items() if value)
    return (
        f"<article class='zt-card' role='status' data-query='{escape(found['query'])}'><header>"
        f"<span class='zt-kind zt-kind-regulation'>{t('kind_regulation')}</span><h2>{escape(what['title'])}</h2></header>"
        f"<dl class='zt-facts'>{cells}</dl>{_counts(found)}</article>"
    )


def _counts(found: Json) -> str:
    documents = {use["document"] for use in found["cited_by"]}
    counts = {
        "trace_count_clauses": len(found["cited_by"]),
        "trace_count_documents": len(documents),
        "trace_count_programs": len(found["programs"]),
        "trace_count_tasks": len(found["tasks"]),
        "trace_count_cites": len(found["cites"]),
    }
    cells = "".join(f"<li><b>{count:,}</b>{t(key)}</li>" for key, count in counts.items())
    return f"<ul class='zt-tiles'>{cells}</ul>"


def force(found: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """Whether it holds on the day asked for, and the words that say so; without a day, all that is told of its force,
    but what :func:`changes` tells."""
    facts = [fact for fact in found["validity"] if fact["fact"] != "repealed"]
    if found["as_of"]:
        facts = [found["because"]] if found["because"] else []
        answer = found["in_force"]
        head = f"<p class='zt-force zt-force-{answer}'><b>{escape(found['as_of'])}</b> {t(f'trace_force_{answer}')}</p>"
    else:
        head = "" if found["validity"] else f"<p class='zt-dim'>{t('trace_force_untold')}</p>"
    rows = "".join(
        f"<li>{t('trace_fact_' + fact['fact'], day=escape(fact['date'] or t('trace_no_day')), by=escape(fact.get('by') or ''))}"
        f"{_proof(fact['span'], text_of, title_of, opened=bool(found['as_of']))}</li>"
        for fact in facts
    )
    return _section(t("trace_force"), f"{head}<ul class='zt-list'>{rows}</ul>") if head or rows else ""


def versions(found: Json) -> str:
    """The versions of its title, the one shown marked."""
    rows = "".join(
        f"<li{_here(each, found)}><b>{escape(each['date'])}</b> "
        f"{links.anchor(links.trace(each['doc_number']) if each['doc_number'] else None, escape(each['doc_number'] or ''))} "
        + (
            links.anchor(links.document(each["in_corpus"]), t("trace_text"))
            if each["in_corpus"]
            else f"<span class='zt-dim'>{t('trace_no_text')}</span>"
        )
        + "</li>"
        for each in found["versions"]
    )
    return _section(t("trace_versions"), f"<ul class='zt-list'>{rows}</ul>") if rows else ""


def _here(version: Json, found: Json) -> str:
    return " aria-current='true'" if version["date"] == found["regulation"]["version"] else ""


def changes(found: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """Who ends or amends it, and what it ends or amends."""
    return "".join(
        _section(
            t(f"trace_change_{key}"),
            "<ul class='zt-list'>"
            + "".join(
                f"<li>{named_regulation(each)}{_from_day(each['date'])}{_proof(each['span'], text_of, title_of)}</li>"
                for each in found[key]
            )
            + "</ul>",
        )
        for key in _CHANGES
        if found[key]
    )


def _from_day(day: str | None) -> str:
    return f" <span class='zt-dim'>{t('trace_from_day', day=escape(day))}</span>" if day else ""


def citing(document: str, uses: list[Json], text_of: TextOf, title_of: TitleOf, itself: bool = False) -> str:
    """One document and its clauses, the first few at once; ``itself`` where it is the regulation."""
    items = [_clause(use, text_of(document), title_of(document)) for use in uses]
    name = links.anchor(links.document(document), escape(title_of(document)))
    count = t("trace_clauses_own" if itself else "trace_clauses", count=len(items))
    return (
        f"<article class='zt-card zt-citing'><header><h3>{name}</h3><span class='zt-dim'>{count}</span></header>"
        f"{folded(items, CLAUSES, 'trace_more_clauses')}</article>"
    )


def _clause(use: Json, text: str, title: str) -> str:
    path = "<i aria-hidden='true'>›</i>".join(f"<span>{escape(step)}</span>" for step in use["path"][-3:])
    program = f"<p class='zt-why'><b>{t('kind_program')}</b>{escape(use['program'])}</p>" if use["program"] else ""
    return (
        f"<section class='zt-clause'><p class='zt-path'>{relation(use['relation'])}{path}</p>"
        f"{program}{_meant(use['version'])}{proof(use['span'], text, title)}</section>"
    )


def relation(name: str) -> str:
    return f"<span class='zt-chip'>{escape(named('relation', name))}</span>"


def _meant(version: Json | None) -> str:
    """Which of several versions a citation means."""
    if version is None:
        return ""
    why = t("trace_meant_" + version["why"], day=escape(version["date"] or ""))
    return f"<p class='zt-dim'>{why}</p>"


def resting(found: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """Programs and tasks that rest on it; where a whole document does, its things together under one proof."""
    return "".join(_resting(key, found[key], text_of, title_of) for key in ("programs", "tasks") if found[key])


def _resting(key: str, things: list[Json], text_of: TextOf, title_of: TitleOf) -> str:
    rows = [f"<li>{_thing(each)}{_proof(each['span'], text_of, title_of)}</li>" for each in things if not each["whole"]]
    wholes: dict[str, list[Json]] = {}
    for each in things:
        if each["whole"]:
            wholes.setdefault(each["document"]["id"], []).append(each)
    for id, all_of in wholes.items():
        names = "".join(f"<li>{_thing(each)}</li>" for each in all_of)
        title = links.anchor(links.document(id), escape(all_of[0]["document"]["title"] or id))
        rows.append(
            f"<li>{title} <span class='zt-dim'>{t('trace_whole')}</span>{_proof(all_of[0]['span'], text_of, title_of)}"
            f"<details class='zt-more'><summary>{t('trace_all', count=len(all_of))}</summary><ul>{names}</ul></details></li>"
        )
    return _section(t(f"trace_resting_{key}", count=len(things)), f"<ul class='zt-list'>{''.join(rows)}</ul>")


def _thing(each: Json) -> str:
    number = f"{each['no']}. " if each["no"] is not None else ""
    return links.anchor(links.node(each["id"]), escape(f"{number}{each['name']}"))


def cites(found: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """What it cites itself, and below what those cite that are here."""
    hops: dict[int, list[str]] = {}
    for step in found["chain"]:
        by = f" <span class='zt-dim'>{t('trace_cited_by_that', title=escape(step['from']['title']))}</span>"
        hops.setdefault(step["hop"], []).append(
            f"<li>{relation(step['relation'])} {named_regulation(step['to'])}{by if step['hop'] > 1 else ''}"
            f"{_proof(step['span'], text_of, title_of)}</li>"
        )
    return "".join(
        _section(
            t("trace_cites", count=len(rows)) if hop == 1 else t("trace_cites_on", hop=hop, count=len(rows)),
            f"<ul class='zt-list'>{''.join(rows)}</ul>",
        )
        for hop, rows in hops.items()
    )


def named_regulation(each: Json) -> str:
    """Title and number, as a link to its own trace."""
    number = f" <span class='zt-dim zt-number'>{escape(each['doc_number'])}</span>" if each.get("doc_number") else ""
    return links.anchor(links.trace(each.get("doc_number") or each["title"]), escape(each["title"])) + number


def several(found: Json) -> str:
    """Regulations to choose from."""
    return (
        f"<section class='zt-summary' role='status' data-query='{escape(found['query'])}'>"
        f"<h2>{t('trace_several', count=len(found['candidates']))}</h2>{_list(found['candidates'])}</section>"
    )


def nothing(reference: str, wanted: Json, near: list[Json]) -> str:
    """What was looked for, and what comes nearest."""
    if wanted["number"]:
        how = t("trace_looked_number", number=escape(wanted["number"]))
    else:
        how = t("trace_looked_title", title=escape(wanted["title"]))
    nearest = f"<p class='zt-dim'>{t('trace_nearest')}</p>{_list(near)}" if near else ""
    return (
        f"<section class='zt-summary zt-none' role='status' data-query='{escape(reference)}'><h2>{t('trace_nothing')}</h2>"
        f"<p class='zt-lead'>{how}</p>{nearest}</section>"
    )


def _list(items: Iterable[Json]) -> str:
    return f"<ul class='zt-list'>{''.join(f'<li>{named_regulation(each)}</li>' for each in items)}</ul>"


def _section(title: str, html: str) -> str:
    return f"<section class='zt-part'><h2 class='zt-title'>{title}</h2>{html}</section>"


def _proof(span: Json, text_of: TextOf, title_of: TitleOf, opened: bool = False) -> str:
    """The words behind one click: a list stays short."""
    figure = proof_of(span, text_of, title_of)
    state = " open" if opened else ""
    return f"<details class='zt-more'{state}><summary>{t('proof')}</summary>{figure}</details>"
