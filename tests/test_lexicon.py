"""The lexicon's form, and that a person who edits it is told where a line is wrong."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import ZhengtuError
from search import lexicon, thesaurus, tokens, train_intents
from tests.conftest import ROOT

RUN = 6
"""Characters in a row that two texts share by chance only where they say the same official word."""

LINE = "technology\t传感器|感应元件\t测温小探头|电子鼻\t想给锅炉装个知冷知热的玩意儿"


def test_the_shipped_lexicon_has_no_flaw() -> None:
    assert lexicon.lint(lexicon.read()) == []


def test_every_kind_and_column_is_used() -> None:
    concepts = lexicon.read()
    assert set(Counter(concept.kind for concept in concepts)) == set(lexicon.KINDS)
    assert all(concept.terms and concept.expressions for concept in concepts)
    assert len(concepts) > 2000


def test_a_line_becomes_a_concept(tmp_path: Path) -> None:
    (tmp_path / "field.tsv").write_text(LINE + "\n", encoding="utf-8")
    (concept,) = lexicon.read(tmp_path)
    assert concept == lexicon.Concept(
        "technology", ("传感器", "感应元件"), ("测温小探头", "电子鼻"), ("想给锅炉装个知冷知热的玩意儿",), (), "field"
    )
    assert concept.name == "传感器"
    (tmp_path / "field.tsv").write_text(f"{LINE}\t支持传感器及其敏感元件的研制|推广智能传感器\n", encoding="utf-8")
    (concept,) = lexicon.read(tmp_path)
    assert concept.clauses == ("支持传感器及其敏感元件的研制", "推广智能传感器")


@pytest.mark.parametrize("line", ["technology\t传感器\t探头", "wonder\t传感器\t探头\t问", "technology\t\t探头\t问", ""])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "field.tsv").write_text(f"{LINE}\n{line}\n", encoding="utf-8")
    with pytest.raises(ZhengtuError, match=r"field\.tsv:2"):
        lexicon.read(tmp_path)


FINE = lexicon.Concept(
    "actor",
    ("农户", "种植户"),
    tuple(f"种地的{number}" for number in range(12)),
    ("我家三亩地旱了，找谁来看看", "一个人种得过来吗，想请个帮手", "卖不出去的萝卜堆在地头，怎么办"),
    ("支持农户发展适度规模经营，提供技术培训。",),
    "field",
)
LATER = replace(
    FINE,
    terms=("渔民", "养殖户"),
    expressions=tuple(f"打鱼的{number}" for number in range(12)),
    questions=("船上的冰化了，鱼不新鲜怎么办", "禁渔的三个月里靠什么吃饭呢", "想在塘里多养几样，谁来教教我"),
    clauses=(),
)


def test_lint_leaves_concepts_of_good_form_alone() -> None:
    assert lexicon.lint([FINE, LATER]) == []
    assert lexicon.lint([LATER, replace(FINE, field="next")]) == [], "each file has an order of its own"


@pytest.mark.parametrize(
    ("concepts", "complaint"),
    [
        ([replace(FINE, terms=("农户", "农户"))], "农户 stands in field: 农户 too"),
        ([FINE, replace(LATER, terms=("渔民", "种植户"))], "种植户 stands in field: 农户 too"),
        ([FINE, replace(LATER, expressions=("种地的3", *LATER.expressions))], "种地的3 stands in field: 农户 too"),
        ([replace(FINE, terms=("农户", "ＡＢ户", "ab户"))], "ab户 stands in"),
        ([FINE, replace(LATER, questions=(*LATER.questions, FINE.questions[0]))], "找谁来看看 stands in"),
        ([replace(FINE, expressions=("农", *FINE.expressions))], "农 is not 2 to 14"),
        ([replace(FINE, expressions=(" 种田", *FINE.expressions))], " 种田 is not"),
        ([replace(FINE, questions=("旱", *FINE.questions))], "旱 is not 3 to 100"),
        ([replace(FINE, clauses=("支持农户。",))], "支持农户。 is not 12 to 140"),
        ([FINE, replace(LATER, clauses=FINE.clauses)], "提供技术培训。 stands in field: 农户 too"),
        ([replace(FINE, terms=("农户",))], "1 terms, want 2 to 12"),
        ([replace(FINE, expressions=FINE.expressions[:5])], "5 expressions, want 8 to 50"),
        ([replace(FINE, questions=())], "0 questions, want 1 to 100"),
        ([LATER, FINE], "农户: belongs before 渔民"),
        ([replace(FINE, kind="intent"), LATER], "渔民: belongs before 农户"),
    ],
)
def test_lint_finds(concepts: list[lexicon.Concept], complaint: str) -> None:
    (problem,) = lexicon.lint(concepts)
    assert complaint in problem


SHARED = ROOT.parent / "shared" / "questions"
SETS = [*sorted((ROOT / "tests" / "questions").glob("*.jsonl")), SHARED / "dev.jsonl", SHARED / "elsewhere.dev.jsonl"]


@pytest.mark.parametrize("questions", SETS, ids=lambda path: path.stem)
def test_no_wording_of_a_question_that_measures_is_taught(questions: Path) -> None:
    """Whoever reads a question that he will be measured by may not write it into what he learns from."""
    if not questions.exists():
        pytest.skip(f"{questions.name} is not at hand")
    asked = [tokens.normalise(json.loads(line)["question"]) for line in questions.read_text("utf-8").splitlines()]
    runs = {text[i : i + RUN] for text in asked for i in range(len(text) - RUN + 1)}
    concepts = lexicon.read()
    senses = thesaurus.read()
    official = [term for concept in concepts for term in concept.terms] + [word for s in senses for word in s.meant]
    terms = "\n".join(map(tokens.normalise, official))
    texts = [text for concept in concepts for text in concept.spoken + concept.clauses]
    texts += [word for sense in senses for word in sense.said]
    texts += [question for _, question in train_intents.read()]
    taught = map(tokens.normalise, texts)
    shared = {text[i : i + RUN] for text in taught for i in range(len(text) - RUN + 1)} & runs
    assert [run for run in shared if run not in terms] == []


def test_the_fingerprint_follows_the_files(tmp_path: Path) -> None:
    (tmp_path / "field.tsv").write_text(LINE, encoding="utf-8")
    before = lexicon.fingerprint(tmp_path)
    lexicon.fingerprint.cache_clear()
    assert lexicon.fingerprint(tmp_path) == before
    (tmp_path / "field.tsv").write_text(LINE + "。", encoding="utf-8")
    lexicon.fingerprint.cache_clear()
    assert lexicon.fingerprint(tmp_path) != before
