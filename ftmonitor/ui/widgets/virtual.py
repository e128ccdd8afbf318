"""The bases of the panes: rows scrolled by keys and wheel, without a cursor and with one. Nothing is animated."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.ui.theme import CURSOR, CURSOR_BLURRED
from ftmonitor.ui.widgets.rows import Rows


class VirtualLines(Rows):
    """Rows that are scrolled by keys and wheel, without a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", "Down", show=False, id="lists.down"),
        Binding("k,up", "step(-1)", "Up", show=False, id="lists.up"),
        Binding("g,home", "edge(-1)", "Top", show=False, id="lists.first"),
        Binding("G,end", "edge(1)", "Bottom", show=False, id="lists.last"),
        Binding("ctrl+d", "half(1)", "Half a page down", show=False, id="lists.half_down"),
        Binding("ctrl+u", "half(-1)", "Half a page up", show=False, id="lists.half_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="lists.page_down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="lists.page_up"),
    ]

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return self.top_row >= self.last_top

    @property
    def last_top(self) -> int:
        """The row at the upper edge when the last one is at the lower edge."""
        return max(0, self.rows - self.page_rows)

    def scroll_row(self, top: int) -> None:
        """Put row `top` at the upper edge, as far as there are rows below it; at once."""
        top = max(0, min(top, self.last_top))
        if top != self.top_row:
            self.scroll_to(y=top, animate=False, force=True)

    def refresh_row(self, row: int) -> None:
        """Draw one row again, if it is seen."""
        if 0 <= row - self.top_row < self.page_rows:
            self.refresh_line(row + self.header_height)

    def refresh_changed(self) -> None:
        """Draw again the rows in sight that look different now."""
        for y in range(self.header_height, self.size.height):
            row = self.row_at(y)
            if row is not None and self._shown.get(y) != (self.row_key(row), self.page_width):
                self.refresh_row(row)

    def action_step(self, by: int) -> None:
        """Move by rows."""
        self.scroll_row(self.top_row + by)

    def action_edge(self, direction: int) -> None:
        """Go to the first or the last row."""
        self.scroll_row(0 if direction < 0 else self.rows)

    def action_half(self, direction: int) -> None:
        """Move by half a page."""
        self.action_step(direction * max(1, self.page_rows // 2))

    def action_page(self, direction: int) -> None:
        """Move by a page, of which one row stays in sight."""
        self.action_step(direction * max(1, self.page_rows - 1))

    def on_resize(self, event: events.Resize) -> None:
        """Take the new size."""
        self._measure()
        self.resized()

    def resized(self) -> None:
        """The size of the pane changed."""


class VirtualList(VirtualLines):
    """Rows with a cursor. The first cell of a row is left free: the mark of the cursor stands there.

    A subclass binds a key to `open` where there is something to open.
    """

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """The row the cursor is on; without rows it means nothing."""

    cursor_mark: ClassVar[str] = "▸"

    def moved(self) -> None:
        """The user moved the cursor, or a refresh took its row away."""

    def opened(self) -> None:
        """The user opened the row under the cursor."""

    def set_rows(self, rows: int) -> None:
        """Say how many rows there are; the cursor stays on one of them."""
        super().set_rows(rows)
        self.cursor = min(self.cursor, max(0, rows - 1))

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self.rows - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the two rows that changed."""
        self.refresh_row(before)
        self.refresh_row(after)

    def move_to(self, row: int) -> None:
        """Move the cursor as the user does, and bring it into sight."""
        before = self.cursor
        self.cursor = row
        self.show_cursor()
        if self.cursor != before:
            self.moved()

    def show_cursor(self) -> None:
        """Bring the cursor into sight with as little scrolling as can be; where nothing is in sight yet, once it is."""
        if not self.size.height:
            return
        if self.cursor < self.top_row:
            self.scroll_row(self.cursor)
        elif self.cursor >= self.top_row + self.page_rows:
            self.scroll_row(self.cursor - self.page_rows + 1)

    def dressed(self, strip: Strip, row: int, *, first: bool = True) -> Strip:
        """Return the strip with the cursor's mark and background where it is on that row.

        `first` says that it is the first line of the row: the mark stands there.
        """
        if row != self.cursor:
            return strip
        marked = [Segment(self.cursor_mark if first else " ", self.ink("key")), *strip.crop(1)]
        under = self.wash(CURSOR if self.has_focus else CURSOR_BLURRED)
        return Strip(Segment.apply_style(marked, post_style=under), strip.cell_length)

    def on_focus(self) -> None:
        """Show where the keys go."""
        self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """Show that they go elsewhere."""
        self.refresh_row(self.cursor)

    def action_step(self, by: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self.cursor + by)

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the first or the last row."""
        self.move_to(0 if direction < 0 else self.rows - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.rows:
            self.opened()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that was clicked; a double click opens it."""
        offset = event.get_content_offset(self)
        row = self.row_at(offset.y) if offset is not None else None
        if row is None:
            return
        event.stop()
        self.move_to(row)
        if event.chain == 2:
            self.action_open()

    def resized(self) -> None:
        """Keep the cursor in sight."""
        self.show_cursor()
