"""From values to heights: linear, logarithmic, or clipped of what lies far outside. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ftmonitor.metrics.downsample import Column
from ftmonitor.metrics.ticks import labels, log_labels, log_ticks, ticks, y_range
from ftmonitor.turns import InTurn


class Rise(InTurn, StrEnum):
    """How y rises; the value is the word on the screen."""

    LINEAR = "linear"
    LOG = "log"
    CLIPPED = "clipped"


OUTLIERS = 0.02
"""The share of values at either end that may lie outside a clipped range."""
CLIP_ROOM = 0.25
"""What a clipped range has beyond the values that count, as a share of their range."""
FEWEST = 8
"""Values below which none is an outlier."""
SAMPLED = 1000
"""Values looked at to find the range: more would not move it by a pixel."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Heights: the values themselves, or their logarithms. `low` and `high` are those at the edges, low below high."""

    low: float
    high: float
    rise: Rise = Rise.LINEAR

    @property
    def range(self) -> tuple[float, float]:
        """Return the heights at the bottom and at the top."""
        return self.low, self.high

    def height(self, value: float) -> float:
        """Return the height of a value, as near as the range allows; what has no logarithm is at the bottom."""
        if self.rise is Rise.LOG:
            value = math.log10(value) if value > 0 else self.low
        return max(self.low, min(self.high, value))

    def is_over(self, value: float) -> bool:
        """Return whether a value lies above the range."""
        return value > self.high if self.rise is not Rise.LOG else value > 0 and math.log10(value) > self.high + 1e-12

    def is_under(self, value: float) -> bool:
        """Return whether a value lies below the range, or has no place in it."""
        return value < self.low if self.rise is not Rise.LOG else value <= 0

    def heights(self, columns: Sequence[Column]) -> Sequence[Column]:
        """Return columns of values as columns of heights."""
        if self.rise is Rise.LINEAR:
            return columns
        height = self.height
        return [(at, height(first), height(low), height(high), height(last)) for at, first, low, high, last in columns]

    def marks(self, most: int) -> tuple[tuple[float, str], ...]:
        """Return at most `most` round values as (height, label), from the bottom up."""
        if self.rise is Rise.LOG:
            values = log_ticks(self.low, self.high, most)
            names = log_labels(values)
            return tuple((math.log10(value), name) for value, name in zip(values, names, strict=True))
        values = ticks(self.low, self.high, most)
        return tuple(zip(values, labels(values), strict=True))


def scale_for(
    rise: Rise, columns: Iterable[Sequence[Column]], edges: Iterable[float], sampled: Iterable[float]
) -> Scale:
    """Return the scale for what is in view: columns, and the values at the edges of lines that go on outside.

    `sampled` are values of the curves themselves, evenly taken; only a clipped range looks at them. Without any value
    above 0 there is no logarithm, and the scale is linear.
    """
    lows = [column[2] for one in columns for column in one]
    highs = [column[3] for one in columns for column in one]
    beyond = list(edges)
    if rise is Rise.LOG and (positive := [v for v in (*lows, *highs, *beyond) if v > 0]):
        return Scale(*y_range(math.log10(min(positive)), math.log10(max(positive))), Rise.LOG)
    low, high = min(lows + beyond, default=0.0), max(highs + beyond, default=1.0)
    if rise is Rise.CLIPPED:
        kept = _usual(list(sampled))
        if kept is not None and (kept[0] > low or kept[1] < high):
            return Scale(*y_range(max(low, kept[0]), min(high, kept[1])), Rise.CLIPPED)
    return Scale(*y_range(low, high))


def _usual(values: list[float]) -> tuple[float, float] | None:
    """Return the range of the values that are no outliers, with some room."""
    if len(values) < FEWEST:
        return None
    values.sort()
    last = len(values) - 1
    low, high = values[math.ceil(OUTLIERS * last)], values[math.floor((1 - OUTLIERS) * last)]
    room = (high / 2 - low / 2) * 2 * CLIP_ROOM
    return low - room, high + room
