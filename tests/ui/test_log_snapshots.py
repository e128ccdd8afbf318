"""Pictures of the event log: searched, filtered, with JSON beside it, wrapped, of all jobs at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.opened import LIVE, template
from tests.support.posed import posed

Compare = Callable[..., bool]
WIDE, MIDDLE, SMALL, NARROW, TINY = (200, 60), (120, 40), (80, 24), (60, 20), (40, 10)

STATES: dict[str, tuple[tuple[int, int], str, tuple[str, ...]]] = {
    # `=text` is pasted
    "search_120x40": (MIDDLE, "support-v7", ("4", "slash", "=step 9", "enter")),
    "filter_80x24": (SMALL, "support-v7", ("4", "ampersand", "=!/loss", "enter")),
    "merged_120x40": (MIDDLE, "support-v7", ("4", "A", "M")),
    "json_200x60": (WIDE, "support-v7", ("4", "k", "enter")),
    "json_zoomed": ((100, 30), "support-v7", ("4", "z", "enter")),
    "json_60x20": (NARROW, "support-v6", ("4", "enter")),
    "wrapped_40x10": (TINY, "triage-v1", ("4", "w")),
    "range_80x24": (SMALL, "support-v7", ("4", "k", "v", "k", "k")),
    "save_60x20": (NARROW, "support-v7", ("4", "ctrl+s")),
}


@pytest.mark.parametrize("name", STATES)
def test_log(name: str, snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/ml"))
    size, suffix, keys = STATES[name]
    with posed(tmp_path, template("default"), LIVE) as pose:

        async def act(pilot: Pilot[Any]) -> None:
            there = pose.shown(pilot)
            await there.until(lambda: there.main.panes is not None)
            await there.move_to(suffix)
            await there.settle()
            for key in keys:
                await (there.paste(key[1:]) if key.startswith("=") else there.press(key))
                await there.settle()

        assert snap_compare(pose.app, terminal_size=size, run_before=act)
