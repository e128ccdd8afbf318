"""The models of the server as sent, and when they go away: so that the list can warn of a base model's last day."""

from __future__ import annotations

from collections.abc import Iterable

from ftmonitor.secret import scrub_all
from ftmonitor.store import bindable, notes, summaries
from ftmonitor.store.database import Connection, Database

READ_AT = "models_read_at"
"""The note that says when they were read last, in seconds since the epoch."""


def store_all(connection: Connection, rows: Iterable[tuple[str, str, str]], now: float) -> bool:
    """Write all models, as (id, raw, the day it goes away or ""), in place of those held; return whether it is news."""
    found = [(bindable.key(name), raw, bindable.text(day, 10)) for name, raw, day in rows]
    texts = bindable.texts(scrub_all([raw for _, raw, _ in found]), longest=None)
    before = days(connection)
    after = {name: day for name, _, day in found if day}
    connection.execute("DELETE FROM models")
    connection.executemany(
        "INSERT OR REPLACE INTO models (id, raw, seen_at, shutdown) VALUES (?, ?, ?, ?)",
        [(name, text, now, day) for (name, _, day), text in zip(found, texts, strict=True)],
    )
    put_read_at(connection, now)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if changed:
        summaries.touch_models(connection, changed, notes.next_revision(connection))
    return bool(changed)


def put_read_at(connection: Connection, now: float) -> None:
    """Note that the models were asked for, whatever came of it."""
    notes.put(connection, READ_AT, repr(now))


def days(connection: Connection) -> dict[str, str]:
    """Return the day on which models go away, YYYY-MM-DD, by id, as far as it is told."""
    return dict(connection.execute("SELECT id, shutdown FROM models WHERE shutdown != ''").fetchall())


def read_at(connection: Connection) -> float | None:
    """Return when the models were read last, in seconds since the epoch, or None."""
    return notes.time(connection, READ_AT)


class Models:
    """The models of the server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def days(self) -> dict[str, str]:
        """Return the day on which models go away, by id."""
        return await self._database.read(days)
