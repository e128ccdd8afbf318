"""What the user was told of jobs without asking: each thing once, whoever finds it first and however often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ftmonitor.secret import scrub
from ftmonitor.store import bindable, notes
from ftmonitor.store.database import Connection, Database, marks
from ftmonitor.text import one_line

LONGEST = 400
"""Characters of what is said."""

DIVERGING = ("nan", "spike", "rise")
"""The rules that find a run going astray."""

_COLUMNS = (
    "number, alerts.at, alerts.job_id, coalesce(summaries.name, ''), rule, subject, level, said, seen_at "
    "FROM alerts LEFT JOIN summaries ON summaries.id = alerts.job_id"
)


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing told. `at` is in seconds since the epoch; of one job, `rule` and `subject` name it."""

    at: float
    job_id: str
    rule: str
    subject: str
    level: str
    """error, warn or info."""
    said: str
    """What happened, as half a sentence behind the job's name; outside text in it is plain."""
    seen_at: float | None = None
    """When the user acknowledged it."""
    number: int = 0
    """0 until it is stored; higher is newer."""
    name: str = ""
    """The job's, once it is stored."""

    @property
    def unread(self) -> bool:
        """Return whether nobody has acknowledged it."""
        return self.seen_at is None


def add(connection: Connection, found: Iterable[Alert]) -> int:
    """Write alerts down, but for those that were told before; return how many are new."""
    new = [one for one in found if not _is_held(connection, one)]
    if not new:
        return 0  # as nearly always: nothing is counted as a change
    revision = notes.next_revision(connection)
    connection.executemany(
        "INSERT OR IGNORE INTO alerts (at, job_id, rule, subject, level, said, seen_at, revision) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(one.at, *_key(one), one.level, _said(one.said), one.seen_at, revision) for one in new],
    )
    return len(new)


def recent(connection: Connection, limit: int) -> tuple[Alert, ...]:
    """Return the last alerts, newest first: by when it happened, for what was missed comes late."""
    return _alerts(connection, "ORDER BY alerts.at DESC, number DESC LIMIT ?", limit)


def after(connection: Connection, number: int) -> tuple[Alert, ...]:
    """Return what was told after the alert `number`, oldest first."""
    return _alerts(connection, "WHERE number > ? ORDER BY number", number)


def last(connection: Connection, job_id: str, rule: str) -> float | None:
    """Return when a job was last told of by a rule, or None."""
    found = connection.execute("SELECT max(at) FROM alerts WHERE job_id = ? AND rule = ?", (job_id, rule)).fetchone()[0]
    return None if found is None else float(found)


class Unread(NamedTuple):
    """How many alerts nobody has acknowledged, and how many of them are errors; the highest number of all alerts."""

    total: int = 0
    errors: int = 0
    highest: int = 0


def unread(connection: Connection) -> Unread:
    """Return how many alerts nobody has acknowledged."""
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE seen_at IS NULL), count(*) FILTER (WHERE seen_at IS NULL AND level = 'error'), "
        "coalesce(max(number), 0) FROM alerts"
    )
    return Unread(*row.fetchone())


def diverged(connection: Connection) -> frozenset[str]:
    """Return the jobs that were told to diverge, where nobody has acknowledged it."""
    rows = connection.execute(
        f"SELECT DISTINCT job_id FROM alerts WHERE seen_at IS NULL AND rule IN ({marks(DIVERGING)})",  # noqa: S608
        DIVERGING,
    )
    return frozenset(row[0] for row in rows)


def acknowledge(connection: Connection, now: float, numbers: Sequence[int] | None = None) -> int:
    """Note that the user has seen these alerts (None: all of them); return how many of them were unread."""
    which = "" if numbers is None else f" AND number IN ({marks(numbers)})"
    done = connection.execute(
        f"UPDATE alerts SET seen_at = ?, revision = ? WHERE seen_at IS NULL{which}",  # noqa: S608
        (now, notes.next_revision(connection), *(numbers or ())),
    )
    return done.rowcount


def watch(connection: Connection, job_id: str, on: bool) -> None:
    """Watch a job, or no more."""
    connection.execute(
        "INSERT INTO remarks (job_id, watched) VALUES (?, ?) ON CONFLICT (job_id) DO UPDATE SET watched = ?",
        (bindable.key(job_id), on, on),
    )


def watched(connection: Connection) -> frozenset[str]:
    """Return the jobs that are watched."""
    return frozenset(row[0] for row in connection.execute("SELECT job_id FROM remarks WHERE watched"))


def _alerts(connection: Connection, where: str, value: int) -> tuple[Alert, ...]:
    rows = connection.execute(f"SELECT {_COLUMNS} {where}", (value,))
    return tuple(
        Alert(at, job_id, rule, subject, level, said, seen_at, number, name)
        for number, at, job_id, name, rule, subject, level, said, seen_at in rows
    )


def _key(alert: Alert) -> tuple[str, str, str]:
    return bindable.key(alert.job_id), alert.rule, bindable.key(alert.subject)


def _is_held(connection: Connection, alert: Alert) -> bool:
    found = connection.execute("SELECT 1 FROM alerts WHERE job_id = ? AND rule = ? AND subject = ?", _key(alert))
    return found.fetchone() is not None


def _said(text: str) -> str:
    return one_line(bindable.text(scrub(text)), LONGEST)


class Alerts:
    """The alerts, and which jobs are watched."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recent(self, limit: int = 200) -> tuple[Alert, ...]:
        """Return the last alerts, newest first."""
        return await self._database.read(recent, limit)

    async def after(self, number: int) -> tuple[Alert, ...]:
        """Return what was told after the alert `number`, oldest first."""
        return await self._database.read(after, number)

    async def unread(self) -> Unread:
        """Return how many alerts nobody has acknowledged."""
        return await self._database.read(unread)

    async def diverged(self) -> frozenset[str]:
        """Return the jobs that were told to diverge, where nobody has acknowledged it."""
        return await self._database.read(diverged)

    async def acknowledge(self, now: float, numbers: Sequence[int] | None = None) -> int:
        """Note that the user has seen these alerts (None: all of them); return how many of them were unread."""
        return await self._database.write(acknowledge, now, numbers)

    async def watch(self, job_id: str, on: bool) -> None:
        """Watch a job, or no more."""
        await self._database.write(watch, job_id, on)

    async def watched(self) -> frozenset[str]:
        """Return the jobs that are watched."""
        return await self._database.read(watched)
