"""A list that follows its end, and whose rows may take several lines.

It is scrolled by rows, so only the rows in sight need to be measured: a million of them cost what a screenful costs.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.ui.widgets.following import FollowingList
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.rows import STRIPS_KEPT, Rows


class WrappingList(FollowingList):
    """Rows that are broken into lines where it is `wrapped`; none is higher than the pane."""

    wrapped: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether what is longer than a line goes on in the next one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._broken: LRUCache[Hashable, Sequence[Strip]] = LRUCache(STRIPS_KEPT)
        self._spots: list[tuple[int | None, int]] | None = None

    def row_lines(self, index: int, width: int, most: int) -> Sequence[Pieces]:
        """Return one row as up to `most` lines, at least one."""
        return (self.row_pieces(index, width),)

    def watch_wrapped(self) -> None:
        """Draw anew; the row of the cursor stays in sight."""
        self._strips.clear()
        self.remeasure()
        self.refresh()

    def remeasure(self) -> None:
        """Take in that rows in sight may be higher or lower than they were."""
        self._measure()
        if self.following:
            self.to_end()
        else:
            self.show_cursor()

    # Geometry

    @property
    def page_rows(self) -> int:
        """Rows that are seen whole, at least 1."""
        if not self.wrapped:
            return super().page_rows
        room, row = self._page_lines, self.top_row
        while row < self.rows and (room := room - self._height(row)) >= 0:
            row += 1
        return max(1, row - self.top_row)

    @property
    def last_top(self) -> int:
        """The row at the upper edge when the last one is at the lower edge."""
        return self._top_for(self.rows - 1) if self.wrapped else super().last_top

    def row_at(self, y: int) -> int | None:
        """Return the row on line `y` of the pane, or None."""
        if not self.wrapped:
            return super().row_at(y)
        spots = self._layout()
        return spots[y][0] if 0 <= y < len(spots) else None

    def refresh_row(self, row: int) -> None:
        """Draw one row again, if it is seen."""
        if not self.wrapped:
            super().refresh_row(row)
            return
        for y, (shown, _) in enumerate(self._layout()):
            if shown == row:
                self.refresh_line(y)

    def show_cursor(self) -> None:
        """Bring the cursor into sight with as little scrolling as can be."""
        if not self.wrapped:
            super().show_cursor()
        elif self.cursor < self.top_row:
            self.scroll_row(self.cursor)
        elif self.cursor >= self.top_row + self.page_rows:
            self.scroll_row(self._top_for(self.cursor))

    @property
    def _page_lines(self) -> int:
        return max(1, self.size.height - self.header_height)

    def _top_for(self, row: int) -> int:
        """Return the row at the upper edge when `row` is the last one that is seen whole."""
        top, room = max(0, row), self._page_lines - self._height(row)
        while top > 0 and (room := room - self._height(top - 1)) >= 0:
            top -= 1
        return top

    def _height(self, row: int) -> int:
        return len(self._lines(row)) if 0 <= row < self.rows else 1

    def _layout(self) -> list[tuple[int | None, int]]:
        """Return for each line of the pane the row that stands there, and which of its lines that is."""
        spots: list[tuple[int | None, int]] = [(None, 0)] * self.header_height
        row = self.top_row
        while len(spots) < self.size.height:
            spots += [(row, line) for line in range(self._height(row))] if row < self.rows else [(None, 0)]
            row += 1
        return spots[: self.size.height]

    def _measure(self) -> None:
        if not self.wrapped:
            super()._measure()
            return
        size = Size(0, self.last_top + self.size.height)
        if size != self.virtual_size:
            self.set_reactive(Rows.virtual_size, size)
            self._scroll_update(size)

    # Drawing

    def _lines(self, row: int) -> Sequence[Strip]:
        """Return the lines of a row, as they are drawn without the cursor."""
        width, most = self.page_width, self._page_lines
        key = (self.row_key(row), width, most)
        lines = self._broken.get(key)
        if lines is None:
            pieces = self.row_lines(row, width, most)
            lines = [self.drawn(line, width).apply_style(self.paper) for line in pieces]
            self._broken.set(key, lines)
        return lines

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines; where each row stands is found out once for all of them."""
        self._spots = self._layout() if self.wrapped else None
        try:
            return super().render_lines(crop)
        finally:
            self._spots = None

    def recolour(self) -> None:
        """Draw with the new colours from now on."""
        super().recolour()
        self._broken.clear()

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is seen."""
        if not self.wrapped or y < self.header_height or self.rows == 0:
            return super().render_line(y)
        spots = self._spots or self._layout()
        row, line = spots[y] if y < len(spots) else (None, 0)
        if row is None:
            return self._blank(y, self.page_width).apply_style(self.paper)
        self._shown[y] = (self.row_key(row), self.page_width)
        return self.dressed(self._lines(row)[line], row, first=line == 0)
