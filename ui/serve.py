"""The explorer as a server: Streamlit on a port of this machine, told by the environment where home and graph are."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from threading import Thread

from ingest.errors import ZhengtuError
from ui.engine import present
from ui.text import EXAMPLES

APP = Path(__file__).with_name("app.py")
FIRST_PORT, TRIES = 8501, 50
READY = 5.0  # seconds the first visitor may be kept waiting for a server that is ready; then the page tells the rest


def serve(
    home: Path, graph: str | None, address: str = "localhost", port: int | None = None, browser: bool = True
) -> int:
    """Runs the explorer until it ends or is interrupted; its exit code. ZhengtuError when ``port`` is taken."""
    port = _free(address, [port] if port else range(FIRST_PORT, FIRST_PORT + TRIES))
    os.environ |= {"ZHENGTU_HOME": str(home), "NEO4J_URI": graph or ""}
    warming = Thread(target=_warm, daemon=True)
    warming.start()
    from streamlit.web import cli

    warming.join(READY)
    settings = {"address": address, "port": port, "headless": str(not browser).lower(), "showEmailPrompt": "false"}
    flags = [f"--server.{name}={value}" for name, value in settings.items()]
    cli.main(["run", str(APP), *flags], prog_name="streamlit", standalone_mode=False)
    return 0


def _warm() -> None:
    """Reads what the first visitor's page and question need."""
    with suppress(Exception):  # the page tells what is wrong
        present().ask(EXAMPLES[0])


def _free(address: str, ports: range | list[int]) -> int:
    for port in ports:
        try:
            with socket.create_server((address, port)):
                return port
        except OSError:
            continue
    span = f"{ports[0]}" if len(ports) == 1 else f"{ports[0]}-{ports[-1]}"
    raise ZhengtuError(f"端口 {span}（{address}）打不开，可能已被占用；请用 --port 换一个")
