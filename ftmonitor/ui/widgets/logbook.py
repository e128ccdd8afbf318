"""What is here of one log: its outline, its lines, the rows near those in sight. No widget, no waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ftmonitor.models.log import Gap, LogRow, Outline
from ftmonitor.ui.widgets.places import Places, lasting
from ftmonitor.ui.widgets.windows import Windows


class Moved(NamedTuple):
    """What news did to the lines: the one that was looked at is `by` lines further down, `fresh` events came last."""

    by: int
    fresh: int = 0


class Logbook:
    """One log. Lines count from 0, gap lines among them; times are seconds since the epoch."""

    def __init__(self) -> None:
        self.places = Places()
        self.windows = Windows()
        self._outline = Outline()
        self._open_since: dict[int, float] = {}

    def open(self, outline: Outline, now: float) -> None:
        """Begin another log."""
        self.windows.clear()
        self._open_since = {}
        self._outline = outline
        self.places = self._lines_at(now)

    def row(self, line: int) -> LogRow | Gap | None:
        """Return what stands on a line; None where the row is not here."""
        spot = self.places.at(line)
        return spot if isinstance(spot, Gap) else self.windows.get(spot)

    def held(self, line: int) -> LogRow | None:
        """Return the row that a line is held by when others come in between: its own, or the one right below a gap."""
        return self.windows.get(self._index(line))

    def take_in(self, outline: Outline, now: float, line: int, near: range) -> Moved | None:
        """Take in how the log is now; return what that did to the lines, None where nothing changed.

        `line` is looked at, and `outline.shift` is that of the row that holds it. The rows on the lines `near` are kept
        until they were asked for again.
        """
        before, index, by = self.places, self._index(line), outline.shift
        kept = before.events_in(near.start, near.stop)
        filled = max((gap.index for gap in self._outline.gaps if not gap.lost and gap.index <= index), default=0)
        self._outline = outline
        places = self.places = self._lines_at(now)
        if places == before and not by:
            return None
        if by:
            self.windows.shift(*kept, by, filled)
        elif places.events != before.events:
            self.windows.grown()
        above = before.line_of(index) - line  # 1 on the line of a gap
        return Moved(places.line_of(index + by) - above - line, max(0, places.events - before.events - by))

    def tick(self, now: float, line: int, near: range) -> Moved | None:
        """Take in what time alone changes: a gap that has been open for long gets a line."""
        return self.take_in(replace(self._outline, shift=0), now, line, near) if self._outline.gaps else None

    def fill(self, rows: tuple[LogRow, ...], line: int) -> int:
        """Take rows that were asked for; return by how many lines what stood on `line` has turned out to be off."""
        held = self.held(line)
        if not self.windows.fill(rows) or held is None:
            return 0
        at = next((row.index for row in rows if row.id == held.id), held.index)
        return self.places.line_of(at) - self.places.line_of(held.index)

    def wanted(self, near: range, *, start: bool) -> list[tuple[int, int]]:
        """Return the rows to ask for, as (first, stop) by index: those on the lines `near`, with `start` the first."""
        places = self.places
        asks = self.windows.wanted(*places.events_in(near.start, near.stop), places.events)
        if start and self.windows.first is None:
            asks += self.windows.wanted(0, 1, places.events)
        return asks

    def _index(self, line: int) -> int:
        spot = self.places.at(line)
        return spot.index if isinstance(spot, Gap) else spot

    def _lines_at(self, now: float) -> Places:
        still_open = [gap.index for gap in self._outline.gaps if not gap.lost]
        self._open_since = {index: min(self._open_since.get(index, now), now) for index in still_open}
        return Places(self._outline.count, lasting(self._outline.gaps, self._open_since, now))
