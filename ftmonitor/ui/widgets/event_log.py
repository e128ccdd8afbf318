"""The event log of one job: the oldest row above the newest, read through windows, following its end."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ftmonitor import format as words
from ftmonitor.models.log import LogRow
from ftmonitor.ui.widgets import event_row
from ftmonitor.ui.widgets.event_row import TimeFormat
from ftmonitor.ui.widgets.following import FollowingList
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.windows import Windows

SIDESTEP = 8
"""Cells that one key moves sideways."""


class EventLog(FollowingList):
    """The events of one job. Rows are asked for with `Wanted` when they are on the screen, and come by `fill`.

    It follows the end only while the user is at the end; what comes otherwise is counted as unread and moves nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Show JSON", show=False, id="events.json"),
        Binding("t", "time", "Time format", show=False, id="events.time"),
        Binding("h,left", "sideways(-1)", "Left", show=False, id="events.left"),
        Binding("l,right", "sideways(1)", "Right", show=False, id="events.right"),
    ]

    job_id: reactive[str | None] = reactive(None, init=False, repaint=False)
    count: reactive[int] = reactive(0, init=False, repaint=False)
    """Rows of the log, seen or not."""
    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch."""
    time_format: reactive[TimeFormat] = reactive(TimeFormat.CLOCK, init=False)
    note: reactive[str] = reactive("no events yet", init=False)
    """What stands there while there are no rows."""

    @dataclass
    class Wanted(Message):
        """Rows `start` up to but without `end` are on the screen, or soon will be; answer with `fill`."""

        job_id: str
        start: int
        end: int

    @dataclass
    class Opened(Message):
        """The user opened an event, by its index in the log."""

        job_id: str
        index: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._windows = Windows()
        self._sideways = 0
        self._longest = 0
        self._lead = 0
        self._dated = False
        self._sight: tuple[object, ...] = ()
        self.retitle()

    # What comes in

    @property
    def held_row(self) -> LogRow | None:
        """The row that stays where it is when older ones come in: the one under the cursor, unless it follows."""
        return None if self.following else self._windows.get(self.cursor)

    def show(self, job_id: str | None, count: int, anchored: int | None = None) -> None:
        """Show the log of a job, of which there are `count` rows; `anchored` is where the row of `held_row` is now."""
        same = job_id == self.job_id
        self.job_id = job_id
        if same and anchored is not None and not self.following and anchored != self.cursor:
            self._shift(count, anchored - self.cursor)
        self.count = count

    def _shift(self, count: int, by: int) -> None:
        """Take in `by` rows below the cursor's: what is looked at keeps its line, and nothing of it is new."""
        top, cursor = self.top_row + by, self.cursor + by
        self._windows.clear()
        unread = self.unread
        self.grow(count)
        self.unread = max(0, unread + count - self.count - by)
        self.set_reactive(EventLog.count, count)
        self.cursor = cursor
        self.scroll_row(top)
        self.refresh()

    def fill(self, job_id: str, rows: tuple[LogRow, ...]) -> None:
        """Take rows that were asked for; those of another job are dropped. What the user looks at stays where it is."""
        if job_id != self.job_id or not rows:
            return
        anchor = self._windows.get(self.cursor)
        moved = self._windows.fill(rows)
        if moved and anchor is not None and not self.following:
            at = next((row.index for row in rows if row.id == anchor.id), self.cursor)
            top = self.top_row + at - self.cursor
            self.cursor = at
            self.scroll_row(top)
        self._dated = self._dated or any(" " in words.when(row.time, self.now) for row in (rows[0], rows[-1]))
        self.refresh()

    def watch_job_id(self) -> None:
        """Start over at the end of another log."""
        self._windows.clear()
        self._sideways = self._longest = 0
        self._dated = False
        self.restart(self.count)

    def watch_count(self, before: int, count: int) -> None:
        """Take the rows in."""
        if count < before:
            self._windows.clear()
        self._windows.grown()
        self.grow(count)

    def watch_now(self) -> None:
        """Draw the rows whose age changed."""
        if self.time_format is TimeFormat.AGO:
            self.refresh_changed()

    # Keys

    def opened(self) -> None:
        """Tell that an event is to be opened."""
        if self.job_id is not None:
            self.post_message(self.Opened(self.job_id, self.cursor))

    def action_time(self) -> None:
        """Show times in another way: of day, since the start, ago."""
        self.time_format = self.time_format.next
        self.retitle()

    def action_sideways(self, direction: int) -> None:
        """Scroll the messages sideways; times and levels stay."""
        least = self._longest - (self.page_width - self._lead)
        self._sideways = max(0, min(self._sideways + direction * SIDESTEP, max(least, self._sideways)))
        self.refresh()

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Scroll the messages sideways."""
        event.stop()
        self.action_sideways(1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Scroll the messages back."""
        event.stop()
        self.action_sideways(-1)

    # Drawing

    def row_key(self, index: int) -> Hashable:
        """Return the row, and what decides how it reads."""
        row = self._row(index)
        aging = row is not None and self.time_format is TimeFormat.AGO
        started = self._windows.first is not None
        return (row, self._time(row) if row and aging else self.time_format, started, self._dated, self._sideways)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one event as a line, or a placeholder until it is here."""
        row = self._windows.get(index)
        if row is None:
            return event_row.missing(width)
        message = event_row.message(row)
        self._longest = max(self._longest, event_row.cells_of(message))
        lead = event_row.prefix(row, self._time(row), width, dated=self._dated)
        self._lead = event_row.cells_of(lead)
        return (*lead, *event_row.cut_left(message, self._sideways))

    def empty_text(self) -> str:
        """Return what stands there while there are no rows."""
        return self.note if self.job_id is not None else ""

    def _row(self, index: int) -> LogRow | None:
        """Return a row if it is here; ask for what is in sight or near it, when that changed."""
        sight = (self.job_id, self.top_row, self.page_rows, self.rows, self._windows.age, self.time_format)
        if sight != self._sight:
            self._sight = sight
            self._ask()
        return self._windows.get(index)

    def _ask(self) -> None:
        if self.job_id is None:
            return
        page = self.page_rows
        asks = self._windows.wanted(self.top_row - page, self.top_row + 2 * page, self.rows)
        if self.time_format is TimeFormat.SINCE_START and self._windows.first is None:
            asks += self._windows.wanted(0, 1, self.rows)
        for start, end in asks:
            self.post_message(self.Wanted(self.job_id, start, end))

    def _time(self, row: LogRow) -> str:
        first = self._windows.first
        start = None if first is None else first.time
        return event_row.time_text(row, self.time_format, start, self.now, dated=self._dated)

    def retitle(self) -> None:
        """Say whether it follows, else where the cursor is and what has come since."""
        form = "" if self.time_format is TimeFormat.CLOCK else self.time_format.value
        if self.following:
            said = ("▼ follow", words.plural(self.rows, "line"))
        else:
            said = (f"{self.cursor + 1}/{self.rows}", f"+{self.unread} new" if self.unread else "")
        self.set_title("4 Events", *(said if self.rows else ()), form)
