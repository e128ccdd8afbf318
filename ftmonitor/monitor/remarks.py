"""What the user says of jobs, written into the history: no server is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftmonitor.monitor.monitor import Monitor


class Remarks:
    """Pins and notes. They stand in the summaries of the jobs: look there for them once one was written."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    async def pin(self, job_ids: Sequence[str], *, on: bool) -> None:
        """Put jobs on top of the list, or back among the others.

        Raises:
            StoreError: If the history cannot be written.
        """
        await self._monitor.store.remarks.pin(job_ids, self._monitor.clock.now() if on else None)

    async def note(self, job_id: str, text: str) -> None:
        """Write a note about a job; "" takes it away.

        Raises:
            StoreError: If the history cannot be written.
        """
        await self._monitor.store.remarks.note(job_id, text)
