"""The event logs, in the server's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from ftmonitor.models.log import LogRow
from ftmonitor.store import bindable, gaps, runs
from ftmonitor.store.database import Connection, Database


class Record(NamedTuple):
    """One event as a row. `created_at` is in seconds since the epoch, 0 where none was sent."""

    id: str
    created_at: float
    level: str
    type: str
    step: int | None
    message: str
    raw: str


def held(connection: Connection, job_id: str, records: Sequence[Record]) -> dict[str, int]:
    """Return the positions of those records that the log has already, by id."""
    keys = [(record.created_at, record.id) for record in records]
    if not keys:
        return {}
    pairs = ",".join(["(?,?)"] * len(keys))
    rows = connection.execute(
        f"WITH asked (time, name) AS (VALUES {pairs}) SELECT id, position FROM asked CROSS JOIN events "  # noqa: S608
        "ON job_id = ? AND created_at = asked.time AND id = asked.name",
        (*chain.from_iterable(keys), job_id),
    )
    return dict(rows.fetchall())


def add(connection: Connection, job_id: str, rows: Iterable[tuple[int, Record]]) -> None:
    """Write records at positions that are free."""
    connection.executemany(
        "INSERT INTO events (job_id, position, id, created_at, level, type, step, message, raw) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(job_id, position, *record) for position, record in rows],
    )


def shift(connection: Connection, job_id: str, start: int, stop: int, by: int) -> None:
    """Move the events at the positions `start` to `stop` (included) up by `by`: something older came late."""
    where = "WHERE job_id = ? AND position BETWEEN ? AND ?"
    for table in ("events", "points"):
        connection.execute(f"UPDATE {table} SET position = -position - ? {where}", (by, job_id, start, stop))  # noqa: S608
        connection.execute(
            f"UPDATE {table} SET position = -position {where}",  # noqa: S608
            (job_id, -stop - by, -start - by),
        )


def count(connection: Connection, job_id: str) -> int:
    """Return how many events the log has."""
    return runs.total(gaps.load(connection, job_id))


def window(connection: Connection, job_id: str, start: int, stop: int) -> tuple[LogRow, ...]:
    """Return the rows `start` to `stop` (not included), by index, oldest first; clipped to what there is."""
    span = runs.span(gaps.load(connection, job_id), start, stop)
    if span is None:
        return ()
    low, high, index = span
    rows = connection.execute(
        "SELECT id, created_at, level, message, type, step FROM events "
        "WHERE job_id = ? AND position BETWEEN ? AND ? ORDER BY position",
        (job_id, low, high),
    ).fetchall()
    return tuple(
        LogRow(at, event_id, created_at or None, level, message, kind, step)
        for at, (event_id, created_at, level, message, kind, step) in enumerate(rows, index)
    )


def texts(connection: Connection, job_id: str, start: int, stop: int) -> tuple[str, ...]:
    """Return the JSON of the rows `start` to `stop` (not included), as sent, oldest first."""
    span = runs.span(gaps.load(connection, job_id), start, stop)
    if span is None:
        return ()
    rows = connection.execute(
        "SELECT raw FROM events WHERE job_id = ? AND position BETWEEN ? AND ? ORDER BY position",
        (job_id, span[0], span[1]),
    )
    return tuple(row[0] for row in rows)


def index_of(connection: Connection, job_id: str, event_id: str, created_at: float | None = None) -> int | None:
    """Return the index of an event, or None. Without its time (0 where it has none) the whole log is looked through."""
    wanted = "SELECT position FROM events WHERE job_id = ? AND id = ?"
    if created_at is None:
        row = connection.execute(wanted, (job_id, event_id)).fetchone()
    else:
        row = connection.execute(f"{wanted} AND created_at = ?", (job_id, event_id, created_at)).fetchone()
    return runs.index_above(gaps.load(connection, job_id), row[0]) if row else None


class Events:
    """The event logs; rows are named by index, 0 the oldest that is held."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, job_id: str) -> int:
        """Return how many events the log of a job has."""
        return await self._database.read(count, bindable.key(job_id))

    async def window(self, job_id: str, start: int, stop: int) -> tuple[LogRow, ...]:
        """Return the rows `start` to `stop` (not included), oldest first; clipped to what there is."""
        return await self._database.read(window, bindable.key(job_id), start, stop)

    async def texts(self, job_id: str, start: int, stop: int) -> tuple[str, ...]:
        """Return the JSON of those rows, as sent."""
        return await self._database.read(texts, bindable.key(job_id), start, stop)

    async def index_of(self, job_id: str, event_id: str, created_at: float | None = None) -> int | None:
        """Return the index of an event, or None where the log does not have it; quick where its time is given."""
        return await self._database.read(index_of, bindable.key(job_id), bindable.key(event_id), created_at)
