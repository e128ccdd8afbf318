"""The remembered view of a profile: what the panes want to find again as they were left, JSON values by name."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database


def of(connection: Connection, profile: str) -> dict[str, object]:
    """Return all that is remembered of a profile, by name; what cannot be read is left out."""
    rows = connection.execute("SELECT name, value FROM views WHERE profile = ?", (bindable.key(profile),))
    found: dict[str, object] = {}
    for name, text in rows:
        try:
            found[name] = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            continue
    return found


def put(connection: Connection, profile: str, values: Mapping[str, object]) -> None:
    """Remember values, anything that JSON can hold, in place of those of the same names; None forgets one."""
    key = bindable.key(profile)
    connection.executemany(
        "INSERT OR REPLACE INTO views (profile, name, value) VALUES (?, ?, ?)",
        [(key, name, json.dumps(value)) for name, value in values.items() if value is not None],
    )
    connection.executemany(
        "DELETE FROM views WHERE profile = ? AND name = ?",
        [(key, name) for name, value in values.items() if value is None],
    )


class Views:
    """What is remembered of each profile that uses this history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first(self, profile: str) -> dict[str, object]:
        """Return all that is remembered of a profile, here and now: for the first frame."""
        return self._database.at_once(of, profile)

    async def put(self, profile: str, values: Mapping[str, object]) -> None:
        """Remember values by name; None forgets one."""
        await self._database.write(put, profile, values)
