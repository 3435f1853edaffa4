"""The page 概览 and the way there, in a real browser over the real corpus."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.browser import opened
from ui.text import strings, t


@pytest.mark.parametrize("width", [375, 1440])
def test_its_own_address_shows_what_the_graph_holds(chrome: BrowserContext, address: str, width: int) -> None:
    with opened(chrome, address, "overview", width=width) as page:
        expect(page.locator(".zt-tiles li")).not_to_have_count(0)
        expect(page.locator(".zt-table").first.locator("tr")).to_have_count(2)
        expect(page.locator(".zt-map section").first).to_be_visible()
        expect(page.locator(".zt-table").nth(1).locator("tr")).to_have_count(10)
        assert page.title().startswith(t("page_overview"))
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_the_menu_leads_there_and_the_language_stays(chrome: BrowserContext, address: str) -> None:
    english = strings()["en"]
    with opened(chrome, address) as page:
        page.get_by_role("button", name="English").click()
        page.get_by_role("link", name=english["page_overview"], exact=True).click()
        expect(page.get_by_role("heading", name=english["overview_counts"])).to_be_visible()
        expect(page).to_have_url(f"{address}overview?lang=en")
