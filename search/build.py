"""Files → extractions → a new generation of the search index → the graph → the manifest, which makes it all present.

Only what changed is read again, and what is built is what a clean build of the same files gives. A build that fails or is
killed leaves index and manifest as they were, and the next one brings the graph in line with them.
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
from ingest.version import version
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
    files = [Path(path) for path in paths]
    with home.lock():
        before = home.built() or Manifest(pipeline.VERSION)
        report = BuildReport()
        hashes = _hashes(pipeline.sources(files), report)
        gone = _gone(files, before)
        sources = _named(hashes, before, gone)
        documents = {id: source for id, source in before.documents.items() if id not in gone} | sources
        report.removed = [id for id in gone if id not in sources]
        if not (hashes or report.problems or gone):
            named = "、".join(map(str, files))
            raise ZhengtuError(f"{named}: 里面没有可读的文件；可读的有 {' '.join(sorted(READERS))}")
        stale = before.pipeline != pipeline.VERSION  # whatever was read by older rules is read again
        reading = {}
        for id, source in documents.items():
            if stale or not _is_read(home, id, source, before.documents.get(id)):
                if id in sources or Path(source.path).exists():
                    reading[id] = Path(source.path)
            elif id in sources:
                report.skipped.append(id)
        changed = _read(reading, report, tell)
        for id in set(reading) - set(changed):  # what cannot be read now stays as it was
            if id in before.documents:
                documents[id] = before.documents[id]
            else:
                del documents[id]
        if documents or report.removed:  # a first build of which no file could be read leaves nothing behind
            before = replace(before, pipeline=pipeline.VERSION)
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


def _hashes(files: Iterable[Path], report: BuildReport) -> dict[Path, str]:
    """Absolute path → SHA-256; a problem each for files that cannot be opened."""
    found = {}
    for path in files:
        try:
            found[path.absolute()] = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            report.problems.append(f"{path}: {error.strerror or error}")
    return found


def _gone(paths: Sequence[Path], before: Manifest) -> list[str]:
    """Documents whose file lay in one of the folders, and is not there any more."""
    folders = [path.absolute() for path in paths if path.is_dir()]
    return [
        id
        for id, source in before.documents.items()
        if any(Path(source.path).is_relative_to(folder) for folder in folders) and not Path(source.path).exists()
    ]


def _named(hashes: Mapping[Path, str], before: Manifest, gone: Sequence[str]) -> dict[str, Source]:
    """Document id → file. A file that was read before keeps its id, also under a new name: its content is that of a file
    which is not there any more."""
    known = {Path(source.path): id for id, source in before.documents.items()}
    ids = {path: known[path] for path in hashes if path in known}
    missing: dict[str, list[str]] = {}
    for path, id in known.items():
        if not path.exists():
            missing.setdefault(before.documents[id].sha256, []).append(id)
    for path, digest in hashes.items():
        if path not in ids and missing.get(digest):
            ids[path] = missing[digest].pop(0)
    staying = {path: id for path, id in known.items() if id not in gone}
    taken = {*ids.values(), *staying.values()}
    new = [path for path in hashes if path not in ids]
    for path, id in pipeline.identify([*dict.fromkeys([*new, *ids, *staying])]).items():
        if path in new:
            ids[path] = id if id not in taken else pipeline.told_apart(path)
    return {ids[path]: Source(str(path), digest) for path, digest in hashes.items()}


def _is_read(home: Home, id: str, source: Source, before: Source | None) -> bool:
    """Whether the home holds what is in a file, read by the reader of its ending, and nothing was cut off meanwhile."""
    return (
        before is not None
        and before.sha256 == source.sha256
        and Path(before.path).suffix == Path(source.path).suffix
        and id not in home.unfinished()
        and home.extraction_file(id).is_file()
    )


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
    documents = dict(sorted(documents.items()))
    loader = version("ingest", "graph")
    load.prepare(store)
    held, unfinished = load.loaded(store), home.unfinished()
    if others := held.keys() - documents.keys() - before.documents.keys() - unfinished:
        raise ZhengtuError(
            f"graph {store.place}: 里面有别处建的文件（{'、'.join(sorted(others)[:3])}）；"
            "请换一个空库（NEO4J_DATABASE），或用 `zhengtu build --fresh` 重建"
        )
    again = before.loader != loader or before.graph != store.place  # a graph left behind may hold older states
    loading = [id for id in documents if again or id in changed or id in unfinished or id not in held]
    leaving = held.keys() - documents.keys()
    usable = before.generation is not None and before.encoder == name and _usable(home, before)
    if usable and not (changed or gone or loading or leaving):
        if documents != before.documents:  # files with other names
            home.switch(replace(before, documents=documents), unfinished & set(documents))
        return
    home.begin({*changed, *gone, *unfinished})
    for extraction in changed.values():
        home.save(extraction)
    extractions = {id: changed.get(id) or home.extraction(id) for id in documents}
    generation = secrets.token_hex(8)
    tables = home.index / f"lexicon-{concepts.key()}"
    concepts.write(tables)
    try:
        index.write(
            home.index_of(generation),
            list(extractions.values()),
            encoder.load(name),
            lambda done, total: tell("建索引", done, total),
        )
    except OSError as error:
        shutil.rmtree(home.index_of(generation), ignore_errors=True)
        raise ZhengtuError(
            f"{home.path}: 索引写不进去（{error.strerror or error}）；腾出空间后再运行 zhengtu build"
        ) from error
    for id in sorted(leaving):
        load.remove(store, id)
    load.load_all(store, [extractions[id] for id in loading], lambda done: tell("写图谱", done, len(loading)))
    home.switch(
        replace(
            before,
            encoder=name,
            generation=generation,
            graph=store.place,
            loader=loader,
            documents=documents,
        ),
        unfinished & set(documents) - set(changed),
    )
    for id in gone:
        home.extraction_file(id).unlink(missing_ok=True)
    for folder in home.index.iterdir():
        if folder.name not in (generation, before.generation, tables.name):  # a reader may hold the one before
            shutil.rmtree(folder, ignore_errors=True)


def _usable(home: Home, before: Manifest) -> bool:
    folder = home.index_of(before.generation or "")
    return index.usable(folder) and (home.index / f"lexicon-{concepts.key()}").is_dir()
