"""`zhengtu verify`: every fact of the graph, held against the files again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ingest.pipeline import extract
from tests.conftest import ROOT, Zhengtu


def test_facts_hold_until_a_file_changes(zhengtu: Zhengtu, home: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    shutil.copy(ROOT / "corpus/jinan-plan-2023.txt", plan)
    assert zhengtu("build", plan, home=home).returncode == 0
    done = zhengtu("verify", "--json", home=home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    seen = extract(plan)
    assert found["problems"] == []
    assert found["proved"] > len(seen.tasks) + sum(len(g.mentions) for g in seen.regulations) + len(seen.headings)

    text = plan.read_text("utf-8")
    plan.write_text(text.replace("3.5%", "4.5%"), encoding="utf-8")
    done = zhengtu("verify", home=home)
    assert done.returncode == 1
    assert any("3.5%" in line for line in done.stderr.splitlines())
    assert all(line.startswith("zhengtu: plan: ") for line in done.stderr.splitlines())

    plan.unlink()
    done = zhengtu("verify", home=home)
    assert done.returncode == 1 and "没有这个文件" in done.stderr and len(done.stderr.splitlines()) == 1


def test_nothing_built(zhengtu: Zhengtu, home: Path) -> None:
    done = zhengtu("verify", home=home)
    assert done.returncode == 2 and "zhengtu build" in done.stderr
