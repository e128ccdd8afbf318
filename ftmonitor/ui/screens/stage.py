"""Where the panes stand: layouts by size, focus and zoom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from textual import events, on
from textual.reactive import var
from textual.widget import Widget

from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.sync.link import Health
from ftmonitor.ui.commands import DEFAULT, Pane, Registry, Situation
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.frame import Frame, profile_label, wear
from ftmonitor.ui.screens.layout import Arrangement, Layout, arrange
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.status_bar import Counts, Hint, TopBar

if TYPE_CHECKING:
    from ftmonitor.ui.screens.filtering import Filtering

SIDE = (Pane.DETAIL, Pane.CHECKPOINTS)


class Stage(Frame):
    """The panes where they belong. `current` has the focus; the layout follows from it and from the size."""

    AUTO_FOCUS = "#jobs"
    HORIZONTAL_BREAKPOINTS = [(0, "-snug"), (150, "-roomy")]  # noqa: RUF012 (declared so by Textual)

    current: var[Pane] = var(Pane.JOBS, init=False)
    zoomed: var[bool] = var(False, init=False)
    merged_events: var[int | None] = var(None, init=False)
    """How many events there are where the logs of several jobs are shown as one; None: that of the selected job is."""

    lower: var[Pane] = var(Pane.METRICS, init=False)
    """The pane under the list, where they are stacked."""
    side: var[Pane] = var(Pane.DETAIL, init=False)
    """The one of Detail and Checkpoints that is seen where both do not fit."""

    _counted: tuple[JobSummary, ...] | None = None
    """The jobs whose counts are shown."""

    registry: Registry = DEFAULT
    """The actions, with the keys that hold for this run."""
    filtering: Filtering | None = None
    """The filter of the list, once the panes are there."""

    def sift(self) -> None:
        """Show the jobs, or those that fit the filter."""
        if self.filtering is None:
            super().sift()
        else:
            self.filtering.renew()

    def on_mount(self) -> None:
        """Say what does not change, and lay the list out for the first frame; the rest comes behind it."""
        top = self.query_one(TopBar)
        top.glyphs = self._glyphs
        self.query_one(JobList).glyphs = self._glyphs
        top.profile = profile_label(self.monitor.profile)
        top.read_only = self.monitor.read_only
        self.say_notice()
        self.lay_out()
        self.call_after_refresh(self.unfold)

    async def furnish(self) -> None:
        """Bring in the other panes, and from now on show what changes."""
        with self.app.batch_update():  # they are seen where they belong, or not at all
            await super().furnish()
            self._bring_filter()
            self.lay_out()
        for name, heed in (
            ("jobs", self.say_counts),
            ("shown", self.say_counts),
            ("whole", self.say_counts),
            ("checkpoints", self.say_counts),
            ("merged_events", self.say_counts),
            ("job", self.say_hints),
            ("link", self.say_notice),
            ("notice", self.say_notice),
            ("link", self.say_age),
            ("stale", self.say_age),
            ("summary", self.say_age),
        ):
            self.watch(self, name, heed, init=False)
        self.say_age()
        self.watch_summary(self.summary)  # it may stand since before they came
        self.begin()

    def _bring_filter(self) -> None:
        from ftmonitor.ui.screens.filtering import Filtering

        if self.panes is not None:
            self.filtering = Filtering(self, self.panes.filter)

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
        wear(self, found.classes)
        self.query_one("#foot").display = found.hints
        self.query_one(JobList).detailed = found.detailed
        self.query_one(JobList).display = Pane.JOBS in found.panes
        if self.panes is not None:
            self.panes.lay_out(found, self.current, self.lower)
        self.say_counts()
        self.say_hints()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew; focus and selection stay where they are."""
        self.lay_out()
        self.call_after_refresh(self._keep_focus)

    def _keep_focus(self) -> None:
        if self.focused is None and self.is_current and self.app.app_focus:
            self.set_focus(focusable(self.pane(self.current)))

    def watch_focused(self, focused: Widget | None) -> None:
        """Frame the pane that has the focus. (`:focus-within` would style all that is in it anew with each move.)"""
        within = set(focused.ancestors_with_self) if focused is not None else set()
        moved = [pane for pane in self.query(".pane") if pane.has_class("-focused") is not (pane in within)]
        for pane in moved:
            pane.set_class(pane in within, "-focused", update=False)
        self.app.stylesheet.update_nodes(moved)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus, however it moved."""
        for pane in Pane if self.panes else ():
            widget = self.pane(pane)
            if event.widget is widget or widget in event.widget.ancestors:
                if pane is not self.current:
                    self._enter(pane)
                return

    def say_hints(self) -> None:
        """Show the keys that do something here and now."""
        if self.panes is not None:
            self.panes.hints.hints = tuple(Hint(*hint) for hint in self.registry.hints(self.situation))

    def watch_summary(self, summary: JobSummary | None) -> None:
        """What can be done depends on the state of the job."""
        if self.panes is not None:
            self.panes.tabs.caption = line(summary.name, 40) if summary else ""
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

    def say_age(self) -> None:
        """Let the panes of a job that may have gone on look old when they are; the first line says how old."""
        if self.panes is not None:
            self.panes.events.asking = self.link.health is Health.LIVE
            gone_on = self.summary is None or not self.summary.phase.ended
            for pane in self.panes.by_name.values():
                pane.set_class(self.stale and gone_on, "-old")

    def say_counts(self) -> None:
        """Show how many jobs, events and checkpoints there are."""
        if self.jobs is not self._counted:
            self._counted = self.jobs
            self.query_one(TopBar).counts = counts_of(self.jobs)
        if self.panes is None:
            return
        events = self.event_count if self.merged_events is None else self.merged_events
        numbers = {Pane.JOBS: len(self.jobs), Pane.EVENTS: events, Pane.CHECKPOINTS: len(self.checkpoints)}
        said = {pane: f"{numbers[pane]:,}" if numbers.get(pane) else "" for pane in Pane}
        if said[Pane.JOBS] and not self.whole:
            said[Pane.JOBS] += "+"
        if len(self.shown) != len(self.jobs):
            said[Pane.JOBS] = f"{len(self.shown):,}/{said[Pane.JOBS]}"
        self.panes.tabs.numbers = tuple(said[pane] for pane in Pane)
        beside = self.arrangement().layout is Layout.TWO
        for pane, hidden in (SIDE, SIDE[::-1]):
            subtitle = f"{int(hidden)} {hidden.title} {said[hidden]}".strip() if beside else ""
            if subtitle != (self.pane(pane).border_subtitle or ""):  # setting it paints the whole pane again
                self.pane(pane).border_subtitle = subtitle


def counts_of(jobs: Sequence[JobSummary]) -> Counts:
    """Return how many jobs there are in each phase; words are counted, of which there are few, for jobs are many."""
    phases: Counter[Phase] = Counter()
    for status, number in Counter(map(attrgetter("status"), jobs)).items():
        phases[phase_of(status)] += number
    return tuple((phase, phases[phase]) for phase in Phase if phases[phase])


def focusable(widget: Widget) -> Widget:
    """Return the widget that takes the focus for a pane: itself, or the first of its parts that can."""
    if widget.can_focus:
        return widget
    parts = (part for part in widget.query("*") if part.can_focus)
    return next((part for part in parts if all(one.display for one in part.ancestors_with_self)), widget)
