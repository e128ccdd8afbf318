"""The engine as a process of its own, for tests that kill it: `python -m tests.support.runner URL HISTORY JOB`.

It follows one job until that has ended and all of its events are here, many times as fast as a clock.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.open import open_monitor
from ftmonitor.secret import Secret
from ftmonitor.store.jobs import QUIET

HASTE = 400.0
LOOK_S = 1.0


class HastyClock:
    """A `ftmonitor.clock.Clock` that runs `HASTE` times as fast as time."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic() * HASTE

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / HASTE)


async def follow(url: str, history: Path, job_id: str) -> None:
    """Follow a job to its end."""
    clock = HastyClock()
    monitor = open_monitor(Profile("killed", url, Secret("key-of-the-tests")), history, clock=clock)
    await monitor.start()
    monitor.follow(job_id)
    monitor.select(job_id)
    while True:
        standing = await monitor.store.jobs.standing(job_id)
        if standing is not None and standing.phase.ended and standing.quiet >= QUIET and not standing.gap:
            break
        await clock.sleep(LOOK_S)
    await monitor.aclose()


if __name__ == "__main__":
    asyncio.run(follow(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
