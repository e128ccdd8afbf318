"""Time, as one seam: everything that asks for the time or waits is given a Clock."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Protocol

# Python's own stands still while a laptop sleeps. On macOS this one does not.
_AWAKE_AND_ASLEEP: int | None = getattr(time, "CLOCK_BOOTTIME", None)
if _AWAKE_AND_ASLEEP is None and sys.platform == "darwin":
    _AWAKE_AND_ASLEEP = getattr(time, "CLOCK_MONOTONIC", None)


class Clock(Protocol):
    """What time it is, and how to wait."""

    def now(self) -> float:
        """Return the time in seconds since the epoch; it may jump."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back, from any origin; the time that the machine slept counts, if it can."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds`."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds that never go back, those among them that the machine slept."""
        return time.monotonic() if _AWAKE_AND_ASLEEP is None else time.clock_gettime(_AWAKE_AND_ASLEEP)

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds`."""
        await asyncio.sleep(max(0.0, seconds))
