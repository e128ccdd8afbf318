"""The logs by number, and what the events of each came to."""

from __future__ import annotations

from ftmonitor.store.database import Connection

OF_JOB = "(SELECT number FROM logs WHERE job_id = ?)"
"""The number of a job's log, inside a question; NULL where it has none."""


def number(connection: Connection, job_id: str) -> int:
    """Return the number of a job's log, which begins with it."""
    row = connection.execute("SELECT number FROM logs WHERE job_id = ?", (job_id,)).fetchone()
    if row is None:
        row = (connection.execute("INSERT INTO logs (job_id) VALUES (?)", (job_id,)).lastrowid,)
    return int(row[0])


def digest(connection: Connection, job_id: str) -> str:
    """Return what the job's events came to so far, as `Digest.loads` reads it; "" where there are none."""
    row = connection.execute("SELECT digest FROM logs WHERE job_id = ?", (job_id,)).fetchone()
    return str(row[0]) if row else ""


def put_digest(connection: Connection, log: int, digest: str) -> None:
    """Write down what the events of a log came to."""
    connection.execute("UPDATE logs SET digest = ? WHERE number = ?", (digest, log))
