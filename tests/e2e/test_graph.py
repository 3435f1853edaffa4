"""The graph, the same tests on the embedded server and on a real Neo4j."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph import queries
from graph.expand import expand
from graph.ids import node_ids
from graph.load import is_ours, load, load_all, loaded, prepare, remove
from graph.store import Store, Transaction
from graph.trace import trace
from ingest.errors import ZhengtuError
from ingest.records import Division, Extraction
from tests import sample

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
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
    for use in (prepare, is_ours):
        with pytest.raises(ZhengtuError, match="another version"):
            use(store)


# -- loading and removing


def test_loaded_twice_is_as_loaded_once(full: Store, content: Content) -> None:
    once = content()
    assert [load(full, extraction) for extraction in ALL] == [False, False, False]
    assert content() == once
    assert set(loaded(full)) == {extraction.document.id for extraction in ALL}


def test_order_of_loading_does_not_matter(store: Store, content: Content) -> None:
    graphs = []
    for order in (ALL, ALL[::-1], (*ALL[1:], ALL[0])):
        for extraction in order:
            load(store, extraction)
        graphs.append(content())
        for extraction in order:
            remove(store, extraction.document.id)
    assert all(graph == graphs[0] for graph in graphs)


def test_loaded_together_is_as_loaded_one_by_one(full: Store, content: Content) -> None:
    """In one transaction, over what is there in part, and with a document that is there otherwise."""
    one_by_one, done = content(), []
    for before in ([], [GUIDE, replace(MEASURES, regulations=())]):
        for extraction in ALL:
            remove(full, extraction.document.id)
        for extraction in before:
            load(full, extraction)
        assert load_all(full, ALL, done.append) == len(ALL) - (GUIDE in before)
        assert content() == one_by_one
    assert done == [3, 3] and load_all(full, ALL) == 0


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
    assert full.read("MATCH (p:Phone) RETURN p.id AS id ORDER BY id") == [{"id": "5550100"}, {"id": "5550199"}]


def test_failed_transaction_leaves_nothing(full: Store, content: Content) -> None:
    before = content()

    def work(tx: Transaction) -> None:
        tx.run(queries.DELETE_DOCUMENT, ids=[GUIDE.document.id])
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


def test_one_title_with_two_numbers_is_ambiguous(store: Store) -> None:
    [repealed] = MEASURES.regulations
    later = replace(repealed, id="jiangli2", doc_number="云政发〔2015〕9号")
    load(store, replace(MEASURES, regulations=(repealed, later)))
    found = trace(store, "云州市科技奖励办法")
    assert found["status"] == "ambiguous"
    assert [c["doc_number"] for c in found["candidates"]] == ["云政发〔2010〕3号", "云政发〔2015〕9号"]
    assert trace(store, "云政发〔2015〕9号")["status"] == "found"


def test_regulation_leaves_the_corpus_with_its_document(full: Store) -> None:
    remove(full, "yunzhou-measures")
    regulation = trace(full, "云政发〔2022〕7号")["regulation"]
    assert (regulation["title"], regulation["in_corpus"], regulation["aliases"]) == (TITLE, None, ["措施"])


# -- the real documents


@pytest.fixture(scope="module")
def corpus() -> tuple[Extraction, ...]:
    from ingest.pipeline import extract, sources

    return tuple(extract(path) for path in sources([CORPUS]))


def test_corpus_goes_in_and_out(store: Store, content: Content, corpus: tuple[Extraction, ...]) -> None:
    assert len(corpus) == 2
    alone = []
    for extraction in corpus:
        load(store, extraction)
        alone.append(content())
        remove(store, extraction.document.id)
    for extraction in corpus:
        load(store, extraction)
    together = content()
    for extraction, other in zip(corpus, reversed(alone), strict=True):
        remove(store, extraction.document.id)
        assert content() == other
        load(store, extraction)
    assert content() == together


def test_corpus_tells_what_the_records_say(store: Store, corpus: tuple[Extraction, ...]) -> None:
    for extraction in corpus:
        load(store, extraction)
        ids = node_ids(extraction)
        told = expand(store, [*ids.programs, *ids.tasks])
        for program, id in zip(extraction.programs, ids.programs, strict=True):
            divisions = [{"name": division.name, "phones": list(division.phones)} for division in program.divisions]
            assert told[id]["divisions"] == divisions
        for task, id in zip(extraction.tasks, ids.tasks, strict=True):
            assert tuple(map(tuple, (told[id][duty] for duty in ("lead", "support", "shared")))) == (
                task.lead, task.support, task.shared,
            )  # fmt: skip
        for span in (span for each in told.values() for span in each["evidence"]):
            assert extraction.text[span["start"] : span["end"]] == span["text"]
