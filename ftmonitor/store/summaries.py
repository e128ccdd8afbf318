"""What lists show: one row a job, renewed in the transaction of whatever changed it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from ftmonitor.metrics.digest import Digest
from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.store import bindable, notes, ranks
from ftmonitor.store.database import Connection, Database, marks
from ftmonitor.text import one_line

LONGEST_NAME = 300
"""Characters of a text that a list row keeps; the whole of it is in the job."""

# In the order of JobSummary's fields; phase follows from status, seen_at is the job's.
_COLUMNS = (
    *("id", "name", "status"),
    *("model", "method", "created_at", "finished_at", "estimated_finish", "fine_tuned_model", "trained_tokens"),
    *("n_epochs", "error", "metadata"),
    *("step", "total_steps", "first_step_at", "last_step_at", "last_event_at", "metric", "value", "valid", "trend"),
    *("warnings", "errors"),
)
_TEXT_AT = tuple(at for at, name in enumerate(_COLUMNS) if name in ("metadata", "trend"))
_READ = ", ".join(f"summaries.{name}" for name in _COLUMNS)
_SELECT = f"SELECT {_READ}, jobs.seen_at, rank, revision FROM summaries JOIN jobs USING (id)"  # noqa: S608
_FIELDS = attrgetter(*_COLUMNS[1:])
_WRITTEN = (*_COLUMNS, "digest", "rank", "revision")
_RENEWED = ", ".join(f"{name} = excluded.{name}" for name in _WRITTEN[1:])
_UPSERT = (
    f"INSERT INTO summaries ({', '.join(_WRITTEN)}) VALUES ({', '.join('?' * len(_WRITTEN))}) "  # noqa: S608
    f"ON CONFLICT (id) DO UPDATE SET {_RENEWED}"
)


@dataclass(frozen=True, slots=True)
class Kept:
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
    """Return the first rows of the list, in the server's order."""
    return tuple(kept.summary for kept in _kept(connection, "ORDER BY rank DESC LIMIT ?", limit))


def changed(connection: Connection, since: int) -> tuple[Kept, ...]:
    """Return what changed after revision `since`."""
    return tuple(_kept(connection, "WHERE revision > ?", since))


def digest(connection: Connection, job_id: str) -> Digest:
    """Return what the job's events came to so far."""
    row = connection.execute("SELECT digest FROM summaries WHERE id = ?", (job_id,)).fetchone()
    return Digest.loads(row[0] if row else "")


def write(connection: Connection, summary: JobSummary, digest: Digest | None, rank: float, revision: int) -> None:
    """Write the row of one job: `summary` says what the job object says, `digest` what its events add, if any came."""
    row = summary if digest is None else with_digest(summary, digest)
    state = "" if digest is None else digest.dumps()
    connection.execute(_UPSERT, (row.id, *map(_bound, _FIELDS(row)), state, rank, revision))


def move(connection: Connection, job_id: str, rank: float, revision: int) -> None:
    """Give a job another place in the list."""
    connection.execute("UPDATE summaries SET rank = ?, revision = ? WHERE id = ?", (rank, revision, job_id))


def mark(connection: Connection, job_id: str, stream: str, revision: int) -> None:
    """Note that the events or checkpoints of a job changed; `stream` is "events" or "checkpoints"."""
    connection.execute(
        f"UPDATE summaries SET revision = ?, {stream}_revision = ? WHERE id = ?",  # noqa: S608
        (revision, revision, job_id),
    )


def with_digest(summary: JobSummary, digest: Digest) -> JobSummary:
    """Return `summary` with what the events add; the job's own steps count where the events have none."""
    step, total = digest.step.value, digest.total.value
    return replace(
        summary,
        step=int(step) if step is not None else summary.step,
        total_steps=int(total) if total is not None else summary.total_steps,
        first_step_at=digest.first_time.value,
        last_step_at=digest.step_time.value,
        last_event_at=digest.event_time.value,
        metric=digest.metric,
        value=digest.value.value,
        valid=digest.valid.value,
        trend=digest.trend(),
        warnings=digest.warnings,
        errors=digest.errors,
    )


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


def _bound(value: object) -> object:
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, tuple):
        return json.dumps(_plain(value)) if value else "[]"
    return bindable.whole(value) if isinstance(value, int) else _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, str):
        if value.isidentifier():  # the usual word, such as a status; the gate below is slow
            return value[:LONGEST_NAME]
        return one_line(value, LONGEST_NAME)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _kept(connection: Connection, where: str, *values: str | int) -> Iterator[Kept]:
    for row in connection.execute(f"{_SELECT} {where}", values):
        *columns, rank, revision = row
        for at in _TEXT_AT:
            columns[at] = _unpacked(columns[at])
        columns.insert(3, phase_of(columns[2]))
        yield Kept(JobSummary(*columns), rank, revision)


def _unpacked(text: str) -> tuple[object, ...]:
    return () if text == "[]" else tuple(tuple(item) if isinstance(item, list) else item for item in json.loads(text))


class Summaries:
    """The job list. What did not change since the last question is not read again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[str, Kept] = {}
        self._list: tuple[JobSummary, ...] = ()
        self._revision = -1

    async def all(self) -> tuple[JobSummary, ...]:
        """Return every job, in the server's order, newest first; the same tuple while nothing changed."""
        return await self._database.read(self._all)

    async def one(self, job_id: str) -> JobSummary | None:
        """Return the summary of one job."""
        found = await self._database.read(load, [bindable.key(job_id)])
        return next((kept.summary for kept in found.values()), None)

    def _all(self, connection: Connection) -> tuple[JobSummary, ...]:
        fresh = changed(connection, self._revision)
        if not fresh:
            return self._list
        moved = False
        for kept in fresh:
            before = self._kept.get(kept.summary.id)
            moved = moved or before is None or before.rank != kept.rank
            self._kept[kept.summary.id] = kept
            self._revision = max(self._revision, kept.revision)
        if moved:
            ordered = sorted(self._kept.values(), key=lambda kept: -kept.rank)
            self._kept = {kept.summary.id: kept for kept in ordered}
        self._list = tuple(kept.summary for kept in self._kept.values())
        return self._list
