"""Documents that come from a browser: kept as files of the home, so that they can be read and verified again.

::

    uploads/<first 12 hex digits of the SHA-256 of the bytes>/<name>

The same bytes under the same name are one file; another edition under that name is another document beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from graph.home import Home
from graph.store import Store
from ingest.errors import ZhengtuError
from ingest.read import MAX_BYTES
from ingest.records import Extraction
from search import build as building
from search.build import Progress

LONGEST = 60
"""Characters of a file's name without its ending: three bytes each, and the home adds some of its own."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e]')

COUNTED = ("programs", "departments", "phones", "regulations", "support_areas", "tasks")
"""What a report counts: fields of :class:`ingest.records.Extraction`, and the telephone numbers of its contacts."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was taken in: how many of each of :data:`COUNTED` it holds; ``known`` if it was there before."""

    id: str
    title: str
    counts: dict[str, int]
    known: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """``problems``: one line a file that was not taken in."""

    found: list[Found] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def add(files: Iterable[tuple[str, bytes]], home: Home, store: Store, progress: Progress | None = None) -> Report:
    """Keeps the files, each a name and its bytes, and builds with them. What cannot be read is not kept. ZhengtuError
    where another build is running or the home or graph cannot be written."""
    report, paths, made = Report(), [], []
    known: list[str] = []
    try:
        for name, data in files:
            if len(data) > MAX_BYTES:  # before it is written; of a file on disk the reader says the same
                size = f"{len(data) / 1e6:.0f} MB，超过 {MAX_BYTES / 1e6:.0f} MB 上限"
                report.problems.append(f"{safe_name(name)}: {size}；请拆分后再试")
                continue
            path = home.uploads / hashlib.sha256(data).hexdigest()[:12] / safe_name(name)
            if not path.exists():
                made.append(path)
                _write(home, path, data)
            paths.append(path)
        if paths:
            built = building.build(paths, home, store, progress=progress)
            known = built.skipped
            report.problems.extend(built.problems)
    finally:
        present = home.built()
        ids = {Path(source.path): id for id, source in present.documents.items()} if present else {}
        for path in made:
            if path not in ids:
                _drop(path)
    for id in dict.fromkeys(ids[path] for path in paths if path in ids):
        report.found.append(_found(home.extraction(id), id in known))
    return report


def remove(document: str, home: Home, store: Store) -> None:
    """Takes a document out as :func:`search.build.remove` does, and its file if it was uploaded."""
    source = home.manifest().documents.get(document)
    building.remove(document, home, store)
    if source and Path(source.path).is_relative_to(home.uploads):
        _drop(Path(source.path))


def safe_name(name: str) -> str:
    """A name that any file system takes: no folders, no control or direction characters, not hidden, not too long."""
    path = Path(_UNFIT.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip().lstrip("."))
    return f"{path.stem[:LONGEST].strip() or 'document'}{path.suffix[:10]}"


def _write(home: Home, path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        _drop(path)
        raise ZhengtuError(f"{home.uploads}: 上传的文件存不下来（{error.strerror or error}）") from error


def _drop(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.parent.rmdir()


def _found(extraction: Extraction, known: bool) -> Found:
    counts = {name: len(getattr(extraction, name)) for name in COUNTED if name != "phones"}
    counts["phones"] = len({phone for contact in extraction.contacts for phone in contact.phones})
    return Found(extraction.document.id, extraction.document.title, {name: counts[name] for name in COUNTED}, known)
