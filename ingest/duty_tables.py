"""Tables of duties: a row a task, 任务 · 牵头单位 · 配合单位 · 完成时限, one or two rows of heads, chapters between the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.clauses import FIRST_LEADS, Duty
from ingest.names import split_names
from ingest.numbers import arabic
from ingest.tables import under
from ingest.text import CleanText

_UNIT = "(?:单位|部门|处室|机构|科室|主体)"
_COLUMNS = (
    ("no", "^(?:序号|编号|任务编号)$"),
    ("lead", "牵头|主办|第一责任"),
    ("support", "配合|协办|参与|参加|协同|协助"),
    ("shared", f"(?:责任|负责|指导|实施|主管|落实|承担|主责|完成){_UNIT}|承办|(?<!职责)分工"),
    ("deadline", "时限|时间|期限|进度|节点"),
    ("title", "任务|事项|举措|措施|项目|工作|内容|名称|要点"),
)
_SPANS = "分工|责任|单位|部门"  # a head that stands over others
# A table of people, figures or marks names no duties, whoever stands in its last column.
_OTHER_TABLE = re.compile(
    ".{0,5}(?:姓名|职务|职称|手机|电话|邮箱|传真|指标|目标值|分值|得分|评分|学历|身份证号?)(?:名称|号码)?|(?:19|20)\\d\\d年(?:目标值?)?"
)
# A row over the whole width: a chapter (一、… （一）… 第一部分) or a few words without a stop.
_CHAPTER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[部章编]).{2,60}"
    r"|[^，。；：:\s\d]{2,20}"
)
_ATTACHMENT = re.compile(r"附\s*[件表录]|注")
_REMARK = re.compile("[（(][^（）()]*[）)]$")  # 责任单位（排首位的为牵头单位）
_NOTHING = re.compile(r"[—–－―\-─/\\\s]*|无")


@dataclass(frozen=True, slots=True)
class Row:
    """A task of a table: its number and title as the row gives them, and who has to do it."""

    no: int | None
    title: str
    duty: Duty


def rows(source: CleanText) -> Iterator[Row]:
    """Every row with a duty, in order. A title that is left out is that of the row above it."""
    first: list[str] = []  # the row of heads before, where a second one may stand under it
    heads: list[str | None] = []
    title = ""
    past: list[str | None] = []  # of a table that a paragraph broke off: it goes on where its numbers do
    last: int | None = None
    first_leads = bool(FIRST_LEADS.search(source.text))
    for start, end in source.paragraphs:
        line = source.text[start:end]
        if "\t" not in line:
            if not _CHAPTER.fullmatch(line) or _ATTACHMENT.match(line):
                heads, past, title = [], heads or past, ""
            first = []
            continue
        cells = [re.sub(r"\s", "", c) for c in line.split("\t")]
        if all(len(c) <= 10 for c in cells) and any(map(_OTHER_TABLE.fullmatch, cells)):
            heads, past, first = [], [], []
            continue
        below = under(first, cells, _SPANS) if first else cells
        if _is_head(cells, below):
            heads, first, title, last = _roles(below), below, "", None
            continue
        if not heads and past[:1] == ["no"] and last and cells[0] == str(last + 1) and len(cells) <= len(past):
            heads = past
        first = [] if heads or not _may_be_head(cells) else cells
        if not {"lead", "shared"} & set(heads):
            continue
        row = _row(heads, line.split("\t"), title, start, end, first_leads)
        title, last = row.title, row.no or last
        if row.duty.lead or row.duty.support or row.duty.shared:
            yield row


def _row(heads: Sequence[str | None], cells: Sequence[str], above: str, start: int, end: int, first_leads: bool) -> Row:
    roles: dict[str, list[str]] = {"lead": [], "support": [], "shared": []}
    no, when, title = None, None, ""
    for head, cell in zip(heads, (c.strip() for c in cells), strict=False):
        if head in roles:
            roles[head].extend(n for part in re.split(r"[\s；;]+", cell) for n in split_names(part))
        elif head == "no":
            no = arabic(cell.strip("（）()、.．")) if cell else None
        elif head == "deadline":
            when = None if _NOTHING.fullmatch(cell) else cell
        elif head == "title" and not title:
            title = cell
    if roles["lead"]:
        roles["support"], roles["shared"] = [*roles["support"], *roles["shared"]], []
    elif first_leads and roles["shared"]:
        first, *others = roles["shared"]
        roles["lead"], roles["support"], roles["shared"] = [first], [*others, *roles["support"]], []
    lead, support, shared = (tuple(dict.fromkeys(roles[k])) for k in ("lead", "support", "shared"))
    return Row(no, title or above, Duty(start, end, lead, support, shared, when))


def _may_be_head(cells: Sequence[str]) -> bool:
    return all(len(c) <= 10 and not re.search(r"[，。；\d]", c) for c in cells) and any(
        re.search(_COLUMNS[-1][1], c) for c in cells
    )


def _is_head(cells: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row (with the heads above it, ``below``) names the columns of a table of duties."""
    own = [c for c in cells if c]
    return (
        bool({"lead", "shared"} & set(_roles(below)))
        and len(below) > 1
        and bool({"lead", "shared", "support"} & set(_roles(own)))
        and all(len(_REMARK.sub("", c)) <= 16 and not c.isdecimal() for c in own)
    )


def _roles(cells: Sequence[str]) -> list[str | None]:
    bare = [_REMARK.sub("", c) for c in cells]
    roles = [next((k for k, words in _COLUMNS if len(c) <= 10 and re.search(words, c)), None) for c in bare]
    if "title" not in roles and None in roles:
        roles[roles.index(None)] = "title"
    return roles
