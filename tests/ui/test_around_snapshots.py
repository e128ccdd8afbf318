"""Pictures of what stands around the panes: tabs of the detail, themes, no colours, jump mode, menus, small sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from ftmonitor.ui import themes
from ftmonitor.ui.screens.action_menu import ActionMenu, offered
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.opened import LIVE, template
from tests.support.posed import posed

Compare = Callable[..., bool]
NEXT = "right_square_bracket"
WIDE, MIDDLE, SMALL = (200, 60), (120, 40), (80, 24)


@dataclass(frozen=True)
class State:
    """Size, job under the cursor, jobs marked, keys pressed, theme ("" = without colours), whether a menu is open."""

    size: tuple[int, int] = MIDDLE
    suffix: str = "support-v7"
    marked: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    theme: str = themes.DARK.name
    menu: bool = False


STATES = {
    "params_120x40": State(suffix="intent-dpo-3", keys=("2", NEXT)),
    "params_of_marked_200x60": State(WIDE, "intent-dpo-3", ("support-v7", "sql-rft-3"), ("2", NEXT)),
    "params_of_marked_80x24": State(SMALL, "intent-dpo-3", ("support-v7", "sql-rft-3"), ("2", NEXT)),
    "params_unlike_60x20": State((60, 20), "support-v7", ("support-v6",), ("2", NEXT, "equals_sign")),
    "files_120x40": State(suffix="support-v6", keys=("2", NEXT, NEXT)),
    "json_search_120x40": State(suffix="intent-dpo-3", keys=("2", NEXT, NEXT, NEXT, "slash", *"beta", "enter")),
    "json_80x24": State(SMALL, suffix="intent-dpo-3", keys=("2", NEXT, NEXT, NEXT, "j", "j")),
    "mono_120x40": State(theme="", marked=("sql-rft-3",)),
    "mono_metrics_80x24": State(SMALL, theme="", keys=("3",)),
    "mono_events_80x24": State(SMALL, suffix="triage-v1", theme="", keys=("4",)),
    "mono_checkpoints": State(suffix="support-v6", theme="", keys=("5",)),
    "mono_pause": State(SMALL, theme="", keys=("P",)),
    "mono_help": State(SMALL, theme="", keys=("question_mark",)),
    "mono_60x20": State((60, 20), theme=""),
    "contrast_120x40": State(theme=themes.CONTRAST.name),
    "red_green_120x40": State(theme=themes.RED_GREEN.name),
    "blue_yellow_120x40": State(theme=themes.BLUE_YELLOW.name),
    "light_120x40": State(theme=themes.LIGHT.name),
    "ansi_120x40": State(theme="ansi-dark"),
    "jump_120x40": State(keys=("ctrl+o",)),
    "jump_60x20": State((60, 20), keys=("ctrl+o",)),
    "menu_120x40": State(menu=True),
    "menu_40x10": State((40, 10), menu=True),
    "detail_60x20": State((60, 20), keys=("2",)),
    "detail_40x10": State((40, 10), keys=("2",)),
    "metrics_40x10": State((40, 10), keys=("3",)),
    "events_40x10": State((40, 10), keys=("4",)),
    "jobs_40x10": State((40, 10)),
}


@pytest.mark.parametrize("name", STATES)
def test_state(name: str, snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = STATES[name]
    if not state.theme:
        monkeypatch.setenv("NO_COLOR", "1")
    with posed(tmp_path, template("default"), LIVE, theme=state.theme) as pose:

        async def act(pilot: Pilot[Any]) -> None:
            there = pose.shown(pilot)
            await there.until(lambda: there.main.panes is not None)
            await there.move_to(state.suffix)
            by_name = {job.name: job.id for job in there.main.jobs}
            there.main.query_one(JobList).marked = tuple(by_name[suffix] for suffix in state.marked)
            await there.settle()
            for key in state.keys:
                await there.press(key)
                await there.settle()
            if state.menu:
                pose.app.push_screen(ActionMenu(offered(there.main.registry, there.main.situation), Offset(20, 8)))
                await there.settle()

        assert snap_compare(pose.app, terminal_size=state.size, run_before=act)
