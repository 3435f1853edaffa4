"""The head and the foot of a document: title, 发文字号, 主送机关, 署名, 成文日期, 附件, and what it issues.

Elements and their order: GB/T 9704-2012, 7.2 (版头) and 7.3 (主体). A 通知 that prints or publishes another document
(印发, 发布, 转发 …) is its cover; the document is what it carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.attachments import LISTED, attachments
from ingest.genre import BODY_END, GENRE, ISSUER, NUMBER, PAGE_LABEL, TITLE_END, VERSION, bare, key_of, kind_of
from ingest.numbers import normalise_number
from ingest.numerals import DATE
from ingest.outline import marker
from ingest.records import Document, Span
from ingest.signature import Signature, date_under_title, issuers_of_title, signature
from ingest.text import CleanText

_MOBILE = re.compile(r"1[3-9]\d{9}")
_CARRIES = re.compile(r"印发|发布|公布|转发|颁布|下发")


@dataclass
class Head:
    document: Document
    titles: list[tuple[int, int]] = field(default_factory=list)  # inner title and attachment titles: (start, end)
    own_titles: list[str] = field(default_factory=list)
    body: int = 0  # where the outline begins
    noise: list[Span] = field(default_factory=list)
    lists: set[int] = field(default_factory=set)  # starts of the lines of the list of attachments
    foot: int | None = None  # where the 署名 begins


def head(source: CleanText) -> Head:
    """Everything that stands before, after and between the numbered text of one document."""
    text, paragraphs = source.text, source.paragraphs
    noise = _noise(source)
    quiet = [p for p in paragraphs if not any(s.start <= p[0] < s.end for s in noise)]
    order = _order(source, quiet)
    cover = order.cover if order else _title(text, quiet, 0)
    if cover is None:
        document = Document(source.id, source.id)
        return Head(document, noise=noise)
    cover_words, first, last = cover
    after = next((i for i, p in enumerate(quiet) if p[0] >= last), len(quiet))
    doc_number, after = _number(text, quiet, after, first, last)
    carried = _carried(source, cover_words, quiet, after)
    if order:
        doc_number, carried = normalise_number(cover_words), order.carried
    title_span = source.span(first, last)
    title, cover_title, body = cover_words, None, last
    titles: list[tuple[int, int]] = []
    if carried:
        title, inner_start, inner_end = carried
        cover_title = cover_words
        title_span = source.span(inner_start, inner_end)
        titles.append((inner_start, inner_end))
    limit = titles[0][0] if titles else len(text)
    addressees, body_from = _addressees(text, quiet, after, limit)
    signed = signature(text, quiet, after, limit)
    if not (signed.organs and signed.date):
        later = signature(text, quiet, after, len(text))
        foot = later.start if signed.start is None else signed.start
        signed = Signature(signed.organs or later.organs, signed.date or later.date, foot)
    issuers = signed.organs or ((order.organ,) if order else tuple(issuers_of_title(cover_words)))
    date = signed.date or date_under_title(text, quiet, after)
    body = max(body, body_from)
    lists: set[int] = set()
    attached = attachments(source, quiet, last, key_of(title) if carried else None, lists)
    titles += [(a.span.start, a.span.end) for a in attached if a.span and a.span.start > last]
    name = bare(title)
    document = Document(
        source.id,
        name,
        kind_of(name),
        cover_title=bare(cover_title) if cover_title else None,
        doc_number=doc_number,
        issuers=issuers,
        date=date,
        addressees=tuple(addressees),
        attachments=tuple(attached),
        span=title_span,
    )
    own = [name, *([bare(cover_title)] if cover_title else []), *(a.title for a in attached)]
    return Head(document, titles, own, body, noise, lists, signed.start)


@dataclass(frozen=True)
class _Order:
    """An order that publishes a regulation: 云河市人民政府令 / 第62号 / 《云河市…办法》已经…通过，现予公布. ``cover`` is number, start
    and end of its own lines, ``carried`` title, start and end of what it publishes."""

    organ: str
    cover: tuple[str, int, int]
    carried: tuple[str, int, int]


_ORDER = re.compile(r"(?P<organ>[\u4e00-\u9fff、 \u3000]{2,40})令")
_ORDER_NO = re.compile(r"[（(]?\s*(?:(?:19|20)\d\d\s*年?\s*)?第\s*[\d一二三四五六七八九十百〇]{1,6}\s*号\s*[）)]?")
_PUBLISHED = re.compile(
    rf"《(?P<title>[^《》]{{4,80}})》[^。]{{0,120}}(?:{_CARRIES.pattern})|(?:{_CARRIES.pattern})《(?P<later>[^《》]{{4,80}})》"
)


def _order(source: CleanText, paragraphs: list[tuple[int, int]]) -> _Order | None:
    text = source.text
    for i, (start, end) in enumerate(paragraphs[:3]):
        words = text[start:end] if end - start < 80 else ""
        found = _ORDER.match(words)
        if not found:
            continue
        number = words[found.end() :].strip()
        if not number and i + 1 < len(paragraphs):
            i, end = i + 1, paragraphs[i + 1][1]
            number = text[paragraphs[i][0] : end]
        named = _PUBLISHED.search(text, end, end + 600) if _ORDER_NO.fullmatch(number) else None
        carried = _carried(source, f"公布《{named['title'] or named['later']}》", paragraphs, i + 1) if named else None
        if carried:
            organ = re.sub(r"\s", "", found["organ"])
            return _Order(organ, (f"{organ}令{re.sub(r'[（）()]', '', number)}", start, end), carried)
    return None


def _noise(source: CleanText) -> list[Span]:
    """Lines that a re-publisher put around the document: a mobile number alone on a line, with the short lines beside
    it, before the title or after the end."""
    spans = []
    text, paragraphs = source.text, source.paragraphs
    edge = [*range(min(4, len(paragraphs))), *range(max(4, len(paragraphs) - 4), len(paragraphs))]
    for i in edge:
        start, end = paragraphs[i]
        if not re.fullmatch(rf"(?:[^\u4e00-\u9fff]{{0,6}}|.{{0,8}}[:：])?{_MOBILE.pattern}", text[start:end]):
            continue
        beside = range(i - 1, -1, -1) if i < 4 else range(i + 1, len(paragraphs))
        for j in beside:
            s, e = paragraphs[j]
            if e - s > 30 or TITLE_END.search(text[s:e]) or DATE.search(text[s:e]):
                break
            spans.append(source.span(s, e))
        spans.append(source.span(start, end))
    return sorted(spans, key=lambda s: s.start)


_GOES_ON = re.compile(rf"{VERSION}》?的?(?:(?:{GENRE}){VERSION})?")


def _goes_on(text: str, paragraphs: list[tuple[int, int]], i: int) -> bool:
    """Whether paragraph i is the end of the title above it: （2023—2025年）的通知."""
    return (
        i < len(paragraphs) and not DATE.search(text, *paragraphs[i]) and bool(_GOES_ON.fullmatch(text, *paragraphs[i]))
    )


def _title(text: str, paragraphs: list[tuple[int, int]], begin: int) -> tuple[str, int, int] | None:
    """(title, start, end): the first paragraph, or up to four wrapped ones, that ends in a genre word."""
    for i in range(begin, min(begin + 10, len(paragraphs))):
        start, end = paragraphs[i]
        words = text[start:end]
        if marker(text, start, end, {}):
            break  # the text begins: no title
        if len(words) > 160:
            run = re.match(rf"[^。；\n]{{6,110}}?(?:{GENRE}){VERSION}(?={NUMBER.pattern})", words)
            if run and i == begin:
                return run[0], start, start + run.end()
            continue
        if BODY_END.search(words) or words.endswith(("：", ":")) or NUMBER.fullmatch(words) or PAGE_LABEL.match(words):
            continue
        stripped = re.sub(rf"\s*[（(]\s*{NUMBER.pattern}\s*[）)]$", "", words)
        joined, stop = stripped, start + len(stripped)
        for j in range(i + 1, min(i + 5, len(paragraphs) + 1)):
            # 关于印发《…方案 / （2023—2025年）》的通知: a title may end in a genre word and go on
            whole = joined.count("《") == joined.count("》") and TITLE_END.search(joined)
            if whole and (j > i + 1 or len(joined) >= 4) and not _goes_on(text, paragraphs, j):
                if j == i + 1 or "关于" in joined or "《" in joined or len(words) >= 8:
                    return joined, start, stop
                break
            following = text[slice(*paragraphs[j])] if j < len(paragraphs) else "。"
            if BODY_END.search(following) or NUMBER.fullmatch(following) or len(joined + following) > 120:
                break
            if PAGE_LABEL.match(following) or DATE.fullmatch(following.strip("（）()")):
                break
            joined, stop = joined + following, paragraphs[j][1]
    start, end = paragraphs[0] if paragraphs else (0, 0)
    words = text[start:end]
    if not words or len(words) > 80 or BODY_END.search(words) or marker(text, start, end, {}):
        return None
    return words, start, end  # of no known genre


def _number(text: str, paragraphs: list[tuple[int, int]], after: int, first: int, last: int) -> tuple[str | None, int]:
    """The document's own 发文字号: in brackets behind the title, on one of the next two lines, or run on behind it;
    and the position of the paragraph after it."""
    line_end = text.find("\n", last)
    behind = text[last : line_end if line_end >= 0 else len(text)]
    match = NUMBER.match(behind.lstrip(" （("))
    if match:
        return normalise_number(match[0]), after
    for i in range(max(after - 3, 0), min(after + 3, len(paragraphs))):
        words = text[slice(*paragraphs[i])]
        match = NUMBER.fullmatch(words.strip("（）() "))
        if match:
            return normalise_number(match[0]), max(after, i + 1)
    for start, end in paragraphs[:12]:
        label = PAGE_LABEL.match(text, start, end) if start < first else None
        match = NUMBER.fullmatch(text[label.end() : end].strip()) if label else None
        if match:
            return normalise_number(match[0]), after
    return None, after


def _carried(
    source: CleanText, cover: str, paragraphs: list[tuple[int, int]], after: int
) -> tuple[str, int, int] | None:
    """(title, start, end) of the document that a cover notice carries: it stands again as a title of its own."""
    if not _CARRIES.search(cover):
        return None
    match = re.search(r"《(.+)》", cover)
    wanted = (
        match[1]
        if match
        else re.sub(rf"^.*?(?:{_CARRIES.pattern})(?:关于)?(.+?)(?:的?(?:通知|通告|公告))$", r"\1", cover)
    )
    key = key_of(wanted)
    text = source.text
    for i in range(after, len(paragraphs)):
        start = paragraphs[i][0]
        joined = ""
        for s, e in paragraphs[i : i + 4]:
            line = text[s:e]
            if (
                DATE.search(line)
                or ISSUER.fullmatch(line)
                or line.startswith(("（", "(", "附件"))
                or LISTED.match(line)
            ):
                break
            joined += line
            if BODY_END.search(joined) or joined.endswith(("：", ":")) or len(joined) > len(wanted) + 30:
                break
            found = key_of(joined)
            same = found.endswith(key) or (key.endswith(found) and len(found) * 2 > len(key))
            if found and same and TITLE_END.search(joined):
                follower = next((k for k, p in enumerate(paragraphs) if p[0] > s), len(paragraphs))
                if _goes_on(text, paragraphs, follower):
                    s, e = paragraphs[follower]
                    joined += text[s:e]
                return joined, start, e
    return None


_TO = re.compile(r"各|有关|驻|厅|局|委|府|部|院|公司|单位|企业|高校|中心")


def _addressees(text: str, paragraphs: list[tuple[int, int]], after: int, limit: int) -> tuple[list[str], int]:
    """主送机关 (7.3.2): the paragraph under the title that ends in a colon, split at commas outside brackets."""
    for start, end in paragraphs[after : after + 4]:
        if start >= limit:
            break
        words = text[start:end]
        if words.endswith(("：", ":")) and len(words) <= 400 and "。" not in words and _TO.search(words):
            return [name for name in _split(words[:-1]) if name], end
        run = re.match(r"([^。；：:“《]{2,200})[：:]", words)
        if run and len(words) > 400 and _TO.search(run[1]):  # a page without line breaks
            names = NUMBER.sub("", run[1][-120:])
            return [name for name in _split(names) if name and not TITLE_END.search(name)], start
    return [], 0


def _split(words: str) -> list[str]:
    """At commas outside brackets."""
    parts, depth, part = [], 0, ""
    for c in words:
        depth += (c in "（([〔【") - (c in "）)]〕】")
        if c in "，,；;" and depth <= 0:
            parts.append(part.strip())
            part = ""
        else:
            part += c
    return [*parts, part.strip()]
