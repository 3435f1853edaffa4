"""Titles in running text: where 《…》 begins and ends, what kind of document it names, and its one key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 300  # characters of a title; a longer run is an unclosed 《

# The last words of a title → its kind (None of them: a form, a manual, a newspaper).
_SAME = """实施细则 修正案 办法 意见 通知 方案 计划 规划 纲要 条例 规定 决定 政策 措施 指南 协议 公告 通告 批复 规则
规程 规范 标准 准则 章程 守则 目录 清单 安排 公约 协定 宣言 声明 解释 决议 指引 导则 要点 制度 预案 令"""
_OTHER = """细则=实施细则 责任分工=分工 任务分工=分工 大纲=纲要 条款=规定 事项=规定 备忘录=协议 答复=批复 总则=规则
通则=规则 名录=目录 条约=公约 议定书=协定 行动=计划 复函=函 的函=函 宪法=法律 法典=法律"""
_KINDS = {word: word for word in _SAME.split()} | dict(pair.split("=") for pair in _OTHER.split())
_KIND = re.compile(f"(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))}|(?<![方做书语技手])法)$")
_TAIL = re.compile(r"(?:[（(〔\[【][^（()）]{0,40}[）)〕\]】]|[\d—–－年版\-]{4,}|修订稿|征求意见稿|草案|试行)\s*$")
BARE = re.compile(f"(?:实施|管理|暂行|工作|行动|若干|指导)*(?:{'|'.join(_KINDS)}|法)")

_KEY = {ord(c): None for c in " \t\r\n《》〈〉<>「」『』\"“”'‘’·"} | str.maketrans("〔[【﹝〖〕]】﹞〗", "((((()))))")
_MARK = re.compile(r"[《》〈〉<>\n]")
_LONE = re.compile(r"[〈<]([^〈〉<>《》\n]{4,80})[〉>]")
_HEADING = re.compile(r"\n(?:第?[一二三四五六七八九十\d]+[、.．章条]|[（(][一二三四五六七八九十\d]+[）)]|附件)")
_PAIRS = {"》": "《", "〉": "〈", ">": "<"}


@dataclass(frozen=True, slots=True)
class Title:
    """Half-open offsets with the brackets; ``words`` is the title without them and without a line end."""

    start: int
    end: int
    words: str
    nested: bool = False


def kind_of(title: str) -> str | None:
    """济南市…实施管理办法（试行） → 办法; None for what is no rule or plan (…申请表, …手册, a newspaper)."""
    words = title.strip("《》〈〉<> ")
    while (cut := _TAIL.sub("", words)) != words and cut:
        words = cut
    found = _KIND.search(words.rstrip('》〉>”" '))
    return _KINDS.get(found[0], "法律") if found else None


def normalise_title(text: str) -> str:
    """The key of a title: NFKC, without white space, quotes and title brackets, all other brackets alike."""
    return unicodedata.normalize("NFKC", text).translate(_KEY).rstrip("。;:,.、")


def titles(text: str) -> Iterator[Title]:
    """Every title of a text in order: 《…》 with those nested in it (〈〉, <>, 《》) after it, over one line end at
    most, and a title in 〈…〉 alone. An unclosed 《 is none, unless :func:`unclosed` finds its end."""
    done = 0
    for opening in re.finditer("[《〈<]", text):
        start = opening.start()
        if start < done:
            continue
        if text[start] != "《":
            lone = _LONE.match(text, start)
            if lone and kind_of(lone[1]):
                done = lone.end()
                yield Title(start, done, lone[1])
            continue
        inner = _close(text, start)
        if inner is None:
            continue
        done = inner[-1][1]
        for a, b in sorted(inner):
            yield Title(a, b, text[a + 1 : b - 1].replace("\n", "").strip(), nested=a != start)


def _close(text: str, start: int) -> list[tuple[int, int]] | None:
    """(start, end) of the titles nested in the 《 at ``start`` and, last, of the whole; None where it is not closed."""
    open_at, lines = [start], []
    found: list[tuple[int, int]] = []
    for mark in _MARK.finditer(text, start + 1, start + LONGEST):
        at, sign = mark.start(), mark[0]
        if sign == "\n":
            lines.append(at)
            if len(lines) > 1 or _HEADING.match(text, at):
                return None
        elif sign in "《〈<":
            open_at.append(at)
            if len(open_at) > 8:
                return None
        else:
            while sign == "》" and text[open_at[-1]] != "《":  # a < that was no bracket
                open_at.pop()
            if text[open_at[-1]] != _PAIRS[sign]:
                continue
            begun = open_at.pop()
            if not open_at:
                late = text[lines[0] : at] if lines else ""
                whole = at + 1 - start > 3 and len(late) < 60 and not re.search("[。；;：]", late)
                return [*found, (start, at + 1)] if whole else None
            if at - begun > 2:
                found.append((begun, at + 1))
    return None


def unclosed(text: str, start: int, number_at: int) -> Title | None:
    """The title of a 《 without 》 that ends at the bracket of a number: 《X办法（济政发〔2016〕20号）."""
    words = text[start + 1 : number_at].rstrip("（([［ ")
    if len(words) < 3 or re.search("[《》\n。；;]", words) or not kind_of(words):
        return None
    return Title(start, start + 1 + len(words), words)
