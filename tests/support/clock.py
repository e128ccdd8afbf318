"""A clock that stands still until a test moves it; waiting on it takes no time."""

from __future__ import annotations

import asyncio

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
