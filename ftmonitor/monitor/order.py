"""Rows of several logs in one order, by time. Pure.

Those of one log keep the server's order, whatever their times say: an earlier one counts as just after the one before.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, repeat
from typing import Protocol

PART = 4_000
"""Rows that are put in order in one go, for a millisecond or so."""


class Entry(Protocol):
    """What was found in one log: positions, ascending, and the time of each, in seconds since the epoch."""

    @property
    def job_id(self) -> str:
        """Return whose log it is."""
        ...

    @property
    def places(self) -> array[int]:
        """Return the positions."""
        ...

    @property
    def times(self) -> array[float]:
        """Return the times."""
        ...


class Order:
    """The rows of some logs by index."""

    def __init__(self, job_ids: Sequence[str] = ()) -> None:
        self._job_ids = list(job_ids)
        self._logs = array("L")
        self._places = array("q")
        self._times = array("d")
        self._of_log = [array("q") for _ in job_ids]
        self._index = [array("q") for _ in job_ids]

    def __len__(self) -> int:
        return len(self._logs)

    def at(self, index: int) -> tuple[str, int]:
        """Return the log and the position of a row."""
        return self._job_ids[self._logs[index]], self._places[index]

    def since(self, time: float) -> int:
        """Return the index of the first row from a time on."""
        return bisect_left(self._times, time)

    def index_of(self, job_id: str, place: int) -> int:
        """Return the index of the first row from a position of a log on; the number of rows where there is none."""
        if job_id not in self._job_ids:
            return len(self)
        log = self._job_ids.index(job_id)
        at = bisect_left(self._of_log[log], place)
        return self._index[log][at] if at < len(self._of_log[log]) else len(self)

    def put(self, rows: Sequence[tuple[float, int, int]]) -> None:
        """Append rows, in order: time, number of the log, position."""
        for time, log, place in rows:
            self._of_log[log].append(place)
            self._index[log].append(len(self._logs))
            self._times.append(time)
            self._logs.append(log)
            self._places.append(place)

    def follow(self, entries: Sequence[Entry]) -> bool:
        """Take in what has come at the ends of the logs; return False where more than that has changed, or much."""
        if [entry.job_id for entry in entries] != self._job_ids:
            return False
        fresh: list[tuple[float, int, int]] = []
        for log, entry in enumerate(entries):
            known = self._of_log[log]
            more = len(entry.places) - len(known)
            if not 0 <= more <= PART or (known and entry.places[len(known) - 1] != known[-1]):
                return False
            if known and entry.places[0] != known[0]:
                return False
            last = self._times[self._index[log][-1]] if known else 0.0
            for at in range(len(known), len(entry.places)):
                last = max(last, entry.times[at])
                fresh.append((last, log, entry.places[at]))
        if not fresh:
            return True
        start = self.since(min(fresh)[0])
        if len(self) - start > PART:
            return False
        self.put(sorted([*self._cut(start), *fresh]))
        return True

    def _cut(self, start: int) -> list[tuple[float, int, int]]:
        """Take away the rows from an index on, and return them."""
        rows = list(zip(self._times[start:], self._logs[start:], self._places[start:], strict=True))
        for _, log, _ in rows:
            self._of_log[log].pop()
            self._index[log].pop()
        for column in (self._times, self._logs, self._places):
            del column[start:]
        return rows


def ordered(entries: Sequence[Entry]) -> Order:
    """Return the rows of some logs in one order; made in parts, so that other threads have their turn."""
    order = Order([entry.job_id for entry in entries])
    places = [entry.places[:] for entry in entries]
    times = [array("d", accumulate(entry.times, max)) for entry in entries]
    starts = [0] * len(places)
    while True:
        begun = [log for log, start in enumerate(starts) if start < len(places[log])]
        if not begun:
            return order
        border = min(times[log][min(len(times[log]), starts[log] + PART) - 1] for log in begun)
        rows: list[tuple[float, int, int]] = []
        for log in begun:
            stop = bisect_right(times[log], border, starts[log])
            part = slice(starts[log], stop)
            rows += zip(times[log][part], repeat(log), places[log][part])
            starts[log] = stop
        rows.sort()
        order.put(rows)
