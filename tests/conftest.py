"""What several test files share: the program as a user runs it, and a home built once from the corpus."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import portalocker
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

import zhengtu as program

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from ui.engine import Engine

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")  # graph servers of seconds: less is compiled
Done = subprocess.CompletedProcess[str]
Zhengtu = Callable[..., Done]


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """Streamlit's AppTest leaves its script behind as the main module, which processes started later would run."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """``-n auto`` of pyproject.toml: the whole suite in a process for each core, a part of it in this process."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.keyword
    return min(os.cpu_count() or 1, 4) if whole else 0


class _ByServer(LoadScopeScheduling):
    """A file stays in one process, and the files that share the one Neo4j, ``test_graph*.py``, in the same."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return re.sub(r"(/test_graph)\w*", r"\1", file)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of the graph first: one process is busy with their servers while another builds the home of the rest."""
    items.sort(key=lambda item: "/test_graph" not in item.nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _ByServer(config, log)


def _environment(home: Path | None, more: dict[str, str]) -> dict[str, str]:
    """The tester's own, without what it says about homes and graphs."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ZHENGTU_"))}
    return {**clean, **({"ZHENGTU_HOME": str(home)} if home else {}), **more}


@pytest.fixture(scope="session")
def process() -> Zhengtu:
    """``process("ask", "…", home=…)``: the program in a process of its own, as at a prompt."""

    def run(*args: object, home: Path | None = None, **environment: str) -> Done:
        command = [sys.executable, "-m", "zhengtu", *map(str, args)]
        env = _environment(home, environment)
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=300)

    return run


@pytest.fixture(scope="session")
def zhengtu() -> Zhengtu:
    """Like ``process``, in this process: the same command line from arguments to exit code, in a tenth of the time."""

    def run(*args: object, home: Path | None = None, **environment: str) -> Done:
        command = ["zhengtu", *map(str, args)]
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        env = mock.patch.dict(os.environ, _environment(home, environment), clear=True)
        with env, mock.patch("sys.argv", command), chdir(ROOT), redirect_stdout(out), redirect_stderr(err):
            with pytest.raises(SystemExit) as ended:
                program.main()
            out.flush()
            err.flush()
        printed = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))  # type: ignore[attr-defined]
        return Done(command, int(ended.value.code or 0), *printed)

    return run


def _made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first of all the test processes makes, and the others wait for."""
    base = folders.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with portalocker.Lock(root / f"{name}.lock", "a", timeout=300):
        if not (root / name).exists():
            make(root / f"{name}.new")
            (root / f"{name}.new").rename(root / name)
    return root / name


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the lexicon, made once: a copy in ``home.index`` saves a home from making its own."""
    from search import concepts

    return _made_once(tmp_path_factory, f"lexicon-{concepts.key()}", concepts.write)


@pytest.fixture(scope="session")
def finished(zhengtu: Zhengtu, tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home built from ``corpus/`` by the command line, without a server. Only to be copied."""

    def build(home: Path) -> None:
        shutil.copytree(tables, home / "index" / tables.name)
        done = zhengtu("build", "corpus", home=home)
        assert done.returncode == 0, done.stderr
        zhengtu("stop", home=home)

    return _made_once(tmp_path_factory, "finished", build)


@pytest.fixture(scope="session")
def built(zhengtu: Zhengtu, finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home built from ``corpus/``. Only to be read."""
    home = tmp_path_factory.mktemp("built") / "home"
    shutil.copytree(finished, home)
    yield home
    zhengtu("stop", home=home)


@pytest.fixture(scope="module")
def engine(built: Path) -> Iterator[Engine]:
    """What the pages work with, over the built home."""
    from graph.settings import Settings
    from ui.engine import Engine

    opened = Engine(Settings(home=built, uri=None))
    yield opened
    opened.close()


@pytest.fixture
def app(built: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The explorer over the built home, without a browser."""
    from streamlit.testing.v1 import AppTest  # not needed by most tests, and slow

    monkeypatch.setenv("ZHENGTU_HOME", str(built))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    return AppTest.from_file(str(ROOT / "ui" / "app.py"), default_timeout=120)


@pytest.fixture
def home(zhengtu: Zhengtu, tables: Path, tmp_path: Path) -> Iterator[Path]:
    """A home of which nothing is built but the tables; whatever server a test starts in it is stopped."""
    path = tmp_path / "home"
    shutil.copytree(tables, path / "index" / tables.name)
    yield path
    if (path / "server.json").exists():
        zhengtu("stop", home=path)
