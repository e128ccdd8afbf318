"""One chart on the line API: it prints the lines of a figure, and says where in it the mouse was used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ftmonitor.metrics import steer
from ftmonitor.metrics.area import Plot
from ftmonitor.metrics.figure import NO_DATA, Figure, figure, nothing
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel
from ftmonitor.metrics.probe import at_cursor
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.printed import Printed

RIGHT_BUTTON = 3
WHEEL_ZOOM, WHEEL_PAN = 1.25, 0.1
"""What one notch does: how many times as wide the view becomes, and by which share of it the view moves."""


def _gated(panel: Panel) -> Panel:
    """Return the panel with words whose letters are all as wide as they are measured."""
    curves = tuple(replace(curve, label=safe.line(curve.label)) for curve in panel.curves)
    return Panel(safe.line(panel.title), curves)


def _same(one: Panel | None, other: Panel | None) -> bool:
    """Return whether two panels are of the same objects; those that are only equal are drawn to the same lines."""
    if one is None or other is None or one.title != other.title or len(one.curves) != len(other.curves):
        return one is other
    pairs = zip(one.curves, other.curves, strict=True)
    return all(a.series is b.series and _worded(a) == _worded(b) for a, b in pairs)


def _worded(curve: Curve) -> tuple[object, ...]:
    return curve.label, curve.role, curve.job, curve.sign, curve.slot


class Drawing(Printed):
    """The curves of one `panel`, looked at as `look` says. A new point paints the lines that it changes."""

    ALLOW_SELECT = False

    # Two states of long series are never compared: whether anything is to be painted is seen when it is drawn.
    panel: reactive[Panel | None] = reactive(None, init=False, repaint=False, always_update=True)
    look: reactive[Look] = reactive(Look(), init=False, repaint=False)
    words: reactive[str] = reactive("", init=False, repaint=False)
    """What stands in place of the curves while there is no panel."""

    def __init__(
        self,
        panel: Panel | None = None,
        look: Look | None = None,
        *,
        memory: Memory | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.set_reactive(Drawing.panel, panel)
        self.set_reactive(Drawing.look, look or Look())
        self.memory = memory or Memory()
        """What was computed of the series; the owner may share one among charts."""
        self._figure: Figure | None = None
        self._strips: tuple[Strip, ...] = ()
        self._drawn = Size(-1, -1)
        self._fresh = True

    def watch_panel(self, before: Panel | None, panel: Panel | None) -> None:
        """Draw anew, unless it is the very same."""
        if not _same(before, panel):
            self._outdate()

    def watch_look(self) -> None:
        """Draw anew."""
        self._outdate()

    watch_words = watch_look

    def notify_style_update(self) -> None:
        """Draw anew with the new colours."""
        super().notify_style_update()
        self._drawn = Size(-1, -1)

    def render_line(self, y: int) -> Strip:
        """Return one line of the figure."""
        if not self._fresh or self._drawn != self.size:
            self._draw()
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, safe.UNSTYLED)

    def _outdate(self) -> None:
        """Draw anew, soon: what comes together is drawn once."""
        if self._fresh:
            self._fresh = False
            self.call_next(self._renew)

    def _renew(self) -> None:
        """Draw anew, and paint the lines that are others now."""
        before, size = self._strips, self._drawn
        if self.size.area and not self._fresh:
            self._draw()
        changed = [y for y, (old, new) in enumerate(zip(before, self._strips, strict=False)) if old is not new]
        if size != self._drawn or len(changed) == len(self._strips):
            self.refresh()
        elif changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def _draw(self) -> None:
        same_size, self._drawn, self._fresh = self._drawn == self.size, self.size, True
        width, height = self.size
        lines = self._figure.lines if self._figure is not None and same_size else ()
        if self.panel is None:
            self._figure = nothing(width, height, self.words or NO_DATA, self.look.glyphs)
        else:
            self._figure = figure(_gated(self.panel), self.look, width, height, self.memory)
        plot = self._figure.plot
        rows = range(plot.top, plot.top + plot.height) if plot else range(0)
        self._strips = tuple(
            self._strips[y] if y < len(lines) and lines[y] == line else self.printed(line, width, exact=y in rows)
            for y, line in enumerate(self._figure.lines)
        )

    @property
    def plot(self) -> Plot | None:
        """Where the curves are, None where there are none."""
        return self._figure.plot if self._figure is not None else None


class Chart(Drawing):
    """A drawing that the mouse can use. View, cursor and smoothing are the owner's: the mouse only sends messages."""

    DEFAULT_CSS = "Chart { height: 1fr; width: 1fr; }"

    _dragged: int | None = None
    """The cell that the view was last dragged to; None while the cursor is."""

    @dataclass
    class Steered(Message):
        """The mouse asks for another look: that which `turn` makes of the present one."""

        turn: Callable[[Look], Look]

    @dataclass
    class Chosen(Message):
        """The chart was clicked; `opened`: twice."""

        title: str
        opened: bool = False

    def sample_x(self, cell: int) -> float | None:
        """Return the x of the real sample nearest to a column of cells, None where nothing is drawn."""
        if self.plot is None:
            return None
        found = at_cursor(self._curves, self.look, self.memory, self.plot.x_at(cell))
        return None if found is None else found.x

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Point at a sample, pin it, or begin to move the view."""
        x = self.sample_x(event.x)
        if x is None or self.panel is None:
            return
        event.stop()
        self.post_message(self.Chosen(self.panel.title))
        if event.button == RIGHT_BUTTON:
            self._steer(lambda look: steer.pinned(steer.pointed(look, x)))
            return
        pans = event.shift or event.ctrl or event.meta or self._is_axis(event.y)
        self._dragged = event.x if pans else None
        self.capture_mouse()
        if not pans:
            self._steer(lambda look: steer.pointed(look, x))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Point at other samples, or move the view, while the button is down."""
        if self.app.mouse_captured is not self:
            return
        event.stop()
        if self._dragged is None:
            x = self.sample_x(event.x)
            if x is not None:
                self._steer(lambda look: steer.pointed(look, x))
        elif self.plot is not None and event.x != self._dragged:
            share = (self._dragged - event.x) / self.plot.width
            self._dragged = event.x
            self._steer(lambda look: steer.panned(look, share))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self.app.mouse_captured is self:
            event.stop()
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A second click gives the chart all the room; on the axis it shows everything."""
        if self.panel is None or self.plot is None or event.button == RIGHT_BUTTON:
            return
        event.stop()
        if event.chain == 2:
            if self._is_axis(event.y):
                self._steer(steer.fitted)
            else:
                self.post_message(self.Chosen(self.panel.title, opened=True))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look closer."""
        self._wheel(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """See more."""
        self._wheel(event, 1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Move the view back."""
        self._wheel(event, -1, sideways=True)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Move the view on."""
        self._wheel(event, 1, sideways=True)

    def _wheel(self, event: events.MouseEvent, direction: int, *, sideways: bool = False) -> None:
        if self.plot is None or self.panel is None:
            return
        event.stop()
        if sideways or event.shift or event.ctrl:
            self._steer(lambda look: steer.panned(look, WHEEL_PAN * direction))
            return
        around = self.plot.x_at(event.x)
        least = steer.least_span(self.look, self._curves, self.memory)
        self._steer(lambda look: steer.zoomed(look, WHEEL_ZOOM**direction, around, least))

    def _steer(self, turn: Callable[[Look], Look]) -> None:
        self.post_message(self.Steered(turn))

    @property
    def _curves(self) -> Sequence[Curve]:
        return [curve for curve in (self.panel.curves if self.panel else ()) if curve.series.steps]

    def _is_axis(self, y: int) -> bool:
        return self.plot is not None and y >= self.plot.top + self.plot.height
