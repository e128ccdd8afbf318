"""A chart as lines of inked text: header, axes, curves, cursor. Pure; a widget and a plain-text plot print the same.

At any size from 1x1 up a figure has exactly as many lines as asked, none wider than asked. Where axes have no room a
curve becomes one row of blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ftmonitor.format import Glyphs, cells, clip, sparkline, value
from ftmonitor.metrics.downsample import columns, crossing
from ftmonitor.metrics.ink import RAW_LETTER, Ink, Line, Run, Shape, fitted, shapes_of
from ftmonitor.metrics.legend import legend, nearest
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel
from ftmonitor.metrics.raster import PIXELS, Dash, Picture, Trace, pixel_row
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.ticks import labels, ticks, y_range
from ftmonitor.metrics.viewport import FIT

MIN_WIDTH, MIN_HEIGHT = 28, 6
"""Cells below which a chart with axes says less than a row of blocks."""
LEAST_GUTTER = 5
MOST_TICKS = 8
X_TICK_EVERY = 10
"""Cells for one label below the plot and the room beside it."""
FEW = 6
"""Samples get a sign of their own where they are this many cells apart on average."""
NO_DATA = "no metrics yet"


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the curves are, in cells from the top left of the figure, and the steps at its edges."""

    left: int
    top: int
    width: int
    height: int
    window: tuple[float, float]

    def x_at(self, cell: int) -> float:
        """Return the step in the middle of a column of cells, that nearest in view for one outside."""
        first, last = self.window
        inside = max(0, min(self.width - 1, cell - self.left))
        return first + (last - first) * (inside + 0.5) / self.width

    def cell_at(self, x: float) -> int | None:
        """Return the column of cells of a step, None where it is out of view."""
        first, last = self.window
        if not first <= x <= last:
            return None
        return self.left + min(self.width - 1, int((x - first) / (last - first) * self.width))


@dataclass(frozen=True, slots=True)
class Figure:
    """The lines of a chart, top down; `plot` is None where there are no axes."""

    lines: tuple[Line, ...]
    plot: Plot | None = None


def figure(panel: Panel, look: Look, width: int, height: int, memory: Memory | None = None) -> Figure:
    """Return `panel` drawn in `width` x `height` cells; `memory` is worth keeping between two drawings."""
    curves = tuple(curve for curve in panel.curves if curve.series.steps)
    panel = replace(panel, curves=curves)
    if not curves or width < 1 or height < 1:
        return nothing(width, height, glyphs=look.glyphs)
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        drawn = Figure(tuple(_sparklines(panel, look, width, height)))
    else:
        drawn = _chart(panel, look, (width, height), memory or Memory())
    rows = range(drawn.plot.top, drawn.plot.top + drawn.plot.height) if drawn.plot else range(0)
    if look.glyphs is Glyphs.ASCII:
        rows = range(0)
    lines = (line if y in rows else fitted(line, width, look.glyphs) for y, line in enumerate(drawn.lines))
    return Figure(tuple(lines), drawn.plot)


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


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A curve as it is drawn: as it is, averaged, or as the raw one behind its average."""

    shape: Shape
    series: Series
    behind: bool
    averaged: bool


def _chart(panel: Panel, look: Look, size: tuple[int, int], memory: Memory) -> Figure:
    width, plot_height = size[0], size[1] - 3
    window = look.view.window(look.bounds or panel.bounds or (0, 1))
    drawn = list(_versions(panel.curves, look, memory))
    for _ in range(2):  # the width of the labels decides the width of the plot, but not the range of the values
        gutter = max(LEAST_GUTTER, memory.gutter)
        plot = Plot(gutter + 1, 1, width - gutter - 1, plot_height, window)
        traces = [_trace(one, plot, look, memory) for one in drawn]
        low, high = y_range(*_extent(traces))
        marks = _y_marks(low, high, plot_height)
        names = labels(marks)
        needed = max(LEAST_GUTTER, max(map(len, names), default=0) + 1)
        if needed == gutter or width - needed < MIN_WIDTH // 2:
            break
        memory.gutter = needed
    picture = memory.picture(traces, (low, high), (plot.width, plot_height), look.glyphs)
    inks = [one.shape.raw if one.behind else one.shape.ink for one in drawn]
    rows = {pixel_row(mark, (low, high), plot_height): name for mark, name in zip(marks, names, strict=True)}
    cursor = None if look.cursor is None else plot.cell_at(look.cursor)
    if cursor is not None and look.cursor is not None:
        picture = _pinned(picture, _under(drawn, plot, look.cursor, (low, high)), cursor - plot.left, look.glyphs)
    body = [
        (Run(f"{rows.get(row, ''):>{gutter}}{'┤' if row in rows else '│'}", Ink.AXIS), *line)
        for row, line in enumerate(_runs(picture, inks, rows, None if cursor is None else cursor - plot.left))
    ]
    return Figure((legend(panel, look, width, memory), *body, *_x_axis(plot, cursor)), plot)


def _y_marks(low: float, high: float, n_rows: int) -> tuple[float, ...]:
    """Return round values on rows that are not next to each other."""
    marks: tuple[float, ...] = ()
    for most in range(max(2, min(MOST_TICKS, n_rows // 2)), 1, -1):
        marks = ticks(low, high, most)
        rows = [pixel_row(mark, (low, high), n_rows) for mark in marks]
        if all(below - above > 1 for below, above in pairwise(rows)):
            break
    return marks


def _under(drawn: Sequence[_Drawn], plot: Plot, step: int, y_range: tuple[float, float]) -> list[tuple[int, int, str]]:
    """Return (row, owner, sign) of the real samples in the cursor's column, those of averages left out."""
    found = []
    for owner, one in enumerate(drawn, 1):
        index = nearest(one.series, step)
        if index is not None and not one.averaged and plot.cell_at(one.series.steps[index]) == plot.cell_at(step):
            found.append((pixel_row(one.series.values[index], y_range, plot.height), owner, one.shape.marker))
    return found


def _pinned(picture: Picture, signs: list[tuple[int, int, str]], column: int, glyphs: Glyphs) -> Picture:
    """Return the picture with signs in one column."""
    rows, owners = list(picture.rows), list(picture.owners)
    for row, owner, sign in signs:
        shown = "O" if glyphs is Glyphs.ASCII else sign
        rows[row] = rows[row][:column] + shown + rows[row][column + 1 :]
        owners[row] = owners[row][:column] + bytes((owner,)) + owners[row][column + 1 :]
    return Picture(tuple(rows), tuple(owners))


def _versions(curves: Sequence[Curve], look: Look, memory: Memory) -> list[_Drawn]:
    told = list(zip(shapes_of(curves), (curve.series for curve in curves), strict=True))
    smoothed = [one for one in told if look.smoothing > 0 and one[0].averaged]
    asis = [
        _Drawn(shape, series, behind=look.smoothing > 0 and shape.averaged, averaged=False) for shape, series in told
    ]
    return asis + [
        _Drawn(shape, memory.smoothed(series, look.smoothing), behind=False, averaged=True)
        for shape, series in smoothed
    ]


def _trace(one: _Drawn, plot: Plot, look: Look, memory: Memory) -> Trace:
    across = PIXELS[look.glyphs][0]
    n_columns, (first, last) = plot.width * across, plot.window
    found = memory.columns(one.series, plot.window, n_columns, raw=not one.averaged)
    reach, shape = memory.reach(one.series), one.shape
    few = len(found) * FEW * across <= n_columns
    return Trace(
        found,
        Dash.SOLID if one.behind and look.glyphs is Glyphs.ASCII else shape.dash,
        reach * n_columns / (last - first),
        crossing(one.series.steps, one.series.values, first, reach),
        crossing(one.series.steps, one.series.values, last, reach),
        shape.marker if few and not one.averaged and look.glyphs is not Glyphs.ASCII else "",
        RAW_LETTER if one.behind else shape.letter,
    )


def _extent(traces: Sequence[Trace]) -> tuple[float, float]:
    lows = [column[2] for trace in traces for column in trace.columns]
    highs = [column[3] for trace in traces for column in trace.columns]
    edges = [edge for trace in traces for edge in (trace.enters, trace.leaves) if edge is not None]
    return min(lows + edges, default=0.0), max(highs + edges, default=1.0)


def _runs(picture: Picture, inks: Sequence[Ink], grid: dict[int, str], cursor: int | None) -> list[Line]:
    """Return the rows of a picture in runs of one ink, with the cursor and the grid in the cells that are free."""
    lines: list[Line] = []
    for row, (text, owners) in enumerate(zip(picture.rows, picture.owners, strict=True)):
        line: list[Run] = []
        start = 0
        for owner, group in groupby(owners):
            stop = start + len(list(group))
            if owner:
                line.append(Run(text[start:stop], inks[owner - 1]))
            else:
                line += _free(start, stop, cursor, "┄" if row in grid else " ")
            start = stop
        lines.append(tuple(line))
    return lines


def _free(start: int, stop: int, cursor: int | None, fill: str) -> list[Run]:
    if cursor is None or not start <= cursor < stop:
        return [Run(fill * (stop - start), Ink.GRID)]
    pieces = Run(fill * (cursor - start), Ink.GRID), Run("┊", Ink.CURSOR), Run(fill * (stop - cursor - 1), Ink.GRID)
    return [piece for piece in pieces if piece.text]


def _x_axis(plot: Plot, cursor: int | None) -> tuple[Line, Line]:
    """Return the line under the plot and the round steps below it, `step` at their left."""
    first, last = plot.window
    near = first - (last - first) / plot.width / 2  # a round step just before the first one still reads right there
    marks = ticks(near, last, max(2, plot.width // X_TICK_EVERY), whole=True)
    line, below = ["─"] * plot.width, [" "] * plot.width
    for mark, name in zip(marks, labels(marks), strict=True):
        cell = plot.cell_at(max(first, mark)) or plot.left
        line[cell - plot.left] = "┬"
        start = max(0, min(plot.width - len(name), cell - plot.left - len(name) // 2))
        if all(char == " " for char in below[max(0, start - 1) : start + len(name) + 1]):
            below[start : start + len(name)] = name
    axis = Run(" " * (plot.left - 1) + "└" + "".join(line), Ink.AXIS)
    if cursor is not None:
        at = cursor - plot.left
        head = Run(" " * (plot.left - 1) + "└" + "".join(line[:at]), Ink.AXIS)
        return (head, Run("┴", Ink.CURSOR), Run("".join(line[at + 1 :]), Ink.AXIS)), _below(plot, below)
    return (axis,), _below(plot, below)


def _below(plot: Plot, below: list[str]) -> Line:
    return (Run(f"{'step':>{plot.left - 1}} ", Ink.FAINT), Run("".join(below).rstrip(), Ink.AXIS))
