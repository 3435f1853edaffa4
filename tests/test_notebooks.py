"""The notebooks run from top to bottom, and end where their story says."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

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
