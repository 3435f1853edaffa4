"""The pages, in the order of the menu: a file ``NAME.py`` with one function ``page(engine)``, and ``page_NAME`` among the
strings. Listed is what lies here; the first is the one at ``/``."""

from __future__ import annotations

from pathlib import Path

ORDER = ("ask", "trace", "explore", "duties", "documents", "overview")
PAGES = tuple(name for name in ORDER if Path(__file__).with_name(f"{name}.py").is_file())
