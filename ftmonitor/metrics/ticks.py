"""Round numbers along an axis, and their labels. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_WHOLE = (1.0, 2.0, 5.0, 10.0)
_PREFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_SHORT_ENOUGH = 10_000.0
"""Up to here a label is written out; from here on it bears a prefix."""
LARGEST = 1e307
"""Ranges are held within ± this, so that their width is a number."""
_NOISE = 1e-12
"""A range this small beside its values is rounding, not measurement."""


def ticks(low: float, high: float, most: int, *, whole: bool = False) -> tuple[float, ...]:
    """Return at most `most` (1 or more) round numbers from `low` to `high`, evenly apart; integers where `whole`."""
    span = high - low
    if most < 1 or not math.isfinite(span) or span <= 0:
        return ()
    step = _step(span / (most + 1), whole)
    while True:
        slack = min(1e-9, span / step * 1e-6)
        first, last = math.ceil(low / step - slack), math.floor(high / step + slack)
        if last - first < most:
            return tuple(i * step for i in range(first, last + 1))
        step = _step(step * 1.01, whole)


def _step(least: float, whole: bool) -> float:
    if whole and least <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(max(least, 1e-300)))
    return next(
        (m * power for m in (_WHOLE if whole and power < 10 else _ROUND) if m * power >= least * (1 - 1e-9)), 10 * power
    )


def labels(values: Sequence[float]) -> tuple[str, ...]:
    """Return labels alike for evenly spaced `values`: `0.25 0.50`, `5k 10k`, `2e-06 4e-06`; an exact 0 is `0`."""
    if not values:
        return ()
    top = max(map(abs, values))
    step = min((b - a for a, b in pairwise(values)), default=top)
    if top == 0:
        return ("0",) * len(values)
    if top < 1e-3 or top >= 1e15:
        digits = 0 if all(_is_round(v / 10.0 ** math.floor(math.log10(abs(v)))) for v in values if v) else 1
        return tuple(f"{v:.{digits}e}" if v else "0" for v in values)
    unit, prefix = next(((u, p) for u, p in _PREFIXES if top >= u and top >= _SHORT_ENOUGH), (1.0, ""))
    decimals = _decimals(step / unit)
    return tuple(f"{v / unit:.{decimals}f}{prefix}" if v or decimals else "0" for v in values)


_DECADE = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))


def log_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return at most `most` (1 or more) round values whose logarithms (base 10) lie from `low` to `high`.

    Powers of ten, with 2 and 5 or 3 of each where there is room; where the range holds no decade, evenly apart.
    """
    first, last = math.floor(low), math.ceil(high)
    for stride in (1, 2, 3, 5, 10, 20, 50, 100, 200):
        for digits in _DECADE if stride == 1 else _DECADE[-1:]:
            powers = (float(f"1e{power}") for power in range(first, last + 1) if power % stride == 0)
            values = [digit * power for power in powers for digit in digits]
            marks = tuple(v for v in values if v > 0 and low - 1e-9 <= math.log10(v) <= high + 1e-9)
            if len(marks) <= most and (len(marks) >= min(most, 3) or stride > 1):
                return marks
        if stride == 1 and high - low < 1:
            return tuple(v for v in ticks(10.0**low, 10.0**high, most) if v > 0)
    return ()


def log_labels(values: Sequence[float]) -> tuple[str, ...]:
    """Return a label for each of `values`, which are far apart: `0.001 0.1 10 5k 1M`."""
    if len(values) > 1 and max(values) < min(values) * 10:
        return labels(values)
    found = []
    for value in values:
        unit, prefix = next(((u, p) for u, p in _PREFIXES if value >= u and value >= _SHORT_ENOUGH), (1.0, ""))
        shown = value / unit
        found.append(f"{shown:g}{prefix}" if 1e-4 <= shown < 1e6 else f"{value:.0e}")
    return tuple(found)


def _decimals(step: float) -> int:
    for decimals in range(9):
        if _is_round(step * 10.0**decimals):
            return decimals
    return 9


def _is_round(number: float) -> bool:
    return abs(number - round(number)) < 1e-6 and round(number) != 0


def y_range(low: float, high: float) -> tuple[float, float]:
    """Return a range to draw `low` to `high` in: never empty, never infinite.

    A flat one opens around its value, but upwards where that is 0: nothing is said of errors below none.
    """
    low, high = max(-LARGEST, min(LARGEST, low)), max(-LARGEST, min(LARGEST, high))
    size = max(abs(low), abs(high))
    if high - low > size * _NOISE and high - low > 1e-300:
        return low, high
    room = size * 0.1 if size > 1e-290 else 1.0
    return low - room * (size > 0), high + room
