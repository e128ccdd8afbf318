"""What the user asked the server to do, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ftmonitor.secret import scrub
from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database

_SELECT = "SELECT at, verb, job_id, outcome, request_id, number FROM actions"


@dataclass(frozen=True, slots=True)
class Action:
    """One deed. `at` is in seconds since the epoch; `outcome` a sentence."""

    at: float
    verb: str
    job_id: str
    outcome: str
    request_id: str | None = None
    number: int = field(default=0, compare=False)
    """0 until it is stored."""

    @property
    def refused(self) -> bool:
        """Return whether it was not done."""
        return self.outcome.startswith("could not")


def add(connection: Connection, action: Action) -> int:
    """Write one deed down; return its number."""
    done = connection.execute(
        "INSERT INTO actions (at, verb, job_id, outcome, request_id) VALUES (?, ?, ?, ?, ?)",
        (
            action.at,
            action.verb,
            bindable.key(action.job_id),
            bindable.text(scrub(action.outcome)),
            bindable.key(action.request_id) if action.request_id else None,
        ),
    )
    return int(done.lastrowid or 0)


def finish(connection: Connection, number: int, outcome: str, request_id: str | None) -> None:
    """Write down what became of a deed."""
    connection.execute(
        "UPDATE actions SET outcome = ?, request_id = ? WHERE number = ?",
        (bindable.text(scrub(outcome)), bindable.key(request_id) if request_id else None, number),
    )


def latest(connection: Connection, job_id: str) -> Action | None:
    """Return the last deed on a job that was not refused, or None."""
    rows = connection.execute(f"{_SELECT} WHERE job_id = ? ORDER BY number DESC", (bindable.key(job_id),))
    return next((action for row in rows if not (action := Action(*row)).refused), None)


def recent(connection: Connection, limit: int) -> tuple[Action, ...]:
    """Return the last deeds, newest first."""
    rows = connection.execute(f"{_SELECT} ORDER BY number DESC LIMIT ?", (limit,))
    return tuple(Action(*row) for row in rows)


class Actions:
    """The audit of the user's own deeds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, action: Action) -> int:
        """Write one deed down; return its number."""
        return await self._database.write(add, action)

    async def finish(self, number: int, outcome: str, request_id: str | None) -> None:
        """Write down what became of a deed."""
        await self._database.write(finish, number, outcome, request_id)

    async def recent(self, limit: int = 100) -> tuple[Action, ...]:
        """Return the last deeds, newest first."""
        return await self._database.read(recent, limit)
