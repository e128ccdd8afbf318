"""The result file of a job: fetched when it is wanted, decoded, kept in the history and merged into its curves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ftmonitor.errors import FtmonitorError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftmonitor.metrics.series import Series
    from ftmonitor.models.file import File
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.store.database import Connection
    from ftmonitor.store.files import Kept


class Found(NamedTuple):
    """A result file, and what is to be said of it. `text` is whole also where it was too large to be kept."""

    file: Kept
    text: str
    sentence: str


class Reader(Protocol):
    """What can be asked for files: a source, with as many tries as its owner likes."""

    @property
    def why_no_files(self) -> str:
        """Return "" where files can be read, else why not."""
        ...

    async def file(self, file_id: str) -> File:
        """Return what the server knows of a file."""
        ...

    async def file_name(self, file_id: str) -> str:
        """Return what the server calls a file, or ""."""
        ...

    async def file_content(self, file_id: str) -> bytes:
        """Return what is in a file, as sent."""
        ...


class Results:
    """The result files of jobs."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    def why_not(self, raw: Mapping[str, object] | None) -> str:
        """Return "" where a job as sent has a result file that can be read, else why not."""
        reader = self._monitor.reader
        if raw is not None and not file_ids(raw):
            return "this job has no result file: the service makes one when it has succeeded or is paused"
        return reader.why_no_files if reader is not None else ""

    async def fetch(self, job_id: str) -> Found:
        """Return the result file of a job: as the history has it, or else from the server, and then kept.

        Raises:
            ApiError: If the server does not give it.
            StoreError: If the history fails.
            FtmonitorError: If the job has none, or there is nobody to ask.
        """
        ids = await self._ids(job_id)
        held = await self._held(job_id)
        if held is not None and held.content is not None and held.id == ids[0]:
            return Found(held, held.content, held.note)
        reader = self._monitor.reader
        if reader is None:
            raise FtmonitorError(
                f"the result file was not read before, and now there is nobody to ask: "
                f"{self._monitor.link.message or 'there is no connection'}"
            )
        content = await reader.file_content(ids[0])
        name = await reader.file_name(ids[0])
        file, text, series = await asyncio.to_thread(_read, ids[0], name, content, self._monitor.clock.now())
        if not self._monitor.store.read_only:
            await self._monitor.store.write(_keep, job_id, file, series)
            await self._monitor.look_again(job_id)
        return Found(file, text, file.note)

    async def _ids(self, job_id: str) -> Sequence[str]:
        from ftmonitor.jsontext import parse

        text = await self._monitor.store.jobs.text(job_id)
        raw = None if text is None else parse(text).value
        ids = file_ids(raw) if isinstance(raw, dict) else ()
        if not ids:
            raise FtmonitorError(self.why_not({}))
        return ids

    async def _held(self, job_id: str) -> Kept | None:
        from ftmonitor.store import files

        return await self._monitor.store.read(files.newest, job_id)


def file_ids(raw: Mapping[str, object]) -> tuple[str, ...]:
    """Return the ids of the result files that a job as sent names; the first one is that of its metrics."""
    sent = raw.get("result_files")
    return tuple(item for item in sent if isinstance(item, str) and item.strip()) if isinstance(sent, list) else ()


def _read(file_id: str, name: str, content: bytes, now: float) -> tuple[Kept, str, tuple[Series, ...]]:
    from ftmonitor.format import size
    from ftmonitor.metrics.results import decoded, series_of, table
    from ftmonitor.secret import scrub
    from ftmonitor.store.files import LARGEST_KEPT, Kept

    text = scrub(decoded(content))
    found = table(text)
    series = series_of(found)
    if found.fault:
        note = f"the result file {found.fault}: nothing of it is drawn"
    elif len(text) > LARGEST_KEPT:
        note = f"the result file is too large to be kept ({size(len(content))}): its curves are, the file is not"
    else:
        note = "" if series else "there are no numbers in the result file"
    kept = text if len(text) <= LARGEST_KEPT else None
    return Kept(file_id, name, now, len(content), note, kept), text, series


def _keep(connection: Connection, job_id: str, file: Kept, series: Sequence[Series]) -> None:
    from ftmonitor.store import bindable, files, notes, summaries

    files.put(connection, job_id, file, series)
    summaries.mark(connection, bindable.key(job_id), "events", notes.next_revision(connection))
