"""Store: the local history as one object, its table groups as attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

from ftmonitor.clock import Clock, SystemClock
from ftmonitor.models.summary import JobSummary
from ftmonitor.store import notes
from ftmonitor.store import summaries as summary_rows
from ftmonitor.store.opening import Opened, open_history, open_to_look

if TYPE_CHECKING:
    from ftmonitor.store import (
        actions,
        alerts,
        checkpoints,
        cursors,
        events,
        gaps,
        jobs,
        models,
        points,
        remarks,
        search,
        views,
    )
    from ftmonitor.store.database import Connection
    from ftmonitor.store.disk import Damaged
    from ftmonitor.store.jobs import Standing

P = ParamSpec("P")
T = TypeVar("T")

FIRST_ROWS = 80
"""Jobs read for the first frame: more than most screens are high, and the rest follows at once."""

_LATER = frozenset(
    {
        "jobs",
        "events",
        "points",
        "checkpoints",
        "gaps",
        "cursors",
        "actions",
        "alerts",
        "models",
        "remarks",
        "search",
        "views",
    }
)


class News(NamedTuple):
    """What changed after a revision, whoever wrote it."""

    revision: int
    jobs: frozenset[str]
    events: frozenset[str]
    checkpoints: frozenset[str]
    standings: tuple[Standing, ...]
    alerts: frozenset[int] = frozenset()
    """Their numbers."""


class Store:
    """The local history. Coroutines run in threads of its own; `open`, `first` and `close` in the caller's.

    Every method raises StoreError where SQLite says no.
    """

    jobs: jobs.Jobs
    events: events.Events
    points: points.Points
    checkpoints: checkpoints.Checkpoints
    gaps: gaps.Gaps
    cursors: cursors.Cursors
    search: search.Search
    actions: actions.Actions
    alerts: alerts.Alerts
    views: views.Views
    models: models.Models
    remarks: remarks.Remarks

    def __init__(self, how: Opened) -> None:
        self.how = how
        """How it was opened."""
        self.notice = how.notice
        """One sentence for the user about the history, or ""."""
        self.summaries = summary_rows.Summaries(how.database)
        self.notes = notes.Notes(how.database)
        self._database = how.database
        self.revision: int = how.database.at_once(notes.revision)
        """The number of changes there were when it was opened: what is shown first holds them all."""

    def __getattr__(self, name: str) -> object:
        """Return a table that the first frame does not ask: its module is imported by the first question."""
        if name not in _LATER:
            raise AttributeError(name)
        table = getattr(import_module(f"ftmonitor.store.{name}"), name.capitalize())(self._database)
        setattr(self, name, table)
        return table

    @classmethod
    def open(
        cls, path: Path, *, read_only_ok: bool = True, stand_in: bool = False, clock: Clock | None = None
    ) -> Store:
        """Open a history, or begin one. Quick: neither pydantic nor the network stack is imported.

        What became of the file is said in `notice` and `how`; see `opening.open_history`.

        Raises:
            StoreTooNew: If a newer ftmonitor wrote it.
            StoreError: If it can be neither written nor read, or is another program's.
        """
        now = (clock or SystemClock()).now()
        return cls(open_history(path, now, read_only_ok=read_only_ok, stand_in=stand_in))

    @classmethod
    def look(cls, path: Path) -> Store:
        """Open a history to be read only; nothing about it is changed, also where it is damaged or of an older program.

        Raises:
            StoreTooNew: If a newer ftmonitor wrote it.
            StoreError: If it cannot be read; see `opening.open_to_look`.
        """
        return cls(open_to_look(path))

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return self._database.path

    @property
    def damage(self) -> Damaged | None:
        """Return what shows that the file is damaged, if anything that was asked of it has shown that."""
        return self._database.damage

    @property
    def read_only(self) -> bool:
        """Return whether nothing can be written."""
        return self._database.read_only

    def first(self, limit: int = FIRST_ROWS) -> tuple[JobSummary, ...]:
        """Return the newest jobs, here and now, before any loop runs: for the first frame."""
        return self._database.at_once(summary_rows.newest, limit)

    def seen_at(self) -> float | None:
        """Return when the server last told of any job, in seconds since the epoch, here and now."""
        return self._database.at_once(_seen_at)

    def count(self) -> int:
        """Return how many jobs are held, here and now."""
        from ftmonitor.store import jobs

        return self._database.at_once(jobs.count)

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, which only reads, for a few milliseconds at most."""
        return await self._database.read(work, *args, **named)

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run as one transaction: all of it or nothing."""
        return await self._database.write(work, *args, **named)

    async def version(self) -> int:
        """Return a number that changes when another process has written."""
        return await self._database.version()

    async def news(self, since: int, about: Iterable[str] = ()) -> News:
        """Return what changed after revision `since`, with the standing of those jobs and of the jobs `about`.

        The first question is asked with -1, and answered with no change.
        """
        return await self._database.read(_news, since, frozenset(about))

    async def aclose(self) -> None:
        """Close after what is under way."""
        await self._database.aclose()

    def close(self) -> None:
        """Close here and now; a second time does nothing."""
        self._database.close()


def _seen_at(connection: Connection) -> float | None:
    if (answered_at := notes.time(connection, notes.ANSWERED_AT)) is not None:
        return answered_at
    from ftmonitor.store import jobs

    return jobs.last_seen(connection)


def _news(connection: Connection, since: int, about: frozenset[str]) -> News:
    from ftmonitor.store import jobs

    revision = notes.revision(connection)
    rows, told = [], []
    if 0 <= since != revision:
        rows = connection.execute(
            "SELECT id, events_revision > ?, checkpoints_revision > ? FROM summaries WHERE revision > ?",
            (since, since, since),
        ).fetchall()
        told = connection.execute("SELECT number FROM alerts WHERE revision > ?", (since,)).fetchall()
    ids = frozenset(row[0] for row in rows)
    return News(
        revision,
        jobs=ids,
        events=frozenset(row[0] for row in rows if row[1]),
        checkpoints=frozenset(row[0] for row in rows if row[2]),
        standings=jobs.standings(connection, ids | about),
        alerts=frozenset(row[0] for row in told),
    )
