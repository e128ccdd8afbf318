"""One monitor through bad days of its key and its connection: refused, replaced, none at all, no network."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ftmonitor.errors import AuthenticationFailed, ConnectionFailed
from ftmonitor.models.source import Verb
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.store import notes
from ftmonitor.store.store import Store
from ftmonitor.sync.changes import Change, EventsAdded, JobsChanged
from ftmonitor.sync.link import Health
from tests.support.kept import Kept, whole
from tests.support.ledger import event_row

pytestmark = pytest.mark.anyio

REFUSED = AuthenticationFailed("The API key is not accepted.", status=401)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "api.test-0123.sqlite3")


def health(monitor: Monitor) -> Health:
    return monitor.link.health


# Keys


async def test_a_replaced_key_goes_on_with_the_old_history(kept: Kept) -> None:
    source = kept.server("j1", events=30)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
        source.down = REFUSED
        await kept.until(lambda: monitor.link.health is Health.REFUSED)
        assert monitor.link.message == "The API key is not accepted."
        assert await whole(monitor, source)
    kept.source = kept.server("j1", events=300)
    async with kept.opened() as monitor:
        assert [job.id for job in monitor.jobs.first()] == ["j1"]
        await kept.until(lambda: whole(monitor, kept.source))
        assert monitor.store.path == kept.home


async def test_a_refused_key_is_asked_for_again_and_comes_alive_by_itself(kept: Kept) -> None:
    first, second = kept.server("j1", events=30), kept.server("j1", events=90)
    kept.source = first
    kept.renewed = [None, second]
    async with kept.opened(renewable=True) as monitor:
        monitor.select("j1")
        await kept.until(lambda: whole(monitor, first))
        first.down = REFUSED
        await kept.until(lambda: kept.runs == 1 and health(monitor) is Health.REFUSED)
        refused_at = kept.clock.monotonic()
        await kept.until(lambda: kept.runs == 2)
        assert kept.clock.monotonic() - refused_at >= 55
        await kept.until(lambda: monitor.link.health is Health.LIVE)
        await kept.until(lambda: whole(monitor, second))
        assert monitor.store.path == kept.home
        assert kept.connections[0].closed


async def test_a_key_that_stays_refused_is_asked_for_less_and_less_often(kept: Kept) -> None:
    kept.source.down = REFUSED
    async with kept.opened(renewable=True) as monitor:
        assert health(monitor) is not Health.REFUSED
        await kept.until(lambda: kept.clock.monotonic() > 3600, step_s=5.0)
        assert 5 <= kept.runs <= 8
        assert health(monitor) is Health.REFUSED


# Two at once, no key, no network


async def test_a_monitor_without_a_key_hears_what_another_program_writes(kept: Kept) -> None:
    source = kept.server("j1", events=3)
    kept.source = source
    async with kept.opened() as writer, kept.opened(key=False) as reader:
        await kept.until(lambda: whole(reader, source))
        heard = asyncio.create_task(_heard(reader, EventsAdded("j1")))
        source.events["j1"].append(event_row(99))
        writer.hurry()
        await kept.until(heard.done)
        await kept.until(lambda: whole(reader, source))
        assert reader.link.health is Health.NO_KEY
        assert "No API key" in reader.actions.why_not((await reader.jobs.summaries())[0], Verb.PAUSE)


async def _heard(monitor: Monitor, wanted: Change) -> None:
    async for change in monitor.changes():
        if change == wanted:
            return


async def test_without_a_network_all_that_was_ever_seen_is_there_with_its_age(kept: Kept) -> None:
    source = kept.server("j1", events=30)
    kept.source = source
    async with kept.opened() as monitor:
        assert monitor.data_at is None
        await kept.until(lambda: whole(monitor, source))
        seen_at = monitor.data_at
    assert seen_at is not None
    kept.clock.advance(3 * 3_600.0)
    source.down = ConnectionFailed("Cannot reach the server.", sent=False)
    async with kept.opened() as monitor:
        await kept.until(lambda: monitor.link.health is Health.OFFLINE)
        assert await whole(monitor, source)
        assert monitor.data_at is not None
        assert seen_at - 61 <= monitor.data_at <= seen_at
        assert monitor.link.since > seen_at + 3 * 3_600
        source.down = None
        await kept.until(lambda: monitor.link.health is Health.LIVE)
        assert monitor.data_at > seen_at + 3 * 3_600


async def test_an_account_without_jobs_has_an_age_too(kept: Kept) -> None:
    async with kept.opened() as monitor:
        await kept.until(lambda: monitor.link.health is Health.LIVE)
    kept.source.down = ConnectionFailed("Cannot reach the server.", sent=False)
    kept.clock.advance(3_600)
    async with kept.opened() as monitor:
        await kept.until(lambda: monitor.link.health is Health.OFFLINE)
        assert monitor.data_at is not None
        assert kept.clock.now() - monitor.data_at >= 3_600


async def test_the_age_of_a_history_is_never_in_the_future(kept: Kept) -> None:
    store = Store.open(kept.home)
    await store.notes.put(notes.ANSWERED_AT, str(kept.clock.now() + 86_400))
    await store.aclose()
    kept.source.down = ConnectionFailed("Cannot reach the server.", sent=False)
    async with kept.opened() as monitor:
        assert monitor.data_at == kept.clock.now()


async def test_what_nobody_thought_of_does_not_end_the_watch(kept: Kept) -> None:
    source = kept.server("j1", events=3)
    kept.source = source
    async with kept.opened() as monitor:
        await kept.until(lambda: whole(monitor, source))
        assert monitor._engine is not None

        def broken() -> float:
            raise KeyError("key-of-nobody")

        monitor._engine._start = broken  # type: ignore[method-assign]
        await kept.until(lambda: "Unexpected: KeyError" in monitor.notice)
        source.events["j1"].append(event_row(7))
        await kept.until(lambda: whole(monitor, source))
        assert monitor.notice == ""
        assert any(isinstance(change, JobsChanged) for change in kept.heard)
