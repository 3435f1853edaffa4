"""附件: those that stand in a document under 附件N, and those only listed (GB/T 9704-2012, 7.3.4 and 7.3.7)."""

from __future__ import annotations

import re

from ingest.genre import BODY_END, ISSUER, TITLE_END, bare, key_of
from ingest.numerals import DATE, number
from ingest.outline import ATTACHMENT
from ingest.records import Attachment, Span
from ingest.text import CleanText

_NEXT = re.compile(r"[ \u3000；;]+(?=\d{1,2}\s?[.．、](?!\d))")
_SPELT = re.compile(r"([一二三四五六七八九十]{1,2})、\s*")  # 附件：一、…
LISTED = re.compile(r"(\d{1,2})\s*[.．、]\s*")


def attachments(
    source: CleanText, paragraphs: list[tuple[int, int]], begin: int, carried: str | None, lists: set[int]
) -> list[Attachment]:
    """附件 (7.3.4, 7.3.7): those that stand in the document under 附件N with their title, and those only listed behind
    附件： (1.… 2.…, or one title a line); the document that a cover notice carries
    stands on its own, not below 附件."""
    text = source.text
    found: dict[int, Attachment] = {}

    def add(no: int | None, title: str, span: Span | None = None) -> None:
        title = re.sub(r"\s*[（(]略[）)]$", "", bare(title))
        if span and carried and key_of(title) == carried:
            return
        same = next((k for k, a in found.items() if a.title == title), None)
        key = same or no or max(found, default=0) + 1
        if key not in found or span:
            found[key] = Attachment(key, title, span)

    i = 0
    while i < len(paragraphs):
        start, end = paragraphs[i]
        match = ATTACHMENT.fullmatch(text, start, end)
        i += 1
        if not match or start < begin:
            continue
        no = number(match["no"]) if match["no"] else None
        title, colon = match["title"], match[0].rstrip().endswith(("：", ":"))
        if title and not re.search(r"[:：]", match[0][: match.start("title") - start]) and no is None:
            continue  # 附件材料…: a sentence
        if title and no is not None:
            add(no, title, source.span(match.start("title"), end))
            continue
        if title or colon:
            count = _SPELT if title and _SPELT.match(title) else LISTED
            lines = [title] if title else []
            while i < len(paragraphs):
                line = text[slice(*paragraphs[i])]
                if BODY_END.search(line) or DATE.search(line) or ISSUER.fullmatch(line) or len(line) > 90:
                    break
                goes_on = bool(lines) and _is_open(lines[-1])
                numbered = bool(lines) and count.match(lines[0])
                if ATTACHMENT.fullmatch(line) or (numbered and not goes_on and not count.match(line)):
                    break
                if (
                    lines
                    and not goes_on
                    and not count.match(lines[0])
                    and (title or (not TITLE_END.search(line) and len(line) < 6))
                ):
                    break
                lines.append(line)
                lists.add(paragraphs[i][0])
                i += 1
            for line in _whole(lines):
                listed = count.match(line)
                add(number(listed[1]) if listed else None, line[listed.end() :] if listed else line)
            continue
        if i < len(paragraphs):
            joined, stop = _wrapped(text, paragraphs, i)
            if joined is not None:
                add(no, joined, source.span(paragraphs[i][0], stop))
    return [found[k] for k in sorted(found)]


def _whole(lines: list[str]) -> list[str]:
    """One title a line: parted where several are numbered in it, joined where a bracket stays open."""
    joined: list[str] = []
    for line in lines:
        if joined and _is_open(joined[-1]):
            joined[-1] += line
        else:
            joined.append(line)
    return [part for line in joined for part in _NEXT.split(line)]


def _is_open(line: str) -> bool:
    return sum(map(line.count, "（(")) > sum(map(line.count, "）)"))


def _wrapped(text: str, paragraphs: list[tuple[int, int]], i: int) -> tuple[str | None, int]:
    """The title that begins at paragraph i, over as many lines as its 《 stays open."""
    joined, stop = "", 0
    for start, end in paragraphs[i : i + 3]:
        words = text[start:end]
        if BODY_END.search(words) and "《" not in joined:
            break
        joined, stop = joined + words, end
        if joined.count("《") == joined.count("》"):
            break
    return (joined, stop) if joined and len(joined) <= 120 else (None, 0)
