"""Whatever a user may give: one line that says what, where and what to do; never a traceback, nothing half built."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.home import Home
from tests.conftest import ROOT, Zhengtu

GUIDE = ROOT / "corpus" / "jinan-guide-2019.txt"
PLAN = ROOT / "corpus" / "jinan-plan-2023.txt"
QUESTION = "我们做老年人跌倒报警手环，能申请什么专项？"


def assert_one_line(done: subprocess.CompletedProcess[str], *names: object, code: int = 2) -> None:
    """Exit ``code``, nothing on stdout, and one line on stderr that names each of ``names``."""
    assert done.returncode == code, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert done.stderr.startswith("zhengtu: ") and done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr and "程序出错" not in done.stderr
    for name in names:
        assert str(name) in done.stderr


BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": " \n\u3000\n".encode(),
    "binary.txt": bytes(range(256)) * 40,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "utf16-cut.txt": b"\xff\xfe" + "通知".encode("utf-16-le") + b"\x00",
    "broken.docx": b"PK\x03\x04 not a zip",
    "broken.pdf": b"%PDF-1.7 not a pdf",
}


@pytest.fixture(scope="module")
def unbuilt(zhengtu: Zhengtu, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home, and its server, for builds that must come to nothing."""
    home = tmp_path_factory.mktemp("unbuilt") / "home"
    yield home
    assert not (home / "manifest.json").exists()
    zhengtu("stop", home=home)


@pytest.mark.parametrize("name", BAD_FILES)
def test_files_that_are_no_document(zhengtu: Zhengtu, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(BAD_FILES[name])
    assert_one_line(zhengtu("extract", file), name)


def test_a_build_of_bad_files_only(zhengtu: Zhengtu, unbuilt: Path, tmp_path: Path) -> None:
    """A line a file, exit 2, and no home that looks built."""
    files = [tmp_path / name for name in BAD_FILES]
    for file in files:
        file.write_bytes(BAD_FILES[file.name])
    done = zhengtu("build", *files, home=unbuilt)
    assert (done.returncode, done.stdout) == (2, "")
    assert [file.name for file in files if file.name not in done.stderr] == []
    assert done.stderr.count("\n") == len(files) and "Traceback" not in done.stderr
    assert not (unbuilt / "manifest.json").exists()


@pytest.mark.parametrize("command", ["extract", "build", "eval"])
def test_missing_files(zhengtu: Zhengtu, unbuilt: Path, tmp_path: Path, command: str) -> None:
    assert_one_line(zhengtu(command, tmp_path / "nowhere.txt", home=unbuilt), "nowhere.txt")


def test_a_folder_is_no_file(zhengtu: Zhengtu, tmp_path: Path) -> None:
    assert_one_line(zhengtu("extract", tmp_path), tmp_path.name)


def test_a_folder_without_documents(zhengtu: Zhengtu, unbuilt: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert_one_line(zhengtu("build", tmp_path / "empty", home=unbuilt), "empty")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that nobody can read needs Linux's /proc")
def test_unreadable_file(zhengtu: Zhengtu, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.symlink_to("/proc/self/mem")  # opens, even for root, and cannot be read
    assert_one_line(zhengtu("extract", file), "secret.txt")


def test_one_bad_file_among_good_ones(zhengtu: Zhengtu, home: Path, tmp_path: Path) -> None:
    """The others go on; every problem is listed; the exit code says that not all was done."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / PLAN.name).write_bytes(PLAN.read_bytes())
    (folder / "bad-1.txt").write_bytes(BAD_FILES["binary.txt"])
    (folder / "bad-2.txt").write_bytes(b"")
    done = zhengtu("build", folder, home=home)
    assert done.returncode == 1, done.stderr
    assert "bad-1.txt" in done.stderr and "bad-2.txt" in done.stderr and "Traceback" not in done.stderr
    assert list(json.loads((home / "manifest.json").read_bytes())["documents"]) == [PLAN.stem]
    answer = json.loads(zhengtu("ask", "谁牵头建设科技强省？", "--json", home=home).stdout)
    assert {match["document"]["id"] for match in answer["matches"]} <= {PLAN.stem}


@pytest.mark.parametrize("question", ["", "  ", "\u3000\n"])
def test_empty_question(zhengtu: Zhengtu, built: Path, question: str) -> None:
    assert_one_line(zhengtu("ask", question, home=built))


def test_enormous_question(zhengtu: Zhengtu, built: Path, tmp_path: Path) -> None:
    """100,000 characters: answered in sensible time, or refused in one line."""
    file = tmp_path / "long.txt"
    file.write_text("我们做老年人跌倒报警手环。" * 7693, "utf-8")
    start = time.perf_counter()
    done = zhengtu("ask", "--batch", file, "--json", home=built)
    assert time.perf_counter() - start < 30
    if done.returncode == 0:
        assert json.loads(done.stdout)["status"] in ("answered", "no_match")
    else:
        assert_one_line(done)


@pytest.mark.parametrize(
    "question", ["?", "1234567890", "\x00\x07\x1b[31m", "🙂", "'; MATCH (n) DETACH DELETE n //", "《》〔〕"]
)
def test_odd_questions(zhengtu: Zhengtu, built: Path, tmp_path: Path, question: str) -> None:
    file = tmp_path / "odd.jsonl"
    file.write_text(json.dumps({"question": question}), "utf-8")
    done = zhengtu("ask", "--batch", file, "--json", home=built)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["question"] == question
    assert json.loads(zhengtu("ask", QUESTION, "--json", home=built).stdout)["status"] == "answered"


BAD_BATCHES = {
    "none.txt": "\n \n",
    "table.csv": "问题,编号\n手环,1\n",
    "gap.csv": "id,question\na,手环\nb,\n",
    "broken.jsonl": '{"question": "手环"}\n{"question": \n',
    "list.jsonl": '["手环"]\n',
    "number.jsonl": '{"question": 5}\n',
    "other.xlsx": "手环\n",
}


@pytest.mark.parametrize("name", BAD_BATCHES)
def test_batches_that_are_no_questions(zhengtu: Zhengtu, built: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(BAD_BATCHES[name], "utf-8")
    assert_one_line(zhengtu("ask", "--batch", file, "--json", home=built), name)


@pytest.mark.parametrize(
    "args", [("ask", QUESTION), ("trace", "x"), ("show", "x"), ("remove", "x"), ("explore",)], ids=" ".join
)
def test_nothing_built_yet(zhengtu: Zhengtu, tmp_path: Path, args: tuple[str, ...]) -> None:
    assert_one_line(zhengtu(*args, home=tmp_path / "home"), "zhengtu build")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("manifest", ['{"format": 999, "documents": {}}', "{", "[]"])
def test_a_home_of_another_version(zhengtu: Zhengtu, tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    assert_one_line(zhengtu("ask", QUESTION, home=tmp_path), tmp_path.name, "zhengtu build --fresh")
    assert_one_line(zhengtu("build", PLAN, home=tmp_path), tmp_path.name, "zhengtu build --fresh")
    assert (tmp_path / "manifest.json").read_text() == manifest


def test_fresh(zhengtu: Zhengtu, finished: Path, tmp_path: Path) -> None:
    """Whatever an older version left goes, once it is clear that there is something to build."""
    home = tmp_path / "home"
    shutil.copytree(finished, home)
    for left in ("manifest.json", "graph/engine"):
        (home / left).write_text("of another version")
    assert_one_line(zhengtu("build", tmp_path / "nowhere.txt", "--fresh", home=home), "nowhere.txt")
    with Home(home).lock():
        assert_one_line(zhengtu("build", PLAN, "--fresh", home=home), home.name)
    assert (home / "manifest.json").read_text() == "of another version"
    done = zhengtu("build", PLAN, "--fresh", home=home)
    assert done.returncode == 0, done.stderr
    assert list(Home(home).manifest().documents) == [PLAN.stem]
    shown = zhengtu("show", GUIDE.stem, home=home)
    zhengtu("stop", home=home)
    assert_one_line(shown, GUIDE.stem)


def test_another_encoder_than_the_index_has(zhengtu: Zhengtu, built: Path) -> None:
    assert_one_line(zhengtu("ask", QUESTION, "--encoder", "some/other-model", home=built), "some/other-model")


def test_a_home_that_is_a_file(zhengtu: Zhengtu, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    assert_one_line(zhengtu("build", PLAN, home=file), "file")
    assert file.read_text() == "not a folder"


def test_two_builds_at_once(zhengtu: Zhengtu, built: Path) -> None:
    """The second one is told so, and changes nothing; who asks meanwhile gets the build before."""
    manifest = (built / "manifest.json").read_bytes()
    with Home(built).lock():
        assert_one_line(zhengtu("build", "corpus", home=built), built)
        assert_one_line(zhengtu("remove", PLAN.stem, home=built), built)
        assert json.loads(zhengtu("ask", QUESTION, "--json", home=built).stdout)["status"] == "answered"
    assert (built / "manifest.json").read_bytes() == manifest


def test_neo4j_that_does_not_answer(zhengtu: Zhengtu, built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    start = time.perf_counter()
    assert_one_line(zhengtu("ask", QUESTION, "--graph", f"bolt://127.0.0.1:{port}", home=built), port)
    assert time.perf_counter() - start < 30


@pytest.mark.skipif(os.name != "posix", reason="the limit of a file's size is POSIX's")
def test_no_space(zhengtu: Zhengtu, finished: Path, tmp_path: Path) -> None:
    """Where the index cannot be written, the build before stays, with its answers; later all goes well."""
    home = tmp_path / "home"
    shutil.copytree(finished, home)
    before = (home / "manifest.json").read_bytes()
    assert zhengtu("show", GUIDE.stem, home=home).returncode == 0  # the server runs, and is not limited
    added = tmp_path / "more.txt"
    added.write_text("云州市科技创新若干措施\n第一条 支持建设实验室。", "utf-8")
    command = f'ulimit -f 64; "{sys.executable}" -m zhengtu build "{added}" --home "{home}"'  # 32 or 64 KiB a file
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert_one_line(done, home)
    assert (home / "manifest.json").read_bytes() == before
    assert json.loads(zhengtu("ask", QUESTION, "--json", home=home).stdout)["status"] == "answered"
    assert zhengtu("build", added, home=home).returncode == 0
    assert zhengtu("show", "more", home=home).returncode == 0
    zhengtu("stop", home=home)


@pytest.mark.parametrize("uri", ["nonsense", "http://127.0.0.1:7474", "bolt://"])
def test_an_address_that_is_none(zhengtu: Zhengtu, built: Path, uri: str) -> None:
    assert_one_line(zhengtu("trace", "x", "--graph", uri, home=built), uri)


def test_a_port_taken(zhengtu: Zhengtu, built: Path) -> None:
    with socket.create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
        assert_one_line(zhengtu("explore", "--no-browser", "--port", port, home=built), port)


def test_a_reader_who_stops_reading() -> None:
    """``zhengtu extract … | head -c 10`` ends quietly."""
    command = f'"{sys.executable}" -m zhengtu extract "{GUIDE}" --json | head -c 10'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_fault_of_ours_is_one_line_too(zhengtu: Zhengtu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw: one line, exit 1, and the details in the file that it names."""
    monkeypatch.setattr("ingest.pipeline.extract", lambda path: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = zhengtu("extract", GUIDE)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "ZeroDivisionError" in done.stderr
    [log] = tmp_path.glob("zhengtu-*.log")
    assert str(log) in done.stderr and "Traceback" in log.read_text("utf-8")


def test_interrupted(zhengtu: Zhengtu, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.pipeline.extract", interrupted)
    done = zhengtu("extract", GUIDE)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
