"""The alerts, newest first: what happened while the user looked elsewhere, until it is acknowledged."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ftmonitor.errors import FtmonitorError
from ftmonitor.format import Glyphs
from ftmonitor.ui.key_words import key_words
from ftmonitor.ui.messages import AlertsChanged
from ftmonitor.ui.modal import Modal
from ftmonitor.ui.safe import literal, say_error
from ftmonitor.ui.screens import alert_rows
from ftmonitor.ui.screens.questions import Questions
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.virtual import VirtualList

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.store.alerts import Alert

LOOK_S = 1.0
"""Seconds between two looks at what is new and at the ages, while the list is open."""
MOST = 500
"""Alerts that are listed."""


class AlertList(VirtualList):
    """Alerts as rows: whether one was read, when it was, of which job, and what."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Go to the job", show=False),
        Binding("a,space", "acknowledge", "Acknowledge", show=False),
    ]

    note: reactive[str] = reactive("reading the alerts…", init=False)

    @dataclass
    class Opened(Message):
        """The user wants to see a job."""

        job_id: str
        number: int

    @dataclass
    class Acknowledged(Message):
        """The user has seen an alert."""

        number: int

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="alerts", classes="-first")
        self._glyphs = glyphs
        self._alerts: tuple[Alert, ...] = ()
        self._now = 0.0
        self._name_cells = 0

    def show(self, alerts: tuple[Alert, ...], now: float) -> None:
        """Show alerts at a time; the cursor stays on its own."""
        held = self._alerts[self.cursor].number if self._alerts else None
        self._now = now
        if alerts == self._alerts:
            self.refresh_changed()
            return
        self._alerts = alerts
        self._name_cells = alert_rows.name_cells(alerts)
        self.set_rows(len(alerts))
        if held is not None and self.cursor:
            self.cursor = next((at for at, one in enumerate(alerts) if one.number == held), self.cursor)
            self.show_cursor()

    def opened(self) -> None:
        """Go to the job of the alert."""
        alert = self._alerts[self.cursor]
        self.post_message(self.Opened(alert.job_id, alert.number))

    def action_acknowledge(self) -> None:
        """Say that the alert was seen; the next one is that after it."""
        if self._alerts:
            self.post_message(self.Acknowledged(self._alerts[self.cursor].number))
            self.action_step(1)

    def row_key(self, index: int) -> Hashable:
        """Return the alert and its age."""
        return self._alerts[index], alert_rows.age(self._alerts[index], self._now)

    def row_pieces(self, index: int, width: int) -> Pieces:
        """Return an alert."""
        alert, names = self._alerts[index], self._name_cells
        return alert_rows.pieces(alert, width, now=self._now, names=names, glyphs=self._glyphs)


class AlertCentre(Modal[str]):
    """The alerts over the screen; returns the id of the job to go to, None where it was closed."""

    CSS_PATH = "alert_centre.tcss"
    AUTO_FOCUS = ".-first"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+escape,q,exclamation_mark", "leave", "Close", show=False),
        Binding("A", "acknowledge_all", "Acknowledge all", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-high")]  # noqa: RUF012 (declared so by Textual)

    def __init__(self, monitor: Monitor, clock: Clock, glyphs: Glyphs) -> None:
        super().__init__()
        self._monitor = monitor
        self._clock = clock
        self._list = AlertList(glyphs)
        self._questions = Questions(self)

    def compose(self) -> ComposeResult:
        """Yield the list."""
        self._list.border_title = literal("Alerts")
        self._list.border_subtitle = key_words("enter job  a acknowledge  A all  esc close")
        yield self._list

    def on_mount(self) -> None:
        """Read them, and go on reading while they are looked at."""
        self.look()
        self.set_interval(LOOK_S, self.look)

    def look(self) -> None:
        """Read what there is."""
        self._questions.ask("alerts", None, self._read)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_acknowledge_all(self) -> None:
        """Say that all alerts were seen."""
        self._acknowledge(None)

    @on(AlertList.Acknowledged)
    def _acknowledged(self, message: AlertList.Acknowledged) -> None:
        message.stop()
        self._acknowledge([message.number])

    @on(AlertList.Opened)
    def _opened(self, message: AlertList.Opened) -> None:
        message.stop()
        self._acknowledge([message.number], then=message.job_id)

    def _acknowledge(self, numbers: Sequence[int] | None, *, then: str | None = None) -> None:
        """Note that alerts (None: all) were seen, and go to the job `then`."""

        async def acknowledge() -> None:
            try:
                await self._monitor.alerts.acknowledge(numbers)
                await self._read()
            except FtmonitorError as error:
                say_error(self, error)
            self.app.screen_stack[0].post_message(AlertsChanged())
            if then is not None:
                self.dismiss(then)

        self.run_worker(acknowledge(), name="acknowledge", group="acknowledge", exit_on_error=False)

    async def _read(self) -> None:
        alerts = await self._monitor.alerts.recent(MOST)
        self._list.note = "nothing happened yet that you are told of: job ends, failures, pauses, stalls, divergence"
        self._list.show(alerts, self._clock.now())
        unread = sum(alert.unread for alert in alerts)
        self._list.border_title = literal(f"Alerts  {unread:,} unread" if unread else "Alerts")
