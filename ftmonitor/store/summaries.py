"""What lists show: one row a job, renewed in the transaction of whatever changed it."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary, by_column
from ftmonitor.store import bindable, notes, ranks
from ftmonitor.store.database import Connection, Database, marks
from ftmonitor.store.insert import Insert
from ftmonitor.text import one_line

if TYPE_CHECKING:
    from ftmonitor.metrics.digest import Digest

LONGEST_NAME = 300
"""Characters of a text that a list row keeps; the whole of it is in the job."""

# In the order of JobSummary's fields; phase follows from status, seen_at is the job's.
_OF_JOB = (
    *("id", "name", "status"),
    *("model", "method", "created_at", "finished_at", "estimated_finish", "fine_tuned_model", "trained_tokens"),
    *("n_epochs", "error", "metadata"),
)
_COUNTED = ("step", "total_steps")
"""What some jobs say themselves; what events say of it holds."""
_OF_EVENTS = (
    *("first_step_at", "last_step_at", "last_event_at"),
    *("step_s", "step_s_low", "step_s_high", "event_s", "metric", "value", "valid", "trend"),
    *("warnings", "errors"),
)
_COLUMNS = (*_OF_JOB, *_COUNTED, *_OF_EVENTS)
_STATUS_AT, _METADATA_AT, _TREND_AT = map(_COLUMNS.index, ("status", "metadata", "trend"))
_FEW_WORDS = tuple(map(_COLUMNS.index, ("status", "model", "method", "error", "metric")))
"""Where the same words stand in thousands of rows: they are kept once."""
_READ = ", ".join(f"summaries.{name}" for name in _COLUMNS)
_AROUND = "coalesce(remarks.note, ''), remarks.pinned_at, coalesce(models.shutdown, ''), jobs.seen_at"
"""What other tables say: the user of the job, the server of its base model and when it was seen."""
_SELECT = (
    f"SELECT {_READ}, {_AROUND}, rank, revision FROM summaries JOIN jobs USING (id) "  # noqa: S608
    "LEFT JOIN remarks ON remarks.job_id = summaries.id LEFT JOIN models ON models.id = summaries.model"
)

_WRITTEN = (*_OF_JOB, *_COUNTED, "rank", "revision")
_BLANK = {"metric": "''", "trend": "'[]'", "warnings": "0", "errors": "0"}
_PUT = Insert(
    f"INSERT INTO summaries ({', '.join((*_WRITTEN, *_BLANK))})",
    f"({', '.join('?' * len(_WRITTEN))}, {', '.join(_BLANK.values())})",
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(
        f"{name} = coalesce(excluded.{name}, {name})" if name in _COUNTED else f"{name} = excluded.{name}"
        for name in _WRITTEN[1:]
    ),
)
_FOLD = (
    "UPDATE summaries SET "  # noqa: S608
    + "".join(f"{name} = coalesce(?, {name}), " for name in _COUNTED)
    + "".join(f"{name} = ?, " for name in _OF_EVENTS)
    + "revision = ?, events_revision = ? WHERE id = ?"
)


_AT_ONCE = 500
"""Rows that are read in one go: other threads have their turn in between."""


class Kept(NamedTuple):
    """A summary as it is stored, with its place in the list."""

    summary: JobSummary
    rank: float
    revision: int


def load(connection: Connection, ids: Iterable[str]) -> dict[str, Kept]:
    """Return what is stored of these jobs, by id."""
    asked = tuple(ids)
    rows = _kept(connection, f"WHERE summaries.id IN ({marks(asked)})", *asked)
    return {kept.summary.id: kept for kept in rows}


def newest(connection: Connection, limit: int) -> tuple[JobSummary, ...]:
    """Return the first rows of the list, in the server's order, and those pinned that stand further down."""
    found = [kept.summary for kept in _kept(connection, "ORDER BY rank DESC LIMIT ?", limit)]
    if len(found) == limit:
        held = {job.id for job in found}
        pinned = _kept(connection, "WHERE remarks.pinned_at IS NOT NULL ORDER BY rank DESC")
        found += [kept.summary for kept in pinned if kept.summary.id not in held]
    return tuple(found)


def changed(connection: Connection, since: int) -> Iterator[Kept]:
    """Yield what changed after revision `since`."""
    return _kept(connection, "WHERE revision > ?", since) if since >= 0 else _kept(connection, "")


def method(connection: Connection, job_id: str) -> str | None:
    """Return the method of a job, or None where it is not known."""
    row = connection.execute("SELECT method FROM summaries WHERE id = ?", (job_id,)).fetchone()
    return None if row is None else str(row[0])


def put(connection: Connection, rows: Iterable[tuple[JobSummary, float]], revision: int) -> None:
    """Write what the job objects say, each with its place in the list; what events said stays."""
    values = [(*_said(summary), rank, revision) for summary, rank in rows]
    _PUT.run(connection, values, len(values))


def _said(job: JobSummary) -> tuple[object, ...]:
    """Return what a job says itself, in the order of `_WRITTEN`."""
    return (
        *(job.id, *map(_word, (job.name, job.status, job.model, job.method))),
        *(job.created_at, job.finished_at, job.estimated_finish, _word(job.fine_tuned_model)),
        *(bindable.whole(job.trained_tokens), job.n_epochs, _word(job.error), _pairs(job.metadata)),
        *(bindable.whole(job.step), bindable.whole(job.total_steps)),
    )


def fold(connection: Connection, job_id: str, digest: Digest, revision: int) -> None:
    """Write what the events of a job came to; the job's own steps count where the events have none."""
    tempo = digest.tempo()
    connection.execute(
        _FOLD,
        (
            *map(_whole, (digest.step.value, digest.total.value)),
            *(digest.first_time.value, digest.step_time.value, digest.event_time.value),
            *((None,) * 4 if tempo is None else (tempo.step_s, tempo.low_s, tempo.high_s, tempo.event_s)),
            *(_word(digest.metric), digest.value.value, digest.valid.value, _packed(digest.trend())),
            *(digest.warnings, digest.errors, revision, revision, job_id),
        ),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else bindable.whole(int(value))


def ranks_of(connection: Connection, ids: Sequence[str]) -> dict[str, float]:
    """Return the places of those jobs that the list has, by id."""
    rows = connection.execute(f"SELECT id, rank FROM summaries WHERE id IN ({marks(ids)})", tuple(ids))  # noqa: S608
    return dict(rows.fetchall())


def move(connection: Connection, job_id: str, rank: float, revision: int) -> None:
    """Give a job another place in the list."""
    connection.execute("UPDATE summaries SET rank = ?, revision = ? WHERE id = ?", (rank, revision, job_id))


def mark(connection: Connection, job_id: str, stream: str, revision: int) -> None:
    """Note that the events or checkpoints of a job changed; `stream` is "events" or "checkpoints"."""
    connection.execute(
        f"UPDATE summaries SET revision = ?, {stream}_revision = ? WHERE id = ?",  # noqa: S608
        (revision, revision, job_id),
    )


def touch(connection: Connection, job_id: str, revision: int) -> None:
    """Note that something changed that lists show of a job, though the job did not."""
    connection.execute("UPDATE summaries SET revision = ? WHERE id = ?", (revision, job_id))


def touch_models(connection: Connection, models: Iterable[str], revision: int) -> None:
    """Note that something changed that lists show of all jobs of these base models."""
    connection.executemany("UPDATE summaries SET revision = ? WHERE model = ?", [(revision, name) for name in models])


def spread(connection: Connection) -> None:
    """Give every job a new rank, a whole step apart, in the order that holds."""
    connection.execute(
        "UPDATE summaries SET rank = placed.at, revision = ? FROM "
        "(SELECT id, row_number() OVER (ORDER BY rank) AS at FROM summaries) AS placed WHERE placed.id = summaries.id",
        (notes.next_revision(connection),),
    )


def place(
    connection: Connection, ids: Sequence[str], above: str | None, alone: float | None = None
) -> dict[str, float]:
    """Return new ranks for the jobs of one page of the list, first listed first; jobs that keep theirs are left out.

    `above` is the job that the page follows (None: it is the first page). With `alone`, a creation time in seconds
    since the epoch, the one job of `ids` was not seen in a page: it goes where its time puts it.
    """
    if alone is not None:
        return _place_alone(connection, ids[0], alone)
    ranks_held = listed_ranks(connection, ids)
    follows = listed_ranks(connection, [above]).get(above) if above is not None else None
    top = connection.execute("SELECT max(rank) FROM summaries").fetchone()[0]
    placed = ranks.place(ids, ranks_held, follows, top, partial(_next_below, connection))
    if placed and ranks.crowded({**ranks_held, **placed}):
        spread(connection)
        return place(connection, ids, above)
    return placed


def _place_alone(connection: Connection, job_id: str, created_at: float) -> dict[str, float]:
    if connection.execute("SELECT 1 FROM summaries WHERE id = ?", (job_id,)).fetchone():
        return {}
    low = connection.execute("SELECT max(rank) FROM summaries WHERE created_at <= ?", (created_at,)).fetchone()[0]
    if low is None:
        bottom = connection.execute("SELECT min(rank) FROM summaries").fetchone()[0]
        return {job_id: 0.0 if bottom is None else bottom - 1.0}
    high = connection.execute("SELECT min(rank) FROM summaries WHERE rank > ?", (low,)).fetchone()[0]
    return {job_id: low + 1.0 if high is None else (low + high) / 2}


def listed_ranks(connection: Connection, ids: Sequence[str]) -> dict[str, float]:
    """Return the ranks of those jobs that stood in a page of the list; any other rank is a guess."""
    rows = connection.execute(
        f"SELECT id, rank FROM summaries JOIN jobs USING (id) WHERE listed AND id IN ({marks(ids)})",  # noqa: S608
        tuple(ids),
    )
    return dict(rows.fetchall())


def _next_below(connection: Connection, rank: float) -> float | None:
    found = connection.execute("SELECT max(rank) FROM summaries WHERE rank < ?", (rank,)).fetchone()[0]
    return float(found) if found is not None else None


@lru_cache(1024)
def _word(value: str) -> str:
    """Return a text as lists show it: plain, on one line, not too long."""
    # The usual words, such as a status or a model: the gate is slow, and lets these through as they are.
    if len(value) <= LONGEST_NAME and value.isprintable() and "  " not in value and value == value.strip():
        return value
    return one_line(value, LONGEST_NAME)


@lru_cache(1024)
def _pairs(metadata: tuple[tuple[str, str], ...]) -> str:
    return json.dumps([[_word(name), _word(value)] for name, value in metadata])


def _kept(connection: Connection, where: str, *values: str | int) -> Iterator[Kept]:
    rows = connection.execute(f"{_SELECT} {where}", values)
    while some := rows.fetchmany(_AT_ONCE):
        *columns, placed, revisions = zip(*some, strict=True)
        yield from map(Kept, _summaries(columns), placed, revisions)


def _summaries(columns: list[Any]) -> list[JobSummary]:
    """Return summaries out of columns of the table."""
    columns[_METADATA_AT] = list(map(_unpacked, columns[_METADATA_AT]))
    columns[_TREND_AT] = list(map(_trend, columns[_TREND_AT]))
    for at in _FEW_WORDS:
        columns[at] = list(map(intern, columns[at]))
    phases = {status: phase_of(status) for status in set(columns[_STATUS_AT])}
    columns.insert(_STATUS_AT + 1, list(map(phases.__getitem__, columns[_STATUS_AT])))
    return by_column(columns)


@lru_cache(1024)
def _unpacked(text: str) -> tuple[object, ...]:
    return () if text == "[]" else tuple(tuple(item) if isinstance(item, list) else item for item in json.loads(text))


def _packed(trend: Sequence[float]) -> bytes:
    return struct.pack(f"<{len(trend)}d", *trend)


def _trend(packed: bytes | str) -> tuple[float, ...]:
    """Return a trend as stored: little-endian doubles, or a list in JSON."""
    return tuple(json.loads(packed)) if isinstance(packed, str) else struct.unpack(f"<{len(packed) // 8}d", packed)


class Summaries:
    """The job list. What did not change since the last question is not read again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[str, Kept] = {}
        self._list: tuple[JobSummary, ...] = ()
        self._revision = -1

    async def all(self) -> tuple[JobSummary, ...]:
        """Return every job, in the server's order, newest first; the same tuple while nothing changed."""
        return await self._database.survey(self._all)

    async def one(self, job_id: str) -> JobSummary | None:
        """Return the summary of one job."""
        found = await self._database.read(load, [bindable.key(job_id)])
        return next((kept.summary for kept in found.values()), None)

    def _all(self, connection: Connection) -> tuple[JobSummary, ...]:
        fresh = {kept.summary.id: kept for kept in changed(connection, self._revision)}
        if not fresh:
            return self._list
        before = self._kept
        moved = any(job_id not in before or before[job_id].rank != kept.rank for job_id, kept in fresh.items())
        before.update(fresh)
        self._revision = max(self._revision, *(kept.revision for kept in fresh.values()))
        if moved:
            ordered = sorted(before.values(), key=attrgetter("rank"), reverse=True)
            self._kept = {kept.summary.id: kept for kept in ordered}
        self._list = tuple([kept.summary for kept in self._kept.values()])
        return self._list
