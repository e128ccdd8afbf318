"""A long curve as one entry a pixel column, in which a spike never disappears. Pure.

Source: the min/max decimation of oscilloscopes; M4 (Jugel et al., VLDB 2014) adds first and last, so that the line
between two columns meets where the samples do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

Column = tuple[int, float, float, float, float]
"""(column, first, low, high, last) of the samples that fall in one pixel column."""


def columns(xs: Sequence[float], ys: Sequence[float], window: tuple[float, float], n_columns: int) -> list[Column]:
    """Return an entry for each of `n_columns` columns across `window` that has samples, ascending.

    `xs` ascends; `ys` is as long and finite. Samples outside the window do not count.
    """
    left, right = window
    start, end = bisect_left(xs, left), bisect_right(xs, right)
    if n_columns < 1 or start >= end or not right > left:
        return []
    if end - start <= n_columns * 4:
        return _one_by_one(zip(xs[start:end], ys[start:end], strict=True), window, n_columns)
    found: list[Column] = []
    for column in range(n_columns):
        edge = left + (right - left) * (column + 1) / n_columns
        stop = end if column == n_columns - 1 else bisect_left(xs, edge, start, end)
        if stop > start:
            part = ys[start:stop]
            found.append((column, part[0], min(part), max(part), part[-1]))
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
    stride = max(1, (len(xs) - 1) // _LOOKED_AT)
    apart = sorted(xs[i + 1] - xs[i] for i in range(0, len(xs) - 1, stride))
    return GAP * apart[len(apart) // 2] if apart else 0.0
