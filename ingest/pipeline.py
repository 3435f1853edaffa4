"""One document through the pipeline: file → clean text → spaCy Doc → records.

``spacy.blank("zh")`` with the jieba segmenter, then one component a concern. Each component is registered by name
(``zhengtu_citations`` …), reads and adds to ``doc._.draft`` and writes a typed span group of the same name, so that
another form is one more component: ``nlp.add_pipe("my_component", after="zhengtu_contacts")``.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from functools import cache
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

import jieba

from ingest.imports import without

with without("torch", "tensorflow", "mxnet", "cupy"):  # spaCy's models would run on them; we train none
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

from ingest import (
    areas,
    citations,
    conditions,
    contacts,
    departments,
    duties,
    organisations,
    outline,
    programs,
    quantities,
)
from ingest.clean import clean
from ingest.draft import Draft, mark
from ingest.errors import UnreadableError, ZhengtuError
from ingest.head import head
from ingest.read import READERS, read
from ingest.records import Document, Extraction
from ingest.text import CleanText
from ingest.validity import validity
from ingest.version import version

VERSION = version("ingest")
"""The state of the rules: built homes read unchanged files again when this room has changed."""

Component = Callable[[Doc], Doc]


@Language.component("zhengtu_outline")
def outline_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    found = head(draft.source)
    draft.document, draft.noise, draft.own_titles = found.document, found.noise, found.own_titles
    draft.items = outline.outline(draft.source, found.titles, found.body, found.lists, found.foot)
    draft.headings = outline.headings(draft.source, draft.items)
    mark(doc, "headings", (h.span for h in draft.headings))
    mark(doc, "noise", draft.noise)
    return doc


@Language.component("zhengtu_citations")
def citations_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    draft.regulations = list(citations.regulations(draft.source, draft.own_titles, draft.document.doc_number))
    mark(doc, "citations", (m for g in draft.regulations for m in g.mentions))
    return doc


@Language.component("zhengtu_validity")
def validity_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    draft.document = validity(draft.source, draft.document)
    return doc


@Language.component("zhengtu_contacts")
def contacts_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    draft.contacts = list(contacts.contacts(draft.source, draft.noise))
    mark(doc, "contacts", (c.span for c in draft.contacts))
    return doc


@Language.component("zhengtu_duties")
def duties_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    draft.tasks = list(duties.tasks(draft.source, draft.items))
    return doc


@Language.component("zhengtu_programs")
def programs_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    draft.programs = programs.programs(draft.source, draft.document, draft.items, draft.regulations, draft.contacts)
    draft.tasks = programs.without_fields(draft.tasks, draft.programs)
    draft.support_areas = areas.support_areas(draft.source, draft.items)
    draft.program_areas = areas.program_areas(draft.source, draft.items, draft.programs)
    draft.conditions = conditions.conditions(draft.source, draft.items, draft.programs)
    mark(doc, "tasks", (t.span for t in draft.tasks))
    mark(doc, "programs", (p.span for p in draft.programs))
    mark(doc, "areas", [a.span for a in draft.support_areas] + [a.span for a in draft.program_areas])
    mark(doc, "conditions", (c.span for c in draft.conditions))
    return doc


@Language.component("zhengtu_departments")
def departments_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    draft.departments = list(
        departments.departments(draft.source, draft.document, draft.tasks, draft.programs, draft.contacts)
    )
    mark(doc, "departments", (s for d in draft.departments for s in d.spans))
    return doc


@Language.component("zhengtu_quantities")
def quantities_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    issued = int(draft.document.date[:4]) if draft.document.date else None
    draft.quantities = list(quantities.quantities(draft.source, draft.items, issued))
    mark(doc, "quantities", (q.span for q in draft.quantities))
    return doc


@Language.component("zhengtu_organisations")
def organisations_component(doc: Doc) -> Doc:
    draft: Draft = doc._.draft
    draft.organisations = list(organisations.organisations(draft.source, draft.items, draft.noise))
    mark(doc, "organisations", (o.span for o in draft.organisations))
    return doc


PIPES = (
    "zhengtu_outline",
    "zhengtu_citations",
    "zhengtu_validity",
    "zhengtu_contacts",
    "zhengtu_duties",
    "zhengtu_programs",
    "zhengtu_departments",
    "zhengtu_quantities",
    "zhengtu_organisations",
)


@cache
def pipeline() -> Language:
    """The spaCy pipeline, made once a process; jieba's dictionary is loaded with the first text."""
    jieba.setLogLevel(logging.WARNING)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.max_length = 100_000_000
    for name in PIPES:
        nlp.add_pipe(name)
    return nlp


def process(source: CleanText) -> Doc:
    """The Doc of a clean text, with every span group and ``doc._.draft``."""
    nlp = pipeline()
    # as nlp.make_doc, in a time that grows with the text, not with its square
    words = [word for word in jieba.cut(source.text) if word]
    doc = Doc(nlp.vocab, words, [False] * len(words))
    doc._.draft = Draft(source, Document(source.id, source.id))
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def extraction(doc: Doc) -> Extraction:
    """The records of a Doc that went through :func:`process`."""
    draft: Draft = doc._.draft
    source = draft.source
    found = {name: tuple(getattr(draft, name)) for name in _LISTS}
    return Extraction(draft.document, source.text, lines=tuple(zip(source.starts, source.lines, strict=True)), **found)


_LISTS = tuple(f.name for f in fields(Extraction) if f.name not in ("document", "text", "lines"))


def extract(path: str | Path, id: str | None = None) -> Extraction:
    """What the pipeline sees in one file; ``id`` is the file's name without the ending unless given.
    UnreadableError where the file is no readable document."""
    path = Path(path)
    return extraction(process(clean(id or path.stem, read(path))))


def extract_all(items: Iterable[tuple[Path, str]], workers: int) -> Iterator[tuple[Path, str, Extraction | Exception]]:
    """Each (path, id) in order with what :func:`extract` gave or raised. More than one of the ``workers`` is a process
    each; only a few files a worker are under way at a time. Where a file ends its process, those under way are read
    again one by one, and the others go on."""
    if workers <= 1:
        yield from ((path, id, _one(path, id)) for path, id in items)
        return
    pool, alone = _Pool(workers), _Pool(1)
    under_way: deque[tuple[Path, str, Future[Extraction | Exception]]] = deque()

    def first() -> tuple[Path, str, Extraction | Exception]:
        path, id, future = under_way.popleft()
        for again in (False, True):
            try:
                return path, id, (alone.submit(path, id) if again else future).result()
            except BrokenProcessPool:
                continue
        return path, id, UnreadableError(f"{path.name}: 读它的进程中断了，可能内存不足；请拆分后再试")

    try:
        for path, id in items:
            under_way.append((path, id, pool.submit(path, id)))
            if len(under_way) > 3 * workers:
                yield first()
        while under_way:
            yield first()
    finally:
        pool.close()
        alone.close()


class _Pool:
    """Processes that begin afresh (a fork would copy the locks of the asking threads), made with the first file and
    again after one ended them."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._processes: ProcessPoolExecutor | None = None

    def submit(self, path: Path, id: str) -> Future[Extraction | Exception]:
        if self._processes is not None:
            try:
                return self._processes.submit(_one, path, id)
            except BrokenProcessPool:
                self.close()
        method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
        context = get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload([__name__])
        self._processes = ProcessPoolExecutor(self._workers, context, initializer=pipeline)
        return self._processes.submit(_one, path, id)

    def close(self) -> None:
        if self._processes is not None:
            self._processes.shutdown(cancel_futures=True)
            self._processes = None


def _one(path: Path, id: str) -> Extraction | Exception:
    try:
        return extract(path, id)
    except Exception as error:
        return error if isinstance(error, ZhengtuError) else RuntimeError(f"{path.name}: {error!r}")


def sources(paths: Iterable[str | Path]) -> list[Path]:
    """The files to read: those named, and those below folders that a reader knows (hidden ones, SOURCES and README
    left out), each once, sorted within a folder. UnreadableError where a path does not exist."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in READERS and p.is_file())
            found |= dict.fromkeys(
                p
                for p in inside
                if not any(part.startswith(".") for part in p.relative_to(path).parts)
                and not p.name.upper().startswith(_ABOUT)
            )
        elif path.exists():
            found[path] = None
        else:
            raise UnreadableError(f"{path}: 没有这个文件或文件夹")
    return list(found)


_ABOUT = ("SOURCES", "README")  # about a folder of documents, not one of them


def identify(paths: Iterable[Path]) -> dict[Path, str]:
    """A document id for every file: its name without the ending, with a suffix made of its path where two would be
    equal."""
    paths = list(paths)
    stems: dict[str, list[Path]] = {}
    for path in paths:
        stems.setdefault(path.stem, []).append(path)
    ids: dict[Path, str] = {}
    for stem, same in stems.items():
        ids |= {path: stem if len(same) == 1 else told_apart(path) for path in same}
    return ids


def told_apart(path: Path) -> str:
    """The id of a file whose name another file has, too."""
    return f"{path.stem}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
