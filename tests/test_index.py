"""Passages and the index over them: what is kept, what each score is, what comes back from disk."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import ZhengtuError
from ingest.records import Document, Extraction, Span
from search import concepts, dense, encoder, index, lexical, names, rank, tokens
from search.passages import LENGTH, passages
from tests import sample


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "one"
    index.write(folder, [sample.guide(), sample.plan()], encoder.StaticEncoder())
    return folder


@pytest.fixture(scope="module")
def built(written: Path, tables: Path) -> tuple[index.Index, concepts.Concepts, encoder.StaticEncoder]:
    return index.Index(written), concepts.Concepts(tables), encoder.StaticEncoder()


@pytest.fixture
def copied(written: Path, tmp_path: Path) -> Path:
    """An index on disk that a test may change."""
    return shutil.copytree(written, tmp_path / "one")


# -- tokens


def test_words_and_features() -> None:
    assert tokens.words("ＳｉＣ模块，！") == ["sic", "模块"]
    assert tokens.pairs("碳化硅 SiC 片") == ["碳化", "化硅"]
    assert {"碳化硅", "化硅", "硅", "igbt", "#igb"} <= set(tokens.features("碳化硅IGBT"))
    assert tokens.features("……") == []


# -- passages


def test_a_passage_holds_its_words_context_and_nodes() -> None:
    guide = sample.guide()
    found = {passage.span.text: passage for passage in passages(guide)}
    for passage in found.values():
        assert guide.text[passage.span.start : passage.span.end] == passage.span.text
    clause = found["支持重点：纺织与陶瓷领域的中试基地。按《措施》执行。"]
    assert clause.role == "支持重点"
    assert clause.context == ("2024年云州市科技计划指南", "专项", "平台建设专项", "中试基地专项")
    assert [span.text for span in clause.above] == ["二、专项", "（一）平台建设专项", "1.中试基地专项"]
    assert ("Program", "yunzhou-guide/zhongshi") in clause.nodes
    assert ("Program", "yunzhou-guide/pingtai") not in clause.nodes  # the innermost only
    assert len([label for label, _ in clause.nodes if label == "SupportArea"]) == 2
    assert ("Regulation", "云政发〔2022〕7号") in clause.nodes
    area = found["支持工业传感器研发。"]
    assert area.nodes == (("SupportArea", "yunzhou-guide/area/电子信息/传感器"),)
    assert found["（一）平台建设专项"].role == "heading"


def test_a_regulation_is_a_passage_of_its_own() -> None:
    named = [passage for passage in passages(sample.guide()) if passage.role == "regulation"]
    assert named
    assert all(len(passage.nodes) == 1 and passage.nodes[0][0] == "Regulation" for passage in named)
    assert len({passage.nodes for passage in named}) == len(named)


def test_a_date_alone_on_its_line_is_known() -> None:
    made = passages(Extraction(Document("d", "通知"), "现予公布。\n二〇二三年五月六日\n2023年5月6日前报送。"))
    assert [passage.role for passage in made] == ["text", "date", "text"]


def test_tasks_and_conditions_are_known() -> None:
    nodes = {
        label for extraction in (sample.guide(), sample.plan()) for p in passages(extraction) for label, _ in p.nodes
    }
    assert nodes == {"Program", "SupportArea", "Task", "Condition", "Regulation"}


def test_noise_and_empty_lines_are_left_out() -> None:
    text = "通知\n13800000000\n\n——\n请按时报送。"
    noise = Span("d", 3, 14, 2, "13800000000")
    made = passages(Extraction(Document("d", "通知"), text, noise=(noise,)))
    assert [passage.span.text for passage in made] == ["通知", "请按时报送。"]


def test_a_long_paragraph_is_cut_after_sentences_and_nothing_is_lost() -> None:
    sentences = [f"第{n}项工作由有关单位按照职责分工负责落实并按时报告进展情况。" for n in range(30)]
    text = "".join(sentences)
    made = passages(Extraction(Document("d", "通知"), text, lines=((0, 7),)))
    assert "".join(passage.span.text for passage in made) == text
    assert all(len(passage.span.text) <= LENGTH + len(sentences[-1]) for passage in made)
    assert len(made) > 3
    assert {passage.span.line for passage in made} == {7}


# -- words and vectors


def test_postings_score_as_bm25s_does(tmp_path: Path) -> None:
    bm25s = pytest.importorskip("bm25s")
    texts = [tokens.words(text) for text in ("支持建设中试基地", "支持购买仪器设备", "中试基地与仪器共享", "无关的话")]
    lexical.write(tmp_path / "words", texts)
    ours = lexical.Postings(tmp_path / "words")
    theirs = bm25s.BM25.load(tmp_path / "words")
    query = tokens.words("中试基地的仪器")
    assert np.allclose(ours.scores(query), theirs.get_scores(ours.known(query)), atol=1e-6)
    assert ours.scores(["没有的词"]).tolist() == [0, 0, 0, 0]


def test_many_vectors_are_found_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    centres = rng.normal(size=(60, 16))
    vectors = (centres[rng.integers(60, size=3000)] + 0.3 * rng.normal(size=(3000, 16))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    dense.write(tmp_path / "few.faiss", vectors)
    monkeypatch.setattr(dense, "MANY", 1000)
    dense.write(tmp_path / "many.faiss", vectors)
    few, many = dense.Neighbours(tmp_path / "few.faiss"), dense.Neighbours(tmp_path / "many.faiss")
    shared = [len(set(few.near(v, 10)[1]) & set(many.near(v, 10)[1])) / 10 for v in vectors[:50]]
    assert np.mean(shared) > 0.85
    assert few.near(vectors[7], 1)[1].tolist() == [7]
    assert len(few.near(vectors[7], 5000)[1]) == 3000


# -- the index


def test_the_index_gives_back_what_was_written(built: tuple) -> None:
    made, _, _ = built
    expected = [*passages(sample.guide()), *passages(sample.plan())]
    assert made.size == len(expected)
    assert [made.passage(position) for position in range(made.size)] == expected
    assert made.encoder == encoder.DEFAULT
    assert made.documents["yunzhou-guide"]["date"] == "2024-03-01"
    assert {"2024", "2027"} <= made.documents.years


def test_concepts_reach_passages_that_share_no_word_with_the_question(built: tuple) -> None:
    made, known, static = built
    question = "想给锅炉装个能感觉冷热的小探头"
    ranking = rank.rank(question, made, known, static)
    assert made.words.scores(tokens.words("小探头")).max() == 0
    best = [made.passage(int(position)).span.text for position in ranking.positions[:3]]
    assert any("传感器" in text for text in best)
    assert sorted(ranking.positions.tolist()) == list(range(made.size))
    assert np.all(np.diff(ranking.scores) <= 0)


def test_ranking_candidates_of_a_large_index_are_the_best_of_all(built: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    made, known, static = built
    everything = rank.rank("建设中试基地", made, known, static)
    monkeypatch.setattr(rank, "CANDIDATES", 8)
    some = rank.rank("建设中试基地", made, known, static)
    assert len(some.positions) < len(everything.positions)
    assert some.positions[0] == everything.positions[0]


def test_weights_of_concepts_fall_from_one(built: tuple) -> None:
    _, known, static = built
    question = "孵化器租金要交什么材料"
    for meant in (known.by_words(question), known.by_meaning(static.questions([question])[0])):
        for weights, most in ((meant.things, concepts.BY_WORDS), (meant.procedures, concepts.PROCEDURES)):
            assert max(weights.values()) == pytest.approx(1)
            assert 1 < len(weights) <= most
            assert all(0 < weight <= 1 for weight in weights.values())
        assert not {*meant.things} & {*meant.procedures}


def test_everyday_matters_are_known_for_what_they_are(built: tuple) -> None:
    made, known, static = built
    private = rank.rank("明天出门要不要带伞", made, known, static)
    policy = rank.rank("给锅炉装个能感觉冷热的小探头", made, known, static)
    assert private.private > private.known and policy.private < policy.known


def test_a_term_that_no_passage_holds_is_unspoken(built: tuple) -> None:
    made, known, static = built
    assert rank.rank("今年研发费用加计扣除按多少算", made, known, static).unspoken
    assert rank.rank("建设中试基地", made, known, static).unspoken == ()


# -- names


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("想落到产研院里头去", "云州产业技术研究院"),
        ("工研院那边的孵化楼", "云州工业技术研究院"),
        ("产业化研究院士", None),
        ("我们做机床", None),
    ],
)
def test_short_names_are_spelled_out(question: str, name: str | None) -> None:
    table = names.abbreviations(["云州产业技术研究院", "云州工业技术研究院", "云州产业技术研究院"])
    assert names.spelled_out(question, table) == (f"{question} {name}" if name else question)


@pytest.mark.parametrize(
    ("question", "title", "runs"),
    [
        ("信息安全专项最晚哪天报", "关于组织2012年国家信息安全专项的通知", ["信息安全专项"]),
        ("信息安全产品怎么报", "关于组织2012年国家信息安全专项的通知", []),  # four characters name nothing
        ("海外人才办法和科技奖励办法", "海外人才办法（附：科技奖励办法）", ["海外人才办法", "科技奖励办法"]),
        ("", "通知", []),
    ],
)
def test_runs_shared_with_a_title(question: str, title: str, runs: list[str]) -> None:
    assert names.shared(question, title) == runs


def test_programs_count_as_wholes(built: tuple) -> None:
    """The best passage gives the scale; what is added to the passages of a program brings it forward."""
    found, known, static = built
    ranking = rank.rank("纺织厂想放大试制", found, known, static)
    scores = found.programs.scores("纺织厂想放大试制", ranking)
    assert set(scores) == set(found.programs.ids)
    assert max(scores, key=lambda id: scores[id]) == "yunzhou-guide/zhongshi"
    best = [score for n, score in zip(ranking.positions, ranking.scores, strict=True) if _of_programs(found, n)]
    assert max(scores.values()) == pytest.approx(max(best))
    for id in found.programs.ids:
        own = np.array([("Program", id) in found.passage(n).nodes for n in range(found.size)])
        raised = found.programs.scores("纺织厂想放大试制", ranking.raised(own, 50))
        assert max(raised, key=lambda id: raised[id]) == id
    assert found.programs.scores("", ranking).keys() == scores.keys()


def _of_programs(found: index.Index, number: int) -> bool:
    return any(label == "Program" for label, _ in found.passage(number).nodes)


def test_programs_of_passages_that_were_not_ranked_come_last(built: tuple) -> None:
    found, known, static = built
    ranking = rank.rank("纺织厂想放大试制", found, known, static)
    few = replace(
        ranking,
        positions=ranking.positions[:3],
        scores=ranking.scores[:3],
        parts=ranking.parts[:, :3],
        bonus=ranking.bonus[:3],
    )
    held = found.programs.held(few, few.scores)
    assert held.min() == few.scores.min() and held.max() <= few.scores.max()


def test_documents_of_other_places(tmp_path: Path) -> None:
    texts = {"g": "广州市人才办法", "n": "宁波市人才办法", "s": "关于支持人才的通知"}
    made = [
        Extraction(Document(id, title), "支持人才来广州创业。" if id == "s" else "支持人才。")
        for id, title in texts.items()
    ]
    index.write(tmp_path / "one", made, encoder.StaticEncoder())
    found = index.Index(tmp_path / "one")
    assert found.documents.of_other_places("广州的人才有房补吗") == {"n"}
    assert found.documents.of_other_places("人才有房补吗") == found.documents.of_other_places("洛阳有房补吗") == set()
    assert found.documents.neighbours_of("g") == {"g"} and found.documents.neighbours_of("s") == {"s"}
    assert found.of({"g", "s"}).tolist() == [True, False, True]
    assert found.documents.mentioned == {"广州"}


def test_no_passages_make_an_empty_index(tmp_path: Path) -> None:
    index.write(tmp_path / "empty", [], encoder.StaticEncoder())
    assert index.Index(tmp_path / "empty").size == 0


def test_a_damaged_index_is_one_clear_line(copied: Path) -> None:
    (copied / "vectors.npy").unlink()
    with pytest.raises(ZhengtuError, match="damaged"):
        index.Index(copied)
    (copied / "index.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(ZhengtuError, match="damaged"):
        index.Index(copied)


def test_an_index_of_another_format_is_said_and_made_anew(copied: Path) -> None:
    assert index.usable(copied)
    about = json.loads((copied / "index.json").read_bytes())
    (copied / "index.json").write_text(json.dumps({**about, "format": index.FORMAT - 1}), encoding="utf-8")
    with pytest.raises(ZhengtuError, match="zhengtu build"):
        index.Index(copied)
    assert not index.usable(copied) and not index.usable(copied.parent / "none")
