"""Saved web pages: the document without what a site puts around it."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from ingest.errors import UnreadableError
from ingest.read import read

NAVIGATION = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("首页", "政务公开", "办事服务", "互动交流"))
BEFORE = f"""<div class="top"><ul>{NAVIGATION}</ul></div>
<div>您当前的位置：<a href="/">首页</a> &gt; <a href="/tz">通知公告</a> &gt; 正文</div>"""
AFTER = """<div class="side"><h3>热点新闻</h3><ul><li><a href="/1">我市召开数字经济大会，部署下一步工作。</a></li></ul></div>
<div class="foot">版权所有：临江市人民政府 主办：临江市数据局 某ICP备05000000号 网站标识码：1234567890</div>"""
DOCUMENT = [
    "临数发〔2024〕12号",
    "各县（区）数据局：",
    "现将有关事项通知如下，请认真组织实施，切实加强领导。",
    "一、总体要求",
    "支持企业研发工业软件，单个项目补助不超过200万元。",
    "临江市数据局",
    "2024年3月18日",
]
TITLE = "关于组织申报2024年数字产业项目的通知"


def saved(folder: Path, markup: str, encoding: str = "utf-8") -> Path:
    file = folder / "page.html"
    file.write_bytes(markup.encode(encoding))
    return file


def words(file: Path) -> list[str]:
    return [line.strip("\u3000 ") for _, line in read(file)]


def site(document: str, title: str = TITLE, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><meta charset='utf-8'>{head}<title>{title}_临江市人民政府</title>"
        f"<script>var a = '各区政府：不是正文，不是正文。';</script></head><body>{BEFORE}{document}{AFTER}</body></html>"
    )


PARAGRAPHS = "".join(f"<p>　　{line}</p>\n" for line in DOCUMENT)
STAMPS = "<div>发布时间：2024-03-20 10:00 &nbsp; 来源：市数据局 &nbsp; 浏览次数：<span>123</span> 字号：[<a>大</a> <a>中</a> <a>小</a>]</div>"
LAYOUTS = {
    "a container with everything": f"<div><h1>{TITLE}</h1>{STAMPS}<div>{PARAGRAPHS}</div><p><a>打印</a> <a>关闭</a></p></div>",
    "the title outside": f"<div><h1>{TITLE}</h1></div>{STAMPS}<div id='zoom'>{PARAGRAPHS}</div>",
    "no heading": f"<div class='t'>{TITLE}</div><p>2024-03-20</p><div>{PARAGRAPHS}</div>",
    "line breaks": f"<div><b>{TITLE}</b><br>{'<br/>'.join(DOCUMENT)}</div>",
    "a table for the layout": f"<table><tr><td><ul>{NAVIGATION}</ul></td><td><h1>{TITLE}</h1>{STAMPS}{PARAGRAPHS}</td></tr></table>",
    "blocks of divs": f"<form><div><div>{TITLE}</div>{''.join(f'<div><span>{line}</span></div>' for line in DOCUMENT)}</div></form>",
    "hidden parts": f"<div><h1>{TITLE}</h1><p style='display: none'>旧稿，不再显示。</p>{PARAGRAPHS}<p hidden>草稿。</p></div>",
    "the next page": f"<div><h1>{TITLE}</h1>{PARAGRAPHS}<p>上一篇：<a>别的通知</a></p><p>相关链接：</p><p>扫一扫在手机打开当前页</p></div>",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_document_in_a_page(tmp_path: Path, layout: str) -> None:
    assert words(saved(tmp_path, site(LAYOUTS[layout]))) == [TITLE, *DOCUMENT]


def test_a_title_that_only_the_head_names_is_not_put_in(tmp_path: Path) -> None:
    assert words(saved(tmp_path, site(f"<div>{PARAGRAPHS}</div>"))) == DOCUMENT


def test_lines_of_the_file(tmp_path: Path) -> None:
    markup = site(f"<div>\n<h1>{TITLE}</h1>\n{PARAGRAPHS}</div>").replace("认真组织", "&#35748;真组织")
    found = read(saved(tmp_path, markup))
    source = html.unescape(markup).split("\n")
    assert [line for _, line in found][3].strip("\u3000") == DOCUMENT[2]
    for number, line in found:
        assert number is not None and line.strip("\u3000") in source[number - 1]


def test_tables_lists_entities_and_lines_of_the_source(tmp_path: Path) -> None:
    document = """<div><p>支持企业研发
        工业软件，适用 IPv6
        与 5G&nbsp;网络&mdash;&mdash;A&amp;B。</p>
    <ol><li>提交申请。</li><li><p>提交材料。</p></ol><ol type="a" start="3"><li>甲项。</ol><ul><li>无号。</ul>
    <table><thead><tr><th>任务</th><th>牵头单位</th><th>时限</th></tr></thead>
    <tr><td colspan="3">一、平台建设</td></tr>
    <tr><td rowspan="2">建设平台</td><td>市科技局<br>市财政局</td><td>2024年</td></tr><tr><td colspan="2">市数据局</td></tr></table>
    <pre>第一行，
第二行。</pre><p>附件：<a href="a.doc">申请表.doc</a></p></div>"""
    assert words(saved(tmp_path, f"<body>{document}</body>")) == [
        "支持企业研发工业软件，适用 IPv6 与 5G\xa0网络——A&B。",
        "1.提交申请。",
        "2.提交材料。",
        "c.甲项。",
        "无号。",
        "任务\t牵头单位\t时限",
        "一、平台建设",
        "建设平台\t市科技局 市财政局\t2024年",
        "建设平台\t市数据局",
        "第一行，",
        "第二行。",
        "附件：申请表.doc",
    ]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gbk"),
        ("<meta charset='utf-8'>", "utf-8"),
        ("", "utf-8"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("<meta charset=utf-8>", "gb18030"),  # declared wrongly
        ("<meta charset=gbk>", "utf-8-sig"),
        ("<meta charset=x-unknown>", "utf-8"),
    ],
)
def test_charsets(tmp_path: Path, declared: str, encoding: str) -> None:
    markup = f"<html><head>{declared}</head><body><h1>{TITLE}</h1>{PARAGRAPHS}</body></html>"
    assert words(saved(tmp_path, markup, encoding)) == [TITLE, *DOCUMENT]


@pytest.mark.parametrize(
    "markup",
    [
        "<html></html>",
        "<body><script>var x='正文。'</script><div id=app></div></body>",
        "<p>&nbsp;</p>",
        "<!-- 注释 -->",
    ],
)
def test_pages_without_text(tmp_path: Path, markup: str) -> None:
    with pytest.raises(UnreadableError, match=r"page\.html: .*没有正文"):
        read(saved(tmp_path, markup))


def test_deep_nesting_and_enormous_tables(tmp_path: Path) -> None:
    text = "<p>很深的正文，还在这里。</p>"
    assert words(saved(tmp_path, "<div>" * 3_000 + text)) == ["很深的正文，还在这里。"]
    with pytest.raises(UnreadableError, match="嵌套太深"):
        read(saved(tmp_path, "<div>" * 300_000 + text))
    wide = "<table><tr><td rowspan=99999999 colspan=99999>任务，很宽。</td><td>甲</td></tr><tr><td>乙</td></tr></table>"
    assert words(saved(tmp_path, wide))[0].startswith("任务，很宽。\t")
