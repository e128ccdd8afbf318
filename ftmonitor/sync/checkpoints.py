"""One pass over a job's checkpoints: the whole list in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from ftmonitor.models.source import Row
from ftmonitor.secret import scrub
from ftmonitor.store import bindable, checkpoints, jobs, notes, summaries
from ftmonitor.store.database import Connection


def store_all(connection: Connection, job_id: str, rows: Sequence[Row], status: str) -> bool:
    """Write down all checkpoints of a job, as listed while its status was `status`; return whether any changed."""
    kept = [(bindable.key(row.id), bindable.text(scrub(row.text), len(row.text))) for row in rows]
    changed = checkpoints.renew(connection, job_id, kept)
    if changed:
        summaries.mark(connection, job_id, "checkpoints", notes.next_revision(connection))
    jobs.read_checkpoints(connection, job_id, status)
    return changed
