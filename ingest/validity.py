"""From when and until when a document holds, where its text says so; nothing is assumed.

自2020年1月1日起施行 · 自印发之日起施行（实施、执行） · 有效期5年 · 有效期至2025年12月31日. What one document says about
another (同时废止) is a relation of the citation, not of the document itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from ingest.numbers import arabic
from ingest.numerals import DATE, iso_date
from ingest.records import Document
from ingest.text import CleanText

_BEGIN = "施行|实施|执行|生效"
_DAY = re.sub(r"\?P<\w>", "?:", DATE.pattern)
_FROM_DATE = re.compile(
    rf"(?:本|该)?[^。；\n《》]{{0,20}}自\s*(?P<day>{_DAY})\s*起(?:正式)?(?:{_BEGIN})|有效期(?:限)?自\s*(?P<first>{_DAY})\s*起?[至到]"
)
_FROM_ISSUE = re.compile(
    rf"自(?:印发|发布|公布|发文|下发|颁布)之日(?:满)?(?P<days>\d+[日天]后)?起(?P<later>\s*\d+[日天]后)?(?:正式)?(?:{_BEGIN})"
)
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:自\s*{_DAY}\s*起?)?|(?:{_BEGIN})[，,])(?:至|到|截止至|截至)\s*(?P<day>{_DAY})"
)
_YEARS = re.compile(r"(?:有效期|试行期)(?:限)?(?:为|是)?\s*(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,2})\s*年")


def validity(source: CleanText, document: Document) -> Document:
    """The document with ``effective_from`` and ``expires`` as ISO dates, or None where the text is silent. "自印发之日起"
    counts from the 成文日期 and stays None without one."""
    said = {name: clause.groupdict() for name, clause in clauses(source.text).items()}
    begin, end = None, None
    if stated := said.get("effective_from"):
        if day := stated.get("day") or stated.get("first"):
            begin = _iso(day)
        elif document.date:
            later = re.search(r"\d+", stated["days"] or stated["later"] or "0")
            begin = (date.fromisoformat(document.date) + timedelta(days=int(later[0]))).isoformat()  # type: ignore[index]
    if until := said.get("expires"):
        if "day" in until:
            end = _iso(until["day"])
        elif begin:
            end = _add_years(begin, arabic(until["n"]) or 0)
    return replace(document, effective_from=begin, expires=end)


def clauses(text: str) -> dict[str, re.Match[str]]:
    """The clauses that say from when and until when, by ``effective_from`` and ``expires``: what proves the two dates."""
    found = {
        "effective_from": _last(_FROM_DATE, text) or _last(_FROM_ISSUE, text),
        "expires": _last(_UNTIL, text) or _last(_YEARS, text),
    }
    return {name: clause for name, clause in found.items() if clause}


def _iso(day: str) -> str | None:
    found = DATE.search(day)
    return iso_date(found) if found else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The clause stands in the closing provisions, so the last one speaks of the document itself; what stands in the
    bracket behind a title speaks of that document."""
    last = None
    for match in pattern.finditer(text, max(0, len(text) - 20_000)):
        opened = max(text.rfind(c, max(0, match.start() - 80), match.start()) for c in "（(")
        closed = max(text.rfind(c, max(0, match.start() - 80), match.start()) for c in "）)")
        if opened <= closed or text[opened - 1] != "》":
            last = match
    return last


def _add_years(day: str, years: int) -> str | None:
    """The last day of a term of ``years`` that begins on ``day``."""
    begin = date.fromisoformat(day)
    try:
        end = begin.replace(year=begin.year + years)
    except ValueError:  # 29 February
        end = begin.replace(year=begin.year + years, day=28)
    return (end - timedelta(days=1)).isoformat() if years else None
