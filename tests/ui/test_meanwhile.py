"""What happened while nobody looked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.sync.link import Health
from ftmonitor.ui.screens.meanwhile import Look, changed_since, look_of, open_jobs, told
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.panes import NOW, job
from tests.support.screens import screen

LOOK = Look(NOW - 3 * 3600, {f"ftjob-000{at}": "running" for at in range(5)})


def become(at: int, status: str) -> JobSummary:
    return replace(job(at, created_at=NOW - 9 * 3600), status=status, phase=phase_of(status))


@pytest.mark.parametrize(
    ("jobs", "said"),
    [
        ([], ""),
        ([become(0, "running"), become(9, "succeeded")], ""),
        ([become(0, "succeeded"), become(1, "succeeded"), become(2, "failed")], "2 finished, 1 failed"),
        ([become(0, "paused"), become(1, "cancelled")], "1 cancelled, 1 paused"),
        ([job(8, created_at=NOW - 60), replace(become(9, "failed"), created_at=NOW - 60)], "1 failed, 1 new"),
    ],
)
def test_what_is_said(jobs: list[JobSummary], said: str) -> None:
    line = told(LOOK, changed_since(LOOK, jobs), NOW)
    assert line == (f"since you left 3h ago: {said}" if said else "")


@pytest.mark.parametrize("value", [None, [], {}, {"at": True, "open": {}}, {"at": 1.0}, {"at": "x", "open": {}}])
def test_an_odd_memory_is_none(value: object) -> None:
    assert look_of(value) is None


def test_a_look_is_found_again() -> None:
    jobs = (become(0, "running"), become(1, "failed"), become(2, "queued"))
    assert look_of({"at": 5, "open": open_jobs(jobs)}) == Look(5.0, {"ftjob-0000": "running", "ftjob-0002": "queued"})


@pytest.mark.anyio
async def test_the_next_start_tells_what_ended_marks_it_and_forgets_at_escape(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        assert there.main.link.health is Health.LIVE
        at, held = there.main.clock.now() - 90, open_jobs(there.main.jobs)
        ended = next(job for job in there.main.jobs if job.name == "support-v6")
        there.world.monitor.views.put("list.looked", {"at": at, "open": {**held, ended.id: "running"}})
        there.main._meanwhile = None  # as if the program had been killed: it would remember this look
    async with screen(tmp_path, filled=False, posed=True) as there:
        assert "since you left 1m ago: 1 finished" in there.text
        assert ended.id in there.main.query_one(JobList).fresh
        await there.press("escape")
        assert "since you left" not in there.text
        await there.move_to("support-v6")
        await there.until(lambda: ended.id not in there.main.query_one(JobList).fresh)
    async with screen(tmp_path, filled=False, posed=True) as there:
        assert "since you left" not in there.text
