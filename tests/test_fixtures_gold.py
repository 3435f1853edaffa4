"""The annotations in fixtures/documents say nothing that their text does not say: a typing error there would
otherwise be counted as an error of the extraction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DOCUMENTS = Path(__file__).parent / "fixtures" / "documents"
NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.txt"))
LABELS = {
    "kind": {"guide", "notice", "work_plan", "opinion", "measures", "regulation", "other"},
    "relation": {"依据", "落实", "印发", "废止", "修订", "引用"},
    "op": {"=", ">", ">=", "<", "<=", "~"},
}
KEYS = {
    "title",
    "cover_title",
    "kind",
    "doc_number",
    "issuers",
    "date",
    "effective_from",
    "expires",
    "addressees",
    "attachments",
    "headings",
    "numbered_items",
    "regulations",
    "other_titles",
    "contacts",
    "tasks",
    "programs",
    "conditions",
    "quantities",
}
ISO = re.compile(r"\d{4}-\d\d-\d\d")
MARKED_YEAR = re.compile(r"[\[［【(（〔﹝](\d{4})[\]］】)）〕﹞](?=\d)|(?<=[字发])(\d{4})年第?(?=\d+号)")


def squeezed(text: str) -> str:
    """Without white space, and every year of a document number in 〔〕."""
    return MARKED_YEAR.sub(lambda found: f"〔{found[1] or found[2]}〕", re.sub(r"\s", "", text))


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string and number of an annotation with the key it stands under, as the text should hold it."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from strings(item, name)
    elif key.startswith(("headings", "numbered_items")):
        for level, words in value:
            assert level in range(5), words
            yield key, words
    elif isinstance(value, list):
        for item in value:
            yield from strings(item, key)
    elif value is not None and not isinstance(value, bool):
        yield key, value if isinstance(value, str) else f"{value:.12g}"


def occurs(key: str, words: str, text: str) -> bool:
    """As it stands; a phone or a number of a document also where a list has shortened it."""
    if words in text:
        return True
    if key == "phones":  # 88320415、16 and 88320427/28
        return any(
            re.search(rf"{re.escape(words[:-kept])}\d{{{kept}}}[、/]{words[-kept:]}(?!\d)", text)
            for kept in range(1, 5)
        )
    if key == "doc_number" and (parts := re.fullmatch(r"(.+〕)(\d+)号", words)):  # 〔2022〕49、50号
        return bool(re.search(rf"{re.escape(parts[1])}(\d+、)*{parts[2]}(、\d+)*号", text))
    return False


def written(iso: str) -> set[str]:
    """A date in the ways an official document writes it."""
    year, month, day = map(int, iso.split("-"))
    digits = "○一二三四五六七八九"

    def spoken(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")

    chinese = "".join(digits[int(digit)] for digit in str(year))
    spelt = f"{chinese}年{spoken(month)}月{spoken(day)}日"
    return {f"{year}年{month}月{day}日", spelt, spelt.replace("○", "〇")}


def gold_and_text(name: str) -> tuple[dict[str, Any], str]:
    gold = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    return gold, squeezed((DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8"))


def test_every_document_is_annotated() -> None:
    assert NAMES
    assert sorted(path.stem for path in DOCUMENTS.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_string_is_in_the_text(name: str) -> None:
    gold, text = gold_and_text(name)
    missing = []
    for key, words in strings(gold):
        label = key.removesuffix("_also")
        if label in LABELS:
            assert words in LABELS[label], (key, words)
        elif label in {"date", "effective_from", "expires"}:
            assert ISO.fullmatch(words), (key, words)
        elif not occurs(key, squeezed(words), text):
            missing.append((key, words))
    assert not missing


@pytest.mark.parametrize("name", NAMES)
def test_keys_and_dates(name: str) -> None:
    gold, _ = gold_and_text(name)
    assert gold.keys() >= KEYS
    assert gold["date_text"] in written(gold["date"])
    if gold["effective_from"]:
        assert any(day in gold["effective_text"] for day in written(gold["effective_from"]))
    titles = [item["title"] for item in gold["regulations"]]
    assert len(titles) == len(set(titles)), "a cited document is listed once"
    assert all(len(words) <= 24 for _, words in gold["numbered_items"])


def test_a_wrong_string_is_noticed() -> None:
    text = squeezed("电话：88320415、16，按照《甲办法》《乙办法》（青工信［2022］49、50号）执行")
    assert occurs("phones", "88320416", text) and occurs("doc_number", "青工信〔2022〕50号", text)
    assert not occurs("phones", "88320417", text) and not occurs("phones", "88330416", text)
    assert not occurs("doc_number", "青工信〔2022〕5号", text) and not occurs("title", "丙办法", text)
