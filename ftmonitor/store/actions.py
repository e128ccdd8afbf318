"""What the user asked the server to do, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from ftmonitor.secret import scrub
from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Action:
    """One deed. `at` is in seconds since the epoch; `outcome` a sentence."""

    at: float
    verb: str
    job_id: str
    outcome: str
    request_id: str | None = None


def add(connection: Connection, action: Action) -> None:
    """Write one deed down."""
    connection.execute(
        "INSERT INTO actions (at, verb, job_id, outcome, request_id) VALUES (?, ?, ?, ?, ?)",
        (
            action.at,
            action.verb,
            bindable.key(action.job_id),
            bindable.text(scrub(action.outcome)),
            bindable.key(action.request_id) if action.request_id else None,
        ),
    )


def recent(connection: Connection, limit: int) -> tuple[Action, ...]:
    """Return the last deeds, newest first."""
    rows = connection.execute(
        "SELECT at, verb, job_id, outcome, request_id FROM actions ORDER BY number DESC LIMIT ?", (limit,)
    )
    return tuple(Action(*row) for row in rows)


class Actions:
    """The audit of the user's own deeds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, action: Action) -> None:
        """Write one deed down."""
        await self._database.write(add, action)

    async def recent(self, limit: int = 100) -> tuple[Action, ...]:
        """Return the last deeds, newest first."""
        return await self._database.read(recent, limit)
