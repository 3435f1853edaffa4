"""What a question is after: learnt from questions that people ask, told of others."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import intents, tokens, train_intents


def test_the_questions_it_learns_from_have_no_flaw() -> None:
    asked = train_intents.read()
    assert set(Counter(kind for kind, _ in asked)) == {*intents.WANTS, intents.PRIVATE}
    assert asked == sorted(asked)
    assert all(question == question.strip() and len(question) >= 4 for _, question in asked)
    doubles = [text for text, n in Counter(tokens.normalise(question) for _, question in asked).items() if n > 1]
    assert doubles == []


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("我们把秸秆压成餐盒，有没有政策扶一把", "program"),
        ("车间想装一套机械臂，钱不够", "program"),
        ("工业设计中心这事问哪个科，电话给我一个", "contact"),
        ("种子认证的事，号码多少", "contact"),
        ("钠离子电池归指南里哪个方向", "support_area"),
        ("无人船算海洋装备还是智能制造那一类", "support_area"),
        ("低空经济先导区由哪个局牵头，谁配合", "task"),
        ("到底谁负责把算力中心建起来", "task"),
        ("一家单位最多报几个项目", "clause"),
        ("补贴最高多少万元", "clause"),
        ("结题晚了三个月会怎么样", "clause"),
        ("这个办法的文号是多少", "regulation"),
        ("依据的是哪一部条例", "regulation"),
    ],
)
def test_what_is_wanted(question: str, wants: str) -> None:
    likely, _ = intents.read(question)
    assert intents.likeliest(likely) == wants


@pytest.mark.parametrize(
    ("private", "work"),
    [
        ("我妈血压高，吃哪种药好", "我们药厂在研制一种降压缓释片"),
        ("楼上漏水物业不管，怎么告他", "做楼宇漏水监测传感器的公司"),
        ("孩子数学不及格，报哪个辅导班", "给乡村学校做数学自适应学习平台"),
        ("股票被套了要不要割肉", "想给小微企业做一个股权融资服务平台"),
    ],
)
def test_a_private_matter_is_told_from_work_on_it(private: str, work: str) -> None:
    assert intents.read(private)[1] > intents.read(work)[1]


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    likely, private = intents.read(text)
    assert tuple(likely) == intents.WANTS
    assert sum(likely.values()) == pytest.approx(1)
    assert private == private
