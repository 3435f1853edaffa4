"""The outline: numbered and titled paragraphs as a tree.

Levels are the class of the marker (GB/T 9704-2012, 7.3.3: 一、 →（一）→ 1. →（1）), with the markers of regulations
(第X章, 第X节, 第X条; 立法技术规范) and those that follow below (1）, ①, ``--``). Numbering restarts in every 附件.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.draft import Item
from ingest.labels import LABEL
from ingest.numerals import number
from ingest.records import Heading
from ingest.text import CleanText

_HAN = "一二三四五六七八九十百零〇"


@dataclass(frozen=True)
class Marker:
    """``level`` is what records show, ``rank`` decides who stands below whom."""

    name: str
    level: int
    rank: float
    pattern: str


MARKERS = (
    Marker("第X编", 1, 0.1, rf"第[{_HAN}]{{1,4}}编"),
    Marker("第X章", 1, 0.2, rf"第[{_HAN}]{{1,4}}章"),
    Marker("第X部分", 1, 0.3, rf"第[{_HAN}]{{1,3}}部分"),
    Marker("第X节", 2, 0.4, rf"第[{_HAN}]{{1,4}}节"),
    Marker("第X条", 3, 0.6, rf"第[{_HAN}]{{1,6}}条(?:之[{_HAN}])?"),
    Marker(
        "一、",
        1,
        1,
        rf"[{_HAN}]{{1,4}}[、．](?!，)|[{_HAN}]{{1,3}}[ \u3000]+(?![{_HAN}○年月日])(?=[\u4e00-\u9fff]{{2}})",
    ),
    Marker("（一）", 2, 2, rf"[（(]\s?[{_HAN}]{{1,4}}\s?[）)]、?|[㈠-㈩]"),
    Marker("1.", 3, 3, r"\d{1,3}\s?[.．、](?!\d)|[⒈-⒛]"),
    Marker("1.1", 4, 3.5, r"\d{1,2}(?:\.\d{1,2}){1,3}[ \u3000]+(?=[\u4e00-\u9fff])"),
    Marker("（1）", 4, 4, r"[（(]\s?\d{1,3}\s?[）)]、?|[⑴-⒇]"),
    Marker("1）", 4, 4.5, r"\d{1,2}[）)]、?"),
    Marker("①", 5, 5, r"[①-⑳]"),
    Marker("--", 5, 6, r"(?:--+|——+|—|●|■|◆|▪|•)(?=\s*[\u4e00-\u9fff“《\d])"),
)
_DIGIT = next(m for m in MARKERS if m.name == "1.")
_MARKER = re.compile("|".join(f"(?P<m{i}>{m.pattern})" for i, m in enumerate(MARKERS)))
_TIGHT = re.compile(r"(\d{1,3})[.．](?=\d)")  # 11.121人才梯队项目: a marker only where 10. came before it

ATTACHMENT = re.compile(
    rf"附(?:\s*件\s*(?P<no>\d{{1,2}}|[{_HAN}]{{1,3}})?|(?=[:：]))\s*[:：]?\s*(?P<title>[^。；;]{{2,80}})?"
)

TITLE = 44  # characters; longer first sentences are text, not titles
_STOP = re.compile(r"[。；;：:！？?!]")
_RUN_IN = re.compile(rf"(?P<title>[^。；;：:！？?!\n]{{1,{TITLE}}}[^。；;：:！？?!\n，,])。(?=\S)")
_LABEL = re.compile(r"(?P<title>[^。；;：:！？?!\n，,]{2,20})[：:](?=\S)")


def marker(text: str, start: int, end: int, expected: dict[str, int]) -> tuple[Marker, int, int] | None:
    """(marker, end of it, number) where a paragraph begins with one. ``expected`` maps a marker's name to the next
    number among its siblings."""
    match = _MARKER.match(text, start, end)
    if match:
        kind = MARKERS[int(match.lastgroup[1:])]  # type: ignore[index]
        return kind, match.end(), number(match[0]) or 0
    tight = _TIGHT.match(text, start, end)
    if tight and int(tight[1]) > 1 and expected.get("1.") == int(tight[1]):
        return _DIGIT, tight.end(), int(tight[1])
    return None


def outline(
    source: CleanText,
    titles: Sequence[tuple[int, int]] = (),
    begin: int = 0,
    lists: Collection[int] = (),
    foot: int | None = None,
) -> list[Item]:
    """Items in reading order. ``titles`` are (start, end) of titles that stand without a number (of an attachment or
    of an attached document), ``begin`` where the body starts (the words before it are the head of the document),
    ``lists`` the starts of numbered paragraphs that are no part of the text (the list of attachments), ``foot`` where the
    署名 begins: no item reaches over it, except the title of what it signs."""
    text = source.text
    items: list[Item] = []
    stack: list[tuple[float, int]] = []  # (rank, position)
    expected: dict[str, int] = {}
    fixed = dict(titles)
    skip = begin
    paragraphs = source.paragraphs

    def close(rank: float, at: int) -> None:
        while stack and stack[-1][0] >= rank:
            items[stack.pop()[1]].block = at

    def add(item: Item, rank: float) -> None:
        close(rank, item.start)
        item.parent = stack[-1][1] if stack else None
        above = items[item.parent].path if item.parent is not None else ()
        item.path = (*above, f"{item.marker}{item.title}" if item.title else item.marker)
        stack.append((rank, len(items)))
        items.append(item)

    for position, (start, end) in enumerate(paragraphs):
        if start in fixed:
            stop = fixed[start]
            close(-1, start)
            expected.clear()
            title = text[start:stop].replace("\n", "")
            add(Item(0, "", title, start, stop, stop, stop, len(text), None, ()), 0)
            skip = stop
            continue
        if start < skip or start in lists:
            continue
        found = marker(text, start, end, expected)
        if found is None:
            follower = paragraphs[position + 1] if position + 1 < len(paragraphs) else None
            if follower and _unnumbered(text, start, end, follower):
                add(Item(1, "", text[start:end], start, end, end, end, len(text), None, ()), 1)
                expected = {}
            continue
        kind, after, no = found
        title, title_end, body, run_in = _title(text, after, end)
        if not title and text[end - 1] == "。" and _opens(text, paragraphs, position, kind, expected):
            title, title_end, body, run_in = _title(text, after, end - 1)  # （二）强化支撑。 above 1.…
        add(
            Item(
                kind.level,
                text[start:after].strip(),
                title,
                start,
                title_end,
                body,
                end,
                len(text),
                None,
                (),
                no,
                run_in,
            ),
            kind.rank,
        )
        for other in MARKERS:
            if other.rank > kind.rank:
                expected.pop(other.name, None)
        expected[kind.name] = no + 1
    close(-1, len(text))
    for item in items:
        if foot is not None and item.end <= foot < item.block and item.level > 0:
            item.block = foot
    return items


def _opens(
    text: str, paragraphs: Sequence[tuple[int, int]], position: int, kind: Marker, expected: dict[str, int]
) -> bool:
    """Whether the paragraph below begins with a deeper marker."""
    if position + 1 >= len(paragraphs):
        return False
    below = marker(text, *paragraphs[position + 1], expected)
    return below is not None and below[0].rank > kind.rank and below[2] == 1


def _title(text: str, start: int, end: int) -> tuple[str, int, int, bool]:
    """(title, its end, start of the body, run-in?) of the words after a marker. A title of its own line holds no
    sentence end; a run-in title is a short first sentence with more behind it. "" where there is none."""
    while start < end and text[start] in " \u3000\t":
        start += 1
    words = text[start:end]
    bare = words.rstrip("：: ")
    if len(bare) <= TITLE + 16 and not _STOP.search(bare) and "\t" not in bare and not bare.endswith((",", "，", "、")):
        return bare, start + len(bare), end, False
    match = _RUN_IN.match(words)
    if match and match["title"].count("，") + match["title"].count(",") <= 2:
        return match["title"], start + match.end("title"), start + match.end(), True
    match = _LABEL.match(words)
    if match and len(match["title"]) <= 16:
        return match["title"], start + match.end("title"), start + match.end(), True
    return "", start, start, False


_FIRST = re.compile(r"1\s?[.．、](?!\d)")


def _unnumbered(text: str, start: int, end: int, follower: tuple[int, int]) -> bool:
    """A short line without a number that opens a new count of 1. right below it is a title."""
    words = text[start:end]
    return (
        4 <= len(words) <= TITLE
        and not re.search(r"[。；;：:，,！？\t]", words)
        and not words.endswith(("》", "号", "日"))
        and bool(_FIRST.match(text, *follower))
        and follower[1] - follower[0] <= TITLE
    )


def headings(source: CleanText, items: Sequence[Item]) -> list[Heading]:
    """The titled items as records; words before a colon are a label inside the text, and a heading only where they name
    a field of a program, that is, beside another such label."""
    found: list[Heading] = []
    where: dict[int, int] = {}
    labels = Counter(item.parent for item in items if LABEL.fullmatch(item.title))
    for position, item in enumerate(items):
        label = item.run_in and source.text[item.title_end] in "：:"
        if not item.title or (label and not (LABEL.fullmatch(item.title) and labels[item.parent] > 1)):
            continue
        parent = item.parent
        while parent is not None and parent not in where:
            parent = items[parent].parent
        where[position] = len(found)
        found.append(
            Heading(
                item.level,
                item.marker,
                item.title,
                item.path,
                source.span(item.start, item.title_end),
                item.block,
                where[parent] if parent is not None else None,
            )
        )
    return found
