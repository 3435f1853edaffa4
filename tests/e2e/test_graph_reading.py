"""What the graph holds and tells, the same tests on the embedded server and on a real Neo4j."""

from __future__ import annotations

import pytest

from graph.expand import expand
from graph.load import load, prepare
from graph.schema import OWNED, RELATIONS
from graph.show import show
from graph.store import Store
from graph.trace import trace
from tests import sample

GUIDE, PLAN, MEASURES = sample.guide(), sample.plan(), sample.measures()
ALL = (GUIDE, PLAN, MEASURES)
TITLE = "云州市人民政府关于印发云州市科技创新若干措施的通知"


@pytest.fixture(scope="module")
def full(opened: Store) -> Store:
    """Only to be read."""
    opened.write("MATCH (n) DETACH DELETE n")
    prepare(opened)
    for extraction in ALL:
        load(opened, extraction)
    return opened


# -- what is in it


def test_every_fact_holds_its_words(full: Store) -> None:
    text = {extraction.document.id: extraction.text for extraction in ALL}
    spans = [
        row
        for label in OWNED
        for row in full.read(
            f"MATCH (n:{label}) WHERE n.text IS NOT NULL RETURN n.document AS document, n.span_start AS start, "
            "n.span_end AS end, n.line AS line, n.text AS text"
        )
    ]
    for source, type, target, fact in RELATIONS:
        if fact:
            spans += full.read(
                f"MATCH (:{source})-[r:{type}]->(:{target}) RETURN r.document AS document, r.span_start AS start, "
                "r.span_end AS end, r.line AS line, r.text AS text"
            )
    assert len(spans) > 40
    for span in spans:
        assert text[span["document"]][span["start"] : span["end"]] == span["text"]
        assert text[span["document"]].count("\n", 0, span["start"]) + 1 == span["line"]


def test_relations_are_those_of_the_schema(full: Store) -> None:
    found = full.read("MATCH (a)-[r]->(b) RETURN DISTINCT labels(a)[0] AS a, type(r) AS type, labels(b)[0] AS b")
    assert {(row["a"], row["type"], row["b"]) for row in found} <= {relation[:3] for relation in RELATIONS}
    assert len(found) > 20


def test_outline_hangs_together(full: Store) -> None:
    """From the document every section is reached, once, and each stands below its parent."""
    rows = full.read(
        "MATCH (d:Document {id: 'yunzhou-guide'})-[:HAS_SECTION]->(top:Section) "
        "MATCH (top)-[:HAS_CHILD*0..6]->(s:Section) RETURN s.path AS path, top.path AS top ORDER BY s.span_start"
    )
    assert [row["path"] for row in rows][1:] == [list(heading.path) for heading in GUIDE.headings]
    assert all(row["path"][: len(row["top"])] == row["top"] for row in rows)


def test_shared_nodes_are_one(full: Store) -> None:
    rows = full.read(
        "MATCH (p:Phone {id: '5550100'})<-[r:HAS_PHONE]-(d:Department) RETURN d.id AS id, r.document AS document"
    )
    assert {(row["id"], row["document"]) for row in rows} == {
        (sample.BUREAU, "yunzhou-guide"),
        (sample.BUREAU, "yunzhou-plan"),
    }
    assert show(full, "市科技局")["aliases"] == ["市科技局"]  # type: ignore[index]


def test_repeal_goes_from_the_document_to_the_other(full: Store) -> None:
    rows = full.read("MATCH (a:Regulation)-[r:REPEALS]->(b:Regulation) RETURN a.id AS a, b.id AS b, r.text AS text")
    assert rows == [
        {"a": "云政发〔2022〕7号", "b": "云政发〔2010〕3号", "text": "《云州市科技奖励办法》（云政发〔2010〕3号）"}
    ]


# -- tracing


@pytest.mark.parametrize(
    "reference",
    [
        "云政发〔2022〕7号",
        "云政发[2022]7号",
        "云政发［2022］7号",
        "云政发【2022】7号",
        "云政发（2022）7号",
        "云政发2022年7号",
        " 云政发 〔 2022 〕 7 号 ",
        "云政发〔２０２２〕７号",
        TITLE,
        f"《{TITLE}》",
        f"《{TITLE}》（云政发〔2022〕7号）",
        "云州市科技创新若干措施",
        "《措施》",
        "科技创新若干",
    ],
)
def test_traced_however_written(full: Store, reference: str) -> None:
    found = trace(full, reference)
    assert found["status"] == "found" and found["candidates"] == []
    assert found["regulation"] == {
        "title": TITLE,
        "doc_number": "云政发〔2022〕7号",
        "issuer": "云州市人民政府",
        "aliases": ["云州市科技创新若干措施", "措施"],
        "in_corpus": "yunzhou-measures",
        "version": None,
    }
    cited = [(use["document"], use["program"], use["relation"], use["span"]["line"]) for use in found["cited_by"]]
    assert cited == [
        ("yunzhou-guide", None, "依据", 3),
        ("yunzhou-guide", "中试基地专项", "依据", 12),
        ("yunzhou-plan", None, "落实", 2),
    ]
    assert found["cited_by"][1]["path"] == ["二、专项", "（一）平台建设专项", "1.中试基地专项"]
    assert [(c["title"], c["doc_number"]) for c in found["cites"]] == [("云州市科技奖励办法", "云政发〔2010〕3号")]


def test_traced_spans_hold_their_words(full: Store) -> None:
    text = {extraction.document.id: extraction.text for extraction in ALL}
    found = trace(full, "《措施》")
    for use in (*found["cited_by"], *found["cites"]):
        assert text[use["span"]["document"]][use["span"]["start"] : use["span"]["end"]] == use["span"]["text"]


def test_ambiguous_reference_names_its_candidates(full: Store) -> None:
    found = trace(full, "科技")
    assert found["status"] == "ambiguous" and found["regulation"] is None and found["cited_by"] == []
    assert {candidate["title"] for candidate in found["candidates"]} >= {TITLE, "云州市科技奖励办法"}


@pytest.mark.parametrize("reference", ["云政发〔1999〕1号", "没有这个办法", "", " ", "》", "措"])
def test_unknown_reference_is_not_found(full: Store, reference: str) -> None:
    found = trace(full, reference)
    assert (found["query"], found["status"], found["regulation"]) == (reference, "not_found", None)
    assert not any(value for value in found.values() if isinstance(value, list))
    assert found.keys() == trace(full, "云政发〔2022〕7号").keys()


# -- expanding and showing


def test_program_expands_to_division_phones_and_proof(full: Store) -> None:
    told = expand(full, ["yunzhou-guide/zhongshi"])["yunzhou-guide/zhongshi"]
    assert told["kind"] == "program" and told["name"] == "中试基地专项"
    assert told["document"] == {"id": "yunzhou-guide", "title": "2024年云州市科技计划指南", "date": "2024-03-01"}
    assert told["divisions"] == [{"name": "平台处", "phones": ["5550101", "5550102"]}]
    assert told["parent"] == {"id": "yunzhou-guide/pingtai", "name": "平台建设专项", "divisions": []}
    assert told["fields"] == {"支持重点": "纺织与陶瓷领域的中试基地。"} and told["materials"] == ["申报书"]
    assert [span["text"] for span in told["evidence"]] == ["1.中试基地专项", "责任部门：平台处，联系电话：5550101/02。"]


def test_parent_expands_to_its_children(full: Store) -> None:
    told = expand(full, ["yunzhou-guide/pingtai"])["yunzhou-guide/pingtai"]
    units = [{"name": "平台处", "phones": ["5550101", "5550102"]}]
    assert told["children"] == [{"id": "yunzhou-guide/zhongshi", "name": "中试基地专项", "divisions": units}]
    assert told["divisions"] == [] and told["parent"] is None


def test_tasks_expand_to_departments_as_written(full: Store) -> None:
    told = expand(full, ["yunzhou-plan/task/1", "yunzhou-plan/task/2"])
    first, second = told["yunzhou-plan/task/1"], told["yunzhou-plan/task/2"]
    assert (first["no"], first["lead"], first["support"], first["shared"]) == (1, ["市科技局"], ["市财政局"], [])
    assert (second["no"], second["lead"], second["shared"]) == (2, [], ["市科技局", "市统计局"])
    assert [span["text"] for span in first["evidence"]][1] == "(市科技局牵头，市财政局配合)"


def test_areas_conditions_regulations_departments_expand(full: Store) -> None:
    ids = {
        "yunzhou-guide/area/电子信息/传感器": "support_area",
        "yunzhou-guide/zhongshi/area/纺织": "support_area",
        "yunzhou-guide/condition/取消申报资格/1": "condition",
        "云政发〔2022〕7号": "regulation",
        sample.BUREAU: "department",
        "yunzhou-guide#二、专项/（一）平台建设专项/1.中试基地专项": "section",
    }
    told = expand(full, [*ids, "no such id"])
    assert {id: each["kind"] for id, each in told.items()} == ids
    area, own, condition, regulation, bureau, section = (told[id] for id in ids)
    assert area["path"] == ["电子信息", "传感器"] and area["programs"] == []
    assert (
        [program["name"] for program in own["programs"]]
        == [program["name"] for program in section["programs"]]
        == ["中试基地专项"]
    )
    assert condition["name"] == "提供虚假材料的。" and condition["path"] == ["取消申报资格"]
    assert regulation["doc_number"] == "云政发〔2022〕7号" and len(regulation["evidence"]) == 2
    assert bureau["divisions"] == [{"name": sample.BUREAU, "phones": ["5550100"]}]
    assert len({frozenset(each) for each in told.values()}) == 1  # the same keys for all
    assert expand(full, []) == {}


@pytest.mark.parametrize(
    ("name", "kind", "id"),
    [
        ("中试专项", "program", "yunzhou-guide/zhongshi"),
        ("中试基地", "program", "yunzhou-guide/zhongshi"),
        ("平台处", "department", "yunzhou-guide/department/平台处"),
        ("《2024年云州市科技计划指南》", "document", "yunzhou-guide"),
        ("yunzhou-plan", "document", "yunzhou-plan"),
        ("传感器", "support_area", "yunzhou-guide/area/电子信息/传感器"),
        ("建设云岭实验室", "task", "yunzhou-plan/task/1"),
        ("任务2", "task", "yunzhou-plan/task/2"),
        ("云政发[2022]7号", "regulation", "云政发〔2022〕7号"),
        ("科技奖励", "regulation", "云政发〔2010〕3号"),
        ("云岭实验室", "organisation", "云岭实验室"),
    ],
)
def test_shown_by_name(full: Store, name: str, kind: str, id: str) -> None:
    shown = show(full, name)
    assert shown and (shown["kind"], shown["id"]) == (kind, id)


def test_shown_with_everything_attached(full: Store) -> None:
    program, unit, document, task = (
        show(full, name) or {} for name in ("中试基地专项", "市科技局", "yunzhou-guide", "任务1")
    )
    assert [area["name"] for area in program["areas"]] == ["纺织", "陶瓷"]
    assert [each["doc_number"] for each in program["based_on"]] == ["云政发〔2022〕7号"]
    assert [each["no"] for each in unit["leads"]] == [1] and [each["no"] for each in unit["shares"]] == [2]
    assert {len(document[key]) for key in ("programs", "departments")} == {2} and len(document["areas"]) == 4
    assert [(use["name"], use["document"]["id"]) for use in document["cited_in"]] == [("落实", "yunzhou-plan")]
    assert [each["name"] for each in task["organisations"]] == ["云岭实验室"] and task["based_on"] == []
    assert [each["no"] for each in (show(full, "yunzhou-plan") or {})["tasks"]] == [1, 2]
    assert show(full, "没有这个专项") is None and show(full, " ") is None


def test_department_is_shown_across_documents(full: Store) -> None:
    """The guide gives its phone, the plan its tasks and the phone once more; each says in which document."""
    unit, division = show(full, "市科技局") or {}, show(full, "平台处") or {}
    guide = {"id": "yunzhou-guide", "title": "2024年云州市科技计划指南", "date": "2024-03-01"}
    plan = {"id": "yunzhou-plan", "title": "云州市建设科技强市工作方案", "date": "2024-05-06"}
    assert [(each["name"], each["document"]) for each in unit["numbers"]] == [("5550100", guide), ("5550100", plan)]
    assert [each["document"] for key in ("leads", "shares") for each in unit[key]] == [plan, plan]
    assert unit["programs"] == [] and unit["supports"] == []
    assert [(p["name"], p["phones"], p["document"]) for p in division["programs"]] == [
        ("中试基地专项", ["5550101", "5550102"], guide)
    ]


def test_regulation_is_shown(full: Store) -> None:
    shown = show(full, "云政发〔2022〕7号") or {}
    assert [each["id"] for each in shown["documents"]] == ["yunzhou-measures"]
    assert [(use["name"], use["document"]["id"]) for use in shown["cited_in"]] == [
        ("依据", "yunzhou-guide"), ("依据", "yunzhou-guide"),
    ]  # fmt: skip
    assert [each["name"] for each in shown["programs"]] == ["中试基地专项"]
    assert [each["doc_number"] for each in shown["repeals"]] == ["云政发〔2010〕3号"] and shown["repealed_by"] == []
    assert [each["name"] for each in shown["versions"]] == [TITLE]
    ended = show(full, "云政发〔2010〕3号") or {}
    assert [each["doc_number"] for each in ended["repealed_by"]] == ["云政发〔2022〕7号"] and ended["repeals"] == []


@pytest.mark.parametrize("name", ["'}) DETACH DELETE (n) //", "`n` $key \\", "长" * 10_000])
def test_names_meant_ill_are_only_names(full: Store, name: str) -> None:
    assert show(full, name) is None and trace(full, name)["status"] == "not_found"
    assert show(full, "任务1")
