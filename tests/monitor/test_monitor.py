"""One profile's monitor over the simulator: history, engine and actions in one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ftmonitor.config.profiles import Profile
from ftmonitor.models.phase import Phase
from ftmonitor.models.source import Verb
from ftmonitor.monitor.open import open_monitor
from ftmonitor.secret import Secret
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.simulator import BASE_URL, Simulator
from ftmonitor.sync.changes import Change, JobsChanged, LinkChanged
from ftmonitor.sync.link import Health
from tests.support.clock import FakeClock
from tests.support.opened import Opened, opened

pytestmark = pytest.mark.anyio

PATIENCE = 400


async def until(held: Opened, holds: Callable[[], Awaitable[bool]]) -> None:
    """Let time pass until something holds."""
    for _ in range(PATIENCE):
        if await holds():
            return
        held.clock.advance(1.0)
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


async def test_the_history_answers_before_anything_is_asked(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        jobs = held.monitor.jobs.first()
        assert len(jobs) == 41
        assert held.monitor.link.health is Health.CONNECTING
        job = await held.monitor.jobs.get(jobs[0].id)
        assert job is not None
        assert job.status == jobs[0].status
        assert await held.monitor.jobs.get("ftjob-none") is None
        assert not held.simulator.ledger.requests


async def test_events_and_curves_of_a_finished_job(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = held.named("support-v6")
        held.monitor.select(job_id)
        await held.monitor.start()
        truth = [event["id"] for event in held.simulator.ledger.events(job_id)]

        async def all_here() -> bool:
            checkpoints = await held.monitor.checkpoints.list(job_id)
            return len(checkpoints) == 3 and (await held.monitor.events.outline(job_id)).count == len(truth)

        await until(held, all_here)
        rows = await held.monitor.events.window(job_id, 0, len(truth))
        assert [row.id for row in rows] == truth
        names = {series.name for series in await held.monitor.metrics.series(job_id)}
        assert {"train_loss", "valid_loss"} <= names


async def test_pausing_is_done_at_the_server_and_told_to_the_listeners(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = held.named("support-v7")
        heard: list[Change] = []

        async def listen() -> None:
            async for change in held.monitor.changes():
                heard.append(change)

        listening = asyncio.create_task(listen())
        await held.monitor.start()

        async def live() -> bool:
            return held.monitor.link.health is Health.LIVE

        async def paused() -> bool:
            return {job.id: job.phase for job in await held.monitor.jobs.summaries()}[job_id] is Phase.PAUSED

        await until(held, live)
        held.monitor.select(job_id)
        outcome = await held.monitor.actions.perform(job_id, Verb.PAUSE)
        assert outcome.accepted
        assert outcome.sentence == "asked to pause; pausing now"
        await until(held, paused)
        assert any(isinstance(change, JobsChanged) and job_id in change.ids for change in heard)
        assert [deed.verb for deed in await held.monitor.store.actions.recent()] == ["pause"]
        listening.cancel()


async def test_a_refusal_is_told_with_its_request_id_and_written_down(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        await held.monitor.start()
        outcome = await held.monitor.actions.perform(held.named("support-v6"), Verb.CANCEL)
        assert not outcome.accepted
        assert outcome.error is not None
        assert f"{outcome.error.request_id}" in outcome.sentence
        (deed,) = await held.monitor.store.actions.recent()
        assert deed.request_id == outcome.error.request_id


async def test_a_server_without_an_endpoint_switches_the_key_off_with_a_word(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        await held.monitor.start()
        held.simulator.faults.add(Fault(Kind.MISSING, path="/pause"))
        job = next(job for job in held.monitor.jobs.first() if job.phase is Phase.RUNNING)
        assert held.monitor.actions.why_not(job, Verb.PAUSE) == ""
        await held.monitor.actions.perform(job.id, Verb.PAUSE)
        assert held.monitor.actions.why_not(job, Verb.PAUSE) == "this server cannot pause jobs"
        assert held.monitor.actions.why_not(job, Verb.CANCEL) == ""


@pytest.mark.parametrize(("key", "read_only", "word"), [(False, False, "No API key"), (True, True, "read-only")])
async def test_nothing_is_changed_without_a_key_or_read_only(
    tmp_path: Path, key: bool, read_only: bool, word: str
) -> None:
    async with opened(tmp_path, key=key, read_only=read_only) as held:
        await held.monitor.start()
        job = next(job for job in held.monitor.jobs.first() if job.phase is Phase.RUNNING)
        assert word in held.monitor.actions.why_not(job, Verb.PAUSE)
        outcome = await held.monitor.actions.perform(job.id, Verb.PAUSE)
        assert not outcome.accepted
        assert word in outcome.sentence
        assert not [request for request in held.simulator.ledger.requests if request.method == "POST"]


async def test_without_a_key_the_history_is_all_there_is(tmp_path: Path) -> None:
    async with opened(tmp_path, key=False) as held:
        await held.monitor.start()
        assert held.monitor.link.health is Health.NO_KEY
        assert len(await held.monitor.jobs.summaries()) == 41
        feed = held.monitor.changes()
        assert isinstance(await anext(feed), LinkChanged)
        await feed.aclose()  # type: ignore[attr-defined]
        assert not held.simulator.ledger.requests


async def test_an_offline_one_asks_nobody_whatever_key_there_is(tmp_path: Path) -> None:
    simulator = Simulator(clock=FakeClock())
    profile = Profile("demo", BASE_URL, Secret("key-of-the-tests"))
    monitor = open_monitor(profile, tmp_path / "h.sqlite3", clock=FakeClock(), simulator=simulator, offline=True)
    await monitor.start()
    assert (monitor.link.health, monitor.offline, monitor.read_only) == (Health.OFFLINE, True, True)
    assert "--offline" in monitor.link.message
    await monitor.aclose()
    assert not simulator.ledger.requests
