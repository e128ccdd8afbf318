"""The main screen: what the keys, the palette and the panes ask for, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from ftmonitor.format import Glyphs
from ftmonitor.sync.link import Health
from ftmonitor.ui import actions
from ftmonitor.ui.commands import BY_ID, Pane, Situation, bindings
from ftmonitor.ui.dialogs.failure import Trouble
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.deeds import Deeds
from ftmonitor.ui.screens.stage import Stage
from ftmonitor.ui.widgets.checkpoints import Checkpoints
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.pane_tabs import PaneTabs
from ftmonitor.ui.widgets.status_bar import Hints

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.monitor import Monitor


class MainScreen(Stage):
    """One profile's jobs. Starts at `job_id` where one is given, else at the newest job."""

    BINDINGS = bindings()

    def __init__(
        self, monitor: Monitor, clock: Clock, job_id: str | None = None, glyphs: Glyphs = Glyphs.BRAILLE
    ) -> None:
        super().__init__(monitor, clock, glyphs)
        self._wanted = job_id
        self._deeds = Deeds(self)

    def on_mount(self) -> None:
        """Move to the job that was asked for, or the first."""
        self.watch(self, "jobs", self._settle, init=False)
        self.watch(self, "jobs", self._deeds.heed_jobs, init=False)
        self.watch(self, "link", self._settle, init=False)
        if self._wanted is not None:
            self.query_one(JobList).select(self._wanted)
            self.choose(self._wanted)
        self._settle()

    def _settle(self) -> None:
        """Have a job selected, and say so where the one that was asked for is not there."""
        wanted = self._wanted
        if wanted is not None:
            if self.summary_of(wanted) is not None:
                self._wanted = None
                self.query_one(JobList).select(wanted)
            elif self.monitor.complete or self.link.health in (Health.NO_KEY, Health.REFUSED, Health.DENIED):
                self.run_worker(self._look_for(wanted), name="wanted", group="wanted", exit_on_error=False)
        if self.job_id is None and self.jobs:
            self.choose(self.jobs[0].id)

    async def _look_for(self, wanted: str) -> None:
        """The list is whole and has no such row yet: it may only not have been read again."""
        if await self.monitor.jobs.text(wanted) is not None:
            self.reading.everything()
            self.jobs = await self.monitor.jobs.summaries()
        elif self._wanted == wanted:
            self._wanted = None
            self.job_id = None
            said = f"There is no job {line(wanted, 80)} here: check the id, and whose key this is."
            actions.fail(self, Trouble("No such job", said))
            self._settle()

    # Commands

    @property
    def situation(self) -> Situation:
        """Return what the conditions of the commands look at."""
        return Situation(
            pane=self.current,
            has_job=self.summary is not None,
            read_only=self.monitor.read_only,
            at_root=not self.zoomed and self.current is Pane.JOBS,
            tabs=self.query_one(PaneTabs).display,
            reasons=self._deeds.reasons(),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key does anything here at all; one that cannot now says why when it is pressed."""
        if action != "command":
            return True
        return self.is_mounted and BY_ID[str(parameters[0])].obstacle(self.situation) is not None

    def action_command(self, command_id: str) -> None:
        """Do what a key says."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do one command of the registry, or say why it cannot be done now."""
        obstacle = BY_ID[command_id].obstacle(self.situation)
        if obstacle:
            self.notify(line(obstacle), severity="warning", markup=False)
        elif obstacle is not None:
            self._deeds.table[command_id]()

    def open_job(self, job_id: str) -> None:
        """Move to a job and show it."""
        self.query_one(JobList).select(job_id)
        self.choose(job_id)
        self.show(Pane.DETAIL)

    # What the panes say

    @on(JobList.Chosen)
    def _job_chosen(self, message: JobList.Chosen) -> None:
        message.stop()
        if self._wanted is None and message.job_id == self.query_one(JobList).chosen:  # it may have moved on since
            self.choose(message.job_id)

    @on(JobList.Opened)
    def _job_opened(self, message: JobList.Opened) -> None:
        message.stop()
        self.choose(message.job_id)
        self.show(Pane.DETAIL)

    @on(EventLog.Wanted)
    def _rows_wanted(self, message: EventLog.Wanted) -> None:
        message.stop()
        self.run_worker(self._fill(message), name="rows", group="rows", exit_on_error=False)

    async def _fill(self, wanted: EventLog.Wanted) -> None:
        rows = await self.monitor.events.window(wanted.job_id, wanted.start, wanted.end)
        self.query_one(EventLog).fill(wanted.job_id, rows)

    @on(EventLog.Opened)
    def _event_opened(self, message: EventLog.Opened) -> None:
        message.stop()
        self._deeds.show_event(message.job_id, message.index)

    @on(Checkpoints.Copied)
    def _model_copied(self, message: Checkpoints.Copied) -> None:
        message.stop()
        actions.copy(self, message.text, "the model's name")

    @on(PaneTabs.Chosen)
    def _tab_chosen(self, message: PaneTabs.Chosen) -> None:
        message.stop()
        self.show(message.pane)

    @on(Hints.Pressed)
    def _hint_pressed(self, message: Hints.Pressed) -> None:
        message.stop()
        self.run_command(message.action)
