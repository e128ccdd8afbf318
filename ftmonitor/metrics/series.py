"""Metrics as named series. A point is (series, step, time, value).

A name is the path of a number in an event's `data`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

WHOLE: Final = "q"
REAL: Final = "d"
"""The arrays of steps, and of times and values: integers and doubles of eight bytes."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number of one step. `time` is in seconds since the epoch."""

    series: str
    step: int
    time: float
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """One named curve: three columns of equal length, ascending by step, one value a step, all finite.

    The columns are kept as arrays, eight bytes a number, whatever they are given as: as tuples they would take four
    times as much, and a long curve has a hundred thousand steps and more. They are never changed.
    """

    name: str
    steps: Sequence[int] = field(hash=False)
    times: Sequence[float] = field(hash=False)
    values: Sequence[float] = field(hash=False)
    source: str = "events"
    """Where the numbers are from: `events`, `checkpoints`, `results`, or several of them joined by `+`."""
    holes: tuple[int, ...] = ()
    """Steps, ascending, whose value was sent but is no number (NaN, infinity): a gap and a mark in a chart."""

    def __post_init__(self) -> None:
        for name, kind in (("steps", WHOLE), ("times", REAL), ("values", REAL)):
            column = getattr(self, name)
            if not isinstance(column, array):
                object.__setattr__(self, name, array(kind, column))

    def continues(self, before: Series) -> bool:
        """Return whether it is `before`, perhaps grown at its end; of a curve no step ever goes.

        So as many steps up to the same last one are the same steps, and only the values have to be looked at.
        """
        known = len(before.values)
        if len(self.values) < known or self.steps[known - 1 : known] != before.steps[-1:]:
            return False
        mine, others = (memoryview(cast("array[float]", values)) for values in (self.values, before.values))
        return mine[:known] == others  # arrays themselves would be compared number by number, as objects
