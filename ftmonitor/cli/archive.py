"""The history in the place of a server: what the commands that only read get with --offline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Protocol

from ftmonitor.errors import NotFound
from ftmonitor.jsontext import parse
from ftmonitor.models.file import File
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row
from ftmonitor.store import bindable, checkpoints, files, jobs
from ftmonitor.store.store import Store
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

CHUNK = 500
"""Rows read at once."""


class JobsReader(Protocol):
    """The jobs, of a server or of the history."""

    def iterate(
        self, limit: int | None = None, metadata: Mapping[str, str] | Literal["null"] | None = None
    ) -> AsyncIterator[Row]:
        """Yield all jobs, newest first."""
        ...

    async def retrieve_row(self, job_id: str) -> Row:
        """Return one job."""
        ...


class RowsReader(Protocol):
    """The events or checkpoints of a job."""

    def iterate(self, job_id: str, limit: int | None = None) -> AsyncIterator[Row]:
        """Yield them all, newest first."""
        ...


class FilesReader(Protocol):
    """The files."""

    async def content(self, file_id: str) -> bytes:
        """Return what is in a file."""
        ...

    async def retrieve(self, file_id: str) -> File:
        """Return a file without its content."""
        ...


class Reader(Protocol):
    """What a command reads from: a client, or an `Archive`."""

    @property
    def jobs(self) -> JobsReader:
        """The jobs."""
        ...

    @property
    def events(self) -> RowsReader:
        """The events."""
        ...

    @property
    def checkpoints(self) -> RowsReader:
        """The checkpoints."""
        ...

    @property
    def files(self) -> FilesReader:
        """The files."""
        ...


class Archive:
    """A history, asked as a client is. Raises NotFound for what it does not hold."""

    def __init__(self, store: Store) -> None:
        self.jobs = _Jobs(store)
        self.events = _Events(store)
        self.checkpoints = _Checkpoints(store)
        self.files = _Files(store)


class _Jobs:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def iterate(
        self, limit: int | None = None, metadata: Mapping[str, str] | Literal["null"] | None = None
    ) -> AsyncIterator[Row]:
        """Yield all jobs, newest first; all have to be looked at by the caller, whatever `metadata` says."""
        start = 0
        while texts := await self._store.read(jobs.texts, start, CHUNK):
            for text in texts:
                yield row_of(parse(text))
            start += len(texts)

    async def retrieve_row(self, job_id: str) -> Row:
        """Return one job."""
        text = await self._store.jobs.text(job_id)
        if text is None:
            raise NotFound(f"the history holds no job {one_line(job_id, 80)}: ask the server for it, without --offline")
        return row_of(parse(text), asked=job_id)


class _Events:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def iterate(self, job_id: str, limit: int | None = None) -> AsyncIterator[Row]:
        """Yield the events that are held, newest first."""
        await _Jobs(self._store).retrieve_row(job_id)
        stop = await self._store.events.count(job_id)
        while stop > 0:
            start = max(0, stop - CHUNK)
            for text in reversed(await self._store.events.texts(job_id, start, stop)):
                yield row_of(parse(text))
            stop = start


class _Checkpoints:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def iterate(self, job_id: str, limit: int | None = None) -> AsyncIterator[Row]:
        """Yield the checkpoints that are held, the highest step first."""
        await _Jobs(self._store).retrieve_row(job_id)
        for text in await self._store.read(checkpoints.texts, bindable.key(job_id)):
            yield row_of(parse(text))


class _Files:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def content(self, file_id: str) -> bytes:
        """Return a result file that is held, decoded."""
        kept = await self._kept(file_id)
        if kept.content is None:
            raise NotFound(
                f"the history holds only the curves of the file {one_line(file_id, 80)}, which is very large: "
                "ask the server for it, without --offline"
            )
        return kept.content.encode("utf-8", "surrogatepass")

    async def retrieve(self, file_id: str) -> File:
        """Return what is known of a result file that is held."""
        kept = await self._kept(file_id)
        return File.read({"id": kept.id, "filename": kept.name, "bytes": kept.bytes}, "", row_id=kept.id)

    async def _kept(self, file_id: str) -> files.Kept:
        kept = await self._store.read(files.by_id, file_id)
        if kept is None:
            raise NotFound(
                f"the history does not hold the file {one_line(file_id, 80)}: ask the server, without --offline"
            )
        return kept
