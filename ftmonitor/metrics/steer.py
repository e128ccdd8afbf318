"""What keys and mouse make of a look: zoom, pan, inspect, smooth. Pure: a look in, a look out.

A look without `bounds` (there is no data) stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ftmonitor.metrics.legend import nearest
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.smooth import WEIGHTS
from ftmonitor.metrics.viewport import FIT


def zoomed(look: Look, factor: float, around: float | None = None) -> Look:
    """Return the view `factor` times as wide, held at `around`, else at the cursor where that is in view."""
    if look.bounds is None:
        return look
    first, last = look.view.window(look.bounds)
    if around is None and look.cursor is not None and first <= look.cursor <= last:
        around = look.cursor
    return replace(look, view=look.view.zoom(factor, look.bounds, around))


def panned(look: Look, share: float) -> Look:
    """Return the view moved by a share of its width."""
    return look if look.bounds is None else replace(look, view=look.view.pan(share, look.bounds))


def fitted(look: Look) -> Look:
    """Return a view of everything, also of what is yet to come."""
    return replace(look, view=FIT)


def oldest(look: Look) -> Look:
    """Return the view at the first step."""
    return look if look.bounds is None else replace(look, view=look.view.oldest(look.bounds))


def newest(look: Look) -> Look:
    """Return the view at the newest step, which it follows."""
    return replace(look, view=look.view.newest())


def smoother(look: Look) -> Look:
    """Return the next strength of smoothing; after the strongest comes none."""
    stronger = (weight for weight in WEIGHTS if weight > look.smoothing)
    return replace(look, smoothing=next(stronger, WEIGHTS[0]))


def pointed(look: Look, step: int | None) -> Look:
    """Return the cursor at a step, in view, or without one."""
    if step is None or look.bounds is None:
        return replace(look, cursor=None)
    return replace(look, cursor=step, view=look.view.show(step, look.bounds))


def inspected(look: Look, series: Sequence[Series], by: int, n_cells: int) -> Look:
    """Return the cursor `by` places on (below zero: back), along the series with the most samples in view.

    A place is one sample, or as many as share one of the `n_cells` cells across the view, so that a key always shows.
    Without a cursor it only appears, at the newest sample in view.
    """
    if look.bounds is None:
        return look
    window = look.view.window(look.bounds)
    dense = max(series, key=lambda one: _in_view(one, window), default=None)
    if dense is None or not dense.steps:
        return look
    if look.cursor is None:
        return pointed(look, dense.steps[max(0, bisect_right(dense.steps, window[1]) - 1)])
    stride = max(1, round(_in_view(dense, window) / max(1, n_cells)))
    here = nearest(dense, look.cursor) or 0
    return pointed(look, dense.steps[max(0, min(len(dense.steps) - 1, here + by * stride))])


def _in_view(series: Series, window: tuple[float, float]) -> int:
    return bisect_right(series.steps, window[1]) - bisect_left(series.steps, window[0])
