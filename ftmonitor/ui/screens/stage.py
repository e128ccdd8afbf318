"""Where the panes stand: layouts by size, focus and zoom."""

from __future__ import annotations

from collections import Counter

from textual import events, on
from textual.reactive import var
from textual.widget import Widget

from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.commands import Pane, Situation, hints
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.frame import Frame, profile_label
from ftmonitor.ui.screens.layout import Arrangement, Layout, arrange
from ftmonitor.ui.widgets.job_detail import JobDetail
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.metrics_pane import MetricsPane
from ftmonitor.ui.widgets.pane_tabs import PaneTabs
from ftmonitor.ui.widgets.status_bar import Hint, Hints, TopBar

SIDE = (Pane.DETAIL, Pane.CHECKPOINTS)


class Stage(Frame):
    """The panes where they belong. `current` has the focus; the layout follows from it and from the size."""

    AUTO_FOCUS = "#jobs"
    HORIZONTAL_BREAKPOINTS = [(0, "-snug"), (150, "-roomy")]  # noqa: RUF012 (declared so by Textual)

    current: var[Pane] = var(Pane.JOBS, init=False)
    zoomed: var[bool] = var(False, init=False)
    lower: var[Pane] = var(Pane.METRICS, init=False)
    """The pane under the list, where they are stacked."""
    side: var[Pane] = var(Pane.DETAIL, init=False)
    """The one of Detail and Checkpoints that is seen where both do not fit."""

    def on_mount(self) -> None:
        """Say what does not change, and lay the panes out before the first frame."""
        top = self.query_one(TopBar)
        top.glyphs = self._glyphs
        self.query_one(JobList).glyphs = self._glyphs
        self.query_one(JobDetail).glyphs = self._glyphs
        self.query_one(MetricsPane).glyphs = self._glyphs
        top.profile = profile_label(self.monitor.profile)
        top.read_only = self.monitor.read_only
        self.say_notice()
        for name, heed in (
            ("jobs", self.say_counts),
            ("checkpoints", self.say_counts),
            ("job", self.say_hints),
            ("link", self.say_notice),
        ):
            self.watch(self, name, heed, init=False)
        self.lay_out()
        self.begin()

    @property
    def situation(self) -> Situation:
        """Return what the conditions of the commands look at."""
        raise NotImplementedError

    def show(self, pane: Pane) -> None:
        """Show a pane and give it the focus."""
        self._enter(pane)
        self.set_focus(focusable(self.pane(pane)))

    def toggle_zoom(self) -> None:
        """Give the screen to the current pane alone, or back to all."""
        self.zoomed = not self.zoomed
        self.lay_out()

    def cycle(self, by: int) -> None:
        """Go to the next pane, round and round."""
        panes = tuple(Pane)
        self.show(panes[(panes.index(self.current) + by) % len(panes)])

    def _enter(self, pane: Pane) -> None:
        self.current = pane
        if pane is not Pane.JOBS:
            self.lower = pane
        if pane in SIDE:
            self.side = pane
        self.lay_out()

    def arrangement(self) -> Arrangement:
        """Return which panes are seen on a screen of this size, and where."""
        width, height = self.app.size
        return arrange(width, height, self.current, self.lower, self.side, zoomed=self.zoomed)

    def lay_out(self) -> None:
        """Show what belongs on a screen of this size."""
        found = self.arrangement()
        self.update_classes({layout.value: layout is found.layout for layout in Layout}, animate=False)
        for pane in Pane:
            self.pane(pane).display = pane in found.panes
        self.query_one("#main").display = found.main
        self.query_one("#side").display = found.side
        self.query_one("#foot").display = found.hints
        tabs = self.query_one(PaneTabs)
        tabs.display = found.tabs
        tabs.panes = tuple(Pane)[1:] if found.layout is Layout.STACK else tuple(Pane)
        tabs.active = self.lower if found.layout is Layout.STACK else self.current
        tabs.focused = tabs.active is self.current
        self.query_one(JobList).detailed = found.detailed
        self.say_counts()
        self.say_hints()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew; focus and selection stay where they are."""
        self.lay_out()
        self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        if self.focused is None and self.is_current and self.app.app_focus:
            self.set_focus(focusable(self.pane(self.current)))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus, however it moved."""
        for pane in Pane:
            widget = self.pane(pane)
            if event.widget is widget or widget in event.widget.ancestors:
                if pane is not self.current:
                    self._enter(pane)
                return

    def say_hints(self) -> None:
        """Show the keys that do something here and now."""
        if self.is_mounted:
            self.query_one(Hints).hints = tuple(Hint(*hint) for hint in hints(self.situation))

    def watch_summary(self, summary: JobSummary | None) -> None:
        """What can be done depends on the state of the job."""
        self.query_one(PaneTabs).caption = line(summary.name, 40) if summary else ""
        self.say_hints()

    @on(events.Click, "#detail, #checkpoints")
    def _border_clicked(self, event: events.Click) -> None:
        """Show the pane whose name stands in the lower border."""
        for pane, hidden in (SIDE, SIDE[::-1]):
            widget = self.pane(pane)
            name = str(widget.border_subtitle or "")
            region = widget.region
            inside = region.right - len(name) - 4 <= event.screen_x < region.right
            if name and widget.display and event.screen_y == region.bottom - 1 and inside:
                event.stop()
                self.show(hidden)
                return

    def say_counts(self) -> None:
        """Show how many jobs, events and checkpoints there are."""
        phases = Counter(job.phase for job in self.jobs)
        self.query_one(TopBar).counts = tuple((phase, phases[phase]) for phase in Phase if phases[phase])
        numbers = {Pane.JOBS: len(self.jobs), Pane.EVENTS: self.event_count, Pane.CHECKPOINTS: len(self.checkpoints)}
        said = {pane: f"{numbers[pane]:,}" if numbers.get(pane) else "" for pane in Pane}
        self.query_one(PaneTabs).numbers = tuple(said[pane] for pane in Pane)
        beside = self.arrangement().layout is Layout.TWO
        for pane, hidden in (SIDE, SIDE[::-1]):
            subtitle = f"{int(hidden)} {hidden.title} {said[hidden]}".strip() if beside else ""
            if subtitle != (self.pane(pane).border_subtitle or ""):  # setting it paints the whole pane again
                self.pane(pane).border_subtitle = subtitle


def focusable(widget: Widget) -> Widget:
    """Return the widget that takes the focus for a pane: itself, or the first of its parts that can."""
    if widget.can_focus:
        return widget
    return next((part for part in widget.query("*") if part.can_focus), widget)
