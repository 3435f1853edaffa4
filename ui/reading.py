"""A document as HTML, part by part: outline, text with its marks in colour, the sentence that a link leads to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise

from graph.marks import Mark
from ingest.records import Heading
from ui import links
from ui.text import named, t

PART = 20_000
"""Characters shown at once: a browser lays them out in a moment, with hundreds of marks too."""

Part = tuple[int, int]
Link = Callable[[Mark], str | None]

_SENTENCE_END = re.compile(r"[。！？；\n]")


def parts(text: str, headings: Sequence[Heading], size: int = PART) -> list[Part]:
    """Half-open parts that make up the text, each at most ``size`` long; cut before the highest heading in the second
    half of what fits, else at the end of a line, else where it is full."""
    found, start = [], 0
    while len(text) - start > size:
        full = start + size
        inside = [h for h in headings if start + size // 2 < h.span.start <= full]
        if inside:
            top = min(heading.level for heading in inside)
            at = max(h.span.start for h in inside if h.level == top)
            end = text.rfind("\n", start, at) + 1 or at
        else:
            end = text.rfind("\n", start, full) + 1
        end = end if end > start else full
        found.append((start, end))
        start = end
    return [*found, (start, len(text))]


def part_of(pieces: Sequence[Part], at: int) -> int:
    """Which part holds a character; the first or last one for a character beyond the text."""
    return max(0, bisect_right(pieces, at, key=lambda piece: piece[0]) - 1)


def sentence(text: str, at: int) -> Part | None:
    """The sentence that holds a character, without blanks around it; None beyond the text and in an empty line."""
    if not 0 <= at < len(text):
        return None
    start = max((m.end() for m in _SENTENCE_END.finditer(text, max(0, at - 5000), at)), default=max(0, at - 5000))
    stop = _SENTENCE_END.search(text, at)
    end = stop.end() if stop else len(text)
    words = text[start:end]
    found = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    return found if found[0] < found[1] else None


def outline(document: str, text: str, headings: Sequence[Heading], shown: Part) -> str:
    """The headings as links: all of the part that is shown, of the others the two highest levels."""
    levels = sorted({heading.level for heading in headings})
    rows = []
    for heading in headings:
        at = heading.span.start
        here = shown[0] <= at < shown[1]
        if not here and heading.level > levels[min(1, len(levels) - 1)]:
            continue
        to = f"#c{_line(text, at)}" if here else links.document(document, at)
        words = escape(" ".join(f"{heading.marker}{heading.title}".split()))
        look = "" if here else " class='zt-away'"
        rows.append(f"<li style='--level:{levels.index(heading.level)}'{look}>{links.anchor(to, words)}</li>")
    if not rows:
        return f"<p class='zt-empty'>{t('documents_no_outline')}</p>"
    return f"<nav class='zt-outline' aria-label='{t('documents_outline')}'><ul>{''.join(rows)}</ul></nav>"


def body(
    text: str, shown: Part, headings: Sequence[Heading], marks: Iterable[Mark], link: Link, here: Part | None
) -> str:
    """The paragraphs of a part. ``marks`` may lie in one another: the innermost colours and leads. ``here`` is the
    sentence to be found at once."""
    levels = {heading.span.start: heading.level for heading in headings if shown[0] <= heading.span.start < shown[1]}
    whole = {heading.span.start: heading.span.end for heading in headings}
    inside = [mark for mark in marks if mark.start < shown[1] and mark.end > shown[0]]
    lines, first = [], 0
    start = shown[0]
    for line in text[shown[0] : shown[1]].split("\n"):
        end = start + len(line)
        while first < len(inside) and inside[first].end <= start:
            first += 1
        of_line = [mark for mark in inside[first:] if mark.start < end and mark.end > start]
        if line.strip():
            title = (
                start in whole and whole[start] >= end - 1
            )  # a heading that is the whole line, but for its full stop
            tag, look = ("h3", f" class='zt-level-{min(levels.get(start, 9), 4)}'") if title else ("p", "")
            lines.append(f"<{tag} id='c{start}'{look}>{_line_html(text, start, end, of_line, link, here)}</{tag}>")
        start = end + 1
    return f"<article class='zt-text'>{''.join(lines)}</article>"


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_html(text: str, start: int, end: int, marks: Sequence[Mark], link: Link, here: Part | None) -> str:
    """The line cut wherever a mark or the sentence begins or ends; each piece in its innermost mark."""
    cuts = {start, end, *(each for mark in marks for each in (mark.start, mark.end)), *(here or ())}
    places = sorted(cut for cut in cuts if start <= cut <= end)
    html = []
    for left, right in pairwise(places):
        around = [mark for mark in marks if mark.start <= left and right <= mark.end]
        words = escape(text[left:right])
        if around:
            words = _marked(min(around, key=lambda mark: mark.end - mark.start), words, link)
        if here and here[0] <= left and right <= here[1]:
            words = f"<mark class='zt-here'>{words}</mark>"
        html.append(words)
    return "".join(html)


def _marked(mark: Mark, html: str, link: Link) -> str:
    told = escape(f"{named('label', mark.kind)}：{mark.name}")
    look = f"class='zt-m zt-m-{mark.kind}' title='{told}'"
    address = link(mark)
    if address is None:
        return f"<span {look}>{html}</span>"
    return f"<a {look} href='{escape(address)}' target='_self'>{html}</a>"
