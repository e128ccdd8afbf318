"""Clocks: one that stands still until a test moves it, and one that runs fast."""

from __future__ import annotations

import asyncio
import time

START = 1_795_000_000.0
"""Where a fake clock starts, in seconds since the epoch (November 2026, as the sample payloads)."""


class FakeClock:
    """A `ftmonitor.clock.Clock` that only `advance`, `jump` and `sleep` move.

    `waits` holds every wait asked for, in seconds, in order.
    """

    def __init__(self, now: float = START) -> None:
        self._now = now
        self._monotonic = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds passed since the clock was made."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self._now += seconds
        self._monotonic += seconds

    def jump(self, seconds: float) -> None:
        """Set the wall clock forward (or back, if negative), as NTP does; no time passes."""
        self._now += seconds

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass at once, and others run."""
        self.waits.append(seconds)
        self.advance(max(0.0, seconds))
        await asyncio.sleep(0)


class HastyClock:
    """A `ftmonitor.clock.Clock` that runs `rate` times as fast as ours: for who cannot be told that time passed.

    It begins to run when somebody first waits on it, so that a slow start costs nothing of what is to be seen.
    """

    def __init__(self, rate: float, now: float = START) -> None:
        self._rate = rate
        self._began: float | None = None
        self._epoch = now

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return self._epoch + self.monotonic()

    def monotonic(self) -> float:
        """Return the seconds passed since the clock began to run."""
        return 0.0 if self._began is None else self._rate * (time.monotonic() - self._began)

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds`, which is not long."""
        if self._began is None:
            self._began = time.monotonic()
        await asyncio.sleep(max(0.0, seconds) / self._rate)
