"""Work that takes longer than a visit may last: one piece at a time for all visitors, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

import streamlit as st

Tell = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""


@dataclass(slots=True)
class Job:
    """``future`` holds what the work gave or raised; ``step`` is what it told last."""

    future: Future[Any]
    step: tuple[str, int, int] = ("", 0, 1)


class Desk:
    """Where the job under way can be found, so that whoever comes sees how far it is."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._job: Job | None = None

    def under_way(self) -> Job | None:
        return self._job if self._job and not self._job.future.done() else None

    def start(self, work: Callable[[Tell], Any]) -> Job | None:
        """The job that does ``work``; None where another one is under way."""
        with self._lock:
            if self.under_way():
                return None
            job = self._job = Job(Future())
        Thread(target=self._run, args=(job, work), daemon=True).start()
        return job

    @staticmethod
    def _run(job: Job, work: Callable[[Tell], Any]) -> None:
        def tell(what: str, done: int, total: int) -> None:
            job.step = (what, done, total)

        try:
            job.future.set_result(work(tell))
        except BaseException as error:
            job.future.set_exception(error)


@st.cache_resource(show_spinner=False)
def desk(home: str) -> Desk:
    """The one desk of a home."""
    return Desk()
