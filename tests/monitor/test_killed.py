"""kill -9, for real, at random moments of a process that keeps a history; then what it left is compared."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ftmonitor.simulator.cast import Role, company_of
from ftmonitor.simulator.exchange import Reply, Request
from ftmonitor.simulator.paging import Limits
from ftmonitor.simulator.routes import Paging
from ftmonitor.simulator.scenarios import Scenario
from ftmonitor.simulator.server import Server
from ftmonitor.simulator.serving import Serving
from ftmonitor.simulator.simulator import Simulator
from ftmonitor.store import gaps
from ftmonitor.store.runs import Below
from ftmonitor.store.store import Store
from tests.support.program import PATIENCE_S, ROOT

START = 1_795_000_000.0
TICK_S = 2.0
"""What passes in the world with each request, so that a job lives as long as it is asked about."""
PAGE = 20


class Ticking:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at - START

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nobody sleeps here")


class Deadly(Simulator):
    """A server that knows whom to kill: at the `fatal`th answer, that many seconds after it was made."""

    def __init__(self, role: Role) -> None:
        self.ticking = Ticking()
        scenario = Scenario("killed", "of a test", lambda seed: company_of("killed", seed, (role,)))
        super().__init__(scenario, clock=self.ticking, paging=Paging(events=Limits(PAGE, PAGE, PAGE)))
        self.fatal = 0
        self.after_s = 0.0
        self.victim: int | None = None
        self._asked = 0

    def aim(self, fatal: int, after_s: float) -> None:
        self._asked, self.fatal, self.after_s = 0, fatal, after_s

    def answer(self, request: Request) -> Reply:
        self.ticking.at += TICK_S
        reply = super().answer(request)
        self._asked += 1
        if self._asked == self.fatal and self.victim is not None:
            threading.Timer(self.after_s, os.kill, (self.victim, signal.SIGKILL)).start()
        return reply


def run(simulator: Deadly, url: str, history: Path, job_id: str) -> int:
    """Run the process until it ends or is killed; return its exit code."""
    command = [sys.executable, "-m", "tests.support.runner", url, str(history), job_id]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        simulator.victim = process.pid
        _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode in (0, -signal.SIGKILL), said.decode()
        return process.returncode


def play(folder: Path, seed: int, kills: int, newest: int | None, examples: int = 700) -> None:
    """Kill a process `kills` times while a job trains and its log is read back; then let one end, and compare."""
    chance = random.Random(seed)
    simulator = Deadly(Role("job", examples=examples, share=0.4, step_s=1.0, validate_s=3.0, closing_s=6.0))
    simulator.serving = Serving(newest=newest)
    history = folder / "history.sqlite3"
    job_id = str(simulator.ledger.jobs()[0]["id"])
    with Server(simulator) as server:
        for _ in range(kills):
            simulator.aim(chance.randrange(1, 12), chance.choice((0.0, chance.uniform(0.0, 0.05))))
            if run(simulator, server.base_url, history, job_id) == 0:
                break  # the job was over before its time had come
        simulator.aim(0, 0.0)
        assert run(simulator, server.base_url, history, job_id) == 0
    asyncio.run(compare(simulator, history, job_id))


async def compare(simulator: Deadly, history: Path, job_id: str) -> None:
    """Compare the history with the ledger: in order, each once, and a gap wherever something is missing."""
    store = Store.open(history)
    try:
        texts = await store.events.texts(job_id, 0, 10**9)
        held = [json.loads(text)["id"] for text in texts]
        came = [event["id"] for event in simulator.ledger.events(job_id)]
        place = {event_id: at for at, event_id in enumerate(came)}
        assert len(set(held)) == len(held)
        assert [place[event_id] for event_id in held] == sorted(place[event_id] for event_id in held)
        runs = sorted(await store.read(gaps.load, job_id), key=lambda run: run.first)
        assert sum(run.count for run in runs) == len(held)
        start = 0
        for at, one in enumerate(runs):
            stretch = [place[event_id] for event_id in held[start : start + one.count]]
            assert stretch == list(range(stretch[0], stretch[-1] + 1))  # no hole in what is said to have none
            below = place[held[start - 1]] + 1 if start else 0
            missing = stretch[0] - below
            assert one.below in ((Below.JOINED, Below.END) if not missing else (Below.LOST, Below.END))
            assert at == 0 or one.below is not Below.END
            if missing:
                assert simulator.serving.newest is not None
            start += one.count
        assert held[-1] == came[-1]
        if simulator.serving.newest is None:
            assert held == came
    finally:
        await store.aclose()


@pytest.mark.parametrize("newest", [None, 60])
def test_killed_and_begun_again(newest: int | None, tmp_path: Path) -> None:
    play(tmp_path, seed=1, kills=3, newest=newest, examples=300)


@pytest.mark.long
@pytest.mark.parametrize("newest", [None, 45, 120])
@pytest.mark.parametrize("seed", range(10))
def test_killed_dozens_of_times(seed: int, newest: int | None, tmp_path: Path) -> None:
    play(tmp_path, seed, kills=12, newest=newest)
