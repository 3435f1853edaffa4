"""The page 读文档 without a browser: marks, parts, sentences, tables, uploads, what two documents differ in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import embedded
from graph.home import BusyError, Home
from graph.library import library
from graph.marks import KINDS, Mark, marks
from graph.rows import rows
from graph.store import Store, open_store
from graph.verify import verify
from ingest.errors import ZhengtuError
from ingest.pipeline import extract
from ingest.read import MAX_BYTES
from ingest.records import Document, Extraction, Program, Span
from search import build, encoder, uploads
from search.compare import compare
from tests import sample
from tests.conftest import ROOT
from ui import compared, jobs, reading, shelf
from ui.text import t
from ui.views import documents as view

GUIDE = "第一条 某市科技局负责。\n一、数控专项\n联系处：某处，电话：0531-66608805。\n"


@pytest.fixture(scope="module")
def guide() -> Extraction:
    return extract(ROOT / "corpus" / "jinan-guide-2019.txt")


# -- marks


@pytest.mark.parametrize("name", ["jinan-guide-2019", "jinan-plan-2023"])
def test_every_mark_leads_to_a_node_of_the_graph(name: str) -> None:
    extraction = extract(ROOT / "corpus" / f"{name}.txt")
    found, nodes = marks(extraction), rows(extraction).nodes
    assert {mark.kind for mark in found} <= set(KINDS) and len(found) > 100
    assert [mark for mark in found if mark.node not in nodes[mark.kind]] == []
    assert all(0 <= mark.start < mark.end <= len(extraction.text) for mark in found)


def test_a_number_written_by_its_last_digits_is_marked_too(guide: Extraction) -> None:
    words = {mark.name: guide.text[mark.start : mark.end] for mark in marks(guide) if mark.kind == "Phone"}
    assert words["66608805"] == "66608805" and words["66608807"] == "07"


# -- parts and sentences


@given(st.text("甲乙。\n", max_size=300), st.integers(1, 60))
def test_parts_make_up_the_text_and_none_is_too_long(text: str, size: int) -> None:
    pieces = reading.parts(text, (), size)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert all(0 < end - start <= size for start, end in pieces) or not text
    assert all(pieces[reading.part_of(pieces, at)][0] <= at < pieces[reading.part_of(pieces, at)][1]
               for at in range(len(text)))  # fmt: skip


def test_a_part_begins_with_a_heading_where_it_can(guide: Extraction) -> None:
    starts = {heading.span.start for heading in guide.headings}
    pieces = reading.parts(guide.text, guide.headings, 4000)
    assert len(pieces) > 4 and {start for start, _ in pieces[1:]} <= starts


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("甲乙。丙丁。", 4, "丙丁。"),
        ("甲乙。丙丁。", 2, "甲乙。"),
        ("甲\n  乙丙\n丁", 5, "乙丙"),
        ("甲乙", 0, "甲乙"),
        ("甲乙", 9, None),
        ("甲\n\n乙", 2, None),
        ("甲" * 20_000, 15_000, "甲" * 10_000),
    ],
)
def test_the_sentence_at_a_character(text: str, at: int, words: str | None) -> None:
    found = reading.sentence(text, at)
    assert (found and text[found[0] : found[1]]) == words


@pytest.mark.parametrize(
    ("asked", "number"), [("7", 7), ("-1", None), ("x", None), ("", None), (None, None), ("9" * 40, None)]
)
def test_a_position_in_the_address_may_be_anything(asked: str | None, number: int | None) -> None:
    assert view.number_of(asked) == number


# -- text as HTML


def words_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(
    st.text("甲<b>&'\"。", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.sampled_from(KINDS)), max_size=8),
    st.integers(0, 40),
)
def test_whatever_is_marked_the_words_stay(text: str, spans: list[tuple[int, int, str]], at: int) -> None:
    found = [Mark(start, min(start + size, len(text)), kind, "x", "<i>'") for start, size, kind in sorted(spans)]
    found = [mark for mark in found if mark.start < mark.end]
    html = reading.body(text, (0, len(text)), (), found, lambda mark: "explore?node=x", reading.sentence(text, at))
    assert words_of(html) == (text if text.strip() else "")
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z!]\w*)", html)) <= {"article", "p", "a", "mark"}


def test_the_innermost_mark_leads() -> None:
    found = [Mark(0, 6, "Program", "p", "p"), Mark(2, 4, "Department", "d", "d")]
    html = reading.body("甲乙丙丁戊己", (0, 6), (), found, lambda mark: mark.node, (2, 6))
    assert [words_of(a) for a in re.findall(r"<a .*?</a>", html)] == ["甲乙", "丙丁", "戊己"]
    assert re.findall(r"href='(\w)'", html) == ["p", "d", "p"]
    assert [words_of(mark) for mark in re.findall(r"<mark.*?</mark>", html)] == ["丙丁", "戊己"]


def test_the_outline_leads_within_the_part_and_to_the_others(guide: Extraction) -> None:
    pieces = reading.parts(guide.text, guide.headings, 4000)
    html = reading.outline("g", guide.text, guide.headings, pieces[0])
    shown = reading.body(guide.text, pieces[0], guide.headings, (), lambda mark: None, None)
    inside = re.findall(r"href='#(c\d+)'", html)
    assert inside and all(f"id='{each}'" in shown for each in inside)
    assert re.search(r"href='documents\?id=g&amp;at=\d+'", html)
    assert "zt-empty" in reading.outline("g", "甲", (), (0, 1))


def test_the_list_is_found_by_title_number_and_issuer() -> None:
    row = {
        "id": "a",
        "title": "<b>甲办法",
        "date": None,
        "kind": "measures",
        "issuers": ["某局"],
        "doc_number": "某发〔2020〕1号",
    }
    for words in ("", "甲", "某局 甲", "2020"):
        html = view.table([row], words)
        assert "&lt;b&gt;甲办法" in html and t("documents_kind_measures") in html
    assert t("documents_none_fit") in view.table([row], "乙") and t("documents_none") in view.table([])


# -- two documents


def edition(*programs: tuple[str, dict[str, str]]) -> Extraction:
    found = [
        Program(name, name, Span("d", n, n + 1, 1, "x"), fields=fields) for n, (name, fields) in enumerate(programs)
    ]
    return Extraction(Document("d", "某<指南>", date="2020-01-02"), "x" * 20, programs=tuple(found))


def test_programs_stay_by_name_or_by_meaning_come_and_go() -> None:
    before = edition(
        ("2019年基础研究科学专项", {"支持重点": "每年30家。"}),
        ("科技金融专项", {}),
        ("临床医疗科技专项", {"电话": "1"}),
    )
    after = edition(
        ("2020年基础研究专项", {"支持重点": "每年50家。"}), ("数字经济专项", {}), ("临床医疗科技专项", {"电话": " 1"})
    )
    found = compare(before, after, encoder.load())
    assert [(p.before.name, p.after.name) for p in found.stayed] == [
        ("2019年基础研究科学专项", "2020年基础研究专项"),
        ("临床医疗科技专项", "临床医疗科技专项"),
    ]
    assert found.stayed[0].alike and found.stayed[1].alike is None
    assert [d.field for d in found.stayed[0].differences] == ["支持重点"] and not found.stayed[1].differences
    assert [p.name for p in found.came] == ["数字经济专项"] and [p.name for p in found.gone] == ["科技金融专项"]
    html = compared.side_by_side(found, before.document, after.document)
    assert "每年<del>30</del>家" in html and "每年<ins>50</ins>家" in html
    assert all(t(f"documents_{key}") in html for key in ("changed", "came", "gone", "same"))


def test_a_document_is_as_itself(guide: Extraction) -> None:
    found = compare(guide, guide, encoder.load())
    assert len(found.stayed) == len(guide.programs) and not found.came and not found.gone
    assert not any(pair.differences or pair.alike for pair in found.stayed)


@given(st.text("甲乙<1>", max_size=30), st.text("甲乙<1>", max_size=30))
def test_what_differs_is_marked_and_nothing_is_lost(before: str, after: str) -> None:
    old, new = compared.marked(before, after)
    assert (words_of(old), words_of(new)) == (before, after)


# -- uploads


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("指南.docx", "指南.docx"), ("../../etc/passwd", "passwd"), ("C:\\a\\b.txt", "b.txt"), (".hidden.md", "hidden.md"),
        ("a\x00b\n.txt", "a_b_.txt"), ("甲" * 300 + ".pdf", "甲" * 60 + ".pdf"), ("", "document"), ("<b>.html", "_b_.html"),
    ],
)  # fmt: skip
def test_a_name_that_any_file_system_takes(name: str, safe: str) -> None:
    assert uploads.safe_name(name) == safe


@pytest.fixture(scope="module")
def shelf_home(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Store]]:
    """A home of the corpus that may be changed, on a server of its own."""
    home = Home(tmp_path_factory.mktemp("shelf") / "home")
    shutil.copytree(finished, home.path)
    with open_store(home) as store:
        yield home, store
    embedded.stop(home)


def test_uploads_are_kept_verified_and_removed_with_their_files(shelf_home: tuple[Home, Store]) -> None:
    home, store = shelf_home
    told: list[str] = []
    before = set(home.manifest().documents)
    files = [
        ("上传.txt", GUIDE.encode()),
        ("页.html", "<p>一、甲<script>alert(1)</script></p>".encode()),
        ("假.docx", b"PK\x03\x04" + bytes(100)),
        ("旧.doc", b"x"),
        ("空.txt", b""),
        ("大.txt", bytes(MAX_BYTES + 1)),
    ]
    report = uploads.add(files, home, store, lambda what, done, total: told.append(what))
    assert [found.title for found in report.found] and len(report.found) == 2
    assert len(report.problems) == 4 and all("\n" not in line for line in report.problems)
    assert report.problems[0].startswith("大.txt") and {"读文件", "建索引", "写图谱"} <= set(told)
    kept = sorted(path.name for path in home.uploads.rglob("*") if path.is_file())
    assert kept == ["上传.txt", "页.html"]
    assert verify(home, store)[1] == []
    assert {row["id"] for row in library(store)} == set(home.manifest().documents)
    again = uploads.add(files[:1], home, store)
    assert [found.known for found in again.found] == [True] and not again.problems
    for found in report.found:
        uploads.remove(found.id, home, store)
    assert set(home.manifest().documents) == before and not list(home.uploads.rglob("*"))


def test_a_file_that_was_not_uploaded_outlives_its_removal(shelf_home: tuple[Home, Store], tmp_path: Path) -> None:
    home, store = shelf_home
    (tmp_path / "own.txt").write_text(GUIDE, "utf-8")
    build.build([tmp_path / "own.txt"], home, store)
    uploads.remove("own", home, store)
    assert (tmp_path / "own.txt").exists() and "own" not in home.manifest().documents


def test_while_another_build_is_running_nothing_is_kept(shelf_home: tuple[Home, Store]) -> None:
    home, store = shelf_home
    with home.lock(), pytest.raises(BusyError):
        uploads.add([("另一份.txt", GUIDE.encode())], home, store)
    assert not list(home.uploads.rglob("*"))


def test_jobs_are_done_one_after_the_other_also_after_one_that_failed() -> None:
    desk, begun = jobs.Desk(), Event()
    done: list[str] = []

    def first(tell: jobs.Tell) -> None:
        begun.wait(10)
        tell("读文件", 1, 2)
        done.append("first")
        raise ZhengtuError("nothing to read")

    one, two = desk.hand_in(first), desk.hand_in(lambda tell: done.append("second"))
    assert (desk.before(one), desk.before(two)) == (0, 1) and desk.under_way() is one
    assert t("documents_waiting", count=1) in shelf.progress(one, desk.before(two))
    begun.set()
    two.future.result(10)
    assert done == ["first", "second"] and "nothing to read" in shelf.outcome(one)
    assert f"{t('documents_step_读文件')} 1/2" == shelf.progress(one, 0)


def test_a_report_tells_counts_and_problems_as_text() -> None:
    found = uploads.Found("d", "<b>甲", {"programs": 2, "tasks": 0})
    html = shelf.report(uploads.Report([found], ["<i>.doc: 不能读"]))
    assert "&lt;b&gt;甲" in html and "&lt;i&gt;" in html and f"{t('documents_count_programs')} 2" in html
    assert t("documents_count_tasks") not in html
    nothing = shelf.report(uploads.Report([uploads.Found("d", "甲", {"programs": 0})]))
    assert t("documents_nothing") in nothing


def test_an_edition_of_the_sample_has_its_marks() -> None:
    assert {mark.kind for mark in marks(sample.guide())} >= {"Program", "Department", "Phone"}
