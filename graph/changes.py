"""What a document does to the regulations that it names: ends, amends or implements them, and from which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.numerals import DATE, iso_date
from ingest.records import Mention, Regulation
from ingest.relations import relation

_RULES = {"废止": "REPEALS", "修订": "AMENDS", "落实": "IMPLEMENTS"}
_DAY = re.sub(r"\?P<\w>", "?:", DATE.pattern)
# 自2021年3月1日起废止, 于2021年3月1日停止执行: a day of its own; 同时废止 is the day from which the other one holds
_ENDS_ON = re.compile(rf"[自于从]\s*({_DAY})\s*起?(?:正式|予以|即行|同时)*(?:废止|失效|停止执行|不再执行)")
# 《X办法》第五条同时废止 ends a part, which amends the whole
_PART = re.compile(r"(?:[（(][^（）()]{0,40}[）)])?中?的?第[\d一二三四五六七八九十百]+[条款项章]")
_BRACKET = re.compile(r"[（(][^（）()《》\n]{2,20}[）)]")
_SENTENCE = re.compile(r"[。；;\n]")


class Change(NamedTuple):
    """``by`` is the position of the regulation that does it, among the document's; None for the document itself.
    ``on`` is the day that the sentence gives, as an ISO date."""

    by: int | None
    type: str
    on: str | None


def changes(text: str, regulations: Sequence[Regulation]) -> dict[Mention, Change]:
    """What each mention says is done to the regulation mentioned. Inside another title (《关于修改〈X〉的决定》) that
    other one does it, whoever writes so."""
    outer = [(m, at) for at, record in enumerate(regulations) for m in record.mentions if not m.nested]
    found = {}
    for record in regulations:
        for mention in record.mentions:
            by, done = None, mention.relation
            around = [(m, at) for m, at in outer if m.start < mention.start and mention.end < m.end]
            if mention.nested and around:
                title, by = around[0]  # whatever happens to that one, only its own words tell what it does
                done = relation(title.text, mention.start - title.start, mention.end - title.start)
            if type := _RULES.get(done):
                if type == "REPEALS" and _PART.match(text, mention.end):
                    type = "AMENDS"
                found[mention] = Change(by, type, _day(text, mention) if type == "REPEALS" else None)
    return found


def _day(text: str, mention: Mention) -> str | None:
    before = _SENTENCE.split(text[max(0, mention.start - 200) : mention.start])[-1]
    behind = _SENTENCE.split(text[mention.end : mention.end + 200])[0]
    stated = _ENDS_ON.search(behind) or _ENDS_ON.search(before)
    day = stated and DATE.search(stated[1])
    return iso_date(day) if day else None


def bracket_behind(text: str, end: int) -> str:
    """The bracket right behind a title, which may name the version meant: 《X法》（2018修正）."""
    found = _BRACKET.match(text, end)
    return found[0] if found else ""
