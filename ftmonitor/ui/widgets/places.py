"""Which line of a log shows which event, and where the lines of its gaps stand. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ftmonitor.models.log import Gap

PATIENCE_S = 2.0
"""A gap that is being closed gets a line only after this long: the pages of a usual start come five a second."""


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of a log: its events by index, oldest first, and a line for each gap right before its event."""

    events: int = 0
    gaps: tuple[Gap, ...] = ()
    """Those that have a line, oldest first, no two of one index."""

    @property
    def lines(self) -> int:
        """Return how many lines there are."""
        return self.events + len(self.gaps)

    def at(self, line: int) -> int | Gap:
        """Return the index of the event on a line, or the gap that stands there."""
        number = self._gaps_before(line)
        if number < len(self.gaps) and self.gaps[number].index + number == line:
            return self.gaps[number]
        return line - number

    def line_of(self, index: int) -> int:
        """Return the line of the event at `index`."""
        return index + bisect_right(self.gaps, index, key=_index)

    def events_in(self, start: int, stop: int) -> tuple[int, int]:
        """Return (first, stop) of the indexes of the events on the lines `start` to `stop` (not included)."""
        start, stop = max(0, start), min(stop, self.lines)
        return start - self._gaps_before(start), stop - self._gaps_before(stop)

    def _gaps_before(self, line: int) -> int:
        return bisect_left(range(len(self.gaps)), line, key=lambda number: self.gaps[number].index + number)


def lasting(gaps: Sequence[Gap], since: Mapping[int, float], now: float) -> tuple[Gap, ...]:
    """Return the gaps that get a line at `now`: those that stay, and those open since `PATIENCE_S`.

    `since` says by index from when on an open gap was seen, in the seconds of `now`.
    """
    return tuple(gap for gap in gaps if gap.lost or now - since.get(gap.index, now) >= PATIENCE_S)


def _index(gap: Gap) -> int:
    return gap.index
