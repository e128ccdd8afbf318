"""Which panes stand on the screen at which size. Pure; sizes and borders are in main.tcss."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from ftmonitor.ui.commands import Pane

THREE_COLUMNS = 180
TWO_COLUMNS = 120
STACKED = 80
"""Least widths in cells of three columns, two, and the list above one other pane (screen design, sizes)."""

THREE_LINES = 36
TWO_LINES = 24
STACKED_LINES = 16
"""Least heights in lines of the same: below, boxes hold too few rows to be of use."""

DOCKED_LINES = 46
"""Least height in lines of two boxes below the list: it keeps its three fifths, which are 24 rows and its frame."""

TINY_WIDTH, TINY_LINES = 30, 6
"""Below either there is room for the list and nothing else."""

BOXED = "-boxed"
"""The screen's class where panes stand side by side, each in a box of its own."""
DOCKED = "-docked"
"""The screen's class where boxes stand below the list."""


class Layout(StrEnum):
    """How the panes are laid out; the value is the screen's class."""

    ONE = "-one"
    STACK = "-stack"
    TWO = "-two"
    THREE = "-three"

    @property
    def boxed(self) -> bool:
        """Return whether panes stand side by side, each in a box of its own."""
        return self in (Layout.TWO, Layout.THREE)


class Arrangement(NamedTuple):
    """What is shown: panes, whether the tabs are, and whether there is room for a line of key hints."""

    layout: Layout
    panes: frozenset[Pane]
    tabs: bool
    hints: bool
    detailed: bool
    """Whether a detail pane beside the list says the status word."""
    docks: bool
    """Whether the newest alerts and requests stand below the list."""

    @property
    def classes(self) -> Mapping[str, bool]:
        """Return the screen's classes, and whether it has them."""
        of_layout = {layout.value: layout is self.layout for layout in Layout}
        return {**of_layout, BOXED: self.layout.boxed, DOCKED: self.docks}

    @property
    def main(self) -> bool:
        """Return whether the column of metrics and events is there."""
        return bool(self.panes & {Pane.METRICS, Pane.EVENTS})

    @property
    def side(self) -> bool:
        """Return whether the column of detail and checkpoints is there."""
        return bool(self.panes & {Pane.DETAIL, Pane.CHECKPOINTS})


def layout_of(width: int, height: int) -> Layout:
    """Return the layout for a terminal of `width` cells and `height` lines."""
    if width >= THREE_COLUMNS and height >= THREE_LINES:
        return Layout.THREE
    if width >= TWO_COLUMNS and height >= TWO_LINES:
        return Layout.TWO
    if width >= STACKED and height >= STACKED_LINES:
        return Layout.STACK
    return Layout.ONE


def arrange(width: int, height: int, current: Pane, lower: Pane, side: Pane, *, zoomed: bool) -> Arrangement:
    """Return what is shown at a size.

    `current` has the focus; `lower` is the pane under the list where they are stacked; `side` is the one of Detail and
    Checkpoints that stands under the list where there are two columns. Zoomed, `current` stands alone at every size.
    """
    tiny = width < TINY_WIDTH or height < TINY_LINES
    layout = Layout.ONE if zoomed else layout_of(width, height)
    if layout is Layout.THREE:
        panes = frozenset(Pane)
    elif layout is Layout.TWO:
        panes = frozenset({Pane.JOBS, Pane.METRICS, Pane.EVENTS, side})
    elif layout is Layout.STACK:
        panes = frozenset({Pane.JOBS, lower})
    else:
        panes = frozenset({current})
    return Arrangement(
        layout,
        panes,
        tabs=layout in (Layout.STACK, Layout.ONE) and not tiny,
        hints=height >= TINY_LINES,
        detailed=layout is Layout.THREE or (layout is Layout.TWO and side is Pane.DETAIL),
        docks=layout is Layout.THREE and height >= DOCKED_LINES,
    )
