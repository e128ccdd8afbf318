"""The whole program in a terminal that is none: the app over a monitor over the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.screen import ModalScreen

from ftmonitor.sync.link import Health
from ftmonitor.ui.app import FtmonitorApp
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.main import MainScreen
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.opened import Opened, opened
from tests.support.stagehand import shown, toasts

MOST_LOOKS = 2_000
"""How often something is looked for before it counts as missing: some seconds."""

LOOK_S = 0.1
"""Seconds that pass on the clock between two looks: the engine spreads its requests over time."""


class WatchedApp(FtmonitorApp):
    """The app, with the clipboard and the browser in sight."""

    copied: str = ""
    told: tuple[str, ...] = ()
    bells: int = 0
    opened_url: str = ""

    def bell(self) -> None:
        """Count how often it rang."""
        self.bells += 1

    def tell_terminal(self, sequence: str) -> None:
        """Remember what the terminal was asked for."""
        self.told = (*self.told, sequence)

    def copy_to_clipboard(self, text: str) -> None:
        """Remember what was copied."""
        self.copied = text

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Remember what was opened."""
        self.opened_url = url


@dataclass(frozen=True)
class Shown:
    """A running app, and how to use it."""

    app: WatchedApp
    pilot: Pilot[str]
    world: Opened

    @property
    def main(self) -> MainScreen:
        """Return the main screen."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def text(self) -> str:
        """Return what is on the screen."""
        return shown(self.app)

    @property
    def toasts(self) -> list[str]:
        """Return what the toasts say."""
        return toasts(self.app)

    @property
    def dialogs(self) -> int:
        """Return how many dialogs are open."""
        return sum(isinstance(screen, ModalScreen) for screen in self.app.screen_stack)

    def focus(self) -> Pane | None:
        """Return the pane that has the focus."""
        widget = self.main.focused
        panes = {self.main.pane(pane): pane for pane in Pane}
        while widget is not None and widget not in panes:
            widget = widget.parent  # type: ignore[assignment]
        return panes.get(widget) if widget is not None else None

    async def press(self, *keys: str) -> None:
        """Press keys, and let the screen settle."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type_ahead(self, *keys: str) -> None:
        """Type faster than anything is drawn, and let the screen settle: the same as `press`, in a fifth of the time.

        The app works at one key after the other; each is done before the next one begins.
        """
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            driver.send_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(MOST_LOOKS):
            await asyncio.sleep(0.002)
            if not self.app._working:
                break
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Put a text where the keys go, as a terminal does with the clipboard: far cheaper than letter by letter."""
        assert self.app.screen.focused is not None
        self.app.screen.focused.post_message(events.Paste(text))
        await self.pilot.pause()

    async def until(self, holds: Callable[[], object], *, step_s: float = LOOK_S) -> None:
        """Wait until something holds: answers come from other threads. `step_s` pass on the clock between two looks."""
        for _ in range(MOST_LOOKS):
            if holds():
                await self.pilot.pause()
                return
            await asyncio.sleep(0.002)
            self.world.clock.advance(step_s)
        raise AssertionError(f"it never came; the screen says\n{self.text}\n{self.toasts}")

    async def settle(self) -> None:
        """Wait until every question is answered; only where no engine asks for more."""
        for _ in range(3):  # an answer may lead to a question
            waiting = ("steer", "results", "log save")  # for the user
            asking = [worker for worker in self.app.workers if worker.group not in waiting]
            if asking:
                await self.app.workers.wait_for_complete(asking)
            await self.pilot.pause()

    async def move_to(self, suffix: str) -> str:
        """Move the cursor to the job of a suffix, without the keys between; return its id."""
        await self.until(lambda: any(job.name == suffix for job in self.main.jobs))
        job_id = next(job.id for job in self.main.jobs if job.name == suffix)
        if self.main.job_id != job_id:
            self.main.query_one(JobList).select(job_id)
            self.main.choose(job_id)
        await self.until(lambda: self.main.job is not None and self.main.job.id == job_id)
        return job_id


@asynccontextmanager
async def screen(
    folder: Path,
    size: tuple[int, int] = (120, 40),
    *,
    scenario: str = "default",
    job_id: str | None = None,
    at: str = "",
    filled: bool = True,
    key: bool = True,
    read_only: bool = False,
    live: bool = True,
    posed: bool = False,
) -> AsyncIterator[Shown]:
    """Show the app, started at a job: the one with the id `job_id`, or that of the suffix `at`, or the newest.

    With `live`, it is shown only after the first good answer and with a job read.
    Where it is `posed`, it looks live and shows the history, but asks nobody: that is enough for most of what keys do.
    """
    async with opened(folder, scenario, filled=filled, key=key, read_only=read_only, posed=posed) as world:
        job_id = world.named(at) if at else job_id
        app = WatchedApp(world.monitor, job_id, clock=world.clock, config_file="~/.config/ftmonitor/config.toml")
        async with app.run_test(size=size, notifications=True) as pilot:
            there = Shown(app, pilot, world)
            while there.main.panes is None:  # they come behind the first frame
                await pilot.pause()
            if live and key:
                await there.until(lambda: there.main.link.health is Health.LIVE and there.main.job is not None)
            yield there
