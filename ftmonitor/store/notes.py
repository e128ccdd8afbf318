"""What is known about the history itself: words by name, and the revision that counts what was written."""

from __future__ import annotations

from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database

ORGANIZATION = "organization_id"
"""Under this name a history keeps the organization whose jobs it holds."""
ORGANIZATION_IN_USE = "organization_in_use"
"""Under this name a profile's own history keeps the organization that was seen last."""
WRECK = "wreck"
"""Under this name a history keeps that of the damaged file it took the place of, until what can be read is kept."""
ANSWERED_AT = "answered_at"
"""Under this name a history keeps when the server last told which jobs there are."""
WATCHED_SINCE = "watched_since"
"""Under this name a history keeps when it was first told of any job: what ended before that is no news."""
PAUSED = "paused"
"""Under this name and a job's id a history keeps the number of the pause that was asked for, and the last step then."""
MINUTE_S = 60.0
"""Seconds by which a time that is kept may be off."""


def get(connection: Connection, name: str) -> str | None:
    """Return the word kept under `name`."""
    found = connection.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else None


def put(connection: Connection, name: str, value: str) -> None:
    """Keep a word under `name`."""
    connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, bindable.text(value)))


def drop(connection: Connection, name: str) -> None:
    """Forget the word kept under `name`."""
    connection.execute("DELETE FROM notes WHERE name = ?", (name,))


def time(connection: Connection, name: str) -> float | None:
    """Return the time kept under `name`, in seconds since the epoch, or None."""
    try:
        return float(get(connection, name) or "")
    except ValueError:
        return None


def put_time(connection: Connection, name: str, time_s: float) -> None:
    """Keep a time, to the minute: it is written often. Also where it is earlier than the last: clocks are set back."""
    held = time(connection, name)
    if held is None or not 0 <= time_s - held < MINUTE_S:
        put(connection, name, repr(time_s))


def revision(connection: Connection) -> int:
    """Return the number of the last change."""
    return int(get(connection, "revision") or 0)


def next_revision(connection: Connection) -> int:
    """Count one change and return its number."""
    number = revision(connection) + 1
    put(connection, "revision", str(number))
    return number


class Notes:
    """Words by name, such as the organization that was seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first(self, name: str) -> str | None:
        """Return the word kept under `name`, here and now."""
        return self._database.at_once(get, name)

    async def get(self, name: str) -> str | None:
        """Return the word kept under `name`."""
        return await self._database.read(get, name)

    async def put(self, name: str, value: str) -> None:
        """Keep a word under `name`."""
        await self._database.write(put, name, value)
