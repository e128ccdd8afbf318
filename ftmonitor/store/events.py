"""The event logs, in the server's order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple

from ftmonitor.models.log import LogRow
from ftmonitor.store import bindable, gaps, logs
from ftmonitor.store.database import Connection, Database
from ftmonitor.store.insert import Insert


class Records(NamedTuple):
    """Events as rows, column by column. `times` are seconds since the epoch, 0 where none was sent."""

    ids: Sequence[str]
    times: Sequence[float]
    levels: Sequence[str]
    types: Sequence[str]
    steps: Sequence[int | None]
    messages: Sequence[str]
    raws: Sequence[str]

    def only(self, rows: Sequence[int]) -> Records:
        """Return some of the rows, in the order of `rows`."""
        columns: list[list[Any]] = [[column[row] for row in rows] for column in self]
        return Records(*columns)


_INSERT = Insert(
    "INSERT INTO entries (log, position, id, created_at, level, type, step, message, raw)",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?)",
)
_AT_ONCE = 100
"""Events that are looked for with one question."""


def held(connection: Connection, log: int, records: Records) -> dict[str, int]:
    """Return the positions of those records that the log has already, by id."""
    if not records.ids:
        return {}
    most = 4 * len(records.ids)
    rows = connection.execute(
        "SELECT created_at, id, position FROM entries WHERE log = ? AND created_at BETWEEN ? AND ? LIMIT ?",
        (log, min(records.times), max(records.times), most),
    ).fetchall()
    if not rows:
        return {}
    asked = set(zip(records.times, records.ids, strict=True))
    if len(rows) == most:  # one odd time, or none at all: what is between them may be the whole log
        rows = _each_held(connection, log, tuple(asked))
    return {name: position for time, name, position in rows if (time, name) in asked}


def _each_held(connection: Connection, log: int, keys: Sequence[tuple[float, str]]) -> list[tuple[float, str, int]]:
    found: list[tuple[float, str, int]] = []
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        pairs = ",".join(["(?,?)"] * len(some))
        found += connection.execute(
            f"WITH asked (time, name) AS (VALUES {pairs}) "  # noqa: S608
            "SELECT created_at, id, position FROM asked CROSS JOIN entries "
            "ON log = ? AND created_at = asked.time AND id = asked.name",
            (*chain.from_iterable(some), log),
        )
    return found


def add(connection: Connection, log: int, positions: Sequence[int], records: Records) -> None:
    """Write records at positions that are free; quickest from the newest downward."""
    _INSERT.run(connection, zip(repeat(log), positions, *records), len(positions))


def shift(connection: Connection, log: int, start: int, stop: int, by: int) -> None:
    """Move the events at the positions `start` to `stop` (included) up by `by`: something older came late."""
    where = "WHERE log = ? AND position BETWEEN ? AND ?"
    connection.execute(f"UPDATE entries SET position = -position - ? {where}", (by, log, start, stop))  # noqa: S608
    connection.execute(f"UPDATE entries SET position = -position {where}", (log, -stop - by, -start - by))  # noqa: S608


def count(connection: Connection, job_id: str) -> int:
    """Return how many events the log has."""
    return gaps.spans(connection, job_id).total


def window(connection: Connection, job_id: str, start: int, stop: int) -> tuple[LogRow, ...]:
    """Return the rows `start` to `stop` (not included), by index, oldest first; clipped to what there is."""
    span = gaps.spans(connection, job_id).between(start, stop)
    if span is None:
        return ()
    low, high, index = span
    rows = connection.execute(
        "SELECT id, created_at, level, message, type, step FROM entries "  # noqa: S608
        f"WHERE log = {logs.OF_JOB} AND position BETWEEN ? AND ? ORDER BY position",
        (job_id, low, high),
    ).fetchall()
    return tuple(
        [
            LogRow(at, event_id, created_at or None, level, message, kind, step)
            for at, (event_id, created_at, level, message, kind, step) in enumerate(rows, index)
        ]
    )


def texts(connection: Connection, job_id: str, start: int, stop: int) -> tuple[str, ...]:
    """Return the JSON of the rows `start` to `stop` (not included), as sent, oldest first."""
    span = gaps.spans(connection, job_id).between(start, stop)
    if span is None:
        return ()
    rows = connection.execute(
        f"SELECT raw FROM entries WHERE log = {logs.OF_JOB} AND position BETWEEN ? AND ? ORDER BY position",  # noqa: S608
        (job_id, span[0], span[1]),
    )
    return tuple([row[0] for row in rows])


def index_of(connection: Connection, job_id: str, event_id: str, created_at: float | None = None) -> int | None:
    """Return the index of an event, or None. Without its time (0 where it has none) it is looked for downward."""
    wanted = f"SELECT position FROM entries WHERE log = {logs.OF_JOB} AND id = ?"  # noqa: S608
    if created_at is None:
        row = connection.execute(f"{wanted} ORDER BY position DESC LIMIT 1", (job_id, event_id)).fetchone()
    else:
        row = connection.execute(f"{wanted} AND created_at = ?", (job_id, event_id, created_at)).fetchone()
    return gaps.spans(connection, job_id).below(row[0]) if row else None


def index_at(connection: Connection, job_id: str, step: int, time: float) -> int | None:
    """Return the index of the event that told of a step at a time, in seconds since the epoch, or None."""
    row = connection.execute(
        f"SELECT position FROM entries WHERE log = {logs.OF_JOB} AND created_at = ? AND step = ?",  # noqa: S608
        (job_id, time, step),
    ).fetchone()
    return gaps.spans(connection, job_id).below(row[0]) if row else None


def alarms(connection: Connection, job_id: str) -> tuple[float, ...]:
    """Return when a job warned or failed, in seconds since the epoch, oldest first, where the time is known."""
    rows = connection.execute(
        f"SELECT created_at FROM entries WHERE log = {logs.OF_JOB} AND level <> 'info' AND created_at > 0 "  # noqa: S608
        "AND lower(level) IN ('warn', 'warning', 'error', 'critical', 'fatal') ORDER BY position",
        (job_id,),
    )
    return tuple([row[0] for row in rows])


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
