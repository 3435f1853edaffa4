"""The page 追引用 in a real browser over the real corpus."""

from __future__ import annotations

from time import perf_counter
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.browser import drawn, opened
from ui.text import t

NUMBER, GUIDE = "济政发〔2016〕20号", "2019年济南市科技发展计划编制指南"


@pytest.mark.parametrize("width", [375, 1440])
def test_a_number_is_traced_at_its_own_address(chrome: BrowserContext, address: str, width: int) -> None:
    with opened(chrome, address, f"trace?q={quote(NUMBER)}", width=width) as page:
        expect(page.locator(".zt-card h2")).to_contain_text("济南市推进区域性科技创新中心建设若干政策")
        expect(page.locator(".zt-citing mark").first).to_contain_text(NUMBER)
        assert {node["name"] for node in drawn(page)} >= {GUIDE}
        assert page.title().startswith(t("page_trace"))
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_from_an_example_to_one_relation(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, "trace") as page:
        page.get_by_role("button", name=NUMBER).click()
        expect(page.locator(".zt-citing mark")).to_have_count(4)
        page.get_by_role("radio", name=t("relation_依据")).click()
        expect(page.locator(".zt-citing mark")).to_have_count(3)
        expect(page).to_have_url(f"{address}trace?q={quote(NUMBER)}&relation={quote('依据')}")


def test_what_a_document_cites_stands_to_its_right(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, f"trace?q={quote(GUIDE)}") as page:
        nodes = {str(node["name"]): node["box"] for node in drawn(page)}
        centre = nodes.pop(GUIDE)
        assert len(nodes) > 10 and all(box["x1"] > centre["x2"] for box in nodes.values())  # type: ignore[index]


def test_an_answer_is_there_half_a_second_after_enter(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, f"trace?q={quote(NUMBER)}") as page:
        expect(page.locator(".zt-citing").first).to_be_visible()
        field = page.get_by_label(t("trace_field"))
        times = []
        for reference, words in (
            ("鲁政字〔2022〕225号", "科技强省"),
            ("济政字〔2017〕14号", "十三五"),
            (NUMBER, "区域性"),
        ):
            field.fill(reference)
            started = perf_counter()
            field.press("Enter")
            expect(page.locator(".zt-card h2")).to_contain_text(words)
            times.append(perf_counter() - started)
        assert min(times) <= 0.5, times  # whatever else the machine does only adds to them


def test_contradictions_have_an_address(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, "trace") as page:
        page.get_by_role("radio", name=t("trace_view_contradictions")).click()
        expect(page.locator(".zt-empty")).to_contain_text(t("trace_differences_none", count=2))
        expect(page).to_have_url(f"{address}trace?view=contradictions")
