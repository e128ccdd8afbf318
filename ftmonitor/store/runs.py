"""Places in an event log that may have gaps. Pure.

Positions are whole numbers in the server's order, oldest first. The first page of a log is stored downward from `BASE`;
what is newer goes up from there, what is older down. A run is a stretch of positions without a hole. Where a walk from
the newest event stopped before it met what is held, a new run begins `LEAP` above the last one, and the gap between
them is closed downward: numbers stay skipped there, which is why index and position are two things.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

BASE = 2**40
"""The position of the newest event of the first page."""
LEAP = 2**32
"""Room for older events under a new run: more than any job has."""


class Below(IntEnum):
    """What lies under the oldest event of a run."""

    OPEN = 0
    """Events that are not held yet, or it is not known; the run's cursor leads there."""
    JOINED = 1
    """The newest event of the next lower run."""
    END = 2
    """Nothing: it is the oldest event there is."""
    LOST = 3
    """Perhaps events that the server no longer serves."""


@dataclass(frozen=True, slots=True)
class Run:
    """Events at every position from `first` to `last`. `number` is 0 until it is stored.

    `cursor` was given with the row at `cursor_at`, which is `first` or above it; without one the walk begins anew.
    """

    first: int
    last: int
    below: Below = Below.OPEN
    cursor: str | None = None
    cursor_at: int | None = None
    number: int = 0

    @property
    def count(self) -> int:
        """Return the number of events."""
        return self.last - self.first + 1


def total(runs: Sequence[Run]) -> int:
    """Return how many events the runs hold."""
    return sum(run.count for run in runs)


class Spans:
    """The stretches of positions that a log has, as (first, last), oldest first: index to position and back."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._firsts = [first for first, _ in spans]
        self._lasts = [last for _, last in spans]
        self._starts = list(accumulate((last - first + 1 for first, last in spans), initial=0))

    @property
    def total(self) -> int:
        """Return how many events there are."""
        return self._starts[-1]

    def between(self, start: int, stop: int) -> tuple[int, int, int] | None:
        """Return (lowest position, highest position, index of the lowest) of the rows `start` to `stop` (not included).

        Indexes count from 0, oldest first; both are clipped. None where nothing is left.
        """
        start, stop = max(0, start), min(stop, self.total)
        if start >= stop:
            return None
        return self._position(start), self._position(stop - 1), start

    def below(self, position: int) -> int:
        """Return how many events stand below `position`: the index of an event at it."""
        at = bisect_right(self._firsts, position) - 1
        if at < 0:
            return 0
        return self._starts[at] + min(self._lasts[at] + 1, position) - self._firsts[at]

    def _position(self, index: int) -> int:
        at = bisect_right(self._starts, index) - 1
        return self._firsts[at] + index - self._starts[at]
