"""How many events of a log there were when, and how loud they were: counted in slices, kept up as it grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ftmonitor.monitor.coverage import Coverage
from ftmonitor.monitor.glance import Glance, look
from ftmonitor.monitor.log import SLICE
from ftmonitor.store import bindable, search

if TYPE_CHECKING:
    from ftmonitor.store.database import Connection
    from ftmonitor.store.store import Store

MOST_PARTS = 2_048
"""Stretches of time that are counted apart: several for each cell of the widest screen."""


class Tally(NamedTuple):
    """Events of a stretch of time."""

    plain: int = 0
    warnings: int = 0
    errors: int = 0


class Histogram:
    """Numbers of events by stretches of time, all of one width, a power of two of seconds; pure."""

    def __init__(self) -> None:
        self.width_s = 1.0
        self._parts: dict[int, list[int]] = {}

    def add(self, width_s: float, rows: Sequence[tuple[int, int, int]]) -> None:
        """Take in numbers as `search.counted` gives them, for stretches of `width_s`."""
        while self.width_s < width_s:
            self._widen()
        by = round(self.width_s / width_s)
        for part, rank, number in rows:
            self._parts.setdefault(part // by, [0, 0, 0])[rank] += number
        while len(self._parts) > MOST_PARTS:
            self._widen()

    def _widen(self) -> None:
        self.width_s *= 2
        parts, self._parts = self._parts, {}
        for part, numbers in parts.items():
            held = self._parts.setdefault(part // 2, [0, 0, 0])
            for rank, number in enumerate(numbers):
                held[rank] += number

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Return from when to when, in seconds since the epoch, None where nothing was counted."""
        if not self._parts:
            return None
        return min(self._parts) * self.width_s, (max(self._parts) + 1) * self.width_s

    def parts(self) -> Iterator[tuple[float, Sequence[int]]]:
        """Yield the middle of each stretch and its numbers, by rank."""
        for part, numbers in self._parts.items():
            yield (part + 0.5) * self.width_s, numbers


def bounds_of(histograms: Iterable[Histogram]) -> tuple[float, float] | None:
    """Return from when to when some logs are, in seconds since the epoch, None where nothing was counted."""
    bounds = [one.bounds for one in histograms if one.bounds is not None]
    return (min(low for low, _ in bounds), max(high for _, high in bounds)) if bounds else None


def columns_of(histograms: Sequence[Histogram], number: int) -> tuple[Tally, ...]:
    """Return the numbers of some logs for so many stretches of equal length from the first time to the last."""
    bounds = bounds_of(histograms)
    if bounds is None or number <= 0:
        return ()
    columns = [[0, 0, 0] for _ in range(number)]
    for histogram in histograms:
        for middle, numbers in histogram.parts():
            column = columns[min(number - 1, int((middle - bounds[0]) / (bounds[1] - bounds[0]) * number))]
            for rank, count in enumerate(numbers):
                column[rank] += count
    return tuple(Tally(*column) for column in columns)


class Census:
    """What there is to be known of one whole log without reading its messages."""

    def __init__(self, store: Store, job_id: str, most: int = SLICE) -> None:
        self._store = store
        self.job_id = job_id
        self._most = most
        self._clear()

    def _clear(self) -> None:
        self._coverage = Coverage()
        self.histogram = Histogram()
        self.total = 0

    async def advance(self) -> bool:
        """Count a slice of what was not counted yet; return whether there is more.

        Raises:
            StoreError: If SQLite says no.
        """
        glance, found = await self._store.search.look(self._look, self.histogram.width_s)
        if glance.moved:
            self._clear()
            return True
        self.total = glance.total
        for (low, high, end), (rows, width_s) in zip(glance.stretches, found, strict=True):
            self._coverage.add(low, high, end)
            self.histogram.add(width_s, rows)
        return self._coverage.rows < self.total

    def _look(
        self, connection: Connection, width_s: float
    ) -> tuple[Glance, list[tuple[list[tuple[int, int, int]], float]]]:
        if not self._coverage.ends:  # a width that will do: the parts of a second of a long log would be many
            bounds = search.extent(connection, bindable.key(self.job_id)) or (0.0, 0.0)
            while (bounds[1] - bounds[0]) / width_s > MOST_PARTS / 2:
                width_s *= 2

        def count(key: str, low: int, high: int) -> tuple[list[tuple[int, int, int]], float]:
            return search.counted(connection, key, low, high, width_s), width_s

        return look(connection, self.job_id, self._coverage, self._most, count)
