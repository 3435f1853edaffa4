"""The lexicon's form, and that a person who edits it is told where a line is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ingest.errors import ZhengtuError
from search import lexicon

LINE = "technology\t传感器|感应元件\t测温小探头|电子鼻\t想给锅炉装个知冷知热的玩意儿"


def test_the_shipped_lexicon_has_no_flaw() -> None:
    assert lexicon.lint(lexicon.read()) == []


def test_every_kind_and_column_is_used() -> None:
    concepts = lexicon.read()
    assert set(Counter(concept.kind for concept in concepts)) == set(lexicon.KINDS)
    assert all(concept.terms and concept.expressions for concept in concepts)
    assert len(concepts) > 2000


def test_items_hold_no_blank_ends_or_separators() -> None:
    items = [item for concept in lexicon.read() for item in concept.terms + concept.spoken]
    assert [item for item in items if item != item.strip() or "\t" in item] == []


def test_a_line_becomes_a_concept(tmp_path: Path) -> None:
    (tmp_path / "field.tsv").write_text(LINE + "\n", encoding="utf-8")
    (concept,) = lexicon.read(tmp_path)
    assert concept == lexicon.Concept(
        "technology", ("传感器", "感应元件"), ("测温小探头", "电子鼻"), ("想给锅炉装个知冷知热的玩意儿",), "field"
    )
    assert concept.name == "传感器"


@pytest.mark.parametrize("line", ["technology\t传感器\t探头", "wonder\t传感器\t探头\t问", "technology\t\t探头\t问", ""])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "field.tsv").write_text(f"{LINE}\n{line}\n", encoding="utf-8")
    with pytest.raises(ZhengtuError, match=r"field\.tsv:2"):
        lexicon.read(tmp_path)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("actor\t农户|农户\t种地的\t", "农户 stands twice"),
        ("actor\t农户\t种地的|农户\t", "农户 stands twice"),
        ("actor\t农户|农\t种地的\t", "农 is one character"),
        (LINE, "same terms"),
    ],
)
def test_lint_finds(tmp_path: Path, line: str, complaint: str) -> None:
    (tmp_path / "field.tsv").write_text(f"{LINE}\n{line}\n", encoding="utf-8")
    problems = lexicon.lint(lexicon.read(tmp_path))
    assert len(problems) == 1
    assert complaint in problems[0]


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    (tmp_path / "field.tsv").write_text(LINE, encoding="utf-8")
    before = lexicon.fingerprint(tmp_path)
    lexicon.fingerprint.cache_clear()
    assert lexicon.fingerprint(tmp_path) == before
    (tmp_path / "field.tsv").write_text(LINE + "。", encoding="utf-8")
    lexicon.fingerprint.cache_clear()
    assert lexicon.fingerprint(tmp_path) != before
