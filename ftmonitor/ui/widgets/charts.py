"""The charts of a pane: as many as there is room for, in step with each other, steered together by keys and mouse."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message
from textual.reactive import var

from ftmonitor.metrics import steer
from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.gallery import Gallery, arrangement
from ftmonitor.metrics.look import Facts, Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel
from ftmonitor.metrics.probe import Sample, at_cursor, bounds_of, ruler_of
from ftmonitor.ui.widgets.chart import Chart

_STEERING: Mapping[str, Callable[[Look], Look]] = {
    "fit": steer.fitted,
    "pan_left": partial(steer.panned, share=-0.25),
    "pan_right": partial(steer.panned, share=0.25),
    "oldest": steer.oldest,
    "newest": steer.newest,
    "smooth": steer.smoother,
    "rise": steer.other_rise,
    "pin": steer.pinned,
    "inspect_off": partial(steer.pointed, x=None),
}
_ZOOMS = {"zoom_in": 0.5, "zoom_out": 2.0}


class Charts(Grid):
    """Charts side by side. View, cursor, axes and smoothing are one `look`, shared by all of them."""

    DEFAULT_CSS = "Charts { width: 1fr; height: 1fr; grid-gutter: 0 2; }"

    look: var[Look] = var(Look(), init=False)
    gallery: var[Gallery] = var(Gallery(), init=False)
    words: var[str] = var("", init=False)
    """What stands there while there are no panels."""
    titled: var[bool] = var(False, init=False)
    """Whether nobody else names the charts and says how they are looked at."""

    class Changed(Message):
        """What is seen is another, or how it is looked at."""

        def can_replace(self, message: Message) -> bool:
            """Return whether this says all that the waiting message says."""
            return isinstance(message, Charts.Changed)

    class Moved(Message):
        """The user moved the cursor."""

        def can_replace(self, message: Message) -> bool:
            """Return whether this says all that the waiting message says."""
            return isinstance(message, Charts.Moved)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.set_reactive(Charts.look, look)
        self.panels: tuple[Panel, ...] = ()
        self.memory = Memory()
        self._live = False
        self._grid = (1, 1)

    def compose(self) -> ComposeResult:
        """Lay out the first chart."""
        yield Chart(memory=self.memory)

    def on_resize(self) -> None:
        """Fit the charts to the new size."""
        self._paint()

    def show(self, panels: tuple[Panel, ...], look: Look, *, afresh: bool = False, live: bool = False) -> None:
        """Show the charts of the same jobs as they are now, or `afresh` those of others; `live` ones go on.

        The current chart stays the current one, whatever comes before it; a view that does not follow stays.
        """
        self._live = live
        title = self.current.title if self.current else ""
        if afresh:
            self.memory = Memory()
            look = steer.fitted(steer.pointed(look, None))
            self.set_reactive(Charts.gallery, Gallery(alone=self.gallery.alone))
        else:
            index = next((at for at, panel in enumerate(panels) if panel.title == title), self.gallery.current)
            self.set_reactive(Charts.gallery, self.gallery.at(index, len(panels), self._room))
        self.panels = panels
        self.set_reactive(Charts.look, self._bounded(look))
        self._paint()

    def _bounded(self, look: Look) -> Look:
        """Return the look with the bounds of all curves, and some room where they grow."""
        bounds = bounds_of(self.curves, look, self.memory)
        return replace(look, bounds=steer.padded(bounds, look.axis) if self._live else bounds)

    @property
    def _room(self) -> int:
        """How many charts fit."""
        return self._grid[0] * self._grid[1]

    @property
    def current(self) -> Panel | None:
        """The chart that keys act on."""
        return self.panels[self.gallery.current] if self.gallery.current < len(self.panels) else None

    @property
    def seen(self) -> range:
        """Which charts are seen."""
        return self.gallery.seen(len(self.panels), self._room)

    @property
    def curves(self) -> Sequence[Curve]:
        """All curves, those of the current chart first."""
        panels = sorted(self.panels, key=lambda panel: panel is not self.current)
        return [curve for panel in panels for curve in panel.curves if curve.series.steps]

    @property
    def sample(self) -> Sample | None:
        """The sample of the first job that the cursor is on, or nearest to."""
        if self.look.cursor is None:
            return None
        own = [curve for curve in self.curves if curve.job == 0]
        return at_cursor(own, self.look, self.memory, self.look.cursor)

    def watch_look(self) -> None:
        """Draw the same charts in another way."""
        self._paint()

    watch_gallery = watch_look
    watch_words = watch_look
    watch_titled = watch_look

    def _paint(self) -> None:
        """Hand each chart its panel; one whose panel and look are the same is not drawn again."""
        if not self.is_mounted or not self.size:
            return
        self._grid = arrangement(len(self.panels), self.size.width, self.size.height)
        across, down = (1, 1) if self.gallery.alone else self._grid
        if (self.styles.grid_size_columns, self.styles.grid_size_rows) != (across, down):
            self.styles.grid_size_columns, self.styles.grid_size_rows = across, down
        seen = [self.panels[index] for index in self.seen]
        charts = [*self.query(Chart)]
        added = [Chart(memory=self.memory) for _ in range(len(seen) - len(charts))]
        facts = Facts.ALL if self.gallery.alone else Facts.SOME
        look = replace(self.look, titled=self.titled or len(seen) > 1, tagged=self.titled, facts=facts)
        for index, chart in enumerate([*charts, *added]):
            panel = seen[index] if index < len(seen) else None
            chart.display = index < max(1, len(seen))
            chart.memory, chart.words = self.memory, self.words
            chart.look = replace(look, chosen=len(seen) > 1 and panel is self.current)
            chart.panel = panel
        if added:
            self.mount(*added)
        self.post_message(self.Changed())

    def steer(self, name: str) -> None:
        """Look in another way."""
        if name in _ZOOMS:
            least = steer.least_span(self.look, self.curves, self.memory)
            self.look = steer.zoomed(self.look, _ZOOMS[name], least=least)
        elif name == "pin" and self.look.cursor is None:
            self.inspect(0)
        else:
            self.look = _STEERING[name](self.look)

    def inspect(self, by: int) -> None:
        """Move the cursor by so many samples of the current chart; the first time it is only shown."""
        curves = [curve for curve in (self.current.curves if self.current else ()) if curve.series.steps]
        before = self.look.cursor
        self.look = steer.inspected(self.look, curves, by, self.size.width // self._grid[0], self.memory)
        if self.look.cursor != before:
            self.post_message(self.Moved())

    def point_at(self, step: int) -> None:
        """Put the cursor on the sample of a step of the first job, where there is one."""
        for curve in self.curves:
            steps = curve.series.steps
            index = bisect_left(steps, step)
            if curve.job == 0 and index < len(steps) and steps[index] == step:
                self.look = steer.pointed(self.look, ruler_of(curve, self.look, self.memory).x(index))
                return

    def put_on(self, axis: Axis) -> None:
        """Put all of them on another axis; cursor and view stay with their samples."""
        self.look = self._bounded(steer.on_axis(self.look, axis, self.curves, self.memory))

    def browse(self, how: str, by: int = 0) -> None:
        """Go `by` charts or pages on (`chart`, `page`), to the chart `by` (`to`), or give one all the room (`turn`)."""
        count, room = len(self.panels), self._room
        moves: dict[str, Callable[[], Gallery]] = {
            "chart": lambda: self.gallery.moved(by, count, room),
            "page": lambda: self.gallery.paged(by, count, room),
            "to": lambda: self.gallery.at(by, count, room),
            "turn": self.gallery.turned,
        }
        self.gallery = moves[how]()

    @on(Chart.Steered)
    def _steered(self, message: Chart.Steered) -> None:
        message.stop()
        before = self.look.cursor
        self.look = message.turn(self.look)
        if self.look.cursor != before:
            self.post_message(self.Moved())

    @on(Chart.Chosen)
    def _chosen(self, message: Chart.Chosen) -> None:
        message.stop()
        index = next((at for at, panel in enumerate(self.panels) if panel.title == message.title), None)
        if index is not None:
            self.browse("to", index)
            if message.opened:
                self.browse("turn")
