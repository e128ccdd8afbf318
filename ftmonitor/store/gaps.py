"""The runs of each job's log, and the gaps between them."""

from __future__ import annotations

from collections.abc import Sequence

from ftmonitor.models.log import Gap
from ftmonitor.store import bindable, logs
from ftmonitor.store.database import Connection, Database
from ftmonitor.store.runs import Below, Run, Spans


def load(connection: Connection, job_id: str) -> tuple[Run, ...]:
    """Return the runs of a job, newest first."""
    rows = connection.execute(
        "SELECT first, last, below, cursor, cursor_at, number FROM runs WHERE job_id = ? ORDER BY last DESC", (job_id,)
    )
    return tuple(Run(first, last, Below(below), *rest) for first, last, below, *rest in rows)


def spans(connection: Connection, job_id: str) -> Spans:
    """Return which positions a job's log has."""
    return Spans(
        connection.execute("SELECT first, last FROM runs WHERE job_id = ? ORDER BY last", (job_id,)).fetchall()
    )


def save(connection: Connection, job_id: str, before: Sequence[Run], after: Sequence[Run]) -> None:
    """Write down what became of the runs of a job."""
    held = {run.number: run for run in before}
    for run in after:
        cursor = bindable.key(run.cursor) if run.cursor is not None else None
        if not run.number:
            connection.execute(
                "INSERT INTO runs (job_id, first, last, below, cursor, cursor_at) VALUES (?, ?, ?, ?, ?, ?)",
                (job_id, run.first, run.last, int(run.below), cursor, run.cursor_at),
            )
        elif held.get(run.number) != run:
            connection.execute(
                "UPDATE runs SET first = ?, last = ?, below = ?, cursor = ?, cursor_at = ? WHERE number = ?",
                (run.first, run.last, int(run.below), cursor, run.cursor_at, run.number),
            )


def of(connection: Connection, job_id: str) -> tuple[Gap, ...]:
    """Return the gaps of a job's log, oldest first; one below the oldest event has index 0."""
    held = load(connection, job_id)[::-1]
    placed = Spans([(run.first, run.last) for run in held])
    found = []
    for lower, run in zip((None, *held), held, strict=False):
        if run.below in (Below.OPEN, Below.LOST):
            found.append(
                Gap(
                    index=placed.below(run.first),
                    lost=run.below is Below.LOST,
                    older_at=_time_at(connection, job_id, lower.last) if lower else None,
                    newer_at=_time_at(connection, job_id, run.first),
                )
            )
    return tuple(found)


def open_jobs(connection: Connection) -> tuple[str, ...]:
    """Return the jobs whose log has a gap that can still be closed."""
    return tuple(row[0] for row in connection.execute("SELECT DISTINCT job_id FROM runs WHERE below = 0"))


def _time_at(connection: Connection, job_id: str, position: int) -> float | None:
    row = connection.execute(
        f"SELECT created_at FROM entries WHERE log = {logs.OF_JOB} AND position = ?",  # noqa: S608
        (job_id, position),
    ).fetchone()
    return (row[0] or None) if row else None


class Gaps:
    """Where events may be missing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, job_id: str) -> tuple[Gap, ...]:
        """Return the gaps of a job's log, oldest first."""
        return await self._database.read(of, bindable.key(job_id))
