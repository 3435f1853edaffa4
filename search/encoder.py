"""Texts to vectors: the static encoder that ships with the house, or any sentence-transformers model by name or path.

The shipped model is a table of token vectors (see :mod:`search.train`), read with NumPy alone: no torch, no wait.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ingest.errors import ZhengtuError
from search import tokens

MODEL = Path(__file__).with_name("model")
DEFAULT = "zhengtu-static"
"""Name of the shipped model, wherever the house is installed."""

# Families of hub models that want a prefix before the question (from their model cards); models that
# carry their own prompts in their configuration need none of this.
_PREFIXES = (
    (re.compile(r"bge-[^/]*zh", re.I), "为这个句子生成表示以用于检索相关文章：", ""),
    (re.compile(r"(^|[/-])e5-", re.I), "query: ", "passage: "),
)


class Encoder(Protocol):
    """``name`` says which model an index was made with; vectors are float32, of length one, one row a text."""

    name: str
    dimensions: int

    def questions(self, texts: Sequence[str]) -> np.ndarray: ...

    def passages(self, texts: Sequence[str]) -> np.ndarray: ...

    def __hash__(self) -> int: ...


class StaticEncoder:
    """A folder written by :func:`search.train.save`."""

    def __init__(self, folder: Path = MODEL, name: str = DEFAULT) -> None:
        from safetensors import safe_open

        self.name = name
        try:
            vocabulary = json.loads((folder / "tokenizer.json").read_bytes())["model"]["vocab"]
            with safe_open(folder / "model.safetensors", framework="numpy") as tensors:
                self._table: np.ndarray = tensors.get_tensor("embedding.weight")
        except (OSError, KeyError, ValueError) as error:
            raise ZhengtuError(
                f"{folder}: no static encoder can be read here ({error}); run python -m search.train"
            ) from error
        self._ids: dict[str, int] = vocabulary
        self.dimensions = self._table.shape[1]

    def questions(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (texts, dimensions); zero where no token of a text is known."""
        return self.bags([tokens.features(text) for text in texts])

    def bags(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """The same for texts whose features are at hand."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, features in enumerate(texts):
            ids = [self._ids[token] for token in features if token in self._ids]
            if ids:
                vectors[row] = self._table[ids].sum(axis=0, dtype=np.float32)
        return unit(vectors)

    passages = questions

    def tokens(self, text: str) -> np.ndarray:
        """The numbers of the features of a text that are known."""
        return np.array([self._ids[token] for token in tokens.features(text) if token in self._ids], np.int64)

    def directions(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The vectors of tokens, of length one, and how much each weighs in a text."""
        vectors = self._table[numbers].astype(np.float32)
        weights = np.linalg.norm(vectors, axis=1)
        return vectors / np.maximum(weights, 1e-9)[:, None], weights


class TransformerEncoder:
    """Any sentence-transformers model; the first call loads torch."""

    def __init__(self, name_or_path: str, download: bool = False) -> None:
        if find_spec("sentence_transformers") is None:
            raise ZhengtuError(f"encoder {name_or_path} needs sentence-transformers: pip install 'zhengtu[encoders]'")
        from sentence_transformers import SentenceTransformer

        self.name = _name(name_or_path)
        try:
            self._model = SentenceTransformer(name_or_path, device="cpu", local_files_only=not download)
        except Exception as error:  # the hub, transformers and torch each have errors of their own
            hint = "" if download else "; it must be a folder or in the local cache, nothing is downloaded unasked"
            raise ZhengtuError(f"encoder {name_or_path} cannot be loaded ({_first_line(error)}){hint}") from error
        size = self._model.get_embedding_dimension()
        self.dimensions = size if size is not None else len(self._model.encode("一"))
        known = [(query, passage) for family, query, passage in _PREFIXES if family.search(name_or_path)]
        own = any(self._model.prompts.values())
        self._query, self._passage = known[0] if known and not own else ("", "")

    def questions(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(self._model.encode_query, self._query, texts)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._encode(self._model.encode_document, self._passage, texts)

    def _encode(self, encode: Callable[..., Any], prefix: str, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        return unit(np.asarray(encode([prefix + text for text in texts], show_progress_bar=False), np.float32))


def load(name_or_path: str | None = None, download: bool = False) -> Encoder:
    """The encoder of that name: None and ``zhengtu-static`` are the shipped one. ZhengtuError where it cannot be."""
    if name_or_path in (None, DEFAULT):
        return shipped()
    config = Path(name_or_path, "config.json")
    if config.is_file() and json.loads(config.read_bytes()).get("text") == tokens.FEATURES:
        return StaticEncoder(Path(name_or_path), _name(name_or_path))
    return TransformerEncoder(name_or_path, download)


@cache
def shipped() -> StaticEncoder:
    """The encoder of the house, read once a process."""
    return StaticEncoder()


def name_of(name_or_path: str | None) -> str:
    """The name that :func:`load` would give, without loading."""
    return DEFAULT if name_or_path is None else _name(name_or_path)


def _name(name_or_path: str) -> str:
    path = Path(name_or_path)
    return str(path.resolve()) if path.exists() else name_or_path


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]


def unit(vectors: np.ndarray) -> np.ndarray:
    """Each row at length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)
