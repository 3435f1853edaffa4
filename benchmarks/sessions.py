"""How the explorer serves many visitors at once: real browser sessions, each asking questions of its own.

    python -m benchmarks.sessions HOME [--sessions 20] [--questions 5]

Every session is a browser context with its own connection to one server. All start together; each types a question,
waits until its answer is on the screen, and asks the next. Printed: median and 95th percentile of the seconds from
Enter to the answer, the seconds of the first visit until the field can be used, and errors (of the page, of its
console, no answer). The load average says how busy the machine was with other things.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.e2e.browser import FLAGS, chromium, served
from ui.text import t

PRODUCTS = (
    "手环",
    "数控机床",
    "玫瑰种植",
    "碳化硅衬底",
    "中药饮片",
    "光纤传感器",
    "储能电池",
    "口腔种植体",
    "种鸡育种",
    "工业软件",
)
PLACES = ("历城区", "章丘区", "高新区", "莱芜区", "长清区", "济阳区", "平阴县", "商河县", "天桥区", "槐荫区")
PATIENCE = 120_000  # milliseconds


def question(session: int, turn: int) -> str:
    product = PRODUCTS[(session + turn) % len(PRODUCTS)]
    return f"我们公司在{PLACES[session % len(PLACES)]}做{product}，第{session + 1}期想申报，能报哪个专项，第{turn + 1}步找谁？"


async def visit(
    page: Page, address: str, start: asyncio.Barrier, session: int, count: int
) -> tuple[float, list[float]]:
    """Seconds until the field can be used, and of each answer."""
    page.set_default_timeout(PATIENCE)
    await start.wait()
    began = time.perf_counter()
    await page.goto(address)
    field = page.get_by_label(t("field"))
    await field.wait_for()
    usable = time.perf_counter() - began
    await start.wait()  # answers are measured when all are there
    taken = []
    for turn in range(count):
        asked = question(session, turn)
        await field.fill(asked)
        began = time.perf_counter()
        await field.press("Enter")
        await page.locator(f".zt-summary[data-question='{asked}']").wait_for()
        taken.append(time.perf_counter() - began)
    return usable, taken


async def measure(
    chrome: Browser, address: str, sessions: int, count: int
) -> tuple[list[float], list[float], list[str]]:
    errors: list[str] = []
    start = asyncio.Barrier(sessions)

    async def one(session: int) -> tuple[float, list[float]]:
        context = await chrome.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(f"session {session}: {error}"))
        page.on(
            "console", lambda said: errors.append(f"session {session}: {said.text}") if said.type == "error" else None
        )
        try:
            return await visit(page, address, start, session, count)
        except Exception as error:
            errors.append(f"session {session}: {str(error).splitlines()[0]}")
            await start.abort()
            return PATIENCE / 1000, []
        finally:
            await context.close()

    done = await asyncio.gather(*map(one, range(sessions)))
    return [usable for usable, _ in done], [seconds for _, taken in done for seconds in taken], errors


async def main(address: str, sessions: int, count: int) -> int:
    async with async_playwright() as playwright:
        chrome = await playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        await measure(chrome, address, 1, 1)  # the first visitor opens home and index
        usable, answers, errors = await measure(chrome, address, sessions, count)
        await chrome.close()
    for name, seconds in (("first page", usable), ("answer", answers)):
        if len(seconds) > 1:
            late = statistics.quantiles(seconds, n=20)[-1]
            print(f"{name}: median {statistics.median(seconds):.2f} s, p95 {late:.2f} s, {len(seconds)} in all")
    print(f"{sessions} sessions, {len(errors)} errors, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(*errors[:10], sep="\n")
    return bool(errors)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--questions", type=int, default=5)
    asked = parser.parse_args()
    with served(asked.home.resolve()) as address:
        raise SystemExit(asyncio.run(main(address, asked.sessions, asked.questions)))
