"""Which stretches of a log were looked at, and which are still to be. Pure.

Positions stay what they are while older events come in below and newer ones above, so what was found stays good. Where
something older came in between, events have moved: then what was looked at has another event at its upper end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


class Coverage:
    """The stretches, as (first, last) positions, ascending, each with the id of its last event."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, int]] = []
        self._ends: dict[int, str] = {}

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

    def missing(self, runs: Iterable[tuple[int, int]], most: int) -> list[tuple[int, int]]:
        """Return stretches of `runs`, ascending, that were not looked at: the newest first, `most` rows of them."""
        found: list[tuple[int, int]] = []
        for first, last in reversed(list(runs)):
            for low, high in reversed(list(self._holes(first, last))):
                start = max(low, high - most + 1)
                found.append((start, high))
                most -= high - start + 1
                if most <= 0:
                    return found
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
