"""The explorer in a real browser: Streamlit on a free port, the system's Chromium, and a page that tells on itself."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from ui.text import t

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",  # tests also run as root in containers
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000  # milliseconds; the machine may be busy, and only one test is about speed
READY = 60.0  # seconds a server may take on a busy machine
expect.set_options(timeout=PATIENCE)
PROBE = re.compile(r"//[^/]+/\w+/_stcore/(health|host-config)$")
"""Opened at the address of a page, Streamlit first looks for its server below that, and is told 404."""
GRAPH = "iframe[title*='st_link_analysis']"


def chromium() -> str | None:
    """The system's Chromium, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def served(home: Path, **environment: str) -> Iterator[str]:
    """``zhengtu explore`` as a process of its own over a home; the address of the page. It is started in a folder of no
    meaning, so that only what lies beside the page can configure it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ZHENGTU_", "STREAMLIT_"))
    }
    paths = os.pathsep.join(filter(None, (str(ROOT), clean.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "zhengtu", "explore", "--no-browser", f"--port={port}"],
        cwd=home.parent,
        env={**clean, "PYTHONPATH": paths, "ZHENGTU_HOME": str(home), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}/"
    try:
        deadline = time.monotonic() + READY
        while True:
            try:
                with urllib.request.urlopen(f"{address}_stcore/health", timeout=2):
                    break
            except OSError:
                assert process.poll() is None, f"the explorer ended with {process.returncode}"
                assert time.monotonic() < deadline, "the explorer does not answer"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()


def lacking(reason: str) -> NoReturn:
    """A part that a developer's machine may lack, and the one that judges may not."""
    pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@cache
def tests_own() -> Browser:
    """One for all tests of a process, which ends with it."""
    if not chromium():
        reason = f"no Chromium on this machine (looked for {', '.join(NAMES)})"
        lacking(reason)
    whole = ExitStack()
    atexit.register(whole.close)
    return whole.enter_context(browser())


def watch(page: Page, address: str) -> list[str]:
    """What must stay empty while a page is used: requests to other hosts, errors of the page, errors in its console."""
    host, trouble = urlsplit(address).netloc, list[str]()

    def requested(request: Request) -> None:
        if urlsplit(request.url).netloc not in (host, ""):  # data: and blob: have no host
            trouble.append(f"request to {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.search(message.location.get("url", "")):
            trouble.append(f"console: {message.text}")

    page.on("request", requested)
    page.on("websocket", lambda socket: None if urlsplit(socket.url).netloc == host else trouble.append(socket.url))
    page.on("console", said)
    page.on("pageerror", lambda error: trouble.append(f"page error: {error}"))
    return trouble


def drawn(page: Page) -> list[dict[str, object]]:
    """The nodes of the graph as they stand on the screen, once they do: name, label, size of the letters in pixels,
    and the box ``x1, y1, x2, y2`` in pixels of the view."""
    frame = page.wait_for_selector(GRAPH).content_frame()
    assert frame
    frame.wait_for_function("document.getElementById('cy')?._cyreg?.cy.nodes().length > 0")
    frame.wait_for_function("innerHeight > 200")  # the view has grown to its height
    page.wait_for_timeout(500)  # and been fitted to it
    nodes: list[dict[str, object]] = frame.evaluate(
        """() => {
          const cy = document.getElementById('cy')._cyreg.cy;
          return cy.nodes().map(n => ({
            name: n.data('名称'), label: n.data('label'), caption: n.style('label'),
            letters: parseFloat(n.style('font-size')) * cy.zoom(),
            smallest: parseFloat(n.style('min-zoomed-font-size')),
            box: n.renderedBoundingBox({includeLabels: false}), width: cy.width(), height: cy.height(),
          }));
        }"""
    )
    return nodes


@contextmanager
def opened(
    chrome: BrowserContext, address: str, query: str = "", width: int = 1280, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """A page on the explorer in a session of its own; no trouble in it when it is closed."""
    page = chrome.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.set_default_timeout(PATIENCE)
    trouble = watch(page, address)
    page.goto(address + query)
    yield page
    page.close()
    assert not trouble


def ask(page: Page, question: str) -> None:
    field = page.get_by_label(t("field"))
    field.fill(question)
    field.press("Enter")


GROUNDS: dict[Literal["light", "dark"], str] = {"light": "rgb(246, 247, 249)", "dark": "rgb(16, 21, 28)"}


def no_serious_violations(page: Page, settled: str = "[data-testid=stMain]") -> None:
    """axe-core finds nothing of impact ``serious`` or ``critical`` once ``settled`` is visible and nothing runs, in light
    and in dark. Frames of other makers' components are left out."""
    if not find_spec("axe_playwright_python"):
        lacking("axe-core is missing: pip install '.[test]'")
    from axe_playwright_python.sync_playwright import Axe

    expect(page.locator(settled).first).to_be_visible()
    for scheme, ground in GROUNDS.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("background-color", ground)
        expect(page.locator("[data-testid=stApp][data-test-script-state=running]")).to_have_count(0)
        page.wait_for_function("document.getAnimations().every(each => each.playState !== 'running')")
        found = Axe().run(page, options={"resultTypes": ["violations"], "iframes": False}).response["violations"]
        serious = [
            f"{scheme}: {each['id']} ({each['impact']}): {node['html'][:150]} {node['failureSummary']}"
            for each in found
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"]
        ]
        assert not serious, "\n".join(serious)
