"""The head and the foot of a document: title, 发文字号, 主送机关, 署名, 成文日期, 附件, and what it issues.

Elements and their order: GB/T 9704-2012, 7.2 (版头) and 7.3 (主体). A 通知 that prints or publishes another document
(印发, 发布, 转发 …) is its cover; the document is what it carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.numbers import normalise_number
from ingest.numerals import DATE, iso_date, number
from ingest.outline import ATTACHMENT, marker
from ingest.records import Attachment, Document, Span
from ingest.text import CleanText

# The genre words that end a title (GB/T 9704-2012, 7.3.1: 发文机关名称、事由和文种), by document kind.
KINDS = (
    ("notice", "通知|通告|公告|函|批复|通报"),
    ("guide", "指南|指引|申报须知"),
    ("work_plan", "方案|计划|规划|纲要|任务分工|分工|清单|要点|安排|行动"),
    ("measures", "办法|细则|措施|规定|规则|规范|制度|标准|政策|规程|准则"),
    ("opinion", "意见|决定|决议"),
    ("regulation", "条例|法|法典|解释"),
)
_VERSION = r"(?:\s*[（(\[〔](?:试行|暂行|修订稿?|修订版|草案|征求意见稿|送审稿|代拟稿|\d{4}年?(?:修订|修正|版|[—\-－–~～至]+\d{4}年?)?)[^）)\]〕]{0,8}[）)\]〕])*"
_GENRE = "|".join(words for _, words in KINDS)
_TITLE_END = re.compile(rf"(?:{_GENRE}){_VERSION}$")
# The shape of a 发文字号 on a line of its own; ingest.numbers reads those in running text.
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}\s?[〔\[［【（(﹝]\s?[12]\d{3}\s?[〕\]］】）)﹞]\s?(?:第\s?)?\d{1,5}\s?号"
)
_ORGAN = (
    "人民政府|政府|办公厅|办公室|委员会|委|厅|局|部|院|署|会|中心|管委会|领导小组|指挥部|党组|党委|集团|公司|大学|学院|联合会|协会|处|科|所|站|行|办"
)
_ISSUER = re.compile(rf"[\u4e00-\u9fff·（）()、\s]{{2,38}}?(?:{_ORGAN})(?:\s*[（(](?:代章?|盖章|章|印章)[）)])?")
_BODY_END = re.compile(r"[。；;，,]")
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


def head(source: CleanText) -> Head:
    """Everything that stands before, after and between the numbered text of one document."""
    text, paragraphs = source.text, source.paragraphs
    noise = _noise(source)
    quiet = [p for p in paragraphs if not any(s.start <= p[0] < s.end for s in noise)]
    cover = _title(text, quiet, 0)
    if cover is None:
        document = Document(source.id, source.id)
        return Head(document, noise=noise)
    cover_words, first, last = cover
    after = next((i for i, p in enumerate(quiet) if p[0] >= last), len(quiet))
    doc_number, after = _number(text, quiet, after, first, last)
    carried = _carried(source, cover_words, quiet, after)
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
    issuers, date = _signature(text, quiet, after, limit)
    if not (issuers and date):
        more_issuers, more_date = _signature(text, quiet, after, len(text))
        issuers, date = issuers or more_issuers, date or more_date
    issuers = issuers or _issuers_of_title(cover_words)
    date = date or _date_under_title(text, quiet, after)
    body = max(body, body_from)
    lists: set[int] = set()
    attachments = _attachments(source, quiet, last, _key(title) if carried else None, lists)
    titles += [(a.span.start, a.span.end) for a in attachments if a.span and a.span.start > last]
    bare = _bare(title)
    document = Document(
        source.id,
        bare,
        kind_of(bare),
        cover_title=_bare(cover_title) if cover_title else None,
        doc_number=doc_number,
        issuers=tuple(issuers),
        date=date,
        addressees=tuple(addressees),
        attachments=tuple(attachments),
        span=title_span,
    )
    own = [bare, *([_bare(cover_title)] if cover_title else []), *(a.title for a in attachments)]
    return Head(document, titles, own, body, noise, lists)


def kind_of(title: str) -> str:
    """The kind of a document by the genre word its title ends in; other where none is known."""
    bare = re.sub(rf"{_VERSION}$", "", title)
    return next((kind for kind, words in KINDS if re.search(rf"(?:{words})$", bare)), "other")


def _bare(title: str) -> str:
    """A title without the 《》 around the whole of it and without line ends."""
    title = title.replace("\n", "").strip()
    if title.startswith("《") and title.endswith("》") and title.find("》") == len(title) - 1:
        return title[1:-1]
    return title


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
            if e - s > 30 or _TITLE_END.search(text[s:e]) or DATE.search(text[s:e]):
                break
            spans.append(source.span(s, e))
        spans.append(source.span(start, end))
    return sorted(spans, key=lambda s: s.start)


_GOES_ON = re.compile(rf"{_VERSION}》?的?(?:(?:{_GENRE}){_VERSION})?")


def _goes_on(text: str, paragraphs: list[tuple[int, int]], i: int) -> bool:
    """Whether paragraph i is the end of the title above it: （2023—2025年）的通知."""
    return i < len(paragraphs) and bool(_GOES_ON.fullmatch(text, *paragraphs[i]))


def _title(text: str, paragraphs: list[tuple[int, int]], begin: int) -> tuple[str, int, int] | None:
    """(title, start, end): the first paragraph, or up to four wrapped ones, that ends in a genre word."""
    for i in range(begin, min(begin + 10, len(paragraphs))):
        start, end = paragraphs[i]
        words = text[start:end]
        if marker(text, start, end, {}):
            break  # the text begins: no title
        if len(words) > 160:
            run = re.match(rf"[^。；\n]{{6,110}}?(?:{_GENRE}){_VERSION}(?={NUMBER.pattern})", words)
            if run and i == begin:
                return run[0], start, start + run.end()
            continue
        if _BODY_END.search(words) or words.endswith(("：", ":")) or NUMBER.fullmatch(words):
            continue
        stripped = re.sub(rf"\s*[（(]\s*{NUMBER.pattern}\s*[）)]$", "", words)
        joined, stop = stripped, start + len(stripped)
        for j in range(i + 1, min(i + 5, len(paragraphs) + 1)):
            # 关于印发《…方案 / （2023—2025年）》的通知: a title may end in a genre word and go on
            whole = joined.count("《") == joined.count("》") and _TITLE_END.search(joined)
            if whole and (j > i + 1 or len(joined) >= 4) and not _goes_on(text, paragraphs, j):
                if j == i + 1 or "关于" in joined or "《" in joined or len(words) >= 8:
                    return joined, start, stop
                break
            following = text[slice(*paragraphs[j])] if j < len(paragraphs) else "。"
            if _BODY_END.search(following) or NUMBER.fullmatch(following) or len(joined + following) > 120:
                break
            joined, stop = joined + following, paragraphs[j][1]
    start, end = paragraphs[0] if paragraphs else (0, 0)
    words = text[start:end]
    if not words or len(words) > 80 or _BODY_END.search(words) or marker(text, start, end, {}):
        return None
    return words, start, end  # of no known genre


def _number(
    text: str, paragraphs: list[tuple[int, int]], after: int, first: int, last: int
) -> tuple[str | None, int]:
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
    return None, after


def _carried(
    source: CleanText, cover: str, paragraphs: list[tuple[int, int]], after: int
) -> tuple[str, int, int] | None:
    """(title, start, end) of the document that a cover notice carries: it stands again as a title of its own."""
    if not _CARRIES.search(cover):
        return None
    match = re.search(r"《(.+)》", cover)
    wanted = match[1] if match else re.sub(rf"^.*?(?:{_CARRIES.pattern})(?:关于)?(.+?)(?:的?(?:通知|通告|公告))$", r"\1", cover)
    key = _key(wanted)
    text = source.text
    for i in range(after, len(paragraphs)):
        start = paragraphs[i][0]
        joined = ""
        for s, e in paragraphs[i : i + 4]:
            line = text[s:e]
            if DATE.search(line) or _ISSUER.fullmatch(line) or line.startswith(("（", "(", "附件")) or _LISTED.match(line):
                break
            joined += line
            if _BODY_END.search(joined) or joined.endswith(("：", ":")) or len(joined) > len(wanted) + 30:
                break
            found = _key(joined)
            if found and (found == key or found.endswith(key) or key.endswith(found) and len(found) * 2 > len(key)):
                if _TITLE_END.search(joined):
                    follower = next((k for k, p in enumerate(paragraphs) if p[0] > s), len(paragraphs))
                    if _goes_on(text, paragraphs, follower):
                        s, e = paragraphs[follower]
                        joined += text[s:e]
                    return joined, start, e
    return None


def _key(title: str) -> str:
    return re.sub(r"\W|关于|的", "", re.sub(_VERSION + "$", "", title))


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
            return [name for name in _split(names) if name and not _TITLE_END.search(name)], start
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


def _signature(
    text: str, paragraphs: list[tuple[int, int]], after: int, limit: int
) -> tuple[list[str], str | None]:
    """署名 and 成文日期 (7.3.5): a date alone on a line, with the names of organs on the lines above it."""
    inside = [p for p in paragraphs[after:] if p[0] < limit]
    best: tuple[list[str], str | None] = ([], None)
    for i, (start, end) in enumerate(inside):
        words = text[start:end]
        match = DATE.search(words)
        if not match or match.end() != len(words) or len(words) - len(match[0]) > 40:
            continue
        before = words[: match.start()].strip()
        names = [before] if before and _ISSUER.fullmatch(before) else []
        if before and not names:
            continue
        for s, e in reversed(inside[max(0, i - 6) : i]):
            line = text[s:e]
            if not _ISSUER.fullmatch(line) or marker(text, s, e, {}):
                break
            names.insert(0, line)
        date = iso_date(match)
        if names:
            return [_name(n) for line in names for n in re.split(r"\s{2,}", line)], date
        best = best if best[1] else ([], date)
    if not best[0]:  # an organ signs without a date: the last line before the attachments
        for start, end in reversed(inside):
            line = text[start:end]
            if _ISSUER.fullmatch(line) and len(line) <= 30 and not _TITLE_END.search(line):
                return [_name(line)], best[1]
            if len(line) > 60:
                break
    return best


def _name(words: str) -> str:
    return re.sub(r"\s*[（(](?:代章?|盖章|章|印章)[）)]$", "", words).replace(" ", "")


def _issuers_of_title(title: str) -> list[str]:
    """The organs that a title names before 关于 (7.3.1) or before 印发."""
    match = re.match(rf"((?:[\u4e00-\u9fff]{{2,20}}?(?:{_ORGAN})\s*[、，]?\s*)+?)(?:关于|印发|转发|发布)", title)
    return [p for p in re.split(r"[、，\s]+", match[1]) if p] if match else []


def _date_under_title(text: str, paragraphs: list[tuple[int, int]], after: int) -> str | None:
    """The date in the note under the title (题注: 2010年7月30日…通过, （2018年…修正）): the latest one."""
    dates = []
    for start, end in paragraphs[after : after + 8]:
        if marker(text, start, end, {}) or end - start > 260:
            break
        dates += [iso_date(m) for m in DATE.finditer(text, start, end)]
    return max((d for d in dates if d), default=None)


def _attachments(
    source: CleanText, paragraphs: list[tuple[int, int]], begin: int, carried: str | None, lists: set[int]
) -> list[Attachment]:
    """附件 (7.3.4, 7.3.7): those that stand in the document under 附件N with their title, and those only listed behind
    附件： (1.… 2.…, or one title a line); the document that a cover notice carries is none of its own attachments."""
    text = source.text
    found: dict[int, Attachment] = {}

    def add(no: int | None, title: str, span: Span | None = None) -> None:
        title = re.sub(r"\s*[（(]略[）)]$", "", _bare(title))
        if carried and _key(title) == carried:
            return
        same = next((k for k, a in found.items() if a.title == title), None)
        key = same or no or max(found, default=0) + 1
        if key not in found or span:
            found[key] = Attachment(key, title, span)

    i = 0
    while i < len(paragraphs):
        start, end = paragraphs[i]
        match = ATTACHMENT.fullmatch(text, start, end)
        i += 1
        if not match or start < begin:
            continue
        no = number(match["no"]) if match["no"] else None
        title, colon = match["title"], match[0].rstrip().endswith(("：", ":"))
        if title and not re.search(r"[:：]", match[0][: match.start("title") - start]) and no is None:
            continue  # 附件材料…: a sentence
        if title and no is not None:
            add(no, title, source.span(match.start("title"), end))
            continue
        if title or colon:
            lines = [title] if title else []
            while i < len(paragraphs):
                line = text[slice(*paragraphs[i])]
                if _BODY_END.search(line) or DATE.search(line) or _ISSUER.fullmatch(line) or len(line) > 90:
                    break
                if ATTACHMENT.fullmatch(line) or lines and _LISTED.match(lines[0]) and not _LISTED.match(line):
                    break
                if lines and not _LISTED.match(lines[0]) and (title or not _TITLE_END.search(line) and len(line) < 6):
                    break
                lines.append(line)
                lists.add(paragraphs[i][0])
                i += 1
            for line in lines:
                listed = _LISTED.match(line)
                add(int(listed[1]) if listed else None, line[listed.end() :] if listed else line)
            continue
        if i < len(paragraphs):
            joined, stop = _wrapped(text, paragraphs, i)
            if joined is not None:
                add(no, joined, source.span(paragraphs[i][0], stop))
    return [found[k] for k in sorted(found)]


_LISTED = re.compile(r"(\d{1,2})\s*[.．、]\s*")


def _wrapped(text: str, paragraphs: list[tuple[int, int]], i: int) -> tuple[str | None, int]:
    """The title that begins at paragraph i, over as many lines as its 《 stays open."""
    joined, stop = "", 0
    for start, end in paragraphs[i : i + 3]:
        words = text[start:end]
        if _BODY_END.search(words) and "《" not in joined:
            break
        joined, stop = joined + words, end
        if joined.count("《") == joined.count("》"):
            break
    return (joined, stop) if joined and len(joined) <= 120 else (None, 0)
