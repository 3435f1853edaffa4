"""Many files at once: in order, each with its records or its error, whatever becomes of one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.errors import UnreadableError
from ingest.pipeline import extract, extract_all
from ingest.records import Extraction

DOCUMENTS = sorted((Path(__file__).parent / "fixtures/documents").glob("*.txt"))


@pytest.mark.parametrize("workers", [1, 2])
def test_every_file_in_order(tmp_path: Path, workers: int) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    items = [
        (path, f"id-{i}") for i, path in enumerate([*DOCUMENTS[:2], empty, DOCUMENTS[2], tmp_path / "missing.txt"])
    ]
    found = list(extract_all(items, workers))
    assert [(path, id) for path, id, _ in found] == items
    assert [found[i][2] for i in (0, 1, 3)] == [extract(*items[i]) for i in (0, 1, 3)]
    assert isinstance(found[2][2], UnreadableError) and "empty.txt" in str(found[2][2])
    assert isinstance(found[4][2], UnreadableError) and "missing.txt" in str(found[4][2])


def test_few_files_are_under_way() -> None:
    """What is asked for next is taken only when it is needed: a million paths cost no memory."""
    taken = 0

    def items() -> Iterator[tuple[Path, str]]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield DOCUMENTS[0], "d"

    found = extract_all(items(), 2)
    next(found)
    assert taken <= 8
    found.close()  # type: ignore[attr-defined]


def end_at_the_bad_one(path: Path, id: str) -> Extraction | Exception:
    """In place of the work of a process: one file ends it, as the kernel does when memory runs out."""
    if path.stem == "bad":
        os._exit(9)
    return UnreadableError(path.name)


def test_a_process_that_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_one", end_at_the_bad_one)
    items = [(tmp_path / f"{name}.txt", name) for name in ("a", "bad", "b", "c", "d", "e", "f", "g", "h")]
    found = {id: str(result) for _, id, result in extract_all(items, 2)}
    assert list(found) == [id for _, id in items]
    assert "中断" in found.pop("bad") and set(found.values()) == {f"{id}.txt" for id in found}
