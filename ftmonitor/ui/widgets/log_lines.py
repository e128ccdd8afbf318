"""The lines of an event log: read through windows, drawn when they are seen, held where they are looked at."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.log import Gap, LogRow, Outline
from ftmonitor.query.logline import Words
from ftmonitor.text import LONGEST_LINE
from ftmonitor.ui.theme import Ink
from ftmonitor.ui.widgets import event_row
from ftmonitor.ui.widgets.event_row import PLAIN_SIGNS, Manner, TimeFormat
from ftmonitor.ui.widgets.inks import Piece, Pieces
from ftmonitor.ui.widgets.logbook import Logbook, Moved
from ftmonitor.ui.widgets.pieces import broken, marked, text_of
from ftmonitor.ui.widgets.sideways import SidewaysList, revealing

ISO_FROM = 75
"""Cells of a line from which on whole dates with their offset leave room for a message."""

KEPT = 2 * LONGEST_LINE + 1
"""Characters of a message that stay here: as many as the gate looks at, for thousands of rows."""

_FOUND = Ink("warning", 0.4)
"""What lies under a place that was searched for."""


class LogLines(SidewaysList):
    """Rows are asked for with `Wanted` when they are on the screen, and come by `fill`.

    It follows the end only while the user is at the end; what comes otherwise is counted as unread and moves nothing.
    """

    now: reactive[float] = reactive(0.0, init=False, repaint=False)
    """Seconds since the epoch."""
    time_format: reactive[TimeFormat] = reactive(TimeFormat.CLOCK, init=False)
    asking: reactive[bool] = reactive(True, init=False)
    """Whether the server answers, so that an open gap is being closed."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False)
    note: reactive[str] = reactive("no events yet", init=False)
    """What stands there while there are no rows."""
    sought: reactive[tuple[Words, ...]] = reactive((), init=False)
    """What is marked in the lines."""
    names: reactive[Mapping[str, tuple[str, str]]] = reactive(dict, init=False)
    """Of each job its name and the ink of that, where the log has several."""

    @dataclass
    class Wanted(Message, namespace="event_log"):
        """Rows `start` up to but without `end` are on the screen, or soon will be; answer with `fill`."""

        job_id: str
        start: int
        end: int
        view: int = 0

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.job_id: str | None = None
        self.view = 0
        """Which of the views of the log it is; 0 is the whole log."""
        self._book = Logbook()
        self._reveals = False
        """Whether what is sought is to be revealed as soon as the row of the cursor is here."""
        self._dated = False
        self._sight: tuple[object, ...] = ()

    # What comes in

    @property
    def held_row(self) -> LogRow | None:
        """The row that stays where it is when older ones come in: the one under the cursor, or right below its gap."""
        return self._book.held(self.cursor)

    @property
    def count(self) -> int:
        """How many events there are."""
        return self._book.places.events

    def show(self, job_id: str | None, outline: Outline | None, view: int = 0) -> None:
        """Show the log of a job as it is now; None: nothing is known of it yet. What is looked at keeps its line.

        `outline.shift` is that of `held_row`; `outline.newest`, where it has any, are the rows at the end.
        """
        outline = outline or Outline()
        if (job_id, view) == (self.job_id, self.view):
            self._move(self._book.take_in(outline, self.now, self.cursor, self._near))
        else:
            self._sideways = 0 if job_id != self.job_id else self._sideways
            self.job_id, self.view = job_id, view
            self._book.open(outline, self.now)
            self._longest = 0
            self._dated = False
            self.restart(self._book.places.lines)
        self.fill(job_id, outline.newest, view)

    def _move(self, moved: Moved | None) -> None:
        if moved is None:
            return
        cursor, top = self.cursor + moved.by, self.top_row + moved.by
        self.grow(self._book.places.lines, moved.fresh)
        if not self.following:
            self.cursor = cursor
            self.scroll_row(top)
        self.refresh()

    def fill(self, job_id: str | None, rows: tuple[LogRow, ...], view: int = 0) -> None:
        """Take rows that were asked for; those of another log are dropped. What the user looks at stays where it is."""
        if (job_id, view) != (self.job_id, self.view) or not rows:
            return
        rows = tuple([row if len(row.message) <= KEPT else replace(row, message=row.message[:KEPT]) for row in rows])
        by = self._book.fill(rows, self.cursor)
        if by and not self.following:
            top = self.top_row + by
            self.cursor += by
            self.scroll_row(top)
        self._dated = self._dated or any(" " in words.when(row.time, self.now) for row in (rows[0], rows[-1]))
        if self.wrapped:
            self.remeasure()
        if self._reveals:
            self.reveal()
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
            self.show_cursor()
        super().moved()

    def reveal(self) -> None:
        """Scroll sideways so that the newest of what is sought is seen in the row of the cursor, once that is here."""
        row = self._book.row(self.cursor)
        self._reveals = row is None
        if isinstance(row, LogRow) and self.sought and not self.wrapped:
            lead, message = self._parts(self.cursor, row, self.page_width, LONGEST_LINE)
            text = text_of(message)
            room = self.page_width - event_row.cells_of(lead)
            self.sideways = revealing(text, self.sought[-1].marks(text), self.sideways, room)

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines, and ask for what is in sight or near it, when that changed."""
        sight = (self.job_id, self.view, self._near, self._book.places, self._book.windows.age, self.time_format)
        if sight != self._sight and self.job_id is not None:
            self._sight = sight
            for start, end in self._book.wanted(self._near, start=self.time_format is TimeFormat.SINCE_START):
                self.post_message(self.Wanted(self.job_id, start, end, self.view))
        return super().render_lines(crop)

    def row_key(self, index: int) -> Hashable:
        """Return what stands there, and what decides how it reads."""
        row, manner = self._book.row(index), self._manner
        if isinstance(row, Gap):
            return (event_row.gap_words(row, manner), self.glyphs)
        sideways = 0 if self.wrapped else self._sideways
        if row is None:
            return (self._dated, sideways, self.glyphs)
        what = (row.job, row.id, row.level, row.type, row.message)  # its index is another in each filtered log
        name = self.names.get(row.job)
        time = _time(self._book, index, row, manner)
        return (what, time, self._dated, sideways, self.sought, name, self.glyphs)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return one event as a line, or a placeholder until it is here; or a gap."""
        row = self._book.row(index)
        if not isinstance(row, LogRow):
            return event_row.no_event(row, width, self._manner)
        lead, message = self._parts(index, row, width, self._sideways + 2 * width)
        self._longest = max(self._longest, event_row.cells_of(message))
        self._lead = event_row.cells_of(lead)
        said = event_row.shifted(message, self._sideways)
        return (*lead, *event_row.cut_right(said, width - self._lead))

    def row_lines(self, index: int, width: int, most: int) -> Sequence[Pieces]:
        """Return one event as lines; those behind the first begin where its message does."""
        row = self._book.row(index)
        if not isinstance(row, LogRow):
            return (event_row.no_event(row, width, self._manner),)
        lead, message = self._parts(index, row, width, (width + 1) * (most + 1))
        indent = event_row.cells_of(lead)
        first, *rest = broken(message, width - indent, most)
        return ((*lead, *first), *(((" " * indent, ""), *line) for line in rest))

    def _parts(self, index: int, row: LogRow, width: int, cells: int) -> tuple[Pieces, Pieces]:
        """Return what stands before the message of an event, and the message with what is sought in it marked.

        `cells` of the message are enough.
        """
        manner = self._manner
        label = self.names.get(row.job) if self.names else None
        time = _time(self._book, index, row, manner)
        lead = event_row.prefix(row, time, width, dated=self._dated, cells=manner.time_cells, label=label)
        message = event_row.message(row, partial(_only_sent, self.sought) if self.sought else None, cells)
        if self.sought:
            text = text_of(message)
            spans = sorted(span for words in self.sought for span in words.marks(text))
            message = marked(message, spans, "found") if spans else message
        return lead, message

    def ink(self, name: str) -> Style | None:
        """Return the style of an ink; what was sought is washed."""
        if name == "found":
            return self.wash(_FOUND) + Style(bold=True, underline=True)
        return super().ink(name)

    def drawn(self, pieces: Iterable[Piece], width: int) -> Strip:
        """Return one line as a strip, with signs that the terminal knows."""
        if self.glyphs is Glyphs.ASCII:
            pieces = [(text.translate(PLAIN_SIGNS), ink) for text, ink in pieces]
        return super().drawn(pieces, width)

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
        manner = Manner(self.time_format, start, self.now, self._dated, self.asking, self.glyphs)
        return replace(manner, wide=False) if self.page_width < ISO_FROM else manner


def _only_sent(sought: Sequence[Words], sent: str, shown: str) -> bool:
    """Return whether something that is sought stands in a message as it was sent, and not as it is shown."""
    return any(words.marks(sent) and not words.marks(shown) for words in sought)


def _time(book: Logbook, index: int, row: LogRow, manner: Manner) -> str:
    """Return the time of the row on a line, as it reads there."""
    if manner.form is not TimeFormat.DELTA:
        return manner.time(row.time)
    before = book.row(index - 1) if index else None
    return manner.time(row.time, before.time if isinstance(before, LogRow) else None)
