"""Short names that no document writes: 产研院 for 产业技术研究院.

An institution or program is called by the first characters of two of its words and the last (or first) of a later one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from search import tokens

LENGTH = 3
"""Shorter ones stand for too many names, longer ones are seldom made this way."""

SHARED = 5
"""Characters in a row by which a question names a title."""

_BRACKETED = re.compile(r"[（(][^（）()]*[)）]|[《》“”\"、]")
_HAN = re.compile(r"[㐀-鿿]+")


def abbreviations(names: Iterable[str], texts: Iterable[str] = ()) -> dict[str, list[str]]:
    """Each way to shorten one of the names that is no common word by itself, and stands in none of the texts → the
    names."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        words = [word for word in tokens.cut(_BRACKETED.sub("", name)) if _HAN.fullmatch(word)]
        for one, two, three in combinations(words[:8], 3):
            for short in (one[0] + two[0] + three[0], one[0] + two[0] + three[-1]):
                if name not in found[short]:
                    found[short].append(name)
        for one, two in combinations(words[:8], 2):
            if len(two) > LENGTH - 1 and name not in found[short := one[0] + two[0] + two[-1]]:
                found[short].append(name)
    written = {run for text in texts for run in _runs(text) if run in found}
    return {short: of for short, of in found.items() if of and short not in written and not tokens.is_common(short)}


def _runs(text: str) -> Iterator[str]:
    return (short for run in _HAN.findall(text) for short in tokens.windows(run, LENGTH))


def spelled_out(text: str, table: Mapping[str, list[str]]) -> str:
    """The text, and after it the names that its short names stand for."""
    meant = dict.fromkeys(name for short in _runs(text) for name in table.get(short, ()))
    return " ".join([text, *meant])


def shared(question: str, name: str) -> list[str]:
    """The longest runs of at least :data:`SHARED` characters that stand in both, from left to right."""
    found, start = [], 0
    while start + SHARED <= len(question):
        end = start + SHARED
        while end <= len(question) and question[start:end] in name:
            end += 1
        if end - 1 >= start + SHARED:
            found.append(question[start : end - 1])
            start = end - 1
        else:
            start += 1
    return found
