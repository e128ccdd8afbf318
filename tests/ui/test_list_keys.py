"""What the keys and the mouse do in the job list beyond moving: the screen over a history that nobody adds to."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from ftmonitor.models.summary import JobSummary
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.ui.dialogs.bulk import BulkConfirm, BulkResults
from ftmonitor.ui.dialogs.column_menu import ColumnMenu
from ftmonitor.ui.dialogs.note import Note
from ftmonitor.ui.dialogs.sort_menu import SortMenu
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.screens import Shown, screen

pytestmark = pytest.mark.anyio


def rows(there: Shown) -> list[str]:
    """Return the names of the jobs and the titles of the groups, from the top."""
    lines = there.main.query_one(JobList).jobs
    return [line.name if isinstance(line, JobSummary) else line.title for line in lines]


def pane(there: Shown) -> JobList:
    return there.main.query_one(JobList)


async def test_sorts_and_groups_are_found_again_at_the_next_start(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        listed = rows(there)
        await there.press("s", "j", "enter")
        assert rows(there) == sorted(listed, key=rows(there).index) != listed
        assert pane(there).sorted_by == "by status ▲"
        await there.press("B", "B")
        assert rows(there)[0] == "running"
        grouped = rows(there)
    async with screen(tmp_path, filled=False, posed=True) as there:
        assert rows(there) == grouped
        assert "by status" in str(pane(there).border_title)
        await there.press("B", "less_than_sign", "less_than_sign")
        assert rows(there) == listed


async def test_the_sort_menu_shows_what_it_does_and_takes_it_back(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        listed = rows(there)
        await there.press("s", "space", "j", "j", "space")
        assert isinstance(there.app.screen, SortMenu)
        assert [by.column for by in there.main.sorting.order] == ["name", "base"]
        assert rows(there) != listed
        await there.press("escape")
        assert rows(there) == listed
        await there.press("greater_than_sign", "i")
        assert pane(there).sorted_by == "by name ▼"


async def test_a_click_on_a_title_sorts_and_another_turns_it_round(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        await there.pilot.click(JobList, offset=(8, 1))
        assert pane(there).sorted_by == "by name ▲"
        await there.pilot.click(JobList, offset=(8, 1))
        assert pane(there).sorted_by == "by name ▼"


async def test_a_group_folds_and_the_cursor_is_never_lost(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        await there.press("B", "B", "g", "j")
        job = there.main.job_id
        await there.press("k")
        assert pane(there).chosen is None
        assert there.main.job_id == job, "on a heading the other panes stay as they are"
        await there.press("p", "n", "X")
        assert "on a group" in there.toasts[-1]
        assert len(there.app.screen_stack) == 1
        assert all(one.pinned_at is None for one in there.main.jobs), "the panes show a job that is not meant"
        await there.press("enter")
        assert "▸" in there.text
        assert rows(there)[:2] == ["running", "paused"]
        await there.press("enter", "j")
        assert there.main.job_id == job
        pane(there).action_step(1)
        there.main.run_command("job.peek")
        assert there.main.job_id == pane(there).chosen != job, (
            "what a quick key does is done to the job under the cursor"
        )


async def test_marks_by_range_all_and_clear(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        await there.press("g", "v", "j", "j")
        assert "range" in str(pane(there).border_title)
        await there.press("v")
        assert pane(there).marked == tuple(job.id for job in there.main.jobs[:3])
        assert "3 marked" in str(pane(there).border_title)
        await there.press("a")
        assert len(pane(there).marked) == len(there.main.jobs)
        await there.press("u", "v", "escape", "j", "v", "escape")
        assert pane(there).marked == ()


async def test_pins_notes_and_marks_are_found_again(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        last = there.main.jobs[-1].name
        await there.press("G", "p")
        await there.until(lambda: rows(there)[0] == last)
        assert there.main.job is not None
        await there.press("n")
        assert isinstance(there.app.screen, Note)
        await there.press(*"ask Ann", "enter")
        await there.until(lambda: there.main.summary is not None and there.main.summary.note == "ask Ann")
        await there.press("space")
        await there.press("slash", *"note:ann and is:pinned or is:marked", "enter")
        assert rows(there) == [last]
        marked = pane(there).marked
        there.main.monitor.views.put("list.marked", [*marked, "ftjob-that-is-gone", 7])
        assert there.main.panes is not None
        assert there.main.panes.tabs.numbers[0] == f"1/{len(there.main.jobs)}"
    async with screen(tmp_path, filled=False, posed=True) as there:
        assert rows(there) == [last], "the filter is found again"
        assert "2 marked" in str(pane(there).border_title)
        there.main.take_jobs(tuple(there.main.jobs[:3]), walked=False)
        assert pane(there).marked[:1] == marked, "there may be more jobs"
        there.main.take_jobs(await there.main.monitor.jobs.summaries(), walked=True)
        assert pane(there).marked == marked
        await there.until(lambda: there.main.monitor.views.get("list.marked") == [*marked])
        await there.press("escape", "p")
        await there.until(lambda: rows(there)[-1] == last)


async def test_columns_and_paths_into_the_job(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        await there.press("c", "plus", *"no path..", "enter")
        assert isinstance(there.app.screen, ColumnMenu)
        assert "is no path" in there.text
        there.app.screen.query_one(Input).value = ""
        await there.press(*"method.supervised.hyperparameters.n_epochs", "enter")
        await there.until(lambda: any(pane(there).values.values()))
        assert "N_EPO" in there.text
        gone = set(pane(there).columns) - pane(there).shown_columns(pane(there).columns)
        assert gone
        assert there.text.count("no room here") == len(gone)
        await there.press("enter")
        chosen = pane(there).columns
        assert chosen[:3] == ("name", "raw:method.supervised.hyperparameters.n_epochs", "base")
        await there.press("c", "j", "space", "escape")
        assert pane(there).columns == chosen
        await there.pilot.click(JobList, offset=(pane(there).render_line(0).text.index("N_EPO") + 2, 1))
        assert there.main.sorting.order[0].column == chosen[1]
        values = there.main.sorting.values[chosen[1]]
        known = [value for job in there.main.lines if isinstance(value := values.get(job.id), int)]
        assert known == sorted(known)
    async with screen(tmp_path, filled=False, posed=True) as there:
        assert pane(there).columns == chosen


async def test_cancelling_the_marked_wants_their_number_and_tells_of_each(tmp_path: Path) -> None:
    async with screen(tmp_path) as there:
        names = ("support-v7", "intent-dpo-3", "support-v6")
        ids = [there.world.named(name) for name in names]
        pane(there).marked = tuple(ids)
        await there.press("X")
        assert isinstance(there.app.screen, BulkConfirm)
        assert "Cancel 2 of 3 marked jobs" in there.text
        assert "support-v6 has succeeded" in there.text
        await there.press("3", "enter")
        assert isinstance(there.app.screen, BulkConfirm), "that is not their number"
        there.world.simulator.faults.add(Fault(Kind.FORBIDDEN, path=f"{ids[1]}/cancel"))
        await there.press("backspace", "2", "enter")
        await there.until(lambda: isinstance(there.app.screen, BulkResults) and "1 of 2 accepted, 1 not" in there.text)
        assert there.world.simulator.ledger.count("/cancel") == 2
        refused = next(one for one in there.main.monitor.requests.recent() if one.status == 403)
        await there.press("y")
        lines = there.app.copied.splitlines()
        assert refused.request_id
        assert [f"(request {refused.request_id})" in said for said in lines] == [False, True]
        assert refused.request_id in there.text.replace("\n", "")
        await there.press("escape")
        assert len(there.app.screen_stack) == 1


async def test_nothing_is_asked_of_jobs_that_cannot(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        pane(there).marked = (there.world.named("support-v6"),)
        await there.press("P")
        assert isinstance(there.app.screen, BulkConfirm)
        assert "Nothing to pause" in there.text
        await there.press("y")
        assert len(there.app.screen_stack) == 1, "whatever is pressed"
