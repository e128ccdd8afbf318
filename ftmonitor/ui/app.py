"""The app: theme, the main screen, the change feed, and one place for what nobody expected."""

from __future__ import annotations

import asyncio
import gc
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES, Theme
from textual.worker import Worker, WorkerState

from ftmonitor.clock import Clock, SystemClock
from ftmonitor.config.look import Look
from ftmonitor.config.settings import environment
from ftmonitor.errors import FtmonitorError
from ftmonitor.sync.link import Health
from ftmonitor.text import one_line
from ftmonitor.ui.commands import BY_ID, Registry
from ftmonitor.ui.dress import Dress
from ftmonitor.ui.inlet import Inlet
from ftmonitor.ui.messages import AlertsChanged, LinkChanged, News, Painted, ProfileWanted, StoreChanged, Unexpected
from ftmonitor.ui.screens.main import MainScreen
from ftmonitor.ui.theme import DARK, THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.monitor.profiles import Profiles
    from ftmonitor.ui.dialogs.no_key import Choice

DEMO = "demo"
"""What the app returns where the user asked for the demo."""

LOOK = Look()

LONG_S = 20.0
"""Seconds that a word about the configuration stands: it has a file and a line to be read."""

MOST_WARNINGS = 6
"""Words about the configuration that are told at once."""

_OURS = {theme.name: theme for theme in THEMES}
_QUIT = BY_ID["app.quit"]
_SUSPEND = BY_ID["app.suspend"]
_HERE = Path(__file__).parent  # the style sheet of a default screen is not read by itself


def _first_theme(app: object) -> str:
    return app.first_theme if isinstance(app, FtmonitorApp) else DARK.name


class FtmonitorApp(Inlet, inherit_bindings=False):
    """The UI over an opened monitor, which it starts after the first frame; the last one it does not close.

    Returns `DEMO` where the user chose the demo, else None.
    """

    TITLE = "ftmonitor"
    CSS_PATH: ClassVar[list[str | PurePath]] = [_HERE / "app.tcss", _HERE / "screens" / "main.tcss"]
    ENABLE_COMMAND_PALETTE = False
    theme: Reactive[str] = Reactive(Initialize(_first_theme))
    """As it is declared above, but ours from the beginning: a theme that is set later has all styles read again."""
    first_theme: str = DARK.name
    warms = False
    """Whether what keys will need is brought in a moment after the start: as in every long run."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(_QUIT.keys), "quit", _QUIT.label, show=False, id=_QUIT.id, priority=True),
        Binding(",".join(_SUSPEND.keys), "suspend_process", _SUSPEND.label, show=False, id=_SUSPEND.id, priority=True),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        monitor: Monitor,
        job_id: str | None = None,
        *,
        clock: Clock | None = None,
        look: Look = LOOK,
        config_file: str = "config.toml",
        usual_theme: str = DARK.name,
        profiles: Profiles | None = None,
    ) -> None:
        self._wear = partial(Dress, look=look, usual=usual_theme, colours="NO_COLOR" not in environment())
        self.dress = self._wear(monitor.views)
        self.first_theme, odd = self.dress.theme((*BUILTIN_THEMES, *_OURS))
        super().__init__()
        self.monitor = monitor
        self.animation_level = "none"
        self._connecting = False
        self._config_file = config_file
        self._news = News()
        self._commands = Registry(look.keys)
        self._keymap = {**self._commands.keymap}
        if odd:
            self._commands.warnings.append(odd)
        if not self.dress.colours:
            from ftmonitor.ui.mono import Attributes

            self._filters = [Attributes()]
        self._clock = clock or SystemClock()
        self._profiles = profiles
        self._main = self._make_main(job_id)

    def _make_main(self, job_id: str | None = None) -> MainScreen:
        return MainScreen(
            self.monitor, self._clock, job_id, self.dress.glyphs(), registry=self._commands, profiles=self._profiles
        )

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Return Textual's themes and ours."""
        return {**super().available_themes, **_OURS}

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen: it is the first thing that is painted (before what a screen of a mode waits for)."""
        return self._main

    @on(Painted)
    def _boot(self, message: Painted) -> None:
        """Connect only when what the history holds is on the screen."""
        message.stop()
        if not self._connecting:
            self._connecting = True
            if said := in_one(self._commands.warnings):
                self.notify(said, severity="warning", timeout=LONG_S, markup=False)
            self.call_after_refresh(self._connect)

    def _connect(self) -> None:
        self.run_worker(self._listen(), name="changes", group="feed", exit_on_error=False)
        self.run_worker(self._start(), name="start", group="start", exit_on_error=False)

    async def _start(self) -> None:
        try:
            await self.monitor.start()
        except FtmonitorError as error:
            self._fail("Could not start", str(error), "What the history holds is shown.")
            return
        finally:
            _collect_again()
        self._main.reading.bodies()
        if self.warms:
            self.run_worker(self._warm(), name="warm", group="warm", exit_on_error=False)
        if self.monitor.link.health is Health.NO_KEY and not self._main.jobs:
            from ftmonitor.ui.dialogs.no_key import NoKey

            profile = self.monitor.profile
            self.push_screen(NoKey(profile.base_url, profile.key_hint, self._config_file), self._newcomer_chose)

    async def _warm(self) -> None:
        from ftmonitor.ui.warming import warm

        self.warms = False
        await warm(self.stylesheet)

    def _newcomer_chose(self, choice: Choice | None) -> None:
        from ftmonitor.ui.dialogs.no_key import Choice

        if choice is Choice.DEMO:
            self.exit(DEMO)
        elif choice is Choice.QUIT:
            self.exit()

    async def _listen(self) -> None:
        from ftmonitor.sync import changes

        async for change in self.monitor.changes():
            if isinstance(change, changes.LinkChanged):
                self._main.post_message(LinkChanged())
                continue
            if isinstance(change, changes.AlertsRaised | changes.HistoryChanged):
                self._main.post_message(AlertsChanged(anew=isinstance(change, changes.HistoryChanged)))
            if not isinstance(change, changes.AlertsRaised):
                self._news.add(change)
                self._main.post_message(StoreChanged(self._news))

    @on(ProfileWanted)
    def _profile_wanted(self, message: ProfileWanted) -> None:
        message.stop()
        self.run_worker(self._switch(message.name), name="switch", group="switch", exclusive=True, exit_on_error=False)

    async def _switch(self, name: str) -> None:
        """Close the monitor in use and show that of another profile; where it cannot be opened, all stays as it is."""
        if self._profiles is None:
            return
        try:
            monitor = await asyncio.to_thread(self._profiles.open, name)
        except FtmonitorError as error:
            self._fail(f"Could not switch to {one_line(name, 40)}", str(error), "The profile before goes on.")
            self._main.say_doing("")
            return
        for group in ("feed", "start"):
            self.workers.cancel_group(self, group)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        before, self.monitor = self.monitor, monitor
        self.dress = self._wear(monitor.views)
        self.theme, _ = self.dress.theme(self.available_themes)
        self._news, self._connecting = News(), False
        self._main = self._make_main()
        mode, left = self.current_mode, self.screen
        self.add_mode(f"{mode}+", lambda: self._main)  # each profile is a stack of screens of its own
        await self.switch_mode(f"{mode}+")
        if mode == self.DEFAULT_MODE:
            await left.remove()  # that mode itself stays
        else:
            await self.remove_mode(mode)
        await before.aclose()

    async def on_event(self, event: events.Event) -> None:
        """Tell the monitor that somebody is there, then go on as ever."""
        if isinstance(event, events.Key | events.MouseDown | events.MouseScrollDown | events.MouseScrollUp):
            self.monitor.touch()
        await super().on_event(event)

    def on_app_focus(self) -> None:
        """Say that the terminal is looked at."""
        self.monitor.terminal_focus(True)

    def on_app_blur(self) -> None:
        """Say that the terminal is not looked at."""
        self.monitor.terminal_focus(False)

    def action_help_quit(self) -> None:
        """Say how to quit: ctrl+c copies elsewhere, and must not end a program that one watches for hours."""
        self.notify("q goes back and quits at the list; ctrl+q quits at once", markup=False)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._say_unexpected(event.worker.error)

    @on(Unexpected)
    def _unexpected(self, message: Unexpected) -> None:
        message.stop()
        self._say_unexpected(message.error)

    def _say_unexpected(self, error: BaseException) -> None:
        said = one_line(str(error), 500) if isinstance(error, FtmonitorError) else describe(error)
        self._fail("Something went wrong", said, "The rest goes on; r asks again.")

    def _fail(self, what: str, said: str, then: str) -> None:
        from ftmonitor.ui.actions import fail
        from ftmonitor.ui.dialogs.failure import Trouble

        fail(self._main, Trouble(what, said, then))


def in_one(warnings: Sequence[str]) -> str:
    """Return sentences as one toast, a line each: several toasts would push each other away."""
    more = len(warnings) - MOST_WARNINGS
    lines = [one_line(warning, 300) for warning in warnings[:MOST_WARNINGS]]
    return "\n".join([*lines, f"and {more} more"] if more > 0 else lines)


def _collect_again() -> None:
    """Look for garbage again, where the start went without; what was made so far is kept out of every search."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def describe(error: BaseException) -> str:
    """Return an error that nobody thought of as one line: what it is and where it came up."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""
    return one_line(f"An error in ftmonitor itself ({type(error).__name__}{where}): {error}", 500)
