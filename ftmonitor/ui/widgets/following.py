"""A list that grows at its end and follows it, as long as the user is there."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from ftmonitor.ui.widgets.virtual import VirtualList


class FollowingList(VirtualList):
    """Rows that come at the end are brought into sight while it follows; otherwise they are counted and move nothing.

    It follows until the user goes up, and again once the last row is reached.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "Follow", show=False, id="events.follow"),
    ]

    following: reactive[bool] = reactive(True, init=False, repaint=False)
    """Whether new rows are brought into sight."""
    unread: reactive[int] = reactive(0, init=False, repaint=False)
    """Rows that came while it did not follow."""

    _steering = False
    """Whether it is us who scroll, not the user."""

    def retitle(self) -> None:
        """Say in the title where it is."""

    def restart(self, rows: int) -> None:
        """Show the end of something else, of which there are `rows`."""
        self._strips.clear()
        self.unread = 0
        self.following = True
        self._fit(rows)
        self.to_end()
        self.retitle()

    def grow(self, rows: int, fresh: int) -> None:
        """Take in that there are so many rows now, `fresh` of them new at the end."""
        self._fit(rows)
        if self.following:
            self.to_end()
        else:
            self.unread += fresh
        self.retitle()

    def watch_following(self, following: bool) -> None:
        """Go to the end, or stay."""
        if following:
            self.unread = 0
            self.to_end()
        self.retitle()

    def watch_unread(self) -> None:
        """Say how many."""
        self.retitle()

    def watch_cursor(self, before: int, after: int) -> None:
        """Say where it is."""
        super().watch_cursor(before, after)
        self.retitle()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the cursor along when the user scrolls; at the end, follow."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value) and not self._steering and self.rows:
            self.cursor = max(self.top_row, min(self.cursor, self.top_row + self.page_rows - 1))
            self.following = self.at_end

    def moved(self) -> None:
        """Follow from the last row on, and stop where the user left it."""
        self.following = self.cursor >= self.rows - 1

    def scroll_row(self, top: int) -> None:
        """Scroll without that being taken for the user's own scrolling."""
        self._steering = True
        super().scroll_row(top)
        self._steering = False

    def _fit(self, rows: int) -> None:
        """Have so many rows; where they are fewer, that they are scrolled back is not the user's doing."""
        self._steering = True
        self.set_rows(rows)
        self._steering = False

    def resized(self) -> None:
        """Stay at the end, or keep the cursor in sight."""
        if self.following:
            self.to_end()
        else:
            super().resized()

    def action_edge(self, direction: int) -> None:
        """Go to the first or the last row; the last one is followed."""
        super().action_edge(direction)
        self.following = direction > 0

    def action_follow(self) -> None:
        """Follow the end, or stop following."""
        self.following = not self.following

    def to_end(self) -> None:
        """Put the cursor on the last row, and that at the lower edge."""
        self.cursor = max(0, self.rows - 1)
        self.scroll_row(self.rows)
