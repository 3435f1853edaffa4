"""What documents say differently of one thing (:mod:`graph.contradictions`), as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from ui.cards import TextOf, TitleOf, folded, proof_of
from ui.text import t

Json = dict[str, Any]
PROOFS = 2  # shown of each value


def difference(each: Json, text_of: TextOf, title_of: TitleOf) -> str:
    """One thing and each value that it is given, with the words that say it."""
    division = f" <span class='zt-dim'>{escape(each['division'])}</span>" if each.get("division") else ""
    values = "".join(_value(said, text_of, title_of) for said in each["values"])
    return (
        f"<article class='zt-card'><header><span class='zt-kind'>{t('trace_differs_' + each['kind'])}</span>"
        f"<h3>{escape(each['name'])}{division}</h3></header><div class='zt-sides'>{values}</div></article>"
    )


def _value(said: Json, text_of: TextOf, title_of: TitleOf) -> str:
    figures = [proof_of(span, text_of, title_of) for span in said["evidence"]]
    return f"<section><h4>{escape(said['value'])}</h4>{folded(figures, PROOFS, 'proof_more')}</section>"
