"""The explorer when something fails beneath it: one clear message, and a way back.

Every test also fails on a request to another host, an error in the console and an error of the page.
"""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from time import perf_counter

from playwright.sync_api import BrowserContext, expect

from graph.home import Home
from graph.store import open_store
from tests.conftest import Zhengtu
from tests.e2e import browser as tools
from tests.e2e.browser import PATIENCE, ask, opened
from ui.text import t

QUESTION = "我们研发老年人可穿戴健康监测手环，能报哪个专项，电话多少？"


def test_a_graph_server_that_went_away_comes_back(
    chrome: BrowserContext, address: str, built: Path, zhengtu: Zhengtu
) -> None:
    with opened(chrome, address) as page:
        ask(page, QUESTION)
        expect(page.locator(".zt-card").first).to_be_visible()
        assert zhengtu("stop", home=built).returncode == 0
        ask(page, "玫瑰种植示范基地")
        expect(page.locator(".zt-summary")).to_contain_text("农村科技处", timeout=4 * PATIENCE)  # a JVM starts


def test_a_page_with_trouble_goes_on_by_itself(chrome: BrowserContext, address: str, built: Path) -> None:
    """The server is killed, and cannot start while its files are marked as another engine's."""
    home = Home(built)
    mark = home.graph / "engine"
    engine = mark.read_text("utf-8")
    with opened(chrome, address) as page:
        ask(page, QUESTION)
        expect(page.locator(".zt-card").first).to_be_visible()
        open_store(home).close()  # it runs
        mark.write_text("another engine", "utf-8")
        try:
            os.kill((home.read_json(home.server_file) or {})["pid"], signal.SIGKILL)
            ask(page, "济政发〔2016〕20号被哪些文件引用？")  # always read from the graph
            expect(page.locator(".stMain")).to_contain_text("another engine")
            expect(page.locator(".stMain")).to_contain_text(t("trouble_again"))
        finally:
            mark.write_text(engine, "utf-8")
        expect(page.locator(".zt-summary")).to_contain_text("济政发〔2016〕20号", timeout=4 * PATIENCE)
        expect(page.get_by_text(t("trouble"))).to_have_count(0)


def test_trouble_is_one_clear_message(chrome: BrowserContext, finished: Path, tmp_path: Path) -> None:
    """No graph server where one was named; then no build any more."""
    home = tmp_path / "home"
    shutil.copytree(finished, home)
    with tools.served(home, NEO4J_URI="bolt://127.0.0.1:9", NEO4J_PASSWORD="x") as address:
        for words in ("bolt://127.0.0.1:9", "zhengtu build"):
            started = perf_counter()
            with opened(chrome, address, "?q=手环") as page:
                expect(page.locator(".stMain")).to_contain_text(words, timeout=60_000)
                expect(page.get_by_role("button", name=t("retry"))).to_be_visible()
                assert "Traceback" not in page.content()
            assert perf_counter() - started < 60
            Home(home).manifest_file.unlink(missing_ok=True)
