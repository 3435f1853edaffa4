"""Every word the explorer itself says: ``strings.tsv`` holds a line a key (key, Chinese, English), sorted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

STRINGS = Path(__file__).with_name("strings.tsv")
LANGUAGES = ("zh", "en")
EXAMPLES: tuple[str, ...] = (
    "我们在做给老人用的防跌倒智能手环，能报哪个专项？",
    "合作社种玫瑰，想建一个示范基地，找哪个处，电话多少？",
    "我们想在国外办一家孵化器，有支持吗，找谁？",
    "医院想做重点病种的规范化诊疗研究，报哪个专项？",
    "我们做碳化硅衬底，算第三代半导体吗，找谁申报？",
    "高校青年教师做基础研究，有没有市里的专项？",
    "小微企业的创新券找哪个处，电话多少？",
    "乡村振兴的科技支撑由谁牵头，谁配合？",
    "济政发〔2016〕20号在哪些地方被引用？",
)
SHOWN = 3


def examples(turn: int) -> tuple[str, ...]:
    """The examples of a turn, SHOWN at a time, round and round."""
    first = turn * SHOWN % len(EXAMPLES)
    return (EXAMPLES * 2)[first : first + SHOWN]


_spoken: Callable[[], str] = lambda: LANGUAGES[0]  # noqa: E731  replaced by `speak`


def speak(language: Callable[[], str]) -> None:
    """From now on ``language()``, one of LANGUAGES, is asked at every word: each visitor has their own."""
    global _spoken
    _spoken = language


def spoken() -> str:
    """The language of the words, one of LANGUAGES."""
    return _spoken()


@cache
def strings() -> dict[str, dict[str, str]]:
    """Language → key → words."""
    rows = [line.split("\t") for line in STRINGS.read_text("utf-8").splitlines() if line]
    return {language: {row[0]: row[place] for row in rows} for place, language in enumerate(LANGUAGES, 1)}


def t(key: str, **values: object) -> str:
    """The words for ``key`` with ``{name}`` places filled; KeyError for a key that no one wrote."""
    words = strings()[spoken()][key]
    return words.format(**values) if values else words


def named(kind: str, name: str) -> str:
    """The words for one of a family, ``kind_name``; the name itself where it has none."""
    return strings()[spoken()].get(f"{kind}_{name}", name)
