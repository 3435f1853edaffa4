"""The explorer as its visitors meet it: a real server, a real home built from ``corpus/``, a real Chromium.

Every test also fails on a request to another host, an error in the console and an error of the page.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from time import perf_counter
from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import browser as tools
from tests.e2e.browser import ask, opened
from ui.text import EXAMPLES, examples, t

QUESTION = "我们研发老年人可穿戴健康监测手环，能报哪个专项，电话多少？"
PROGRAM, DIVISION, PHONE = "社会民生专项", "社会发展科技处", "66608811"


def test_the_empty_page_teaches_and_its_examples_answer(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address) as page:
        expect(page.locator(".zt-how li")).to_have_count(3)
        expect(page.locator(".zt-docs li")).to_have_count(2)
        for example in examples(0):
            page.get_by_role("button", name=example).click()
            expect(page.locator(".zt-card").first).to_be_visible()
            expect(page.get_by_label(t("field"))).to_have_value(example)
            page.goto(address)


@pytest.fixture(scope="module")
def answered(chrome: BrowserContext, address: str) -> Iterator[Page]:
    """A page with the answer to QUESTION, only to be read."""
    with opened(chrome, address) as page:
        ask(page, QUESTION)
        yield page


def test_a_question_gets_program_division_phone_and_the_sentence_that_proves_it(answered: Page) -> None:
    card = answered.locator(".zt-card", has=answered.get_by_role("heading", name=PROGRAM, exact=True))
    expect(card).to_be_visible()
    expect(card.locator(".zt-unit")).to_have_text(DIVISION)
    expect(card.get_by_role("link", name=t("call", phone=PHONE))).to_have_attribute("href", f"tel:{PHONE}")
    expect(answered.locator(".zt-summary")).to_contain_text(PROGRAM)
    expect(answered.locator(".zt-sure b")).to_have_text(re.compile(r"\d+%"))
    expect(answered.locator(".zt-notices li").first).to_be_visible()
    source = (tools.ROOT / "corpus" / "jinan-guide-2019.txt").read_text("utf-8-sig")
    lines = source.splitlines()
    for proof in answered.locator(".zt-card").first.locator(".zt-proof").all():
        line = int(re.search(r"第 (\d+) 行", proof.locator("figcaption").text_content() or "").group(1))  # type: ignore[union-attr]
        assert (proof.locator("mark").text_content() or "").split("\n")[0] in lines[line - 1]


def test_the_address_holds_the_question_and_is_a_link_to_its_answer(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address) as page:
        ask(page, QUESTION)
        expect(page.locator(".zt-card").first).to_be_visible()
        link = page.url
        assert "?q=" in link
    with opened(chrome, link) as page:
        expect(page.locator(".zt-card h3").first).to_have_text(PROGRAM)
        expect(page.get_by_label(t("field"))).to_have_value(QUESTION)
        page.get_by_role("link", name=t("name")).click()
        expect(page.locator(".zt-how")).to_be_visible()


def test_what_the_documents_do_not_tell_is_refused(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address) as page:
        ask(page, "深圳市的个人所得税起征点是多少钱？")
        expect(page.locator(".zt-none h2")).to_have_text(t("no_match"))
        expect(page.locator(".zt-card")).to_have_count(0)
        expect(page.get_by_role("button", name=EXAMPLES[0])).to_be_visible()


MARKUP = (
    "<img src=x onerror=document.title='run'> 手环",
    "<script>document.title='run'</script> 数控机床",
    "';--\"><svg/onload=document.title='run'> 临床医疗",
)


def test_markup_in_a_question_is_text(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address) as page:
        said = "?"
        for question in MARKUP:
            ask(page, question)
            expect(page.locator(".zt-lead")).not_to_have_text(said)  # another answer than the one before
            said = page.locator(".zt-lead").inner_text()
            expect(page.get_by_label(t("field"))).to_have_value(question)
            assert page.title() == t("name")
            assert page.locator(".stMain img, .stMain svg[onload]").count() == 0


def test_the_graph_shows_names_that_can_be_read(chrome: BrowserContext, address: str) -> None:
    for width in (1440, 375):
        with opened(chrome, address, width=width) as page:
            ask(page, QUESTION)
            nodes = tools.drawn(page)
            assert {(PROGRAM, t("label_Program")), (DIVISION, t("label_Department")), (PHONE, t("label_Phone"))} <= {
                (node["name"], node["label"]) for node in nodes
            }
            for node in nodes:
                assert node["caption"] and node["letters"] >= max(9, node["smallest"]), node
                box = node["box"]
                assert box["x1"] >= 0 and box["y1"] >= 0 and box["x2"] <= node["width"] and box["y2"] <= node["height"]
            for one, other in combinations((node["box"] for node in nodes), 2):
                apart = one["x2"] <= other["x1"] or other["x2"] <= one["x1"]
                assert apart or one["y2"] <= other["y1"] or other["y2"] <= one["y1"]


def test_a_node_tells_its_name_and_relations(answered: Page) -> None:
    node = next(node for node in tools.drawn(answered) if node["name"] == DIVISION)
    box = node["box"]
    graph = answered.locator(tools.GRAPH)
    graph.click(position={"x": (box["x1"] + box["x2"]) / 2, "y": (box["y1"] + box["y2"]) / 2})
    panel = answered.frame_locator(tools.GRAPH).locator("#infopanel")
    expect(panel).to_have_attribute("data-expanded", "true")
    expect(panel).to_contain_text(DIVISION)
    expect(panel).to_contain_text(f"{t('relation_HAS_PHONE')}：{PHONE}")


def test_a_phone_number_is_copied(answered: Page) -> None:
    button = answered.locator(f"button[data-copy='{PHONE}']").first
    button.click()
    expect(button).to_have_text(t("copied"))
    assert answered.evaluate("navigator.clipboard.readText()") == PHONE


def test_a_list_and_a_file_are_answered_in_a_table_that_can_be_downloaded(
    chrome: BrowserContext, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "questions.csv"
    file.write_text(f"question\n{QUESTION}\n", "utf-8-sig")
    with opened(chrome, address, width=375) as page:
        page.get_by_text(t("many"), exact=True).click()
        page.get_by_label(t("many_paste")).fill("<b>玫瑰</b>种植示范基地找谁？\n深圳市的个人所得税起征点是多少钱？")
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text(file.name)).to_be_visible()
        page.get_by_role("button", name=t("many_ask")).click()
        rows = page.locator(".zt-wide tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.nth(0)).to_contain_text("<b>玫瑰</b>")
        expect(rows.nth(1)).to_contain_text(t("no_match"))
        for cell in (QUESTION, PROGRAM, DIVISION, PHONE):
            expect(rows.nth(2)).to_contain_text(cell)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 375
        with page.expect_download() as download:
            page.get_by_role("button", name=t("many_download", count=3)).click()
        with ZipFile(download.value.path()) as book:
            assert PHONE in book.read("xl/sharedStrings.xml").decode("utf-8")


def test_it_can_be_used_by_keyboard(answered: Page) -> None:
    proofs = answered.locator(".zt-card").nth(1).locator("details.zt-proofs")
    expect(proofs).not_to_have_attribute("open", "")
    proofs.locator("summary").first.focus()
    answered.keyboard.press("Enter")
    expect(proofs.locator("mark").first).to_be_visible()


def test_a_narrow_screen_scrolls_only_down(chrome: BrowserContext, address: str) -> None:
    with opened(chrome, address, width=375) as page:
        ask(page, QUESTION)
        expect(page.locator(".zt-card").first).to_be_visible()
        for scheme, color in tools.GROUNDS.items():
            page.emulate_media(color_scheme=scheme)
            expect(page.locator(".stApp")).to_have_css("background-color", color)
            assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 375
            ink, ground = page.evaluate(
                """() => [getComputedStyle(document.querySelector('.zt-lead')).color,
                          getComputedStyle(document.querySelector('.zt-summary')).backgroundColor]"""
            )
            light = {"light": ground, "dark": ink}[scheme]
            assert sum(map(float, re.findall(r"[\d.]+", light)[:3])) > 3 * 200


def test_the_first_visitor_of_a_server_can_begin_at_once(built: Path) -> None:
    """From an address typed to a field that can be used, with nothing loaded before. The best of two servers counts."""
    seconds = []
    for _ in range(2):
        with tools.served(built) as address:
            context = tools.tests_own().new_context(locale="zh-CN")
            started = perf_counter()
            with opened(context, address) as page:
                expect(page.locator(".zt-how")).to_be_visible()
                seconds.append(perf_counter() - started)
            context.close()
        if seconds[-1] <= 3:
            break
    print(f"first page: {seconds} s")
    assert min(seconds) <= 6  # 2.3 s on a quiet machine; other tests run beside this one


PRODUCTS = (
    *("气凝胶隔热板", "数控机床主轴", "秸秆制沼气", "远程心电监护", "葡萄酒酿造酵母", "城市内涝预警"),
    *(
        "工业机器人关节",
        "海水淡化膜",
        "种鸡育种",
        "地铁盾构刀具",
        "中药饮片炮制",
        "光纤传感器",
        "储能电池箱",
        "口腔种植体",
    ),
)


def test_an_answer_is_there_at_once(chrome: BrowserContext, address: str, record_property: Callable[..., None]) -> None:
    """From Enter to the answer on the screen, warm. The best of several counts: the machine may be busy."""
    with opened(chrome, address) as page:
        seconds: list[float] = []
        for turn, product in enumerate(PRODUCTS):
            if turn > 5 and min(seconds[1:]) <= 0.5:
                break
            question = f"我们公司研发{product}，可以申请哪个专项？"
            page.evaluate(
                """(question) => {
                  window.shown = null;
                  const look = () => {
                    const answer = document.querySelector('.zt-summary');
                    if (answer?.dataset.question === question) window.shown = performance.now();
                    else requestAnimationFrame(look);
                  };
                  document.addEventListener('keydown', () => { window.pressed = performance.now(); look(); },
                                            { once: true, capture: true });
                }""",
                question,
            )
            ask(page, question)
            page.wait_for_function("window.shown")
            seconds.append(page.evaluate("(window.shown - window.pressed) / 1000"))
            page.wait_for_load_state("networkidle")
        warm = seconds[1:]
        record_property("seconds", warm)
        print(f"answer after Enter: best {min(warm):.3f} s, median {statistics.median(warm):.3f} s")
        assert min(warm) <= 0.5
