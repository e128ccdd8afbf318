"""A poll that brings what is held: nothing is written, and nothing is missed for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ftmonitor.store.store import Store
from ftmonitor.sync.passes import Passes
from tests.support.clock import FakeClock
from tests.support.ledger import Ledger, event_row, job_row

pytestmark = pytest.mark.anyio

JOB = "j"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store.open(tmp_path / "h.db")
    yield opened
    await opened.aclose()


@pytest.fixture
async def onlooker(store: Store) -> AsyncIterator[Store]:
    """Another program on the same history: its version tells whether anything was written."""
    other = Store.open(store.path)
    yield other
    await other.aclose()


async def passes_of(server: Ledger, store: Store, status: str = "running") -> Passes:
    server.jobs.append(job_row(JOB, status))
    server.events[JOB] = [event_row(number) for number in range(3)]
    passes = Passes(server, store, server.clock)
    await passes.jobs()
    return passes


async def test_the_same_page_once_more_writes_nothing(store: Store, onlooker: Store) -> None:
    passes = await passes_of(server := Ledger(FakeClock()), store)
    assert (await passes.events(JOB, follow=True, ended=False)).added == 3
    assert (await passes.events(JOB, follow=True, ended=False)).added == 0
    version = await onlooker.version()
    assert (await passes.events(JOB, follow=True, ended=False)).added == 0
    assert await onlooker.version() == version
    server.events[JOB].append(event_row(3))
    assert (await passes.events(JOB, follow=True, ended=False)).added == 1
    assert await store.events.count(JOB) == 4


async def test_what_another_program_changed_meanwhile_is_heeded(store: Store, onlooker: Store) -> None:
    passes = await passes_of(server := Ledger(FakeClock()), store)
    for _ in range(3):
        await passes.events(JOB, follow=True, ended=False)
    other = Passes(server, onlooker, server.clock)
    server.events[JOB].append(event_row(3))
    await other.events(JOB, follow=True, ended=False)
    server.events[JOB].append(event_row(4))
    assert (await passes.events(JOB, follow=True, ended=False)).added == 1
    assert await store.events.count(JOB) == 5


async def test_quiet_polls_of_a_job_that_ended_are_counted(store: Store) -> None:
    passes = await passes_of(Ledger(FakeClock()), store)
    for _ in range(3):
        await passes.events(JOB, follow=True, ended=False)
    for _ in range(2):
        await passes.events(JOB, follow=True, ended=True)
    standing = await store.jobs.standing(JOB)
    assert standing is not None
    assert standing.quiet == 2


async def test_a_job_is_followed_from_the_first_poll_that_wants_it(store: Store) -> None:
    passes = await passes_of(Ledger(FakeClock()), store, "succeeded")
    for follow in (False, False, True):
        await passes.events(JOB, follow=follow, ended=False)
    standing = await store.jobs.standing(JOB)
    assert standing is not None
    assert standing.followed
