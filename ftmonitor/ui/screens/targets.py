"""What on the screen can be pressed, as places: for jump mode, which puts a letter on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.geometry import Offset
from textual.widget import Widget

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.stage import focusable
from ftmonitor.ui.widgets.virtual import VirtualList

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage

KEYS = "asdfghjklqwertyuiopzxcvbnm1234567890"
"""The letters that are put on places, those under the fingers first."""


INTO_ROW = 8
"""Cells from the edge of a row to where it is clicked: at the edge a click marks it."""


class Target(NamedTuple):
    """A place on the screen, and what pressing it does."""

    x: int
    y: int
    press: Callable[[], object]


def targets(stage: Stage) -> tuple[Target, ...]:
    """Return what can be pressed, as many as there are letters, each in a place of its own: rows come before panes.

    Hints come last: they have keys.
    """
    found: dict[tuple[int, int], Target] = {}
    for target in (
        *_rows(stage),
        *_panes(stage),
        *_spots(stage, "PaneTabs, DetailTabs, PanelBar"),
        *_spots(stage, "Hints"),
    ):
        found.setdefault((target.x, target.y), target)
    return tuple(found.values())[: len(KEYS)]


def _panes(stage: Stage) -> Iterator[Target]:
    for pane in Pane:
        region = stage.pane(pane).region
        if stage.pane(pane).display and region.area:
            boxed = stage.pane(pane).gutter.left  # a letter on the border, before the name
            yield Target(region.x + boxed, region.y, partial(stage.show, pane))


def _spots(stage: Stage, kinds: str) -> Iterator[Target]:
    """Yield the places of what is drawn on one line: tabs, names of charts, switches, hints."""
    for widget in stage.query(kinds):
        if all(one.display for one in widget.ancestors_with_self) and widget.region.area:
            for x in widget.spots():  # type: ignore[attr-defined]
                yield _click(widget, Offset(x, 0))


def _rows(stage: Stage) -> Iterator[Target]:
    """Yield the rows in sight of the pane that has the keys."""
    rows = focusable(stage.pane(stage.current))
    if isinstance(rows, VirtualList):
        for y in range(rows.header_height, rows.size.height):
            row = rows.row_at(y)
            if row is not None:
                yield _click(rows, Offset(0, y), min(INTO_ROW, rows.page_width - 1))


def _click(widget: Widget, at: Offset, by: int = 0) -> Target:
    """Return a place in a widget that is pressed as by the mouse, `by` cells to the right of its letter."""
    x, y = widget.content_region.offset + at
    return Target(x, y, partial(press, widget, Offset(x + by, y)))


def press(widget: Widget, at: Offset, *, chain: int = 1) -> None:
    """Click a widget at a place of the screen."""
    if widget.focusable:
        widget.focus()
    x, y = at - widget.region.offset
    click = events.Click(widget, x, y, 0, 0, 1, False, False, False, at.x, at.y, chain=chain)
    widget.post_message(click)
