"""An answer as HTML: pure functions from the contract's ``ask`` object to text that a browser shows.

Whatever comes from a question or a document passes :func:`escape` once, here; nothing else is trusted to be harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from ui import links
from ui.text import named, t

Json = dict[str, Any]
TextOf = Callable[[str], str]
"""Clean text of a document by its id; '' where it is not at hand."""
TitleOf = Callable[[str], str]
"""Title of a document by its id."""

CONTEXT = 90  # characters shown on each side of a clause
OPEN_PROOFS = 2  # clauses shown before "more"
HIGH, MIDDLE = 0.9, 0.7  # confidence: words beside the number


def summary(answer: Json) -> str:
    """The answer's own sentence, how sure it is, and what to mind before applying."""
    of = f"role='status' data-question='{escape(answer['question'])}'"
    if answer["status"] == "no_match":
        head = f"<h2>{t('no_match')}</h2><p class='zt-lead'>{escape(answer['answer'])}</p>"
        return f"<section class='zt-summary zt-none' {of}>{head}<p class='zt-dim'>{t('no_match_hint')}</p></section>"
    return (
        f"<section class='zt-summary' {of}><p class='zt-lead'>{escape(answer['answer'])}</p>"
        f"{confidence(answer['confidence'])}{notices(answer.get('notices') or ())}</section>"
    )


def confidence(value: float) -> str:
    """Number, bar and words for a probability in 0..1."""
    value = min(value, 0.99)  # never certain: it is an estimate
    level = "high" if value >= HIGH else "middle" if value >= MIDDLE else "low"
    call = "" if level == "high" else t("confidence_call")
    return (
        f"<p class='zt-sure zt-{level}'><span class='zt-bar' aria-hidden='true'><i style='width:{value:.0%}'></i></span>"
        f"<b>{t('confidence_' + level)} {value:.0%}</b> <span class='zt-dim'>{t('confidence_help')}{call}</span></p>"
    )


def notices(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul class='zt-notices'>{lines}</ul>" if lines else ""


def card(match: Json, rank: int, text_of: TextOf, title_of: TitleOf) -> str:
    """One match; the first (``rank`` 0) shows its proof at once."""
    kind: str = match["kind"]
    label = named("kind", kind)
    parts = [
        f"<header><span class='zt-kind zt-kind-{escape(kind)}'>{escape(label)}</span><h3>{escape(match['name'])}</h3></header>",
        _path(match),
        _why(match),
        _divisions(match.get("divisions") or ()),
        _facts(match),
        materials(match.get("materials") or ()),
        _proofs(match.get("evidence") or (), text_of, title_of, opened=rank == 0),
    ]
    return f"<article class='zt-card' aria-label='{escape(match['name'])}'>{''.join(parts)}</article>"


def _path(match: Json) -> str:
    """Where it stands: the document and the headings above it (the last one is usually the name itself)."""
    above = [step for step in match.get("path") or () if not step.endswith(match["name"])]
    document = match.get("document") or {}
    steps = [document.get("title") or "", *above]
    crumbs = "<i aria-hidden='true'>›</i>".join(f"<span>{escape(step)}</span>" for step in steps if step)
    return f"<p class='zt-path' title='{t('path')}'>{crumbs}</p>" if crumbs else ""


def _why(match: Json) -> str:
    return f"<p class='zt-why'><b>{t('why')}</b>{escape(match['why'])}</p>" if match.get("why") else ""


def _facts(match: Json) -> str:
    rows: list[tuple[str, str]] = []
    for key in ("lead", "support", "shared"):
        if match.get(key):
            rows.append((t(key), "、".join(map(_department, match[key]))))
    if match.get("doc_number"):
        rows.append((t("doc_number"), links.anchor(links.trace(match["doc_number"]), escape(match["doc_number"]))))
    if match["kind"] == "task" and match.get("no") is not None:
        rows.append((t("number"), str(match["no"])))
    if match.get("application_time"):
        rows.append((t("time"), escape(match["application_time"])))
    cells = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in rows)
    return f"<dl class='zt-facts'>{cells}</dl>" if cells else ""


def _divisions(divisions: Sequence[Json]) -> str:
    rows = "".join(
        f"<li><span class='zt-unit'>{_department(division['name'])}</span><span class='zt-phones'>"
        + ("".join(map(phone, division.get("phones") or ())) or f"<span class='zt-dim'>{t('no_phone')}</span>")
        + "</span></li>"
        for division in divisions
    )
    return f"<section class='zt-divisions'><h4>{t('divisions')}</h4><ul>{rows}</ul></section>" if rows else ""


def _department(name: str) -> str:
    return links.anchor(links.department(name), escape(name))


def phone(number: str) -> str:
    """A number that dials on a phone and copies on a desk. The link keeps only what can be dialled."""
    shown = escape(number)
    dial = re.sub(r"[^\d+*#,;]", "", number)
    label = escape(t("call", phone=number))
    return (
        f"<span class='zt-phone'><a href='tel:{dial}' aria-label='{label}'>{shown}</a>"
        f"<button type='button' data-copy='{shown}' data-done='{t('copied')}'>{t('copy')}</button></span>"
    )


def materials(found: Sequence[str]) -> str:
    """What has to be handed in, behind one click."""
    items = "".join(f"<li>{escape(item)}</li>" for item in found)
    return f"<details class='zt-more'><summary>{t('materials')}</summary><ul>{items}</ul></details>" if items else ""


def _proofs(evidence: Sequence[Json], text_of: TextOf, title_of: TitleOf, opened: bool) -> str:
    if not evidence:
        return ""
    figures = folded([proof_of(span, text_of, title_of) for span in evidence], OPEN_PROOFS, "proof_more")
    state = " open" if opened else ""
    return f"<details class='zt-proofs'{state}><summary>{t('proof')}</summary>{figures}</details>"


def folded(items: Sequence[str], shown: int, more: str, inside: str = "{}") -> str:
    """The first items, and the rest behind ``more``, a key of the strings that tells their ``count``; ``inside`` is put
    around each of the two parts."""
    rest = ""
    if len(items) > shown:
        words = t(more, count=len(items) - shown)
        held = inside.format("".join(items[shown:]))
        rest = f"<details class='zt-more'><summary>{words}</summary>{held}</details>"
    return inside.format("".join(items[:shown])) + rest


def proof_of(span: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """:func:`proof` of a span whose document is at hand by its id."""
    return proof(span, text_of(span["document"]), title_of(span["document"]))


def proof(span: Json, text: str, title: str) -> str:
    """The clause, marked, among its neighbours, with document and line. Without the text the clause stands alone."""
    before, clause, after = context(span, text)
    name = escape(title or span["document"])
    where = f"<cite>{links.anchor(links.document(span['document'], span['start']), name)}</cite>"
    if span.get("line") is not None:
        where += f" <span>{t('line', line=span['line'])}</span>"
    return (
        f"<figure class='zt-proof'><blockquote>{escape(before)}<mark>{escape(clause)}</mark>{escape(after)}</blockquote>"
        f"<figcaption>{where}</figcaption></figure>"
    )


def context(span: Json, text: str, width: int = CONTEXT) -> tuple[str, str, str]:
    """What stands before, in, and after a span within its paragraph, at most ``width`` characters a side."""
    start, end = span["start"], span["end"]
    if text[start:end] != span["text"]:  # the text is another edition than the span, or missing: show what is proved
        return "", span["text"].strip(), ""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    if len(before) > width:
        before = "…" + before[-width:]
    if len(after) > width:
        after = after[:width] + "…"
    return before, text[start:end].strip(), after


def documents(found: Json) -> str:
    """What can be answered from: the newest documents, how many there are, and their dates
    (:func:`graph.overview.documents`)."""
    lines = "".join(
        f"<li>{links.anchor(links.document(item['id']), escape(item['title']))}"
        f"{' · ' + escape(item['date']) if item.get('date') else ''}</li>"
        for item in found["items"]
    )
    rest = found["count"] - len(found["items"])
    if rest:
        lines += f"<li>{links.anchor(links.to('documents'), t('documents_more', count=rest))}</li>"
    return f"<section class='zt-docs'><b>{t('documents', count=found['count'])}</b><ul>{lines}</ul></section>"
