"""What the user was told of without asking: what nobody has read yet, and which jobs are watched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.store.alerts import Alert, Unread


class Alerts:
    """The alerts of the history in use. Every question raises StoreError where it cannot be answered."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    async def recent(self, limit: int = 200) -> tuple[Alert, ...]:
        """Return the last alerts, newest first."""
        return await self._monitor.store.alerts.recent(limit)

    async def after(self, number: int) -> tuple[Alert, ...]:
        """Return what was told after the alert `number`, oldest first."""
        return await self._monitor.store.alerts.after(number)

    async def unread(self) -> Unread:
        """Return how many alerts nobody has acknowledged."""
        return await self._monitor.store.alerts.unread()

    async def diverged(self) -> frozenset[str]:
        """Return the jobs that were told to diverge, where nobody has acknowledged it."""
        return await self._monitor.store.alerts.diverged()

    async def acknowledge(self, numbers: Sequence[int] | None = None) -> int:
        """Note that the user has seen these alerts (None: all of them); return how many of them were unread."""
        return await self._monitor.store.alerts.acknowledge(self._monitor.clock.now(), numbers)

    async def watched(self) -> frozenset[str]:
        """Return the jobs that are watched."""
        return await self._monitor.store.alerts.watched()

    async def watch(self, job_id: str, on: bool) -> None:
        """Watch a job, or no more; one that is watched is followed until it has ended."""
        await self._monitor.store.alerts.watch(job_id, on)
        if on:
            self._monitor.follow(job_id)
