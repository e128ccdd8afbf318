"""The event log of one job: the oldest row above the newest, read through windows, following its end."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.log import Gap, LogRow, Outline
from ftmonitor.ui.widgets import event_row
from ftmonitor.ui.widgets.event_row import Manner, TimeFormat
from ftmonitor.ui.widgets.following import FollowingList
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.logbook import Logbook, Moved

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

    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch."""
    time_format: reactive[TimeFormat] = reactive(TimeFormat.CLOCK, init=False)
    asking: reactive[bool] = reactive(True, init=False)
    """Whether the server answers, so that an open gap is being closed."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False)
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

    @dataclass
    class Pointed(Message):
        """The user moved to the event of a step."""

        job_id: str
        step: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.job_id: str | None = None
        self._book = Logbook()
        self._sideways = 0
        self._longest = 0
        self._lead = 0
        self._dated = False
        self._sight: tuple[object, ...] = ()
        self.retitle()

    # What comes in

    @property
    def held_row(self) -> LogRow | None:
        """The row that stays where it is when older ones come in: the one under the cursor, or right below its gap."""
        return self._book.held(self.cursor)

    def show(self, job_id: str | None, outline: Outline | None) -> None:
        """Show the log of a job as it is now; None: nothing is known of it yet. What is looked at keeps its line.

        `outline.shift` is that of `held_row`; `outline.newest`, where it has any, are the rows at the end.
        """
        outline = outline or Outline()
        if job_id == self.job_id:
            self._move(self._book.take_in(outline, self.now, self.cursor, self._near))
        else:
            self.job_id = job_id
            self._book.open(outline, self.now)
            self._sideways = self._longest = 0
            self._dated = False
            self.restart(self._book.places.lines)
        self.fill(job_id, outline.newest)

    def _move(self, moved: Moved | None) -> None:
        if moved is None:
            return
        cursor, top = self.cursor + moved.by, self.top_row + moved.by
        self.grow(self._book.places.lines, moved.fresh)
        if not self.following:
            self.cursor = cursor
            self.scroll_row(top)
        self.refresh()

    def fill(self, job_id: str | None, rows: tuple[LogRow, ...]) -> None:
        """Take rows that were asked for; those of another job are dropped. What the user looks at stays where it is."""
        if job_id != self.job_id or not rows:
            return
        by = self._book.fill(rows, self.cursor)
        if by and not self.following:
            top = self.top_row + by
            self.cursor += by
            self.scroll_row(top)
        self._dated = self._dated or any(" " in words.when(row.time, self.now) for row in (rows[0], rows[-1]))
        self.refresh()

    def watch_now(self) -> None:
        """Draw the rows whose age changed, and gaps that are open for long."""
        self._move(self._book.tick(self.now, self.cursor, self._near))
        if self.time_format is TimeFormat.AGO:
            self.refresh_changed()

    def point(self, index: int) -> None:
        """Put the cursor on an event, as somebody else points at it; the last one is followed."""
        self.cursor = self._book.places.line_of(index)
        if not 0 <= self.cursor - self.top_row < self.page_rows:  # with what came before it and what after
            self.scroll_row(self.cursor - self.page_rows // 2)
        super().moved()

    # Keys

    def moved(self) -> None:
        """Tell which step the user moved to."""
        super().moved()
        row = self._book.row(self.cursor)
        if isinstance(row, LogRow) and row.step is not None and self.job_id is not None:
            self.post_message(self.Pointed(self.job_id, row.step))

    def opened(self) -> None:
        """Tell that an event is to be opened; a gap has nothing to open, and says what it is."""
        spot = self._book.places.at(self.cursor)
        if isinstance(spot, Gap):
            self.notify(f"A gap: {event_row.gap_words(spot, self._manner)[0]}", markup=False)
        elif self.job_id is not None:
            self.post_message(self.Opened(self.job_id, spot))

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

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines, and ask for what is in sight or near it, when that changed."""
        sight = (self.job_id, self._near, self._book.places, self._book.windows.age, self.time_format)
        if sight != self._sight and self.job_id is not None:
            self._sight = sight
            for start, end in self._book.wanted(self._near, start=self.time_format is TimeFormat.SINCE_START):
                self.post_message(self.Wanted(self.job_id, start, end))
        return super().render_lines(crop)

    def row_key(self, index: int) -> Hashable:
        """Return what stands there, and what decides how it reads."""
        row, manner = self._book.row(index), self._manner
        if isinstance(row, Gap):
            return (event_row.gap_words(row, manner), self.glyphs)
        return (row, row and manner.time(row.time), self._dated, self._sideways)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one event as a line, or a placeholder until it is here; or a gap."""
        row, manner = self._book.row(index), self._manner
        if row is None:
            return event_row.missing(width)
        if isinstance(row, Gap):
            return event_row.gap_line(row, width, manner)
        message = event_row.message(row)
        self._longest = max(self._longest, event_row.cells_of(message))
        lead = event_row.prefix(row, manner.time(row.time), width, dated=self._dated)
        self._lead = event_row.cells_of(lead)
        said = event_row.cut_left(message, self._sideways)
        return (*lead, *event_row.cut_right(said, width - self._lead))

    def empty_text(self) -> str:
        """Return what stands there while there are no rows."""
        return self.note if self.job_id is not None else ""

    @property
    def _near(self) -> range:
        page = self.page_rows
        return range(self.top_row - page, self.top_row + 2 * page)

    @property
    def _manner(self) -> Manner:
        first = self._book.windows.first
        start = None if first is None else first.time
        return Manner(self.time_format, start, self.now, self._dated, self.asking, self.glyphs)

    def retitle(self) -> None:
        """Say whether it follows, else where the cursor is and what has come since; and how many gaps stay."""
        places = self._book.places
        form = "" if self.time_format is TimeFormat.CLOCK else self.time_format.value
        gaps = words.plural(len(places.gaps), "gap") if places.gaps else ""
        if self.following:
            said = ("▼ follow", words.plural(places.events, "line"), gaps)
        else:
            spot = places.at(self.cursor)
            new = f"+{self.unread} new" if self.unread else ""
            if isinstance(spot, Gap):
                said = (f"gap {places.gaps.index(spot) + 1}/{len(places.gaps)}", new, "")
            else:
                said = (f"{spot + 1}/{places.events}", new, gaps)
        self.set_title("4 Events", *(said if places.events else ()), form)
