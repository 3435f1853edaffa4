"""The shipped static encoder, its training, and the way to any sentence-transformers model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import ZhengtuError
from search import encoder, lexicon, tokens

TEXTS = ["我们做老年人跌倒报警手环", "健康养老服务", "Wi-Fi 6 的 AP 用 SiC 模块", "！？", ""]


@pytest.fixture(scope="module")
def static() -> encoder.StaticEncoder:
    return encoder.StaticEncoder()


@pytest.fixture(scope="module")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder around a BERT of one layer over single characters, made here."""
    pytest.importorskip("sentence_transformers", reason="needs the extra `encoders`")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("bert")
    characters = sorted({character for text in [*TEXTS, "支持健康养老领域"] for character in text if character.strip()})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder / "raw")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder / "raw")
    body = Transformer(str(folder / "raw"))
    SentenceTransformer(modules=[body, Pooling(16)], device="cpu").save(str(folder / "bge-tiny-zh"))
    return folder / "bge-tiny-zh"


def test_vectors_have_length_one_or_none(static: encoder.StaticEncoder) -> None:
    vectors = static.questions(TEXTS)
    assert vectors.shape == (len(TEXTS), static.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 0, 0], atol=1e-5)
    assert static.questions([]).shape == (0, static.dimensions)


def test_sentence_transformers_reads_the_same_vectors(static: encoder.StaticEncoder) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers", reason="needs the extra `encoders`")
    model = sentence_transformers.SentenceTransformer(str(encoder.MODEL), device="cpu")
    texts = TEXTS[:3]
    theirs = model.encode([" ".join(tokens.features(text)) for text in texts])
    assert np.allclose(theirs, static.questions(texts), atol=2e-3)  # both sum float16


def test_everyday_and_official_words_are_near(static: encoder.StaticEncoder) -> None:
    """Over the lexicon itself: a spoken expression is nearer to its own concept's terms than to others'."""
    concepts = lexicon.read()[::40]
    terms = static.passages([concept.name for concept in concepts])
    spoken = static.questions([concept.expressions[0] for concept in concepts])
    ranks = (-(spoken @ terms.T)).argsort(axis=1).argsort(axis=1).diagonal()
    assert np.mean(ranks < 3) > 0.7


def test_no_torch_for_the_shipped_encoder() -> None:
    code = "import sys; from search import encoder; encoder.load().questions(['养老']); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert done.stdout.strip() == "False", done.stderr


def test_the_model_is_small_and_tells_how_it_was_made() -> None:
    size = sum(path.stat().st_size for path in encoder.MODEL.rglob("*") if path.is_file())
    assert size <= 15_000_000
    card = json.loads((encoder.MODEL / "training.json").read_text(encoding="utf-8"))
    assert {"settings", "loss per epoch", "seconds", "lexicon sha256"} <= card.keys()


TRAINED = """
import sys
from pathlib import Path
from search import lexicon, train
settings = train.Settings(vocabulary=300, dimensions=8, epochs=1, batch=32, neighbours=20, threads=1)
train.save(Path(sys.argv[2]), *train.train(Path(sys.argv[1]), settings, lexicon.read()[:15]))
"""


def test_training_gives_the_same_model_in_every_process(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="needs the extra `encoders`")
    texts = tmp_path / "texts"
    texts.mkdir()
    lines = [f"第{n}条 本市支持企业开展第{n}类技术研究开发活动并按照规定给予补助资金" for n in range(40)]
    (texts / "law.txt").write_text("\n".join(lines), encoding="utf-8")
    at_once = []
    for seed in "12":  # of Python's own: the order of sets is another in each process
        command = [sys.executable, "-c", TRAINED, str(texts), str(tmp_path / seed)]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        at_once.append(subprocess.Popen(command, cwd=Path(__file__).parents[1], env=environment))
    assert [process.wait() for process in at_once] == [0, 0]
    for file in ("model.safetensors", "tokenizer.json"):
        first, second = (next((tmp_path / seed).rglob(file)) for seed in "12")
        assert first.read_bytes() == second.read_bytes()
    made = encoder.load(str(tmp_path / "1"))
    assert made.name == str(tmp_path / "1")
    assert made.questions(["养老"]).shape == (1, 8)


def test_a_transformer_encodes_questions_and_passages(tiny_bert: Path) -> None:
    model = encoder.load(str(tiny_bert))
    assert model.name == str(tiny_bert.resolve())
    assert model.dimensions == 16
    question, passage = model.questions(TEXTS[:2]), model.passages(TEXTS[:2])
    assert np.allclose(np.linalg.norm(question, axis=1), 1, atol=1e-5)
    assert not np.allclose(question, passage)  # a bge model wants its prefix before the question


def test_a_model_that_is_not_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sentence_transformers", reason="needs the extra `encoders`")
    with pytest.raises(ZhengtuError, match="nothing is downloaded unasked") as raised:
        encoder.load("nobody/no-such-model")
    assert "\n" not in str(raised.value)


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    with pytest.raises(ZhengtuError, match=r"pip install 'zhengtu\[encoders\]'"):
        encoder.load("BAAI/bge-small-zh-v1.5")


def test_a_broken_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ZhengtuError, match="no static encoder"):
        encoder.StaticEncoder(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_names_are_the_same_with_and_without_loading(tmp_path: Path) -> None:
    assert encoder.name_of(None) == encoder.DEFAULT == encoder.load().name
    assert encoder.name_of(str(tmp_path / ".." / tmp_path.name)) == str(tmp_path.resolve())
    assert encoder.name_of("BAAI/bge-small-zh-v1.5") == "BAAI/bge-small-zh-v1.5"
