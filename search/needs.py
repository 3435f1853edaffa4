"""Two needs in one question: where it says that there are several, and where it may be cut between them.

The forms are those of speech: a closing that counts the needs (两头各找谁, 这两件事分别看哪项), or words that add one
(还想, 另外, 顺手又).
"""

from __future__ import annotations

import re

PART = 5
"""A need is told in so many characters at least."""

CUTS = 3
"""Of one question so many cuts are tried at most, those before words that add a need first."""

_ADDS = re.compile(
    r"^(?:同时|另外|此外|另一|另|还|又|再|顺[手便带]|也|其[二次]|二是|第二|[^,，]{0,4}(?:还|又|也|另|一边)[想要有得会在从花签])"
)
_COUNTED = re.compile(
    r"(?:[,，;；。]|^)[^,，;；。]{0,3}"
    r"(?:[两俩二][^,，;；。]{0,6}|(?:各|分别|都)(?:自)?(?:有|找|走|报|归|求|看|问|咋|怎么|应该|该|是|算|能|去|属|对|叫))[^,，;；。]*$"
    r"|(?:各|分别)(?:自)?(?:找|走|报|归|求|看|问)[^,，;；。]{0,12}$"
)
_MARK = re.compile(r"([,，;；。!！?？:：\n]+)")
_STOP = re.compile(r"[;；。]")


def counted(question: str) -> bool:
    """Whether a question closes by counting its needs."""
    return bool(_COUNTED.search(question.rstrip("?？。!！ ")))


def halves(question: str) -> tuple[tuple[str, str], ...]:
    """The cuts that may part two needs, as (before, after); none where nothing says that there are two."""
    whole = question.rstrip("?？。!！ ")
    told = _COUNTED.sub("", whole)
    pieces = _MARK.split(told)
    clauses, marks = pieces[::2], pieces[1::2]
    adds = [number for number in range(1, len(clauses)) if _ADDS.search(clauses[number])]
    stops = [number for number in range(1, len(clauses)) if _STOP.search(marks[number - 1]) and clauses[number]]
    if told == whole and not adds and not stops:
        return ()
    cuts = list(dict.fromkeys([*adds, *stops, *range(1, len(clauses))]))[:CUTS]
    if told != whole and stops:  # several needs that are counted are told apart by more than a comma
        cuts = stops[:CUTS]
    parted = (("，".join(clauses[:cut]), "，".join(clauses[cut:])) for cut in sorted(cuts))
    return tuple((before, after) for before, after in parted if min(len(before), len(after)) >= PART)
