"""A monitor over the simulator in process, at a time that stands still: the whole program below the screen."""

from __future__ import annotations

import asyncio
import functools
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.monitor.open import open_monitor
from ftmonitor.secret import Secret
from ftmonitor.simulator.simulator import BASE_URL, Simulator
from tests.support.clock import START

LOOK_S = 0.05
"""Seconds that pass on the clock between two looks: the engine spreads its requests over time."""

FILLED_S = 20.0
"""Seconds of polling, in the clock's time, after which a history holds all that a scenario has for its first screen."""


class StillClock:
    """A `ftmonitor.clock.Clock` that stands still until `advance`; whoever sleeps wakes when his time has come."""

    def __init__(self, now: float = START) -> None:
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


@dataclass(frozen=True)
class Opened:
    """A monitor that is not started, its simulator, and the clock of both."""

    monitor: Monitor
    simulator: Simulator
    clock: StillClock

    def named(self, suffix: str) -> str:
        """Return the id of the job of a suffix."""
        return next(str(job["id"]) for job in self.simulator.ledger.jobs() if job["user_provided_suffix"] == suffix)


@asynccontextmanager
async def opened(
    folder: Path, scenario: str = "default", *, filled: bool = True, key: bool = True, read_only: bool = False
) -> AsyncIterator[Opened]:
    """Open a monitor in `folder`, over a history that is `filled` or empty; it is closed at the end.

    The clock stands `FILLED_S` behind the beginning of the world, whether filled or not.
    """
    history = folder / "history.sqlite3"
    if filled:
        shutil.copy(await asyncio.to_thread(template, scenario), history)
    clock = StillClock(START + FILLED_S)
    simulator = Simulator(scenario, clock=clock, started_at=START)
    profile = Profile("demo", BASE_URL, Secret("sk-simulated") if key else None, read_only=read_only)
    monitor = open_monitor(profile, history, clock=clock, simulator=simulator)
    try:
        yield Opened(monitor, simulator, clock)
    finally:
        await monitor.aclose()


@functools.cache
def template(scenario: str) -> Path:
    """Return a history of a scenario, made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="ftmonitor-template-"))
    history = folder / "history.sqlite3"
    asyncio.run(_fill(scenario, history))
    return history


async def _fill(scenario: str, history: Path) -> None:
    clock = StillClock(START)
    simulator = Simulator(scenario, clock=clock, started_at=START)
    profile = Profile("demo", BASE_URL, Secret("sk-simulated"))
    monitor = open_monitor(profile, history, clock=clock, simulator=simulator)
    await monitor.start()
    while clock.now() < START + FILLED_S:
        clock.advance(LOOK_S)
        await asyncio.sleep(0.002)
    assert monitor.complete, "the scenario is too large to be read in so short a time"
    await monitor.aclose()
