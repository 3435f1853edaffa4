"""Files → extractions → a new generation of the search index → the graph → the manifest, which makes it all present.

Only what changed is read again. A build that fails or is killed leaves the one before as it was.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph import load
from graph.home import Home, Manifest, Source
from graph.store import Store
from ingest import pipeline
from ingest.errors import UnreadableError, ZhengtuError
from ingest.read import READERS
from ingest.records import Extraction
from search import concepts, encoder, index

Progress = Callable[[str, int, int], None]

FILES_A_PROCESS = 20
"""Starting a process that reads costs about as much as reading so many files."""


@dataclass
class BuildReport:
    """Ids of documents: read now, unchanged, taken out because their file is gone. ``problems``: one line a file."""

    documents: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def build(
    paths: Iterable[str | Path],
    home: Home,
    store: Store,
    encoder: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Adds the documents of files and folders to a home. Documents of earlier builds stay, unless their file lay in
    one of the folders and is gone. ``progress(what, done, total)``. ZhengtuError where nothing can be built."""
    tell = progress or (lambda what, done, total: None)
    paths = list(paths)
    with home.lock():
        before = home.built() or Manifest(pipeline.VERSION)
        report = BuildReport()
        files = _files([Path(path) for path in paths], before)
        documents = dict(before.documents)
        stale = before.pipeline != pipeline.VERSION  # whatever was read by older rules is read again
        sources: dict[str, Source] = {}
        for path, id in files.items():
            try:
                sources[id] = Source(str(path), hashlib.sha256(path.read_bytes()).hexdigest())
            except OSError as error:
                report.problems.append(f"{path}: {error.strerror or error}")
                continue
            if not stale and documents.get(id) == sources[id] and home.extraction_file(id).is_file():
                report.skipped.append(id)
        reading = {id: Path(source.path) for id, source in sources.items() if id not in report.skipped}
        if stale:
            outside = {id: Path(source.path) for id, source in documents.items() if id not in files.values()}
            reading |= {id: path for id, path in outside.items() if path.exists()}
        changed = _read(reading, report, tell)
        documents |= {id: sources[id] for id in changed if id in sources}
        report.removed = _gone([Path(path) for path in paths], files, before)
        if not (files or report.removed):
            named = "、".join(map(str, paths))
            raise ZhengtuError(f"{named}: 里面没有可读的文件；可读的有 {' '.join(sorted(READERS))}")
        for id in report.removed:
            del documents[id]
        if documents or report.removed:  # a first build of which no file could be read leaves nothing behind
            _switch(home, store, before, documents, changed, report.removed, encoder, tell)
    return report


def remove(document_id: str, home: Home, store: Store) -> None:
    """Takes a document and what only it supported out of graph and index. ZhengtuError when it is not there."""
    with home.lock():
        before = home.manifest()
        if document_id not in before.documents:
            known = ", ".join(sorted(before.documents)[:10])
            raise ZhengtuError(f"{document_id}: 没有这份文件；有的是：{known}")
        documents = {id: source for id, source in before.documents.items() if id != document_id}
        _switch(home, store, before, documents, {}, [document_id], before.encoder, lambda what, done, total: None)


def _files(paths: Sequence[Path], before: Manifest) -> dict[Path, str]:
    """Absolute path → document id; a file that was read before keeps its id."""
    found = [path.absolute() for path in pipeline.sources(paths)]
    known = {Path(source.path): id for id, source in before.documents.items()}
    return {
        path: known.get(path, id)
        for path, id in pipeline.identify([*dict.fromkeys([*found, *known])]).items()
        if path in found
    }


def _gone(paths: Sequence[Path], files: dict[Path, str], before: Manifest) -> list[str]:
    folders = [path.absolute() for path in paths if path.is_dir()]
    return [
        id
        for id, source in before.documents.items()
        if id not in files.values() and any(Path(source.path).is_relative_to(folder) for folder in folders)
    ]


def _read(files: Mapping[str, Path], report: BuildReport, tell: Progress) -> dict[str, Extraction]:
    """What can be read; a problem each for the rest."""
    workers = min(os.cpu_count() or 1, len(files) // FILES_A_PROCESS)
    read: dict[str, Extraction] = {}
    for number, (path, id, got) in enumerate(
        pipeline.extract_all(((path, id) for id, path in files.items()), workers), 1
    ):
        tell("读文件", number, len(files))
        if isinstance(got, Extraction):
            read[id] = got
            report.documents.append(id)
        elif isinstance(got, OSError):
            report.problems.append(f"{path}: {got.strerror or got}")
        elif isinstance(got, UnreadableError):
            report.problems.append(str(got))
        else:
            raise got
    return read


def _switch(
    home: Home,
    store: Store,
    before: Manifest,
    documents: dict[str, Source],
    changed: dict[str, Extraction],
    gone: Sequence[str],
    encoder_name: str | None,
    tell: Progress,
) -> None:
    """Extractions and index beside the old ones, the graph document by document, the manifest last."""
    name = encoder.name_of(encoder_name or before.encoder)
    elsewhere = before.graph != store.place
    if not (
        changed or gone or elsewhere or before.generation is None or before.encoder != name or not _usable(home, before)
    ):
        return
    for extraction in changed.values():
        home.save(extraction)
    extractions = [changed.get(id) or home.extraction(id) for id in documents]
    generation = secrets.token_hex(8)
    tables = home.index / f"lexicon-{concepts.key()}"
    concepts.write(tables)
    index.write(
        home.index_of(generation), extractions, encoder.load(name), lambda done, total: tell("建索引", done, total)
    )
    load.prepare(store)
    for id in gone:
        load.remove(store, id)
    held = load.loaded(store)
    loading = [
        extraction for id, extraction in zip(documents, extractions, strict=True) if id in changed or id not in held
    ]
    load.load_all(store, loading, lambda done: tell("写图谱", done, len(loading)))
    home.switch(
        replace(
            before,
            pipeline=pipeline.VERSION,
            encoder=name,
            generation=generation,
            graph=store.place,
            documents=documents,
        )
    )
    for id in gone:
        home.extraction_file(id).unlink(missing_ok=True)
    for folder in home.index.iterdir():
        if folder.name not in (generation, before.generation, tables.name):  # a reader may hold the one before
            shutil.rmtree(folder, ignore_errors=True)


def _usable(home: Home, before: Manifest) -> bool:
    folder = home.index_of(before.generation or "")
    return index.usable(folder) and (home.index / f"lexicon-{concepts.key()}").is_dir()
