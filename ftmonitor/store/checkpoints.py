"""The checkpoints of each job, in the server's order. One that is listed no more is kept, behind the others."""

from __future__ import annotations

from collections.abc import Sequence

from ftmonitor.store import bindable
from ftmonitor.store.database import Connection, Database


def renew(connection: Connection, job_id: str, rows: Sequence[tuple[str, str]]) -> bool:
    """Write the whole list of a job, (id, JSON as sent), first listed first; return whether anything changed."""
    before = connection.execute("SELECT id, raw FROM checkpoints WHERE job_id = ? ORDER BY place", (job_id,)).fetchall()
    listed = dict(rows)
    after = [*listed.items(), *((name, raw) for name, raw in before if name not in listed)]
    if before == after:
        return False
    connection.executemany(
        "INSERT OR REPLACE INTO checkpoints (job_id, id, place, raw) VALUES (?, ?, ?, ?)",
        [(job_id, name, place, raw) for place, (name, raw) in enumerate(after)],
    )
    return True


def texts(connection: Connection, job_id: str) -> tuple[str, ...]:
    """Return the JSON of a job's checkpoints as sent, in the server's order."""
    rows = connection.execute("SELECT raw FROM checkpoints WHERE job_id = ? ORDER BY place", (job_id,))
    return tuple(row[0] for row in rows)


class Checkpoints:
    """The checkpoints of each job."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def texts(self, job_id: str) -> tuple[str, ...]:
        """Return the JSON of a job's checkpoints as sent, in the server's order."""
        return await self._database.read(texts, bindable.key(job_id))
