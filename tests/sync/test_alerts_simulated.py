"""Alerts through the engine and the real client: a job fails, pauses, diverges or falls silent, and it is told once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from ftmonitor.models.source import Verb
from ftmonitor.simulator.cast import Role
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.plan import Curve
from ftmonitor.store.alerts import Alert
from ftmonitor.sync.changes import AlertsRaised
from tests.support.steady import running
from tests.support.watch import Watch, scenario

pytestmark = pytest.mark.anyio

QUICK = Role("", validate_s=3.0, queue_s=2.0, warmup_s=2.0, closing_s=4.0)
CAST = (
    Role("old", examples=40, ended=500.0, reason="server"),
    replace(QUICK, name="well", examples=40, share=0.5, step_s=0.5),
    replace(QUICK, name="badly", examples=40, share=0.2, step_s=0.5, reason="server"),
    replace(QUICK, name="diverging", curve=Curve.DIVERGING, rate=12.0, examples=200, share=0.45, step_s=0.5),
    replace(QUICK, name="steady", examples=4000, share=0.2, step_s=1.0),
)


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    made = Watch(tmp_path / "h.db", scenario("alerts", CAST))
    yield made
    await made.aclose()


async def told(watch: Watch) -> dict[str, set[str]]:
    """Return the rules that were told of, by the name of the job."""
    found: dict[str, set[str]] = {}
    for alert in await watch.store.alerts.recent():
        found.setdefault(alert.name, set()).add(alert.rule)
    return found


async def test_what_becomes_of_jobs_is_told_and_old_ones_are_no_news(watch: Watch) -> None:
    heard: set[int] = set()
    async with running(watch.engine):
        feed = watch.engine.subscribe()
        await watch.drive(30)
        assert "old" not in await told(watch)
        await watch.drive(150)
        found = await told(watch)
        assert found["well"] == {"succeeded"}
        assert found["badly"] == {"failed"}
        assert found["diverging"] & {"nan", "spike", "rise"}
        assert "steady" not in found
        alerts: tuple[Alert, ...] = await watch.store.alerts.recent()
        while heard != {alert.number for alert in alerts}:
            change = await anext(feed)
            heard |= change.numbers if isinstance(change, AlertsRaised) else frozenset()


async def test_a_pause_that_nobody_here_asked_for(watch: Watch) -> None:
    async with running(watch.engine):
        await watch.drive(10)
        (job_id,) = [job.id for job in await watch.store.summaries.all() if job.name == "steady"]
        watch.simulator.world.act(job_id, Verb.PAUSE, watch.simulator.now())
        await watch.drive(60)
        assert (await told(watch))["steady"] == {"paused"}


async def test_silence_is_told_where_the_server_is_heard_and_not_where_it_is_gone(watch: Watch) -> None:
    async with running(watch.engine):
        await watch.drive(60)
        watch.simulator.faults.add(Fault(Kind.OFFLINE))
        await watch.drive(400)
        watch.simulator.faults.clear()
        await watch.drive(100)
        assert "steady" not in await told(watch)
        watch.world_clock.stand_still()
        await watch.drive(200)
        assert (await told(watch))["steady"] == {"stalled"}
        numbers = [alert.number for alert in await watch.store.alerts.recent() if alert.rule == "stalled"]
        await watch.drive(200)
        assert numbers == [alert.number for alert in await watch.store.alerts.recent() if alert.rule == "stalled"]
