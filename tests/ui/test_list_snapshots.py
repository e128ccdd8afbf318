"""Pictures of the job list: grouped, sorted, with chosen columns, marks and signs, and each of its dialogs."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ftmonitor.store import models
from ftmonitor.store.store import Store
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.opened import LIVE, NOW, profile_of, template
from tests.support.posed import posed

Compare = Callable[..., bool]

WIDE, MIDDLE, SMALL, NARROW, TINY = (200, 60), (120, 40), (80, 24), (60, 20), (40, 10)
SHUTDOWNS = [("gpt-4.1-mini-2025-04-14", "{}", "2027-01-14"), ("gpt-4o-mini-2024-07-18", "{}", "2027-09-30")]
LOOKED = {"at": NOW - 3 * 3600, "open": {}}


@dataclass(frozen=True)
class State:
    """What the list is shown in: its size, what was remembered, keys pressed, jobs marked, pinned and noted."""

    size: tuple[int, int] = MIDDLE
    views: Mapping[str, object] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    pinned: str = ""
    read_only: bool = False


GROUPED: Mapping[str, object] = {"list.group": "status", "list.folded": ["\x01status:failed"]}
BY_DAY: Mapping[str, object] = {"list.group": "day", "list.sort": [["tokens", True]]}
COLUMNS: Mapping[str, object] = {
    "list.columns": ["name", "status", "tokens", "raw:method.supervised.hyperparameters.n_epochs", "shutdown", "best"]
}
SORTED: Mapping[str, object] = {"list.sort": [["method", False], ["best", False]]}
MARKED = ("support-v7", "intent-dpo-3", "support-v6")

STATES = {
    "grouped_200x60": State(WIDE, GROUPED, pinned="support-v6"),
    "grouped_120x40": State(MIDDLE, GROUPED, marked=MARKED, pinned="support-v6"),
    "grouped_60x20": State(NARROW, GROUPED, pinned="support-v6"),
    "grouped_40x10": State(TINY, GROUPED, pinned="support-v6"),
    "by_day_80x24": State(SMALL, BY_DAY),
    "sorted_120x40": State(MIDDLE, SORTED, keys=("g",)),
    "columns_200x60": State(WIDE, COLUMNS, keys=("z",)),
    "columns_80x24": State(SMALL, COLUMNS),
    "column_menu": State(MIDDLE, COLUMNS, keys=("c", "j", "j")),
    "column_menu_60x20": State(NARROW, keys=("c",)),
    "column_menu_wrong": State(MIDDLE, keys=("c", "plus", *"a..b", "enter")),
    "sort_menu": State(MIDDLE, SORTED, keys=("s",)),
    "sort_menu_40x10": State(TINY, SORTED, keys=("s",)),
    "note": State(SMALL, pinned="support-v7", keys=("g", "n")),
    "cancel_marked": State(MIDDLE, marked=MARKED, keys=("X", "1")),
    "pause_marked_60x20": State(NARROW, marked=MARKED, keys=("P",)),
    "cancel_marked_40x10": State(TINY, marked=MARKED, keys=("X",)),
    "filtered_to_nothing": State(MIDDLE, {"list.filter": "name:nobody"}),
    "since_you_left": State(SMALL, {"list.looked": LOOKED}),
    "read_only": State(SMALL, GROUPED, marked=MARKED, read_only=True),
}


async def remember(store: Store, state: State) -> None:
    """Write what was left in the history."""
    jobs = {job.name: job.id for job in await store.summaries.all()}
    await store.write(models.store_all, SHUTDOWNS, NOW)
    await store.views.put(profile_of().name, state.views)
    if state.pinned:
        await store.remarks.pin([jobs[state.pinned]], NOW)
        await store.remarks.note(jobs[state.pinned], "baseline of the October review")


@pytest.mark.parametrize("name", STATES)
def test_list(name: str, snap_compare: Compare, tmp_path: Path) -> None:
    state = STATES[name]
    left = tmp_path / "left.sqlite3"
    shutil.copy(template("default"), left)
    before = Store.open(left)
    asyncio.run(remember(before, state))
    before.close()
    with posed(tmp_path, left, LIVE, read_only=state.read_only) as pose:

        async def act(pilot: Pilot[Any]) -> None:
            there = pose.shown(pilot)
            await there.until(lambda: there.main.panes is not None)
            await there.settle()
            ids = {job.name: job.id for job in there.main.jobs}
            pane = there.main.query_one(JobList)
            pane.marked = tuple(ids[one] for one in state.marked)
            pane.retitle()
            if state.keys:
                await there.press(*state.keys)
            await there.settle()

        assert snap_compare(pose.app, terminal_size=state.size, run_before=act)
