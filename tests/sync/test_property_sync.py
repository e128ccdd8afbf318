"""The whole way, from the served page to the history: whatever the server does and whenever the program stops."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ftmonitor.simulator.cast import Role
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.scenarios import Scenario
from ftmonitor.simulator.serving import Serving
from ftmonitor.store.store import Store
from ftmonitor.sync.engine import Engine
from tests.support.profiles import few, many
from tests.support.watch import Watch, scenario

QUICK = Role("", validate_s=3.0, queue_s=2.0, warmup_s=2.0, closing_s=6.0)
"""Its parts without metrics are short, so that jobs end while a play lasts."""

FAULTS = (
    Fault(Kind.RATE_LIMIT, share=0.2, retry_after=2.0),
    Fault(Kind.SERVER_ERROR, share=0.3),
    Fault(Kind.HTML, share=0.1),
    Fault(Kind.CUT, share=0.3),
    Fault(Kind.DROP, method="GET", share=0.3),
    Fault(Kind.BROKEN_JSON, share=0.2),
    Fault(Kind.SLOW, share=0.3, delay_s=7.0),
    Fault(Kind.OFFLINE, share=0.7),
    Fault(Kind.FORGET, times=2),
    Fault(Kind.IGNORE, times=1),
    Fault(Kind.DOUBLED, share=0.4),
)


def company(seed: int) -> Scenario:
    """Return a few jobs at different points of their lives: slow ones, and one with a score of events a second."""
    steps = (0.05, 0.2, 0.9)
    return scenario(
        f"play-{seed}",
        (
            Role("old", examples=40, ended=500.0, step_s=0.5),
            replace(QUICK, name="quick", examples=80 + seed % 3 * 150, share=0.2, step_s=steps[seed % 3]),
            replace(QUICK, name="slow", examples=30, share=0.5, step_s=1.5),
            replace(QUICK, name="new", examples=60, created=-20.0, step_s=0.3),
            replace(QUICK, name="newer", examples=60, created=-45.0, step_s=0.1),
        ),
    )


class Play:
    """A server that misbehaves, and programs that are started, stopped and pointed at jobs. Two bytes make an act."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.watch = Watch(folder / "h.db", company(seed), page_size=(6, 11, 30)[seed % 3], seed=seed)
        if seed % 2:
            self.watch.simulator.serving = Serving(late=0.3, late_s=6.0)
        self.task: asyncio.Task[None] | None = None
        self.other: tuple[Store, Engine, asyncio.Task[None]] | None = None
        self.acts: tuple[Callable[[int], Awaitable[None]], ...] = (
            self.go_on,
            self.go_on,
            self.go_on,
            self.select,
            self.select,
            self.kill,
            self.kill,
            self.begin_another,
            self.end_another,
            self.misbehave,
            self.misbehave,
            self.behave,
            self.retire,
            self.retire,
            self.hide,
            self.show,
        )

    async def run(self, script: bytes) -> None:
        """Play it, let the server behave and the program read on; compare."""
        self.start()
        try:
            for act, number in zip(script[::2], script[1::2], strict=False):
                chosen = self.acts[act % len(self.acts)]
                note(f"{chosen.__name__}({number})")
                await chosen(number)
            await self.behave(0)
            await self.show(0)
            await self.end_another(0)
            for job_id in self.watch.simulator.ledger.listed():
                self.watch.engine.follow(job_id)
            await self.watch.catch_up()
            await self.watch.compare()
        finally:
            await self.end_another(0)
            await self.stop()
            await self.watch.aclose()

    def start(self) -> None:
        self.task = asyncio.create_task(self.watch.engine.run())

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def go_on(self, number: int) -> None:
        others = (self.other[1],) if self.other else ()
        await self.watch.drive((0.3, 1.0, 3.0, 5.0, 12.0, 25.0)[number % 6], *others)

    async def select(self, number: int) -> None:
        """Put a job on the screen, of one program or the other; with a key now and then."""
        ids = [str(job["id"]) for job in self.watch.simulator.ledger.jobs()]
        engine = self.other[1] if self.other and number % 3 == 0 else self.watch.engine
        engine.select(ids[number % len(ids)])
        if number % 2:
            engine.hurry()

    async def kill(self, number: int) -> None:
        """Stop in the middle of something, and start again later."""
        for _ in range(number % 50):
            self.watch.clock.move_to(self.watch.clock.monotonic() + 0.04)
            await asyncio.sleep(0)
        await self.stop()
        await self.watch.store.aclose()
        self.watch.clock.move_to(self.watch.clock.monotonic() + (0.0, 0.0, 4.0, 40.0)[number % 4])
        self.watch.open()
        self.start()

    async def begin_another(self, _: int) -> None:
        if self.other is None:
            store, engine = self.watch.second()
            self.other = store, engine, asyncio.create_task(engine.run())

    async def end_another(self, _: int) -> None:
        if self.other is not None:
            store, _engine, task = self.other
            self.other = None
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await store.aclose()

    async def misbehave(self, number: int) -> None:
        fault = FAULTS[number % len(FAULTS)]
        if fault.kind is Kind.IGNORE:  # where a job goes on, a whole page of new rows looks like one of old ones
            fault = replace(fault, path=f"{self.watch.simulator.ledger.listed()[-1]}/events")
        self.watch.simulator.faults.add(fault)

    async def behave(self, _: int) -> None:
        self.watch.simulator.faults.clear()

    async def retire(self, number: int) -> None:
        """Serve only the newest events of each job from now on, ever fewer."""
        simulator = self.watch.simulator
        newest = min(simulator.serving.newest or 10**6, (120, 60, 25, 8)[number % 4])
        simulator.serving = replace(simulator.serving, newest=newest)

    async def hide(self, number: int) -> None:
        simulator = self.watch.simulator
        ids = simulator.ledger.listed()
        if len(ids) > 1:
            hidden = simulator.serving.hidden | {ids[number % len(ids)]}
            simulator.serving = replace(simulator.serving, hidden=hidden)

    async def show(self, _: int) -> None:
        simulator = self.watch.simulator
        simulator.serving = replace(simulator.serving, hidden=frozenset())


def play(seed: int, script: bytes) -> None:
    """Play one script in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(Play(Path(folder), seed).run(script))


@few(8)
@given(st.integers(0, 8), st.binary(min_size=16, max_size=40))
def test_the_history_becomes_what_is_served(seed: int, script: bytes) -> None:
    play(seed, script)


@pytest.mark.long
@pytest.mark.parametrize("half", [0, 1])
def test_hundreds_more(half: int) -> None:
    @many(150)
    @given(st.integers(0, 8), st.binary(min_size=10, max_size=70))
    def more(seed: int, script: bytes) -> None:
        play(2 * seed + half, script)

    more()
