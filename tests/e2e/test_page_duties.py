"""The page 责任矩阵 in a real browser over the real corpus."""

from __future__ import annotations

from urllib.parse import quote, unquote

from playwright.sync_api import BrowserContext, expect

from tests.e2e.browser import no_serious_violations, opened
from ui.text import t


def test_a_wide_screen_shows_a_matrix_whose_heads_stay(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, "duties", width=1280) as page:
        expect(page.locator(".zt-duty-table tbody tr")).to_have_count(21)
        expect(page.locator(".zt-duty-list")).to_be_hidden()
        frame = page.locator(".zt-duty-scroll")
        frame.evaluate("e => e.scrollTo(e.scrollWidth, e.scrollHeight)")
        box, corner = frame.bounding_box(), page.locator(".zt-duty-table thead th").first.bounding_box()
        assert box and corner and abs(box["x"] - corner["x"]) < 3 and abs(box["y"] - corner["y"]) < 3
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 1280


def test_a_narrow_screen_shows_a_list(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, "duties", width=375) as page:
        expect(page.locator(".zt-duty-list > li").first).to_be_visible()
        expect(page.locator(".zt-duty-table")).to_be_hidden()
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 375


def test_a_task_opens_its_clause_by_keyboard_and_closes(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, "duties") as page:
        button = page.locator(".zt-duty-table .zt-duty-open").nth(1)
        button.focus()
        page.keyboard.press("Enter")
        clause = page.locator(".zt-duty-pop:popover-open")
        expect(clause.locator("mark")).to_have_text("(市科技局牵头,市发展改革委、市工业和信息化局配合)")
        no_serious_violations(page, ".zt-duty-pop:popover-open")
        page.keyboard.press("Escape")
        expect(clause).to_have_count(0)
        expect(button).to_be_focused()


def test_filters_are_in_the_address_and_the_table_is_downloaded(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, f"duties?unit={quote('市科技局')}") as page:
        expect(page.locator(".zt-duty-table tbody tr")).to_have_count(21)
        page.get_by_label(t("duties_choose_role")).click()
        page.get_by_role("option", name=t("duties_lead"), exact=True).click()
        expect(page.locator(".zt-duty-table tbody tr")).to_have_count(7)
        assert unquote(page.url).endswith("unit=市科技局&role=lead")
        with page.expect_download() as waiting:
            page.get_by_role("button", name=t("duties_excel")).click()
        assert waiting.value.suggested_filename == "duties.xlsx"


def test_a_department_leads_from_its_column_to_all_it_does(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, "duties") as page:
        page.locator(".zt-duty-table thead a").first.click()
        expect(page.get_by_role("heading", name="济南市科学技术局")).to_be_visible()
        page.locator(".zt-duty-does summary").first.click()
        expect(page.locator(".zt-duty-does mark").first).to_have_text("(市科技局牵头)")
