"""Documents put in and taken out in the browser: the form, how far the work is, and what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from html import escape
from time import sleep
from typing import Any

import streamlit as st

from graph.home import BusyError, Home
from graph.settings import Settings
from graph.store import open_store
from ingest.errors import ZhengtuError
from ingest.read import MAX_BYTES, READERS
from search import uploads
from search.build import Progress
from search.uploads import Found, Report
from ui import jobs, links
from ui.text import named, t

JOB = "documents_job"  # in the session: the job that this visitor started
LOOK = 0.2  # seconds between two looks at a job
MEGABYTES = MAX_BYTES // 1_000_000


def upload_form(home: Home) -> None:
    with st.form("documents_upload", clear_on_submit=True):
        kinds = " ".join(sorted(READERS))
        label = t("documents_upload", kinds=kinds, size=MEGABYTES)
        files = st.file_uploader(label, accept_multiple_files=True, key="documents_files")
        if st.form_submit_button(t("documents_add"), type="primary") and files:
            given = [(file.name, file.getvalue()) for file in files]
            _start(home, lambda store, tell: uploads.add(given, home, store, tell))


def remove_form(home: Home, document: str, title: str) -> None:
    """Asks twice: the button opens the question, the question has the button that does it."""
    with st.popover(t("documents_remove")):
        st.text(t("documents_remove_sure", title=title))
        if st.button(t("documents_remove_yes"), type="primary", key="documents_remove_yes"):
            _start(home, lambda store, tell: uploads.remove(document, home, store))


def _start(home: Home, work: Callable[[Any, Progress], Any]) -> None:
    def with_store(tell: Progress) -> Any:
        with open_store(home, **Settings().server) as store:  # a page's own store closes when the build has changed
            return work(store, tell)

    st.session_state[JOB] = jobs.desk(str(home.path)).hand_in(with_store)
    st.query_params.pop("id", None)
    st.rerun()  # to the page that shows how far it is


def follow(home: Home) -> None:
    """Shows the jobs under way until they end, whoever started them; what came of a visitor's own stays to be read. Called
    when the rest of the page stands."""
    desk = jobs.desk(str(home.path))
    own: jobs.Job | None = st.session_state.get(JOB)
    if own and own.future.done():
        st.html(outcome(own))
        own = None
    if desk.under_way():
        bar = st.progress(0.0)
        while (job := desk.under_way()) and not (own and own.future.done()):
            _, done, total = job.step
            bar.progress(min(1.0, done / max(total, 1)), progress(job, desk.before(own) if own else 0))
            sleep(LOOK)
        st.rerun()


def progress(job: jobs.Job, waiting: int) -> str:
    """What is being done in ``job``, and how many jobs the visitor's own still waits for."""
    what, done, total = job.step
    words = f"{named('documents_step', what)} {done}/{total}" if what else t("documents_working")
    return f"{t('documents_waiting', count=waiting)}　{words}" if waiting else words


def outcome(job: jobs.Job) -> str:
    """What a finished job gave: a report, or one line of what went wrong."""
    error = job.future.exception()
    if error is None:
        given = job.future.result()
        return report(given) if isinstance(given, Report) else f"<p class='zt-done'>{t('documents_removed')}</p>"
    if isinstance(error, BusyError):
        words = t("documents_busy")
    elif isinstance(error, ZhengtuError):
        words = str(error)
    else:
        logging.getLogger("zhengtu").error("documents", exc_info=error)
        words = t("trouble_unknown")
    return f"<section class='zt-report'><ul class='zt-problems'><li>{escape(words)}</li></ul></section>"


def report(found: Report) -> str:
    """What was found in each document, and a line for each file that was not taken in."""
    rows = "".join(map(_found, found.found))
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in found.problems)
    heads = [t("documents_report", count=len(found.found))] if found.found else []
    heads += [t("documents_problems", count=len(found.problems))] if found.problems else []
    return (
        f"<section class='zt-report' role='status'><h3>{'　'.join(heads)}</h3>"
        + (f"<ul class='zt-found'>{rows}</ul>" if rows else "")
        + (f"<ul class='zt-problems'>{problems}</ul>" if problems else "")
        + "</section>"
    )


def _found(each: Found) -> str:
    counts = [f"{named('documents_count', name)} {count}" for name, count in each.counts.items() if count]
    told = "，".join(counts) or t("documents_nothing")
    known = f"{t('documents_known')}；" if each.known else ""
    return (
        f"<li>{links.anchor(links.document(each.id), escape(each.title))}<span class='zt-dim'>{known}{told}</span></li>"
    )
