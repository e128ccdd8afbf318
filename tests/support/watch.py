"""A simulator, and a history that engines fill from it through the real client, on a clock that the test moves."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path

from ftmonitor.api.client import Client
from ftmonitor.simulator.cast import Role, company_of
from ftmonitor.simulator.paging import Limits
from ftmonitor.simulator.routes import Paging
from ftmonitor.simulator.scenarios import Scenario
from ftmonitor.simulator.simulator import BASE_URL, Simulator
from ftmonitor.simulator.transport import SimulatorTransport
from ftmonitor.sources.openai import OpenAISource
from ftmonitor.store import gaps
from ftmonitor.store.store import Store
from ftmonitor.sync.engine import Engine
from tests.support.steady import SteadyClock, drive


def scenario(name: str, roles: Iterable[Role]) -> Scenario:
    """Return a scenario of these jobs."""
    cast = tuple(roles)
    return Scenario(name, "of a test", lambda seed: company_of(name, seed, cast))


class WorldClock:
    """The server's clock: the test's, until the world is told to stand still."""

    def __init__(self, clock: SteadyClock) -> None:
        self._clock = clock
        self._stood_at: float | None = None

    def stand_still(self) -> None:
        self._stood_at = self._clock.now()

    def now(self) -> float:
        return self._clock.now() if self._stood_at is None else self._stood_at

    def monotonic(self) -> float:
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)


class Watch:
    """A simulator, and a history that an engine fills from it; the engine can be begun anew."""

    def __init__(self, path: Path, world: str | Scenario = "default", page_size: int = 100, seed: int = 7) -> None:
        self.path = path
        self.clock = SteadyClock()
        paging = Paging(jobs=Limits(20, 100, page_size), events=Limits(20, 100, page_size))
        self.world_clock = WorldClock(self.clock)
        self.simulator = Simulator(world, clock=self.world_clock, paging=paging, seed=seed)
        self.source = self._source()
        self.open()

    def _source(self) -> OpenAISource:
        client = Client(
            api_key="sk-test",
            base_url=BASE_URL,
            insecure=True,
            tries=1,
            clock=self.clock,
            transport=SimulatorTransport(self.simulator),
        )
        return OpenAISource(client, "simulated")

    def open(self) -> None:
        """Open the history, with an engine of its own."""
        self.store = Store.open(self.path, clock=self.clock)
        self.engine = Engine(self.source, self.store, self.clock, chance=random.Random(1))

    def second(self) -> tuple[Store, Engine]:
        """Return what another program has at the same time, over the same history."""
        store = Store.open(self.path, clock=self.clock)
        return store, Engine(self.source, store, self.clock, chance=random.Random(2))

    async def aclose(self) -> None:
        """Close what is open now."""
        await self.store.aclose()
        await self.source.aclose()

    async def drive(self, seconds: float, *others: Engine) -> None:
        """Let `seconds` pass."""
        await drive((self.engine, *others), self.clock, seconds)

    async def followed(self) -> list[str]:
        """Return the jobs all of whose events are wanted."""
        rows = await self.store.read(lambda c: c.execute("SELECT id FROM jobs WHERE followed").fetchall())
        return [row[0] for row in rows]

    async def catch_up(self) -> None:
        """Let the world stand still and the engine read on until nothing is missing that can be had."""
        self.world_clock.stand_still()
        await self.drive(45)
        for _ in range(40):
            await self.drive(25)
            followed = set(await self.followed())
            if self.engine.jobs_complete and not followed & set(await self.store.read(gaps.open_jobs)):
                return
        raise AssertionError("the engine does not catch up")

    async def compare(self) -> None:
        """Check the history against the ledger, after `catch_up`.

        Every followed job has every event of the ledger once, in its order, and every job stands in its place. What
        is served no more may be missing where the history says so; and late events that came where nobody looked.
        """
        followed = await self.followed()
        assert followed or not self.simulator.ledger.jobs()
        for job_id in followed:
            await self.compare_events(job_id)
        held = [summary.id for summary in await self.store.summaries.all()]
        assert len(set(held)) == len(held)
        assert [job_id for job_id in held if job_id not in self.simulator.serving.hidden] == (
            self.simulator.ledger.listed()
        )

    async def compare_events(self, job_id: str, *, in_order: bool = True) -> None:
        """Check the log of one job; without `in_order`, rows came out of their order."""
        ledger, serving, world = self.simulator.ledger, self.simulator.serving, self.simulator.world
        events = [json.loads(text) for text in await self.store.events.texts(job_id, 0, 10**9)]
        truth = ledger.events(job_id)
        place = {event["id"]: at for at, event in enumerate(truth)}
        at = [place[event["id"]] for event in events]
        assert all(event == truth[where] for event, where in zip(events, at, strict=True)), job_id
        assert len(set(at)) == len(at) == await self.store.events.count(job_id), job_id
        assert not in_order or at == sorted(at), job_id
        if len(at) == len(truth):
            return
        served = {event["id"] for event in ledger.served(job_id)}
        marked = await self.store.gaps.of(job_id)
        assert all(gap.lost for gap in marked), job_id
        bounds = [(at[gap.index - 1] if gap.index else -1, at[gap.index]) for gap in marked]
        bounds.append((-1, min(at)))  # nobody can tell what was gone before the first look
        came = serving.came(world, job_id, self.simulator.now())
        late = {where for where, told in enumerate(came) if serving.late_by(world, job_id, told)}
        for missing in set(range(len(truth))) - set(at) - late:
            assert truth[missing]["id"] not in served, f"{missing} of {job_id} is served and not held"
            assert not in_order or any(low < missing < high for low, high in bounds), f"{missing} of {job_id}: no gap"
