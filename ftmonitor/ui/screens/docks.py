"""Below the list, where a high screen has room for it: the newest alerts and the newest requests, each in a box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from textual import on

from ftmonitor.errors import FtmonitorError
from ftmonitor.monitor.requests import deed_request
from ftmonitor.ui.messages import AlertsChanged
from ftmonitor.ui.safe import say_error
from ftmonitor.ui.screens import alert_rows, request_rows
from ftmonitor.ui.screens.questions import Questions, launch
from ftmonitor.ui.screens.request_rows import Entry, newest_first, of_deed, of_request
from ftmonitor.ui.widgets.docked import Dock, Row
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.room import Room

if TYPE_CHECKING:
    from ftmonitor.store.actions import Action
    from ftmonitor.store.alerts import Alert
    from ftmonitor.ui.screens.alarms import Alarms

MOST = 24
"""Rows of a box, on however high a screen."""
MOST_DEEDS, DEED_S = 3, 3600.0
"""Deeds that keep their place beside the polls, of which there are many, and for how many seconds."""
LOOK_S = 1.0
"""Seconds between two looks at what was asked."""


class Docks(Room):
    """The two boxes of one stage. While they are not displayed, nothing is asked or drawn for them."""

    def __init__(self, stage: Alarms) -> None:
        self._stage = stage
        self._monitor = stage.monitor
        self._alerts: tuple[Alert, ...] = ()
        self._new = 0
        self._seen = -1
        self._looked_at = 0.0
        self._trouble = ""
        self._alert_box = Dock(f"{stage.registry.shown('app.alerts')} Alerts")
        self._request_box = Dock(f"{stage.registry.shown('app.requests')} Requests")
        super().__init__(self._alert_box, self._request_box, id="docks")
        self._questions = Questions(self, self._failed)

    def on_mount(self) -> None:
        """Show what there is, and from now on what changes."""
        self.watch(self._stage, "now", self._show_alerts, init=False)
        self.watch(self._stage, "moment", self._heed_requests, init=False)
        self.watch(self._stage.query_one(JobList), "glyphs", self._show_alerts, init=False)
        self.look()

    def place(self, fits: bool) -> None:
        """Show the boxes where there is room for them; what happened meanwhile stands there at once."""
        if fits is not self.display:
            self.display = fits
            self.look()

    def look(self) -> None:
        """Look what was told and what was asked."""
        if self.display:
            self._questions.ask("alerts", None, self._read_alerts)
            self._questions.ask("requests", None, self._read_requests)

    def _heed_requests(self, moment: float) -> None:
        """Look what was asked, where anything was, and not at once again."""
        news = self._monitor.requests.revision != self._seen
        if self.display and news and not 0 <= moment - self._looked_at < LOOK_S:
            self._looked_at = moment
            self._questions.ask("requests", None, self._read_requests)

    async def _read_alerts(self) -> None:
        self._alerts = await self._monitor.alerts.recent(MOST)
        unread = await self._monitor.alerts.unread()
        self._alert_box.note = "no alerts"
        self._new = unread.total
        self._show_alerts()

    def _show_alerts(self) -> None:
        if not self.display:
            return
        now, glyphs = self._stage.clock.now(), self._stage.query_one(JobList).glyphs
        names = alert_rows.name_cells(self._alerts)
        rows = [
            Row(
                (alert, alert_rows.age(alert, now), names, glyphs),
                partial(alert_rows.pieces, alert, now=now, names=names, glyphs=glyphs),
                partial(self._open, alert),
            )
            for alert in self._alerts
        ]
        self._alert_box.show(lambda lines: rows[:lines], f"{self._new:,} new" if self._new else "")

    async def _read_requests(self) -> None:
        self._seen = self._monitor.requests.revision
        deeds = await self._monitor.store.actions.recent(MOST)
        names = self._names(deeds)
        requests = [*map(of_request, islice(self._monitor.requests.recent(), MOST))]
        done = [of_deed(deed, names, deed_request(deed.job_id, deed.verb)) for deed in deeds]
        self._request_box.note = request_rows.NOTHING
        self._request_box.show(partial(self._chosen, requests, done, self._stage.clock.now()))

    def _chosen(self, requests: Sequence[Entry], deeds: Sequence[Entry], now: float, lines: int) -> Sequence[Row]:
        """Return the rows of the newest, in order: what the user did lately is not driven out by polls."""
        kept = [deed for deed in deeds if deed.at > now - DEED_S][: min(MOST_DEEDS, lines // 3)]
        others = (entry for entry in (*requests, *deeds) if entry not in kept)
        newest = newest_first(others)[: max(0, lines - len(kept))]
        shown = newest_first((*kept, *newest))
        ids = request_rows.id_cells(shown)
        return [
            Row(
                (entry.key, ids),
                partial(request_rows.pieces, entry, now=now, ids=ids),
                partial(self._tell_all, entry),
            )
            for entry in shown
        ]

    def _names(self, deeds: Sequence[Action]) -> Mapping[str, str]:
        wanted = {deed.job_id for deed in deeds}
        return {job.id: job.name for job in self._stage.jobs if job.id in wanted} if wanted else {}

    @on(Dock.Pressed)
    def _pressed(self, message: Dock.Pressed) -> None:
        """Do what enter does in the screen of a box with the row that was clicked, or open that screen."""
        message.stop()
        if message.row is not None:
            message.row.press()
        elif message.dock is self._alert_box:
            self._stage.show_alerts()
        else:
            self._stage.show_requests()

    def _tell_all(self, entry: Entry) -> None:
        from ftmonitor.ui.screens.json_view import JsonView

        self.app.push_screen(JsonView(entry.verb, entry.json))

    def _open(self, alert: Alert) -> None:
        """Go to the job of an alert, which is read with that."""

        async def acknowledge() -> None:
            try:
                await self._monitor.alerts.acknowledge([alert.number])
            except FtmonitorError as error:
                self._failed(error)
            self._stage.post_message(AlertsChanged())

        if alert.unread:
            launch(self, acknowledge, "acknowledge")
        self._stage.open_job(alert.job_id)

    def _failed(self, error: FtmonitorError) -> None:
        """Say what is wrong with the history, once: this asks again and again."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            say_error(self, error)
