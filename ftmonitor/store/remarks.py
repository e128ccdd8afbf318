"""What the user says of jobs: pins and notes. No server knows of it; lists show it, so it is part of the summaries."""

from __future__ import annotations

from collections.abc import Iterable

from ftmonitor.secret import scrub
from ftmonitor.store import bindable, notes, summaries
from ftmonitor.store.database import Connection, Database
from ftmonitor.text import one_line

LONGEST_NOTE = 200
"""Characters of a note: one line."""


def pin(connection: Connection, job_ids: Iterable[str], at: float | None) -> None:
    """Pin jobs, at a time in seconds since the epoch, or let them go (None)."""
    for job_id in map(bindable.key, job_ids):
        connection.execute(
            "INSERT INTO remarks (job_id, pinned_at) VALUES (?, ?) "
            "ON CONFLICT (job_id) DO UPDATE SET pinned_at = excluded.pinned_at",
            (job_id, at),
        )
        summaries.touch(connection, job_id, notes.next_revision(connection))


def note(connection: Connection, job_id: str, text: str) -> None:
    """Write a note about a job, on one line and without what looks like a key; "" takes it away."""
    key, said = bindable.key(job_id), bindable.text(one_line(scrub(text), LONGEST_NOTE))
    connection.execute(
        "INSERT INTO remarks (job_id, note) VALUES (?, ?) ON CONFLICT (job_id) DO UPDATE SET note = excluded.note",
        (key, said),
    )
    summaries.touch(connection, key, notes.next_revision(connection))


class Remarks:
    """Pins and notes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pin(self, job_ids: Iterable[str], at: float | None) -> None:
        """Pin jobs at a time, or let them go (None)."""
        await self._database.write(pin, tuple(job_ids), at)

    async def note(self, job_id: str, text: str) -> None:
        """Write a note about a job; "" takes it away."""
        await self._database.write(note, job_id, text)
