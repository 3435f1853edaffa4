"""How the command line ends: whatever went wrong is one line on stderr and an exit code."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from ingest.errors import ZhengtuError


def run(app: typer.Typer) -> NoReturn:
    """Runs the command that the arguments name and exits: 0 done; 1 done in part, or a fault of ours; 2 wrong usage or
    bad input; 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="zhengtu", standalone_mode=False) or 0
        sys.stdout.flush()
    except TyperException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", "zhengtu")
        code = _complain(f"{error.format_message()}（用法见 {command} --help）", error.exit_code)
    except ZhengtuError as error:
        code = _complain(str(error), 2)
    except typer.Abort:
        code = 130
    except BrokenPipeError:  # `zhengtu … | head`: nobody reads on, and nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        code = _complain(f"{where}{error.strerror or error}", 2)
    except Exception as error:
        code = _complain(f"程序出错（{type(error).__name__}）；详情见 {_write_down()}", 1)
    sys.exit(code)


def _complain(message: str, code: int) -> int:
    print(f"zhengtu: {' '.join(message.split())}", file=sys.stderr)
    return code


def _write_down() -> str:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="zhengtu-", suffix=".log", delete=False) as file:
        file.write(f"{sys.argv}\n\n{traceback.format_exc()}")
    return file.name
