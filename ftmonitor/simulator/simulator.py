"""A world, a clock and the faults, behind one door: what both shells (transport, server) ask."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ftmonitor.clock import Clock, SystemClock
from ftmonitor.errors import UsageError
from ftmonitor.simulator.exchange import Reply, Request
from ftmonitor.simulator.faults import Faults
from ftmonitor.simulator.journal import Asked, Journal
from ftmonitor.simulator.routes import PAGING, Paging, answer
from ftmonitor.simulator.scenarios import Scenario, scenario_of
from ftmonitor.simulator.serving import ALL, Serving
from ftmonitor.simulator.world import World

BASE_URL = "http://simulator.localhost/v1"
"""What the in-process transport answers to; it asks for a key, and takes any text for one."""

_REMEMBERED = 20_000
"""Requests that the ledger keeps: hours of polling, a few megabytes."""


@dataclass(frozen=True, slots=True)
class Served:
    """One request and what became of it; status 0 where the connection was refused."""

    at: float
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    status: int


class Ledger:
    """What tests compare a history with: what was asked, and all there is to know about a job by now."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self.requests: deque[Served] = deque(maxlen=_REMEMBERED)

    def count(self, path: str = "", method: str = "") -> int:
        """Return how many requests there were whose path contains `path`."""
        return sum(path in served.path and method in {"", served.method} for served in self.requests)

    def jobs(self) -> list[dict[str, object]]:
        """Return all jobs by now, newest first, hidden ones among them."""
        return self._simulator.world.jobs(self._simulator.now())

    def listed(self) -> list[str]:
        """Return the ids of the jobs that are listed, newest first."""
        simulator = self._simulator
        ids = simulator.world.job_ids(simulator.now())
        return [job_id for job_id in ids if job_id not in simulator.serving.hidden]

    def events(self, job_id: str) -> list[dict[str, object]]:
        """Return all events of a job that came by now, oldest first, those served no more among them."""
        return self._at(job_id, self._simulator.serving.came)

    def served(self, job_id: str) -> list[dict[str, object]]:
        """Return the events of a job that are served now, oldest first."""
        return self._at(job_id, self._simulator.serving.places)

    def checkpoints(self, job_id: str) -> list[dict[str, object]]:
        """Return the checkpoints of a job by now, the highest step first."""
        return self._simulator.world.checkpoints(job_id, self._simulator.now())

    def _at(self, job_id: str, places: Callable[[World, str, float], Sequence[int]]) -> list[dict[str, object]]:
        world, now = self._simulator.world, self._simulator.now()
        return [world.event(job_id, place, now) for place in places(world, job_id, now)]


class Simulator:
    """The API as one function from request to reply, at the time of a clock.

    A scenario is named, or given. The same one, seed, speed and `started_at` (seconds since the epoch; None: now) make
    the same world. With a `journal` file a world goes on where it was, also after a crash: beginning and changes are
    kept there.

    Raises:
        UsageError: For an unknown scenario, or a speed that is not above 0.
    """

    def __init__(
        self,
        scenario: str | Scenario = "default",
        *,
        seed: int = 7,
        speed: float = 1.0,
        clock: Clock | None = None,
        started_at: float | None = None,
        journal: Path | None = None,
        paging: Paging = PAGING,
        serving: Serving = ALL,
    ) -> None:
        if not 0 < speed < 1e6:
            raise UsageError(f"speed {speed:g}: must be above 0 and below a million")
        chosen = scenario_of(scenario) if isinstance(scenario, str) else scenario
        self.clock = clock or SystemClock()
        self.paging = paging
        self.serving = serving
        """How it serves what there is; may be set at any time."""
        self._lock = threading.Lock()
        self._latest = self.clock.now() if started_at is None else max(started_at, self.clock.now())
        self._journal = Journal(journal) if journal is not None else None
        identity = {"scenario": chosen.name, "seed": seed, "speed": speed}
        memory = self._journal.read(identity) if self._journal is not None else None
        if memory is not None:
            started_at = memory.started_at
        elif started_at is None:
            started_at = self._latest
        self.world = World(chosen, seed=seed, started_at=started_at, speed=speed)
        self.faults = Faults(chosen.faults, seed)
        self.ledger = Ledger(self)
        if memory is not None:
            for asked in memory.asked:
                answer(self.world, Faults(), asked.request, asked.at, paging)
        elif self._journal is not None:
            self._journal.begin(identity, started_at)

    def now(self) -> float:
        """Return the time in seconds since the epoch; it never goes back, as what was served stays served."""
        self._latest = max(self._latest, self.clock.now())
        return self._latest

    def answer(self, request: Request) -> Reply:
        """Return the answer to a request; may be called from any thread."""
        with self._lock:
            now = self.now()
            changes = request.method != "GET"
            reply = answer(self.world, self.faults, request, now, self.paging, serving=self.serving)
            self.ledger.requests.append(Served(now, request.method, request.path, request.query, reply.status))
            if changes and reply.status == 200 and self._journal is not None:
                self._journal.add(Asked(now, request))
            return reply
