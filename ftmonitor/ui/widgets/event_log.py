"""The event log: the oldest row above the newest, with the keys that move in it and choose how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.log import Gap, LogRow
from ftmonitor.ui.theme import Ink
from ftmonitor.ui.widgets import event_row
from ftmonitor.ui.widgets.event_row import PLAIN_SIGNS, TimeFormat, cells_of
from ftmonitor.ui.widgets.inks import Inked, Pieces
from ftmonitor.ui.widgets.log_lines import LogLines
from ftmonitor.ui.widgets.logbook import Moved

LEAST_BESIDE = 8
"""Cells of a line that the pill leaves."""

NAME = "4 Events"

_RANGE = Ink("accent", 0.22)
"""What lies under the lines of a range."""


class EventLog(LogLines):
    """The events of one job, or of several. The pill over its last line counts what is new below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Show JSON", show=False, id="events.json"),
        Binding("t", "time", "Time format", show=False, id="events.time"),
        Binding("w", "wrap", "Wrap", show=False, id="events.wrap"),
        Binding("h,left", "sideways(-1)", "Left", show=False, id="events.left"),
        Binding("l,right", "sideways(1)", "Right", show=False, id="events.right"),
        Binding("v", "range", "Range", show=False, id="events.range"),
    ]

    aside: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """What the title says of what is shown and what is not."""
    alarming: reactive[int] = reactive(0, init=False, repaint=False)
    """How many of the unread rows are warnings or errors."""

    @dataclass
    class Opened(Message):
        """The user opened an event, by its index in the log; `stay`: it is to be open, also where it is already."""

        job_id: str
        index: int
        stay: bool = False

    @dataclass
    class Pointed(Message):
        """The user moved to the event of a step."""

        job_id: str
        step: int

    @dataclass
    class Here(Message):
        """Another event may be under the cursor now."""

        def can_replace(self, message: Message) -> bool:
            """Return whether it says all that another one says."""
            return isinstance(message, EventLog.Here)

    @dataclass
    class Changed(Message):
        """The user chose to see the log in another way: times, wrapped or not."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.begun: int | None = None
        """The line where a range was begun."""
        self.retitle()

    @property
    def current(self) -> LogRow | None:
        """The row under the cursor, None on a gap and where it is not here yet."""
        row = self._book.row(self.cursor)
        return row if isinstance(row, LogRow) else None

    @property
    def index(self) -> int | None:
        """The index of the event under the cursor, None on a gap and without any."""
        spot = self._book.places.at(self.cursor)
        return spot if isinstance(spot, int) and 0 <= spot < self._book.places.events else None

    @property
    def chosen(self) -> tuple[int, int]:
        """The events of the range, or the one under the cursor, as (first, stop) by index."""
        ends = sorted((self.cursor, self.cursor if self.begun is None else self.begun))
        return self._book.places.events_in(ends[0], ends[1] + 1)

    @property
    def manners(self) -> tuple[str, ...]:
        """What the title says of how the log is shown: what is chosen and left out, how times read."""
        first, stop = self.chosen if self.begun is not None else (0, 0)
        ranged = f"{stop - first:,} chosen" if self.begun is not None else ""
        time = self.time_format.value if self.time_format is not TimeFormat.CLOCK else ""
        return tuple(part for part in (ranged, *self.aside, time, "wrap" * self.wrapped) if part)

    # Keys

    def moved(self) -> None:
        """Tell which step the user moved to."""
        super().moved()
        row = self.current
        if row is not None and row.step is not None and self.job_id is not None:
            self.post_message(self.Pointed(row.job or self.job_id, row.step))

    def opened(self, *, stay: bool = False) -> None:
        """Tell that an event is to be opened; a gap has nothing to open, and says what it is."""
        spot = self._book.places.at(self.cursor)
        if isinstance(spot, Gap):
            self.notify(f"A gap: {event_row.gap_words(spot, self._manner)[0]}", markup=False)
        elif self.job_id is not None:
            self.post_message(self.Opened(self.job_id, spot, stay))

    def action_time(self) -> None:
        """Show times in another way: of day, since the start, ago, to the line before, whole."""
        self.time_format = self.time_format.next
        self.retitle()
        self.post_message(self.Changed())

    def action_wrap(self) -> None:
        """Break long lines, or show them as one again, from where they were looked at."""
        self.wrapped = not self.wrapped
        self.retitle()
        self.post_message(self.Changed())

    def action_range(self) -> None:
        """Begin a range at the cursor, or forget the one that was begun."""
        self.begun = self.cursor if self.begun is None else None
        self.refresh()
        self.retitle()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row that was clicked, and open it with a double click; the pill leads to the end."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.prevent_default()  # or the list would open it too, which hides it again
        if self._pill and offset.y == self.size.height - 1 and offset.x >= self.page_width - cells_of(self._pill):
            event.stop()
            self.action_edge(1)
        elif (row := self.row_at(offset.y)) is not None:
            event.stop()
            self.move_to(row)
            if event.chain == 2:
                self.opened(stay=True)

    # What comes in

    def _move(self, moved: Moved | None) -> None:
        if moved is not None and self.begun is not None:
            self.begun += moved.by
        super()._move(moved)

    def restart(self, rows: int) -> None:
        """Show the end of something else."""
        self.begun = None
        self.alarming = 0
        super().restart(rows)
        self.post_message(self.Here())

    def fill(self, job_id: str | None, rows: tuple[LogRow, ...], view: int = 0) -> None:
        """Take rows that were asked for."""
        super().fill(job_id, rows, view)
        self.post_message(self.Here())

    def watch_cursor(self, before: int, after: int) -> None:
        """Say where it is; a range goes up to it."""
        super().watch_cursor(before, after)
        if self.begun is not None:
            self.refresh()
        self.post_message(self.Here())

    # Drawing

    def dressed(self, strip: Strip, row: int, *, first: bool = True) -> Strip:
        """Return the strip with what lies under a range, and the cursor."""
        if self.begun is not None and min(self.begun, self.cursor) <= row <= max(self.begun, self.cursor):
            strip = Strip(Segment.apply_style(strip, post_style=self.wash(_RANGE)), strip.cell_length)
        strip = super().dressed(strip, row, first=first)
        if row != self.cursor or self.glyphs is not Glyphs.ASCII:
            return strip
        return Strip([Segment(part.text.translate(PLAIN_SIGNS), part.style) for part in strip], strip.cell_length)

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is seen, the last one with the pill over its end."""
        strip = super().render_line(y)
        cells = cells_of(self._pill)
        if not cells or y != self.size.height - 1 or strip.cell_length < cells + LEAST_BESIDE:
            return strip
        pill = self.drawn(self._pill, cells)
        under = Style(reverse=True, bold=True) + (self.ink("accent") or Style())
        worn = Strip(Segment.apply_style(pill.apply_style(self.paper), post_style=under), cells)
        return Strip.join([strip.crop(0, strip.cell_length - cells), worn])

    @property
    def _pill(self) -> Pieces:
        """What is new below, while it does not follow."""
        if self.following or not self.unread:
            return ()
        alarms = f" ⚠{self.alarming:,}" if self.alarming else ""
        return ((f" ▼ +{self.unread:,} new{alarms} ", "accent"),)

    def retitle(self) -> None:
        """Say whether it follows, else where the cursor is and what has come since; and how it reads."""
        places = self._book.places
        gaps = words.plural(len(places.gaps), "gap") if places.gaps else ""
        if self.following:
            count = "" if self.aside else words.plural(places.events, "line")
            said = ("▼ follow", count, gaps)
        else:
            spot = places.at(self.cursor)
            new = f"+{self.unread} new" if self.unread else ""
            if isinstance(spot, Gap):
                said = (f"gap {places.gaps.index(spot) + 1}/{len(places.gaps)}", new, "")
            else:
                said = (f"{spot + 1}/{places.events}", new, gaps)
        self.set_title(NAME, *(said if places.events else ()), *self.manners)
        self.refresh_line(self.size.height - 1)  # the pill

    watch_aside = watch_alarming = retitle

    def set_title(self, name: str, *parts: str) -> None:
        """Set the title of the pane it stands in, or its own."""
        if self.glyphs is Glyphs.ASCII:
            parts = tuple(part.translate(PLAIN_SIGNS) for part in parts)
        pane = next((node for node in self.ancestors if isinstance(node, Inked)), None)
        if pane is None:
            super().set_title(name, *parts)
        else:
            pane.set_title(name, *parts)
