"""The home: one folder with everything that a build makes, switched from one whole build to the next.

::

    extractions/<document id>.json   what the pipeline saw in each document
    unfinished.json                  the documents that a build was changing when it was cut off
    index/<generation>/              the search index; a build writes a new one beside the old
    uploads/…                        files that came from a browser (:mod:`search.uploads`)
    graph/                           the embedded database, its configuration and log
    server.json, server.log          where the embedded server answers (owner only), and what it said
    manifest.json                    which build is the present one; written last, renamed into place
    build.lock, server.lock          one build and one server starter at a time
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.errors import ZhengtuError
from ingest.records import Extraction, dumps, loads

FORMAT = 1  # raised when a home of before can no longer be read

DEFAULT = Path(".zhengtu")
LONGEST = 200  # bytes of a name that leave room for what a file system lets us add to it


@dataclass(frozen=True, slots=True)
class Source:
    """One document of a build: the file it came from (absolute path as text) and the SHA-256 of its bytes, in hex."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The present build. ``documents`` by document id; ``encoder`` the name or path the index was made with,
    ``generation`` the folder of the index, ``graph`` the server that holds the graph (``Store.place``), ``loader`` the
    version of the program that loaded it."""

    pipeline: str
    encoder: str | None = None
    generation: str | None = None
    graph: str = "embedded"
    documents: dict[str, Source] = field(default_factory=dict)
    loader: str | None = None
    format: int = FORMAT


class BusyError(ZhengtuError):
    """Another build of the same home is running."""


class Home:
    """Paths, manifest and lock of a home. Making one touches nothing; :meth:`create` makes the folder."""

    def __init__(self, path: str | os.PathLike[str] = DEFAULT) -> None:
        self.path = Path(path).expanduser().absolute()
        self.extractions = self.path / "extractions"
        self.index = self.path / "index"
        self.graph = self.path / "graph"
        self.uploads = self.path / "uploads"
        self.server_file = self.path / "server.json"
        self.server_log = self.path / "server.log"
        self.manifest_file = self.path / "manifest.json"
        self.unfinished_file = self.path / "unfinished.json"

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    def create(self) -> Home:
        """The folder, made where it is missing; ZhengtuError where that is not possible."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.extractions.mkdir(exist_ok=True)
            self.index.mkdir(exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        if not os.access(self.path, os.W_OK):
            raise ZhengtuError(f"{self.path}: the home is read-only; choose another folder with --home")
        return self

    # -- which build is the present one

    def manifest(self) -> Manifest:
        """The present build; ZhengtuError when there is none or another version of the program made it."""
        manifest = self.built()
        if manifest is None:
            raise ZhengtuError(f"{self.path}: not built yet: run `zhengtu build`")
        return manifest

    def built(self) -> Manifest | None:
        """Like :meth:`manifest`, but None before the first build."""
        try:
            found = json.loads(self.manifest_file.read_text("utf-8"))
            made_by = found["format"]
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise ZhengtuError(f"{self.manifest_file}: cannot be read ({error.strerror})") from error
        except (ValueError, KeyError, TypeError):
            raise self._other_version("is damaged") from None
        if made_by != FORMAT:
            raise self._other_version(f"was built by another version of zhengtu (format {made_by}, not {FORMAT})")
        try:
            documents = {id: Source(**source) for id, source in found.pop("documents").items()}
            return Manifest(**found, documents=documents)
        except (KeyError, TypeError, AttributeError):
            raise self._other_version("is damaged") from None

    def switch(self, manifest: Manifest, unfinished: Collection[str] = ()) -> None:
        """Makes a build the present one, in one step: readers see the old build or the new one, never a part."""
        self.write(self.manifest_file, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        if unfinished:
            self.begin(unfinished)
        else:
            self.unfinished_file.unlink(missing_ok=True)

    def unfinished(self) -> set[str]:
        """The documents that builds were changing when they were cut off: graph and extractions may hold either state."""
        return set((self.read_json(self.unfinished_file) or {}).get("documents") or ())

    def begin(self, documents: Iterable[str]) -> None:
        """Written before a build changes anything; :meth:`switch` takes it back."""
        self.write(self.unfinished_file, json.dumps({"documents": sorted(documents)}, ensure_ascii=False))

    def clear(self) -> None:
        """Takes away what builds made, whatever its state or version; the next one clears the index."""
        self.manifest_file.unlink(missing_ok=True)
        for folder in (self.extractions, self.graph):
            shutil.rmtree(folder, ignore_errors=True)
        self.unfinished_file.unlink(missing_ok=True)

    def index_of(self, generation: str) -> Path:
        return self.index / generation

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held by the one build of a home; BusyError at once where another one is at work."""
        import portalocker

        self.create()
        try:
            with portalocker.Lock(self.path / "build.lock", "a", timeout=0, fail_when_locked=True):
                yield
        except portalocker.LockException:
            raise BusyError(f"{self.path}: another build is running; wait for its end, or use another --home") from None

    # -- what the pipeline saw

    def extraction_file(self, document: str) -> Path:
        if len(document.encode()) > LONGEST:
            document = f"{document[: LONGEST // 8]}…{hashlib.sha256(document.encode()).hexdigest()[:16]}"
        return self.extractions / f"{document}.json"

    def save(self, extraction: Extraction) -> None:
        self.write(self.extraction_file(extraction.document.id), dumps(extraction))

    def extraction(self, document: str) -> Extraction:
        """What the pipeline saw in a document of the build; ZhengtuError when the file is missing or damaged."""
        path = self.extraction_file(document)
        try:
            return loads(path.read_bytes())
        except (OSError, ValueError) as error:  # pydantic.ValidationError is a ValueError
            raise self._other_version(f"lacks a readable {path.name}") from error

    # -- files

    def write(self, path: Path, text: str) -> None:
        """A text file, replaced whole and on disk before its name points to it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by the owner only
            try:
                with open(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(beside, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(beside)
                raise
        except OSError as error:
            raise self._unwritable(error) from error

    def read_json(self, path: Path) -> dict[str, Any] | None:
        """A JSON object of the home; None where the file is missing or no JSON object."""
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _unwritable(self, error: OSError) -> ZhengtuError:
        return ZhengtuError(
            f"{self.path}: cannot write the home ({error.strerror or error}); choose another with --home"
        )

    def _other_version(self, what: str) -> ZhengtuError:
        return ZhengtuError(f"{self.path}: the home {what}; run `zhengtu build --fresh`")
