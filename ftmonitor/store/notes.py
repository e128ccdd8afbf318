"""What is known about the history itself: words by name, and the revision that counts what was written."""

from __future__ import annotations

from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database


def get(connection: Connection, name: str) -> str | None:
    """Return the word kept under `name`."""
    found = connection.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else None


def put(connection: Connection, name: str, value: str) -> None:
    """Keep a word under `name`."""
    connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, bindable.text(value)))


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
