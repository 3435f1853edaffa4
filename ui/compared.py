"""Two documents side by side as HTML: programs that stay, come and go, with what changed in those that stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from html import escape

from graph.ids import program_id
from ingest.records import Document, Program
from search.compare import Comparison, Difference, Pair
from ui import links
from ui.text import t

LONGEST = 2500  # pieces of a text that are held against each other; longer ones are shown as they are

_PIECE = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.S)


def side_by_side(found: Comparison, before: Document, after: Document) -> str:
    """The whole comparison; the older document stands on the left."""
    if not (found.stayed or found.came or found.gone):
        return f"<p class='zt-empty'>{t('documents_no_programs')}</p>"
    changed = [pair for pair in found.stayed if pair.differences or pair.alike is not None]
    same = [pair for pair in found.stayed if pair not in changed]
    counts = "".join(
        f"<li><b>{count}</b>{t(key)}</li>"
        for key, count in (
            ("documents_changed", len(changed)),
            ("documents_same", len(same)),
            ("documents_came", len(found.came)),
            ("documents_gone", len(found.gone)),
        )
    )
    return (
        f"<ul class='zt-tiles'>{counts}</ul>"
        + _section("changed", (_pair(pair, before, after) for pair in changed))
        + _section("came", (_alone(program, after) for program in found.came))
        + _section("gone", (_alone(program, before) for program in found.gone))
        + _section("same", (_alone(pair.after, after) for pair in same))
    )


def _section(kind: str, items: Iterable[str]) -> str:
    inside = "".join(items)
    title = t(f"documents_{kind}")
    return f"<section class='zt-compared zt-{kind}'><h3>{title}</h3>{inside}</section>" if inside else ""


def _name(program: Program, document: Document) -> str:
    return links.anchor(links.document(document.id, program.span.start), escape(program.name))


def _alone(program: Program, document: Document) -> str:
    node = links.node(program_id(document.id, program))
    more = f" {links.anchor(node, t('documents_node'))}" if node else ""
    return f"<p>{_name(program, document)}{more}</p>"


def _pair(pair: Pair, before: Document, after: Document) -> str:
    names, note = _name(pair.after, after), ""
    if pair.alike is not None:
        names = f"{_name(pair.before, before)} <span aria-hidden='true'>→</span> {names}"
        note = f" <span class='zt-dim'>{t('documents_alike', percent=f'{pair.alike:.0%}')}</span>"
    rows = "".join(_row(each, _edition(before), _edition(after)) for each in pair.differences)
    table = ""
    if rows:
        heads = "".join(
            f"<th scope='col'>{words}</th>"
            for words in (t("documents_field"), escape(_edition(before)), escape(_edition(after)))
        )
        table = f"<table class='zt-differences'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<details open><summary>{names}{note}</summary>{table or t('documents_name_only')}</details>"


def _edition(document: Document) -> str:
    return document.date or document.title


def _row(difference: Difference, *editions: str) -> str:
    nothing = f"<span class='zt-dim'>{t('documents_not_there')}</span>"
    cells = "".join(
        f"<td data-edition='{escape(edition)}'>{words or nothing}</td>"
        for edition, words in zip(editions, marked(difference.before, difference.after), strict=True)
    )
    return f"<tr><th scope='row'>{escape(difference.field)}</th>{cells}</tr>"


def marked(before: str, after: str) -> tuple[str, str]:
    """Both texts, escaped, with what only one of them says in ``<del>`` and ``<ins>``."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    if not (one and other) or max(len(one), len(other)) > LONGEST:
        return escape(before), escape(after)
    old, new = [], []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left, right = escape("".join(one[a:b])), escape("".join(other[c:d]))
        old.append(left if tag == "equal" or not left else f"<del>{left}</del>")
        new.append(right if tag == "equal" or not right else f"<ins>{right}</ins>")
    return "".join(old), "".join(new)
