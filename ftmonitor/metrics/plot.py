"""The chart with axes: curves, grid, signs, cursor and pin, and the lines above and below. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from ftmonitor.metrics.area import Plot
from ftmonitor.metrics.facts import below
from ftmonitor.metrics.ink import Ink, Line, Run
from ftmonitor.metrics.legend import legend
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Panel
from ftmonitor.metrics.probe import bounds_of
from ftmonitor.metrics.raster import pixel_row
from ftmonitor.metrics.scale import Scale
from ftmonitor.metrics.stamps import Stamps, marked, stamped
from ftmonitor.metrics.strokes import picture_of, scale_of, strokes
from ftmonitor.metrics.xaxis import x_axis

LEAST_GUTTER = 5
MOST_TICKS = 8


def chart(panel: Panel, look: Look, size: tuple[int, int], memory: Memory) -> tuple[list[Line], Plot]:
    """Return `panel` with axes in `size` (cells, lines), and where in it the curves are."""
    width, height = size
    foot = below(panel, look, size, memory)
    plot_height = height - 3 - len(foot)
    window = look.view.window(look.bounds or bounds_of(panel.curves, look, memory) or (0, 1))
    for _ in range(2):  # the width of the labels decides the width of the plot, but not the range of the values
        gutter = max(LEAST_GUTTER, memory.gutters.get(panel.title, 0))
        plot = Plot(gutter + 1, 1, width - gutter - 1, plot_height, window)
        drawn = strokes(panel.curves, plot, look, memory)
        scale = scale_of(drawn, plot, look)
        marks = _y_marks(scale, plot_height)
        needed = max(LEAST_GUTTER, max((len(name) for _, name in marks), default=0) + 1)
        if needed == gutter or needed > width // 2:
            break
        memory.gutters[panel.title] = needed
    picture = memory.picture(
        panel.title,
        [stroke.columns for stroke in drawn],
        (scale, plot, look.glyphs, tuple((stroke.shape, stroke.behind, stroke.breaks) for stroke in drawn)),
        lambda: picture_of(drawn, scale, plot, look.glyphs),
    )
    rows = {pixel_row(at, scale.range, plot_height): name for at, name in marks}
    points = _points(plot, look)
    printed = stamped(picture, [stroke.ink for stroke in drawn], [*Stamps(plot, scale, look, memory).on(panel, drawn)])
    body = [
        (Run(f"{rows.get(row, ''):>{gutter}}{'┤' if row in rows else '│'}", Ink.AXIS), *line)
        for row, line in enumerate(_runs(*printed, rows, points))
    ]
    ends = [(cell, ink) for cell, (_, ink) in points.items()]
    under = x_axis(look, window, (plot.left, plot.width), marked(panel, plot, look, memory), ends)
    return [legend(panel, look, width, memory), *body, *under, *foot], plot


def _y_marks(scale: Scale, n_rows: int) -> tuple[tuple[float, str], ...]:
    """Return round values, as heights with labels, on rows that are not next to each other."""
    marks: tuple[tuple[float, str], ...] = ()
    for most in range(max(2, min(MOST_TICKS, n_rows // 2)), 1, -1):
        marks = scale.marks(most)
        rows = [pixel_row(at, scale.range, n_rows) for at, _ in marks]
        if all(lower - upper > 1 for lower, upper in pairwise(rows)):
            break
    return marks


def _points(plot: Plot, look: Look) -> dict[int, tuple[str, Ink]]:
    """Return the columns of the pinned point and the cursor, which covers it."""
    found: dict[int, tuple[str, Ink]] = {}
    for x, line, ink in ((look.pin, "┆", Ink.PIN), (look.cursor, "┊", Ink.CURSOR)):
        cell = None if x is None else plot.cell_at(x)
        if cell is not None:
            found[cell - plot.left] = (line, ink)
    return found


def _runs(
    rows: Sequence[str],
    owners: Sequence[bytes],
    inks: Sequence[Ink],
    grid: Mapping[int, str],
    points: Mapping[int, tuple[str, Ink]],
) -> Iterator[Line]:
    """Yield the rows in runs of one ink, with cursor, pin and grid in the cells that are free."""
    for row, (text, who) in enumerate(zip(rows, owners, strict=True)):
        line: list[Run] = []
        start = 0
        for owner, group in groupby(who):
            stop = start + len(list(group))
            if owner:
                line.append(Run(text[start:stop], inks[owner - 1]))
            else:
                line += _free(start, stop, points, "┄" if row in grid else " ")
            start = stop
        yield tuple(line)


def _free(start: int, stop: int, points: Mapping[int, tuple[str, Ink]], fill: str) -> Iterator[Run]:
    for cell in sorted(cell for cell in points if start <= cell < stop):
        if cell > start:
            yield Run(fill * (cell - start), Ink.GRID)
        yield Run(*points[cell])
        start = cell + 1
    if stop > start:
        yield Run(fill * (stop - start), Ink.GRID)
