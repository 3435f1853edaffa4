"""Whatever is done to a document, extraction does not fail and every span holds the words it claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.pipeline import extract, extraction, process
from ingest.records import Extraction, Span, dumps, loads

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.txt"))
LINES = [line for path in CORPUS for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def spans(value: object) -> list[Span]:
    """Every span anywhere in a record."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, dict):
        return [s for v in value.values() for s in spans(v)]
    if isinstance(value, tuple):
        return [s for v in value for s in spans(v)]
    if hasattr(value, "__dataclass_fields__"):
        return [s for name in value.__dataclass_fields__ for s in spans(getattr(value, name))]
    return []


def check(found: Extraction, lines: list[str]) -> None:
    for span in spans(found):
        assert found.text[span.start : span.end] == span.text
        assert span.line is not None and 1 <= span.line <= len(lines)
        assert (
            span.text.split("\n")[0][:20] in clean("d", [(1, lines[span.line - 1])]).text.replace("\n", " ")
            or "\n" not in span.text
        )


def run(text: str) -> Extraction:
    lines = text.split("\n")
    source = clean("d", list(enumerate(lines, 1)))
    found = extraction(process(source))
    check(found, lines)
    return found


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.stem)
def test_a_real_document_survives_the_round_trip(path):
    found = extract(path)
    assert loads(dumps(found)) == found
    check(found, path.read_text(encoding="utf-8").split("\n"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_documents(data):
    """Cut, doubled, shuffled, brackets dropped, lines joined, random characters put in."""
    begin = data.draw(st.integers(0, len(LINES) - 1))
    lines = list(LINES[begin : begin + data.draw(st.integers(1, 40))])
    for _ in range(data.draw(st.integers(0, 6))):
        i = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["cut", "double", "brackets", "join", "noise", "swap", "blank"])):
            case "cut":
                lines[i] = lines[i][: data.draw(st.integers(0, len(lines[i])))]
            case "double":
                lines.insert(i, lines[i])
            case "brackets":
                lines[i] = lines[i].translate(
                    {ord(c): None for c in data.draw(st.sampled_from(["（(", "）)", "《", "》", "〔〕", "：:"]))}
                )
            case "join":
                lines[i : i + 2] = ["".join(lines[i : i + 2])]
            case "noise":
                at = data.draw(st.integers(0, len(lines[i])))
                lines[i] = lines[i][:at] + data.draw(st.text(max_size=12)).replace("\n", "") + lines[i][at:]
            case "swap":
                j = data.draw(st.integers(0, len(lines) - 1))
                lines[i], lines[j] = lines[j], lines[i]
            case "blank":
                lines.insert(i, "")
    run("\n".join(line.replace("\r", "") for line in lines))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text):
    run(text.replace("\r", "\n"))
