"""The graph, the same tests on the embedded server and on a real Neo4j."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from graph import queries
from graph.expand import expand
from graph.home import Home
from graph.load import load, loaded, prepare, remove
from graph.schema import OWNED, RELATIONS
from graph.show import show
from graph.store import Store, Transaction, open_store
from graph.trace import trace
from ingest.errors import ZhengtuError
from ingest.records import Division, Extraction
from tests import sample

Content = Callable[[], tuple[list[Any], list[Any]]]

GUIDE, PLAN, MEASURES = sample.guide(), sample.plan(), sample.measures()
ALL = (GUIDE, PLAN, MEASURES)
TITLE = "云州市人民政府关于印发云州市科技创新若干措施的通知"


@pytest.fixture
def full(store: Store) -> Store:
    for extraction in ALL:
        load(store, extraction)
    return store


# -- whose database


def test_prepared_twice_is_as_prepared_once(store: Store, content: Content) -> None:
    once = content()
    prepare(store)
    assert content() == once


def test_foreign_data_are_refused_and_left_alone(empty: Store, content: Content) -> None:
    empty.write("CREATE (:Customer {id: 'a', name: '别人的'})")
    before = content()
    with pytest.raises(ZhengtuError, match="not ours"):
        prepare(empty)
    assert content() == before


def test_graph_of_another_version_is_refused(store: Store) -> None:
    store.write(queries.SET_MARK, format=999)
    with pytest.raises(ZhengtuError, match="another version"):
        prepare(store)


# -- loading and removing


def test_loaded_twice_is_as_loaded_once(full: Store, content: Content) -> None:
    once = content()
    assert [load(full, extraction) for extraction in ALL] == [False, False, False]
    assert content() == once
    assert set(loaded(full)) == {extraction.document.id for extraction in ALL}


def test_order_of_loading_does_not_matter(store: Store, content: Content) -> None:
    graphs = []
    for order in permutations(ALL):
        for extraction in order:
            load(store, extraction)
        graphs.append(content())
        for extraction in order:
            remove(store, extraction.document.id)
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize("gone", ALL, ids=lambda extraction: extraction.document.id)
def test_removed_is_as_never_loaded(store: Store, content: Content, gone: Extraction) -> None:
    for extraction in ALL:
        if extraction is not gone:
            load(store, extraction)
    without = content()
    load(store, gone)
    assert content() != without
    assert remove(store, gone.document.id)
    assert content() == without
    assert not remove(store, gone.document.id)


def test_empty_again_when_all_are_removed(full: Store, content: Content) -> None:
    for extraction in ALL:
        remove(full, extraction.document.id)
    nodes, relations = content()
    assert len(nodes) == 1 and "Zhengtu" in nodes[0] and relations == []


def test_changed_document_is_as_loaded_afresh(full: Store, content: Content) -> None:
    platform, pilot = GUIDE.programs
    division = replace(pilot.divisions[0], phones=("5550199",))
    changed = replace(
        GUIDE,
        programs=(platform, replace(pilot, name="中试熟化专项", divisions=(division, Division("财务处")))),
        support_areas=(),
        contacts=(),
    )
    assert load(full, changed)
    after = content()
    for extraction in ALL:
        remove(full, extraction.document.id)
    for extraction in (changed, PLAN, MEASURES):
        load(full, extraction)
    assert content() == after
    assert "5550101" not in repr(after) and "5550199" in repr(after)


def test_failed_transaction_leaves_nothing(full: Store, content: Content) -> None:
    before = content()

    def work(tx: Transaction) -> None:
        tx.run(queries.DELETE_DOCUMENT, document=GUIDE.document.id)
        tx.run_rows(queries.MERGE_NODES["Phone"], [{"id": "1", "props": {"number": "1"}}])
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        full.transaction(work)
    assert content() == before


def test_long_document_is_loaded_whole(store: Store) -> None:
    """More rows than one batch has."""
    words = sample.Words("long", "".join(f"第{i}条\n" for i in range(2500)))
    headings = tuple(words.heading(1, f"第{i}条", "") for i in range(2500))
    load(store, Extraction(replace(MEASURES.document, id="long"), words.text, headings))
    assert store.read("MATCH (s:Section) RETURN count(s) AS n") == [{"n": 2500}]


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


def test_one_title_with_two_numbers_is_ambiguous(store: Store) -> None:
    [repealed] = MEASURES.regulations
    later = replace(repealed, id="jiangli2", doc_number="云政发〔2015〕9号")
    load(store, replace(MEASURES, regulations=(repealed, later)))
    found = trace(store, "云州市科技奖励办法")
    assert found["status"] == "ambiguous"
    assert [c["doc_number"] for c in found["candidates"]] == ["云政发〔2010〕3号", "云政发〔2015〕9号"]
    assert trace(store, "云政发〔2015〕9号")["status"] == "found"


@pytest.mark.parametrize("reference", ["云政发〔1999〕1号", "没有这个办法", "", " ", "》", "措"])
def test_unknown_reference_is_not_found(full: Store, reference: str) -> None:
    assert trace(full, reference) == {
        "query": reference, "status": "not_found", "regulation": None, "cited_by": [], "cites": [], "candidates": [],
    }  # fmt: skip


def test_regulation_leaves_the_corpus_with_its_document(full: Store) -> None:
    remove(full, "yunzhou-measures")
    regulation = trace(full, "云政发〔2022〕7号")["regulation"]
    assert (regulation["title"], regulation["in_corpus"], regulation["aliases"]) == (TITLE, None, ["措施"])


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
    assert [each["name"] for each in task["organisations"]] == ["云岭实验室"]
    assert show(full, "没有这个专项") is None and show(full, " ") is None


# -- errors that a user can mend


def test_nobody_at_the_address(tmp_path: Any) -> None:
    with pytest.raises(ZhengtuError, match=r"bolt://127\.0\.0\.1:9: no answer"):
        open_store(Home(tmp_path), "bolt://127.0.0.1:9", "neo4j", "x")


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7687", "7687", "bolt://"])
def test_not_an_address(tmp_path: Any, uri: str) -> None:
    with pytest.raises(ZhengtuError, match="graph ") as error:
        open_store(Home(tmp_path), uri, "neo4j", "x")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("password", ["wrong", None])
def test_wrong_password(tmp_path: Any, neo4j_server: dict[str, str], password: str | None) -> None:
    with pytest.raises(ZhengtuError, match="password refused"):
        open_store(Home(tmp_path), neo4j_server["uri"], "neo4j", password)


def test_no_such_database(tmp_path: Any, neo4j_server: dict[str, str]) -> None:
    with (
        pytest.raises(ZhengtuError, match="no database of that name"),
        open_store(Home(tmp_path), **{**neo4j_server, "database": "nowhere"}) as store,
    ):
        store.read("RETURN 1 AS one")


# -- both servers


@pytest.fixture(scope="module")
def pair(embedded_home: Home, neo4j_server: dict[str, Any]) -> Iterator[list[Store]]:
    stores = [open_store(embedded_home), open_store(embedded_home, **neo4j_server)]
    for store in stores:
        store.write("MATCH (n) DETACH DELETE n")
        prepare(store)
        for extraction in ALL:
            load(store, extraction)
    yield stores
    for store in stores:
        store.close()


PARAMS: dict[str, Any] = {
    "document": "yunzhou-guide",
    "name": "yunzhou-plan",
    "key": "云州市科技创新若干措施",
    "keys": ["云州市科技创新若干措施", "云政发〔2022〕7号", TITLE],
    "number": "云政发〔2022〕7号",
    "ids": [
        "yunzhou-guide/zhongshi", "yunzhou-guide/pingtai", "yunzhou-plan/task/1", sample.BUREAU, "云政发〔2022〕7号", TITLE,
        "yunzhou-guide", "yunzhou-guide/area/电子信息", "yunzhou-guide/zhongshi/area/纺织", "5550100", "云岭实验室",
    ],
    "rows": [{"id": "云政发〔2022〕7号", "doc_number": "云政发〔2022〕7号", "keys": ["云州市科技创新若干措施"]}],
}  # fmt: skip
WRITES = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE)\b")


def catalogue() -> Iterator[tuple[str, str]]:
    for name, value in vars(queries).items():
        if name.isupper() and not name.startswith("_"):
            found = {"": value} if isinstance(value, str) else value
            for key, query in found.items() if isinstance(found, dict) else enumerate(found):
                if isinstance(query, str):
                    yield f"{name}[{key}]", query


READS = [pytest.param(query, id=name) for name, query in catalogue() if not WRITES.search(query)]


@pytest.mark.parametrize("query", READS)
def test_both_servers_answer_alike(pair: list[Store], query: str) -> None:
    ours, theirs = (store.read(query, **PARAMS) for store in pair)
    if "ORDER BY" not in query or "UNION" in query or "UNWIND" in query:
        ours, theirs = sorted(ours, key=repr_sorted), sorted(theirs, key=repr_sorted)
    assert [repr_sorted(row) for row in ours] == [repr_sorted(row) for row in theirs]


def repr_sorted(value: Any) -> str:
    if isinstance(value, dict):
        return repr(sorted((key, repr_sorted(each)) for key, each in value.items()))
    return repr([repr_sorted(each) for each in value]) if isinstance(value, list) else repr(value)
