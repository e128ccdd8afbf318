"""What is shown, as values: the desk asks the monitor and keeps the answers; the panes paint from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.reactive import var
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from ftmonitor.errors import FtmonitorError
from ftmonitor.metrics.series import Series
from ftmonitor.models.log import LogRow
from ftmonitor.models.summary import JobSummary
from ftmonitor.sync.changes import Change, CheckpointsChanged, EventsAdded, JobsChanged
from ftmonitor.sync.link import Link
from ftmonitor.ui.messages import LinkChanged, News, StoreChanged, Unexpected
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.questions import Questions

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.models.checkpoint import Checkpoint
    from ftmonitor.models.job import Job
    from ftmonitor.monitor.monitor import Monitor

REST_S = 0.1
"""Seconds between two looks at the history: ten a second look live, and a backfill rings hundreds of bells."""

TICK_S = 1.0
"""Seconds between two looks at the clock: ages are shown in seconds at best."""


class Desk(Screen[None]):
    """One profile's monitor and one selected job, as frozen values.

    They are `var`, not `reactive`: a screen that is told to repaint repaints everything on it.
    """

    jobs: var[tuple[JobSummary, ...]] = var((), init=False)
    job_id: var[str | None] = var(None, init=False)
    summary: var[JobSummary | None] = var(None, init=False)
    job: var[Job | None] = var(None, init=False)
    series: var[tuple[Series, ...]] = var((), init=False)
    checkpoints: var[tuple[Checkpoint, ...]] = var((), init=False)
    event_count: var[int] = var(0, init=False)
    loaded: var[bool] = var(False, init=False)
    """Whether all events of the selected job are here, as far as is known."""
    link: var[Link] = var(Link(), init=False)
    now: var[float] = var(0.0, init=False)

    def __init__(self, monitor: Monitor, clock: Clock) -> None:
        super().__init__()
        self.monitor = monitor
        self.clock = clock
        self.reading = Reading(self, monitor)
        self._resting: News | None = None
        self.set_reactive(Desk.jobs, monitor.jobs.first())
        self.set_reactive(Desk.link, monitor.link)
        self.set_reactive(Desk.now, clock.now())

    @property
    def listed(self) -> tuple[JobSummary, ...]:
        """Return the jobs of the list."""
        return self.jobs

    def begin(self) -> None:
        """Start the clock of the ages; called when the screen stands."""
        self.set_interval(TICK_S, self._tick)

    def choose(self, job_id: str | None) -> None:
        """Show another job; what the list knows of it stands there at once, the rest follows."""
        if job_id == self.job_id:
            return
        self.job_id = job_id
        self.monitor.select(job_id)
        self.summary = self.summary_of(job_id)
        self.job = None
        self.series = ()
        self.checkpoints = ()
        self.loaded = False
        self.log_grew(0)
        self.reading.everything()

    @property
    def held_row(self) -> LogRow | None:
        """Return the row of the log that has to stay where it is."""
        return None

    def log_grew(self, count: int, anchored: int | None = None) -> None:
        """Take in how many events there are, and where the row of `held_row` is now."""
        self.event_count = count

    def summary_of(self, job_id: str | None) -> JobSummary | None:
        """Return the row of a job in the list."""
        return next((job for job in self.jobs if job.id == job_id), None)

    @on(StoreChanged)
    def _store_changed(self, message: StoreChanged) -> None:
        message.stop()
        if self._resting is None:
            self._look(message.news)

    @on(LinkChanged)
    def _link_changed(self, message: LinkChanged) -> None:
        message.stop()
        self.link = self.monitor.link

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

    def _tick(self) -> None:
        self.now = self.clock.now()
        self.link = self.monitor.link  # its age grows without a bell


class Reading:
    """Asks the monitor for what one desk shows, and puts the answers there."""

    def __init__(self, desk: Desk, monitor: Monitor) -> None:
        self._desk = desk
        self._monitor = monitor
        self._questions = Questions(desk, self._say_failed)
        self._bodies = False

    def bodies(self) -> None:
        """Say that the monitor runs: from now on the bodies of jobs and checkpoints can be read too."""
        self._bodies = True
        self.everything()

    def heed(self, change: Change) -> None:
        """Ask for what a change may have made old."""
        desk = self._desk
        if isinstance(change, JobsChanged):
            self._questions.ask("jobs", None, self._jobs)
            if not change.ids or desk.job_id in change.ids:
                self.job()
        elif isinstance(change, EventsAdded) and change.job_id == desk.job_id:
            self.events()
        elif isinstance(change, CheckpointsChanged) and change.job_id == desk.job_id:
            self.checkpoints()

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
        self._desk.jobs = await self._monitor.jobs.summaries()
        self._desk.summary = self._desk.summary_of(self._desk.job_id)

    async def _job(self, job_id: str) -> None:
        self._desk.job = await self._monitor.jobs.get(job_id)

    async def _events(self, job_id: str) -> None:
        desk, events = self._desk, self._monitor.events
        count, anchor = await events.count(job_id), desk.held_row
        anchored = await events.index_of(job_id, anchor) if anchor is not None and count != desk.event_count else None
        loaded = await events.loaded(job_id)
        if desk.job_id == job_id:
            desk.loaded = loaded
            desk.log_grew(count, anchored)

    async def _series(self, job_id: str) -> None:
        self._desk.series = await self._monitor.metrics.series(job_id)

    async def _checkpoints(self, job_id: str) -> None:
        self._desk.checkpoints = await self._monitor.checkpoints.list(job_id)

    def _say_failed(self, error: FtmonitorError) -> None:
        self._desk.notify(line(str(error)), severity="error", markup=False)
