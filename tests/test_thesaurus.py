"""The thesaurus' form, and what a person who edits it is told."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from ingest.errors import ZhengtuError
from search import thesaurus
from search.thesaurus import Sense
from search.train import thesaurus_pairs


def test_the_shipped_thesaurus_has_no_flaw() -> None:
    senses = thesaurus.read()
    assert thesaurus.lint(senses) == []
    assert len(senses) > 10_000


def test_a_line_becomes_a_sense(tmp_path: Path) -> None:
    file = tmp_path / "thesaurus.tsv"
    file.write_text("猪圈|猪舍\t畜禽养殖|圈舍\n", encoding="utf-8")
    assert thesaurus.read(file) == (Sense(("猪圈", "猪舍"), ("畜禽养殖", "圈舍")),)


@pytest.mark.parametrize("line", ["猪圈", "猪圈\t", "\t养殖", "猪圈\t养殖\t圈舍", ""])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "thesaurus.tsv"
    file.write_text(f"利钱\t利息\n{line}\n", encoding="utf-8")
    with pytest.raises(ZhengtuError, match=r"thesaurus\.tsv:2"):
        thesaurus.read(file)


@pytest.mark.parametrize(
    ("senses", "complaint"),
    [
        ([Sense(("利钱 ",), ("利息",))], "'利钱 ' has blanks"),
        ([Sense(("利钱",), ("利息",)), Sense(("利钱",), ("利息",))], "stands twice"),
        ([Sense(("猪圈",), ("养殖",)), Sense(("利钱",), ("利息",))], "belongs before 猪圈"),
    ],
)
def test_lint_finds(senses: list[Sense], complaint: str) -> None:
    (problem,) = thesaurus.lint(senses)
    assert complaint in problem


def test_each_word_is_paired_with_what_it_means() -> None:
    senses = [Sense(("利钱", "息钱"), ("利息", "贴息")), Sense(("猪圈",), ("养殖",))]
    places = {word: n for n, word in enumerate(["利钱", "息钱", "利息", "贴息", "猪圈", "养殖"])}
    pairs = [pair for seed in range(20) for pair in thesaurus_pairs(senses, places, 7, random.Random(seed))]
    assert {pair.left for pair in pairs} == {(0,), (1,), (4,)}
    assert {frozenset(pair.right) for pair in pairs if pair.concept == 7} == {
        frozenset({2}),
        frozenset({3}),
        frozenset({2, 3}),
    }
    assert Counter(pair.concept for pair in pairs) == {7: 40, 8: 20}
