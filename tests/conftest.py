"""What several test files share: the program as a user runs it, and a home built once from the corpus."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
Zhengtu = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def zhengtu() -> Zhengtu:
    """``zhengtu("ask", "…", home=…)``: a process of its own, as at a prompt; nothing of the tester's environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ZHENGTU_"))}

    def run(*args: object, home: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {**clean, **environment, **({"ZHENGTU_HOME": str(home)} if home else {})}
        command = [sys.executable, "-m", "zhengtu", *map(str, args)]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=300)

    return run


@pytest.fixture(scope="session")
def built(zhengtu: Zhengtu, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home built from ``corpus/`` by the command line. Only to be read."""
    home = tmp_path_factory.mktemp("built") / "home"
    done = zhengtu("build", "corpus", home=home)
    assert done.returncode == 0, done.stderr
    yield home
    zhengtu("stop", home=home)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the lexicon, made once: a copy in ``home.index`` saves a home from making its own."""
    from search import concepts

    folder = tmp_path_factory.mktemp("tables") / f"lexicon-{concepts.key()}"
    concepts.write(folder)
    return folder


@pytest.fixture
def home(zhengtu: Zhengtu, tmp_path: Path) -> Iterator[Path]:
    """A home that does not exist yet; whatever server a test starts in it is stopped."""
    path = tmp_path / "home"
    yield path
    if (path / "server.json").exists():
        zhengtu("stop", home=path)
