"""The main screen: what the keys, the palette and the panes ask for, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from ftmonitor.format import Glyphs
from ftmonitor.sync.link import Health
from ftmonitor.ui.commands import BY_ID, DEFAULT, Pane, Registry, Situation, bindings
from ftmonitor.ui.inlet import Inlet
from ftmonitor.ui.messages import Painted, ProfileWanted
from ftmonitor.ui.safe import line
from ftmonitor.ui.screens.alarms import Alarms
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.status_bar import Hints

if TYPE_CHECKING:
    from ftmonitor.clock import Clock
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.monitor.profiles import Profiles
    from ftmonitor.ui.screens.deeds import Deeds
    from ftmonitor.ui.widgets.checkpoints import Checkpoints
    from ftmonitor.ui.widgets.filter_bar import FilterBar, FilterInput
    from ftmonitor.ui.widgets.pane_tabs import PaneTabs


_FRUITLESS = (Health.NO_KEY, Health.REFUSED, Health.DENIED)
"""Where nothing new is to be expected of the server."""


_ON_MARKED = ("job.pause", "job.resume", "job.cancel", "job.compare", "jobs.pin")
"""What is done to the marked jobs, wherever the cursor is."""


class MainScreen(Alarms):
    """One profile's jobs. Starts at `job_id` where one is given, else at the newest job."""

    BINDINGS = bindings()

    def __init__(
        self,
        monitor: Monitor,
        clock: Clock,
        job_id: str | None = None,
        glyphs: Glyphs = Glyphs.BRAILLE,
        *,
        registry: Registry = DEFAULT,
        profiles: Profiles | None = None,
    ) -> None:
        super().__init__(monitor, clock, glyphs)
        self.registry = registry
        self.profiles = profiles
        self._wanted = job_id
        self._deeds: Deeds | None = None
        self._waiting: list[str] = []

    def on_mount(self) -> None:
        """Have the job that was asked for in sight from the first frame on."""
        if self._wanted is not None:
            self.query_one(JobList).select(self._wanted)

    async def furnish(self) -> None:
        """Bring in the other panes, move to the job asked for or the first one, and do what keys said meanwhile."""
        from ftmonitor.ui.screens.around import Around
        from ftmonitor.ui.screens.deeds import Deeds

        deeds = self._deeds = Deeds(self)
        await super().furnish()
        if self.panes is not None and self.beside is not None:
            self.around = Around(self, self.panes, self.run_command)
            deeds.add(self.around.deeds)
            deeds.watch_curves(self.panes.metrics, self.beside)
            deeds.add(self.deeds_of_list())
            deeds.explain(self.reasons_of_list)
            deeds.add(self.deeds_of_log())
            deeds.add(self.deeds_of_alarms())
            deeds.explain(self.reasons_of_alarms)
        self.watch(self, "jobs", self._settle, init=False)
        self.watch(self, "jobs", deeds.heed_jobs, init=False)
        self.watch(self, "link", self._settle, init=False)
        self.choose(self._wanted or self.query_one(JobList).chosen)
        self._settle()
        self.post_message(Painted())
        waiting, self._waiting = self._waiting, []
        self.answering = False
        for command_id in waiting:
            self.run_command(command_id)

    def _settle(self) -> None:
        """Have a job selected, and say so where the one that was asked for is not there."""
        wanted = self._wanted
        if wanted is not None:
            if self.summary_of(wanted) is not None:
                self._wanted = None
                self.query_one(JobList).select(wanted)
            elif self.monitor.complete or self.monitor.offline or self.link.health in _FRUITLESS:
                self.run_worker(self._look_for(wanted), name="wanted", group="wanted", exit_on_error=False)
        if self.job_id is None and self.jobs:
            self.choose(self.query_one(JobList).chosen or self.jobs[0].id)

    async def _look_for(self, wanted: str) -> None:
        """The list is whole and has no such row yet: it may only not have been read again."""
        if await self.monitor.jobs.text(wanted) is not None:
            self.reading.everything()
            self.jobs = await self.monitor.jobs.summaries()
        elif self._wanted == wanted:
            from ftmonitor.ui import actions
            from ftmonitor.ui.dialogs.failure import Trouble

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
            at_root=not self.zoomed and self.current is Pane.JOBS and not (self.filtering and self.filtering.active),
            tabs=self.panes is not None and self.panes.tabs.display,
            reasons=self._deeds.reasons() if self._deeds else {},
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key does anything here at all; one that cannot now says why when it is pressed."""
        if action != "command":
            return True
        if parameters[0] == "jobs.filter" and self.filtering is not None and self.filtering.editing:
            return False  # it is typed
        if parameters[0] in ("events.search", "events.only") and self.log_desk is not None and self.log_desk.editing:
            return False
        return BY_ID[str(parameters[0])].obstacle(self.situation) is not None

    def action_command(self, command_id: str) -> None:
        """Do what a key says."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do one command of the registry, or say why it cannot be done now; a key before the panes are there waits."""
        if self.panes is None or self._deeds is None:
            self._waiting.append(command_id)
            self.answering = True
            return
        if (under := self.query_one(JobList).chosen) is not None:
            self._choose(under)  # what is done is done to the job under the cursor, whatever the panes show by now
        obstacle = _obstacle(self, command_id)
        if obstacle:
            self.notify(line(obstacle), severity="warning", markup=False)
            if isinstance(self.app, Inlet):
                self.app.forget_typed()
        elif obstacle is not None:
            self._deeds.table[command_id]()

    def open_job(self, job_id: str) -> None:
        """Move to a job and show it; a filter that hides it goes."""
        if self.filtering is not None and all(job.id != job_id for job in self.shown):
            self.filtering.clear()
        self.query_one(JobList).select(job_id)
        self.choose(job_id)
        self.show(Pane.DETAIL)

    def switch_profile(self, name: str) -> None:
        """Go over to another profile."""
        if name == self.monitor.profile.name:
            self.notify(line(f"{name} is the profile in use"), markup=False)
        else:
            self.say_doing(f"opening {line(name, 40)}…")
            self.post_message(ProfileWanted(name))

    # What the panes say

    @on(JobList.Chosen)
    def _job_chosen(self, message: JobList.Chosen) -> None:
        message.stop()
        self.call_after_refresh(self._choose, message.job_id)  # the cursor is seen to move before anything else

    def _choose(self, job_id: str) -> None:
        current = self.query_one(JobList).chosen in (job_id, None)  # it may have moved on since; not: nothing is listed
        if current and self.panes and self._wanted is None:
            self.choose(job_id)

    @on(JobList.Opened)
    def _job_opened(self, message: JobList.Opened) -> None:
        message.stop()
        if self.panes:
            self.choose(message.job_id)
        self.run_command("app.pane_detail")

    # By name, since `on` would import the panes before the first frame.

    def on_checkpoints_copied(self, message: Checkpoints.Copied) -> None:
        """Copy the name of a checkpoint's model."""
        from ftmonitor.ui import actions

        message.stop()
        actions.copy(self, message.text, "the model's name")

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        """Show what fits."""
        message.stop()
        if self.filtering is not None:
            self.filtering.typed(message.text)

    def on_filter_input_left(self, message: FilterInput.Left) -> None:
        """Keep the filter, or go back to the one before."""
        message.stop()
        if self.filtering is not None:
            self.filtering.left(message.keep)
            self.say_hints()

    def on_filter_input_moved(self, message: FilterInput.Moved) -> None:
        """Move in the list while the filter is typed."""
        message.stop()
        self.query_one(JobList).action_step(message.by)

    def on_pane_tabs_chosen(self, message: PaneTabs.Chosen) -> None:
        """Show the pane of a tab."""
        message.stop()
        self.show(message.pane)

    @on(Hints.Pressed)
    def _hint_pressed(self, message: Hints.Pressed) -> None:
        message.stop()
        self.run_command(message.action)


def _obstacle(screen: MainScreen, command_id: str) -> str | None:
    """Return what stands in the way of a command: where the cursor is on no job, that it would be done to none.

    (The other panes still show the one before.)
    """
    jobs = screen.query_one(JobList)
    about_one = command_id.startswith("job.") or command_id in ("jobs.note", "jobs.pin")
    on_none = screen.current is Pane.JOBS and jobs.chosen is None and bool(screen.jobs)
    if on_none and about_one and not (jobs.marked and command_id in _ON_MARKED):
        return "the cursor is on a group: move to one of its jobs, or mark some" if jobs.jobs else jobs.empty_text()
    return BY_ID[command_id].obstacle(screen.situation)
