"""The numbers under a chart: best, last, slope, and the gap between training and validation. Pure.

All of them are of real samples over the whole run, not of averages and not of the view.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from operator import mul

from ftmonitor.metrics.downsample import BLOCK
from ftmonitor.metrics.memory import Kept, Memory
from ftmonitor.metrics.panels import Curve, Panel, Role
from ftmonitor.metrics.series import Series

TAIL = 0.2
"""The share of the steps so far that a slope is taken over: the newest."""
FEWEST, MOST = 5, 1000
"""Samples that a slope wants at least, and looks at."""
NEAR = 20
"""Training samples, at most, that a validation is held against: those further back were made by another model."""


class Goal(Enum):
    """Whether less or more of something is better; unknown numbers have no goal."""

    LOW = "min"
    HIGH = "max"


_LOW = ("loss", "error", "perplexity", "latency", "unresponsive", "timeout")
_HIGH = ("accuracy", "reward", "score", "margin", "win rate", "f1")


def goal_of(title: str) -> Goal | None:
    """Return what is good in a chart, by its title; None where its words do not say."""
    words = title.lower()
    if any(word in words for word in _LOW):
        return Goal.LOW
    return Goal.HIGH if any(word in words for word in _HIGH) else None


@dataclass(frozen=True, slots=True)
class Best:
    """The best sample of a chart: that of which curve, and where in it."""

    curve: int
    index: int


_TELLING = (Role.VALID, Role.FULL, Role.TRAIN, Role.OTHER)
"""What was not trained on says more of how good a model is; single full validations only where there is no other."""


def best_of(panel: Panel, memory: Memory) -> Best | None:
    """Return the best sample of the first of validation, full validation and training that there is; the earliest.

    None where a chart has no goal, or a curve is all the same. Of several jobs it is the best one of all.
    """
    goal = goal_of(panel.title)
    if goal is None:
        return None
    role = next((role for role in _TELLING if any(c.role is role and c.series.steps for c in panel.curves)), None)
    found: list[tuple[float, Best]] = []
    for at, curve in enumerate(panel.curves):
        if curve.role is role and curve.series.steps:
            index = extreme(memory.of(curve), goal)
            value = curve.series.values[index]
            found.append((value if goal is Goal.LOW else -value, Best(at, index)))
    if not any(_varies(memory.of(panel.curves[best.curve])) for _, best in found):
        return None
    return min(found, key=lambda item: item[0])[1]


def extreme(kept: Kept, goal: Goal) -> int:
    """Return the index of the lowest or highest sample of a series that is not empty; of the same ones the first."""
    values, extremes = kept.series.values, kept.extremes
    of, pick = (extremes.lows, min) if goal is Goal.LOW else (extremes.highs, max)
    tail = values[len(of) * BLOCK :]
    wanted = pick(pick(of, default=values[0]), pick(tail, default=values[0]))
    return values.index(wanted, of.index(wanted) * BLOCK if wanted in of else len(of) * BLOCK)


def _varies(kept: Kept) -> bool:
    low, high = kept.extremes.between(kept.series.values, 0, len(kept.series.values))
    return low < high


def slope(series: Series) -> float | None:
    """Return how much a curve rises a step over the newest `TAIL` of its steps (least squares); None for too few."""
    steps = series.steps
    if len(steps) < FEWEST:
        return None
    start = bisect_left(steps, steps[-1] - (steps[-1] - steps[0]) * TAIL)
    start = max(min(start, len(steps) - FEWEST), len(steps) - MOST)
    xs = [step - steps[start] for step in steps[start:]]
    ys = series.values[start:]
    n, x_sum, y_sum = len(xs), sum(xs), sum(ys)
    width = n * sum(map(mul, xs, xs)) - x_sum * x_sum
    return (n * sum(map(mul, xs, ys)) - x_sum * y_sum) / width if width else None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far validation is above training (below zero: below it) at a step; training is the mean of `n_samples`."""

    value: float
    step: int
    n_samples: int


def gap_of(curves: Sequence[Curve]) -> Distance | None:
    """Return the newest validation against the mean of the training samples since the validation before it."""
    train = next((c.series for c in curves if c.role is Role.TRAIN and c.series.steps), None)
    valid = next((c.series for role in _TELLING[:2] for c in curves if c.role is role and c.series.steps), None)
    if train is None or valid is None:
        return None
    step = valid.steps[-1]
    before = valid.steps[-2] if len(valid.steps) > 1 else train.steps[0] - 1
    start, stop = bisect_right(train.steps, before), bisect_right(train.steps, step)
    start = max(min(start, stop - 1), stop - NEAR)
    samples = train.values[start:stop] if stop else ()
    if not samples:
        return None
    return Distance(valid.values[-1] - sum(value / len(samples) for value in samples), step, len(samples))
