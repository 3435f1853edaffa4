"""Telephone numbers as documents write them: lists, shorthand (66608805/07), area codes, extensions, e-mail."""

from __future__ import annotations

import re

# One character for one, so that offsets hold: full-width digits, dashes and brackets.
_PLAIN = str.maketrans("０１２３４５６７８９－—–―﹣～（）／＃＠．", "0123456789-----~()/#@.")

_AREA = (
    r"(?:\(\s?(?P<a>0\d{2,3})\s?\)\s?|(?P<b>0\d{2,3})[- ]{1,3}|(?P<c>0\d{2,3})(?=[2-9]\d{6,7}(?!\d))"
    r"|(?<=86[- ])(?P<d>[1-9]\d{1,2})[- ])?-?"
)
_LOCAL = r"[2-9]\d{6,7}|(?!20\d\d[- ]20\d\d)[2-9]\d{3}[- ]\d{4}|[2-9]\d{2}-\d{4}"
_MOBILE = r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[48]00[- ]?\d{3,4}[- ]?\d{3,4}"
_HOTLINE = r"(?:12[0-3]\d\d|9[56]\d{3,4})(?!\d|-\d)"  # 12345, 96871: only where a label says so
_EXTENSION = r"(?:\s?\(?(?:转|#|-|分机)[:：]?\s?(?P<x>\d{3,5})(?!\d)\)?)?"
_FIRST = re.compile(
    r"(?<![\dA-Za-z.,/_#-])(?:\+?86[- ]?)?"
    rf"(?:(?P<m>{_MOBILE}|{_HOTLINE})|{_AREA}(?P<l>{_LOCAL})){_EXTENSION}(?![\dA-Za-z]|\.\d|\s?[元万亿个人年号%％条项吨])"
)
_SHORTHAND = re.compile(
    r"\s?(?:/|、|-)\s?(?P<tail>\d{1,4})(?=$|[^\d\w.%]|[\u4e00-\u9fff])(?!\s?[元万亿个人年号%％条项吨月日时])"
)
_JOIN = re.compile(r"\s*(?:[/、,，;；|]|或|和|及|\s)\s*")
EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}", re.ASCII)

Phones = tuple[int, int, tuple[str, ...]]


def plain(text: str) -> str:
    """The text with full-width digits, dashes and brackets as ASCII; every offset stays."""
    return text.translate(_PLAIN)


def phones(text: str) -> list[Phones]:
    """(start, end, numbers) of every run of telephone numbers, as they look: whether a run of digits is a telephone
    at all is for the words around it to say. An area code stays on the numbers that were written with it;
    ``66608805/07`` is two numbers, the second with its last digits replaced."""
    text = plain(text)
    found: list[Phones] = []
    at = 0
    while match := _FIRST.search(text, at):
        start, numbers, at = match.start(), [_number(match)], match.end()
        while True:
            tail = _SHORTHAND.match(text, at)
            if tail and (text[tail.start() : tail.end()].strip()[0] != "、" or len(tail["tail"]) > 1):
                last = numbers[-1]
                numbers.append(last[: len(last) - len(tail["tail"])] + tail["tail"])
                at = tail.end()
                continue
            join = _JOIN.match(text, at)
            more = _FIRST.match(text, join.end()) if join else None
            if more is None or (more["m"] and not match["m"] and join and not join[0].strip()):
                break
            numbers.append(_number(more))
            at = more.end()
        found.append((start, at, tuple(dict.fromkeys(numbers))))
    return found


def _number(match: re.Match[str]) -> str:
    area = match["a"] or match["b"] or match["c"] or (f"0{match['d']}" if match["d"] else "")
    local = re.sub("[- ]", "", match["m"] or match["l"])
    if match["m"] and local.startswith(("400", "800")):
        local = f"{local[:3]}-{local[3:6]}-{local[6:]}"
    number = f"{area}-{local}" if area else local
    return f"{number}转{match['x']}" if match["x"] else number


def certain(number: str) -> bool:
    """Whether a number shows by its form alone that it is a telephone: area code, mobile, 400."""
    return bool(re.match(r"0\d{2,3}-|1[3-9]\d{9}|[48]00-", number))
