"""Documents that are none: too large, without end or text, nested or circular. One clear line, or read in bounded time
and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.errors import UnreadableError
from ingest.pipeline import extract, extraction, process
from ingest.read import MAX_CHARACTERS
from ingest.records import Extraction
from tests.conftest import ROOT


def run(text: str) -> Extraction:
    return extraction(process(clean("d", list(enumerate(text.split("\n"), 1)))))


def test_files_that_are_too_large(tmp_path: Path) -> None:
    """Refused by their size alone, in no time."""
    sparse = tmp_path / "sparse.txt"
    with sparse.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(UnreadableError, match=r"sparse\.txt: 100 MB，超过 50 MB"):
        extract(sparse)
    book = tmp_path / "book.txt"
    book.write_text("港口建设。\n" * (MAX_CHARACTERS // 5 + 1), "utf-8")
    with pytest.raises(UnreadableError, match=r"book\.txt: \d+ 字，超过"):
        extract(book)


def test_a_page_without_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><head><title></title></head><body><img src=a.png><script>var a = 1</script></body></html>")
    with pytest.raises(UnreadableError, match=r"page\.html: .*没有"):
        extract(page)


MEASURED = """
import resource, sys
from ingest.pipeline import extract
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(extract(sys.argv[1]).document.title, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_line_of_a_million_characters(tmp_path: Path) -> None:
    """In a process of its own, which may take a minute, and a gigabyte more than with nothing to read."""
    file = tmp_path / "line.txt"
    file.write_text(
        "关于加快港口建设的意见\n" + "建设码头，（市科技局牵头）" * 20 + ("abcdefghij" * 8 + ", ") * 12_200, "utf-8"
    )
    command = [sys.executable, "-c", MEASURED, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    title, kilobytes = done.stdout.split()
    assert title == "关于加快港口建设的意见" and int(kilobytes) < 1 << 20


def test_nothing_but_tables() -> None:
    rows = "\n".join(f"{n}\t建设第{n}座码头\t市港口局\t市财政局" for n in range(1, 801))
    found = run(f"序号\t任务\t牵头单位\t配合单位\n{rows}")
    assert [t.no for t in found.tasks] == list(range(1, 801))
    assert {(t.lead, t.support) for t in found.tasks} == {(("市港口局",), ("市财政局",))}


def test_brackets_and_markers_without_end() -> None:
    for sign in ("（", "《", "〈", "【", "“", "(", "<"):
        run(f"港口办法\n{sign * 5000}办法")
        run(f"港口办法\n{sign * 2000}办法{'）》〉】”)>'['（《〈【“(<'.index(sign)] * 2000}")
    markers = ("一、", "（一）", "1.", "（1）", "1）", "①", "--")
    found = run("\n".join(f"{markers[n % 7]}港口" for n in range(5000)))
    assert len(found.headings) == 5000 and max(len(h.path) for h in found.headings) == len(markers)


def test_short_names_in_a_circle() -> None:
    found = run(
        "港口办法\n按照《甲办法》（以下简称《乙办法》）、《乙办法》（以下简称《丙办法》）和《丙办法》（以下简称《甲办法》）执行。"
        "《甲办法》《乙办法》《丙办法》由市港口局解释。"
    )
    cited = [g for g in found.regulations if not g.self]
    assert {m.text[:5] for g in cited for m in g.mentions} == {"《甲办法》", "《乙办法》", "《丙办法》"}
    assert len(cited) <= 3


UNITS = {
    "titles": "《港口办法》",
    "numbered titles": "《港口办法》（云政发〔2018〕7号）、",
    "numbers": "云政发〔2018〕7号",
    "names": "市科技局、",
    "phones": "88320415/16、",
    "targets": "到2025年，建成码头10座，",
    "duties": "由市科技局牵头，市财政局配合。",
    "labels": "牵头单位：市科技局；",
    "cases": "有下列情形之一的，不予支持：1.造假；",
    "lines": "一、港口\n（一）支持重点：码头。\n申报材料\n1.申报书。\n责任部门：港口处，88320415。\n",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text = "关于加快港口建设的意见\n" + unit * (size // len(unit))
        begin = time.process_time()
        run(text)
        return time.process_time() - begin

    run(unit)  # dictionaries are loaded
    for _ in range(3):  # a processor shared with others is at times slow
        if (long := seconds(24_000)) < (bound := 10 * seconds(6_000) + 0.3):
            break
    assert long < bound
