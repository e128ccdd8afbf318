"""Tells the user what happened without being asked: toast, bell, desktop notice, title, and how much is unread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from ftmonitor import format as words
from ftmonitor.config.alerts import Alerting
from ftmonitor.format import Glyphs
from ftmonitor.ui import terminal
from ftmonitor.ui.actions import reach_of
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.questions import Questions
from ftmonitor.ui.widgets.status_bar import TopBar

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from ftmonitor.store.alerts import Alert, Unread
    from ftmonitor.ui.screens.alarms import Alarms


class Host(Protocol):
    """What the app does with the terminal beside drawing."""

    def bell(self) -> None:
        """Ring it."""
        ...

    def tell_terminal(self, sequence: str) -> None:
        """Write a sequence to it."""
        ...


TOAST_S, WATCHED_S = 12.0, 60.0
"""Seconds that a toast stands; one of a watched job longer, in case nobody sits there."""
MOST = 3
"""Alerts that are told one by one; more at once are summed up."""
NAME_CELLS = 40
HIGH = 30
"""Lines below which a toast is to leave something to be seen of the rest: one at a time, and a short one."""
LONG, SHORT = 300, 60
"""Characters of a toast."""

_KINDS = {"nan": "NaN", "spike": "leaping loss", "rise": "rising loss"}
_SEVERITY: dict[str, SeverityLevel] = {"error": "error", "warn": "warning"}


class Telling:
    """What was told on one stage so far. `watched` are the jobs that are watched."""

    def __init__(self, stage: Alarms) -> None:
        self.watched: frozenset[str] = frozenset()
        self._stage = stage
        self._monitor = stage.monitor
        self._alerting = stage.monitor.alerting or Alerting()
        self._questions = Questions(stage)
        self._told: int | None = None
        self._title = ""

    def look(self, *, anew: bool = False) -> None:
        """Look what there is; `anew`: in another history, of which nothing is told that stood there before."""
        if anew:
            self._told = None
        self._questions.ask("alerts", None, self._look)

    def toggle_watch(self) -> None:
        """Watch the selected job, or no more."""
        summary = self._stage.summary
        if summary is None:
            return
        job_id, on = summary.id, summary.id not in self.watched
        name = line(summary.name, NAME_CELLS)

        async def watch() -> None:
            await self._monitor.alerts.watch(job_id, on)
            self._watch(await self._monitor.alerts.watched())
            said = "everything that happens to it is told" if on else "it is told of like any other job"
            self._stage.notify(f"{'Watching' if on else 'No longer watching'} {name}: {said}", markup=False)

        self._questions.ask("watch", f"{job_id} {on}", watch)

    def end(self) -> None:
        """Give the terminal its own title back."""
        if self._title:
            self._app.tell_terminal(terminal.RESTORE_TITLE)
            self._title = ""

    @property
    def _app(self) -> Host:
        return cast("Host", self._stage.app)

    async def _look(self) -> None:
        unread = await self._monitor.alerts.unread()
        self._watch(await self._monitor.alerts.watched())
        self._stage.show_diverged(await self._monitor.alerts.diverged() if unread.total else frozenset())
        before, self._told = self._told, unread.highest
        if before is not None and unread.highest > before:
            self._tell([alert for alert in await self._monitor.alerts.after(before) if alert.unread])
        self._count(unread)

    def _watch(self, watched: frozenset[str]) -> None:
        self.watched = watched
        self._stage.show_watched(watched)

    def _tell(self, fresh: Sequence[Alert]) -> None:
        """Show alerts as toasts, and tell of them outside of the program; of many as of one."""
        if not fresh:
            return
        most, longest = (1, SHORT) if self._stage.app.size.height < HIGH else (MOST, LONG)
        if len(fresh) > most:
            said = f"{summed(fresh)}; {self._stage.registry.shown('app.alerts')} lists them"
            self._stage.notify(said, severity="warning", timeout=TOAST_S, markup=False)
            self._ring([("ftmonitor", summed(fresh), fresh[-1].number)])
            return
        for alert in fresh:
            timeout = WATCHED_S if alert.job_id in self.watched else TOAST_S
            severity = _SEVERITY.get(alert.level, "information")
            self._stage.notify(sentence(alert, longest), severity=severity, timeout=timeout, markup=False)
        self._ring([(name_of(alert), alert.said, alert.number) for alert in fresh])

    def _ring(self, notices: Sequence[tuple[str, str, int]]) -> None:
        """Ring the bell, and show notices (heading, text, number) on the desktop, but in the quiet hours."""
        moment = datetime.fromtimestamp(self._stage.clock.now())  # the quiet hours are local ones
        if self._alerting.is_quiet(moment.hour * 60 + moment.minute):
            return
        if self._alerting.bell:
            self._app.bell()
        reach = reach_of(self._stage)
        kind = reach.notices if self._alerting.desktop == "auto" else self._alerting.desktop
        told = (terminal.notice(kind, heading, text, reach, number) for heading, text, number in notices)
        self._app.tell_terminal("".join(told))

    def _count(self, unread: Unread) -> None:
        top = self._stage.query_one(TopBar)
        top.alerts = unread.total
        if not self._alerting.title:
            return
        ascii_only = top.glyphs is Glyphs.ASCII
        mark = ("x" if ascii_only else "✖") if unread.errors else "!"
        title = f"{mark} {unread.total} {'-' if ascii_only else '·'} ftmonitor" if unread.total else "ftmonitor"
        if title != self._title and (unread.total or self._title):
            save = "" if self._title else terminal.SAVE_TITLE
            self._title = title
            self._app.tell_terminal(save + terminal.title(title))


def name_of(alert: Alert) -> str:
    """Return the name of an alert's job, or its id where the history has no row of it."""
    return line(alert.name or alert.job_id, NAME_CELLS)


def sentence(alert: Alert, longest: int = LONG) -> str:
    """Return an alert as one sentence."""
    return line(f"{name_of(alert)} {alert.said}", longest)


def summed(alerts: Sequence[Alert]) -> str:
    """Return how many alerts there are of which kind: `5 alerts: 3 failed, 2 succeeded`."""
    kinds = Counter(_KINDS.get(alert.rule, alert.rule) for alert in alerts)
    return f"{words.plural(len(alerts), 'alert')}: " + ", ".join(
        f"{number} {kind}" for kind, number in kinds.most_common()
    )
