"""Rows by index, drawn only when they are seen: what every pane of lines stands on.

A million rows cost what a screenful costs, and `render_line` never waits.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.cells import cell_len
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ftmonitor.ui import safe
from ftmonitor.ui.widgets.inks import Inked, Pieces

STRIPS_KEPT = 512
"""Drawn rows kept: some screenfuls, so that scrolling back and forth draws nothing twice."""


class Rows(ScrollView, Inked, can_focus=True, inherit_bindings=False):
    """Rows by index under a header that stays.

    A subclass says how many there are (`set_rows`) and draws one (`row_pieces`).
    `row_key` names the version of a row: a row is drawn again only when that changed.
    """

    DEFAULT_CSS = """
        Rows {
            color: $foreground;
            scrollbar-size: 0 1;
            overflow-x: hidden;
            overflow-y: auto;
        }
        """

    has_header: ClassVar[bool] = False
    """Whether a line of headings stands above the rows."""

    note: reactive[str] = reactive("", init=False)
    """What stands in the middle while there are no rows."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._strips: LRUCache[Hashable, Strip] = LRUCache(STRIPS_KEPT)
        self._rows = 0
        self._shown: dict[int, Hashable] = {}

    # What a subclass says

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one row, to be drawn `width` cells wide."""
        raise NotImplementedError

    def row_key(self, index: int) -> Hashable:
        """Return what changes whenever the row looks different; it is drawn again only then."""
        raise NotImplementedError

    def header_pieces(self, width: int) -> Pieces:
        """Return the line of headings."""
        return ()

    def empty_text(self) -> str:
        """Return what stands in the middle while there are no rows."""
        return self.note

    # Geometry

    @property
    def page_width(self) -> int:
        """Cells from edge to edge, without the scrollbar."""
        return self.scrollable_content_region.width

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._rows

    @property
    def header_height(self) -> int:
        """Lines above the rows; without rows, and in a pane of one or two lines, there are no headings."""
        return 1 if self.has_header and self.rows and self.size.height > 2 else 0

    @property
    def page_rows(self) -> int:
        """Rows that can be seen at once, at least 1."""
        return max(1, self.size.height - self.header_height)

    @property
    def top_row(self) -> int:
        """The first row that is seen."""
        return self.scroll_offset.y

    def set_rows(self, rows: int) -> None:
        """Say how many rows there are."""
        self._rows = rows
        self._measure()
        self.refresh()

    def row_at(self, y: int) -> int | None:
        """Return the row on line `y` of the pane, or None."""
        row = y - self.header_height + self.top_row
        return row if y >= self.header_height and 0 <= row < self.rows else None

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Put the thumb where the rows are: they may have been scrolled before there was a scrollbar."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y

    def _measure(self) -> None:
        size = Size(0, self.rows + self.header_height)
        if size != self.virtual_size:
            # Set as usual, it would lay out the whole screen, where nothing depends on it but the scrollbar.
            self.set_reactive(Rows.virtual_size, size)
            self._scroll_update(size)

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines; `render_line` has put them on paper already, and keeps them so."""
        self.freshen()
        return super(Inked, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is seen."""
        width = self.page_width
        if y < self.header_height:
            return self.drawn(self.header_pieces(width), width).apply_style(self.paper)
        row = self.row_at(y)
        if row is None:
            return self._blank(y, width).apply_style(self.paper)
        key = self._shown[y] = (self.row_key(row), width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self.drawn(self.row_pieces(row, width), width).apply_style(self.paper)
        return self.dressed(strip, row)

    def dressed(self, strip: Strip, row: int) -> Strip:
        """Return the strip of a row with what is not kept with it, such as the cursor."""
        return strip

    def _blank(self, y: int, width: int) -> Strip:
        if self.rows == 0 and (text := self.empty_text()):
            lines = safe.wrap(text, width - 2, most=self.page_rows)
            at = y - self.header_height - (self.page_rows - len(lines)) // 2
            if 0 <= at < len(lines):
                margin = max(0, width - cell_len(lines[at])) // 2
                return self.drawn(((" " * margin, ""), (lines[at], "dim")), width)
        return Strip.blank(width, safe.UNSTYLED)

    def recolour(self) -> None:
        """Draw with the new colours from now on."""
        super().recolour()
        self._strips.clear()
