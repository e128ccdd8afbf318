"""What the commands of the registry do on the main screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from textual.binding import Binding

from ftmonitor.errors import FtmonitorError
from ftmonitor.models.method import masked_text
from ftmonitor.models.source import Verb
from ftmonitor.ui import actions
from ftmonitor.ui.commands import COMMANDS, Pane
from ftmonitor.ui.palette import ChartNames, Palette, ProfileNames
from ftmonitor.ui.safe import line, say_error
from ftmonitor.ui.screens.beside import Beside
from ftmonitor.ui.screens.help import HelpScreen
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.screens.results import Results
from ftmonitor.ui.screens.stage import Stage
from ftmonitor.ui.toasts import Toaster
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.metrics_pane import MetricsPane

_VERBS = {"job.pause": Verb.PAUSE, "job.resume": Verb.RESUME, "job.cancel": Verb.CANCEL}


class Deeds:
    """One callable for each command that the screen does; `table` is by id."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._steering = actions.Steering(stage, stage.monitor, stage.clock, stage.say_doing)
        self._results = Results(stage)
        self._reading = False
        self._explaining: list[Callable[[], Mapping[str, str]]] = []
        deeds: dict[str, Callable[[], object]] = {
            "app.help": self.help,
            "app.palette": lambda: stage.app.push_screen(Palette()),
            "app.profile": lambda: stage.app.push_screen(Palette(ProfileNames, "a profile")),
            "app.zoom": stage.toggle_zoom,
            "app.next_pane": partial(stage.cycle, 1),
            "app.previous_pane": partial(stage.cycle, -1),
            "app.up": self.escape,
            "app.back": self.back,
            "app.refresh": self.refresh,
            "app.redraw": lambda: stage.app.refresh(repaint=True, layout=True),
            "app.suspend": self.suspend,
            "app.quit": lambda: stage.app.exit(0),
            "jobs.open": partial(stage.show, Pane.DETAIL),
            "jobs.filter": self.filter,
            "job.peek": self.peek,
            "job.results": self._results.read,
            "job.save_results": self._results.save,
        }
        deeds |= {f"app.pane_{pane.name.lower()}": partial(stage.show, pane) for pane in Pane}
        deeds |= {command_id: partial(self.steer, verb) for command_id, verb in _VERBS.items()}
        self.table: Mapping[str, Callable[[], object]] = deeds

    def add(self, deeds: Mapping[str, Callable[[], object]]) -> None:
        """Take in what somebody else does, by the ids of the commands."""
        self.table = {**self.table, **deeds}

    def explain(self, reasons: Callable[[], Mapping[str, str]]) -> None:
        """Ask `reasons`, too, why commands cannot be done now: a sentence by id, "" where one can."""
        self._explaining.append(reasons)

    def watch_curves(self, metrics: MetricsPane, beside: Beside) -> None:
        """Take in the deeds of the metrics pane, as the palette and a click on a hint ask for them."""
        actions_of = {binding.id: binding.action for binding in MetricsPane.BINDINGS if isinstance(binding, Binding)}
        deeds: dict[str, Callable[[], object]] = {
            command.id: partial(self._stage.call_later, metrics.run_action, actions_of[command.id])
            for command in COMMANDS
            if command.id in actions_of
        }
        deeds["metrics.compare"] = beside.compare
        deeds["metrics.choose"] = lambda: self._stage.app.push_screen(Palette(ChartNames))
        deeds["jobs.mark"] = self._stage.query_one(JobList).action_mark
        self.add(deeds)

    def reasons(self) -> Mapping[str, str]:
        """Return, by id, why a command cannot be done now; "" = it can."""
        summary = self._stage.summary
        others = {name: said for explain in self._explaining for name, said in explain().items()}
        if summary is None:
            return others
        why_not = self._stage.monitor.actions.why_not
        reasons = {command_id: why_not(summary, verb) for command_id, verb in _VERBS.items()}
        reasons |= self._results.reasons()
        return {**reasons, **others}

    def heed_jobs(self) -> None:
        """Tell what the user's requests have come to."""
        self._steering.heed(self._stage.jobs)

    def help(self) -> None:
        """Show every key, this pane's first."""
        self._stage.app.push_screen(HelpScreen(self._stage.situation, self._stage.registry))

    def escape(self) -> None:
        """Take the toasts away; where there are none, go one layer up."""
        app = self._stage.app
        if not (isinstance(app, Toaster) and app.dismiss_toasts()):
            self.up()

    def up(self) -> bool:
        """Go one layer up: out of the zoom, to the list, out of its filter; return False at the root."""
        stage = self._stage
        if stage.let_go():
            return True
        if stage.zoomed:
            stage.toggle_zoom()
        elif stage.current is not Pane.JOBS:
            stage.show(Pane.JOBS)
        elif stage.filtering is not None and stage.filtering.active:
            stage.filtering.clear()
        else:
            return False
        return True

    def back(self) -> None:
        """Go one layer up; quit at the root."""
        if not self.up():
            self._stage.app.exit(0)

    def filter(self) -> None:
        """Let the user type what the list is to show."""
        self._stage.show(Pane.JOBS)
        if self._stage.filtering is not None:
            self._stage.filtering.edit()

    def suspend(self) -> None:
        """Give the terminal back to the shell until `fg`."""
        self._stage.app.action_suspend_process()

    def refresh(self) -> None:
        """Ask the server for everything now."""
        self._stage.monitor.hurry()
        self._stage.reading.everything()

    def steer(self, verb: Verb) -> None:
        """Pause, resume or cancel the marked jobs, or where none is marked the selected one."""
        if self._stage.steer_marked(verb):
            return
        if (summary := self._stage.summary) is not None:
            self._steering.start(verb, summary)

    def peek(self) -> None:
        """Show the selected job's JSON."""
        stage = self._stage
        if (job_id := stage.job_id) is not None:
            name = line(stage.summary.name, 60) if stage.summary else ""
            self._open(f"{name} {job_id}".strip(), partial(stage.monitor.jobs.text, job_id))

    def show_event(self, job_id: str, index: int) -> None:
        """Show the JSON of one event."""

        async def text() -> str | None:
            texts = await self._stage.monitor.events.texts(job_id, index, index + 1)
            return texts[0] if texts else None

        self._open(f"Event {index + 1:,}", text)

    def _open(self, heading: str, read: Callable[[], Awaitable[str | None]]) -> None:
        """Show JSON as soon as it is read; a second key meanwhile opens no second view."""
        if not self._reading:
            self._reading = True
            show = self._show(heading, read)
            self._stage.run_worker(show, name="json", group="json", exit_on_error=False)

    async def _show(self, heading: str, read: Callable[[], Awaitable[str | None]]) -> None:
        try:
            text = await read()
        except FtmonitorError as error:
            say_error(self._stage, error)
        else:
            if text is not None:
                await self._stage.app.push_screen(JsonView(heading, masked_text(text)))
        finally:
            self._reading = False
