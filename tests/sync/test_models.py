"""The last days of base models: read once a day, behind the list; where the server has none to tell of, nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.sync.link import Health
from ftmonitor.sync.models import EVERY_S, shutdown_of
from tests.support.steady import running
from tests.support.watch import Watch

pytestmark = pytest.mark.anyio


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    made = Watch(tmp_path / "h.db")
    yield made
    await made.aclose()


async def test_the_last_days_stand_in_the_list_and_are_asked_for_once_a_day(watch: Watch) -> None:
    count = watch.simulator.ledger.count
    async with running(watch.engine):
        await watch.drive(20)
        days = {job.model: job.shutdown for job in await watch.store.summaries.all()}
        assert days["gpt-4.1-mini-2025-04-14"] == "2027-01-14"
        assert days["o4-mini-2025-04-16"] == ""
        assert count("/models") == 1
    watch.open()  # another start on the same day
    async with running(watch.engine):
        await watch.drive(20)
        assert count("/models") == 1
    watch.clock.jump(EVERY_S)
    watch.open()
    async with running(watch.engine):
        await watch.drive(90)
        assert count("/models") == 2


@pytest.mark.parametrize("kind", [Kind.MISSING, Kind.FORBIDDEN, Kind.SERVER_ERROR, Kind.BROKEN_JSON])
async def test_a_server_that_tells_of_no_models_is_no_trouble(watch: Watch, kind: Kind) -> None:
    watch.simulator.faults.add(Fault(kind, path="/models"))
    async with running(watch.engine):
        await watch.drive(60)
        assert watch.engine.link.health is Health.LIVE
        assert watch.engine.link.message == ""
        assert watch.simulator.ledger.count("/models") == 1
        assert {job.shutdown for job in await watch.store.summaries.all()} == {""}


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ({"shutdown_date": "2027-01-14"}, "2027-01-14"),
        ({"shutdown_date": "2027-01-14T00:00:00Z"}, "2027-01-14"),
        ({"shutdown_date": None}, ""),
        ({"shutdown_date": "\x1b[31m"}, ""),
        ({"shutdown_date": 7, "deprecation": {"inference": 1_799_884_800}}, "2027-01-14"),
        ({"deprecation": {"inference": "soon"}}, ""),
        ({"deprecation": []}, ""),
        ({}, ""),
    ],
)
async def test_how_services_tell_of_it(raw: dict[str, object], day: str) -> None:
    assert shutdown_of(raw) == day
