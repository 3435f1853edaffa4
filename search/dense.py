"""Vectors in FAISS: exact while they are few, cells of 8-bit vectors when they are many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

MANY = 20_000


def write(file: Path, vectors: np.ndarray) -> None:
    """An inner-product index of float32 (n, d) vectors of length one."""
    import faiss

    count, dimensions = vectors.shape
    index = faiss.IndexFlatIP(dimensions) if count < MANY else _cells(vectors)
    index.add(vectors)
    file.write_bytes(faiss.serialize_index(index).tobytes())  # FAISS's own writer tells a full disk by a RuntimeError


def _cells(vectors: np.ndarray) -> Any:
    import faiss

    count, dimensions = vectors.shape
    cells = int(count**0.5)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimensions), dimensions, cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.niter = 10
    index.train(vectors[:: max(1, count // (50 * cells))])
    index.nprobe = max(16, cells // 16)
    return index


class Neighbours:
    """What :func:`write` wrote."""

    def __init__(self, file: Path) -> None:
        import faiss

        faiss.omp_set_num_threads(1)  # one vector at a time: waking threads costs more than they save
        self._index = faiss.read_index(str(file))

    def near(self, vector: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        """(scores, positions) of the nearest vectors, best first; fewer than ``count`` where there are fewer."""
        scores, positions = self._index.search(vector[None, :], count)
        kept = positions[0] >= 0
        return scores[0][kept], positions[0][kept]
