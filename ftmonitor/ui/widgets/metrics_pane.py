"""The curves of one job, or of several side by side, with what is to be said about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ftmonitor.format import Glyphs, percent
from ftmonitor.metrics.align import Side, axes_for, comparison, fits, no_axis, side_panels
from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.figure import NO_DATA
from ftmonitor.metrics.look import Look, Mark
from ftmonitor.metrics.series import Series
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import safe
from ftmonitor.ui.widgets.charts import Charts
from ftmonitor.ui.widgets.compare_table import CompareTable
from ftmonitor.ui.widgets.inks import Inked
from ftmonitor.ui.widgets.panel_bar import PanelBar, Switch

NAME = "3 Metrics"
BAR_FROM = 8
"""Lines from which on one of them names the charts."""
TABLE_FROM = 16
"""Lines from which on some of them compare jobs; the table takes a third at most, or what the charts do not need."""
CHART_LINES = 20
"""Lines that are enough for charts beside a table."""


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


def _key(keys: str, name: str, label: str, action: str = "") -> Binding:
    return Binding(keys, action or f"steer({name!r})", label, show=False, id=f"metrics.{name}")


class MetricsPane(Inked, can_focus=True):
    """The charts of one job, and of those it is compared with.

    Give it `series` and `summary`; another `summary.id` is another job, and the view starts afresh.
    """

    DEFAULT_CSS = "MetricsPane { layout: vertical; width: 1fr; height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("right,l", "inspect_next", "Inspect", "inspect(1)"),
        _key("left,h", "inspect_previous", "Inspect", "inspect(-1)"),
        _key("shift+right", "inspect_far_next", "Inspect on", "inspect(10)"),
        _key("shift+left", "inspect_far_previous", "Inspect back", "inspect(-10)"),
        _key("space", "pin", "Pin"),
        _key("escape", "inspect_off", "Cursor off", "leave"),
        _key("plus", "zoom_in", "Zoom in"),
        _key("minus", "zoom_out", "Zoom out"),
        _key("equals_sign", "fit", "Fit"),
        _key("H", "pan_left", "Pan left"),
        _key("L", "pan_right", "Pan right"),
        _key("home,g", "oldest", "Oldest"),
        _key("end,G", "newest", "Newest"),
        _key("s", "smooth", "Smooth"),
        _key("x", "axis", "Axis", "axis"),
        _key("Y", "rise", "Scale"),
        _key("enter", "turn", "One chart", "browse('turn', 0)"),
        _key("j,down", "next_chart", "Next chart", "browse('chart', 1)"),
        _key("k,up", "previous_chart", "Previous chart", "browse('chart', -1)"),
        _key("pagedown", "next_page", "Next page", "browse('page', 1)"),
        _key("pageup", "previous_page", "Previous page", "browse('page', -1)"),
    ]

    series: reactive[tuple[Series, ...]] = reactive((), init=False, repaint=False, always_update=True)
    summary: reactive[JobSummary | None] = reactive(None, init=False, repaint=False)
    marks: reactive[tuple[Mark, ...]] = reactive((), init=False, repaint=False)
    """Checkpoints and warnings of the job."""
    rivals: reactive[tuple[Side, ...]] = reactive((), init=False, repaint=False)
    """The jobs that are compared, the selected one among them; empty: only the selected one is shown."""
    glyphs: reactive[Glyphs] = reactive(Glyphs.BRAILLE, init=False, repaint=False)
    reading: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether the events of the job are still being read."""

    @dataclass
    class Pointed(Message):
        """The user moved the cursor to the sample of a step of the job, from `at`, in seconds since the epoch."""

        job_id: str
        step: int
        at: float

    def __init__(
        self,
        *,
        tz: tzinfo | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.charts = Charts(Look(tz=tz))
        self._shown: tuple[str, ...] = ()
        self._wanted = Axis.STEP

    def compose(self) -> ComposeResult:
        """Lay out the line of names, the charts, and the table."""
        yield PanelBar()
        yield self.charts
        yield CompareTable()

    def on_mount(self) -> None:
        """Show what there is so far."""
        self.watch_glyphs()

    def on_resize(self) -> None:
        """Say as much as there is room for."""
        self._say()

    @property
    def look(self) -> Look:
        """How the charts are looked at."""
        return self.charts.look

    @property
    def titles(self) -> tuple[str, ...]:
        """The names of all charts."""
        return tuple(panel.title for panel in self.charts.panels)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The jobs that are shown, the selected one first, as it is now."""
        if self.summary is None:
            return ()
        own = next((side for side in self.rivals if side.summary.id == self.summary.id), Side(self.summary))
        others = tuple(side for side in self.rivals if side.summary.id != self.summary.id)
        return (replace(own, summary=self.summary, series=self.series), *others)

    def watch_series(self) -> None:
        """Draw what there is now; a view that does not follow the end stays where it is."""
        sides = self.sides
        shown = tuple(side.summary.id for side in sides)
        known = self._wanted in axes_for(sides) and fits(sides, self._wanted)
        axis = self._wanted if known else Axis.STEP
        if axis is not self.look.axis and shown == self._shown:
            self.charts.put_on(axis)
        look = replace(self.look, axis=axis, marks=self.marks, tracks=tuple(side.track for side in sides))
        afresh = bool(shown[:1] != self._shown[:1])
        if not afresh and shown != self._shown:
            look = replace(look, cursor=None, pin=None)
        self._shown = shown
        self.charts.words = words_for(self.summary, reading=self.reading)
        live = any(not side.summary.phase.ended for side in sides)
        self.charts.show(side_panels(sides), look, afresh=afresh, live=live)

    def watch_summary(self, before: JobSummary | None, summary: JobSummary | None) -> None:
        """Say how far the job is; another job starts with a fresh view."""
        keys = [(s.id, s.method, s.total_steps, s.n_epochs, s.phase) if s else None for s in (before, summary)]
        if keys[0] != keys[1]:
            self.watch_series()
        self._say()

    watch_marks = watch_series
    watch_rivals = watch_series
    watch_reading = watch_series

    def watch_glyphs(self) -> None:
        """Draw with other signs."""
        self.charts.look = replace(self.look, glyphs=self.glyphs)
        self.watch_series()

    @on(Charts.Changed)
    def _say(self, message: Message | None = None) -> None:
        """Say which charts are seen, how, and what the jobs are compared by."""
        if message is not None:
            message.stop()
        if not self.is_mounted or not self.size:
            return
        charts, bar, table = self.charts, self.query_one(PanelBar), self.query_one(CompareTable)
        bar.display = bool(charts.panels) and self.size.height >= BAR_FROM
        charts.titled = not bar.display
        bar.titles = tuple(safe.line(panel.title) for panel in charts.panels)
        bar.seen, bar.current = (charts.seen.start, charts.seen.stop), charts.gallery.current
        bar.switches, bar.said = _switches(self.look, self._wanted), progress_of(self.summary)
        sides = self.sides
        high = self.size.height
        room = max(high // 3, high - CHART_LINES) if self.rivals and high >= TABLE_FROM else 0
        size = {"width": self.size.width, "height": room}
        made = partial(comparison, sides, charts.current, self.look, charts.memory, **size)
        table.show(lambda top: made(top=top) if room else ())
        said = [f"comparing {len(sides)} jobs" if self.rivals else ""]
        if charts.gallery.alone and charts.current is not None:
            said.append(f"{charts.current.title} alone")
        elif not bar.display and charts.current is not None:
            said.append(charts.current.title)
        self.set_title(NAME, *(part for part in said if part))

    # Keys and mouse

    def action_steer(self, name: str) -> None:
        """Look in another way."""
        self.charts.steer(name)

    def action_inspect(self, by: int) -> None:
        """Move the cursor by so many samples; the first key only shows it."""
        self.charts.inspect(by)

    def action_browse(self, how: str, by: int) -> None:
        """Go to other charts, or give one all the room; a page is that of the table, as long as it has more rows."""
        if how != "page" or not self.query_one(CompareTable).page(by):
            self.charts.browse(how, by)

    def action_leave(self) -> None:
        """Take the cursor away, then the one chart that has all the room."""
        if self.look.cursor is not None:
            self.charts.steer("inspect_off")
        else:
            self.charts.browse("turn")

    def action_axis(self) -> None:
        """Put the charts on the next axis; say which ones are skipped, and why."""
        axes = axes_for(self.sides)
        at = axes.index(self.look.axis) if self.look.axis in axes else 0
        skipped = []
        for axis in (*axes[at + 1 :], *axes[: at + 1]):
            if fits(self.sides, axis):
                break
            skipped.append(axis)
        self._wanted = axis
        self.charts.put_on(axis)
        if skipped:
            self.notify(safe.line(no_axis(self.sides, skipped)), markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to others while there is nothing to take away."""
        return self.look.cursor is not None or self.charts.gallery.alone if action == "leave" else True

    @on(Charts.Moved)
    def _moved(self, message: Charts.Moved) -> None:
        message.stop()
        if self.summary is not None and (sample := self.charts.sample) is not None:
            self.post_message(self.Pointed(self.summary.id, sample.step, sample.time))

    @on(PanelBar.Chosen)
    def _chosen(self, message: PanelBar.Chosen) -> None:
        message.stop()
        self.charts.browse("to", message.index)

    @on(PanelBar.Pressed)
    def _pressed(self, message: PanelBar.Pressed) -> None:
        message.stop()
        if message.action == "axis":
            self.action_axis()
        else:
            self.charts.steer(message.action)


def _switches(look: Look, wanted: Axis) -> tuple[Switch, ...]:
    """Return how the charts are looked at, each with the key that changes it."""
    axis = look.axis.value if look.axis is wanted else f"{look.axis.value}, not {wanted.value}"
    smoothing = f"avg {look.smoothing:g}" if look.smoothing else "raw"
    switches = [Switch("x", axis, "axis"), Switch("Y", look.rise.value, "rise"), Switch("s", smoothing, "smooth")]
    if not look.view.fits:
        switches.append(Switch("=", "zoom ⇥" if look.view.follows else "zoom", "fit"))
    return tuple(switches)
