"""The panes that join the job list once that is painted: their imports are half of what the screen is made of."""

from __future__ import annotations

from collections.abc import Mapping

from textual.widget import Widget
from textual.widgets import Static

from ftmonitor.format import Glyphs
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.desk import Desk
from ftmonitor.ui.screens.layout import Arrangement, Layout
from ftmonitor.ui.widgets.checkpoints import Checkpoints
from ftmonitor.ui.widgets.detail_pane import DetailPane
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.filter_bar import FilterBar
from ftmonitor.ui.widgets.job_detail import JobDetail
from ftmonitor.ui.widgets.log_pane import LogPane
from ftmonitor.ui.widgets.log_strip import LogStrip
from ftmonitor.ui.widgets.metrics_pane import MetricsPane
from ftmonitor.ui.widgets.pane_tabs import PaneTabs
from ftmonitor.ui.widgets.room import Room
from ftmonitor.ui.widgets.status_bar import Hints


class Panes:
    """All panes but the list, the tabs that name them, and what stands in the foot.

    To be made by the desk whose values they show, and mounted with `join`.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        self.tabs = PaneTabs(id="tabs")
        self.metrics = MetricsPane(id="metrics", classes="pane").data_bind(series=Desk.series, summary=Desk.summary)
        self.events = EventLog().data_bind(now=Desk.now)
        self.log = LogPane(self.events, id="events", classes="pane")
        overview = JobDetail().data_bind(
            job=Desk.job, summary=Desk.summary, now=Desk.now, known_at=Desk.known_at, heard_since=Desk.heard_since
        )
        overview.set_reactive(JobDetail.glyphs, glyphs)
        self.detail = DetailPane(overview, id="detail", classes="pane").data_bind(summary=Desk.summary)
        self.checkpoints = Checkpoints(id="checkpoints", classes="pane").data_bind(
            checkpoints=Desk.checkpoints, now=Desk.now
        )
        self.main = Room(self.metrics, self.log, id="main")
        self.side = Room(self.detail, self.checkpoints, id="side")
        self.filter = FilterBar(id="filter")
        self.doing = Static(id="doing", markup=False)
        self.hints = Hints(id="hints")
        self.by_name: Mapping[Pane, Widget] = {
            Pane.DETAIL: self.detail,
            Pane.METRICS: self.metrics,
            Pane.EVENTS: self.log,
            Pane.CHECKPOINTS: self.checkpoints,
        }
        self.metrics.set_reactive(MetricsPane.glyphs, glyphs)
        self.events.set_reactive(EventLog.glyphs, glyphs)
        self.log.strip.set_reactive(LogStrip.glyphs, glyphs)
        self.detail.set_reactive(DetailPane.glyphs, glyphs)

    def lay_out(self, found: Arrangement, current: Pane, lower: Pane) -> None:
        """Show those that are seen at a size. `current` has the focus, `lower` is the one under the list."""
        for pane, widget in self.by_name.items():
            widget.display = pane in found.panes
        self.main.display = found.main
        self.side.display = found.side
        stacked = found.layout is Layout.STACK
        self.tabs.display = found.tabs
        self.tabs.panes = tuple(Pane)[1:] if stacked else tuple(Pane)
        self.tabs.active = lower if stacked else current
        self.tabs.focused = self.tabs.active is current

    async def join(self, panes: Widget, foot: Widget) -> None:
        """Take their places after the list in `panes`, and in the `foot`."""
        # All at once, before anything is waited for: the user may leave meanwhile, and then nothing can be mounted.
        mounting = (
            panes.mount(self.tabs, self.main, self.side),
            foot.screen.mount(self.filter, before=foot),
            foot.mount(self.doing, self.hints),
        )
        for part in mounting:
            await part
