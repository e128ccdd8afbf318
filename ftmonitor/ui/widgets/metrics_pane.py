"""The curves of one job: as many charts as there is room for, in step with each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid
from textual.reactive import reactive, var

from ftmonitor.format import Glyphs, percent
from ftmonitor.metrics import steer
from ftmonitor.metrics.figure import NO_DATA
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.panels import Panel, bounds_of, panels
from ftmonitor.metrics.series import Series
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.chart import Chart
from ftmonitor.ui.widgets.inks import Inked
from ftmonitor.ui.widgets.panel_bar import PanelBar

NAME = "3 Metrics"
MIN_CHART_WIDTH, MIN_CHART_HEIGHT = 42, 10
"""Cells below which two charts side by side, or one above the other, say less than one."""
MOST_ACROSS, MOST_DOWN = 3, 3
BEST_ASPECT = 4.0
"""Cells across for each one down in the best of charts: a cell is twice as high as wide, and time wants room."""
BAR_FROM = 8
"""Lines from which on one of them names the charts."""


def arrangement(count: int, width: int, height: int) -> tuple[int, int]:
    """Return how many charts of `count` stand side by side and one above the other in `width` x `height` cells."""
    across = max(1, min(MOST_ACROSS, width // MIN_CHART_WIDTH))
    down = max(1, min(MOST_DOWN, height // MIN_CHART_HEIGHT))
    fitting = [(a, d) for a in range(1, across + 1) for d in range(1, down + 1)]
    most = min(max(1, count), across * down)
    enough = [(a, d) for a, d in fitting if a * d >= most]
    return min(enough, key=lambda ad: (ad[0] * ad[1], abs(math.log(width / ad[0] / (height / ad[1]) / BEST_ASPECT))))


def words_for(summary: JobSummary | None, *, reading: bool = False) -> str:
    """Return what stands in place of the curves while a job has none; `reading` says that its events still come in."""
    if summary is None:
        return "no job selected"
    if reading and summary.phase is not Phase.WAITING:
        return "reading the events…"
    if summary.phase is Phase.WAITING:
        return "no metrics yet: training has not started"
    return "this job left no metrics" if summary.phase.ended else NO_DATA


def progress_of(summary: JobSummary | None) -> str:
    """Return how far a job is: `step 248/400 · 62%`; "" where no step was seen."""
    if summary is None or summary.step is None:
        return ""
    total = f"/{summary.total_steps} · {percent(summary.progress)}" if summary.total_steps else ""
    return f"step {summary.step}{total}"


_STEERING: Mapping[str, Callable[[Look], Look]] = {
    "zoom_in": partial(steer.zoomed, factor=0.5),
    "zoom_out": partial(steer.zoomed, factor=2.0),
    "fit": steer.fitted,
    "pan_left": partial(steer.panned, share=-0.25),
    "pan_right": partial(steer.panned, share=0.25),
    "oldest": steer.oldest,
    "newest": steer.newest,
    "smooth": steer.smoother,
    "inspect_off": partial(steer.pointed, step=None),
}


def _key(keys: str, name: str, label: str, action: str = "") -> Binding:
    return Binding(keys, action or f"steer({name!r})", label, show=False, id=f"metrics.{name}")


class MetricsPane(Inked, can_focus=True):
    """The charts of one job. View, cursor and smoothing are shared by all of them.

    Give it `series` and `summary`; another `summary.id` is another job, and the view starts afresh.
    """

    DEFAULT_CSS = """
    MetricsPane {
        layout: vertical;
        width: 1fr;
        height: 1fr;
        & > Grid { width: 1fr; height: 1fr; grid-gutter: 0 2; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("right,l", "inspect_next", "Inspect", "inspect(1)"),
        _key("left,h", "inspect_previous", "Inspect", "inspect(-1)"),
        _key("shift+right", "inspect_far_next", "Inspect on", "inspect(10)"),
        _key("shift+left", "inspect_far_previous", "Inspect back", "inspect(-10)"),
        _key("escape", "inspect_off", "Cursor off"),
        _key("plus", "zoom_in", "Zoom in"),
        _key("minus", "zoom_out", "Zoom out"),
        _key("equals_sign", "fit", "Fit"),
        _key("H", "pan_left", "Pan left"),
        _key("L", "pan_right", "Pan right"),
        _key("home,g", "oldest", "Oldest"),
        _key("end,G", "newest", "Newest"),
        _key("s", "smooth", "Smooth"),
        _key("pagedown,j,down", "next_chart", "Next chart", "page(1)"),
        _key("pageup,k,up", "previous_chart", "Previous chart", "page(-1)"),
    ]

    series: reactive[tuple[Series, ...]] = reactive((), init=False, repaint=False)
    summary: reactive[JobSummary | None] = reactive(None, init=False, repaint=False)
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False, repaint=False)
    reading: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether the events of the job are still being read."""
    look: var[Look] = var(Look(), init=False)
    first: var[int] = var(0, init=False)
    """The chart that is seen first."""

    def __init__(
        self,
        *,
        tz: tzinfo | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(MetricsPane.look, Look(tz=tz))
        self._panels: tuple[Panel, ...] = ()
        self._seen: tuple[Panel, ...] = ()
        self._across = 1

    def compose(self) -> ComposeResult:
        """Lay out the line of names and the first chart."""
        yield PanelBar()
        with Grid():
            yield Chart()

    def on_mount(self) -> None:
        """Show what there is so far."""
        self.look = replace(self.look, glyphs=self.glyphs)
        self._sort()

    def on_resize(self) -> None:
        """Fit the charts to the new size."""
        self._show()

    def watch_series(self) -> None:
        """Draw the series; a view that does not follow the end stays where it is."""
        self._sort()

    def watch_summary(self, before: JobSummary | None, summary: JobSummary | None) -> None:
        """Say how far the job is; another job starts with a fresh view."""
        if (before and before.id) != (summary and summary.id):
            self.set_reactive(MetricsPane.first, 0)
            self.look = steer.fitted(steer.pointed(self.look, None))
        if (before and before.method) != (summary and summary.method):
            self._sort()
        self._show()

    def watch_glyphs(self, glyphs: Glyphs) -> None:
        """Draw with other signs."""
        self.look = replace(self.look, glyphs=glyphs)

    def watch_look(self) -> None:
        """Draw the same charts in another way."""
        self._show()

    watch_first = watch_look
    watch_reading = watch_look

    def _sort(self) -> None:
        self._panels = panels(self.series, self.summary.method if self.summary else "")
        bounds = bounds_of(curve.series for panel in self._panels for curve in panel.curves)
        self.set_reactive(MetricsPane.look, replace(self.look, bounds=bounds))
        self._show()

    def _show(self) -> None:
        """Hand each chart its panel; one whose panel and look are the same is not drawn again."""
        if not self.is_mounted or not self.size:
            return
        bar, grid = self.query_one(PanelBar), self.query_one(Grid)
        bar.display = bool(self._panels) and self.size.height >= BAR_FROM
        across, down = arrangement(len(self._panels), self.size.width, self.size.height - bar.display)
        first = max(0, min(self.first, len(self._panels) - across * down))
        self.set_reactive(MetricsPane.first, first)
        self._across, self._seen = across, self._panels[first : first + across * down]
        grid.styles.grid_size_columns, grid.styles.grid_size_rows = across, down
        bar.titles = tuple(safe.line(panel.title) for panel in self._panels)
        bar.seen, bar.said = (first, first + len(self._seen)), progress_of(self.summary)
        self.set_title(NAME, "" if bar.display or not self._seen else self._seen[0].title)
        charts = [*self.query(Chart)]
        added = [Chart() for _ in range(len(self._seen) - len(charts))]
        look = replace(self.look, titled=len(self._seen) > 1 or not bar.display)
        for index, chart in enumerate([*charts, *added]):
            chart.display = index < max(1, len(self._seen))
            chart.words, chart.look = words_for(self.summary, reading=self.reading), look
            chart.panel = self._seen[index] if index < len(self._seen) else None
        grid.mount(*added)

    def action_steer(self, name: str) -> None:
        """Look in another way."""
        self.look = _STEERING[name](self.look)

    def action_inspect(self, by: int) -> None:
        """Move the cursor by so many samples; the first key only shows it."""
        shown = [curve.series for panel in self._seen for curve in panel.curves]
        self.look = steer.inspected(self.look, shown, by, self.size.width // self._across)

    def action_page(self, by: int) -> None:
        """Show the charts that follow, or those before."""
        self.first = max(0, self.first + by * max(1, len(self._seen)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to others while there is no cursor to take away."""
        return self.look.cursor is not None if parameters == ("inspect_off",) else True

    @on(Chart.Pointed)
    def _pointed(self, message: Chart.Pointed) -> None:
        message.stop()
        self.look = steer.pointed(self.look, message.step)

    @on(Chart.Zoomed)
    def _zoomed(self, message: Chart.Zoomed) -> None:
        message.stop()
        self.look = steer.zoomed(self.look, message.factor, message.around)

    @on(Chart.Panned)
    def _panned(self, message: Chart.Panned) -> None:
        message.stop()
        self.look = steer.panned(self.look, message.share)

    @on(PanelBar.Chosen)
    def _chosen(self, message: PanelBar.Chosen) -> None:
        message.stop()
        self.first = message.index
