"""How often answers are right: a file of questions with gold answers, scored type by type.

=================  ====================================================================================================
type               right when
=================  ====================================================================================================
program_match,     the first program is one of ``programs`` (title marks and a trailing bracket ignored); without
division_phone     ``programs``, the first match or its divisions hold one of ``divisions``
multi              the first program is one of ``programs``; in three: all of them are among the first three
area_match         the first area ends in one of ``areas`` or is proved by one of ``answer_lines``, or the first
                   program is one of ``programs``
task_              the first task has its ``no`` in ``tasks``, and its departments hold all of ``departments``
responsibility
reference          all ``regulations`` are among the matches, with their numbers; without any, all ``programs``
fact               the evidence of the first match (in three: of the first three) covers one of ``answer_lines``
out_of_scope       the question was refused
=================  ====================================================================================================
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Json = dict[str, Any]
Verdict = tuple[bool, bool]  # right at first, right in three


def evaluate(rows: Iterable[Mapping[str, Any]], ask: Callable[..., Json]) -> Json:
    """``{"types": {type: {"n","first","three"}}, "programs_mrr", "phones_exact", "false_refusals", "milliseconds":
    {"median","p95"}, "misses": [{"id","type","question","got"}]}``; shares in 0..1, None where nothing was asked.

    ``phones_exact``: of the right first programs whose row has ``phones``, how many have all of them and no other.
    """
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    reciprocal, phones, refused, milliseconds, misses = [], [], [], [], []
    for row in rows:
        kind = row.get("type", "program_match")
        started = time.perf_counter()
        answer = ask(row["question"])
        milliseconds.append((time.perf_counter() - started) * 1000)
        verdict = _RULES.get(kind, _program)(row, answer)
        verdicts[kind].append(verdict)
        programs, wanted = _names(answer, "program"), _wanted(row)
        if kind in ("program_match", "division_phone") and wanted:
            reciprocal.append(next((1 / rank for rank, name in enumerate(programs, 1) if name in wanted), 0.0))
            if verdict[0] and row.get("phones"):
                phones.append(_phones(answer) == set(row["phones"]))
        if kind != "out_of_scope":
            refused.append(answer["status"] == "no_match")
        if not verdict[0]:
            got = [f"{match['kind']} {match['name']}" for match in answer["matches"][:3]]
            misses.append(
                {"id": row.get("id"), "type": kind, "question": row["question"], "got": got or answer["status"]}
            )
    return {
        "types": {
            kind: {
                "n": len(found),
                "first": _mean(first for first, _ in found),
                "three": _mean(three for _, three in found),
            }
            for kind, found in sorted(verdicts.items())
        },
        "programs_mrr": _mean(reciprocal),
        "phones_exact": _mean(phones),
        "false_refusals": _mean(refused),
        "milliseconds": {"median": _at(milliseconds, 0.5), "p95": _at(milliseconds, 0.95)},
        "misses": misses,
    }


def norm(text: object) -> str:
    """Without blanks, title marks, quotes and end punctuation; number brackets as 〔〕."""
    words = re.sub(r"\s|[《》〈〉<>「」\"“”'‘’]", "", unicodedata.normalize("NFKC", str(text or "")))
    words = re.sub(r"[\[【]", "〔", words)
    return re.sub(r"[\]】]", "〕", words).rstrip("。;:,.、")


def loose(name: object) -> str:
    """A name without its trailing bracket."""
    words = norm(name)
    return re.sub(r"\([^()]*\)$", "", words) or words


def _of(answer: Json, kind: str) -> list[Json]:
    return [match for match in answer["matches"] if match["kind"] == kind]


def _names(answer: Json, kind: str) -> list[str]:
    return [loose(match["name"]) for match in _of(answer, kind)]


def _wanted(row: Mapping[str, Any]) -> set[str]:
    return {loose(name) for name in row.get("programs") or ()}


def _lines(matches: Iterable[Json]) -> set[tuple[str, int]]:
    return {(span["document"], span["line"]) for match in matches for span in match["evidence"]}


def _answer_lines(row: Mapping[str, Any]) -> set[tuple[str, int]]:
    return {(line["doc"], line["line"]) for line in row.get("answer_lines") or ()}


def _phones(answer: Json) -> set[str]:
    return {phone for division in _of(answer, "program")[0].get("divisions", ()) for phone in division["phones"]}


def _program(row: Mapping[str, Any], answer: Json) -> Verdict:
    programs, wanted = _names(answer, "program"), _wanted(row)
    if not wanted and row.get("divisions"):
        first = answer["matches"][:1]
        named = {
            norm(name) for match in first for name in (match["name"], *(d["name"] for d in match.get("divisions", ())))
        }
        right = bool({norm(name) for name in row["divisions"]} & named)
        return right, right
    return bool(programs) and programs[0] in wanted, bool(wanted & set(programs[:3]))


def _multi(row: Mapping[str, Any], answer: Json) -> Verdict:
    programs, wanted = _names(answer, "program"), _wanted(row)
    return bool(programs) and programs[0] in wanted, wanted <= set(programs[:3])


def _area(row: Mapping[str, Any], answer: Json) -> Verdict:
    # An item without a title is named by its opening words, cut differently here and there: ten characters decide.
    wanted, lines = {norm(path[-1])[:10] for path in row.get("areas") or ()}, _answer_lines(row)
    right = [
        norm(m["path"][-1] if m["path"] else m["name"])[:10] in wanted or bool(_lines([m]) & lines)
        for m in _of(answer, "support_area")
    ]
    by_program = _program({"programs": row.get("programs")}, answer)
    return any(right[:1]) or by_program[0], any(right[:3]) or by_program[1]


def _task(row: Mapping[str, Any], answer: Json) -> Verdict:
    numbers, wanted = set(row.get("tasks") or ()), {norm(name) for name in row.get("departments") or ()}
    right = [
        match.get("no") in numbers and wanted <= {norm(d) for key in ("lead", "support", "shared") for d in match[key]}
        for match in _of(answer, "task")
    ]
    return bool(right) and right[0], any(right[:3])


def _reference(row: Mapping[str, Any], answer: Json) -> Verdict:
    found = {(norm(match["name"]), norm(match.get("doc_number"))) for match in _of(answer, "regulation")}
    wanted = [(norm(r["title"]), norm(r["doc_number"])) for r in row.get("regulations") or ()]
    right = all(pair in found for pair in wanted) if wanted else _wanted(row) <= set(_names(answer, "program"))
    return right, right


def _fact(row: Mapping[str, Any], answer: Json) -> Verdict:
    lines = _answer_lines(row)
    return bool(_lines(answer["matches"][:1]) & lines), bool(_lines(answer["matches"][:3]) & lines)


def _refusal(row: Mapping[str, Any], answer: Json) -> Verdict:
    right = answer["status"] == "no_match"
    return right, right


_RULES: dict[str, Callable[[Mapping[str, Any], Json], Verdict]] = {
    "program_match": _program,
    "division_phone": _program,
    "multi": _multi,
    "area_match": _area,
    "task_responsibility": _task,
    "reference": _reference,
    "fact": _fact,
    "out_of_scope": _refusal,
}


def _mean(values: Iterable[float]) -> float | None:
    kept = list(values)
    return round(sum(kept) / len(kept), 4) if kept else None


def _at(values: list[float], share: float) -> float | None:
    return round(sorted(values)[min(len(values) - 1, int(share * len(values)))], 2) if values else None
