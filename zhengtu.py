"""政图 on the command line: one thin function a command.

Whatever goes wrong is one line on stderr. Exit codes: 0 done; 1 done in part, or a fault of ours; 2 wrong usage or bad
input; 130 interrupted. The rooms are imported inside the commands, so that ``--help`` does not wait for them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.errors import ZhengtuError

if TYPE_CHECKING:
    from graph.home import Home
    from graph.store import Store

app = typer.Typer(
    help="政图：把政策文件变成有原文为证的知识图谱，用企业自己的话来问。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

HomeDir = Annotated[Path, typer.Option("--home", envvar="ZHENGTU_HOME", metavar="DIR", help="图谱和索引所在的文件夹")]
GraphUri = Annotated[
    str | None,
    typer.Option("--graph", envvar="NEO4J_URI", metavar="URI", help="图谱放在这个 Neo4j；不写则用内置图库"),
]
Encoder = Annotated[
    str | None,
    typer.Option("--encoder", metavar="NAME_OR_PATH", help="sentence-transformers 模型的名称或路径；不写则用自带模型"),
]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只写 JSON")]
DEFAULT_HOME = Path(".zhengtu")


@app.callback()
def _options(
    home: Annotated[Path | None, typer.Option(metavar="DIR", help="同各命令的 --home")] = None,
    graph: Annotated[str | None, typer.Option(metavar="URI", help="同各命令的 --graph")] = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=lambda on: _version(on), help="版本")
    ] = False,
) -> None:
    # Written before the command or after it, they mean the same: every command reads them from the environment too.
    if home is not None:
        os.environ["ZHENGTU_HOME"] = str(home)
    if graph is not None:
        os.environ["NEO4J_URI"] = graph


@app.command()
def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="文件和文件夹；不写则为 corpus/")
    ] = None,
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
    encoder: Encoder = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="先去掉以前建的一切，从头建；用于别的版本建的")] = False,
) -> None:
    """读文件，抽取，写入图谱，建检索索引；没变的文件跳过。"""
    from search.build import build
    from ui import terminal

    named = paths or [Path("corpus")]
    if fresh:
        from graph.fresh import begin_afresh
        from graph.home import Home

        begin_afresh(Home(home), _server(graph), named)
    with _opened(home, graph, built=False) as (place, store), terminal.progress() as progress:
        report = build(named, place, store, encoder=encoder, progress=progress)
    terminal.show_build(report, place.path)
    if report.problems:
        raise typer.Exit(1 if report.documents or report.skipped else 2)


@app.command()
def remove(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="文件的 id（文件名去掉扩展名）")],
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
) -> None:
    """把一个文件和只靠它成立的内容从图谱和索引里去掉。"""
    from search.build import remove

    with _opened(home, graph) as (place, store):
        remove(document, place, store)
    print(f"已去掉 {document}")


@app.command()
def extract(file: Annotated[Path, typer.Argument(metavar="FILE", help="要读的文件")], as_json: AsJson = False) -> None:
    """看抽取程序在一个文件里看到了什么；什么也不建。"""
    from ingest.pipeline import extract
    from ingest.records import to_json
    from ui import terminal

    _say(to_json(extract(file)), as_json, terminal.show_extraction)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="用自己的话提的问题")] = None,
    batch: Annotated[
        Path | None, typer.Option(metavar="FILE", help="问题文件：.txt 每行一问，.csv 有 question 列，.jsonl")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="最多几条")] = 5,
    as_json: AsJson = False,
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
    encoder: Encoder = None,
) -> None:
    """问：哪个专项、哪个处室、什么电话、哪项任务，附原文。"""
    if (question is None) == (batch is None):
        raise ZhengtuError('请写一个问题，或用 --batch FILE 给一个问题文件，二者取一；例如 zhengtu ask "我们做机器人"')
    if question is not None and not question.strip():
        raise ZhengtuError("问题是空的；请写一个问题")
    from search.questions import read_questions
    from search.searcher import Searcher
    from ui import terminal

    rows: list[dict[str, Any]] = read_questions(batch) if batch else [{"id": None, "question": question}]
    with _opened(home, graph) as (place, store):
        searcher = Searcher(place, store, encoder=encoder)
        for row in rows:
            _say(searcher.ask(row["question"], k, id=row["id"]), as_json, terminal.show_answer)


@app.command()
def trace(
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="发文字号（任何括号）、标题或其一部分、简称")],
    hops: Annotated[int, typer.Option(min=1, max=20, help="它引用的文件再引用什么：追几层")] = 1,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="这天是否有效")] = None,
    as_json: AsJson = False,
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
) -> None:
    """溯源：一份政策文件被谁、在哪里引用，什么以它为依据，它又引用什么，是否有效。"""
    from graph.trace import trace
    from ui.traced import show_trace

    with _opened(home, graph) as (_, store):
        _say(trace(store, reference, hops, f"{as_of:%Y-%m-%d}" if as_of else None), as_json, show_trace)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="专项、处室、文件、领域、任务或政策文件的名称，文号也行")],
    as_json: AsJson = False,
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
) -> None:
    """看一个专项、处室、文件、领域或任务，连同与它相连的一切。"""
    from graph.show import show
    from ui import terminal

    with _opened(home, graph) as (_, store):
        found = show(store, name)
    if found is None:
        raise ZhengtuError(f'图谱里没有“{name}”；换个名称，或者用 zhengtu ask "{name}" 来问')
    _say(found, as_json, terminal.show_node)


@app.command(name="eval")
def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="带标准答案的问题文件")],
    as_json: AsJson = False,
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
    encoder: Encoder = None,
) -> None:
    """给一个带标准答案的问题文件打分。"""
    from search.evaluate import evaluate
    from search.questions import read_questions
    from search.searcher import Searcher
    from ui import terminal

    rows = read_questions(file)
    with _opened(home, graph) as (place, store):
        searcher = Searcher(place, store, encoder=encoder)
        report = evaluate(rows, searcher.ask)
    _say(report, as_json, terminal.show_report)


@app.command()
def verify(home: HomeDir = DEFAULT_HOME, graph: GraphUri = None, as_json: AsJson = False) -> None:
    """重读原文件，逐条核对图谱里的每个事实；有不符的逐条列出。"""
    from graph.verify import verify
    from ui import terminal

    with _opened(home, graph) as (place, store), terminal.progress() as progress:
        proved, problems = verify(place, store, progress)
    _say({"proved": proved, "problems": problems}, as_json, terminal.show_verified)
    if problems:
        raise typer.Exit(1)


@app.command()
def contradictions(as_json: AsJson = False, home: HomeDir = DEFAULT_HOME, graph: GraphUri = None) -> None:
    """看各份文件对同一件事说得不一样的地方，各附原文。"""
    from graph.contradictions import contradictions
    from ui import terminal

    with _opened(home, graph) as (_, store):
        _say(contradictions(store), as_json, terminal.show_contradictions)


@app.command()
def export(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help=".graphml、.jsonl、.cypher；或 文件夹/（CSV，供 neo4j-admin 导入）")
    ],
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
) -> None:
    """把整个图谱写成文件，格式看结尾；同一图谱，字节不变。"""
    from graph.export import export, kind_of
    from ui import terminal

    kind_of(file)  # a wrong ending is told before any server is started
    with _opened(home, graph) as (_, store), terminal.progress() as progress:
        nodes, relations = export(store, file, progress)
    print(f"{nodes} 个节点、{relations} 条关系，写在 {file}")


@app.command()
def explore(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="端口；不写则从 8501 起找空的")] = None,
    address: Annotated[str, typer.Option(help="监听地址；默认只有本机能打开")] = "localhost",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="是否打开浏览器")] = True,
    home: HomeDir = DEFAULT_HOME,
    graph: GraphUri = None,
) -> None:
    """打开图谱页面（Streamlit），按 Ctrl-C 结束。"""
    from graph.home import Home
    from ui.serve import serve

    place = Home(home)
    place.manifest()
    raise typer.Exit(serve(place.path, graph, address, port, browser))


@app.command()
def stop(home: HomeDir = DEFAULT_HOME) -> None:
    """结束内置图库的服务进程（如果在运行）。"""
    from graph.embedded import stop
    from graph.home import Home

    print("已结束" if stop(Home(home)) else "没有在运行")


def main() -> None:
    """Runs the command line; whatever goes wrong is one line on stderr and an exit code."""
    from ui.exits import run

    run(app)


@contextmanager
def _opened(home: Path, graph: str | None, built: bool = True) -> Iterator[tuple[Home, Store]]:
    """The home and its graph. ``built``: there must be something in it, asked before any server is started."""
    from graph.home import Home
    from graph.load import is_ours
    from graph.store import open_store

    place = Home(home)
    if built:
        place.manifest()
    with open_store(place, **_server(graph)) as store:
        is_ours(store)
        yield place, store


def _server(graph: str | None) -> dict[str, str | None]:
    from graph.settings import Settings

    return {**Settings().server, "uri": graph or None}


def _say(value: Any, as_json: bool, show: Any) -> None:
    if as_json:
        print(json.dumps(value, ensure_ascii=False), flush=True)
    else:
        show(value)


def _version(on: bool) -> None:
    if on:
        from importlib.metadata import version

        print(f"zhengtu {version('zhengtu')}")
        raise typer.Exit


if __name__ == "__main__":
    main()
