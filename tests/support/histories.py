"""Histories with something in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ftmonitor.models.source import Page, Row
from ftmonitor.store.database import Connection
from ftmonitor.store.store import Store
from ftmonitor.sync import events, jobs
from ftmonitor.sync.events import EventsPass
from ftmonitor.sync.merge import Asked
from tests.support.ledger import job_row

NOW = 1_795_000_000.0


def filled(path: Path, jobs: int = 1) -> Store:
    """Return an open history with some running jobs, `ftjob-0` the oldest."""
    store = Store.open(path)
    store._database.at_once(_fill, jobs)
    return store


def _fill(connection: Connection, count: int) -> None:
    rows = tuple(job_row(f"ftjob-{number}", created_at=NOW + number) for number in reversed(range(count)))
    connection.execute("BEGIN")
    jobs.store_newest(connection, Page(rows), NOW)
    connection.execute("COMMIT")


async def poll(store: Store, job_id: str, newest_first: Sequence[Row], following: str | None = None) -> EventsPass:
    """Write down a newest page."""
    asked = await store.read(events.ask, job_id)
    return await store.write(events.store_page, job_id, Page(tuple(newest_first), next=following), asked)


async def close_gap(store: Store, job_id: str, newest_first: Sequence[Row], following: str | None = None) -> Asked:
    """Write down the next older page."""
    asked = await store.read(events.ask_older, job_id)
    assert asked is not None
    await store.write(events.store_page, job_id, Page(tuple(newest_first), next=following), asked)
    return asked
