"""The filter of the job list: typed, broken, kept, left."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets.filter_bar import FilterBar
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.status_bar import TopBar
from tests.support.screens import Shown, screen

pytestmark = pytest.mark.anyio


def statuses(there: Shown) -> set[str]:
    return {row.status for row in there.main.query_one(JobList).jobs if isinstance(row, JobSummary)}


async def typed(there: Shown, text: str) -> None:
    """Type as a paste does: all keys arrive before the first is heard."""
    for letter in text:
        key = {
            "/": "slash",
            ":": "colon",
            " ": "space",
            "<": "less_than_sign",
            "|": "vertical_line",
            "(": "left_parenthesis",
        }.get(letter, letter)
        there.app.post_message(events.Key(key, letter))
    await there.pilot.pause()
    await there.pilot.pause()


async def test_it_is_typed_kept_and_left(tmp_path: Path) -> None:
    async with screen(tmp_path, (80, 24), posed=True) as there:
        listed, bar = there.main.query_one(JobList), there.main.query_one(FilterBar)
        every, left_out = len(listed.jobs), there.main.jobs[-1]
        assert not bar.display
        await typed(there, "/status:failed")
        assert statuses(there) == {"failed"}
        assert bar.said == f"{len(listed.jobs)} of {every}"
        assert not there.main.zoomed  # no letter was taken for a key
        await typed(there, " (")
        assert statuses(there) == {"failed"}
        assert (bar.wrong, bar.said) == (True, "after ( comes a word or a field")
        await there.pilot.press("enter")  # it stays, to be mended
        assert (there.main.focused, bar.text) == (bar.input, "status:failed (")
        there.main.take_jobs(there.main.jobs[:-1], walked=True)
        assert (bar.wrong, bar.said) == (True, "after ( comes a word or a field")  # whatever comes meanwhile
        there.main.take_jobs((*there.main.jobs, left_out), walked=True)
        await there.pilot.press("backspace", "backspace", "enter")
        assert there.main.focused is listed
        assert bar.text == "status:failed"
        await there.until(lambda: listed.chosen == there.main.job_id)
        await there.pilot.press("slash", "ctrl+u", "z", "z", "z")
        assert listed.jobs == ()
        assert listed.empty_text() == "no job fits the filter"
        there.main.run_command("job.peek")
        await there.pilot.pause()
        assert "no job fits the filter" in there.toasts[-1]
        assert len(there.app.screen_stack) == 1, "the panes show a job that is not meant"
        await there.pilot.press("escape")  # back to the filter before
        assert (statuses(there), bar.text, bar.display) == ({"failed"}, "status:failed", True)
        await there.pilot.press("q")  # one layer up, not out
        assert len(listed.jobs) == every
        assert not bar.display
        await there.until(lambda: listed.chosen == there.main.job_id)
        await there.press("4")
        top = there.main.query_one(TopBar)
        failed = top.render_line(0).text.index("✖")
        await there.pilot.click(top, offset=(failed, 0))
        await there.until(lambda: there.main.focused is listed)
        assert (statuses(there), bar.text, bar.display) == ({"failed"}, "status=failed", True)
        assert dict(top.counts)[Phase.FAILED] == len(listed.jobs)
        await there.pilot.click(top, offset=(failed, 0))
        await there.until(lambda: len(listed.jobs) == every)
        assert not bar.display


async def test_the_list_is_moved_in_while_typing_and_a_job_that_is_hidden_can_be_opened(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        listed = there.main.query_one(JobList)
        hidden = next(job for job in there.main.jobs if job.status == "succeeded")
        await typed(there, "/status:failed|cancelled")
        await there.pilot.press("down", "down", "up")
        assert listed.cursor == 1
        await there.until(lambda: listed.chosen == there.main.job_id)
        there.main.open_job(hidden.id)
        await there.pilot.pause()
        assert there.main.job_id == hidden.id
        assert listed.chosen == hidden.id
        assert len(listed.jobs) == len(there.main.jobs)


async def test_the_job_that_was_chosen_comes_back_as_soon_as_it_fits_unless_the_user_moved(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        listed = there.main.query_one(JobList)
        failed = [job.id for job in there.main.jobs if job.status == "failed"]
        listed.select(failed[1])
        await typed(there, "/status:succeeded")
        assert listed.chosen not in failed
        await there.pilot.press("ctrl+u")
        await typed(there, "status:failed")
        assert listed.chosen == failed[1]
        await typed(there, " zzz")
        await there.pilot.press("escape")
        await there.until(lambda: listed.chosen == there.main.job_id == failed[1])
        await typed(there, "/status:succeeded")
        await there.pilot.press("down")
        moved = listed.chosen
        await there.pilot.press("escape")
        assert moved not in failed
        await there.until(lambda: listed.chosen == there.main.job_id == moved)


async def test_what_was_filtered_by_comes_back(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        listed, bar = there.main.query_one(JobList), there.main.query_one(FilterBar)
        await typed(there, "/status:failed")
        await there.pilot.press("enter")
        await typed(there, "/status:paused")  # takes the place of what stood there
        assert statuses(there) == {"paused"}
        await there.pilot.press("enter", "slash", "ctrl+u", "up")
        assert (bar.text, statuses(there)) == ("status:paused", {"paused"})
        await there.pilot.press("up", "up")
        assert (bar.text, statuses(there)) == ("status:failed", {"failed"})
        await there.pilot.press("down")
        assert bar.text == "status:paused"
        await there.pilot.press("down")
        assert bar.text == ""
        at = listed.cursor
        await there.pilot.press("down")
        assert listed.cursor == at + 1
        await there.pilot.press("up")
        assert bar.text == "status:paused"
        await there.pilot.press("backspace", "up")  # changed, so it is the list that moves
        assert bar.text == "status:pause"
        await there.pilot.press("escape")
        assert there.main.monitor.views.get("list.filters") == ["status:paused", "status:failed"]
