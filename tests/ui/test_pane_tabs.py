"""The tabs: as many words as fit, and clicks that find them."""

from __future__ import annotations

import pytest

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.widgets.pane_tabs import PaneTabs, tabs_line
from tests.support import panes

PANES = tuple(Pane)
NUMBERS = ("49", "", "", "251", "2")


def shown(width: int, active: Pane = Pane.JOBS) -> str:
    return "".join(tab.text for tab in tabs_line(PANES, NUMBERS, active, width))


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (80, " 1 Jobs 49  2 Detail  3 Metrics  4 Events 251  5 Checkpoints 2 "),
        (60, " 1 Jobs  2 Detail  3 Metrics  4 Events  5 Checkpoints "),
        (40, " 1 jobs  2 det  3 met  4 ev  5 ck "),
        (20, "1 jobs 2 3 4 5 "),
    ],
)
def test_the_longest_words_that_fit(width: int, text: str) -> None:
    assert shown(width) == text


def test_tabs_know_their_cells() -> None:
    tabs = tabs_line(PANES, NUMBERS, Pane.JOBS, 80)
    line = shown(80)
    for tab in tabs:
        assert line[tab.start : tab.stop] == tab.text
        assert tab.pane.title in tab.text


@pytest.mark.anyio
async def test_marked_jobs_are_told_of_before_the_name_of_the_job() -> None:
    pane = PaneTabs()
    async with panes.PaneApp(pane).run_test(size=(80, 5)) as pilot:
        pane.marked, pane.caption = 2, "support-v7"
        said = panes.shown(pane)[0]
        await pilot.resize_terminal(66, 5)
        assert said.endswith("  2 marked  support-v7 ")
        assert panes.shown(pane)[0].endswith("  2 marked ")
