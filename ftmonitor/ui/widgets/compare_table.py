"""The table below the charts where jobs are compared: their values at the cursor, and what was set differently."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.metrics.ink import Line
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.printed import Printed

_WHEEL_ROWS = 3
"""Rows that one notch of the wheel scrolls."""


class CompareTable(Printed):
    """Some `lines`, made by `metrics.align.comparison` for its width; without any it is not there.

    Where it cannot show all of them, they are scrolled under its head.
    """

    DEFAULT_CSS = "CompareTable { width: 1fr; height: 0; display: none; }"

    lines: reactive[tuple[Line, ...]] = reactive((), init=False)

    _top = 0
    _made: Callable[[int], tuple[Line, ...]] = staticmethod(lambda _top: ())

    def show(self, made: Callable[[int], tuple[Line, ...]]) -> None:
        """Show the lines that `made` returns for the row at the top."""
        self._made = made
        self.lines = made(self._top)

    def turn(self, by: int) -> bool:
        """Scroll by so many rows, as far as there are any; return whether there were."""
        top = max(0, self._top + by)
        while (lines := self._made(top)) == self.lines and by < 0 < top:
            top = max(0, top + by)  # there are fewer rows than it was scrolled by
        if lines == self.lines:
            return False
        self._top, self.lines = top, lines
        return True

    def page(self, by: int) -> bool:
        """Scroll by so many pages, of which some rows stay; return whether there was anything to scroll."""
        return self.turn(by * max(1, self.size.height // 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll."""
        event.stop()
        self.turn(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll back."""
        event.stop()
        self.turn(-_WHEEL_ROWS)

    def watch_lines(self, before: tuple[Line, ...], lines: tuple[Line, ...]) -> None:
        """Take as many lines as there are."""
        if len(before) != len(lines):
            self.styles.height = len(lines)
            self.display = bool(lines)

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        width = self.size.width
        return self.printed(self.lines[y], width) if y < len(self.lines) else Strip.blank(width, safe.UNSTYLED)
