"""The tabs: as many words as fit, and clicks that find them."""

from __future__ import annotations

import pytest

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.widgets.pane_tabs import tabs_line

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
