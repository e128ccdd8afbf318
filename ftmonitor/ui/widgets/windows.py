"""The part of a long log that is here: windows of rows, the least recently seen dropped. No widget, no waiting."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from ftmonitor.models.log import LogRow

WINDOW = 200
"""Rows that are asked for at once: some screenfuls, and well under a millisecond to read."""

KEPT = 24
"""Windows that stay here."""


class Windows:
    """Rows by index, and what is to be asked for. A window that was drawn from before the log grew is asked for again:
    a gap that was closed may have moved its rows."""

    def __init__(self) -> None:
        self._windows: OrderedDict[int, dict[int, LogRow]] = OrderedDict()
        self._fresh: set[int] = set()
        self._asked: set[int] = set()
        self.first: LogRow | None = None
        """The row where the log begins, once it was seen."""
        self.age = 0
        """Goes up whenever rows that are here came into doubt: look again what is wanted."""

    def clear(self) -> None:
        """Forget all rows."""
        self._windows.clear()
        self.grown()
        self.first = None

    def get(self, index: int) -> LogRow | None:
        """Return a row, or None where it is not here."""
        window = self._windows.get(index // WINDOW)
        return window.get(index) if window else None

    def grown(self) -> None:
        """The log has other rows now; what is here may be shown but is to be asked for again."""
        self._fresh.clear()
        self._asked.clear()
        self.age += 1

    def shift(self, start: int, stop: int, by: int, below: int = 0) -> None:
        """Keep of all rows those from `start` to `stop` (not included); those from index `below` on have moved by `by`.

        So what is looked at stands there until it was asked for again.
        """
        kept = [row for index in range(max(0, start), stop) if (row := self.get(index)) is not None]
        first = self.first
        self.clear()
        self.first = first if below else None
        for row in kept:
            moved = replace(row, index=row.index + by) if row.index >= below else row
            self._windows.setdefault(moved.index // WINDOW, {})[moved.index] = moved

    def wanted(self, start: int, stop: int, count: int) -> list[tuple[int, int]]:
        """Return the windows to ask for, as (start, stop), so that rows `start` to `stop` are here; each but once."""
        asks = []
        for number in range(max(0, start) // WINDOW, (max(0, min(stop, count) - 1)) // WINDOW + 1):
            if number in self._windows:
                self._windows.move_to_end(number)
            if number not in self._fresh and number not in self._asked:
                self._asked.add(number)
                asks.append((number * WINDOW, min(count, (number + 1) * WINDOW)))
        return asks

    def fill(self, rows: Iterable[LogRow]) -> bool:
        """Take rows; return whether one of their indexes was another row's, so that all other rows are in doubt.

        A window whose first row is among them is whole, as far as the log goes.
        """
        rows = tuple(rows)
        moved = any((known := self.get(row.index)) is not None and known.id != row.id for row in rows)
        if moved:
            self.clear()
        for row in rows:
            if row.index == 0:
                self.first = row
            number = row.index // WINDOW
            self._windows.setdefault(number, {})[row.index] = row
            self._windows.move_to_end(number)
            if row.index % WINDOW == 0:
                self._fresh.add(number)
                self._asked.discard(number)
        while len(self._windows) > KEPT:
            dropped, _ = self._windows.popitem(last=False)
            self._fresh.discard(dropped)
        return moved
