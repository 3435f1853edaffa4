"""What the README says is what the program does: commands, options, help, answers, links.

A block of either README that begins with ``$ zhengtu …`` shows what that command prints. ``make readme`` writes the
blocks anew. A Word or PDF file that a command names is the guide of ``corpus/``, made for the purpose.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats import page as page_of
from tests.formats import write_docx, write_pdf

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh.md"]
SHOWN = re.compile(r"^```\w*\n\$ zhengtu (?P<args>.+)\n(?P<printed>(?:.*\n)*?)```$", re.MULTILINE)
WIDTH = {"COLUMNS": "100"}

Zhengtu = Callable[..., "subprocess.CompletedProcess[str]"]
Run = Callable[[list[str]], str]


def renewed(page: str, run: Run) -> str:
    """The page with every shown command's output as ``run(arguments)`` prints it now."""

    def renew(block: re.Match[str]) -> str:
        printed = "\n".join(map(str.rstrip, run(shlex.split(block["args"])).splitlines()))
        return f"```\n$ zhengtu {block['args']}\n{printed}\n```"

    return SHOWN.sub(renew, page)


def made(args: list[str], folder: Path) -> list[str]:
    """The arguments with each Word or PDF file that they name made from the guide, in the folder."""
    lines = [
        line for line in (ROOT / "corpus" / "jinan-guide-2019.txt").read_text("utf-8").splitlines() if line.strip()
    ]
    makers: dict[str, Callable[[Path], Path]] = {
        ".docx": lambda path: write_docx(path, lines),
        ".pdf": lambda path: write_pdf(path, page_of(lines)),
    }
    named = [Path(arg) for arg in args]
    return [
        str(makers[path.suffix](folder / path)) if path.suffix in makers else arg
        for path, arg in zip(named, args, strict=True)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_shown_output_is_what_is_printed(page: Path, zhengtu: Zhengtu, built: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    assert len(SHOWN.findall(text)) >= 2, "the README shows the help and an answer"
    shown = renewed(text, lambda args: zhengtu(*made(args, tmp_path), home=built, **WIDTH).stdout)
    assert shown == text, "stale: run `make readme`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_named_commands_and_options_exist(page: Path, zhengtu: Zhengtu) -> None:
    text = page.read_text("utf-8")
    used = re.findall(r"(?:^|[`$/ ])zhengtu ([a-z]+)([^`\n]*)", text, re.MULTILINE)
    assert {command for command, _ in used} >= {
        "build",
        "remove",
        "extract",
        "ask",
        "trace",
        "show",
        "eval",
        "contradictions",
        "export",
        "explore",
        "stop",
    }
    for command in sorted({command for command, _ in used}):
        done = zhengtu(command, "--help")
        assert done.returncode == 0, f"{page.name} names `zhengtu {command}`, which is no command"
        for option in {option for name, rest in used if name == command for option in re.findall(r"--[a-z]+", rest)}:
            assert option in done.stdout, f"{page.name} names `zhengtu {command} {option}`, which is no option"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_targets_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)\)", text):
        assert "://" in link or (ROOT / link).exists(), f"{page.name} links to {link}"
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)`?", text)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name} names `make {target}`"


if __name__ == "__main__":
    import os
    import tempfile

    def _run(args: list[str]) -> str:
        command = [sys.executable, "-m", "zhengtu", *made(args, Path(tempfile.mkdtemp()))]
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **WIDTH}, check=True, stdout=subprocess.PIPE, encoding="utf-8"
        ).stdout

    for _page in PAGES:
        _page.write_text(renewed(_page.read_text("utf-8"), _run), "utf-8")
