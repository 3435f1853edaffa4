"""Who leads, supports or shares a task: brackets, lines and tables of a work plan, departments as written.

Forms: (甲局牵头,乙局、丙局配合) · （甲局、乙局按职责分工负责） · （牵头单位：甲局；配合单位：乙局） · 责任单位：甲局 on a line of its
own, the next labels below it · a table with such heads · a list of names in brackets, where the document always does so ·
由甲局牵头，乙局配合。 as the last sentence of an item.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.clauses import BOXED, FIRST_LEADS, LABELLED, Duty, closing, listed, parse
from ingest.draft import Item
from ingest.duty_tables import rows
from ingest.names import looks_like_department, split_names
from ingest.records import Task
from ingest.text import CleanText

__all__ = ["Duty", "duties", "tasks"]

_HINT = re.compile("牵头|负责|责任|分工|配合|落实|参与|参加|协[办助同]|主办|承办|承担|实施|推进")
_BRACKETS = re.compile(r"[（(〔［\[【）)〕］\]】]")
_OPENING = "（(〔［[【"


def duties(source: CleanText) -> list[Duty]:
    """The duties in brackets and lines, in order (those of tables are in :func:`tasks`). A bracket of nothing but
    departments at the end of a paragraph is one where the document makes a habit of it, or of duties."""
    text = source.text
    first_leads = bool(FIRST_LEADS.search(text))
    found: list[Duty] = []
    lists: list[Duty] = []
    opened, until, kept = 0, -2, False  # lines of labels: where they began and ended, whether they told a duty
    for start, end in source.paragraphs:
        line = BOXED.sub(lambda m: f" {m[1]}：", text[start:end])
        labelled = bool(LABELLED.match(line))
        goes_on = until == start - 1 and (labelled or _continues(text[opened:until], line))
        if "\t" in line or not (labelled or goes_on or _HINT.search(line) or line.endswith(("）", ")", "〕"))):
            continue
        before = len(found) + len(lists)
        for low, high in _top_brackets(line):
            words = line[low + 1 :].rstrip() if high > len(line) else line[low + 1 : high - 1]
            low, high = start + low, min(start + high, end)
            if duty := parse(words, low, high, first_leads):
                found.append(duty)
            elif high == end and (duty := listed(words, low, high, first_leads)):
                lists.append(duty)
        open_line = _line_label(line)
        if len(found) + len(lists) > before or (open_line is None and not goes_on):
            continue
        if not goes_on:
            opened, kept = start + (open_line or 0), False
        until = end
        words = re.sub("(?<=[、，,：:])\n", "", text[opened:end]).replace("\n", "；")
        if duty := parse(BOXED.sub(lambda m: f" {m[1]}：", words), opened, end, first_leads):
            found[len(found) - kept :] = [duty]
            kept = True
    if first_leads or len(lists) + len(found) > 2:
        found = sorted([*found, *lists], key=lambda d: d.start)
    return found


def _top_brackets(line: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the outermost brackets; one that is not closed ends beyond the line."""
    depth, begin = 0, 0
    for mark in _BRACKETS.finditer(line):
        if mark[0] in _OPENING:
            begin = mark.start() if depth == 0 else begin
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield begin, mark.end()
    if depth:
        yield begin, len(line) + 1


def _continues(before: str, line: str) -> bool:
    """Whether a list of names goes on in a line: 责任单位：甲局、 / 乙局."""
    if not before.endswith(("、", "，", ",", "：", ":")) or len(line) > 80:
        return False
    names = split_names(line.rstrip("。；;"))
    return bool(names) and all(map(looks_like_department, names))


def _line_label(line: str) -> int | None:
    """Where a duty without brackets begins in a line: at its start, or behind the last full stop."""
    label = LABELLED.match(line)
    if label and (
        label.lastgroup in ("lead", "support", "shared") or (label.lastgroup == "deadline" and len(line) < 40)
    ):
        return 0
    for mark in re.finditer(r"[。；;\s]+", line):
        label = LABELLED.match(line, mark.end())
        article = line.startswith("第") and not label[0].rstrip().endswith(("：", ":")) if label else False
        if label and label.lastgroup in ("lead", "shared") and not article:  # 第五条 主管部门为市科技局: law, no task
            return mark.start() + (mark[0][0] in "。；;")  # where a 【label】 was, it begins with its bracket
    return None


def tasks(source: CleanText, items: Sequence[Item]) -> tuple[Task, ...]:
    """Every item with a duty, in order: numbered as the items are, where they run through the document."""
    found = sorted([*_item_tasks(source, items), *_table_tasks(source, items)], key=lambda row: row[1].span.start)
    numbers = _numbers([no for no, _ in found], [len(t.path) for _, t in found])
    return tuple(replace(t, no=no) for no, (_, t) in zip(numbers, found, strict=True))


def _numbers(written: Sequence[int | None], depths: Sequence[int]) -> Sequence[int]:
    """The numbers of tasks as written, where those of the depth that most of them have run through the document (under
    （十二） may stand 1. and 2.); else counted."""
    depth, _ = Counter(depths).most_common(1)[0] if depths else (0, 0)
    main = [no for no, d in zip(written, depths, strict=True) if d == depth]
    running = None not in written and all(a < b for a, b in pairwise(n or 0 for n in main))
    return [n or 0 for n in written] if running else range(1, len(written) + 1)


def _item_tasks(source: CleanText, items: Sequence[Item]) -> Iterator[tuple[int | None, Task]]:
    text = source.text
    last: int | None = None
    done = 0
    position = -1
    bracketed = duties(source)
    for duty in sorted([*bracketed, *_sentences(source, items, bracketed)], key=lambda d: d.start):
        while position + 1 < len(items) and items[position + 1].start <= duty.start:
            position += 1
        owner: int | None = position if position >= 0 else None
        while owner is not None and items[owner].block <= duty.start:
            owner = items[owner].parent
        item = items[owner] if owner is not None else None
        again = owner is not None and owner == last
        begin = max(done, item.start) if item else max(done, source.paragraph(duty.start)[0])
        body = text[begin if again or item is None else item.body : duty.start]
        title = (
            item.title if item and item.title and not again else _first_sentence(body) or (item.title if item else "")
        )
        if item and item.start <= duty.start < item.title_end:  # 1.任务名称（甲局牵头）
            title = text[item.start + len(item.marker) : duty.start].strip()
        no = item.no if item and not again else None
        span = source.span(begin, duty.end)
        yield no, _task(source, items, owner, title, span.start, duty)
        last, done = owner, duty.end


def _sentences(source: CleanText, items: Sequence[Item], others: Sequence[Duty]) -> Iterator[Duty]:
    """Duties told by the last sentence of a paragraph of an item, where nothing else tells one. Articles (第三条) have
    none: what an organ is in charge of there is law, no task."""
    text = source.text
    starts = [duty.start for duty in others]
    first_leads = bool(FIRST_LEADS.search(text))
    ends = [*(item.start for item in items), len(text)][1:]
    for item, after in zip(items, ends, strict=False):
        low, high = item.body, min(after, item.block)
        if item.marker.startswith("第") or bisect_left(starts, low) < bisect_left(starts, high):
            continue
        last = None
        while low < high:
            end = text.find("\n", low, high)
            end = high if end < 0 else end
            if _HINT.search(text, max(low, end - 80), end):
                last = closing(text[low:end], low, first_leads) or last
            low = end + 1
        if last:
            yield last


def _task(
    source: CleanText,
    items: Sequence[Item],
    owner: int | None,
    title: str,
    start: int,
    duty: Duty,
    end: int | None = None,
) -> Task:
    chapter = owner
    while chapter is not None and items[chapter].level > 1:
        chapter = items[chapter].parent
    return Task(
        0,
        title,
        source.span(start, end or duty.end),
        items[chapter].title or None if chapter is not None and items[chapter].level == 1 else None,
        items[owner].path if owner is not None else (),
        duty.lead,
        duty.support,
        duty.shared,
        duty.deadline,
        source.span(duty.start, duty.end),
    )


def _first_sentence(words: str) -> str:
    """The title of an item without one. In a text without line breaks the marker nearest the duty begins it."""
    marks = list(re.finditer(r"[（(][一二三四五六七八九十]{1,3}[）)]", words))
    words = words[marks[-1].end() :] if marks else words
    return re.split("[。\n]", words.strip(" \u3000\n。；;"))[0].strip()


def _table_tasks(source: CleanText, items: Sequence[Item]) -> Iterator[tuple[int | None, Task]]:
    for row in rows(source):
        start = row.duty.start
        owner = max((i for i, x in enumerate(items) if x.start <= start < x.block), default=None)
        yield row.no, _task(source, items, owner, row.title, start, row.duty)
