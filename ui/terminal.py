"""What people read in a terminal: the contract's JSON objects in Chinese, progress and notices on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from ui.text import named, t

if TYPE_CHECKING:
    from search.build import BuildReport

Json = dict[str, Any]
PROOFS, CLIP = 2, 60  # sentences of proof shown a match, characters of each

# Words of a document are never markup; a pipe or a file gets whole lines.
_out = Console(
    markup=False,
    emoji=False,
    highlight=False,
    soft_wrap=not sys.stdout.isatty(),
    width=None if sys.stdout.isatty() else 120,
)
_err = Console(markup=False, emoji=False, highlight=False, stderr=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr, told ``(what, done, total)``; silent where stderr is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield tell


def show_answer(answer: Json) -> None:
    if answer["id"] is not None:
        line(f"[{answer['id']}] {answer['question']}", "bold")
    line(answer["answer"], "bold")
    for number, match in enumerate(answer["matches"], 1):
        _out.print()
        _head(match, f"{number}. ")
        for span in match["evidence"][:PROOFS]:
            proof(span)
    if answer["matches"]:
        _out.print()
    for notice in answer.get("notices") or ():
        line(notice, "yellow")


def show_node(found: Json) -> None:
    """One thing of the graph with all that is attached to it."""
    _head(found)
    more = {"又称": found["aliases"], "发文机关": found.get("issuers"), "申报材料": found["materials"]}
    facts({"上级": (found["parent"] or {}).get("name"), "完成时限": found.get("deadline"), **found["fields"]})
    facts({label: "、".join(names or ()) for label, names in more.items() if label not in found["fields"]})
    for span in found["evidence"][:PROOFS]:
        proof(span)
    own = (found["document"] or {"id": found["id"]})["id"]
    for key, label in ATTACHED.items():
        if items := found.get(key):
            line(f"{label}（{len(items)}）", "bold")
            for item in items:
                line(f"   {_short(item)}{_elsewhere(item, own)}")
    if found["candidates"]:
        line(
            "也叫这个名字的：" + "；".join(f"{other['name']}（{_kind(other)}）" for other in found["candidates"]),
            "yellow",
        )


def show_report(report: Json) -> None:
    """A question file's scores, type by type, then the questions whose first match is not the right one."""
    table = Table("类型", "问题", "第一条对", "前三条对", box=None, pad_edge=False)
    for kind, score in report["types"].items():
        table.add_row(kind, str(score["n"]), _share(score["first"]), _share(score["three"]))
    _out.print(table)
    shares = {"programs_mrr": "专项 MRR", "phones_exact": "电话全对", "false_refusals": "误拒"}
    line("  ".join(f"{label} {_share(report[key])}" for key, label in shares.items()))
    took = report["milliseconds"]
    line(f"每问 {took['median']} 毫秒（中位），{took['p95']} 毫秒（95%）")
    for miss in report["misses"]:
        got = miss["got"] if isinstance(miss["got"], str) else "；".join(miss["got"])
        line(f"  ✗ {miss['id']} {miss['type']}  {_clip(miss['question'], 60)} → {_clip(got, 60)}", "dim")


def show_extraction(found: Json) -> None:
    document = found["document"]
    line(document["title"], "bold cyan")
    facts(
        {
            "id": document["id"],
            "类型": document["kind"],
            "文号": document["doc_number"],
            "发文机关": "、".join(document["issuers"]),
            "日期": document["date"],
        }
    )
    columns = (Column(no_wrap=True), Column("数量", no_wrap=True, justify="right"), Column("例", no_wrap=True))
    counts = Table(*columns, box=None, pad_edge=False)
    for key, label in _COLUMNS.items():
        items = found[key]
        counts.add_row(label, str(len(items)), _clip("；".join(_short(item) for item in items[:3]), 38))
    _out.print(counts)


def show_build(report: BuildReport, home: Path) -> None:
    """What a build did, on stdout; its problems, a line each, on stderr."""
    counts = (("新读", report.documents), ("未变", report.skipped), ("去掉", report.removed))
    if words := "，".join(f"{label} {len(ids)} 份" for label, ids in counts if ids):
        line(f"{words}；图谱和索引在 {home}")
    for problem in report.problems:
        _err.print(f"zhengtu: {problem}", soft_wrap=True)


def show_verified(found: Json) -> None:
    """How many facts hold, on stdout; those that do not, a line each, on stderr."""
    line(f"{found['proved']} 条事实与原文件一致" + (f"，{len(found['problems'])} 处不符" if found["problems"] else ""))
    for problem in found["problems"]:
        _err.print(f"zhengtu: {problem}", soft_wrap=True)


def show_contradictions(found: list[Json]) -> None:
    """Each thing that is told differently, and below it each value with the words that say it."""
    line(f"{len(found)} 处说法不一" if found else "没有发现说法不一的地方", "bold")
    for each in found:
        division = f" {each['division']}" if each.get("division") else ""
        _out.print()
        line(Text.assemble((each["name"], "bold cyan"), f"{division}  {_CONTRADICTIONS[each['kind']]}"))
        for said in each["values"]:
            line(f"   {said['value']}")
            for span in said["evidence"][:PROOFS]:
                proof(span)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


_CONTRADICTIONS = {
    "program_division": "责任处室不一",
    "program_phone": "电话不一",
    "department_phone": "电话不一",
    "regulation_number": "文号不一",
    "regulation_title": "标题不一",
}

ATTACHED = {
    "numbers": "电话",
    "documents": "收录为",
    "versions": "同一标题的",
    "programs": "专项",
    "children": "下级专项",
    "within": "上级领域",
    "areas": "支持领域",
    "tasks": "任务",
    "leads": "牵头的任务",
    "supports": "配合的任务",
    "shares": "分工负责的任务",
    "departments": "部门",
    "organisations": "机构",
    "regulations": "引用的文件",
    "based_on": "依据的文件",
    "repealed_by": "被这些文件废止",
    "amended_by": "被这些文件修订",
    "repeals": "它废止的文件",
    "amends": "它修订的文件",
    "cited_in": "被引用",
    "conditions": "条件",
    "quantities": "指标",
}

_COLUMNS = {
    "headings": "标题",
    "programs": "专项",
    "departments": "部门",
    "contacts": "联系方式",
    "regulations": "政策文件",
    "support_areas": "支持领域",
    "program_areas": "专项领域",
    "tasks": "任务",
    "conditions": "条件",
    "quantities": "指标",
    "organisations": "机构",
    "noise": "杂质",
}


def _short(item: Any) -> str:
    """An item in one line: its name, or the nearest thing to one."""
    if not isinstance(item, dict):
        return str(item)
    name = next((item[key] for key in ("name", "title", "path", "metric", "unit", "text", "id") if item.get(key)), "")
    words = " › ".join(name) if isinstance(name, list | tuple) else str(name)
    extra = [item[key] for key in ("doc_number", "no", "person") if item.get(key)] + list(item.get("phones") or ())
    extra += [*(item.get("emails") or ()), *(f"传真{number}" for number in item.get("fax") or ())]
    return _clip(" ".join([words, *map(str, extra)]))


def _elsewhere(item: Json, own: str) -> str:
    """Where something attached stands, when that is not in the document shown."""
    document = item.get("document")
    if not document or document["id"] == own:
        return ""
    steps = item.get("path") or ()
    return f"  {document['id']}" + (f" › {steps[-1]}" if steps else "")


def _head(match: Json, number: str = "") -> None:
    """What it is, where it stands, and whom to call: alike for an answer's match and for a thing shown."""
    line(Text.assemble(number, (match["name"], "bold cyan"), f"  {_kind(match)}"))
    title = (match.get("document") or {}).get("title")
    steps = dict.fromkeys(step for step in (title, *match["path"]) if step and step != match["name"])
    facts(
        {
            "位置": " › ".join(steps),
            t("doc_number"): match.get("doc_number"),
            t("number"): match.get("no"),
            **{t(key): "、".join(match.get(key) or ()) for key in ("lead", "support", "shared")},
            t("divisions"): "；".join(
                f"{unit['name']} {' '.join(unit['phones'])}".strip()
                for unit in match.get("divisions") or ()
                if unit["phones"] or unit["name"] != match["name"]
            ),
        }
    )


def _kind(match: Json) -> str:
    return named("kind", str(match["kind"]))


def proof(span: Json) -> None:
    where = f"{span['document']} {t('line', line=span['line'])}" if span["line"] else span["document"]
    line(Text.assemble((f"   “{_clip(span['text'])}”", "dim"), (f" {where}", "dim italic")))


def facts(named: Json) -> None:
    for label, value in named.items():
        if value not in (None, ""):
            line(Text.assemble((f"   {label} ", "dim"), _clip(str(value), 2 * CLIP)))


def _clip(words: str, width: int = CLIP) -> str:
    words = " ".join(words.split())
    return words if len(words) <= width else words[:width] + "…"


def line(words: str | Text, style: str = "") -> None:
    _out.print(words, style=style)
