"""The palette: every action of the registry that can be done here, and every job, found by typing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from heapq import nlargest
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple, Protocol, cast

from textual import on
from textual.app import App, RenderResult
from textual.binding import Binding, BindingType
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker

from ftmonitor.errors import FtmonitorError
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui import fitness
from ftmonitor.ui.commands import Command, Registry, Situation, shown_keys
from ftmonitor.ui.modal import shade
from ftmonitor.ui.safe import fit, line, literal, pad
from ftmonitor.ui.theme import QUIET
from ftmonitor.ui.widgets.metrics_pane import MetricsPane

MOST_JOBS = 50
"""Jobs shown for one search: more than anyone reads, and few enough to draw at once."""

FUZZY_JOBS = 500
"""Up to so many jobs are matched by scattered letters of their names too; more of them by parts, which is quicker."""

_SLICE = 100
"""Jobs looked at between two chances for a key."""

WIDTH, _MARGIN = 84, 7
"""Cells of the palette at most, and those of its frame and scrollbar."""

_LABEL_CELLS, _KEY_CELLS, _STATUS_CELLS = 26, 10, 17
"""Cells of the columns of a row, with the blank behind a label and behind keys; what is said takes the rest."""


class Setting(NamedTuple):
    """Something that can be set: in words, and how."""

    label: str
    said: str
    do: Callable[[], object]


class Host(Protocol):
    """What the palette wants of the screen that it was called from."""

    @property
    def registry(self) -> Registry:
        """Return the actions."""
        ...

    @property
    def situation(self) -> Situation:
        """Return what conditions look at."""
        ...

    @property
    def listed(self) -> tuple[JobSummary, ...]:
        """Return the jobs of the list."""
        ...

    @property
    def settings(self) -> Iterable[Setting]:
        """Return what can be set."""
        ...

    def run_command(self, command_id: str) -> None:
        """Do what a key would."""
        ...

    def open_job(self, job_id: str) -> None:
        """Move to a job and show it."""
        ...


class Found(Provider):
    """Actions first, then jobs. Outside names are matched as text and shown literally, never as markup."""

    @property
    def _host(self) -> Host:
        return cast("Host", self.screen)

    async def discover(self) -> Hits:
        """Yield every action that can be done in this pane, then the newest jobs; typing finds those of others too."""
        situation = self._host.situation
        for command in self._commands(situation):
            if not command.scope.covers(situation.pane):
                continue
            yield DiscoveryHit(
                _action(command, situation, self._width), partial(self._run, command), text=command.label, help=None
            )
        for job in self._host.listed[:MOST_JOBS]:
            yield DiscoveryHit(self._job(job), partial(self._host.open_job, job.id), text=line(job.name, 200))

    async def search(self, query: str) -> Hits:
        """Yield what fits `query`."""
        matcher = self.matcher(query)
        situation = self._host.situation
        for command in self._commands(situation):
            if (score := fitness.of_command(command, matcher)) > 0:
                shown = _action(command, _at_home(command, situation), self._width)
                yield Hit(score, shown, partial(self._run, command), text=command.label)
        for setting in self._host.settings:
            if (score := fitness.of_label(setting.label, setting.said, matcher)) > 0:
                yield Hit(0.9 * score, _setting(setting, self._width), setting.do, text=setting.label)
        jobs = self._host.listed
        words, by_letters = query.lower().split(), matcher if len(jobs) <= FUZZY_JOBS else None
        scored: list[tuple[float, JobSummary]] = []
        for start in range(0, len(jobs), _SLICE):
            for job in jobs[start : start + _SLICE]:
                if (score := fitness.of_job(job, words, by_letters)) > 0:
                    scored.append((score, job))
            await asyncio.sleep(0)
        for score, job in nlargest(MOST_JOBS, scored, key=itemgetter(0)):
            yield Hit(score, self._job(job), partial(self._host.open_job, job.id), text=line(job.name, 200))

    def _job(self, job: JobSummary) -> Content:
        return _job(job, self._width)

    @property
    def _width(self) -> int:
        return _width_on(self.app)

    def _commands(self, situation: Situation) -> Iterator[Command]:
        commands = self._host.registry.commands
        return (one for one in commands if one.in_palette and one.obstacle(_at_home(one, situation)) is not None)

    def _run(self, command: Command) -> None:
        """Do a command, in the pane in which it works."""
        pane = self._host.situation.pane
        if command.home(pane) is not pane:
            self._host.run_command(f"app.pane_{command.home(pane).name.lower()}")
        self._host.run_command(command.id)


def _at_home(command: Command, situation: Situation) -> Situation:
    """Return the situation as it is in the pane in which the command works."""
    return situation._replace(pane=command.home(situation.pane))


def _action(command: Command, situation: Situation, width: int) -> Content:
    """Return an action as one line of `width` cells: label, keys, and what it does or why it cannot be done."""
    obstacle = command.obstacle(situation)
    room = max(0, width - _LABEL_CELLS - _KEY_CELLS)
    label = f"{pad(command.label, _LABEL_CELLS - 1)} "
    keys = f"{pad(shown_keys(command), _KEY_CELLS - 1)} "
    said = fit(obstacle or command.help, room)
    if obstacle:
        return Content.styled(f"{label}{keys}{said}", QUIET)
    return Content.assemble(label, (keys, "$text-primary"), (said, QUIET))


def _setting(setting: Setting, width: int) -> Content:
    """Return a setting as one line of `width` cells."""
    return _row(setting.label, _LABEL_CELLS + _KEY_CELLS, setting.said, width)


def _job(job: JobSummary, width: int) -> Content:
    """Return a job as one line of `width` cells: name, status, model."""
    said = " ".join(part for part in (pad(job.status, _STATUS_CELLS), job.model) if part)
    return _row(job.name, _LABEL_CELLS, said, width)


def _row(label: str, cells: int, said: str, width: int) -> Content:
    """Return a label in a column of `cells`, and behind it what is said of it."""
    return Content.assemble(literal(pad(label, cells - 1)), " ", literal(fit(said, max(0, width - cells)), QUIET))


def _width_on(app: App[Any]) -> int:
    """Return the cells of a line of the palette."""
    return min(WIDTH, app.size.width) - _MARGIN


class ChartNames(Provider):
    """The charts of the selected job by name."""

    async def discover(self) -> Hits:
        """Yield all of them, in their order."""
        for at, title in enumerate(self._titles()):
            yield DiscoveryHit(literal(title), partial(self._show, at), text=title, help=None)

    async def search(self, query: str) -> Hits:
        """Yield those that fit `query`."""
        matcher = self.matcher(query)
        for at, title in enumerate(self._titles()):
            if (score := matcher.match(title)) > 0:
                yield Hit(score, literal(title), partial(self._show, at), text=title)

    def _titles(self) -> tuple[str, ...]:
        return tuple(line(title, 200) for title in self.screen.query_one(MetricsPane).titles)

    def _show(self, index: int) -> None:
        self.screen.query_one(MetricsPane).action_browse("to", index)


class Profiles(Protocol):
    """What knows of profiles."""

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return their names, and the base URL that each leads to; waits for the disk."""
        ...


class ProfileHost(Protocol):
    """What the profiles want of the screen that they were called from."""

    @property
    def profiles(self) -> Profiles | None:
        """Return the profiles that can be switched to."""
        ...

    def switch_profile(self, name: str) -> None:
        """Go over to a profile."""
        ...


class ProfileNames(Provider):
    """The profiles of the configuration by name."""

    _choices: tuple[tuple[str, str], ...] = ()

    async def startup(self) -> None:
        """Read the configuration."""
        profiles = self._host.profiles
        if profiles is None:
            return
        try:
            self._choices = await asyncio.to_thread(profiles.choices)
        except FtmonitorError as error:
            self.app.notify(line(str(error), 500), severity="error", markup=False)

    async def discover(self) -> Hits:
        """Yield all of them, in their order."""
        for name, url in self._choices:
            yield DiscoveryHit(self._shown(name, url), self._go(name), text=line(name, 200), help=None)

    async def search(self, query: str) -> Hits:
        """Yield those that fit `query`."""
        matcher = self.matcher(query)
        for name, url in self._choices:
            if (score := matcher.match(line(f"{name} {url}", 300))) > 0:
                yield Hit(score, self._shown(name, url), self._go(name), text=line(name, 200))

    @property
    def _host(self) -> ProfileHost:
        return cast("ProfileHost", self.screen)

    def _go(self, name: str) -> Callable[[], None]:
        return partial(self._host.switch_profile, name)

    def _shown(self, name: str, url: str) -> Content:
        return _row(name, _LABEL_CELLS, url, _width_on(self.app))


class Palette(CommandPalette):
    """The palette in our clothes; a second `:` or ctrl+p closes it again."""

    CSS_PATH = "palette.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+p,alt+escape", "escape", "Close", show=False)]

    answering = False
    """Whether enter was pressed before it was known what fits: the best of that is still to be done."""

    def __init__(self, provider: type[Provider] = Found, placeholder: str = "") -> None:
        placeholder = placeholder or ("an action, a job or a setting" if provider is Found else "a chart")
        super().__init__([provider], placeholder=placeholder, id="palette")

    def on_mount(self) -> None:
        """Nothing blinks: an idle screen is not painted again."""
        self.query_one(CommandInput).cursor_blink = False

    def render(self) -> RenderResult:  # type: ignore[override]  # as in Modal
        """Return what lies beneath, in the shade of the background."""
        return shade(super().render())

    @property
    def _looking(self) -> bool:
        return any(
            worker.group == self._GATHER_COMMANDS_GROUP and worker.node is self and not worker.is_finished
            for worker in self.workers
        )

    @on(Input.Submitted)
    def _wait_for_the_answer(self, event: Input.Submitted) -> None:
        """Do what fits what was typed, and nothing that fitted before."""
        if self._looking:
            event.stop()
            event.prevent_default()
            self.answering = True

    @on(Worker.StateChanged)
    def _answered(self, event: Worker.StateChanged) -> None:
        if self.answering and event.worker.is_finished and not self._looking:
            self.answering = False
            if self.query_one(CommandList).highlighted is not None:
                self._select_or_command()
