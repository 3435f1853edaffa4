"""The page 读文档 in a real browser: a document at its sentence, its marks, documents put in and taken out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from graph import embedded
from graph.home import Home
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


@pytest.fixture
def own(chrome: BrowserContext, finished: Path, tmp_path: Path) -> Iterator[str]:
    """The address of an explorer whose home may be changed."""
    home = tmp_path / "home"
    shutil.copytree(finished, home)
    with tools.served(home) as address:
        yield address
    embedded.stop(Home(home))


def test_documents_are_put_in_compared_and_taken_out(chrome: BrowserContext, own: str, tmp_path: Path) -> None:
    later = (ROOT / "corpus" / f"{GUIDE}.txt").read_text("utf-8")
    later = later.replace("2019年济南市", "2020年济南市").replace("2019年4月30日", "2020年4月28日")
    files = {
        "新指南.txt": later.replace("66608810", "66608899").replace("科技金融专项", "数字经济专项").encode(),
        "假.docx": b"PK\x03\x04 not a document",
        "脚本.md": "# 关于<img src=x onerror=alert(1)>的通知\n<script>alert(2)</script>正文。".encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with opened(chrome, own, "documents") as page:
        _upload(page, [tmp_path / name for name in files])
        expect(page.locator(".zt-problems li")).to_have_count(1, timeout=4 * PATIENCE)
        expect(page.locator(".zt-problems")).to_contain_text("假.docx")
        expect(page.locator(".zt-found li")).to_have_count(2)
        expect(page.locator(".zt-library tbody tr")).to_have_count(4)
        page.locator(".zt-found a", has_text="2020年").click()
        page.get_by_role("combobox").click()
        page.get_by_role("option", name="2019年济南市科技发展计划编制指南").click()
        expect(page.locator(".zt-changed ins", has_text="66608899").first).to_be_visible()
        expect(page.locator(".zt-came")).to_contain_text("数字经济专项")
        expect(page.locator(".zt-gone")).to_contain_text("科技金融专项")
        page.goto(f"{own}documents?id={_id(page.url)}")
        page.get_by_role("button", name=t("documents_remove")).click()
        page.get_by_role("button", name=t("documents_remove_yes")).click()
        expect(page.locator(".zt-done")).to_be_visible(timeout=4 * PATIENCE)
        expect(page.locator(".zt-library tbody tr")).to_have_count(3)


def _upload(page: Page, files: list[Path]) -> None:
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(files)
    expect(page.locator("[data-testid=stFileChip]")).to_have_count(len(files))
    page.get_by_role("button", name=t("documents_add"), exact=True).click()


def _id(address: str) -> str:
    return parse_qs(urlsplit(address).query)["id"][0]
