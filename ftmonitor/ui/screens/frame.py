"""The panes, and what the frame around them says: profile, counts, notices, what is going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from ftmonitor.config.profiles import Profile
from ftmonitor.format import Glyphs
from ftmonitor.models.log import LogRow
from ftmonitor.sync.link import Health, Link
from ftmonitor.text import plain
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.safe import line, literal
from ftmonitor.ui.screens.desk import Desk
from ftmonitor.ui.screens.layout import Arrangement
from ftmonitor.ui.widgets.checkpoints import Checkpoints
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.job_detail import JobDetail
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.metrics_pane import MetricsPane
from ftmonitor.ui.widgets.pane_tabs import PaneTabs
from ftmonitor.ui.widgets.status_bar import Hints, TopBar

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.monitor import Monitor


class Frame(Desk):
    """All panes, not yet laid out."""

    def __init__(self, monitor: Monitor, clock: Clock, glyphs: Glyphs) -> None:
        super().__init__(monitor, clock)
        self._glyphs = glyphs
        self._noticed = ""

    def compose(self) -> ComposeResult:
        """Yield the frame and the panes; which of them are seen, and where, is up to the layout."""
        self.add_class(self.arrangement().layout.value)  # now, when there is nothing yet that it would restyle
        yield TopBar(id="top").data_bind(link=Desk.link, now=Desk.now)
        yield Static(id="notice", markup=False)
        with Container(id="panes"):
            yield JobList(id="jobs").data_bind(jobs=Desk.jobs, now=Desk.now)
            yield PaneTabs(id="tabs")
            with Vertical(id="main"):
                yield MetricsPane(id="metrics").data_bind(series=Desk.series, summary=Desk.summary)
                yield EventLog(id="events").data_bind(now=Desk.now)
            with Vertical(id="side"):
                yield JobDetail(id="detail").data_bind(job=Desk.job, summary=Desk.summary, now=Desk.now)
                yield Checkpoints(id="checkpoints").data_bind(checkpoints=Desk.checkpoints, now=Desk.now)
        with Horizontal(id="foot"):
            yield Static(id="doing", markup=False)
            yield Hints(id="hints")

    def pane(self, pane: Pane) -> Widget:
        """Return the widget of a pane."""
        return self.query_one(f"#{pane.name.lower()}")

    @property
    def held_row(self) -> LogRow | None:
        """Return the row of the log that has to stay where it is."""
        return self.query_one(EventLog).held_row

    def log_grew(self, count: int, anchored: int | None = None) -> None:
        """Show the log."""
        super().log_grew(count, anchored)
        log = self.query_one(EventLog)
        reading = not self.loaded and self.link.health in (Health.LIVE, Health.CONNECTING)
        log.note = "reading the events…" if reading else "no events yet"
        self.query_one(MetricsPane).reading = reading
        log.show(self.job_id, count, anchored)
        self.say_counts()

    def arrangement(self) -> Arrangement:
        """Return which panes are seen, and where."""
        raise NotImplementedError

    def say_counts(self) -> None:
        """Show how many there are of what."""
        raise NotImplementedError

    def say_doing(self, what: str) -> None:
        """Show what is going on at the server."""
        label = self.query_one("#doing", Static)
        label.update(literal(what))
        label.display = bool(what)

    def say_notice(self) -> None:
        """Show what has to be said all the time."""
        text = notice_of(self.monitor.notice, self.link, empty=not self.jobs)
        if text != self._noticed:  # a label that is updated has everything laid out anew
            self._noticed = text
            label = self.query_one("#notice", Static)
            label.update(literal(text))
            label.display = bool(text)
        self.query_one(JobList).note = list_note(self.link, complete=self.monitor.complete)


def profile_label(profile: Profile) -> str:
    """Return what stands for a profile: its name, or the host where it is the nameless one of the environment."""
    host = profile.base_url.partition("://")[2].partition("/")[0]
    return plain(host if profile.name == "env" else profile.name)


def list_note(link: Link, *, complete: bool) -> str:
    """Return what stands in the list while there are no jobs in it."""
    if link.health is Health.CONNECTING:
        return "asking the server…"
    if link.health is Health.NO_KEY:
        return "no history yet"
    if link.health is not Health.LIVE:
        return "no history yet, and no answer from the server"
    return "no fine-tuning jobs yet: a new one shows up here by itself" if complete else "reading the list…"


def notice_of(history: str, link: Link, *, empty: bool) -> str:
    """Return the one line that has to be said all the time, or "": the history's own first, then the connection's."""
    if history:
        return line(history)
    if link.health is Health.NO_KEY:
        return line(link.message if empty else f"{link.message} This is the history, read-only.")
    if link.health is Health.RETRY and link.answered_at is not None:
        return ""  # a short hiccup is no news
    shown = link.message and link.health is not Health.LIVE and not empty
    return line(f"{link.message.rstrip('.')}. What is shown is the history." if shown else link.message)
