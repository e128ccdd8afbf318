"""The result file of a job: fetched when wanted, kept, merged into its curves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ftmonitor.errors import FtmonitorError, NotFound, Unsupported
from ftmonitor.metrics.merge import merged
from ftmonitor.models.source import What
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.sync.changes import Change, EventsAdded
from tests.support.opened import Opened, opened

pytestmark = pytest.mark.anyio

PEEKED = "tone-sweep-lr2"
"""A job that ended; the history has the newest page of its events."""


async def connected(held: Opened) -> str:
    """Start the monitor; return the id of the job."""
    await held.monitor.start()
    return held.named(PEEKED)


async def test_it_is_fetched_once_and_completes_the_curves(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = held.named(PEEKED)
        before = {one.name: one for one in await held.monitor.metrics.series(job_id)}
        await connected(held)
        found = await held.monitor.results.fetch(job_id)
        assert found.text.startswith("step,train_loss,train_accuracy")
        assert found.file.name == "step_metrics.csv"
        assert found.sentence == ""
        after = {one.name: one for one in await held.monitor.metrics.series(job_id)}
        loss = after["train_loss"]
        assert loss.source == "events+checkpoints+results"
        assert list(loss.steps) == list(range(1, loss.steps[-1] + 1))
        assert len(loss.steps) > len(before["train_loss"].steps)
        exact = dict(zip(before["train_loss"].steps, before["train_loss"].values, strict=True))
        assert {step: dict(zip(loss.steps, loss.values, strict=True))[step] for step in exact} == exact
        asked = held.simulator.ledger.count("/content")
        assert (await held.monitor.results.fetch(job_id)).text == found.text
        assert held.simulator.ledger.count("/content") == asked == 1


async def test_who_listens_hears_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = await connected(held)
        heard: list[Change] = []
        changes = held.monitor.changes()
        heard += [await anext(changes), await anext(changes)]
        await held.monitor.results.fetch(job_id)
        async with asyncio.timeout(20):
            while EventsAdded(job_id) not in heard:
                heard.append(await anext(changes))


async def test_the_history_has_it_without_a_key(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = await connected(held)
        text = (await held.monitor.results.fetch(job_id)).text
    async with opened(tmp_path, filled=False, key=False) as later:
        assert (await later.monitor.results.fetch(job_id)).text == text
        series = {one.name: one.source for one in await later.monitor.metrics.series(job_id)}
        assert series["train_loss"].endswith("+results")


async def test_a_job_without_one_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        await held.monitor.start()
        with pytest.raises(FtmonitorError, match="the service makes one when it has succeeded or is paused"):
            await held.monitor.results.fetch(held.named("support-v7"))
        assert held.monitor.results.why_not({"result_files": []}) != ""
        assert held.monitor.results.why_not({"result_files": None}) != ""
        assert held.monitor.results.why_not({"result_files": ["file-1"]}) == ""
        assert held.monitor.results.why_not(None) == ""


async def test_without_a_connection_there_is_nobody_to_ask(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        with pytest.raises(FtmonitorError, match="nobody to ask: there is no connection"):
            await held.monitor.results.fetch(held.named(PEEKED))


async def test_a_server_without_files_switches_only_that_off(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = await connected(held)
        held.simulator.faults.add(Fault(Kind.MISSING, path="/files/"))
        with pytest.raises(Unsupported):
            await held.monitor.results.fetch(job_id)
        why = held.monitor.results.why_not({"result_files": ["file-1"]})
        assert why == "this server has no files to read results from"
        assert held.monitor.why_not(What.CHECKPOINTS) == ""
        assert held.monitor.why_not(What.EVENTS) == ""


async def test_a_file_that_is_gone(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = await connected(held)
        job = await held.monitor.jobs.get(job_id)
        assert job is not None
        held.simulator.world.files.delete(job.result_files[0], held.simulator.now())
        with pytest.raises(NotFound):
            await held.monitor.results.fetch(job_id)
        assert held.monitor.results.why_not({"result_files": ["file-1"]}) == ""


async def test_checkpoints_are_a_source_of_curves(tmp_path: Path) -> None:
    async with opened(tmp_path) as held:
        job_id = held.named("support-v6")
        series = {one.name: one for one in await held.monitor.metrics.series(job_id)}
        checkpoints = await held.monitor.checkpoints.list(job_id)
        assert {one.step for one in checkpoints} <= set(series["full_valid_loss"].steps)
        assert "checkpoints" in series["full_valid_loss"].source
        assert merged(tuple(series.values())) == tuple(series.values())
