"""Which state of the program made something: rooms whose code has changed make it anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def version(*rooms: str) -> str:
    """Equal for equal code of these rooms (``ingest``, ``graph``); 16 hex digits."""
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted((ROOT / room).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
