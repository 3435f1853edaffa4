"""Work that takes longer than a visit may last: one piece after the other for all visitors, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any

import streamlit as st

Tell = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""


@dataclass(eq=False, slots=True)
class Job:
    """``future`` holds what the work gave or raised; ``step`` is what it told last."""

    work: Callable[[Tell], Any]
    future: Future[Any] = field(default_factory=Future)
    step: tuple[str, int, int] = ("", 0, 1)

    def run(self) -> None:
        try:
            self.future.set_result(self.work(self._tell))
        except BaseException as error:
            self.future.set_exception(error)

    def _tell(self, what: str, done: int, total: int) -> None:
        self.step = (what, done, total)


class Desk:
    """Where jobs are handed in and done in that order, so that whoever comes sees how far they are."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: list[Job] = []  # the first is under way

    def under_way(self) -> Job | None:
        with self._lock:
            return self._jobs[0] if self._jobs else None

    def before(self, job: Job) -> int:
        """How many jobs come before this one."""
        with self._lock:
            return self._jobs.index(job) if job in self._jobs else 0

    def hand_in(self, work: Callable[[Tell], Any]) -> Job:
        job = Job(work)
        with self._lock:
            self._jobs.append(job)
            if len(self._jobs) == 1:
                Thread(target=self._run, daemon=True).start()
        return job

    def _run(self) -> None:
        while job := self.under_way():
            job.run()
            with self._lock:
                self._jobs.remove(job)


@st.cache_resource(show_spinner=False)
def desk(home: str) -> Desk:
    """The one desk of a home."""
    return Desk()
