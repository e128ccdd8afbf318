"""A chart as lines of inked text: header, axes, curves, cursor. Pure; a widget and a plain-text plot print the same.

At any size from 1x1 up a figure has exactly as many lines as asked, none wider than asked. Where axes have no room a
curve becomes one row of blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ftmonitor.format import Glyphs, cells, clip, plural, sparkline, value
from ftmonitor.metrics.area import Plot
from ftmonitor.metrics.downsample import columns
from ftmonitor.metrics.ink import Ink, Line, Run, fitted, shapes_of
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Panel
from ftmonitor.metrics.plot import chart
from ftmonitor.metrics.viewport import FIT

MIN_WIDTH, MIN_HEIGHT = 28, 6
"""Cells below which a chart with axes says less than a row of blocks."""
NO_DATA = "no metrics yet"


@dataclass(frozen=True, slots=True)
class Figure:
    """The lines of a chart, top down; `plot` is None where there are no axes."""

    lines: tuple[Line, ...]
    plot: Plot | None = None


def figure(panel: Panel, look: Look, width: int, height: int, memory: Memory | None = None) -> Figure:
    """Return `panel` drawn in `width` x `height` cells; `memory` is worth keeping between two drawings."""
    curves = tuple(curve for curve in panel.curves if curve.series.steps)
    if not curves or width < 1 or height < 1:
        holes = sum(len(curve.series.holes) for curve in panel.curves)
        said = f"{panel.title}: {plural(holes, 'value')} sent, none of them a number" if holes else NO_DATA
        return nothing(width, height, said, glyphs=look.glyphs)
    panel = replace(panel, curves=curves)
    plot: Plot | None = None
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        drawn = _sparklines(panel, look, width, height)
    else:
        drawn, plot = chart(panel, look, (width, height), memory or Memory())
    exact = range(plot.top, plot.top + plot.height) if plot and look.glyphs is not Glyphs.ASCII else range(0)
    lines = (line if y in exact else fitted(line, width, look.glyphs) for y, line in enumerate(drawn))
    return Figure(tuple(lines), plot)


def nothing(width: int, height: int, words: str = NO_DATA, glyphs: Glyphs = Glyphs.BRAILLE) -> Figure:
    """Return a figure with `words` in the middle."""
    text = clip(words, max(0, width))
    middle: Line = (Run(" " * ((width - cells(text)) // 2) + text, Ink.FAINT),) if text else ()
    lines = (middle if row == (height - 1) // 2 else () for row in range(max(0, height)))
    return Figure(tuple(fitted(line, width, glyphs) for line in lines))


def _sparklines(panel: Panel, look: Look, width: int, height: int) -> list[Line]:
    """Return a row of blocks a curve, of the highest value in each cell: name, run, last value, as room allows."""
    told = list(zip(panel.curves, shapes_of(panel.curves), strict=True))[:height]
    names = [curve.label or panel.title for curve, _ in told]
    widest = max(map(cells, names))
    lines: list[Line] = []
    for (curve, shape), name in zip(told, names, strict=True):
        last = value(curve.series.values[-1], 5)
        before, after = name + " " * (widest - cells(name) + 1), f" {last:>5}"
        if width - cells(before) - len(after) < 4:
            before = ""
        if width - cells(before) - len(after) < 4:
            after = ""
        room, steps = width - cells(before) - len(after), curve.series.steps
        highs = [c[3] for c in columns(steps, curve.series.values, FIT.window((steps[0], steps[-1])), room)]
        runs = Run(before, Ink.TEXT), Run(sparkline(highs, room, look.glyphs), shape.ink), Run(after, Ink.TEXT)
        lines.append(tuple(run for run in runs if run.text))
    return lines + [()] * (height - len(lines))
