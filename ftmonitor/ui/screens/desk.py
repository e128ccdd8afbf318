"""What is shown, as values: the desk asks the monitor and keeps the answers; the panes paint from them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.reactive import var
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from ftmonitor.store.store import FIRST_ROWS
from ftmonitor.sync.link import Health, Link
from ftmonitor.ui.messages import LinkChanged, News, StoreChanged, Unexpected
from ftmonitor.ui.screens.questions import Questions
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.link_words import is_stale, known_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from ftmonitor.clock import Clock
    from ftmonitor.metrics.series import Series
    from ftmonitor.models.checkpoint import Checkpoint
    from ftmonitor.models.job import Job
    from ftmonitor.models.log import LogRow, Outline
    from ftmonitor.models.summary import JobSummary
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.query.groups import Line
    from ftmonitor.sync.changes import Change

REST_S = 0.1
"""Seconds between two looks at the history: ten a second look live, and a backfill rings hundreds of bells."""

NEWEST = 120
"""Rows at the end of the log that come with the word of how long it is: two pages of the highest screen."""

BLANK_S = 0.15
"""What another job left is seen no longer than this where the chosen one's is late: it mostly comes in milliseconds."""

TICK_S = 1.0
"""Seconds between two looks at the clock: ages are shown in seconds at best."""

AGES_S = 5.0
"""Seconds that the ages in the panes may be late: looking through all of them each second costs as much as a poll."""


class Desk(Screen[None]):
    """One profile's monitor and one selected job, as frozen values.

    They are `var`, not `reactive`: a screen that is told to repaint repaints everything on it.
    """

    jobs: var[tuple[JobSummary, ...]] = var((), init=False)
    shown: var[tuple[JobSummary, ...]] = var((), init=False)
    """Those of the jobs that the list shows: all, or what fits its filter."""
    lines: var[tuple[Line, ...]] = var((), init=False)
    """Those in the order of the list, with the headings of their groups."""
    job_id: var[str | None] = var(None, init=False)
    summary: var[JobSummary | None] = var(None, init=False)
    job: var[Job | None] = var(None, init=False)
    series: var[tuple[Series, ...]] = var((), init=False)
    checkpoints: var[tuple[Checkpoint, ...]] = var((), init=False)
    event_count: var[int] = var(0, init=False)
    loaded: var[bool] = var(False, init=False)
    """Whether all events of the selected job are here, as far as is known."""
    link: var[Link] = var(Link(), init=False)
    moment: var[float] = var(0.0, init=False)
    """The time now, to the second: the line that says how fresh all is counts with it."""
    now: var[float] = var(0.0, init=False)
    """The time now, to `AGES_S`, and when anything came: the panes count ages with it."""
    heard_since: var[float | None] = var(None, init=False)
    """Since when the server is heard without a break, None while it is not; times in seconds since the epoch."""
    known_at: var[float | None] = var(None, init=False)
    """Up to when what is shown is known; None: up to now."""
    notice: var[str] = var("", init=False)
    """What has to be said about the history."""
    stale: var[bool] = var(False, init=False)
    """Whether that is so long ago that it is to look old."""
    whole: var[bool] = var(True, init=False)
    """Whether the jobs are all there are, as far as is known; else more of them are still to be read."""

    def __init__(self, monitor: Monitor, clock: Clock) -> None:
        super().__init__()
        self.monitor = monitor
        self.clock = clock
        self.reading = Reading(self, monitor)
        self._resting: News | None = None
        self._untold: set[str] = set()
        self._at = 0
        self.set_reactive(Desk.jobs, monitor.jobs.first())
        self.set_reactive(Desk.shown, self.jobs)
        self.set_reactive(Desk.lines, self.jobs)
        self._walked = len(self.jobs) < FIRST_ROWS
        self.set_reactive(Desk.whole, self._walked)
        self.set_reactive(Desk.now, clock.now())
        self.set_reactive(Desk.moment, self.now)
        self.set_reactive(Desk.link, monitor.link)
        self.set_reactive(Desk.known_at, known_at(self.link))
        self.set_reactive(Desk.stale, is_stale(self.link, self.now))

    @property
    def listed(self) -> tuple[JobSummary, ...]:
        """Return the jobs of the list."""
        return self.jobs

    def begin(self) -> None:
        """Start the clock of the ages; called when the screen stands."""
        self.set_interval(TICK_S, self.look_at_link)  # its age grows without a bell

    def choose(self, job_id: str | None) -> None:
        """Show another job; what the list knows of it stands there at once, the rest follows."""
        if job_id == self.job_id:
            return
        self.job_id = job_id
        self.monitor.select(job_id)
        self.summary = self.summary_of(job_id)
        self.job = None
        self.checkpoints = ()
        self._untold = {"events", "series"}
        if job_id is None:
            self._blank(job_id)
        else:
            self.set_timer(BLANK_S, partial(self._blank, job_id))
        self.reading.everything()

    def _blank(self, job_id: str | None) -> None:
        """Take away what another job left, where nothing has come for this one."""
        if job_id == self.job_id and "events" in self._untold:
            self.log_grew(None)
        if job_id == self.job_id and "series" in self._untold:
            self.series = ()

    @property
    def held_row(self) -> LogRow | None:
        """Return the row of the log that has to stay where it is."""
        return None

    @property
    def log_follows(self) -> bool:
        """Return whether the end of the log is in sight, so that its newest rows are shown as soon as they are told."""
        return True

    def log_grew(self, outline: Outline | None) -> None:
        """Take in how the log of the selected job is now; None: nothing is known of it yet."""
        self._untold.discard("events")
        self.loaded = outline is not None and outline.loaded
        self.event_count = outline.count if outline is not None else 0

    def summary_of(self, job_id: str | None) -> JobSummary | None:
        """Return the row of a job in the list; at once where it is the one that was asked for before."""
        jobs = self.jobs
        if not (self._at < len(jobs) and jobs[self._at].id == job_id):
            self._at = next((at for at, job in enumerate(jobs) if job.id == job_id), len(jobs))
        return jobs[self._at] if self._at < len(jobs) else None

    @on(StoreChanged)
    def _store_changed(self, message: StoreChanged) -> None:
        message.stop()
        if self._resting is None:
            self._look(message.news)

    @on(LinkChanged)
    def _link_changed(self, message: LinkChanged) -> None:
        message.stop()
        self.look_at_link()

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(Unexpected(event.worker.error))

    def _look(self, news: News) -> None:
        self._resting = news
        self.set_timer(REST_S, self._rested)
        for change in news.take():
            self.reading.heed(change)

    def _rested(self) -> None:
        news, self._resting = self._resting, None
        if news:
            self._look(news)

    def look_at_link(self) -> None:
        """Take in what time it is and how the connection is, and what that says of all that is shown."""
        link, moment = self.monitor.link, self.clock.now()
        if link.health is not self.link.health or not 0 <= moment - self.now < AGES_S:
            self.now = moment
        self.moment = moment  # at once with the link: the one is told in times of the other
        self.known_at, self.stale = known_at(link), is_stale(link, moment)
        self.heard_since = link.since if link.health is Health.LIVE else None
        self.link = link
        self.notice = self.monitor.notice
        self._count_on()

    def _count_on(self) -> None:
        """Take in whether more jobs are to be expected: as the history says until somebody else can know."""
        unasked = self.link.health in (Health.CONNECTING, Health.NO_KEY)
        self.whole = self._walked if unasked else self.monitor.complete

    def take_series(self, series: tuple[Series, ...]) -> None:
        """Take in the curves of the selected job."""
        self._untold.discard("series")
        self.series = series

    def watch_jobs(self) -> None:
        """Show them, before anybody else hears of them."""
        self.sift()

    def sift(self) -> None:
        """Show all jobs."""
        self.shown = self.jobs

    def take_jobs(self, jobs: tuple[JobSummary, ...], *, walked: bool) -> None:
        """Take in the list; `walked` says whether the history's is whole."""
        self._walked = walked
        self.now = self.clock.now()
        self.jobs = jobs
        self.summary = self.summary_of(self.job_id)
        self._count_on()


class Reading:
    """Asks the monitor for what one desk shows, and puts the answers there."""

    def __init__(self, desk: Desk, monitor: Monitor) -> None:
        self._desk = desk
        self._monitor = monitor
        self._questions = Questions(desk)
        self._bodies = False
        self.heard_by: list[Callable[[Change], None]] = []
        """Others who are told of every change."""

    def bodies(self) -> None:
        """Say that the monitor runs: from now on the bodies of jobs and checkpoints can be read too."""
        self._bodies = True
        self.everything()

    def heed(self, change: Change) -> None:
        """Ask for what a change may have made old."""
        from ftmonitor.sync.changes import CheckpointsChanged, EventsAdded, HistoryChanged, JobsChanged

        desk = self._desk
        for hear in self.heard_by:
            hear(change)
        if isinstance(change, JobsChanged):
            self._questions.ask("jobs", None, self._jobs)
            if not change.ids or desk.job_id in change.ids:
                self.job()
        elif isinstance(change, EventsAdded) and change.job_id == desk.job_id:
            self.events()
        elif isinstance(change, CheckpointsChanged) and change.job_id == desk.job_id:
            self.checkpoints()
        elif isinstance(change, HistoryChanged):
            if desk.job_id is not None:
                desk.query_one(JobList).select(desk.job_id)  # it may come into the new one only in a while
            desk.look_at_link()
            self._questions.ask("jobs", None, self._jobs)
            self.everything()

    def everything(self) -> None:
        """Ask for all that is shown of the selected job."""
        self.job()
        self.events()
        self.checkpoints()

    def job(self) -> None:
        """Ask for the selected job."""
        if self._bodies and (job_id := self._desk.job_id) is not None:
            self._questions.ask("job", job_id, lambda: self._job(job_id))

    def events(self) -> None:
        """Ask how many events the selected job has, and for its curves."""
        if (job_id := self._desk.job_id) is not None:
            self._questions.ask("events", job_id, lambda: self._events(job_id))
            self._questions.ask("series", job_id, lambda: self._series(job_id))

    def checkpoints(self) -> None:
        """Ask for the checkpoints of the selected job."""
        if self._bodies and (job_id := self._desk.job_id) is not None:
            self._questions.ask("checkpoints", job_id, lambda: self._checkpoints(job_id))

    async def _jobs(self) -> None:
        walked = await self._monitor.jobs.whole()
        self._desk.take_jobs(await self._monitor.jobs.summaries(), walked=walked)

    async def _job(self, job_id: str) -> None:
        self._desk.job = await self._monitor.jobs.get(job_id)

    async def _events(self, job_id: str) -> None:
        desk = self._desk
        outline = await self._monitor.events.outline(job_id, desk.held_row, NEWEST if desk.log_follows else 0)
        if desk.job_id == job_id:
            desk.log_grew(outline)

    async def _series(self, job_id: str) -> None:
        series = await self._monitor.metrics.series(job_id)
        if self._desk.job_id == job_id:
            self._desk.take_series(series)

    async def _checkpoints(self, job_id: str) -> None:
        self._desk.checkpoints = await self._monitor.checkpoints.list(job_id)
