"""Saved web pages: the document in a page, without the navigation, stamps and links around it.

The document is the smallest container that holds most of the page's running text: Han characters outside of links,
those of sentences above all. Its title may stand outside; it is found by what the head of the page calls the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.errors import UnreadableError
from ingest.html_lines import BREAKS, Line, lines, walk
from ingest.read import Lines, decode

MAX_BYTES = 20_000_000  # of markup: its tree takes some 20 times as much memory

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_UNSEEN = (
    "script, style, noscript, template, iframe, svg, canvas, nav, footer, aside, button, select, textarea, [hidden], rt"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SOURCE_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[，。；]")
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|table|blockquote|ul|ol|font|b|i|strong|em|center|form)\b", re.IGNORECASE
)
MAX_DEPTH = 4000  # of elements: deeper pages take the parser hours
MOST = 0.8  # share of the running text that the container of the document holds

# What a site writes around a document: stamps (发布时间, 来源, 字号 …), the way to the page, buttons.
_STAMP = re.compile(
    r"[\W_]*(?:(?:信息|文章|稿件|新闻)?来源|稿源|发布(?:时间|日期|人|者|机构|单位)|更新(?:时间|日期)|作者|(?:责任)?编辑|责编|审核(?:人)?"
    r"|浏览(?:次数|量)?|点击(?:次数|量|数)?|阅读(?:次数|量)?|访问(?:次数|量)|字体(?:大小)?|字号|文字大小|视力保护色|保护视力色)\s*[】\]]?\s*[:：][^。]*"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?.{0,40}"
    r"|(?:[\W_]*(?:大|中|小|默认|打印(?:本页|此页|文章)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|分享(?:到|至)?|微信|微博|新浪微博|QQ空间|QQ"
    r"|我要纠错|返回(?:顶部|首页|列表)?|朗读|听文章|语音播报|[Aa][+-]?|字体|字号|文字大小)[\W_]*)+"
)
_WAY = re.compile(r"[\W_]*(?:(?:您|你)?(?:现在|当前)?(?:所在|在)?(?:的)?位置|首页\s*[>›»/＞-]).{0,200}")
_AFTER = re.compile(
    r"[\W_]*(?:上一[篇条]|下一[篇条]|相关(?:链接|文章|信息|稿件|新闻|阅读|解读|推荐|文件)|扫一扫|用手机|分享到|版权所有|主办单?位?[:：]|承办单?位?[:：]"
    r"|技术支持|网站(?:标识码|地图)|\S{0,2}ICP备|\S{0,4}公网安备|您访问的链接).{0,200}"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[［【（(]\d{4}[〕\]］】）)]\s?\d{1,5}号")


def read(path: Path) -> Lines:
    """The lines of the document in a saved page. UnreadableError where the page has no text."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableError(f"{path.name}: 网页超过 {MAX_BYTES / 1e6:.0f} MB；请只保存正文部分")
    source = _decode(path.read_bytes(), path.name)
    if _depth(source) > MAX_DEPTH:
        raise UnreadableError(f"{path.name}: 网页嵌套太深；请在浏览器里全选正文复制到文本文件")
    page = LexborHTMLParser(source)
    names = list(_names(page))
    for node in page.css(_UNSEEN):
        node.decompose()
    for node in page.css("[style]"):
        if _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()
    body = page.body
    if body is None or not _HAN.search(body.text()):
        raise UnreadableError(f"{path.name}: 网页没有正文；如果正文由脚本显示，请在浏览器里全选复制到文本文件")
    inside = _container(body)
    found = list(lines(body, inside))
    kept = [*_title(found, names), *_without_stamps([line for line in found if line.inside])]
    where = _Where(source)
    return [(where.line(line.first), line.words) for line in kept]


def _decode(data: bytes, name: str) -> str:
    """By the byte order mark, by what the page declares (gb2312 and gbk are read as GB18030, which holds both), or by
    its bytes."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        charset = declared[1].decode("ascii").lower()
        try:
            text = data.decode("gb18030" if charset.startswith("gb") else charset, errors="replace")
        except LookupError:
            return decode(data, name)
        if text.count("\ufffd") * 500 <= len(text) and 0 not in data:
            return text
    return decode(data, name)


def _depth(source: str) -> int:
    """How deep elements nest at most, as the markup is written."""
    depth = deepest = 0
    for tag in _NESTING.finditer(source):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _names(page: LexborHTMLParser) -> Iterator[str]:
    """What the head and the first heading call the page; ArticleTitle is the field that government sites must fill
    (国办发〔2017〕47号, 《政府网站发展指引》)."""
    for node in page.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property") or ""
        if name.lower() in ("articletitle", "og:title"):
            yield node.attributes.get("content") or ""
    yield from (node.text() for node in page.css("h1"))
    title = page.css_first("title")
    if title is not None:
        yield title.text()
        yield from re.split(r"[-_|–—]", title.text())


def _container(body: LexborNode) -> LexborNode:
    """The smallest element with most of the running text and more than one line; never a paragraph."""
    running: dict[int, float] = {}
    breaks: dict[int, int] = {}
    open_at: list[list[float]] = []
    links = 0
    for node, enters in walk(body):
        if node.is_text_node:
            if not links:
                words = node.text_content or ""
                han = len(_HAN.findall(words))
                open_at[-1][0] += han if _SENTENCE.search(words) else han * 0.1
        elif enters:
            links += node.tag == "a"
            open_at.append([0.0, float(node.tag in BREAKS)])
        else:
            links -= node.tag == "a"
            text, count = open_at.pop()
            count = count or float(node.tag == "div" and text > 0)  # one that serves as a paragraph
            running[node.mem_id], breaks[node.mem_id] = text, int(count)
            if open_at:
                open_at[-1][0] += text
                open_at[-1][1] += count
    node = body
    while True:
        children = [c for c in node.iter() if running.get(c.mem_id, 0) >= MOST * running[body.mem_id] > 0]
        below = next((c for c in children if breaks[c.mem_id] >= 3), None)
        if below is None:
            return node
        node = below


def _title(found: list[Line], names: list[str]) -> list[Line]:
    """The title, and the 发文字号 below it, where they stand before the container of the document."""
    keys = {_key(name) for name in names if len(_key(name)) >= 5}
    start = _key("".join(line.words for line in found if line.inside)[:600])
    before = found[: next((i for i, line in enumerate(found) if line.inside), 0)]
    for i in range(len(before) - 1, -1, -1):
        key = _key(before[i].words)
        if key in keys and key not in start:
            return [before[i], *(line for line in before[i + 1 :] if _NUMBER.fullmatch(line.words.strip()))]
    return []


def _key(words: str) -> str:
    return re.sub(r"[\W_]", "", words)


def _without_stamps(found: list[Line]) -> list[Line]:
    """The lines of the container without the stamps around the title and what follows behind the end."""
    first = next((i for i, line in enumerate(found) if "。" in line.words or len(line.words) > 120), len(found))
    last = next((i for i in range(len(found) - 1, -1, -1) if "。" in found[i].words), 0)
    kept = []
    for i, line in enumerate(found):
        words = line.words.strip()
        edge = i < min(first, 20) or i > last
        if edge and (_STAMP.fullmatch(words) or _WAY.fullmatch(words)):
            continue
        if i > last and _AFTER.fullmatch(words):
            continue
        if (
            line.linked
            and not line.words.startswith("附件")
            and not re.search(r"\.(?:docx?|pdf|xlsx?|wps|zip|rar)$|申请表|附件", words)
        ):
            continue
        kept.append(line)
    return kept


class _Where:
    """Finds the lines of the file: the first words of each line of text, one after the other."""

    def __init__(self, source: str) -> None:
        unseen = _SOURCE_UNSEEN.sub(lambda m: "\n" * m[0].count("\n"), source.replace("\r\n", "\n").replace("\r", "\n"))
        rows = [unescape(row).replace("\n", " ") for row in unseen.split("\n")]
        self._text = "\n".join(rows)
        self._starts = [0]
        for row in rows:
            self._starts.append(self._starts[-1] + len(row) + 1)
        self._at = 0

    def line(self, first: str) -> int | None:
        found = self._text.find(first, self._at) if first else -1
        if found < 0:
            return None
        self._at = found + len(first)
        return bisect_right(self._starts, found)
