"""The screen with what is told without being asked for, what was asked for, and what can be copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual import on

from ftmonitor.ui.messages import AlertsChanged
from ftmonitor.ui.screens.reader import Reader
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.status_bar import TopBar

if TYPE_CHECKING:
    from ftmonitor.ui.screens.copying import Copying
    from ftmonitor.ui.screens.docks import Docks
    from ftmonitor.ui.screens.telling import Telling


class Alarms(Reader):
    """The panes, and the alerts about their jobs."""

    telling: Telling | None = None
    copying: Copying | None = None
    """None before the panes are there."""
    _docks: Docks | None = None
    """None before there was room for them."""

    async def furnish(self) -> None:
        """Bring in the other panes; from now on what happens is told."""
        await super().furnish()
        from ftmonitor.ui.screens.copying import Copying
        from ftmonitor.ui.screens.telling import Telling

        self.copying = Copying(self)
        self.telling = Telling(self)
        self.telling.look()
        self.call_after_refresh(self._dock)

    def lay_out(self) -> None:
        """Show what belongs on a screen of this size."""
        super().lay_out()
        self._dock()

    def _dock(self) -> None:
        """Have boxes of alerts and requests below the list where there is room for them; they come last of all."""
        docks = self.arrangement().docks
        if self._docks is not None:
            self._docks.place(docks)
        elif docks and self.telling is not None and self.is_attached:
            from ftmonitor.ui.screens.docks import Docks

            self._docks = Docks(self)
            self.query_one("#panes").mount(self._docks)

    def on_unmount(self) -> None:
        """Leave the terminal as it was."""
        if self.telling is not None:
            self.telling.end()

    def deeds_of_alarms(self) -> Mapping[str, Callable[[], object]]:
        """Return what the keys of the alerts, the requests and the copying do, by command."""
        if self.telling is None or self.copying is None:
            return {}
        return {
            "app.alerts": self.show_alerts,
            "app.requests": self.show_requests,
            "job.watch": self.telling.toggle_watch,
            **self.copying.deeds,
        }

    def reasons_of_alarms(self) -> Mapping[str, str]:
        """Return why they cannot be used now, by command."""
        return self.copying.reasons() if self.copying is not None else {}

    def show_watched(self, watched: frozenset[str]) -> None:
        """Mark the jobs that are watched."""
        self.query_one(JobList).watched = watched
        if self.panes is not None:
            self.panes.detail.overview.watched = watched

    def show_diverged(self, diverged: frozenset[str]) -> None:
        """Mark the jobs that were told to diverge."""
        self.query_one(JobList).diverged = diverged

    def show_alerts(self) -> None:
        """List what was told; the toasts that said so go."""
        self.app.clear_notifications()
        from ftmonitor.ui.screens.alert_centre import AlertCentre

        self.app.push_screen(AlertCentre(self.monitor, self.clock, self.query_one(JobList).glyphs), self._go_to)

    def show_requests(self) -> None:
        """List what was asked of the server."""
        from ftmonitor.ui.screens.request_log import RequestLog

        self.app.push_screen(RequestLog(self.monitor, self.clock))

    def _go_to(self, job_id: str | None) -> None:
        self.app.clear_notifications()  # what was told meanwhile stood in the list
        if job_id is not None:
            self.open_job(job_id)

    def open_job(self, job_id: str) -> None:
        """Move to a job and show it."""
        raise NotImplementedError

    @on(AlertsChanged)
    def _alerts_changed(self, message: AlertsChanged) -> None:
        message.stop()
        if self.telling is not None:
            self.telling.look(anew=message.anew)
        if self._docks is not None:
            self._docks.look()

    @on(TopBar.AlertsPressed)
    def _alerts_pressed(self, message: TopBar.AlertsPressed) -> None:
        message.stop()
        self.show_alerts()
