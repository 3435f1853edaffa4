"""Our own questions keep to the documents: what they name stands there; batches B and C ask in words that do not."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
GUIDE, PLAN = "jinan-guide-2019", "jinan-plan-2023"
TYPES = {
    "program_match",
    "division_phone",
    "area_match",
    "task_responsibility",
    "reference",
    "fact",
    "multi",
    "out_of_scope",
}
KEYS = [
    "id",
    "type",
    "question",
    "programs",
    "divisions",
    "phones",
    "areas",
    "tasks",
    "departments",
    "regulations",
    "answer",
    "answer_lines",
    "note",
]
HARD = {"program_match", "area_match", "task_responsibility"}
STOP = {"我们", "什么", "可以", "市里", "项目"}

TEXT = {
    name: (HERE.parent / "corpus" / f"{name}.txt").read_text(encoding="utf-8").split("\n") for name in (GUIDE, PLAN)
}
BATCHES = {
    batch: [json.loads(line) for line in (HERE / "questions" / f"own-{batch}.jsonl").read_text("utf-8").splitlines()]
    for batch in "abcd"
}
QUESTIONS: list[dict[str, Any]] = [q for batch in BATCHES.values() for q in batch]


def norm(text: str) -> str:
    """Without blanks, marks and what a bracket at the end adds: two spellings of one name are one."""
    return re.sub(r"[\s《》〈〉<>“”\"()〔〕\[\],、，。;:]", "", unicodedata.normalize("NFKC", text))


def bigrams(text: str) -> set[str]:
    """Every two neighbouring Han characters."""
    runs = re.findall(r"[㐀-鿿]+", unicodedata.normalize("NFKC", text).lower())
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


FLAT = {name: norm("".join(lines)) for name, lines in TEXT.items()}
MARKER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|《)?")
HEADINGS = {norm(MARKER.sub("", re.sub(r"\[bookmark: \w+\]", "", line))) for line in TEXT[GUIDE]} | {
    norm("".join(TEXT[GUIDE][376:378]))
}


def case(q: dict[str, Any]) -> Any:
    return pytest.param(q, id=q["id"])


def test_size_ids_and_keys() -> None:
    for batch, questions in BATCHES.items():
        assert len(questions) >= 130
        assert [q["id"] for q in questions] == [f"O{batch.upper()}{n:03}" for n in range(1, len(questions) + 1)]
        assert {q["type"] for q in questions} >= TYPES - {"reference"}
    assert all(list(q) == KEYS for q in QUESTIONS)
    twice = [text for text, n in Counter(q["question"] for q in QUESTIONS).items() if n > 1]
    assert not twice
    assert sum(q["type"] == "out_of_scope" for q in QUESTIONS) >= 20


def test_spread() -> None:
    for batch in "ab":
        questions = BATCHES[batch]
        assert {n for q in questions for n in q["tasks"]} == set(range(1, 22))
        assert len({p for q in questions for p in q["programs"]}) == 23
        listed = {tuple(x) for q in questions if not q["programs"] for x in q["areas"]}
        assert len(listed) == 45
    assert len({r["title"] for q in QUESTIONS for r in q["regulations"]}) >= 24


@pytest.mark.parametrize("q", list(map(case, QUESTIONS)))
def test_what_it_names_stands_in_the_documents(q: dict[str, Any]) -> None:
    cited = [TEXT[place["doc"]][place["line"] - 1] for place in q["answer_lines"]]
    assert all(line.strip() for line in cited)
    for program in q["programs"]:
        assert norm(program) in HEADINGS
    for field, item in q["areas"]:
        assert norm(field) in FLAT[GUIDE]
        assert norm(item) in norm("".join(cited))
    contacts = [line for line in TEXT[GUIDE] if "联系电话" in line]
    for division in q["divisions"]:
        assert any(line.startswith(division + "，") for line in contacts)
    if q["type"] == "division_phone":
        own = [line for line in contacts if line.split("，")[0] in q["divisions"]]
        heads = re.findall(r"(\d{8})((?:/\d\d)*)", "".join(dict.fromkeys(line.strip("。 ") for line in own)))
        written = {n for head, tails in heads for n in [head, *(head[:6] + t for t in tails.split("/") if t)]}
        assert set(q["phones"]) <= written and len(q["phones"]) >= len(q["divisions"])
    for no in q["tasks"]:
        (line,) = [line for line in TEXT[PLAN] if line.startswith(f"{no}.")]
        bracket = line[line.rindex("(") :]
        assert q["departments"] and all(department in bracket for department in q["departments"])
        assert line in cited
    for regulation in q["regulations"]:
        title = norm(regulation["title"])
        assert title in FLAT[GUIDE] or title in FLAT[PLAN]
        if regulation["doc_number"]:
            number = norm(regulation["doc_number"])
            assert any(title in norm(line) and number in norm(line) for lines in TEXT.values() for line in lines)


@pytest.mark.parametrize("q", list(map(case, QUESTIONS)))
def test_each_type_has_its_answer(q: dict[str, Any]) -> None:
    needed = {
        "program_match": ["programs"],
        "division_phone": ["divisions", "phones"],
        "area_match": ["areas", "answer_lines"],
        "task_responsibility": ["tasks", "departments"],
        "fact": ["answer", "answer_lines"],
        "multi": ["programs"],
    }.get(q["type"], [])
    assert q["question"].strip() and all(q[key] for key in needed)
    if q["type"] == "multi":
        assert 2 <= len(q["programs"]) <= 3
    if q["type"] == "reference":
        assert q["regulations"] or q["programs"]
    if q["type"] == "out_of_scope":
        assert q["note"] and not any(q[key] for key in KEYS[3:-1])


@pytest.mark.parametrize("q", list(map(case, [q for batch in "bc" for q in BATCHES[batch] if q["type"] in HARD])))
def test_a_hard_batch_shares_no_two_characters(q: dict[str, Any]) -> None:
    assert q["answer_lines"]
    lines = {TEXT[place["doc"]][place["line"] - 1] for place in q["answer_lines"]}
    shared = bigrams(q["question"]) & {pair for line in lines for pair in bigrams(line)} - STOP
    assert not shared


@pytest.mark.parametrize(
    "q", list(map(case, [q for q in QUESTIONS if q["type"] == "out_of_scope" and "文号" in q["note"]]))
)
def test_a_false_number_is_false(q: dict[str, Any]) -> None:
    (number,) = re.findall(r"\w+〔\d{4}〕\d+号", q["question"])
    assert all(number not in line for lines in TEXT.values() for line in lines)
