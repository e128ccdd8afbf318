"""Which stretches of a log were looked at, and which are still to be. Pure.

Positions stay what they are while older events come in below and newer ones above, so what was found stays good. Where
something older came in between, events have moved: then what was looked at has another event at its upper end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Way(NamedTuple):
    """From a position towards newer events (`up`) or older ones."""

    place: int
    up: bool


class Coverage:
    """The stretches, as (first, last) positions, ascending, each with the id of its last event."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, int]] = []
        self._ends: dict[int, str] = {}

    def copy(self) -> Coverage:
        """Return another one of the same."""
        other = Coverage()
        other._seen, other._ends = list(self._seen), dict(self._ends)
        return other

    @property
    def ends(self) -> tuple[int, ...]:
        """Return the upper ends: what stands there now tells whether events have moved."""
        return tuple(last for _, last in self._seen)

    @property
    def rows(self) -> int:
        """Return how many events were looked at."""
        return sum(last - first + 1 for first, last in self._seen)

    def holds(self, names: Mapping[int, str]) -> bool:
        """Return whether the events at the `ends`, by position, are those that were there."""
        return all(names.get(last) == self._ends[last] for last in self.ends)

    def covers(self, first: int, last: int) -> bool:
        """Return whether all from one position to another lies in one stretch that was looked at."""
        return any(low <= first and last <= high for low, high in self._seen)

    def missing(self, runs: Iterable[tuple[int, int]], most: int, way: Way | None = None) -> list[tuple[int, int]]:
        """Return stretches of `runs`, ascending, that were not looked at: the newest first, `most` rows of them.

        With a `way` those on it come before all others, and then those that it comes to from the other end.
        """
        holes = [hole for first, last in runs for hole in self._holes(first, last)]
        ahead = holes
        if way is not None and way.up:
            ahead = [(max(low, way.place), high) for low, high in holes if high >= way.place]
        elif way is not None:
            ahead = [(low, min(high, way.place)) for low, high in holes if low <= way.place]
        up = way is not None and way.up
        found: list[tuple[int, int]] = []
        for low, high in (ahead or holes) if up else reversed(ahead or holes):
            rows = min(most, high - low + 1)
            if rows > 0:
                found.append((low, low + rows - 1) if up else (high - rows + 1, high))
                most -= rows
        return found

    def add(self, first: int, last: int, end: str) -> None:
        """Take in that a stretch was looked at; `end` is the id of its last event."""
        kept: list[tuple[int, int]] = []
        ends = {**self._ends, last: end}
        for low, high in self._seen:
            if high < first - 1 or low > last + 1:
                kept.append((low, high))
            else:
                first, last = min(first, low), max(last, high)
        self._seen = sorted([*kept, (first, last)])
        self._ends = {high: ends[high] for _, high in self._seen}

    def _holes(self, first: int, last: int) -> Sequence[tuple[int, int]]:
        holes = []
        for low, high in self._seen:
            if high < first or low > last:
                continue
            if low > first:
                holes.append((first, low - 1))
            first = high + 1
        return [*holes, (first, last)] if first <= last else holes
