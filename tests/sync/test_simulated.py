"""The engine through the real client against the simulator: the history becomes what the server's own ledger says."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ftmonitor.models.phase import phase_of
from ftmonitor.models.source import Verb
from ftmonitor.simulator.cast import Role
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.plan import Method
from ftmonitor.simulator.scenarios import Scenario
from ftmonitor.sync.engine import Engine
from ftmonitor.sync.link import Health
from tests.support.steady import running
from tests.support.watch import Watch, scenario

pytestmark = pytest.mark.anyio


def health(engine: Engine) -> Health:
    """Return how the connection is now."""
    return engine.link.health


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    made = Watch(tmp_path / "h.db")
    yield made
    await made.aclose()


async def test_the_history_becomes_the_ledger(watch: Watch) -> None:
    async with running(watch.engine):
        await watch.drive(90)
        assert health(watch.engine) is Health.LIVE
        assert watch.engine.jobs_complete
        ended = [str(job["id"]) for job in watch.simulator.ledger.jobs() if phase_of(str(job["status"])).ended]
        for job_id in ended[:3]:
            watch.engine.select(job_id)
            await watch.drive(15)
        await watch.catch_up()
        await watch.compare()
        for job in watch.simulator.ledger.jobs():
            text = await watch.store.jobs.text(str(job["id"]))
            assert text is not None
            assert json.loads(text)["created_at"] == job["created_at"]
        for job_id in ended[:3]:
            texts = await watch.store.checkpoints.texts(job_id)
            assert [json.loads(text) for text in texts] == watch.simulator.ledger.checkpoints(job_id)


async def test_summaries_say_what_the_jobs_did(watch: Watch) -> None:
    async with running(watch.engine):
        await watch.drive(90)
        for summary in await watch.store.summaries.all():
            events = watch.simulator.ledger.events(summary.id)
            steps = [event["data"] for event in events if event["type"] == "metrics"]
            if summary.phase.ended and steps:
                last = steps[-1]
                assert isinstance(last, dict)
                assert (summary.step, summary.total_steps) == (last["step"], last["total_steps"])
                assert summary.value == last[summary.metric]
                assert 1 <= len(summary.trend) <= 6
                (curve,) = [c for c in await watch.store.points.series(summary.id) if c.name == summary.metric]
                assert curve.values[-1] == summary.value


async def test_pause_resume_and_cancel_are_seen(watch: Watch) -> None:
    def running_jobs() -> list[str]:
        return [str(job["id"]) for job in watch.simulator.ledger.jobs() if job["status"] == "running"]

    async with running(watch.engine):
        await watch.drive(30)
        job_id = running_jobs()[0]
        watch.engine.select(job_id)
        for verb, word in ((Verb.PAUSE, "paused"), (Verb.RESUME, "running"), (Verb.CANCEL, "cancelled")):
            watch.simulator.world.act(job_id, verb, watch.simulator.now())
            await watch.engine.look_again(job_id)
            await watch.drive(40)
            summary = await watch.store.summaries.one(job_id)
            assert summary is not None
            assert summary.status == word
        await watch.catch_up()
        await watch.compare()


BAD_DAY = (
    Fault(Kind.RATE_LIMIT, share=0.08, retry_after=2.0),
    Fault(Kind.SERVER_ERROR, share=0.08),
    Fault(Kind.BAD_GATEWAY, share=0.05),
    Fault(Kind.HTML, share=0.02),
    Fault(Kind.CUT, share=0.1),
    Fault(Kind.DROP, method="GET", share=0.05),
    Fault(Kind.BROKEN_JSON, share=0.05),
    Fault(Kind.SLOW, share=0.1, delay_s=6.0),
    Fault(Kind.UNAUTHORIZED, share=0.02),
)


BUSY = scenario(
    "busy",
    (
        Role("one", examples=400, share=0.2, step_s=0.3),
        Role("two", Method.DPO, examples=250, share=0.5, step_s=0.5),
        Role("three", examples=200, share=0.6, step_s=1.0, validate_s=3.0),
        Role("waiting", created=-40.0, examples=80, queue_s=30.0),
        Role("ended", examples=100, ended=900.0),
    ),
)
"""A few jobs that train at once, some steps a second; the long run has the dozen of `busy`."""


@pytest.mark.parametrize(
    ("world", "seed"), [(BUSY, 0), *(pytest.param("busy", seed, marks=pytest.mark.long) for seed in range(2))]
)
async def test_faults_restarts_and_cuts_in_the_middle_lose_and_double_nothing(
    tmp_path: Path, world: str | Scenario, seed: int
) -> None:
    chance = random.Random(seed)
    watch = Watch(tmp_path / "h.db", world, page_size=chance.choice((25, 60)))
    for fault in BAD_DAY:
        watch.simulator.faults.add(fault)
    for _ in range(5):
        task = asyncio.create_task(watch.engine.run())
        await watch.drive(chance.choice((0.5, 3.0, 20.0)))
        job_ids = [str(job["id"]) for job in watch.simulator.ledger.jobs()]
        watch.engine.select(chance.choice(job_ids))
        watch.engine.hurry()
        for _ in range(chance.randrange(60)):  # somewhere in the middle of something
            watch.clock.move_to(watch.clock.monotonic() + 0.05)
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await watch.store.aclose()
        watch.clock.move_to(watch.clock.monotonic() + chance.choice((0.0, 5.0, 60.0)))
        watch.open()
    watch.simulator.faults.clear()
    async with running(watch.engine):
        await watch.catch_up()
        await watch.compare()
        assert health(watch.engine) is Health.LIVE
    await watch.aclose()


async def test_a_server_that_is_gone_for_an_hour_is_caught_up_with(watch: Watch) -> None:
    async with running(watch.engine):
        await watch.drive(40)
        watch.simulator.faults.add(Fault(Kind.OFFLINE))
        await watch.drive(3600)
        assert health(watch.engine) is Health.OFFLINE
        watch.simulator.faults.clear()
        await watch.drive(120)
        assert health(watch.engine) is Health.LIVE
        await watch.catch_up()
        await watch.compare()


async def test_hostile_words_come_through_as_sent(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "h.db", "hostile")
    async with running(watch.engine):
        await watch.drive(60)
        await watch.catch_up()
        await watch.compare()
    await watch.aclose()


async def test_hundreds_of_jobs_are_listed_whole(tmp_path: Path) -> None:
    watch = Watch(tmp_path / "h.db", "many", page_size=20)
    async with running(watch.engine):
        await watch.drive(60)
        assert watch.engine.jobs_complete
        await watch.catch_up()
        await watch.compare()
    await watch.aclose()
