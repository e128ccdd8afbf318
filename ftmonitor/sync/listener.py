"""Hears what other programs write into a history that nothing of ours writes into, such as one without a key."""

from __future__ import annotations

from ftmonitor.clock import Clock
from ftmonitor.errors import StoreError
from ftmonitor.store.disk import Damaged, Moved
from ftmonitor.store.store import News, Store
from ftmonitor.sync.bells import Bells
from ftmonitor.sync.changes import AlertsRaised, CheckpointsChanged, EventsAdded, JobsChanged

LOOK_S = 1.0
"""Between two looks for what other processes wrote."""


async def listen(store: Store, bells: Bells, clock: Clock) -> None:
    """Ring for what others write, until cancelled.

    Raises:
        Damaged: If the file turns out to be.
        Moved: If it is not at its place any more.
    """
    revision, version = store.revision, -1
    while True:
        try:
            written = await store.version()
            if written != version:
                version = written
                news = await store.news(revision)
                revision = max(revision, news.revision)
                ring(bells, news)
        except (Damaged, Moved):
            raise
        except StoreError:
            version = -1  # what reads it for the screen says so
        await clock.sleep(LOOK_S)


def ring(bells: Bells, news: News) -> None:
    """Ring for what changed in a history, whoever wrote it."""
    if news.jobs:
        bells.ring(JobsChanged(news.jobs))
    for job_id in news.events:
        bells.ring(EventsAdded(job_id))
    for job_id in news.checkpoints:
        bells.ring(CheckpointsChanged(job_id))
    if news.alerts:
        bells.ring(AlertsRaised(news.alerts))
