"""A redraw of a chart at 120x30, beside a plain braille plot of the same points in the same run: `python -m ...chart`.

The plain plot keeps nothing between two redraws and knows no averages, axes or legend: min and max of each pixel
column by bisection, and dots painted one by one. Where textual-plot or textual-plotext are installed (they are no
dependency) the widget is measured beside them too.
"""

from __future__ import annotations

import asyncio
import importlib.util
import math
import random
import statistics
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.figure import figure
from ftmonitor.metrics.look import Facts, Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel, Role, panels
from ftmonitor.metrics.probe import bounds_of
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.steer import padded
from ftmonitor.metrics.viewport import Viewport
from ftmonitor.ui.widgets.charts import Charts

SIZE = (120, 30)
RUNS = 15
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


def main() -> None:
    """Measure and print."""
    random.seed(0)
    print("median CPU ms of a redraw at 120x30, and how many times as long as a plain braille plot of the same points")
    for n_series in (1, 4):
        for n in (1_000, 10_000, 100_000):
            told = panel(n, n_series)
            for name, look, step in SCENES:
                report(f"{n_series} x {n:>7,}  {name}", measured(told, look, step))
    print("the widgets, through Textual's compositor")
    asyncio.run(widgets())


def curve(n: int, name: str, role: Role) -> Curve:
    """Return a falling noisy curve of `n` steps, one a second."""
    steps = tuple(range(1, n + 1))
    values = tuple(2.2 * math.exp(-3 * at / n) + 0.3 + 0.12 * random.gauss(0, 1) for at in steps)
    return Curve(Series(name, steps, tuple(1.8e9 + at for at in steps), values), role.value, role)


def panel(n: int, n_series: int) -> Panel:
    """Return a chart of so many curves of `n` steps each."""
    roles = (Role.TRAIN, Role.VALID, Role.OTHER, Role.OTHER)
    return Panel("loss", tuple(curve(n, f"curve {at}", role) for at, role in enumerate(roles[:n_series])))


def grown(told: Panel, look: Look) -> tuple[Panel, Look]:
    """Return the chart with one step more, as new tuples, as they come from the history."""

    def longer(one: Series) -> Series:
        step = one.steps[-1] + 1
        times, values = (*one.times, one.times[-1] + 1), (*one.values, one.values[-7])
        return replace(one, steps=(*one.steps, step), times=times, values=values)

    curves = tuple(replace(one, series=longer(one.series)) for one in told.curves)
    return Panel(told.title, curves), look


def panned(told: Panel, look: Look) -> tuple[Panel, Look]:
    """Return another view, as a key makes it."""
    first, last = told.bounds or (0, 1)
    span = (last - first) * random.uniform(0.5, 0.9)
    return told, replace(look, view=Viewport(span, first + random.random() * (last - first - span)))


def pointed(told: Panel, look: Look) -> tuple[Panel, Look]:
    """Return the cursor elsewhere."""
    return told, replace(look, cursor=float(random.choice(told.curves[0].series.steps)))


Step = Callable[[Panel, Look], tuple[Panel, Look]]
SCENES: tuple[tuple[str, Look, Step], ...] = (
    ("a new point", Look(facts=Facts.SOME), grown),
    ("a new point, averaged", Look(smoothing=0.9, facts=Facts.SOME), grown),
    ("another view", Look(), panned),
    ("another view, averaged", Look(smoothing=0.9), panned),
    ("the cursor moves, averaged", Look(smoothing=0.9), pointed),
)


def measured(told: Panel, look: Look, step: Step) -> list[tuple[float, float]]:
    """Return (ours, plain) in seconds of CPU, A B A B; the first drawing, which fills the memory, is left out."""
    memory, pairs = Memory(), []
    for run in range(RUNS + 1):
        look = replace(look, bounds=padded(bounds_of(told.curves, look, memory), Axis.STEP))
        ours = timed(lambda: figure(told, look, *SIZE, memory))  # noqa: B023
        window = look.view.window(look.bounds or (0, 1))
        plainly = timed(lambda: plain([one.series for one in told.curves], window, *SIZE))  # noqa: B023
        if run:
            pairs.append((ours, plainly))
        told, look = step(told, look)
    return pairs


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of CPU that `work` takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def report(what: str, pairs: Sequence[tuple[float, float]]) -> None:
    """Print the median and the median ratio."""
    ours, theirs = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"  {what:<44} {ours:6.1f} ms   plain {theirs:6.1f} ms   x {ratio:.2f}")


def plain(series: Sequence[Series], window: tuple[float, float], width: int, height: int) -> list[str]:
    """Return a plain braille plot of the series."""
    left, right = window
    across, down = width * 2, height * 4
    found = []
    for one in series:
        start = bisect_left(one.steps, left)
        for column in range(across):
            stop = bisect_left(one.steps, left + (right - left) * (column + 1) / across, start)
            if stop > start:
                part = one.values[start:stop]
                found.append((column, min(part), max(part)))
            start = stop
    low, high = min(low for _, low, _ in found), max(high for _, _, high in found)
    scale = (down - 1) / (high - low or 1)
    cells = [bytearray(width) for _ in range(height)]
    for column, bottom, top in found:
        for y in range(down - 1 - int((top - low) * scale), down - int((bottom - low) * scale)):
            cells[y >> 2][column >> 1] |= DOTS[column & 1][y & 3]
    return ["".join(chr(0x2800 + cell) for cell in row) for row in cells]


async def widgets() -> None:
    """Redraw a whole app: one chart of ours (and of others, where installed), and a grid of four."""
    told = panel(100_000, 4)
    everything = panels([one.series for one in told.curves])
    for name, found in (("one chart, 4 x 100,000", (told,)), ("a grid of 2 x 2, 100,000 each", everything)):
        print(f"  {name:<44} {1000 * await redrawn(found):6.1f} ms")
    for package in ("textual_plot", "textual_plotext"):
        if importlib.util.find_spec(package) is None:
            print(f"  {package} is not installed: left out")


async def redrawn(found: Sequence[Panel]) -> float:
    """Return the median seconds of CPU from a new point to painted lines."""
    from tests.support.panes import PaneApp

    app = PaneApp(Charts(Look()))
    taken = []
    async with app.run_test(size=SIZE) as pilot:
        shown, look = tuple(found), app.pane.look
        for _ in range(RUNS):
            shown = tuple(grown(one, look)[0] for one in shown)
            begin = time.process_time()
            app.pane.show(shown, app.pane.look, live=True)
            await pilot.pause()
            app.screen._compositor.render_strips()
            taken.append(time.process_time() - begin)
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main()
