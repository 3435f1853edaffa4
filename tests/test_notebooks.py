"""The notebooks run from top to bottom, and end where their story says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from benchmarks import ablation
from search import programs, rank

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookNode:
    """The notebook with its outputs; CellExecutionError, with the cell's traceback, where one fails."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute()
    return notebook


def printed(notebook: NotebookNode, source: str) -> str:
    """What the cell that holds ``source`` printed."""
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and source in cell.source)
    return "".join(output.text for output in cell.outputs if output.output_type == "stream" and output.name == "stdout")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_committed_without_outputs(path: Path) -> None:
    """Outputs of another day are claims that nothing checks."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.outputs or cell.execution_count for cell in notebook.cells if cell.cell_type == "code")


def test_from_document_to_answer(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGTU_HOME", str(home))
    notebook = run(ROOT / "notebooks" / "01-from-document-to-answer.ipynb", monkeypatch)
    assert "基础研究科学专项 → 基础研究处 66608810" in printed(notebook, "def tree")
    assert "line 151: 基础研究处，联系电话：66608810" in printed(notebook, "spans hold")
    assert "高新技术处  66608805、66608807" in printed(notebook, "MANAGED_BY")
    assert "科技金融专项" in printed(notebook, "trace(store")
    assert "社会民生专项" in printed(notebook, "searcher = Searcher").splitlines()[0]
    assert "-[HAS_PHONE]->  66608811" in printed(notebook, "neighbourhood(")
    assert "答不了" in printed(notebook, "个人所得税") or "没有" in printed(notebook, "个人所得税")


def table(notebook: NotebookNode, source: str) -> dict[str, list[str]]:
    """The table that the cell that holds ``source`` shows: its lines by their first column."""
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and source in cell.source)
    shown = cell.outputs[-1].data["text/markdown"]
    lines = [[part.strip() for part in line.strip("|").split("|")] for line in shown.splitlines()]
    return {name: others for name, *others in lines}


def test_how_search_is_measured(home: Path, finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(finished, home, dirs_exist_ok=True)
    monkeypatch.setenv("ZHENGTU_HOME", str(home))
    notebook = run(ROOT / "notebooks" / "02-how-search-is-measured.ipynb", monkeypatch)

    sets = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
    asked = [len(path.read_text("utf-8").splitlines()) for path in sets]
    assert table(notebook, "SETS =")["合计"] == list(map(str, asked))

    ways = table(notebook, "ablation.table")
    assert [name for name in ways if name in ablation.ROWS] == list(ablation.ROWS)
    *_, every = ablation.ROWS
    heads = ways["right at first / in three"]
    place = heads.index("mean")
    first = {name: float(ways[name][place].split(" / ")[0]) for name in ablation.ROWS}
    assert all(first[every] > share for name, share in first.items() if name.endswith(" alone")), first

    told = [cells for name, cells in table(notebook, "EDGES =").items() if "–" in name]
    assert float(told[0][1]) < float(told[-1][1])  # the documents tell more often where it says that it is sure
    worst = printed(notebook, "misses.sort")
    assert worst.count("问：") == 10 and f"of {sum(asked)}" in worst
    assert str(ROOT) not in json.dumps(notebook.cells) and str(home) not in json.dumps(notebook.cells)


def test_an_ablation_leaves_the_weights_as_they_were() -> None:
    def weights() -> list[object]:
        return [rank.COVERED, rank.MEANING, programs.MEANING, programs.Programs.scores]

    before = weights()
    with pytest.raises(ZeroDivisionError), ablation.only("words"):
        assert weights() == [before[0], 0, 0, ablation.best_passages]
        raise ZeroDivisionError
    assert weights() == before
