"""How far the job list was walked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database

JOBS = "jobs"


class Walk(StrEnum):
    """How a walk down a list stands."""

    DONE = "done"
    """Every page down to the end was seen once, and every new one since."""
    DOWN = "down"
    """It goes on until it meets a row that stood in a page before: below it everything was seen."""
    TO_THE_END = "to the end"
    """It goes on to the last page."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a walk goes on: the cursor of the next page (None: from the first), and the id of the row above it.

    Without a cursor, `after_id` only tells one beginning from another.
    """

    walk: Walk = Walk.TO_THE_END
    cursor: str | None = None
    after_id: str | None = None


def load(connection: Connection, what: str = JOBS) -> Cursor:
    """Return how far a list was walked; a list never asked for starts at its first page."""
    row = connection.execute("SELECT state, cursor, after_id FROM cursors WHERE what = ?", (what,)).fetchone()
    return Cursor(Walk(row[0]), row[1], row[2]) if row else Cursor()


def save(connection: Connection, cursor: Cursor, what: str = JOBS) -> None:
    """Write down how far a list was walked."""
    kept = bindable.key(cursor.cursor) if cursor.cursor is not None else None
    connection.execute(
        "INSERT OR REPLACE INTO cursors (what, state, cursor, after_id) VALUES (?, ?, ?, ?)",
        (what, cursor.walk.value, kept, cursor.after_id),
    )


class Cursors:
    """How far lists were walked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def jobs(self) -> Cursor:
        """Return how far the job list was walked."""
        return await self._database.read(load)
