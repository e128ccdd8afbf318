"""The words above a chart: what is drawn, its last values, or those under the cursor. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ftmonitor.format import clock_time, value
from ftmonitor.metrics.ink import Ink, Line, Run, sample_of, shapes_of, width_of
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel
from ftmonitor.metrics.series import Series


def nearest(series: Series, step: float) -> int | None:
    """Return the index of the real sample nearest to `step`, the earlier of two as near; None without samples."""
    after = bisect_left(series.steps, step)
    beside = [i for i in (after - 1, after) if 0 <= i < len(series.steps)]
    return min(beside, key=lambda i: (abs(series.steps[i] - step), i), default=None)


_ROOM = ((2, True, True), (2, False, True), (2, False, False), (1, False, False), (0, False, False))
"""What to say, from all to the least: how much of the labels, raw values beside averages, time and tags."""


def legend(panel: Panel, look: Look, width: int, memory: Memory) -> Line:
    """Return name, curves and values in at most `width` cells where that is possible; the least telling goes first.

    With a cursor the values are those of real samples at its step, each with its own step where that is another.
    """
    line: Line = ()
    for words, raws, extras in (
        (2, True, True),
        (2, False, True),
        (1, False, True),
        (1, False, False),
        (0, False, False),
    ):
        start = _start(panel, look, extras)
        entries = _entries(panel.curves, look, memory, words=words, raws=raws)
        line = (*start, *entries)[0 if start else 1 :]
        if not words:
            line = tuple(Run(" ", run.ink) if run.text == "  " else run for run in line)
        tags = _tags(look) if extras else ""
        gap = width - width_of(line) - len(tags)
        if gap >= 2 and tags:
            return (*line, Run(" " * gap, Ink.TEXT), Run(tags, Ink.FAINT))
        if gap >= 0 and not tags:
            break
    return line


def _start(panel: Panel, look: Look, timed: bool) -> Line:
    title = (Run(panel.title, Ink.TITLE),) if look.titled else ()
    if look.cursor is None:
        return title
    step = Run(f"{' ' if title else ''}┊ {look.cursor}", Ink.CURSOR)
    time = _time_at(panel.curves, look.cursor) if timed else None
    return (*title, step) if time is None else (*title, step, Run(f" {clock_time(time, look.tz)}", Ink.FAINT))


def _entries(curves: Sequence[Curve], look: Look, memory: Memory, *, words: int, raws: bool) -> Iterator[Run]:
    """Yield of each curve a blank, a piece of its line, its label (2: in full, 1: short, 0: none) and its value."""
    for curve, shape in zip(curves, shapes_of(curves), strict=True):
        index = len(curve.series.steps) - 1 if look.cursor is None else nearest(curve.series, look.cursor)
        if index is None or index < 0:
            continue
        label = (curve.label if words == 2 else shape.short) if words else ""
        raw = shown = curve.series.values[index]
        if averaged := look.smoothing > 0 and shape.averaged:
            shown = memory.smoothed(curve.series, look.smoothing).values[index]
        yield Run("  ", Ink.TEXT)
        yield sample_of(shape, look.glyphs)
        yield Run(f" {label} {value(shown, 6)}" if label else f" {value(shown, 6)}", Ink.TEXT)
        if raws and averaged:
            yield Run(f" ({value(raw, 6)})", Ink.FAINT)
        if look.cursor is not None and words and curve.series.steps[index] != look.cursor:
            yield Run(f" @{curve.series.steps[index]}", Ink.FAINT)


def _tags(look: Look) -> str:
    tags = [f"avg {look.smoothing:g}"] if look.smoothing > 0 else []
    if not look.view.fits:
        tags.append("zoom ⇥" if look.view.follows else "zoom")
    return " ".join(tags)


def _time_at(curves: Sequence[Curve], step: int) -> float | None:
    for curve in curves:
        index = nearest(curve.series, step)
        if index is not None and curve.series.steps[index] == step:
            return curve.series.times[index]
    return None
