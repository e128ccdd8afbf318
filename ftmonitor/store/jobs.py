"""Jobs as sent, and how far each is followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database, marks
from ftmonitor.store.insert import Insert
from ftmonitor.store.runs import Below

QUIET = 2
"""Polls without news after which a job that ended is done: events arrive late (api answers seen in the wild)."""
SEEN_S = 60.0
"""Seconds by which the time a job was last told of may be off."""

_GAP = f"EXISTS (SELECT 1 FROM runs WHERE runs.job_id = jobs.id AND below = {int(Below.OPEN)})"  # noqa: S608
_STANDING = (
    "SELECT jobs.id, summaries.status, followed, quiet, gone, checkpoints_for, listed, "  # noqa: S608
    f"{_GAP}, EXISTS (SELECT 1 FROM runs WHERE runs.job_id = jobs.id) "
    "FROM jobs JOIN summaries USING (id)"
)
_PUT = Insert(
    "INSERT INTO jobs (id, raw, seen_at, listed, followed)",
    "(?, ?, ?, ?, ?)",
    "ON CONFLICT (id) DO UPDATE SET "
    "raw = excluded.raw, seen_at = excluded.seen_at, gone = 0, listed = max(listed, excluded.listed), "
    "followed = max(followed, excluded.followed), quiet = CASE WHEN excluded.followed THEN 0 ELSE quiet END",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the history of one job is."""

    id: str
    status: str
    followed: bool
    quiet: int
    gone: bool
    checkpoints_for: str | None
    """The status that its checkpoints were last read in."""
    listed: bool
    gap: bool
    """Whether its log has a gap that can still be closed."""
    begun: bool
    """Whether any event of it is held."""

    @property
    def phase(self) -> Phase:
        """Return what the status means."""
        return phase_of(self.status)


def raws(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the JSON of these jobs, by id."""
    asked = tuple(ids)
    rows = connection.execute(f"SELECT id, raw FROM jobs WHERE id IN ({marks(asked)})", asked)  # noqa: S608
    return dict(rows.fetchall())


def put(connection: Connection, rows: Iterable[tuple[str, str, bool]], seen_at: float, *, listed: bool = False) -> None:
    """Write jobs, (id, JSON as sent, whether to follow it), as told of at `seen_at`.

    What was listed or followed stays so. One that is not to be followed has ended: then polls without news go on to
    be counted.
    """
    values = [(job_id, raw, seen_at, listed, followed) for job_id, raw, followed in rows]
    _PUT.run(connection, values, len(values))


def seen(connection: Connection, ids: Iterable[str], seen_at: float, *, listed: bool) -> None:
    """Note that the server told of these jobs once more, as they are held; to the minute, for it is written often."""
    connection.executemany(
        "UPDATE jobs SET seen_at = ?, gone = 0, listed = max(listed, ?) "
        "WHERE id = ? AND (gone OR listed < ? OR seen_at NOT BETWEEN ? AND ?)",
        [(seen_at, listed, job_id, listed, seen_at - SEEN_S, seen_at) for job_id in ids],
    )


def gone(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Return those of the jobs that the server did not know any more."""
    asked = tuple(ids)
    rows = connection.execute(f"SELECT id FROM jobs WHERE gone AND id IN ({marks(asked)})", asked)  # noqa: S608
    return frozenset(row[0] for row in rows)


def follow(connection: Connection, job_id: str) -> None:
    """Want all events of a job."""
    connection.execute("UPDATE jobs SET followed = 1 WHERE id = ?", (job_id,))


def hush(connection: Connection, job_id: str, quiet: int) -> None:
    """Write down how many polls in a row were without news since the job ended."""
    connection.execute("UPDATE jobs SET quiet = ? WHERE id = ?", (quiet, job_id))


def lose(connection: Connection, job_id: str) -> None:
    """Note that the server does not know the job any more; its history stays."""
    connection.execute("UPDATE jobs SET gone = 1 WHERE id = ?", (job_id,))


def read_checkpoints(connection: Connection, job_id: str, status: str) -> None:
    """Note the status that the job's checkpoints were read in."""
    connection.execute("UPDATE jobs SET checkpoints_for = ? WHERE id = ?", (bindable.text(status), job_id))


def standings(connection: Connection, ids: Iterable[str]) -> tuple[Standing, ...]:
    """Return how far the history of these jobs is; unknown ones are left out."""
    asked = tuple(ids)
    rows = connection.execute(f"{_STANDING} WHERE jobs.id IN ({marks(asked)})", asked)
    return tuple(_standing(row) for row in rows)


def unsettled(connection: Connection) -> tuple[Standing, ...]:
    """Return the jobs that are followed and not done with: not ended, not quiet yet, or with a gap; newest first."""
    rows = connection.execute(
        f"{_STANDING} WHERE followed = 1 AND gone = 0 "
        f"AND (quiet < {QUIET} OR checkpoints_for IS NOT summaries.status OR {_GAP}) "
        "ORDER BY +rank DESC"  # few jobs are followed, so they are found first and put in order then
    )
    return tuple(_standing(row) for row in rows)


def unseen(connection: Connection, newest: int) -> tuple[str, ...]:
    """Return those of the `newest` ended jobs that nobody follows and no event is held of, newest first."""
    found = []
    for row in connection.execute(f"{_STANDING} ORDER BY rank DESC"):
        standing = _standing(row)
        if not standing.phase.ended:
            continue
        newest -= 1
        if newest < 0:
            break
        if not (standing.followed or standing.begun or standing.quiet or standing.gone):
            found.append(standing.id)
    return tuple(found)


def text(connection: Connection, job_id: str) -> str | None:
    """Return the JSON of a job as sent, or None."""
    return raws(connection, [job_id]).get(job_id)


def texts(connection: Connection, start: int, count: int) -> tuple[str, ...]:
    """Return the JSON of `count` jobs as sent, newest first, without the first `start` of them."""
    rows = connection.execute(
        "SELECT raw FROM jobs JOIN summaries USING (id) ORDER BY rank DESC LIMIT ? OFFSET ?", (count, start)
    )
    return tuple([row[0] for row in rows])


def last_seen(connection: Connection) -> float | None:
    """Return when the server last told of any job, to the minute, or None."""
    found = connection.execute("SELECT max(seen_at) FROM jobs").fetchone()[0]
    return None if found is None else float(found)


def count(connection: Connection) -> int:
    """Return how many jobs are held."""
    return int(connection.execute("SELECT count(*) FROM summaries").fetchone()[0])


def _standing(row: tuple[str, str, int, int, int, str | None, int, int, int]) -> Standing:
    job_id, status, followed, quiet, gone, checkpoints_for, listed, gap, begun = row
    return Standing(
        job_id, status, bool(followed), quiet, bool(gone), checkpoints_for, bool(listed), bool(gap), bool(begun)
    )


class Jobs:
    """The jobs as sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def text(self, job_id: str) -> str | None:
        """Return the JSON of a job as sent, or None where the history has none of that id."""
        return await self._database.read(text, bindable.key(job_id))

    async def count(self) -> int:
        """Return how many jobs are held."""
        return await self._database.read(count)

    async def standing(self, job_id: str) -> Standing | None:
        """Return how far the history of a job is, or None where it is not known."""
        return next(iter(await self._database.read(standings, [bindable.key(job_id)])), None)
