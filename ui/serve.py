"""The explorer as a process: Streamlit on a port of this machine, told by the environment where home and graph are."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from ingest.errors import ZhengtuError

APP = Path(__file__).with_name("app.py")
FIRST_PORT, TRIES = 8501, 50


def serve(
    home: Path, graph: str | None, address: str = "localhost", port: int | None = None, browser: bool = True
) -> int:
    """Runs the explorer until it ends or is interrupted; its exit code. ZhengtuError when ``port`` is taken."""
    port = _free(address, [port] if port else range(FIRST_PORT, FIRST_PORT + TRIES))
    settings = {"address": address, "port": port, "headless": str(not browser).lower(), "showEmailPrompt": "false"}
    command = [sys.executable, "-m", "streamlit", "run", str(APP)]
    command += [f"--server.{name}={value}" for name, value in settings.items()]
    environment = {**os.environ, "ZHENGTU_HOME": str(home), "NEO4J_URI": graph or ""}
    if os.name == "posix":  # this process becomes Streamlit: whoever ends it, ends the explorer
        os.execve(sys.executable, command, environment)
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:  # Streamlit heard it too and is closing
        return 0


def _free(address: str, ports: range | list[int]) -> int:
    for port in ports:
        try:
            with socket.create_server((address, port)):
                return port
        except OSError:
            continue
    span = f"{ports[0]}" if len(ports) == 1 else f"{ports[0]}-{ports[-1]}"
    raise ZhengtuError(f"端口 {span}（{address}）打不开，可能已被占用；请用 --port 换一个")
