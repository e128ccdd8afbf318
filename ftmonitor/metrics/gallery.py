"""Which of many charts are seen: one that keys act on, a page of as many as fit, or that one alone. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MIN_CHART_WIDTH, MIN_CHART_HEIGHT = 42, 10
"""Cells below which two charts side by side, or one above the other, say less than one."""
MOST_ACROSS, MOST_DOWN = 3, 3
BEST_ASPECT = 4.0
"""Cells across for each one down in the best of charts: a cell is twice as high as wide, and time wants room."""


def arrangement(count: int, width: int, height: int) -> tuple[int, int]:
    """Return how many charts of `count` stand side by side and one above the other in `width` x `height` cells."""
    across = max(1, min(MOST_ACROSS, width // MIN_CHART_WIDTH))
    down = max(1, min(MOST_DOWN, height // MIN_CHART_HEIGHT))
    fitting = [(a, d) for a in range(1, across + 1) for d in range(1, down + 1)]
    most = min(max(1, count), across * down)
    enough = [(a, d) for a, d in fitting if a * d >= most]
    return min(enough, key=lambda ad: (ad[0] * ad[1], abs(math.log(width / ad[0] / (height / ad[1]) / BEST_ASPECT))))


@dataclass(frozen=True, slots=True)
class Gallery:
    """A place among `count` charts, of which `room` are seen at once; both are asked for wherever they matter."""

    current: int = 0
    """The chart that keys act on."""
    first: int = 0
    """The first one of the page."""
    alone: bool = False
    """Whether the current one has all the room."""

    def seen(self, count: int, room: int) -> range:
        """Return which charts are seen."""
        if self.alone:
            return range(min(self.current, count), min(self.current + 1, count))
        first = max(0, min(self.first, count - room))
        return range(first, min(count, first + room))

    def at(self, current: int, count: int, room: int) -> Gallery:
        """Return the place with another chart as the current one, its page moved as little as can be."""
        current = max(0, min(current, count - 1))
        first = max(current - room + 1, min(self.first, current))
        return replace(self, current=current, first=max(0, min(first, count - room)))

    def moved(self, by: int, count: int, room: int) -> Gallery:
        """Return the place `by` charts on."""
        return self.at(self.current + by, count, room)

    def paged(self, by: int, count: int, room: int) -> Gallery:
        """Return the place `by` pages on; alone, a page is a chart."""
        if self.alone:
            return self.moved(by, count, room)
        first = max(0, min(self.first + by * room, count - room))
        if first == self.first:  # there is no other page: to its end
            return self.at(self.current + by * room, count, room)
        current = first + max(0, min(room - 1, self.current - self.first))
        return replace(self, current=max(0, min(current, count - 1)), first=first)

    def turned(self) -> Gallery:
        """Return the place with the current chart alone, or with the others again."""
        return replace(self, alone=not self.alone)
