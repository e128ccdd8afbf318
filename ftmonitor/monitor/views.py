"""The questions about the history, one noun a class. All of them read the store; none waits for the network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftmonitor.metrics.series import Series
    from ftmonitor.models.checkpoint import Checkpoint
    from ftmonitor.models.job import Job
    from ftmonitor.models.log import LogRow, Outline
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.store.database import Connection
    from ftmonitor.store.store import Store


class Jobs:
    """The jobs, newest first."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: tuple[str, Job] | None = None

    def first(self) -> tuple[JobSummary, ...]:
        """Return the summaries without a running loop: for the first frame."""
        return self._store.first()

    async def summaries(self) -> tuple[JobSummary, ...]:
        """Return all summaries, in the server's order."""
        return await self._store.summaries.all()

    async def whole(self) -> bool:
        """Return whether the server's list was walked to its end, and every new job since seen."""
        from ftmonitor.store.cursors import Walk

        return (await self._store.cursors.jobs()).walk is Walk.DONE

    async def get(self, job_id: str) -> Job | None:
        """Return the job as last sent, or None where the history has none of that id."""
        text = await self._store.jobs.text(job_id)
        if text is None:
            return None
        if self._read is None or self._read[0] != text:  # the same job is asked for with each of its events
            self._read = (text, await asyncio.to_thread(_read_job, text))
        return self._read[1]

    async def values(self, ids: Sequence[str], paths: Sequence[Sequence[str]]) -> dict[str, tuple[object, ...]]:
        """Return what stands at paths (see `query.path`) in jobs as sent, by id; some hundred jobs at once."""
        return await self._store.read(_values, ids, paths)

    async def text(self, job_id: str) -> str | None:
        """Return the job's JSON as sent."""
        return await self._store.jobs.text(job_id)


class Events:
    """The event log of a job, rows by index, oldest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def outline(self, job_id: str, held: LogRow | None = None, newest: int = 0) -> Outline:
        """Return how many events are in the history and where some may be missing, with the `newest` so many rows.

        `held` is a row that the caller looks at: `Outline.shift` says by how far it has moved up.
        """
        return await self._store.read(_outline, job_id, held, newest)

    async def window(self, job_id: str, start: int, stop: int) -> tuple[LogRow, ...]:
        """Return the rows with `start <= index < stop`."""
        return await self._store.events.window(job_id, start, stop)

    async def texts(self, job_id: str, start: int, stop: int) -> tuple[str, ...]:
        """Return the JSON, as sent, of the rows with `start <= index < stop`."""
        return await self._store.events.texts(job_id, start, stop)

    async def index_at(self, job_id: str, step: int, time: float) -> int | None:
        """Return the index of the event that told of a step at a time, or None."""
        return await self._store.read(_index_at, job_id, step, time)


class Metrics:
    """The curves of a job."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def series(self, job_id: str) -> tuple[Series, ...]:
        """Return every series of the job: of its events, its checkpoints and its result file, each told by `source`."""
        events = await self._store.points.series(job_id)
        texts, results = await self._store.read(_beside, job_id)
        return await asyncio.to_thread(_merged, events, texts, results) if texts or results else events

    async def alarms(self, job_id: str) -> tuple[float, ...]:
        """Return when the job warned or failed, in seconds since the epoch, oldest first."""
        return await self._store.read(_alarms, job_id)


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


def _values(
    connection: Connection, ids: Sequence[str], paths: Sequence[Sequence[str]]
) -> dict[str, tuple[object, ...]]:
    from ftmonitor.query import path as query_path
    from ftmonitor.store import jobs

    found = {}
    for job_id, text in jobs.raws(connection, ids).items():
        raw = _object(text)
        found[job_id] = tuple(query_path.at(raw, path) for path in paths)
    return found


def _object(text: str) -> object:
    """Return the value of a job's JSON; nearly all can be read the quick way."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        from ftmonitor.jsontext import parse

        try:
            return parse(text).value
        except ValueError:
            return None


def _read_checkpoints(texts: tuple[str, ...]) -> tuple[Checkpoint, ...]:
    from ftmonitor.models.checkpoint import Checkpoint

    return tuple(Checkpoint.read_text(text) for text in texts)


def _outline(connection: Connection, job_id: str, held: LogRow | None, newest: int) -> Outline:
    """Ask all of it in one go: a page that is written in between would set its parts at odds."""
    from ftmonitor.models.log import Outline
    from ftmonitor.store import bindable, events, gaps, jobs

    key = bindable.key(job_id)
    standing = next(iter(jobs.standings(connection, [key])), None)
    found = gaps.of(connection, key)
    if standing is None or standing.gone:  # nobody is left to ask
        found = tuple(replace(gap, lost=True) for gap in found)
    count = events.count(connection, key)
    now_at = None if held is None else events.index_of(connection, key, bindable.key(held.id), held.time or 0.0)
    return Outline(
        count,
        found,
        loaded=standing is not None and not standing.gap and (standing.begun or standing.quiet > 0),
        shift=0 if held is None or now_at is None else now_at - held.index,
        newest=events.window(connection, key, count - newest, count) if newest else (),
    )


def _index_at(connection: Connection, job_id: str, step: int, time: float) -> int | None:
    from ftmonitor.store import bindable, events

    return events.index_at(connection, bindable.key(job_id), step, time)


def _alarms(connection: Connection, job_id: str) -> tuple[float, ...]:
    from ftmonitor.store import bindable, events

    return events.alarms(connection, bindable.key(job_id))


def _beside(connection: Connection, job_id: str) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """Return what else tells of a job's metrics: its checkpoints as sent, and the curves of its result file."""
    from ftmonitor.store import bindable, checkpoints, files

    return checkpoints.texts(connection, bindable.key(job_id)), files.series(connection, job_id)


def _merged(events: tuple[Series, ...], texts: tuple[str, ...], results: tuple[Series, ...]) -> tuple[Series, ...]:
    from ftmonitor.jsontext import parse
    from ftmonitor.metrics.merge import merged, of_checkpoints

    raws = (parse(text).value for text in texts)
    return merged(events, of_checkpoints(raw for raw in raws if isinstance(raw, dict)), results)
