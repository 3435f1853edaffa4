"""The page 读文档 in a real browser: a document at its sentence, its marks, documents put in and taken out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from graph import embedded
from graph.home import Home
from graph.store import open_store
from graph.verify import verify
from tests.conftest import ROOT
from tests.e2e import browser as tools
from tests.e2e.browser import PATIENCE, opened
from ui.text import t

GUIDE = "jinan-guide-2019"


@pytest.mark.parametrize("width", [375, 1440])
def test_a_link_to_a_character_shows_its_sentence(
    chrome: BrowserContext, address: str, built: Path, width: int
) -> None:
    at = Home(built).extraction(GUIDE).text.index("66608810")
    with opened(chrome, address, f"documents?id={GUIDE}&at={at}", width=width) as page:
        expect(page.locator(".zt-here").first).to_be_in_viewport()
        expect(page.locator(".zt-here").filter(has_text="66608810")).to_be_visible()
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
        page.locator(".zt-outline a[href^='#']").last.click()
        expect(page.locator(".zt-text :target")).to_be_in_viewport()


def test_a_kind_of_marks_is_switched_off(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, f"documents?id={GUIDE}") as page:
        expect(page.locator(".zt-m-Phone").first).to_be_visible()
        page.get_by_role("button", name=t("label_Phone"), exact=True).click()
        expect(page.locator(".zt-m-Phone")).to_have_count(0)
        expect(page.locator(".zt-m-Program").first).to_be_visible()


@pytest.fixture(scope="module")
def own(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Home]]:
    """The address of an explorer whose home may be changed, and that home."""
    home = Home(tmp_path_factory.mktemp("own") / "home")
    shutil.copytree(finished, home.path)
    with tools.served(home.path) as address:
        yield address, home
    embedded.stop(home)


MANY = 60  # tasks, and departments
LONG, SHORT = "济南市产业发展重点任务分工方案", "济南市示范基地建设工作方案"


def plan(title: str, tasks: int, units: Sequence[str], length: int) -> str:
    """A work plan of ``tasks`` tasks in about ``length`` characters; of the departments each leads and supports some."""
    lines = [title, "", "济南市人民政府办公厅", "", "2024年3月5日", ""]
    for n in range(tasks):
        if n % 10 == 0:
            lines += [f"{'一二三四五六七八九十'[n // 10]}、建设第{n // 10 + 1}类平台", ""]
        lead, *others = (units[(n + step) % len(units)] for step in (0, 7, 19, 31))
        words = "支持企业牵头建设创新平台，推动成果转化。" * (length // tasks // 20)
        lines += [f"{n + 1}.建设第{n + 1}个平台。{words}({lead}牵头,{'、'.join(others)}配合)", ""]
    return "\n".join(lines)


def test_two_people_put_in_documents_at_once_and_a_long_one_can_be_read(
    chrome: BrowserContext, own: tuple[str, Home], tmp_path: Path
) -> None:
    """The second waits for the first and is told so; both documents are there, and nothing half."""
    address, home = own
    before = set(home.manifest().documents)
    units = [f"市{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'产园农林水电'[n // 10]}局" for n in range(MANY)]
    plans = {LONG: plan(LONG, MANY, units, 200_000), SHORT: plan(SHORT, 2, units, 100)}
    for name, text in plans.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    assert len(plans[LONG]) > 190_000
    with opened(chrome, address, "documents") as one, opened(chrome, address, "documents") as other:
        pages = list(zip((one, other), plans, strict=True))
        for page, name in pages:
            _choose(page, [tmp_path / f"{name}.txt"])
        for page, _ in pages:
            page.get_by_role("button", name=t("documents_add"), exact=True).click()
        expect(other.get_by_text(t("documents_waiting", count=1))).to_be_visible()
        expect(other.locator(".zt-library tbody tr")).to_have_count(len(before))  # which can be read meanwhile
        for page, name in pages:
            expect(page.locator(".zt-found li")).to_have_count(1, timeout=4 * PATIENCE)
            expect(page.locator(".zt-found li")).to_contain_text(name)
            expect(page.locator(".zt-problems")).to_have_count(0)
        expect(other.locator(".zt-library tbody tr")).to_have_count(len(before) + 2)
    assert len(set(home.manifest().documents) - before) == 2 and not home.unfinished()
    with open_store(home) as store:
        assert verify(home, store)[1] == []
    long = next(id for id in home.manifest().documents if home.extraction(id).document.title == LONG)
    with opened(chrome, address) as page:
        for query, there, count in (
            (f"documents?id={long}&at=150000", ".zt-here", None),
            (f"duties?document={long}", ".zt-duty-table tbody tr", MANY),
        ):
            seconds = []
            for _ in range(3):
                started = perf_counter()
                page.goto(address + query)
                page.locator(there).first.wait_for()
                seconds.append(perf_counter() - started)
            assert min(seconds) <= 8, (query, seconds)  # 2 s on a quiet machine; other tests run beside this one
            if count:
                expect(page.locator(there)).to_have_count(count)
                expect(page.locator(".zt-duty-table thead th")).to_have_count(2 + MANY)
            else:
                expect(page.locator(there).first).to_be_in_viewport()
                expect(page.locator(".zt-outline li:not(.zt-away)").first).to_be_in_viewport()


def test_documents_are_put_in_compared_and_taken_out(
    chrome: BrowserContext, own: tuple[str, Home], tmp_path: Path
) -> None:
    address, home = own
    before = len(home.manifest().documents)
    later = (ROOT / "corpus" / f"{GUIDE}.txt").read_text("utf-8")
    later = later.replace("2019年济南市", "2020年济南市").replace("2019年4月30日", "2020年4月28日")
    files = {
        "新指南.txt": later.replace("66608810", "66608899").replace("科技金融专项", "数字经济专项").encode(),
        "假.docx": b"PK\x03\x04 not a document",
        "脚本.md": "# 关于<img src=x onerror=alert(1)>的通知\n<script>alert(2)</script>正文。".encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with opened(chrome, address, "documents") as page:
        _upload(page, [tmp_path / name for name in files])
        expect(page.locator(".zt-problems li")).to_have_count(1, timeout=4 * PATIENCE)
        expect(page.locator(".zt-problems")).to_contain_text("假.docx")
        expect(page.locator(".zt-found li")).to_have_count(2)
        expect(page.locator(".zt-library tbody tr")).to_have_count(before + 2)
        page.locator(".zt-found a", has_text="2020年").click()
        page.get_by_role("combobox").click()
        page.get_by_role("option", name="2019年济南市科技发展计划编制指南").click()
        expect(page.locator(".zt-changed ins", has_text="66608899").first).to_be_visible()
        expect(page.locator(".zt-came")).to_contain_text("数字经济专项")
        expect(page.locator(".zt-gone")).to_contain_text("科技金融专项")
        page.goto(f"{address}documents?id={_id(page.url)}")
        page.get_by_role("button", name=t("documents_remove")).click()
        page.get_by_role("button", name=t("documents_remove_yes")).click()
        expect(page.locator(".zt-done")).to_be_visible(timeout=4 * PATIENCE)
        expect(page.locator(".zt-library tbody tr")).to_have_count(before + 1)


def _choose(page: Page, files: list[Path]) -> None:
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(files)
    expect(page.locator("[data-testid=stFileChip]")).to_have_count(len(files))


def _upload(page: Page, files: list[Path]) -> None:
    _choose(page, files)
    page.get_by_role("button", name=t("documents_add"), exact=True).click()


def _id(address: str) -> str:
    return parse_qs(urlsplit(address).query)["id"][0]
