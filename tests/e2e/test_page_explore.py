"""The page 看图谱 in a real browser over the real corpus: names that can be read, clicks that open, the way, exports."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import GRAPH, drawn, opened
from ui.text import t

GUIDE, BUREAU, PROGRAM, PHONE = "jinan-guide-2019", "济南市科学技术局", "jinan-guide-2019/社会民生专项", "66608811"


def explore(**state: str) -> str:
    return "explore?" + "&".join(f"{name}={quote(value)}" for name, value in state.items())


def click(page: Page, name: str) -> None:
    """On a node, brought into view as by dragging."""
    frame = page.wait_for_selector(GRAPH).content_frame()
    assert frame
    spot = frame.evaluate(
        """(name) => {
          const cy = document.getElementById('cy')._cyreg.cy;
          const node = cy.nodes().filter(n => n.data('名称') === name)[0];
          cy.center(node);
          return node.renderedPosition();
        }""",
        name,
    )
    page.locator(GRAPH).click(position=spot)


def inside(node: dict[str, Any]) -> bool:
    box = node["box"]
    return box["x1"] >= 0 and box["y1"] >= 0 and box["x2"] <= node["width"] and box["y2"] <= node["height"]


@pytest.mark.parametrize(("width", "whole"), [(1440, True), (375, False)])
def test_names_of_a_first_view_can_be_read(chrome: BrowserContext, address: str, width: int, whole: bool) -> None:
    with opened(chrome, address, explore(node=GUIDE), width=width) as page:
        nodes: list[dict[str, Any]] = drawn(page)
        assert 50 < len(nodes) <= 60
        assert all(node["caption"] and node["letters"] >= 9 for node in nodes)
        shown = [node for node in nodes if inside(node)]
        assert nodes[0] in shown and (len(shown) == len(nodes) or not whole)
        for one, other in combinations((node["box"] for node in nodes), 2):
            apart = one["x2"] <= other["x1"] or other["x2"] <= one["x1"]
            assert apart or one["y2"] <= other["y1"] or other["y2"] <= one["y1"]
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width


def test_a_click_opens_a_node_at_once(chrome: BrowserContext, address: str) -> None:
    took = []
    with opened(chrome, address, explore(node=PROGRAM)) as page:
        for name in ("社会发展科技处", PHONE, "公益类社会发展专项", "临床医疗科技专项"):
            before = len(drawn(page))
            began = monotonic()
            click(page, name)
            page.wait_for_selector(f".zt-node[aria-label='{name}']")
            handle = page.wait_for_selector(GRAPH).content_frame()
            assert handle
            handle.wait_for_function(
                "([name]) => document.getElementById('cy')._cyreg.cy.nodes('.chosen').some(n => n.data('名称') === name)",
                arg=[name],
            )
            took.append(monotonic() - began)
            assert len(drawn(page)) >= before
        assert "open=" in page.url
        link = page.url
    print(f"seconds to open a node: {[round(each, 2) for each in took]}")
    assert min(took) <= 1.5, took  # .3 to .4 s on a quiet machine; other tests run beside this one
    with opened(chrome, link) as page:
        expect(page.locator(".zt-node")).to_have_attribute("aria-label", "临床医疗科技专项")
        assert {"社会发展科技处", PHONE, "公益类社会发展专项"} <= {node["name"] for node in drawn(page)}


def test_the_rest_is_one_click_away_and_a_label_can_be_hidden(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, explore(node=GUIDE)) as page:
        click(page, next(str(node["name"]) for node in drawn(page) if "还有" in str(node["name"])))
        page.wait_for_url("**open=**")
        expect(page.locator(".zt-legend")).to_contain_text(t("label_Condition"))
        page.get_by_role("button", name=t("explore_filter")).click()
        page.get_by_role("button", name=t("label_SupportArea"), exact=True).first.click()
        expect(page.locator(".zt-legend")).not_to_contain_text(t("label_SupportArea"))
        assert "hide=SupportArea" in page.url


def test_a_fact_is_one_click_from_its_sentence(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, explore(q="社会发展科技处")) as page:
        page.get_by_role("button", name="社会发展科技处").first.click()
        page.locator(".zt-node .zt-source summary").first.click()
        proof = page.locator(".zt-node .zt-proof").first
        expect(proof.locator("mark")).to_be_visible()
        expect(proof.locator("figcaption")).to_contain_text("行")


def test_the_way_between_two_nodes_is_drawn_and_told(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, explore(**{"from": PROGRAM, "to": PHONE})) as page:
        expect(page.locator(".zt-way h3")).to_have_text(t("explore_way", count=2))
        assert [node["name"] for node in drawn(page)] == ["社会民生专项", "社会发展科技处", PHONE]


def test_the_view_is_a_picture_and_graphml(chrome: BrowserContext, address: str, tmp_path: Path) -> None:
    with opened(chrome, address, explore(node=PROGRAM)) as page:
        drawn(page)
        page.get_by_role("button", name=t("explore_export")).click()
        for name, head in ((t("explore_png"), b"\x89PNG"), (t("explore_graphml"), b"<?xml")):
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            download.value.save_as(tmp_path / "view")
            content = (tmp_path / "view").read_bytes()
            assert content.startswith(head) and len(content) > 2000
