"""One line a case: what a name of an office stands for, and who is named in a document."""

from __future__ import annotations

import pytest

from ingest.departments import departments
from ingest.offices import Jurisdiction, full_name, jurisdiction, level
from ingest.records import Contact, Division, Document, Program, Task
from ingest.text import CleanText

CITY = Jurisdiction("青石市", "山东省")
FULL = [
    ("市科技局", CITY, "青石市科学技术局"),
    ("市发展改革委", CITY, "青石市发展和改革委员会"),
    ("市人力资源社会保障局", CITY, "青石市人力资源和社会保障局"),
    ("市市场监管局", CITY, "青石市市场监督管理局"),
    ("市国资委", CITY, "青石市人民政府国有资产监督管理委员会"),
    ("市委组织部", CITY, "中共青石市委组织部"),
    ("市科协", CITY, "青石市科学技术协会"),
    ("团市委", CITY, "共青团青石市委员会"),
    ("市教育局", CITY, "青石市教育局"),
    ("东山区政府", CITY, "青石市东山区人民政府"),
    ("青石东部起步区管委会", CITY, "青石东部起步区管理委员会"),
    ("省科技厅", CITY, "山东省科学技术厅"),
    ("市某某局", CITY, None),
    ("各区县政府", CITY, None),
    ("有关行业主管部门", CITY, None),
    ("县科技局", CITY, None),
    ("市科技局", Jurisdiction(), None),
    ("科技部", Jurisdiction(central=True), "科学技术部"),
    ("银保监会", Jurisdiction(central=True), "中国银行保险监督管理委员会"),
    ("某某司", Jurisdiction(central=True), None),
]


@pytest.mark.parametrize(("name", "whose", "full"), FULL)
def test_full_names_only_where_certain(name: str, whose: Jurisdiction, full: str | None) -> None:
    assert full_name(name, whose) == full


PLACES = [
    (("青石市科学技术局",), (), Jurisdiction("青石市", None)),
    (("中共青石市委科技创新委员会办公室",), (), Jurisdiction("青石市", None)),
    (("国务院办公厅",), (), Jurisdiction(central=True)),
    (("科技部",), (), Jurisdiction(central=True)),
    ((), ("2019年青石市科技发展计划指南",), Jurisdiction("青石市", None)),
    ((), ("关于推进工作的意见",), Jurisdiction()),
]


@pytest.mark.parametrize(("issuers", "titles", "whose"), PLACES)
def test_whose_document(issuers: tuple[str, ...], titles: tuple[str, ...], whose: Jurisdiction) -> None:
    assert jurisdiction(issuers, titles, "") == whose


LEVELS = [
    ("青石市发展和改革委员会", "committee"),
    ("青石市人民政府国有资产监督管理委员会", "committee"),
    ("青石市科学技术局", "bureau"),
    ("规划处", "division"),
    ("青石市东山区人民政府", "district"),
    ("青石东部起步区管理委员会", "district"),
    ("各区县科技主管部门", "district"),
    ("中共青石市委组织部", "other"),
    ("青石银保监分局", "other"),
    ("办公室", "other"),
]


@pytest.mark.parametrize(("name", "found"), LEVELS)
def test_levels(name: str, found: str) -> None:
    assert level(name) == found


def test_one_record_an_office_with_all_its_names_phones_and_places() -> None:
    text = (
        "关于加强工作的通知\n青石市科学技术局\n1.加强管理。（市科技局牵头，市财政局配合）\n责任部门：规划处，电话：55508810/46。\n"
        "规划处，电话：55508811。\n申报材料报市教育局备案，以市统计局数据为准，由市场主体承担。"
    )
    source = CleanText("d", text, (0,), (1,))
    duty = source.span(text.index("（市"), text.index("配合）") + 3)
    found = departments(
        source,
        Document("d", "关于加强工作的通知", issuers=("青石市科学技术局",)),
        [Task(1, "加强管理", duty, lead=("市科技局",), support=("市财政局",), duty=duty)],
        [Program("p", "甲专项", duty, divisions=(Division("规划处", ("55508810", "55508846"), None),))],
        [Contact("规划处", source.span(text.rindex("规划处"), text.rindex("规划处") + 15), phones=("55508811",))],
    )
    assert [(d.name, d.full_name, d.aliases) for d in found] == [
        ("青石市科学技术局", "青石市科学技术局", ("市科技局",)),
        ("市财政局", "青石市财政局", ()),
        ("规划处", None, ()),
        ("市教育局", "青石市教育局", ()),
    ]
    assert found[2].phones == ("55508810", "55508846", "55508811")
    assert all(text[s.start : s.end] == s.text for d in found for s in d.spans)
