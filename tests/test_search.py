"""Questions to answers: what a question asks for, what is refused, and that every word of an answer is proved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.home import Home
from graph.store import Store, open_store
from ingest.errors import ZhengtuError
from search import answer
from search.answer import Found
from search.questions import read_questions
from search.searcher import Searcher
from search.understand import core, elsewhere, home_places, understand
from tests.conftest import ROOT

Json = dict[str, Any]


@pytest.fixture(scope="module")
def opened(built: Path) -> Iterator[tuple[Home, Store]]:
    with open_store(Home(built)) as store:
        yield Home(built), store


@pytest.fixture(scope="module")
def searcher(opened: tuple[Home, Store]) -> Searcher:
    return Searcher(*opened)


# -- what a question asks


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("请问做虚拟现实眼镜的能申请什么项目？", "做虚拟现实眼镜的"),
        ("您好，我们种蓝莓，该找哪个处？电话多少？", "我们种蓝莓"),
        ("电话多少", "电话多少"),  # nothing but frame: kept whole
        ("ＡＩ制药", "ai制药"),
        ("只琢磨道理，不做产品", "只琢磨道理"),
        ("是不是高企都能报", "是不是高企都能报"),
    ],
)
def test_the_frame_is_taken_off(question: str, left: str) -> None:
    assert core(question).replace(" ", "") == left


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("我们做机床", "program"),
        ("科技金融的电话是多少", "contact"),
        ("氢燃料电池属于哪个方向", "support_area"),
        ("实验室建设由谁牵头", "task"),
        ("项目最长能做几年", "clause"),
        ("申报要交哪些材料", "clause"),
        ("和医院一起试新材料，能报啥", "program"),
        ("孵化器管理办法的文号", "regulation"),
        ("云政发[2022]7号讲什么", "regulation"),
        ("第5项任务", "task"),
    ],
)
def test_what_is_wanted(question: str, wants: str) -> None:
    assert understand(question).wants == wants


@pytest.mark.parametrize(
    ("question", "part", "expected"),
    [
        ("附件2叫什么", "attachments", (2,)),
        ("第一个附件和附件三的题目", "attachments", (1, 3)),
        ("附件2里的材料", "attachments", ()),
        ("2016年20号那个文", "serials", ("〔2016〕20号",)),
        ("二〇一六年二十号", "serials", ("〔2016〕20号",)),
        ("2016年20号楼", "serials", ()),
        ("到二〇二七年要有几家", "years", ("2027",)),
        ("这份通知哪天印发的", "dated", True),
        ("哪天截止", "dated", False),
        ("合作社想请老师；还想做个养老手环", "halves", (("合作社想请老师", "还想做个养老手环"),)),
        ("租了层楼做工位，又想借显微镜，两头各找谁", "halves", (("租了层楼做工位", "又想借显微镜"),)),
        ("办展会缺钱，租设备也缺钱，两样怎么报", "wants", "program"),
        ("科技奖的事打哪个电话", "needed", False),
    ],
)
def test_what_else_is_read(question: str, part: str, expected: object) -> None:
    assert getattr(understand(question), part) == expected


def test_what_is_named() -> None:
    asked = understand("《云州市科技奖励办法》（云政发[2010]3号）还有效吗")
    assert asked.numbers == ("云政发〔2010〕3号",)
    assert asked.titles == ("云州市科技奖励办法",)
    assert understand("第十二项任务归谁").task == 12
    assert understand("2031年目标是多少家").years == ("2031",)


@pytest.mark.parametrize(
    ("question", "place"),
    [  # the asker's own place, an office or a policy of a place; not a market, not beside our own city
        ("我们在洛阳开厂，能报吗", "洛阳"),
        ("洛阳市科技局电话", "洛阳"),
        ("花卖到洛阳去，品种老化", None),
        ("济南的厂，产品卖到洛阳政策上有支持吗", None),
        ("洛阳一所大学想来咱这儿办分院，有啥优待", None),
        ("我们做机床", None),
    ],
)
def test_questions_about_other_places(question: str, place: str | None) -> None:
    assert elsewhere(question, {"济南", "山东"}) == place
    assert elsewhere(question, {"洛阳"}) is None
    assert elsewhere(question, set()) is None
    assert elsewhere(question, {"济南"}, {"洛阳"}) is None


def test_a_document_is_at_home_where_it_names_most() -> None:
    text = "洛阳市人民政府" * 4 + "学习青岛的做法，与洛阳实际结合"
    assert home_places(text) == {"洛阳"}
    assert home_places("学习青岛的做法") == set()


# -- what comes first


def test_what_was_asked_comes_first_and_one_of_each_other_kind_after() -> None:
    found = [Found("SupportArea", f"a{n}", 9.0 - n) for n in range(6)]
    found += [Found("Program", "p", 2.0), Found("Task", "t", 1.0)]
    kinds = [thing.label for thing in answer.choose(found, 5, "support_area")]
    assert kinds == ["SupportArea", "SupportArea", "SupportArea", "Program", "Task"]
    assert len(answer.choose(found, 3, "program")) == 3
    assert answer.choose([], 5, "program") == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("给独居老人做防走丢的定位鞋", False),
        ("我们种蓝莓，想请老师来指点", False),
        ("我们种蓝莓，找谁", True),
        ("做虚拟现实眼镜的能申请？", True),
        ("公积金怎么取", True),
        ("中试基地补不", True),
    ],
)
def test_whether_a_text_asks_or_only_tells(text: str, asks: bool) -> None:
    assert understand(text).asks is asks


# -- answers


def test_an_answer_holds_what_the_contract_says(searcher: Searcher) -> None:
    found = searcher.ask("给独居老人做防走丢的定位鞋", k=4, id="q1")
    assert found["id"] == "q1"
    assert found["status"] == "answered"
    assert 0 <= found["confidence"] <= 1
    assert 1 <= len(found["matches"]) <= 4
    scores = [match["score"] for match in found["matches"]]
    assert scores == sorted(scores, reverse=True)
    for match in found["matches"]:
        assert {"kind", "name", "path", "score", "document", "evidence", "why"} <= match.keys()
        assert match["evidence"]
        assert {"id", "title", "date"} == match["document"].keys()
    program = next(match for match in found["matches"] if match["kind"] == "program")
    assert program["name"] == "社会民生专项"
    assert program["divisions"] == [{"name": "社会发展科技处", "phones": ["66608811"]}]


def test_a_regulation_named_by_number_brings_what_rests_on_it(searcher: Searcher) -> None:
    found = searcher.ask("济政办发[2017]9号 是讲什么的")
    assert found["matches"][0]["kind"] == "regulation"
    assert found["matches"][0]["doc_number"] == "济政办发〔2017〕9号"
    assert "program" in {match["kind"] for match in found["matches"]}


def test_a_regulation_named_by_year_and_serial(searcher: Searcher) -> None:
    found = searcher.ask("二〇一七年九号讲的啥")
    assert found["matches"][0]["doc_number"] == "济政办发〔2017〕9号"


def test_an_attachment_named_by_its_number(searcher: Searcher) -> None:
    found = searcher.ask("第三个附件叫什么名字")
    assert [match["name"] for match in found["matches"]] == ["中小微企业创新券政策"]


def test_the_date_of_a_document(searcher: Searcher) -> None:
    found = searcher.ask("这份指南是哪天发布的")
    assert [span["text"] for span in found["matches"][0]["evidence"]] == ["2019年4月30日"]


def test_two_needs_get_a_program_each(searcher: Searcher) -> None:
    found = searcher.ask("医院想建临床医学研究中心；还想请一位外国专家来带团队", k=5)
    programs = [match["name"] for match in found["matches"] if match["kind"] == "program"]
    assert {"临床医疗科技专项", "泉城高端外专计划"} <= set(programs)


def test_a_task_named_by_its_number(searcher: Searcher) -> None:
    found = searcher.ask("第8项任务谁牵头")
    assert [(match["kind"], match["no"]) for match in found["matches"]] == [("task", 8)]
    assert found["matches"][0]["lead"][0] in found["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "济政发〔2016〕21号是讲什么的",  # a number that no document has
        "第99项任务谁牵头",
        "我在洛阳办厂，洛阳有什么补贴",
        "2031年研发投入目标是多少",
        "众创空间建成了能一次拿几百万元",  # no such sum stands anywhere near
        "明天出门要不要带伞",
        "？！……",
        "😀😀",
    ],
)
def test_what_the_documents_do_not_tell_is_refused(searcher: Searcher, question: str) -> None:
    found = searcher.ask(question)
    assert found["status"] == "no_match"
    assert found["matches"] == []
    assert found["answer"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a" * 100_000,
        "我们做机器人。" * 20_000,
        "'; MATCH (n) DETACH DELETE n //",
        "Robert'); DROP TABLE--",
        "我們做穿戴式裝置",
        "ｗｏｍｅｎ　ｊｉｑｉｒｅｎ",
        "\x00\ud83d",
        "《》",
        "〔〕号",
    ],
)
def test_any_text_gets_an_answer_or_a_refusal(searcher: Searcher, text: str) -> None:
    found = searcher.ask(text)
    assert found["question"] == text
    assert found["status"] in ("answered", "no_match")
    assert (found["status"] == "answered") == bool(found["matches"])


def proved(found: Json) -> list[str]:
    """What an answer says and its evidence does not: names, numbers of documents and phones, digits of the sentence."""
    flat = lambda text: re.sub(r"[\s《》〈〉<>“”（）()]", "", str(text))  # noqa: E731
    wrong = []
    for match in found["matches"]:
        words = flat("|".join(span["text"] for span in match["evidence"]))
        names = [match["name"].rstrip("…"), *(match.get("lead") or ()), *(match.get("support") or ())]
        names += [*(match.get("shared") or ()), *(unit["name"] for unit in match.get("divisions") or ())]
        wrong += [name for name in names if flat(name) not in words]
        number = match.get("doc_number")
        wrong += [number] if number and set(re.findall(r"\d+", number)) - set(re.findall(r"\d+", words)) else []
        phones = [phone for unit in match.get("divisions") or () for phone in unit["phones"]]
        wrong += [phone for phone in phones if not _written(phone, words)]
    everything = flat("|".join(span["text"] for match in found["matches"] for span in match["evidence"]))
    if found["status"] == "answered":  # a refusal repeats what was asked for
        wrong += [digits for digits in re.findall(r"\d+", found["answer"]) if not _written(digits, everything)]
    return wrong


def _written(number: str, words: str) -> bool:
    """In full, or as the end of a number after a slash (66608805/07)."""
    ends = (first[: -len(last)] + last for first, last in re.findall(r"(\d{7,})/(\d{1,4})", words))
    return number in words or number in ends


def test_every_name_and_number_of_an_answer_is_in_its_evidence(searcher: Searcher, opened: tuple[Home, Store]) -> None:
    home, _ = opened
    texts = {document: home.extraction(document).text for document in home.manifest().documents}
    rows = [
        row for name in ("own-a", "own-b") for row in read_questions(ROOT / "tests" / "questions" / f"{name}.jsonl")
    ]
    bad = []
    for row in rows:
        found = searcher.ask(row["question"])
        bad += [(row["id"], what) for what in proved(found)]
        for match in found["matches"]:
            for span in match["evidence"]:
                assert texts[span["document"]][span["start"] : span["end"]] == span["text"]
    assert bad == []


# -- a home without a build, or of another one


def test_nothing_built(tmp_path: Path, opened: tuple[Home, Store]) -> None:
    with pytest.raises(ZhengtuError, match="zhengtu build"):
        Searcher(Home(tmp_path), opened[1])


def test_another_encoder(opened: tuple[Home, Store]) -> None:
    with pytest.raises(ZhengtuError, match=r"BAAI/bge-small-zh-v1\.5"):
        Searcher(*opened, encoder="BAAI/bge-small-zh-v1.5")
