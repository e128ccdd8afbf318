"""Metrics as named series. A point is (series, step, time, value).

A name is the path of a number in an event's `data`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One number of one step. `time` is in seconds since the epoch."""

    series: str
    step: int
    time: float
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """One named curve: three columns of equal length, ascending by step, one value a step, all finite."""

    name: str
    steps: tuple[int, ...]
    times: tuple[float, ...]
    values: tuple[float, ...]
    source: str = "events"
    """Where the numbers are from: `events`, `checkpoints`, `results`, or several of them joined by `+`."""
    holes: tuple[int, ...] = ()
    """Steps, ascending, whose value was sent but is no number (NaN, infinity): a gap and a mark in a chart."""
