"""The borders between the panes: dragged with the mouse, kept as shares of the screen, so that they fit every size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from textual.geometry import Offset, Region
from textual.widget import Widget

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.bench import SIZES
from ftmonitor.ui.screens.layout import Layout

if TYPE_CHECKING:
    from ftmonitor.ui.screens.stage import Stage

LEAST_CELLS, LEAST_LINES = 24, 5
"""What a pane keeps, however far its border is moved."""


class Border(NamedTuple):
    """A border that can be moved: where it is, and the part of the screen that it divides."""

    name: str
    at: Region
    within: Region
    sideways: bool
    """Whether it is moved to the left and to the right."""


class Splits:
    """Where the borders are, if not where the layout has them."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._held: Border | None = None
        self._shares = _read(stage.monitor.views.get(SIZES))

    @property
    def held(self) -> bool:
        """Whether a border is being moved."""
        return self._held is not None

    def borders(self) -> tuple[Border, ...]:
        """Return the borders that can be moved on the screen as it is."""
        stage = self._stage
        layout = stage.arrangement().layout
        if stage.panes is None or layout is Layout.ONE:
            return ()
        whole, jobs, main, side = (
            widget.region
            for widget in (stage.query_one("#panes"), stage.pane(Pane.JOBS), stage.panes.main, stage.panes.side)
        )
        metrics, detail = stage.pane(Pane.METRICS).region, stage.pane(Pane.DETAIL).region
        if layout is Layout.STACK:
            return (Border("stack", Region(0, jobs.bottom, whole.width, 1), whole, False),)
        found = [
            Border(f"{layout.name} left", _beside(jobs.right, whole), whole, True),
            Border("upper", _below(metrics.bottom, main), main, False),
        ]
        if layout is Layout.TWO:
            left = Region(whole.x, whole.y, jobs.width, whole.height)
            return (*found, Border("TWO top", _below(jobs.bottom, left), left, False))
        right = Border("THREE right", _beside(main.right, whole), whole, True)
        return (*found, right, Border("side", _below(detail.bottom, side), side, False))

    # The mouse

    def grab(self, at: Offset) -> bool:
        """Take hold of the border at a place of the screen, if there is one."""
        self._held = next((border for border in self.borders() if border.at.contains_point(at)), None)
        return self.held

    def drag(self, at: Offset) -> None:
        """Move the border that is held."""
        if (border := self._held) is None:
            return
        room, least = (border.within.width, LEAST_CELLS) if border.sideways else (border.within.height, LEAST_LINES)
        if room >= 2 * least:
            moved = at.x - border.within.x if border.sideways else at.y - border.within.y
            self._shares[border.name] = max(least, min(room - least, moved)) / room
            self._stage.lay_out()

    def drop(self) -> None:
        """Leave the border where it is, and remember it."""
        if self.held:
            self._held = None
            self._stage.monitor.views.put(SIZES, dict(self._shares))

    def reset(self) -> None:
        """Put all borders where the layout has them."""
        self._held = None
        self._shares = {}
        self._stage.monitor.views.put(SIZES, None)
        self.apply()

    # The sizes

    def apply(self) -> None:
        """Put the borders where they were moved to, on a screen of any size."""
        stage = self._stage
        layout = stage.arrangement().layout
        width, height = stage.app.size
        room = max(1, height - 2)
        panes, jobs = stage.query_one("#panes"), stage.pane(Pane.JOBS)
        columns, rows = "", ""
        if layout is Layout.TWO:
            if (left := self._cells("TWO left", width, LEAST_CELLS)) is not None:
                columns = f"{left} 1fr"
            if (top := self._cells("TWO top", room, LEAST_LINES)) is not None:
                rows = f"{top} 1fr"
        elif layout is Layout.THREE:
            first, second = (
                self._cells("THREE left", width, LEAST_CELLS),
                self._cells("THREE right", width, LEAST_CELLS),
            )
            if first is not None or second is not None:
                first = 64 if first is None else first
                second = width - 52 if second is None else max(second, first + LEAST_CELLS)
                columns = f"{first} 1fr {max(LEAST_CELLS, width - second)}"
        _set(panes, "grid_columns", columns)
        _set(panes, "grid_rows", rows)
        top = self._cells("stack", room, LEAST_LINES) if layout is Layout.STACK else None
        _set(jobs, "height", "" if top is None else str(top))
        if stage.panes is not None:
            boxed = layout.boxed
            both = stage.panes.by_name
            _shared(both[Pane.METRICS], both[Pane.EVENTS], self._shares.get("upper") if boxed else None)
            lone = self._shares.get("side") if layout is Layout.THREE else None
            _shared(both[Pane.DETAIL], both[Pane.CHECKPOINTS], lone)

    def _cells(self, name: str, room: int, least: int) -> int | None:
        """Return how many cells the share of a border is, None where it was not moved or there is no room."""
        share = self._shares.get(name)
        if share is None or room < 2 * least:
            return None
        return max(least, min(room - least, round(share * room)))


def _read(held: object) -> dict[str, float]:
    found = held.items() if isinstance(held, Mapping) else ()
    return {str(name): float(share) for name, share in found if isinstance(share, int | float) and 0 < share < 1}


def _beside(x: int, whole: Region) -> Region:
    return Region(x - 1, whole.y, 2, whole.height)


def _below(y: int, within: Region) -> Region:
    return Region(within.x, y - 1, within.width, 2)


def _set(widget: Widget, rule: str, value: str) -> None:
    """Set a style of one widget, or leave it to the style sheet again."""
    if value:
        if _said(widget, rule) != value:
            setattr(widget.styles, rule, value)
    elif widget.styles.inline.has_rule(rule):
        widget.styles.inline.clear_rule(rule)
        widget.styles.refresh(layout=True, children=True)  # of their own accord they would stay where they are


def _said(widget: Widget, rule: str) -> str:
    held = getattr(widget.styles.inline, rule) if widget.styles.inline.has_rule(rule) else ""
    return " ".join(map(str, held)) if isinstance(held, tuple) else str(held)


def _shared(upper: Widget, lower: Widget, share: float | None) -> None:
    """Divide a column between two panes."""
    _set(upper, "height", "" if share is None else f"{round(share * 100)}fr")
    _set(lower, "height", "" if share is None else f"{round((1 - share) * 100)}fr")
