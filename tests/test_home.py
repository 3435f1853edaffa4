"""The home: whole builds only, one at a time, and one clear line where something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.home import FORMAT, Home, Manifest, Source
from ingest.errors import ZhengtuError
from tests import sample

MANIFEST = Manifest("1", "encoder", "g1", "embedded", {"a": Source("/a.txt", "00"), "济南": Source("/济南.txt", "11")})


def line(error: pytest.ExceptionInfo[ZhengtuError]) -> str:
    assert "\n" not in str(error.value)
    return str(error.value)


def test_nothing_is_built_yet(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.built() is None
    with pytest.raises(ZhengtuError, match="not built yet: run `zhengtu build`") as error:
        home.manifest()
    assert str(home.path) in line(error)
    assert not home.path.exists()


def test_switched_build_is_the_present_one(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    home.switch(MANIFEST)
    assert home.manifest() == Home(tmp_path / "home").built() == MANIFEST
    home.switch(Manifest("2"))
    assert home.manifest().documents == {}
    assert [path.name for path in home.path.glob(".*")] == []  # nothing left beside


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"format": 1}', "\x00\xff", '{"format": 1, "documents": {"a": 1}}']
)
def test_damaged_manifest_is_said_in_one_line(tmp_path: Path, content: str) -> None:
    home = Home(tmp_path).create()
    home.manifest_file.write_text(content, "utf-8")
    with pytest.raises(ZhengtuError, match="run `zhengtu build --fresh`") as error:
        home.manifest()
    line(error)


def test_home_of_another_version_is_said_in_one_line(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    home.switch(MANIFEST)
    found = json.loads(home.manifest_file.read_text("utf-8"))
    home.manifest_file.write_text(json.dumps(found | {"format": FORMAT + 1, "new": 1}), "utf-8")
    with pytest.raises(ZhengtuError, match="another version of zhengtu") as error:
        home.built()
    line(error)


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    home.switch(MANIFEST)
    with pytest.raises(UnicodeEncodeError):
        home.write(home.manifest_file, "\ud800")
    assert home.manifest() == MANIFEST
    assert sorted(path.name for path in home.path.iterdir()) == ["extractions", "index", "manifest.json"]


@pytest.mark.parametrize("where", ["file", "file/home"])
def test_home_that_cannot_be_a_folder(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ZhengtuError, match="choose another with --home") as error:
        Home(tmp_path / where).create()
    assert line(error)
    assert Home(tmp_path / where).built() is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_home(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ZhengtuError, match="read-only"):
            home.create()
    finally:
        tmp_path.chmod(0o700)


def test_two_builds_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    code = f"from graph.home import Home\nwith Home({str(home.path)!r}).lock(): print('in', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout and other.stdin
        assert other.stdout.readline() == "in\n"
        with pytest.raises(ZhengtuError, match="another build is running") as error, home.lock():
            pass
        line(error)
        other.stdin.close()
        other.wait(20)
    with home.lock():  # given back, and by a killed build too: the system holds it
        pass


def test_extraction_comes_back(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    home.save(sample.guide())
    assert home.extraction("yunzhou-guide") == sample.guide()
    home.extraction_file("yunzhou-guide").write_text("{")
    for document in ("yunzhou-guide", "none"):
        with pytest.raises(ZhengtuError, match="run `zhengtu build --fresh`") as error:
            home.extraction(document)
        line(error)


def test_home_may_have_any_name(tmp_path: Path) -> None:
    home = Home(tmp_path / "政 图 'x' \"y\"").create()
    home.switch(MANIFEST)
    assert home.manifest() == MANIFEST
