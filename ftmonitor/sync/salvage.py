"""From a damaged history into the new one: what the server sent is taken in once more, as if it came from there.

A job's log is written in one transaction, and only where the new history has none of it: so it can be broken off
anywhere, be taken up again, and run beside another program. What is missing in a log is a gap like any other.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ftmonitor import format as words
from ftmonitor.errors import StoreError
from ftmonitor.jsontext import parse
from ftmonitor.models.source import Row
from ftmonitor.models.summary import summary_of
from ftmonitor.store import gaps, jobs, notes, summaries
from ftmonitor.store.database import Connection
from ftmonitor.store.runs import Below, Run
from ftmonitor.store.store import Store
from ftmonitor.store.wreck import LostEvent, LostJob, Wreck, put_back, put_beside
from ftmonitor.sync.events import store_at

JOBS_AT_ONCE = 200
"""Jobs of one transaction: some milliseconds."""
FIRST = 50
"""Logs of ended jobs, the newest, that are kept before the engine begins; it asks for events of as many."""
_KEPT_NOTES = (notes.ORGANIZATION, notes.ORGANIZATION_IN_USE, notes.ANSWERED_AT, notes.WATCHED_SINCE)
_NOTHING = "nothing of it could be read, and a new one begins"


class Salvage:
    """Writes into a history what can be read of a damaged file: `begin` before the engine does, `rest` beside it."""

    def __init__(self, store: Store, path: Path) -> None:
        self.words = _NOTHING
        """How much was kept, as half a sentence."""
        self.name = path.name
        self._store = store
        self._path = path
        self._wreck: Wreck | None = None
        self._runs: dict[str, list[Run]] = {}
        self._left: list[tuple[LostJob, int]] = []
        self._jobs = self._events = 0

    async def begin(self) -> None:
        """Keep all jobs, and the logs of those that the engine will ask for."""
        try:
            self._wreck = wreck = await asyncio.to_thread(Wreck, self._path)
        except StoreError:
            return
        try:
            found = await asyncio.to_thread(wreck.jobs)
            for start in range(0, len(found), JOBS_AT_ONCE):
                self._jobs += await self._store.write(_keep_jobs, found[start : start + JOBS_AT_ONCE])
            await self._store.write(_keep_beside, wreck)
            logs, self._runs = await asyncio.to_thread(wreck.logs), await asyncio.to_thread(wreck.runs)
            ended = await self._store.read(_ended)
            self._left = [(job, logs[job.id]) for job in found if job.id in logs]
            first = {job.id for job in found if job.id not in ended} | {
                job.id for job in found if job.id in ended[:FIRST]
            }
            await self._keep_logs(lambda job: job.id in first)
            if found:
                self.words = "what can be read of it is being kept"
        except StoreError as error:
            self._give_up(error)

    async def rest(self) -> None:
        """Keep the other logs, and forget the damaged file; with it in place again, a start finds all done."""
        try:
            await self._keep_logs(lambda job: True)
            await self._store.write(notes.drop, notes.WRECK)
        except StoreError as error:
            self._give_up(error)
        else:
            if self._jobs or self._events:
                jobs_kept, events_kept = words.count(self._jobs), words.count(self._events)
                self.words = f"{jobs_kept} jobs and {events_kept} events that could be read were kept"
            elif self.words != _NOTHING:
                self.words = "what could be read of it was kept before"
        finally:
            if self._wreck is not None:
                self._wreck.close()

    async def _keep_logs(self, wanted: Callable[[LostJob], bool]) -> None:
        wreck = self._wreck
        if wreck is None:
            return
        now = [(job, log) for job, log in self._left if wanted(job)]
        self._left = [(job, log) for job, log in self._left if not wanted(job)]
        for job, log in now:
            self._events += await self._store.write(_keep_log, job, wreck, log, self._runs.get(job.id, ()))

    def _give_up(self, error: StoreError) -> None:
        self.words = f"not all of it could be kept: {error}"


def _ended(connection: Connection) -> list[str]:
    """Return the jobs that have ended, newest first."""
    return [job.id for job in summaries.newest(connection, jobs.count(connection)) if job.phase.ended]


def _keep_jobs(connection: Connection, found: Sequence[LostJob]) -> int:
    """Write the jobs that the history does not have; return how many."""
    held = jobs.raws(connection, [job.id for job in found])
    fresh = [job for job in found if job.id not in held]
    placed = []
    for job in fresh:
        summary = summary_of(_object(job.raw) or {}, job.id)
        placed.append((summary, job.rank if job.rank is not None else -1.0))
    jobs.put(connection, [(job.id, job.raw, bool(job.followed)) for job in fresh], 0.0)
    put_back(connection, fresh)
    summaries.put(connection, placed, notes.next_revision(connection))
    return len(fresh)


def _keep_beside(connection: Connection, wreck: Wreck) -> None:
    """Write what stands beside jobs and events, and what is known about the history."""
    for table, columns, rows in wreck.beside():
        put_beside(connection, table, columns, rows)
    for name, value in wreck.notes().items():
        if name in _KEPT_NOTES and notes.get(connection, name) is None:
            notes.put(connection, name, value)


def _keep_log(connection: Connection, job: LostJob, wreck: Wreck, log: int, before: Sequence[Run]) -> int:
    """Write the events of a job, and what is made of them, if the history has none of them; return how many."""
    if gaps.load(connection, job.id):
        return 0
    positions: list[int] = []
    for some in wreck.events(log):
        rows = [(event.position, row) for event in some if (row := _row(event)) is not None]
        if rows:
            store_at(connection, job.id, [row for _, row in rows], [position for position, _ in rows])
        positions += [position for position, _ in rows]
    gaps.save(connection, job.id, (), rebuilt(before, positions[::-1], gone=bool(job.gone)))
    return len(positions)


def _row(event: LostEvent) -> Row | None:
    raw = _object(event.raw)
    return None if raw is None else Row(event.id, event.raw, raw)


def _object(text: str) -> dict[str, object] | None:
    """Return the object of a text, or None where it is none; nearly all can be read the quick way."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            value = parse(text).value
        except ValueError:
            return None
    return value if isinstance(value, dict) else None


def rebuilt(before: Sequence[Run], positions: Sequence[int], *, gone: bool = False) -> tuple[Run, ...]:
    """Return the runs, newest first, of a log that has events at `positions` (ascending) of what `before` had.

    What is missing under a stretch is asked for again, from the newest event downward; of a job that is `gone` from
    the server it is lost.
    """
    unknown = Below.LOST if gone else Below.OPEN
    stretches: list[list[int]] = []
    borders = {run.first for run in before}
    for position in positions:
        if stretches and position == stretches[-1][1] + 1 and position not in borders:
            stretches[-1][1] = position
        else:
            stretches.append([position, position])
    held = set(positions)
    found = []
    for first, last in stretches:
        run = next((run for run in before if run.first == first), None)
        if run is None or (run.below is Below.JOINED and not _meets(run, before, held)):
            found.append(Run(first, last, unknown))
        elif run.below is Below.OPEN:
            reached = run.cursor_at is not None and first <= run.cursor_at <= last
            cursor = (run.cursor, run.cursor_at) if reached and not gone else (None, None)
            found.append(Run(first, last, unknown, *cursor))
        else:
            found.append(replace(run, first=first, last=last, number=0))
    return tuple(reversed(found))


def _meets(run: Run, before: Sequence[Run], held: set[int]) -> bool:
    """Return whether the newest event of the run below is there, which this one was found to follow."""
    below = max((other.last for other in before if other.last < run.first), default=None)
    return below is not None and below in held
