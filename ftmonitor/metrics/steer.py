"""What keys and mouse make of a look: zoom, pan, inspect, pin, smooth, other axes. Pure: a look in, a look out.

A look without `bounds` (there is no data) stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve
from ftmonitor.metrics.probe import bounds_of, densest, moved, narrowest, ruler_of
from ftmonitor.metrics.smooth import WEIGHTS
from ftmonitor.metrics.viewport import FIT, NARROWEST, Viewport

HEADROOM = 32
"""While a job goes on its axis ends on a multiple of about such a share of its length, so that a new point needs no
other scale: what is drawn stays where it is, and only the last columns are computed."""


def padded(bounds: tuple[float, float] | None, axis: Axis) -> tuple[float, float] | None:
    """Return the bounds of a job that goes on, with room for the points that come next."""
    if bounds is None or not bounds[1] > bounds[0]:
        return bounds
    first, last = bounds
    step = 2.0 ** math.ceil(math.log2(last - first)) / HEADROOM
    if axis is Axis.STEP:
        step = max(1.0, step)
    return first, first + math.ceil((last - first) / step) * step


def zoomed(look: Look, factor: float, around: float | None = None, least: float = NARROWEST) -> Look:
    """Return the view `factor` times as wide, held at `around`, else at the cursor where that is in view.

    Nothing is narrower than `least`, in x.
    """
    if look.bounds is None:
        return look
    first, last = look.view.window(look.bounds)
    if around is None and look.cursor is not None and first <= look.cursor <= last:
        around = look.cursor
    return replace(look, view=look.view.zoom(factor, look.bounds, around, least))


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


def other_rise(look: Look) -> Look:
    """Return the next way that y rises: linear, logarithmic, clipped of outliers."""
    return replace(look, rise=look.rise.next)


def on_axis(look: Look, axis: Axis, curves: Sequence[Curve], memory: Memory) -> Look:
    """Return the look on another axis: cursor, pin and the edges of the view stay on their samples."""
    after = replace(look, axis=axis, view=FIT, cursor=None, pin=None)
    after = replace(after, bounds=bounds_of(curves, after, memory))
    if look.bounds is None or after.bounds is None:
        return after

    def carried(x: float | None) -> float | None:
        return None if x is None else moved(curves, look, after, memory, x)

    view = look.view
    if not view.fits:
        left, right = (carried(edge) for edge in view.window(look.bounds))
        if left is not None and right is not None and right > left:
            view = Viewport(right - left, None if view.follows else left)
    return replace(after, view=view, cursor=carried(look.cursor), pin=carried(look.pin))


def pointed(look: Look, x: float | None) -> Look:
    """Return the cursor at the x of a sample, in view; without one the pinned point goes too."""
    if x is None or look.bounds is None:
        return replace(look, cursor=None, pin=None)
    return replace(look, cursor=x, view=look.view.show(x, look.bounds))


def pinned(look: Look) -> Look:
    """Return the point of the cursor pinned, to compare others with; pinned there already, it is let go."""
    return replace(look, pin=None if look.pin == look.cursor else look.cursor)


def inspected(look: Look, curves: Sequence[Curve], by: int, n_cells: int, memory: Memory) -> Look:
    """Return the cursor `by` places on (below zero: back), along the curve with the most samples in view.

    A place is one sample, or as many as share one of the `n_cells` cells across the view, so that a key always shows.
    Without a cursor it only appears, at the newest sample in view.
    """
    if look.bounds is None:
        return look
    window = look.view.window(look.bounds)
    curve = densest(curves, look, memory, window)
    if curve is None or not curve.series.steps:
        return look
    ruler = ruler_of(curve, look, memory)
    if look.cursor is None:
        return pointed(look, ruler.x(max(0, ruler.span(ruler.window(window))[1] - 1)))
    stride = max(1, round(ruler.count(window) / max(1, n_cells)))
    last, here = len(ruler.at) - 1, ruler.nearest(look.cursor) or 0
    there = max(0, min(last, here + by * stride))
    while ruler.x(there) == look.cursor and 0 < there < last:  # times that nobody knows may be the same
        there += 1 if by > 0 else -1
    return pointed(look, ruler.x(there))


def least_span(look: Look, curves: Sequence[Curve], memory: Memory) -> float:
    """Return how narrow a view may become."""
    return narrowest(curves, look, memory)
