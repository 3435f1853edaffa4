"""Numbers as documents write them: 三, 十一, 二十三, ⑴, ①, ㈠, １２; dates in Arabic and Chinese digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from ingest.numbers import arabic

_HAN = re.compile(r"[〇○零一二三四五六七八九十百千两]+")
_YEAR = "[0-9０-９]{4}|[〇○零ＯO０一二三四五六七八九]{4}"
DATE = re.compile(
    rf"(?P<y>{_YEAR})\s*年\s*(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月"
    r"\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)


def number(text: str) -> int | None:
    """The number a marker holds, whatever its digits: （三） → 3, 12． → 12, ④ → 4; None without one."""
    digits = re.search(r"\d+", unicodedata.normalize("NFKC", text))
    if digits:
        return int(digits[0])
    chinese = _HAN.search(unicodedata.normalize("NFKC", text))
    return arabic(chinese[0]) if chinese else None


def iso_date(match: re.Match[str]) -> str | None:
    """A match of :data:`DATE` as YYYY-MM-DD; None for a day that is not in the calendar."""
    year, month, day = (int(v) if v.isdigit() else arabic(re.sub("[ＯO]", "〇", v)) for v in match.group("y", "m", "d"))
    try:
        return date(year or 0, month or 0, day or 0).isoformat()
    except ValueError:
        return None
