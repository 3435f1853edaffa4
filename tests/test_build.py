"""Builds: only what changed, whole or not at all, one at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import load
from graph.home import Home
from graph.store import Store, open_store
from ingest import pipeline
from ingest.errors import ZhengtuError
from search import encoder
from search.build import build, remove
from search.searcher import Searcher
from tests import sample


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    from graph.embedded import stop

    home = Home(tmp_path_factory.mktemp("server")).create()
    with open_store(home) as opened:
        yield opened
    stop(home)


@pytest.fixture
def home(tmp_path: Path, tables: Path, store: Store) -> Home:
    """A home without a build, beside a graph without documents."""
    made = Home(tmp_path / "home").create()
    shutil.copytree(tables, made.index / tables.name)
    load.prepare(store)
    for document in load.loaded(store):
        load.remove(store, document)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "guide.txt").write_text(sample.GUIDE_TEXT, encoding="utf-8")
    (made / "plan.txt").write_text(sample.PLAN_TEXT, encoding="utf-8")
    return made


def test_what_is_unchanged_is_skipped(home: Home, store: Store, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    first = build([folder], home, store, progress=lambda *step: told.append(step))
    assert (first.documents, first.skipped, first.removed, first.problems) == (["guide", "plan"], [], [], [])
    assert {what for what, done, total in told if done == total} == {"读文件", "建索引", "写图谱"}
    manifest = home.manifest()
    assert set(load.loaded(store)) == set(manifest.documents) == {"guide", "plan"}
    second = build([folder], home, store)
    assert (second.documents, second.skipped) == ([], ["guide", "plan"])
    assert home.manifest() == manifest


def test_what_changed_is_read_and_answers(home: Home, store: Store, folder: Path) -> None:
    build([folder], home, store)
    searcher = Searcher(home, store)
    before = home.manifest().generation
    changed = sample.GUIDE_TEXT.replace("纺织与陶瓷", "葡萄酒酿造")
    (folder / "guide.txt").write_text(changed, encoding="utf-8")
    report = build([folder], home, store)
    assert (report.documents, report.skipped) == (["guide"], ["plan"])
    assert home.manifest().generation != before
    found = searcher.ask("葡萄酒酿造的中试基地")  # the same searcher sees the new build
    assert any("葡萄酒酿造" in span["text"] for match in found["matches"] for span in match["evidence"])


def test_a_bad_file_is_reported_and_the_others_go_on(home: Home, store: Store, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 200)
    report = build([folder], home, store)
    assert report.documents == ["guide", "plan"]
    assert len(report.problems) == 1
    assert "bad.txt" in report.problems[0]
    assert "\n" not in report.problems[0]


def test_a_file_that_turned_bad_keeps_its_last_good_reading(home: Home, store: Store, folder: Path) -> None:
    build([folder], home, store)
    (folder / "plan.txt").write_bytes(b"\x00\x01\x02\xff" * 200)
    report = build([folder], home, store)
    assert len(report.problems) == 1
    assert set(home.manifest().documents) == {"guide", "plan"}
    assert home.extraction("plan").text


def test_documents_are_added_and_files_that_are_gone_are_taken_out(home: Home, store: Store, folder: Path) -> None:
    build([folder / "guide.txt"], home, store)
    assert build([folder / "plan.txt"], home, store).documents == ["plan"]
    assert set(home.manifest().documents) == {"guide", "plan"}
    (folder / "plan.txt").unlink()
    assert build([folder], home, store).removed == ["plan"]
    assert set(load.loaded(store)) == set(home.manifest().documents) == {"guide"}
    assert not home.extraction_file("plan").exists()


def test_remove(home: Home, store: Store, folder: Path) -> None:
    build([folder], home, store)
    remove("guide", home, store)
    assert set(load.loaded(store)) == set(home.manifest().documents) == {"plan"}
    found = Searcher(home, store).ask("建设云岭实验室谁牵头")
    assert {match["document"]["id"] for match in found["matches"]} <= {"plan"}
    with pytest.raises(ZhengtuError, match="guide"):
        remove("guide", home, store)
    remove("plan", home, store)
    assert Searcher(home, store).ask("建设云岭实验室谁牵头")["status"] == "no_match"


@pytest.mark.parametrize("stage", ["读文件", "建索引", "写图谱"])
def test_an_interrupted_build_leaves_the_one_before(home: Home, store: Store, folder: Path, stage: str) -> None:
    build([folder], home, store)
    before = home.manifest()
    asked = Searcher(home, store).ask("中试基地")["matches"]
    (folder / "more.txt").write_text(sample.MEASURES_TEXT, encoding="utf-8")

    def interrupt(what: str, done: int, total: int) -> None:
        if what == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([folder], home, store, progress=interrupt)
    assert home.manifest() == before
    assert Searcher(home, store).ask("中试基地")["matches"] == asked
    assert build([folder], home, store).documents == ["more"]
    assert set(load.loaded(store)) == {"guide", "plan", "more"}


def test_one_build_at_a_time(home: Home, store: Store, folder: Path) -> None:
    with home.lock(), pytest.raises(ZhengtuError, match="another build"):
        build([folder], home, store)


def test_old_generations_go_but_the_last_stays_for_who_reads_it(home: Home, store: Store, folder: Path) -> None:
    generations = []
    for n in range(3):
        (folder / "more.txt").write_text(sample.MEASURES_TEXT + f"\n第{n}条 附则。", encoding="utf-8")
        build([folder], home, store)
        generations.append(home.manifest().generation)
    kept = {path.name for path in home.index.iterdir() if not path.name.startswith("lexicon")}
    assert kept == set(generations[1:])


def test_a_lost_index_is_made_again_without_reading_files(home: Home, store: Store, folder: Path) -> None:
    build([folder], home, store)
    shutil.rmtree(home.index_of(home.manifest().generation or ""))
    report = build([folder], home, store)
    assert report.documents == []
    assert Searcher(home, store).ask("中试基地")["status"] == "answered"


def test_new_rules_of_extraction_read_everything_again(
    home: Home, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], home, store)
    monkeypatch.setattr(pipeline, "VERSION", "another")
    report = build([folder / "guide.txt"], home, store)
    assert report.documents == ["guide", "plan"]  # plan lies outside the given paths, and is read all the same
    assert home.manifest().pipeline == "another"


def test_another_state_of_the_program_loads_everything_again(
    home: Home, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """… and so does a graph that lost its documents behind our back."""
    build([folder], home, store)
    before = load.loaded(store)
    load.remove(store, "plan")
    assert build([folder], home, store).skipped == ["guide", "plan"]
    assert load.loaded(store) == before
    for module in ("search.build", "graph.batch"):
        monkeypatch.setattr(f"{module}.version", lambda *rooms: "another")
    assert build([folder], home, store).skipped == ["guide", "plan"]  # not read, but loaded
    after = load.loaded(store)
    assert after.keys() == before.keys() and not set(after.values()) & set(before.values())


def test_a_file_keeps_its_document_under_another_name(home: Home, store: Store, folder: Path) -> None:
    build([folder], home, store)
    generation = home.manifest().generation
    (folder / "plan.txt").rename(folder / "工作方案（定稿）.txt")
    report = build([folder], home, store)
    assert (report.documents, report.skipped, report.removed) == ([], ["guide", "plan"], [])
    manifest = home.manifest()
    assert manifest.documents["plan"].path == str(folder / "工作方案（定稿）.txt") and manifest.generation == generation
    (folder / "plan.txt").write_text(sample.MEASURES_TEXT, encoding="utf-8")  # the old name is another file's now
    [new] = build([folder], home, store).documents
    assert new.startswith("plan-") and home.extraction("plan").text != home.extraction(new).text


def test_documents_of_another_home_are_left_alone(home: Home, store: Store, folder: Path, tmp_path: Path) -> None:
    build([folder], home, store)
    held = load.loaded(store)
    with pytest.raises(ZhengtuError, match=r"guide、plan.*NEO4J_DATABASE.*--fresh"):
        other = Home(tmp_path / "other").create()
        (tmp_path / "alone.txt").write_text(sample.MEASURES_TEXT, encoding="utf-8")
        build([tmp_path / "alone.txt"], other, store)
    assert load.loaded(store) == held and other.built() is None


def test_long_file_names(home: Home, store: Store, folder: Path) -> None:
    """As long as a file system takes: 255 bytes, with whatever a home adds to it."""
    name = "关于" + "印" * 81
    for end in ("甲", "乙"):
        (folder / "guide.txt").rename(folder / f"{name[:82]}{end}.txt")
        (folder / "guide.txt").write_text(sample.MEASURES_TEXT, encoding="utf-8")
    (folder / "guide.txt").unlink()
    assert len(build([folder], home, store).documents) == 3
    assert set(load.loaded(store)) == set(home.manifest().documents)
    assert home.extraction(f"{name[:82]}甲").text != home.extraction(f"{name[:82]}乙").text


def test_the_index_remembers_its_encoder(home: Home, store: Store, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(encoder.MODEL, tmp_path / "model")
    build([folder], home, store, encoder=str(tmp_path / "model"))
    assert home.manifest().encoder == str(tmp_path / "model")
    assert Searcher(home, store).ask("中试基地")["status"] == "answered"
    with pytest.raises(ZhengtuError, match=encoder.DEFAULT):
        Searcher(home, store, encoder=encoder.DEFAULT)
    assert build([folder], home, store).documents == []  # a later build keeps it
    assert home.manifest().encoder == str(tmp_path / "model")
    build([folder], home, store, encoder=encoder.DEFAULT)
    assert Searcher(home, store, encoder=encoder.DEFAULT).ask("中试基地")["status"] == "answered"
