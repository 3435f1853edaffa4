"""Cited documents: titles in 《》 with the numbers behind them, numbers alone, and short names, each resolved to one
:class:`~ingest.records.Regulation`. Whatever stands in 《》 is listed, so that it can be traced; ``kind`` is None where
the title names no kind of document that rules anything."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.numbers import Number, labelled, normalise_number, numbers
from ingest.records import Mention, Regulation
from ingest.relations import relation
from ingest.text import CleanText
from ingest.titles import BARE, Title, kind_of, normalise_title, titles, unclosed

__all__ = ["kind_of", "normalise_number", "normalise_title", "regulations", "relation"]

# （以下简称《指南》） （国发〔2015〕1号，以下简称“《意见》”） (简称《办法》)
_SHORT = re.compile(
    r"(?:以下|下文)?(?:统称|合称|简称|下称)(?:为|作)?[：:]?\s*[“\"‘「]?\s*([《〈<]?)"
    r"([^《》〈〉<>“”\"‘’「」（）()，,。；;\n]{1,40})[》〉>]?"
)
_ISSUES = re.compile("(?:印发|发布|公布|颁布)[《〈<]?(.+?)[》〉>]?的(?:通知|公告|决定|通告|令)$")
_OPEN, _CLOSE = "（(〔[［【", "）)〕]］】"
# 《X》的通知（国发〔2015〕1号）, 《X》等文件精神（…）, and a number that a line end parts from its title
_TO_NUMBER = re.compile(
    r"(?:(?:的|等)?(?:通知|决定|意见|批复|公告|规定|文件|精神|要求)){0,2}[ \u3000]*\n?[ \u3000]*(?=[（(〔\[])"
)
_BETWEEN = re.compile(r"\s*(?:[、，,]|和|及|与|以及)?\s*")
# A line of a law's own history, not a citation: 2003年6月16日 国务院令第380号公布
_HISTORY = re.compile(r"\s*\d{4}年.{0,60}(?:公布|发布|修订|修正|施行|通过|批准)")


@dataclass
class _Cite:
    start: int
    end: int
    title: str = ""
    values: list[str] = field(default_factory=list)
    nested: bool = False
    short: bool = False
    means: _Cite | None = None  # of a short name: the title that it was defined for


@dataclass
class _Group:
    title: str
    number: str | None
    own: bool = False
    aliases: dict[str, None] = field(default_factory=dict)
    cites: list[_Cite] = field(default_factory=list)


def regulations(source: CleanText, own_titles: Sequence[str], own_number: str | None) -> tuple[Regulation, ...]:
    """Every document that a text names, in order of first mention, once each: the same number, or the same title where
    at most one of the two has a number. ``own_titles`` (title, cover title, titles of attachments) give ``self``."""
    cites, defined = _cites(source, own_number)
    found = _Groups(own_titles)
    names: dict[str, list[_Cite]] = {}
    for key, cite in defined:
        names.setdefault(key, []).append(cite)
    homes: dict[int, _Group] = {}
    for cite in cites:
        if cite.nested:
            continue
        key = normalise_title(cite.title)
        meant = [c for c in names.get(key, ()) if c.start < cite.start and c.end <= cite.start]
        if meant and not cite.values:
            cite.short, cite.means = True, meant[-1]
            homes[id(cite)] = homes[id(meant[-1])]
            homes[id(cite)].aliases.setdefault(cite.title)
        else:
            homes[id(cite)] = found.group(cite, key)
    for key, cite in defined:
        homes[id(cite)].aliases.setdefault(key)
    for cite in cites:
        if cite.nested:
            homes[id(cite)] = found.nested(cite)
    for cite in cites:
        homes[id(cite)].cites.append(cite)
    found.settle_bare_names()
    return tuple(_record(source, group) for group in found.all if group.cites)


class _Groups:
    def __init__(self, own_titles: Sequence[str]) -> None:
        self.all: list[_Group] = []
        self._numbers: dict[str, _Group] = {}
        self._titles: dict[str, _Group] = {}
        own = [t for title in own_titles for t in (title, *_ISSUES.findall(title))]
        self._own = {k for t in own for k in (normalise_title(t), _loose(t)) if k}

    def group(self, cite: _Cite, key: str) -> _Group:
        number = cite.values[0] if cite.values else None
        named = self._titles.get(key) if key else None
        home = self._numbers.get(number) if number else named
        if home is None and named is not None and named.number is None:
            home = named
        if home is None:
            home = _Group(cite.title, number, own=bool(key) and (key in self._own or _loose(cite.title) in self._own))
            self.all.append(home)
        if key:
            if not home.title or home.title == home.number:
                home.title = cite.title
            elif normalise_title(home.title) != key:
                home.aliases.setdefault(cite.title)
            self._titles.setdefault(key, home)
        if number:
            home.number = home.number or number
            self._numbers.setdefault(number, home)
        for other in cite.values[1:]:
            home.aliases.setdefault(other)
        return home

    def nested(self, cite: _Cite) -> _Group:
        """A title inside a title: the document of that title, else the notice that issued it, else a new one."""
        key = normalise_title(cite.title)
        if key not in self._titles:
            for home in self.all:
                if home.title and not home.own and any(normalise_title(x) == key for x in _ISSUES.findall(home.title)):
                    home.aliases.setdefault(cite.title)
                    return home
        return self.group(cite, key)

    def settle_bare_names(self) -> None:
        """《办法》 that nobody defined: the only cited (or own) document of that name, where there is just one."""
        for bare in [g for g in self.all if not g.number and BARE.fullmatch(g.title) and g.cites]:
            fits = [g for g in self.all if g is not bare and g.title.endswith(bare.title)]
            fits = [g for g in fits if g.own] or fits
            if len(fits) == 1:
                for cite in bare.cites:
                    cite.short = True
                fits[0].cites.extend(bare.cites)
                fits[0].aliases.setdefault(bare.title)
                bare.cites = []


def _loose(title: str) -> str:
    """支持X的若干措施 and 关于支持X若干措施 are one title in a document's own cover."""
    return re.sub("关于|的", "", normalise_title(title))


def _record(source: CleanText, group: _Group) -> Regulation:
    mentions = []
    for cite in sorted(group.cites, key=lambda c: (c.start, c.end)):
        span = source.span(cite.start, cite.end)
        near = cite.means  # （以下简称《指南》） does with its document what the title before it does
        if near is None or cite.start - near.end > 60 or "\n" in source.text[near.end : cite.start]:
            near = cite
        done = relation(source.text, near.start, near.end)
        mentions.append(
            Mention(span.document, span.start, span.end, span.line, span.text, cite.nested, cite.short, done)
        )
    title = group.title or group.number or ""
    same = {normalise_title(title), group.number}
    aliases = tuple(a for a in group.aliases if normalise_title(a) not in same and a not in same)
    identity = group.number or normalise_title(title)
    return Regulation(identity, title, group.number, kind_of(title), group.own, aliases, tuple(mentions))


def _cites(source: CleanText, own_number: str | None) -> tuple[list[_Cite], list[tuple[str, _Cite]]]:
    """Titles and lone numbers in order of place, and the short names that the text defines for them."""
    text = source.text
    hits = sorted(numbers(text), key=lambda n: n.start)
    starts = [n.start for n in hits]
    used: set[int] = set()
    cites: list[_Cite] = []
    defined: list[tuple[str, _Cite]] = []
    row: list[_Cite] = []  # titles side by side that wait for their numbers

    def within(low: int, high: int) -> list[int]:
        return [i for i in range(bisect_left(starts, low), bisect_left(starts, high)) if i not in used]

    for title in _all_titles(text, hits):
        cite = _Cite(title.start, title.end, title.words, nested=title.nested)
        cites.append(cite)
        if title.nested:
            continue
        if row and not _BETWEEN.fullmatch(text, row[-1].end, cite.start):
            row = []
        row.append(cite)
        for i in within(title.start, title.end):  # 《X的通知（国发〔2015〕1号）》
            used.add(i)
            if not text[hits[i].end : title.end].strip("）)]］】》 "):
                cite.values = list(hits[i].values)
                cite.title = text[title.start + 1 : hits[i].start].replace("\n", "").rstrip("（([［【 ")
        i = bisect_left(starts, title.start) - 1  # 国务院令第588号《X条例》
        if i >= 0 and i not in used and _leads_to(text, hits[i], title):
            used.add(i)
            cite.values = list(hits[i].values)
        _read_behind(text, title, row, hits, within, used, defined)
    for i, hit in enumerate(hits):
        if i not in used and hit.alone and not _is_own(source, hit, own_number):
            cites.extend(_Cite(hit.start, hit.end, "", [value]) for value in hit.values)
    cites.sort(key=lambda c: (c.start, -c.end))
    return cites, defined


def _all_titles(text: str, hits: Sequence[Number]) -> list[Title]:
    found = list(titles(text))
    taken = {t.start for t in found}
    for hit in hits:
        at = text.rfind("《", max(0, hit.start - 160), hit.start)
        if at >= 0 and at not in taken and (title := unclosed(text, at, hit.start)):
            found.append(title)
            taken.add(at)
    return sorted(found, key=lambda t: (t.start, -t.end))


def _read_behind(
    text: str,
    title: Title,
    row: list[_Cite],
    hits: Sequence[Number],
    within: Callable[[int, int], list[int]],
    used: set[int],
    defined: list[tuple[str, _Cite]],
) -> None:
    """The brackets behind a title, and a number or definition without one."""
    cite, at = row[-1], title.end
    if (between := _TO_NUMBER.match(text, at)) and within(between.end() + 1, between.end() + 3):
        at = between.end()
    for _ in range(3):
        closed = _bracket(text, at)
        if closed is None:
            break
        low, high = closed
        words = text[low + 1 : high - 1]
        short = _SHORT.search(words)
        inside = within(low, low + 1 + (short.start() if short else len(words)))
        values = [v for i in inside for v in hits[i].values]
        used.update(inside)
        waiting = [member for member in row if not member.values] if len(values) > 1 else []
        if waiting and len(values) == len(waiting):
            for member, value in zip(waiting, values, strict=True):
                member.values = [value]
        elif values and not cite.values:
            cite.values = values
        if values and not text[hits[inside[-1]].end : high].strip("）)]］】〕 "):
            cite.end = high
        if short:
            defined.append((normalise_title(short[2]), cite))
        if not values and not short and len(words) > 16:
            break
        at = high
    near = within(at, at + 2)
    if near and not cite.values and not text[at : hits[near[0]].start].strip():
        used.add(near[0])
        cite.values, cite.end = list(hits[near[0]].values), hits[near[0]].end
    elif (short := re.match(rf"[，,]?\s*{_SHORT.pattern}", text[at : at + 60])) and short[1]:
        defined.append((normalise_title(short[2]), cite))


def _leads_to(text: str, hit: Number, title: Title) -> bool:
    between = text[hit.end : title.start] if hit.end <= title.start else "-"
    return between.strip() in ("", "文", "文件") and (hit.start == 0 or text[hit.start - 1] not in _OPEN)


def _bracket(text: str, at: int) -> tuple[int, int] | None:
    """(start, end) of the bracket that opens at ``at`` (blanks before it allowed), over one line end at most and only
    where it closes soon."""
    while at < len(text) and text[at] in " \u3000":
        at += 1
    if at >= len(text) or text[at] not in _OPEN:
        return None
    depth, limit = 0, at + 240
    for i in range(at, min(len(text), limit)):
        if i >= limit:
            return None
        if text[i] == "\n":
            if limit < at + 240:
                return None
            limit = at + 60
        depth += (text[i] in _OPEN) - (text[i] in _CLOSE)
        if depth == 0:
            return at, i + 1
    return None


def _is_own(source: CleanText, hit: Number, own_number: str | None) -> bool:
    """Whether a lone number is the document's own: its number, a page's label, a line of its own, a law's history."""
    if own_number is not None and own_number in hit.values:
        return True
    low, high = source.paragraph(hit.start)
    short = high - low < 120  # anything longer is a text with a number in it
    alone = short and not (source.text[low : hit.start] + source.text[hit.end : high]).strip(" （）()")
    return alone or labelled(source.text, hit.start) or (short and bool(_HISTORY.match(source.text[low:high])))
