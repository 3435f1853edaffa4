"""Head and foot: title, number, addressees, signature, date, attachments, what a cover notice carries, noise."""

import pytest

from ingest.clean import clean
from ingest.genre import kind_of
from ingest.head import head
from ingest.numerals import DATE, iso_date


def read(text: str):
    return head(clean("d", [(i, line) for i, line in enumerate(text.split("\n"), 1)]))


NOTICE = """关于印发《云河市绿色农业发展办法（试行）》的通知
云农发〔2021〕7号
各县（区）人民政府，市直各部门，有关企业：
现将《云河市绿色农业发展办法（试行）》印发给你们，请认真执行。
附件：1.云河市绿色农业发展办法（试行）
2.申报表
云河市农业农村局
云河市财政局（代章）
2021年3月5日
云河市绿色农业发展办法（试行）
第一章 总则
第一条 为发展绿色农业，制定本办法。"""


def test_a_cover_notice_and_what_it_carries():
    found = read(NOTICE)
    document = found.document
    assert document.title == "云河市绿色农业发展办法（试行）"
    assert document.cover_title == "关于印发《云河市绿色农业发展办法（试行）》的通知"
    assert (document.kind, document.doc_number, document.date) == ("measures", "云农发〔2021〕7号", "2021-03-05")
    assert document.issuers == ("云河市农业农村局", "云河市财政局")
    assert document.addressees == ("各县（区）人民政府", "市直各部门", "有关企业")
    assert [(a.no, a.title) for a in document.attachments] == [(1, "云河市绿色农业发展办法（试行）"), (2, "申报表")]


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        (
            "青原省人民政府办公厅\n关于加快港口建设的意见\n青政办发[2019]12号\n各市人民政府：\n一、目标",
            "青原省人民政府办公厅关于加快港口建设的意见",
            "青政办发〔2019〕12号",
        ),
        ("关于支持港口的若干措施（青政发〔2020〕3 号）\n正文。", "关于支持港口的若干措施", "青政发〔2020〕3号"),
        ("青原省港口条例\n2018年5月1日青原省人民代表大会常务委员会通过\n第一条 为了管理港口。", "青原省港口条例", None),
        ("# 青原省港口条例", "# 青原省港口条例", None),
    ],
)
def test_title_and_number(text, title, number):
    document = read(text).document
    assert (document.title, document.doc_number) == (title, number)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2022年云河市项目申报指南", "guide"),
        ("关于申报项目的通知", "notice"),
        ("云河市港口发展行动计划（2021—2023年）", "work_plan"),
        ("云河市港口管理办法（试行）(修订稿)", "measures"),
        ("关于加快港口建设的实施意见", "opinion"),
        ("青原省港口条例", "regulation"),
        ("港口之歌", "other"),
    ],
)
def test_kind(title, kind):
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2019年4月30日", "2019-04-30"),
        ("二○一二年二月十日", "2012-02-10"),
        ("二〇二三年十一月二十六日", "2023-11-26"),
        ("2021 年 3 月 5 日", "2021-03-05"),
        ("2021年2月30日", None),
    ],
)
def test_dates(words, date):
    assert iso_date(DATE.search(words)) == date


def test_attachments_that_stand_in_the_document():
    found = read(
        "云河市2022年申报指南\n一、总则\n附件1\n《港口专项申报指南》\n一、港口专项\n附件2\n《云河市加快建设\n港口若干政策》\n1.要求"
    )
    assert [a.title for a in found.document.attachments] == ["港口专项申报指南", "云河市加快建设港口若干政策"]
    assert [a.span.line for a in found.document.attachments] == [4, 7]


def test_the_lines_of_a_republisher_are_noise():
    found = read("某某政策咨询平台\n13912345678\n关于印发《港口办法》的通知\n各县：\n现印发。")
    assert [s.text for s in found.noise] == ["某某政策咨询平台", "13912345678"]
    assert found.document.title == "关于印发《港口办法》的通知"


def test_an_organ_in_the_title_issues_where_nobody_signs():
    assert read("云河市人民政府办公室关于加快港口建设的意见\n各县：\n一、目标").document.issuers == (
        "云河市人民政府办公室",
    )
