"""署名 and 成文日期 (GB/T 9704-2012, 7.3.5), and who issues where nobody signs (7.3.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.genre import ISSUER, ORGAN, TITLE_END
from ingest.numerals import DATE, iso_date
from ingest.outline import marker


@dataclass(frozen=True)
class Signature:
    """``start`` is where its first line begins, None where nobody signs."""

    organs: tuple[str, ...] = ()
    date: str | None = None
    start: int | None = None


def signature(text: str, paragraphs: list[tuple[int, int]], after: int, limit: int) -> Signature:
    """署名 and 成文日期 (7.3.5): a date alone on a line, with the names of organs on the lines above it."""
    inside = [p for p in paragraphs[after:] if p[0] < limit]
    best = Signature()
    for i, (start, end) in enumerate(inside):
        words = text[start:end]
        match = DATE.search(words)
        if not match or match.end() != len(words) or len(words) - len(match[0]) > 40:
            continue
        before = words[: match.start()].strip()
        names, first = [before] if before and ISSUER.fullmatch(before) else [], start
        if before and not names:
            continue
        for s, e in reversed(inside[max(0, i - 6) : i]):
            line = text[s:e]
            if not ISSUER.fullmatch(line) or marker(text, s, e, {}):
                break
            names.insert(0, line)
            first = s
        date = iso_date(match)
        if names:
            return Signature(tuple(_name(n) for line in names for n in _organs(line)), date, first)
        best = best if best.date else Signature((), date)
    if not best.organs:  # an organ signs without a date: the last line before the attachments
        for start, end in reversed(inside):
            line = text[start:end]
            if ISSUER.fullmatch(line) and len(line) <= 30 and not TITLE_END.search(line):
                return Signature((_name(line),), best.date, start)
            if len(line) > 60:
                break
    return best


def _organs(line: str) -> list[str]:
    """甲局 乙局 are two, 甲 局 is one."""
    parts = line.split()
    return parts if all(len(p) > 3 and ISSUER.fullmatch(p) for p in parts) else re.split(r"\s{2,}", line)


def _name(words: str) -> str:
    return re.sub(r"\s*[（(](?:代章?|盖章|章|印章)[）)]$", "", words).replace(" ", "")


def issuers_of_title(title: str) -> list[str]:
    """The organs that a title names before 关于 (7.3.1) or before 印发."""
    match = re.match(rf"((?:[\u4e00-\u9fff]{{2,20}}?(?:{ORGAN})\s*[、，]?\s*)+?)(?:关于|印发|转发|发布)", title)
    return [p for p in re.split(r"[、，\s]+", match[1]) if p] if match else []


def date_under_title(text: str, paragraphs: list[tuple[int, int]], after: int) -> str | None:
    """The date in the note under the title (题注: 2010年7月30日…通过, （2018年…修正）): the latest one."""
    dates = []
    for start, end in paragraphs[after : after + 8]:
        if marker(text, start, end, {}) or end - start > 260:
            break
        dates += [iso_date(m) for m in DATE.finditer(text, start, end)]
    return max((d for d in dates if d), default=None)
