"""A monitor over the simulator in process, at a time that stands still: the whole program below the screen."""

from __future__ import annotations

import asyncio
import atexit
import fcntl
import functools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ftmonitor.api.client import Client
from ftmonitor.clock import Clock
from ftmonitor.config.profiles import Profile
from ftmonitor.models.phase import phase_of
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.monitor.open import open_monitor
from ftmonitor.secret import Secret
from ftmonitor.simulator.simulator import BASE_URL, Simulator
from ftmonitor.simulator.transport import SimulatorTransport
from ftmonitor.sources.openai import OpenAISource
from ftmonitor.store.cursors import Walk
from ftmonitor.store.store import Store
from ftmonitor.sync.link import Health, Link
from ftmonitor.sync.passes import Passes
from tests.support import TEMPLATES
from tests.support.clock import START

FILLED_S = 20.0
"""Seconds from the beginning of a world to where its history is filled and the clock stands."""

NOW = START + FILLED_S
LIVE = Link(Health.LIVE, since=NOW - 600, answered_at=NOW - 3, requests_per_minute=9)
"""The connection of a monitor that is posed."""


class StillClock:
    """A `ftmonitor.clock.Clock` that stands still until `advance`; whoever sleeps wakes when his time has come."""

    def __init__(self, now: float = NOW) -> None:
        self._now = now
        self._passed = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds passed since the clock was made."""
        return self._passed

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._now += seconds
        self._passed += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def sleep(self, seconds: float) -> None:
        """Wait until `seconds` have passed."""
        until = self._passed + seconds
        await asyncio.sleep(0)
        while self._passed < until:
            await self._moved.wait()


class FrozenClock(StillClock):
    """A clock that nobody can move: for pictures."""

    def advance(self, seconds: float) -> None:
        """Stand still."""


@dataclass(frozen=True)
class Opened:
    """A monitor that is not started, its simulator, and the clock of both."""

    monitor: Monitor
    simulator: Simulator
    clock: StillClock

    def named(self, suffix: str) -> str:
        """Return the id of the job of a suffix."""
        return next(str(job["id"]) for job in self.simulator.ledger.jobs() if job["user_provided_suffix"] == suffix)


class PosedMonitor(Monitor):
    """A monitor that asks nobody: what the history holds, and a connection that is as it is told to be."""

    def __init__(self, profile: Profile, store: Store, clock: Clock, link: Link) -> None:
        super().__init__(profile, store, clock, None)
        self.read_only = profile.read_only or link.health is Health.NO_KEY
        self._posed = link

    @property
    def link(self) -> Link:
        """Return the connection as it was told to be."""
        return self._posed

    @property
    def complete(self) -> bool:
        """Return that all was seen, where anything was asked."""
        return self._posed.health is not Health.CONNECTING

    async def start(self) -> None:
        """Ask nobody."""
        self._started.set()


@asynccontextmanager
async def opened(
    folder: Path,
    scenario: str = "default",
    *,
    filled: bool = True,
    key: bool = True,
    read_only: bool = False,
    posed: bool = False,
) -> AsyncIterator[Opened]:
    """Open a monitor in `folder`, over a history that is `filled` or empty; it is closed at the end.

    One that is `posed` asks nobody and takes half the time.
    """
    history = folder / "history.sqlite3"
    if filled:
        shutil.copy(await asyncio.to_thread(template, scenario), history)
    clock = StillClock()
    simulator = world(scenario, clock)
    profile = profile_of(key=key, read_only=read_only)
    if posed:
        monitor: Monitor = PosedMonitor(profile, Store.open(history), clock, LIVE)
    else:
        monitor = open_monitor(profile, history, clock=clock, simulator=simulator)
    try:
        yield Opened(monitor, simulator, clock)
    finally:
        await monitor.aclose()


def profile_of(*, key: bool = True, read_only: bool = False) -> Profile:
    """Return the profile of the demo."""
    return Profile("demo", BASE_URL, Secret("sk-simulated") if key else None, read_only=read_only)


def world(scenario: str = "default", clock: Clock | None = None) -> Simulator:
    """Return the world that histories are filled from, by default as it stands then."""
    return Simulator(scenario, clock=clock or StillClock(), started_at=START)


@functools.cache
def template(scenario: str) -> Path:
    """Return a history of a scenario, the same each time: made by the first process of a run that asks for it."""
    history = templates() / f"{scenario}.sqlite3"
    with history.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not history.exists():
            asyncio.run(_fill(scenario, history.with_suffix(".new")))
            history.with_suffix(".new").rename(history)
    return history


@functools.cache
def templates() -> Path:
    """Return the folder of the histories that are made once: of the run, where it has several processes."""
    if shared := os.environ.get(TEMPLATES):
        Path(shared).mkdir(parents=True, exist_ok=True)
        return Path(shared)
    folder = Path(tempfile.mkdtemp(prefix="ftmonitor-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


async def _fill(scenario: str, history: Path) -> None:
    """Read all jobs, a page of events of each, and everything of those that run."""
    clock = StillClock()
    simulator = world(scenario, clock)
    client = Client.for_profile(profile_of(), tries=1, clock=clock, transport=SimulatorTransport(simulator))
    store = Store.open(history)
    passes = Passes(OpenAISource(client, "demo"), store, clock)
    while (await passes.older_jobs()).walk is not Walk.DONE:
        pass
    for job in await store.summaries.all():
        if phase_of(job.status).ended:
            await passes.peek(job.id)
        else:
            await passes.events(job.id, follow=True, ended=False)
            while (await passes.older_events(job.id)).gap:
                pass
        await passes.checkpoints(job.id, job.status)
    await client.aclose()
    await store.aclose()
