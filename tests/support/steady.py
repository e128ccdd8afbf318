"""A clock that moves only when a test says so, and an engine driven by it: as fast as the machine, in every order."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable, Sequence

from ftmonitor.errors import StoreError
from ftmonitor.sync.engine import Engine

START = 1_795_000_000.0
"""Where the clock starts, in seconds since the epoch (November 2026, as the sample payloads)."""

_TURNS = 20_000


class SteadyClock:
    """A `ftmonitor.clock.Clock` on which a sleep lasts until the test moved the time past it."""

    def __init__(self, now: float = START) -> None:
        self._now = now
        self._monotonic = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds passed since the clock was made."""
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        """Wait until the time was moved by `seconds`."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        entry = (self._monotonic + seconds, asyncio.get_running_loop().create_future())
        self._sleepers.append(entry)
        try:
            await entry[1]
        finally:
            with contextlib.suppress(ValueError):
                self._sleepers.remove(entry)

    @property
    def sleepers(self) -> int:
        """Return how many wait."""
        return sum(not future.done() for _, future in self._sleepers)

    @property
    def next_at(self) -> float:
        """Return when the first of them wakes."""
        return min((at for at, future in self._sleepers if not future.done()), default=math.inf)

    def move_to(self, at: float) -> None:
        """Move the time on to monotonic `at`, and wake who is due."""
        passed = max(0.0, at - self._monotonic)
        self._now += passed
        self._monotonic += passed
        for due, future in tuple(self._sleepers):
            if due <= self._monotonic + 1e-9 and not future.done():
                future.set_result(None)

    def jump(self, seconds: float) -> None:
        """Set the wall clock forward (or back, if negative); no time passes."""
        self._now += seconds


async def settled(engines: Engine | Sequence[Engine], clock: SteadyClock) -> None:
    """Let everything run that does not wait for the clock."""
    running = (engines,) if isinstance(engines, Engine) else tuple(engines)
    still = 0
    for _ in range(_TURNS):
        await asyncio.sleep(0)
        # The timer of each engine is one of the sleepers.
        asleep = clock.sleepers >= sum(engine.under_way + 1 for engine in running)
        still = still + 1 if asleep else 0
        if still > 3:
            return
        if not asleep:
            for engine in running:
                with contextlib.suppress(StoreError):
                    await engine._store.read(bool)  # its thread is done with what was asked before
    raise AssertionError("the engine does not come to rest")


async def drive(
    engines: Engine | Sequence[Engine],
    clock: SteadyClock,
    seconds: float,
    *,
    until: Callable[[], bool] | None = None,
) -> None:
    """Let `seconds` pass, from one waking to the next; stop early once `until` holds."""
    end = clock.monotonic() + seconds
    while True:
        await settled(engines, clock)
        if until is not None and until():
            return
        if clock.next_at > end:
            clock.move_to(end)
            await settled(engines, clock)
            return
        clock.move_to(clock.next_at)


@contextlib.asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[asyncio.Task[None]]:
    """Run an engine for the length of a block; whatever it raises, the test hears."""
    task = asyncio.create_task(engine.run())
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
