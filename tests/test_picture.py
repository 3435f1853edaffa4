"""The picture of the schema is drawn from the schema."""

from __future__ import annotations

from graph.picture import mermaid, page
from graph.schema import LABELS, RELATIONS
from tests.conftest import ROOT


def test_the_picture_in_the_documentation_is_the_present_one() -> None:
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == page()


def test_every_label_and_relation_is_drawn() -> None:
    drawn = mermaid().splitlines()
    assert {line.strip().split(":::")[0] for line in drawn if ":::" in line} == set(LABELS)
    for source, type, target, fact in RELATIONS:
        (arrow,) = [line for line in drawn if line.startswith(f"  {source} -- ") and line.endswith(f"> {target}")]
        assert (f"<b>{type}</b>" if fact else type) in arrow.split('"')[1].split("<br>")
