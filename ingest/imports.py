"""Packages that others import only where they find them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """What is imported within finds these packages missing, unless they are imported already: they would be loaded for
    features that are never used, and take longer to load than the rest."""
    absent = [name for name in modules if name not in sys.modules]
    try:
        for name in absent:
            sys.modules[name] = None  # type: ignore[assignment]
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)
