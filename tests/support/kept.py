"""A monitor over sources that a test writes: whose jobs it sees, what becomes of its history, what its key is."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.histories import open_history
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.monitor.results import Reader
from ftmonitor.secret import Secret
from ftmonitor.sync.changes import Change
from tests.support.ledger import Ledger, event_row, job_row
from tests.support.opened import StillClock

PATIENCE = 2_000


@dataclass
class Connection:
    """A connection to one source, which is the actor too."""

    source: Ledger
    closed: bool = False

    @property
    def actor(self) -> Ledger:
        return self.source

    @property
    def reader(self) -> Reader:
        raise NotImplementedError

    async def aclose(self) -> None:
        self.closed = True


@dataclass
class Kept:
    """What a profile's monitors see and keep: `source` is the server as the key of now sees it."""

    home: Path
    clock: StillClock = field(default_factory=StillClock)
    source: Ledger = field(init=False)
    connections: list[Connection] = field(default_factory=list)
    renewed: list[Ledger | None] = field(default_factory=list)
    """What each run of the command that prints the key leads to; None: to the same key."""
    runs: int = 0
    heard: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.source = self.server()

    def server(self, *job_ids: str, organization: str | None = None, events: int = 5) -> Ledger:
        """Return a server with running jobs of one organization."""
        source = Ledger(self.clock)
        about = {} if organization is None else {"organization_id": organization}
        for job_id in job_ids:
            source.jobs.append(job_row(job_id, created_at=1_795_000_000, **about))
            source.events[job_id] = [event_row(number, message="words " * 50) for number in range(events)]
        return source

    @contextlib.asynccontextmanager
    async def opened(
        self, *, key: bool = True, patient: bool = True, renewable: bool = False
    ) -> AsyncIterator[Monitor]:
        """Open a monitor and start it; it is closed at the end."""
        profile = Profile("kept", api_key=Secret("sk-kept") if key else None)
        store = await asyncio.to_thread(open_history, self.home, self.clock, stand_in=patient)
        monitor = Monitor(
            profile,
            store,
            self.clock,
            self._connect if key else None,
            home=self.home,
            reconnect=self._reconnect if renewable else None,
        )
        listening = asyncio.create_task(self._listen(monitor))
        try:
            await monitor.start()
            yield monitor
        finally:
            await monitor.aclose()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def until(self, holds: Callable[[], bool] | Callable[[], Awaitable[bool]], step_s: float = 0.5) -> None:
        """Let time pass until something holds."""
        for _ in range(PATIENCE):
            answer = holds()
            if await answer if isinstance(answer, Awaitable) else answer:
                return
            self.clock.advance(step_s)
            await asyncio.sleep(0.002)
        raise AssertionError("it never came")

    def _connect(self) -> Connection:
        self.connections.append(Connection(self.source))
        return self.connections[-1]

    def _reconnect(self) -> Connection | None:
        self.runs += 1
        source = self.renewed.pop(0) if self.renewed else None
        if source is None:
            return None
        self.source = source
        return self._connect()

    async def _listen(self, monitor: Monitor) -> None:
        async for change in monitor.changes():
            self.heard.append(change)


async def whole(monitor: Monitor, source: Ledger) -> bool:
    """Return whether the history in use has just the jobs and events that the server has."""
    jobs = await monitor.jobs.summaries()
    if {job.id for job in jobs} != {job.id for job in source.jobs}:
        return False
    for job in jobs:
        rows = await monitor.events.window(job.id, 0, 10**9)
        if [row.id for row in rows] != [row.id for row in source.events[job.id]]:
            return False
    return True
