"""What a hundred running jobs cost the server, and how soon the selected one's events are here. No real time passes."""

from __future__ import annotations

import asyncio
import random
import tempfile
from pathlib import Path

from ftmonitor.api.client import Client
from ftmonitor.simulator.simulator import BASE_URL, Simulator
from ftmonitor.simulator.transport import SimulatorTransport
from ftmonitor.sources.openai import OpenAISource
from ftmonitor.store import gaps
from ftmonitor.store.store import Store
from ftmonitor.sync.engine import Engine
from tests.support.steady import SteadyClock, drive, running

SECONDS = 600
STEP_S = 0.5
NAIVE_S = 4.0
"""What every job would be asked as often as, without a schedule."""


def requests() -> None:
    """Print requests a minute and the age of events on arrival: ten minutes of `crowd`, once all is read."""
    asyncio.run(_requests())


async def _requests() -> None:
    clock = SteadyClock()
    simulator = Simulator("crowd", clock=clock)
    transport = SimulatorTransport(simulator)
    client = Client(api_key="x", base_url=BASE_URL, insecure=True, tries=1, clock=clock, transport=transport)
    source = OpenAISource(client, "benchmark")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "h.db", clock=clock)
        engine = Engine(source, store, clock, chance=random.Random(1))
        async with running(engine):
            await drive(engine, clock, 60)
            jobs = [str(job["id"]) for job in simulator.ledger.jobs() if job["status"] == "running"]
            selected = jobs[len(jobs) // 2]
            engine.select(selected)
            while await store.read(gaps.open_jobs):  # the backfill has an allowance of its own
                await drive(engine, clock, 30)
            begin, begin_wall = len(simulator.ledger.requests), clock.now()
            ages, held = [], await store.events.count(selected)
            while clock.now() < begin_wall + SECONDS:
                await drive(engine, clock, STEP_S)
                count = await store.events.count(selected)
                served = simulator.ledger.events(selected)
                ages += [clock.now() - float(str(event["created_at"])) for event in served[held:count]]
                held = count
        times = [served.at for served in tuple(simulator.ledger.requests)[begin:]]
        await store.aclose()
        await source.aclose()
    most = max(sum(start <= time < start + 60 for time in times) for start in times)
    naive = len(jobs) * 60 / NAIVE_S
    print(
        f"requests in a minute, {len(jobs)} running jobs: {most} at most / {naive:.0f} at one in {NAIVE_S:.0f} s each"
    )
    print(f"  age of the selected job's events on arrival: {max(ages):.1f} s at most, of {len(ages)} events")


if __name__ == "__main__":
    requests()
