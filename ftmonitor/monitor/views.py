"""The questions about the history, one noun a class. All of them read the store; none waits for the network."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ftmonitor.metrics.series import Series
from ftmonitor.models.log import LogRow
from ftmonitor.models.summary import JobSummary
from ftmonitor.store.store import Store

if TYPE_CHECKING:
    from ftmonitor.models.checkpoint import Checkpoint
    from ftmonitor.models.job import Job


class Jobs:
    """The jobs, newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def first(self) -> tuple[JobSummary, ...]:
        """Return the summaries without a running loop: for the first frame."""
        return self._store.first()

    async def summaries(self) -> tuple[JobSummary, ...]:
        """Return all summaries, in the server's order."""
        return await self._store.summaries.all()

    async def get(self, job_id: str) -> Job | None:
        """Return the job as last sent, or None where the history has none of that id."""
        text = await self._store.jobs.text(job_id)
        return None if text is None else await asyncio.to_thread(_read_job, text)

    async def text(self, job_id: str) -> str | None:
        """Return the job's JSON as sent."""
        return await self._store.jobs.text(job_id)


class Events:
    """The event log of a job, rows by index, oldest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def count(self, job_id: str) -> int:
        """Return how many events are in the history."""
        return await self._store.events.count(job_id)

    async def window(self, job_id: str, start: int, stop: int) -> tuple[LogRow, ...]:
        """Return the rows with `start <= index < stop`."""
        return await self._store.events.window(job_id, start, stop)

    async def index_of(self, job_id: str, row: LogRow) -> int | None:
        """Return where a row is now: older events that come in later move it."""
        return await self._store.events.index_of(job_id, row.id, row.time or 0.0)

    async def loaded(self, job_id: str) -> bool:
        """Return whether the log is whole as far as is known: its events were asked for, and no gap is open."""
        standing = await self._store.jobs.standing(job_id)
        return standing is not None and not standing.gap and (standing.begun or standing.quiet > 0)

    async def texts(self, job_id: str, start: int, stop: int) -> tuple[str, ...]:
        """Return the JSON, as sent, of the rows with `start <= index < stop`."""
        return await self._store.events.texts(job_id, start, stop)


class Metrics:
    """The curves of a job."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def series(self, job_id: str) -> tuple[Series, ...]:
        """Return every series of the job's events."""
        return await self._store.points.series(job_id)


class Checkpoints:
    """The checkpoints of a job."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def list(self, job_id: str) -> tuple[Checkpoint, ...]:
        """Return the checkpoints, highest step first, as the server sends them."""
        texts = await self._store.checkpoints.texts(job_id)
        return await asyncio.to_thread(_read_checkpoints, texts) if texts else ()


def _read_job(text: str) -> Job:
    from ftmonitor.models.job import Job

    return Job.read_text(text)


def _read_checkpoints(texts: tuple[str, ...]) -> tuple[Checkpoint, ...]:
    from ftmonitor.models.checkpoint import Checkpoint

    return tuple(Checkpoint.read_text(text) for text in texts)
