"""The screen over a history that somebody left, at a time that stands still, its connection as it is told to be."""

from __future__ import annotations

import asyncio
import atexit
import functools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from ftmonitor.api.client import Client
from ftmonitor.config.look import Look
from ftmonitor.simulator.simulator import Simulator
from ftmonitor.simulator.transport import SimulatorTransport
from ftmonitor.sources.openai import OpenAISource
from ftmonitor.store.store import Store
from ftmonitor.sync.link import Health, Link
from ftmonitor.sync.passes import Passes
from ftmonitor.ui.messages import LinkChanged
from tests.support.clock import START
from tests.support.opened import FILLED_S, FrozenClock, Opened, PosedMonitor, StillClock, profile_of
from tests.support.screens import Shown, WatchedApp

AWAY_S = 400.0
"""How long nobody looked while the events of the gap came: more of them than a page holds."""


class Posed(PosedMonitor):
    """A monitor whose connection can be told to be another one, with a list that is whole or not."""

    whole: bool | None = None

    @property
    def complete(self) -> bool:
        """Return whether it was told that the list is whole; untold, it is as the connection says."""
        return super().complete if self.whole is None else self.whole


@dataclass(frozen=True)
class Pose:
    """An app that is not run yet, and how to steer it once it runs."""

    app: WatchedApp
    monitor: Posed
    clock: FrozenClock
    simulator: Simulator

    def shown(self, pilot: Pilot[Any]) -> Shown:
        """Return the running app."""
        return Shown(self.app, pilot, Opened(self.monitor, self.simulator, self.clock))

    async def become(self, there: Shown, link: Link) -> None:
        """Let the connection be another one."""
        self.monitor._posed = link
        there.main.post_message(LinkChanged())
        await there.settle()

    async def later(self, there: Shown, seconds: float) -> None:
        """Let time pass at once."""
        StillClock.advance(self.clock, seconds)
        there.main.look_at_link()
        await there.settle()


@contextmanager
def posed(
    folder: Path,
    history: Path | None,
    link: Link,
    *,
    now: float = START + FILLED_S,
    read_only: bool = False,
    theme: str = "",
) -> Iterator[Pose]:
    """Return the app over a copy of a history (None: an empty one), at `now` by its clock."""
    held = folder / "history.sqlite3"
    if history is not None:
        shutil.copy(history, held)
    clock = FrozenClock(now)
    profile = profile_of(key=link.health is not Health.NO_KEY, read_only=read_only)
    monitor = Posed(profile, Store.open(held), clock, link)
    app = WatchedApp(monitor, clock=clock, look=Look(theme=theme), config_file="~/.config/ftmonitor/config.toml")
    try:
        yield Pose(app, monitor, clock, Simulator(clock=clock, started_at=START))
    finally:
        monitor.store.close()


@functools.cache
def torn(*, lost: bool) -> Path:
    """Return a history of `support-v7` whose log begins with a lost gap and has another, open or `lost`, made once.

    It was left `AWAY_S` after it was filled.
    """
    folder = Path(tempfile.mkdtemp(prefix="ftmonitor-torn-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    history = folder / "history.sqlite3"
    asyncio.run(_tear(history, lost))
    return history


async def _tear(history: Path, lost: bool) -> None:
    clock = StillClock()
    simulator = Simulator(clock=clock, started_at=START)
    client = Client.for_profile(profile_of(), tries=1, clock=clock, transport=SimulatorTransport(simulator))
    store = Store.open(history)
    passes = Passes(OpenAISource(client, "demo"), store, clock)
    await passes.jobs()
    job_id = next(job.id for job in await store.summaries.all() if job.name == "support-v7")
    await passes.events(job_id, follow=True, ended=False)
    await passes.give_up(job_id)
    clock.advance(AWAY_S)
    await passes.jobs()
    await passes.events(job_id, follow=True, ended=False)
    if lost:
        await passes.give_up(job_id)
    await client.aclose()
    await store.aclose()
