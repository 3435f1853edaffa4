"""From when and until when, where the text says so."""

import pytest

from ingest.clean import clean
from ingest.records import Document
from ingest.validity import validity


@pytest.mark.parametrize(
    ("words", "begin", "end"),
    [
        ("本办法自2020年1月1日起施行，有效期5年。", "2020-01-01", "2024-12-31"),
        ("本意见自印发之日起施行。", "2019-06-03", None),
        ("本细则自发布之日起30日后施行，有效期至2022年12月31日。", "2019-07-03", "2022-12-31"),
        ("本规定自二〇二一年三月一日起执行，有效期为三年。", "2021-03-01", "2024-02-29"),
        ("第三十条 本条例自2018年5月1日起施行。", "2018-05-01", None),
        ("请认真贯彻执行。", None, None),
    ],
)
def test_validity(words, begin, end):
    found = validity(clean("d", [(1, words)]), Document("d", "t", date="2019-06-03"))
    assert (found.effective_from, found.expires) == (begin, end)


def test_nothing_is_assumed_without_a_date():
    assert validity(clean("d", [(1, "自印发之日起施行")]), Document("d", "t")).effective_from is None
