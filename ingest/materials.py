"""The documents that an applicant must hand in, from the text of a field 申报材料."""

from __future__ import annotations

import re

from ingest.outline import marker
from ingest.text import CleanText

# "按照申报通知要求组织。" refers to another text instead of naming a document.
_BY_REFERENCE = re.compile(
    r"(?:按照?|根据|依据|依照|参照|详见|见|.{0,40}申报按照)[^：；]*(?:要求|规定|通知|执行|组织|办理|准备)[^：；]*"
)
_INLINE = re.compile(r"(?<=[：；。:;])\s*(?=[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳⑴-⒇])")


def materials(source: CleanText, start: int, end: int) -> list[str]:
    """Each document as written, with its marker; headings of groups and mere references to other texts left out.
    A list that runs on inside one paragraph (一般应包括：（1）…；（2）…) is taken apart."""
    text = source.text
    inside = [(s, min(e, end)) for s, e in source.paragraphs if s < end and e > start]
    found: list[str] = []
    for i, (s, e) in enumerate(inside):
        s = max(s, start)
        words = text[s:e].strip()
        if not words or words.endswith(("：", ":")):
            continue
        mark = marker(text, s, e, {})
        bare = text[mark[1] : e].strip() if mark else words
        if all(_BY_REFERENCE.fullmatch(sentence) for sentence in re.split(r"(?<=。)", bare) if sentence):
            continue
        follower = inside[i + 1] if i + 1 < len(inside) else None
        if mark and follower and not re.search(r"[。；;]", bare):  # a heading: what follows stands below it
            below = marker(text, *follower, {})
            follow_words = text[slice(*follower)]
            if (below is None and not follow_words.endswith("；")) or (
                below is not None and below[0].rank > mark[0].rank
            ):
                continue
        pieces = [p.strip() for p in _INLINE.split(words)]
        if len(pieces) > 2:
            found += [p for p in pieces if not p.endswith(("：", ":"))]
        elif mark or not _in_line(words):
            found.append(words)
        else:
            found += _in_line(words)
    return found


def _in_line(words: str) -> list[str]:
    """The documents of an unnumbered line: 申报书；审计报告；承诺书。 or 证明、发票和凭证。; [] where it is a sentence."""
    bare = words.rstrip("。；;")
    parts = [p for p in re.split(r"[；;]", bare) if p]
    if len(parts) < 2:
        parts = [p for p in re.split(r"、(?![^（(]*[）)])", bare) if p]
        if len(parts) >= 2 and (last := re.fullmatch(r"(.{3,}?)(?:和|及|以及)(.{3,})", parts[-1])):
            parts[-1:] = [last[1], last[2]]
    if len(parts) < 2 or any("。" in p or "，" in p or len(p) > 40 for p in parts):
        return []
    return [p.strip() for p in parts]
