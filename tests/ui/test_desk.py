"""What the screen shows of a job that was just chosen, while its answers are on their way."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ftmonitor.models.log import LogRow, Outline
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.monitor.views import Events, Metrics
from ftmonitor.store.store import Store
from ftmonitor.sync.link import Health, Link
from ftmonitor.ui.screens.stage import counts_of
from tests.support.clock import START
from tests.support.opened import FILLED_S, template
from tests.support.panes import job
from tests.support.posed import posed

NOW = START + FILLED_S


class Held(Events):
    """A log that is told only once `open` is set."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.open = asyncio.Event()

    async def outline(self, job_id: str, held: LogRow | None = None, newest: int = 0) -> Outline:
        await self.open.wait()
        return await super().outline(job_id, held, newest)


@pytest.mark.anyio
async def test_the_log_before_stays_until_the_next_is_here_and_not_for_long(tmp_path: Path) -> None:
    history = await asyncio.to_thread(template, "default")
    with posed(tmp_path, history, Link(Health.LIVE, NOW - 600, NOW - 3)) as pose:
        async with pose.app.run_test(size=(120, 40)) as pilot:
            there = pose.shown(pilot)
            first = await there.move_to("support-v7")
            await there.settle()
            assert there.main.panes is not None
            log = there.main.panes.events
            rows = log.rows
            assert rows
            held = pose.monitor.events = Held(pose.monitor.store)
            second = next(one.id for one in there.main.jobs if one.name == "support-v6")
            there.main.choose(second)
            assert (log.job_id, log.rows) == (first, rows), "nothing blinks while the answer is on its way"
            there.main._blank(second)
            assert (log.job_id, log.rows) == (second, 0), "but no other job's log stays under this one's name"
            held.open.set()
            await there.until(lambda: log.rows)
            assert log.job_id == second


def test_jobs_are_counted_by_what_their_words_mean() -> None:
    some = [job(0), job(1), job(2, "succeeded"), job(3, "validating_files"), job(4, "queued"), job(5, "odd_word")]
    assert counts_of(some) == ((Phase.WAITING, 2), (Phase.RUNNING, 2), (Phase.SUCCEEDED, 1), (Phase.UNKNOWN, 1))


class Counted(Metrics):
    """Curves that count how often warnings are asked for."""

    asked = 0

    async def alarms(self, job_id: str) -> tuple[float, ...]:
        self.asked += 1
        return await super().alarms(job_id)


@pytest.mark.anyio
async def test_jobs_with_unlike_numbers_of_warnings_are_asked_about_once_each(tmp_path: Path) -> None:
    history = await asyncio.to_thread(template, "default")
    with posed(tmp_path, history, Link(Health.LIVE, NOW - 600, NOW - 3)) as pose:
        async with pose.app.run_test(size=(120, 40)) as pilot:
            there = pose.shown(pilot)
            await there.until(lambda: there.main.panes is not None)
            counted = pose.monitor.metrics = Counted(pose.monitor.store)
            one, other = unlike(there.main.jobs)
            for job_id in (one, other):
                there.main.choose(job_id)
                for _ in range(20):
                    await pilot.pause()
                    await asyncio.to_thread(int)
            assert counted.asked <= 4, "an answer that is never right would be asked for without end"


def unlike(jobs: tuple[JobSummary, ...]) -> tuple[str, str]:
    """Return two jobs that have warnings or errors, not equally many."""
    numbers = {one.warnings + one.errors: one.id for one in jobs if one.warnings + one.errors}
    first, second, *_ = numbers.values()
    return first, second
