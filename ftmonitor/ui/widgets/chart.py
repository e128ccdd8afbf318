"""One chart on the line API: it prints the lines of a figure, and says where in it the mouse was used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ftmonitor.metrics.figure import NO_DATA, Figure, figure, nothing
from ftmonitor.metrics.ink import Ink, Line
from ftmonitor.metrics.legend import nearest
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Panel
from ftmonitor.ui import safe


def _gated(panel: Panel) -> Panel:
    """Return the panel with words whose letters are all as wide as they are measured."""
    curves = tuple(replace(curve, label=safe.line(curve.label)) for curve in panel.curves)
    return Panel(safe.line(panel.title), curves)


class Chart(Widget):
    """The curves of one `panel`, looked at as `look` says. A new point redraws this widget and nothing else.

    It holds no state of its own: view, cursor and smoothing are the owner's, and the mouse only sends messages.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"chart--{ink}" for ink in Ink}

    DEFAULT_CSS = """
    Chart {
        height: 1fr;
        width: 1fr;
        & > .chart--title { color: $foreground; text-style: bold; }
        & > .chart--text { color: $foreground 88%; }
        & > .chart--faint { color: $foreground 50%; }
        & > .chart--axis { color: $foreground 50%; }
        & > .chart--grid { color: $foreground 12%; }
        & > .chart--cursor { color: $warning; text-style: bold; }
        & > .chart--train { color: $primary; text-style: bold; }
        & > .chart--valid { color: $accent; text-style: bold; }
        & > .chart--full { color: $success; text-style: bold; }
        & > .chart--other { color: $secondary; text-style: bold; }
        & > .chart--train-raw { color: $primary 40%; }
        & > .chart--valid-raw { color: $accent 40%; }
        & > .chart--full-raw { color: $success 40%; }
        & > .chart--other-raw { color: $secondary 40%; }
    }
    """

    panel: reactive[Panel | None] = reactive(None, init=False)
    look: reactive[Look] = reactive(Look(), init=False)
    words: reactive[str] = reactive("", init=False)
    """What stands in place of the curves while there is no panel."""

    @dataclass
    class Pointed(Message):
        """The mouse chose a step; it is that of a real sample."""

        step: int

    @dataclass
    class Zoomed(Message):
        """The wheel turned over the step `around`; below 1 the `factor` zooms in."""

        factor: float
        around: float

    @dataclass
    class Panned(Message):
        """The wheel asked for the view to move by a `share` of its width."""

        share: float

    def __init__(
        self,
        panel: Panel | None = None,
        look: Look | None = None,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(Chart.panel, panel)
        self.set_reactive(Chart.look, look or Look())
        self._memory = Memory()
        self._figure: Figure | None = None
        self._strips: tuple[Strip, ...] = ()
        self._drawn: tuple[int, int] = (-1, -1)
        self._styles: dict[Ink, Style] = {}

    def watch_panel(self, before: Panel | None, panel: Panel | None) -> None:
        """Draw anew; what was computed of other curves is dropped."""
        if before is None or panel is None or before.title != panel.title:
            self._memory = Memory()
        self._drawn = (-1, -1)

    def watch_look(self) -> None:
        """Draw anew."""
        self._drawn = (-1, -1)

    watch_words = watch_look

    def notify_style_update(self) -> None:
        """Draw anew with the new colours."""
        super().notify_style_update()
        self._styles = {}
        self._drawn = (-1, -1)

    def render_line(self, y: int) -> Strip:
        """Return one line of the figure."""
        if self._drawn != self.size:
            self._draw()
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, safe.UNSTYLED)

    def _draw(self) -> None:
        width, height = self._drawn = self.size
        if self.panel is None:
            self._figure = nothing(width, height, self.words or NO_DATA, self.look.glyphs)
        else:
            self._figure = figure(_gated(self.panel), self.look, width, height, self._memory)
        plot = self._figure.plot
        rows = range(plot.top, plot.top + plot.height) if plot else range(0)
        self._strips = tuple(self._strip(line, width, exact=y in rows) for y, line in enumerate(self._figure.lines))

    def _strip(self, line: Line, width: int, *, exact: bool) -> Strip:
        pieces = [(run.text, self._style(run.ink)) for run in line]
        if exact:  # drawn by us, cell for cell
            return Strip([Segment(text, style or safe.UNSTYLED) for text, style in pieces], width)
        return safe.strip(pieces, width, self._style(Ink.TEXT))

    def _style(self, ink: Ink) -> Style:
        """Return the style of an ink with the paper in it, so that no line needs to be styled once more."""
        if ink not in self._styles:
            full = self.get_component_rich_style(f"chart--{ink}")
            self._styles[ink] = Style(color=full.color, bgcolor=self.rich_style.bgcolor, bold=full.bold)
        return self._styles[ink]

    def step_at(self, x: int) -> int | None:
        """Return the step of the real sample nearest to a column of cells, None where nothing is drawn."""
        if self._figure is None or self._figure.plot is None or self.panel is None:
            return None
        wanted = self._figure.plot.x_at(x)
        found = ((c.series, nearest(c.series, wanted)) for c in self.panel.curves)
        steps = [series.steps[index] for series, index in found if index is not None]
        return min(steps, key=lambda step: (abs(step - wanted), step), default=None)

    async def _on_click(self, event: events.Click) -> None:
        step = self.step_at(event.x)
        if step is not None:
            event.stop()
            self.post_message(self.Pointed(step))

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def _on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        self._wheel(event, -1, sideways=True)

    def _on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        self._wheel(event, 1, sideways=True)

    def _wheel(self, event: events.MouseEvent, direction: int, *, sideways: bool = False) -> None:
        if self._figure is None or self._figure.plot is None:
            return
        event.stop()
        if sideways or event.shift or event.ctrl:
            self.post_message(self.Panned(0.1 * direction))
        else:
            self.post_message(self.Zoomed(1.25**direction, self._figure.plot.x_at(event.x)))
