"""Who leads, supports or shares a task: brackets, lines and tables of a work plan, departments as written.

Forms: (甲局牵头,乙局、丙局配合) · （甲局、乙局按职责分工负责） · （牵头单位：甲局；配合单位：乙局） · 责任单位：甲局 on a line of its
own, the next labels below it · a table with such heads · a list of names in brackets, where the document always does so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.clauses import BOXED, FIRST_LEADS, LABELLED, Duty, listed, parse
from ingest.draft import Item
from ingest.names import split_names
from ingest.records import Task
from ingest.text import CleanText

__all__ = ["Duty", "duties", "tasks"]

_HINT = re.compile("牵头|负责|责任|分工|配合|落实|参与|协办|主办|承办|承担")
_BRACKETS = re.compile(r"[（(〔［\[【）)〕］\]】]")
_OPENING = "（(〔［[【"
_COLUMNS = (
    ("no", "序号|编号"),
    ("lead", "牵头"),
    ("support", "配合|协办|参与|参加"),
    (
        "shared",
        "责任(?:单位|部门|处室)|负责(?:单位|部门|处室)|承办|指导(?:单位|部门)|实施(?:单位|部门)|主管(?:单位|部门)|落实(?:单位|部门)|分工",
    ),
    ("deadline", "时限|时间|期限|进度|节点"),
    ("title", "任务|事项|举措|措施|项目|工作|内容|名称|要点"),
)


def duties(source: CleanText) -> list[Duty]:
    """The duties in brackets and lines, in order (those of tables are in :func:`tasks`). A bracket of nothing but
    departments at the end of a paragraph is one where the document makes a habit of it."""
    text = source.text
    first_leads = bool(FIRST_LEADS.search(text))
    found: list[Duty] = []
    lists: list[Duty] = []
    follows = -2  # end of a duty in lines of its own: the next line may go on
    for start, end in source.paragraphs:
        line = BOXED.sub(lambda m: f" {m[1]}：", text[start:end])
        goes_on = follows == start - 1 and bool(LABELLED.match(line))  # 牵头单位：… and 配合单位：… below it
        if "\t" in line or not (goes_on or _HINT.search(line) or line.endswith(("）", ")", "〕"))):
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
        if len(found) + len(lists) > before or open_line is None:
            continue
        begin = start + open_line
        begin = found[-1].start if goes_on else begin
        words = BOXED.sub(lambda m: f" {m[1]}：", text[begin:end]).replace("\n", "；")
        if duty := parse(words, begin, end, first_leads):
            found[len(found) - goes_on :] = [duty]
            follows = end
    if first_leads or len(lists) > 2:
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


def _line_label(line: str) -> int | None:
    """Where a duty without brackets begins in a line: at its start, or behind the last full stop."""
    if (label := LABELLED.match(line)) and label.lastgroup in ("lead", "support", "shared", "deadline"):
        return 0
    for mark in re.finditer(r"[。；;\s]+", line):
        label = LABELLED.match(line, mark.end())
        if label and label.lastgroup in ("lead", "shared"):
            return mark.end()
    return None


def tasks(source: CleanText, items: Sequence[Item]) -> tuple[Task, ...]:
    """Every item with a duty, in order: numbered as the items are, where they run through the document."""
    rows = [*_item_tasks(source, items), *_table_tasks(source, items)]
    rows.sort(key=lambda row: row[1].span.start)
    numbers = [no for no, _ in rows]
    running = all(no is not None for no in numbers) and all(a < b for a, b in pairwise(n or 0 for n in numbers))
    return tuple(
        Task(
            no if running and no else i,
            t.title,
            t.span,
            t.chapter,
            t.path,
            t.lead,
            t.support,
            t.shared,
            t.deadline,
            t.duty,
        )
        for i, (no, t) in enumerate(rows, 1)
    )


def _item_tasks(source: CleanText, items: Sequence[Item]) -> Iterator[tuple[int | None, Task]]:
    text = source.text
    last: int | None = None
    done = 0
    position = -1
    for duty in duties(source):
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
    heads: list[str | None] = []
    title = ""
    for start, end in source.paragraphs:
        line = source.text[start:end]
        if "\t" not in line:
            continue
        cells = line.split("\t")
        found = _heads(cells)
        if found:
            heads = found
            continue
        if not heads or len(cells) < 2:
            continue
        roles: dict[str, list[str]] = {"lead": [], "support": [], "shared": []}
        no, when, fresh = None, None, ""
        for head, cell in zip(heads, (c.strip() for c in cells), strict=False):
            if head in roles:
                roles[head].extend(n for part in re.split(r"[\s；;]+", cell) for n in split_names(part))
            elif head == "no" and cell.isdecimal():
                no = int(cell)
            elif head == "deadline":
                when = cell or None
            elif head == "title" and not fresh:
                fresh = cell
        title = fresh or title
        if not any(roles.values()):
            continue
        if roles["lead"]:
            roles["support"], roles["shared"] = [*roles["support"], *roles["shared"]], []
        lead, support, shared = (tuple(dict.fromkeys(roles[k])) for k in ("lead", "support", "shared"))
        duty = Duty(start, end, lead, support, shared, when)
        owner = max((i for i, x in enumerate(items) if x.start <= start < x.block), default=None)
        yield no, _task(source, items, owner, title, start, duty)


def _heads(cells: Sequence[str]) -> list[str | None]:
    """The role of each column, where a row is the head of a table of duties."""
    found: list[str | None] = []
    for cell in (re.sub(r"\s", "", c) for c in cells):
        kind = next((k for k, words in _COLUMNS if len(cell) <= 10 and re.search(words, cell)), None)
        found.append(kind)
    return found if {"lead", "shared"} & set(found) and len(cells) > 1 and all(len(c) <= 16 for c in cells) else []
