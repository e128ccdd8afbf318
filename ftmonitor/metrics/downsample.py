"""A long curve as one entry a pixel column, in which a spike never disappears. Pure.

Source: the min/max decimation of oscilloscopes; M4 (Jugel et al., VLDB 2014) adds first and last, so that the line
between two columns meets where the samples do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

Column = tuple[int, float, float, float, float]
"""(column, first, low, high, last) of the samples that fall in one pixel column."""

BLOCK = 32
"""Samples whose lowest and highest are kept: a column of many samples looks at one pair for each so many."""


class Extremes:
    """The lowest and the highest of every full block of a column of values that grows."""

    def __init__(self) -> None:
        self.lows: list[float] = []
        self.highs: list[float] = []

    def extend(self, values: Sequence[float]) -> None:
        """Take in all of `values`, of which the beginning is known already."""
        for start in range(len(self.lows) * BLOCK, len(values) - BLOCK + 1, BLOCK):
            part = values[start : start + BLOCK]
            self.lows.append(min(part))
            self.highs.append(max(part))

    def between(self, values: Sequence[float], start: int, stop: int) -> tuple[float, float]:
        """Return the lowest and the highest of `values[start:stop]`, which is not empty."""
        first, last = -(-start // BLOCK), stop // BLOCK
        if last - first < 2:
            part = values[start:stop]
            return min(part), max(part)
        low, high = min(self.lows[first:last]), max(self.highs[first:last])
        if edges := (*values[start : first * BLOCK], *values[last * BLOCK : stop]):
            low, high = min(low, *edges), max(high, *edges)
        return low, high


def columns(
    xs: Sequence[float],
    ys: Sequence[float],
    window: tuple[float, float],
    n_columns: int,
    *,
    extremes: Extremes | None = None,
    known: Sequence[Column] = (),
) -> list[Column]:
    """Return an entry for each of `n_columns` columns across `window` that has samples, ascending.

    `xs` ascends; `ys` is as long and finite. Samples outside the window do not count. `extremes` are those of `ys`;
    `known` are the columns from when there were fewer samples at the end.
    """
    left, right = window
    start, end = bisect_left(xs, left), bisect_right(xs, right)
    if n_columns < 1 or start >= end or not right > left:
        return []
    if end - start <= n_columns * 4:
        return _one_by_one(zip(xs[start:end], ys[start:end], strict=True), window, n_columns)
    found = list(known[:-1])
    first = known[-1][0] if known else 0
    if first:
        start = bisect_left(xs, left + (right - left) * first / n_columns, start, end)
    if extremes is None:
        extremes = Extremes()
        extremes.extend(ys)
    for column in range(first, n_columns):
        edge = left + (right - left) * (column + 1) / n_columns
        stop = end if column == n_columns - 1 else bisect_left(xs, edge, start, end)
        if stop > start:
            found.append((column, ys[start], *extremes.between(ys, start, stop), ys[stop - 1]))
            start = stop
    return found


def _one_by_one(samples: Iterable[tuple[float, float]], window: tuple[float, float], n_columns: int) -> list[Column]:
    found: list[Column] = []
    left, final = window[0], n_columns - 1
    scale = n_columns / (window[1] - left)
    for x, y in samples:
        column = min(final, int((x - left) * scale))
        if found and found[-1][0] == column:
            _, first, low, high, _ = found[-1]
            found[-1] = (column, first, min(low, y), max(high, y), y)
        else:
            found.append((column, y, y, y, y))
    return found


def crossing(xs: Sequence[float], ys: Sequence[float], x: float, reach: float) -> float | None:
    """Return the height at which the curve crosses `x` between two samples at most `reach` apart, else None."""
    after = bisect_left(xs, x)
    if after <= 0 or after >= len(xs) or xs[after] == x:
        return None
    before = after - 1
    apart = xs[after] - xs[before]
    if not 0 < apart <= reach:
        return None
    share = (x - xs[before]) / apart
    return ys[before] * (1 - share) + ys[after] * share


GAP = 6.0
"""Samples that are this many times further apart than usual leave a gap: the line would claim what nobody measured."""

_LOOKED_AT = 400


def reach(xs: Sequence[float]) -> float:
    """Return how far apart two samples may be to be joined: `GAP` times the usual distance, from some of them."""
    return GAP * spacing(xs)


def spacing(xs: Sequence[float]) -> float:
    """Return the usual distance of two samples, from some of them; 0 where there are none."""
    stride = max(1, (len(xs) - 1) // _LOOKED_AT)
    apart = sorted(xs[i + 1] - xs[i] for i in range(0, len(xs) - 1, stride))
    return apart[len(apart) // 2] if apart else 0.0
