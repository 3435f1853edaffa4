"""Files of questions: a question a line (``.txt``), a column ``question`` (``.csv``), an object a line (``.jsonl``)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.errors import ZhengtuError
from ingest.read import decode

Row = dict[str, Any]
Numbered = Iterator[tuple[int, Row]]


def read_questions(path: Path) -> list[Row]:
    """The rows of a file in order, each with ``id`` and ``question`` and whatever else the row holds.

    A row without an id gets its 1-based line number. ZhengtuError names the file and the line where a row is no
    question: the whole file is read before the first one is asked.
    """
    try:
        return questions_in(path.read_bytes() if path.suffix.lower() in _READERS else b"", path)
    except OSError as error:
        raise ZhengtuError(f"{path}: 读不出来（{error.strerror or error}）") from error


def questions_in(data: bytes, path: Path) -> list[Row]:
    """What :func:`read_questions` gives, of a file that is already at hand; ``path`` names it and its kind."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ZhengtuError(f"{path}: 问题文件应为 .txt（每行一问）、.csv（含 question 列）或 .jsonl")
    text = decode(data, path.name)
    rows = [_checked(row, path, number) for number, row in reader(text, path)]
    if not rows:
        raise ZhengtuError(f"{path}: 里面没有问题")
    return rows


def _checked(row: Row, path: Path, number: int) -> Row:
    question = row.get("question")
    if not isinstance(question, str) or not question.strip():
        raise ZhengtuError(f"{path}: 第 {number} 行没有问题（question 为空）")
    return {**row, "id": number if row.get("id") in (None, "") else row["id"], "question": question.strip()}


def _lines(text: str, path: Path) -> Numbered:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, {"question": line}


def _table(text: str, path: Path) -> Numbered:
    table = csv.DictReader(text.splitlines(keepends=True), skipinitialspace=True)
    try:
        if "question" not in (table.fieldnames or ()):
            raise ZhengtuError(f"{path}: 第 1 行（表头）没有 question 列")
        for row in table:
            yield table.line_num, {key: value for key, value in row.items() if key is not None}
    except csv.Error as error:
        raise ZhengtuError(f"{path}: 第 {table.line_num} 行不是 CSV（{error}）") from error


def _objects(text: str, path: Path) -> Numbered:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ZhengtuError(f"{path}: 第 {number} 行不是 JSON（{error}）") from error
        if not isinstance(row, dict):
            raise ZhengtuError(f'{path}: 第 {number} 行不是 {{"id", "question"}} 对象')
        yield number, row


_READERS: dict[str, Callable[[str, Path], Numbered]] = {".txt": _lines, ".csv": _table, ".jsonl": _objects}
