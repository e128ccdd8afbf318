"""Store: the local history as one object, its table groups as attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from ftmonitor.clock import Clock, SystemClock
from ftmonitor.errors import StoreError
from ftmonitor.models.summary import JobSummary
from ftmonitor.store import actions, checkpoints, cursors, database, disk, events, gaps, jobs, notes, points, schema
from ftmonitor.store import summaries as summary_rows
from ftmonitor.store.database import Connection, Database
from ftmonitor.store.jobs import Standing

P = ParamSpec("P")
T = TypeVar("T")

FIRST_ROWS = 200
"""Jobs read for the first frame: more than any screen is high."""


@dataclass(frozen=True, slots=True)
class News:
    """What changed after a revision, whoever wrote it."""

    revision: int
    jobs: frozenset[str]
    events: frozenset[str]
    checkpoints: frozenset[str]
    standings: tuple[Standing, ...]


class Store:
    """The local history. Coroutines run in one thread; `open`, `first` and `close` in the caller's.

    Every method raises StoreError where SQLite says no.
    """

    def __init__(self, database: Database, notice: str = "") -> None:
        self.notice = notice
        """One sentence for the user about the history, or ""."""
        self.jobs = jobs.Jobs(database)
        self.summaries = summary_rows.Summaries(database)
        self.events = events.Events(database)
        self.points = points.Points(database)
        self.checkpoints = checkpoints.Checkpoints(database)
        self.gaps = gaps.Gaps(database)
        self.cursors = cursors.Cursors(database)
        self.actions = actions.Actions(database)
        self.notes = notes.Notes(database)
        self._database = database

    @classmethod
    def open(cls, path: Path, *, read_only_ok: bool = True, clock: Clock | None = None) -> Store:
        """Open a history, or begin one. Quick: neither pydantic nor the network stack is imported.

        A new folder has mode 0700, the file 0600. A damaged file is set aside under another name and said in
        `notice`. One that can only be read is opened so, if `read_only_ok`, and said too.

        Raises:
            StoreTooNew: If a newer ftmonitor wrote it.
            StoreError: If it can be neither written nor read, or is another program's.
        """
        try:
            disk.prepare(path)
        except StoreError:
            if not (read_only_ok and path.is_file()):
                raise
            return cls._open_to_read(path)
        try:
            return cls(_open(path))
        except disk.Damaged as error:
            kept = disk.set_aside(path, (clock or SystemClock()).now())
            disk.prepare(path)
            notice = (
                f"The history was damaged ({_reason(error)}): it was set aside as {kept.name}, and a new one begins."
            )
            return cls(_open(path), notice)

    @classmethod
    def _open_to_read(cls, path: Path) -> Store:
        connection = database.connect_to_read(path)
        try:
            schema.check(connection, path)
        except BaseException:
            connection.close()
            raise
        notice = f"The history {path} can only be read: nothing new is kept. Make it writable, or use --data-dir."
        return cls(Database(connection, path, read_only=True), notice)

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Return whether nothing can be written."""
        return self._database.read_only

    def first(self, limit: int = FIRST_ROWS) -> tuple[JobSummary, ...]:
        """Return the newest jobs, here and now, before any loop runs: for the first frame."""
        return self._database.at_once(summary_rows.newest, limit)

    def seen_at(self) -> float | None:
        """Return when the server last told of any job, in seconds since the epoch, here and now."""
        return self._database.at_once(jobs.last_seen)

    def count(self) -> int:
        """Return how many jobs are held, here and now."""
        return self._database.at_once(jobs.count)

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run in the store's thread."""
        return await self._database.read(work, *args, **named)

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Return `work(connection, ...)`, run in the store's thread as one transaction: all of it or nothing."""
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


def _open(path: Path) -> Database:
    if said := disk.damage(path):
        raise disk.Damaged(said)
    connection = database.connect(path)
    try:
        with database.sentences(path):
            schema.migrate(connection, path)
            schema.probe(connection)
    except BaseException:
        connection.close()
        raise
    return Database(connection, path)


def _reason(error: disk.Damaged) -> str:
    text = str(error)
    return text[text.find("(") + 1 : text.rfind(")")] if "(" in text else text


def _news(connection: Connection, since: int, about: frozenset[str]) -> News:
    revision = notes.revision(connection)
    rows = []
    if 0 <= since != revision:
        rows = connection.execute(
            "SELECT id, events_revision > ?, checkpoints_revision > ? FROM summaries WHERE revision > ?",
            (since, since, since),
        ).fetchall()
    ids = frozenset(row[0] for row in rows)
    return News(
        revision,
        jobs=ids,
        events=frozenset(row[0] for row in rows if row[1]),
        checkpoints=frozenset(row[0] for row in rows if row[2]),
        standings=jobs.standings(connection, ids | about),
    )
