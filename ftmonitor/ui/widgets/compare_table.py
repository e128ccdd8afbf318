"""The table below the charts where jobs are compared: their values at the cursor, and what was set differently."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.metrics.ink import Line
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.printed import Printed


class CompareTable(Printed):
    """Some `lines`, made by `metrics.align.comparison` for its width; without any it is not there."""

    DEFAULT_CSS = "CompareTable { width: 1fr; height: 0; display: none; }"

    lines: reactive[tuple[Line, ...]] = reactive((), init=False)

    def watch_lines(self, before: tuple[Line, ...], lines: tuple[Line, ...]) -> None:
        """Take as many lines as there are."""
        if len(before) != len(lines):
            self.styles.height = len(lines)
            self.display = bool(lines)

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        width = self.size.width
        return self.printed(self.lines[y], width) if y < len(self.lines) else Strip.blank(width, safe.UNSTYLED)
