"""Pictures of the pages for the READMEs: ``make screenshots``, or ``python -m tests.e2e.screenshots [HOME]``.

Without a HOME the corpus is built into a temporary one. Looked at before they are committed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page

from tests.e2e import browser as tools
from ui.views import PAGES

ANSWERED = "我们研发老年人可穿戴健康监测手环，能报哪个专项，电话多少？"
REFUSED = "深圳市的个人所得税起征点是多少钱？"


class Shot(NamedTuple):
    """A state of a page: where it is, and what is on it once it is all there."""

    page: str
    address: str
    ready: str


OUT = tools.ROOT / "docs" / "images"
SHOTS = {
    "start": Shot("ask", "", ".zt-how"),
    "ask": Shot("ask", f"?q={quote(ANSWERED)}", tools.GRAPH),
    "refusal": Shot("ask", f"?q={quote(REFUSED)}", ".zt-none"),
    "trace": Shot("trace", f"trace?q={quote('济政发〔2016〕20号')}", tools.GRAPH),
    "explore": Shot("explore", f"explore?node={quote('jinan-guide-2019/社会民生专项')}", tools.GRAPH),
    "duties": Shot("duties", "duties", ":is(.zt-duty-table, .zt-duty-list):visible"),
    "document": Shot("documents", "documents?id=jinan-guide-2019", ".zt-text"),
    "overview": Shot("overview", "overview", ".zt-map"),
}
SIZES = {"": (1440, 900), "-mobile": (375, 812)}
SCHEMES = {"": "light", "-dark": "dark"}
TALLEST = 1500  # pixels of a picture; longer pages are cut


def main(home: Path) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tools.served(home) as address, tools.browser() as chrome:
        for size, (width, height) in SIZES.items():
            for shade, scheme in SCHEMES.items():
                for name, shot in SHOTS.items():
                    if shot.page not in PAGES:
                        continue
                    context = chrome.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN"
                    )
                    page = context.new_page()
                    trouble = tools.watch(page, address)
                    page.goto(address + shot.address)
                    _settle(page, shot.ready)
                    _save(page.screenshot(), OUT / f"{name}{size}{shade}.png")
                    context.close()
                    if trouble:
                        sys.exit("\n".join(trouble))
                    print(OUT / f"{name}{size}{shade}.png")


def _settle(page: Page, ready: str) -> None:
    """Everything is there, and the view is as tall as the page, so that the picture holds all of it."""
    page.wait_for_selector(ready, timeout=120_000)
    if ready == tools.GRAPH:
        tools.drawn(page)
    page.wait_for_timeout(500)
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": min(tall, TALLEST)})  # type: ignore[index]
    page.wait_for_timeout(800)


def _save(png: bytes, path: Path) -> None:
    """In 128 colours: a page of text needs no more, and the repository stays small."""
    Image.open(BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as folder:
            run = [sys.executable, "-m", "zhengtu"]
            place = ["--home", f"{folder}/home"]
            subprocess.run([*run, "build", "corpus", *place], cwd=tools.ROOT, check=True)
            main(Path(folder) / "home")
            subprocess.run([*run, "stop", *place], cwd=tools.ROOT, check=True)
