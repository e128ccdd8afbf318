"""What the simulator shows of what there is, and what its ledger says of both."""

from __future__ import annotations

import pytest

from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.serving import Serving
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import START, FakeClock
from tests.support.simulated import JOBS, ask, got, value


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def simulator(clock: FakeClock) -> Simulator:
    return Simulator("busy", clock=clock)


def job_of(simulator: Simulator) -> str:
    return next(str(job["id"]) for job in simulator.ledger.jobs() if job["status"] == "running")


def walked(simulator: Simulator, job_id: str) -> list[str]:
    """The ids of all pages, newest first."""
    ids: list[str] = []
    while True:
        after = f"&after={ids[-1]}" if ids else ""
        page = got(simulator, f"{JOBS}/{job_id}/events?limit=50{after}")
        ids += [row["id"] for row in page["data"]]
        if not page["has_more"]:
            return ids


def test_of_the_events_only_the_newest_are_served(simulator: Simulator) -> None:
    job_id = job_of(simulator)
    simulator.serving = Serving(newest=70)
    ids = [event["id"] for event in simulator.ledger.events(job_id)]
    assert len(ids) > 70
    assert walked(simulator, job_id) == ids[-70:][::-1]
    assert [event["id"] for event in simulator.ledger.served(job_id)] == ids[-70:]
    simulator.serving = Serving(newest=0)
    assert walked(simulator, job_id) == ids[-1:]


def test_of_the_events_only_young_ones_are_served(simulator: Simulator, clock: FakeClock) -> None:
    job_id = job_of(simulator)
    simulator.serving = Serving(age_s=60.0)
    before = simulator.ledger.served(job_id)
    assert all(int(str(event["created_at"])) >= START - 60 for event in before)
    clock.advance(30)
    after = simulator.ledger.served(job_id)
    assert before[0] not in after
    assert before[-1] in after


def test_a_cursor_that_is_served_no_more_is_not_known(simulator: Simulator) -> None:
    job_id = job_of(simulator)
    oldest = simulator.ledger.events(job_id)[0]["id"]
    path = f"{JOBS}/{job_id}/events?after={oldest}"
    assert got(simulator, path)["data"] == []
    simulator.serving = Serving(newest=50)
    assert value(ask(simulator, "GET", path), 400)["error"]["param"] == "after"


def test_late_events_come_under_newer_ones(simulator: Simulator, clock: FakeClock) -> None:
    job_id = job_of(simulator)
    simulator.serving = Serving(late=0.3, late_s=30.0)
    seen = walked(simulator, job_id)
    under = 0
    for _ in range(20):
        clock.advance(3)
        now = walked(simulator, job_id)
        assert [name for name in now if name in set(seen)] == seen
        new = [at for at, name in enumerate(now) if name not in set(seen)]
        under += any(at > now.index(seen[0]) for at in new)
        seen = now
    assert under
    simulator.serving = Serving()
    clock.advance(60)
    assert set(seen) < set(walked(simulator, job_id))


def test_what_has_not_come_is_not_in_the_ledger(simulator: Simulator) -> None:
    job_id = job_of(simulator)
    every = len(simulator.ledger.events(job_id))
    simulator.serving = Serving(late=1.0, late_s=60.0, newest=10)
    assert len(simulator.ledger.events(job_id)) < every
    assert len(simulator.ledger.served(job_id)) == 10


def test_hidden_jobs_are_neither_listed_nor_found(simulator: Simulator) -> None:
    job_id = job_of(simulator)
    every = simulator.ledger.listed()
    simulator.serving = Serving(hidden=frozenset({job_id}))
    rest = [name for name in every if name != job_id]
    assert simulator.ledger.listed() == rest
    assert [row["id"] for row in got(simulator, f"{JOBS}?limit=100")["data"]] == rest
    for path in (f"{JOBS}/{job_id}", f"{JOBS}/{job_id}/events"):
        assert value(ask(simulator, "GET", path), 404)["error"]["code"] == "fine_tune_not_found"
    assert value(ask(simulator, "GET", f"{JOBS}?after={job_id}"), 400)["error"]["param"] == "after"
    assert len(simulator.ledger.jobs()) == len(every)


def test_a_cursor_can_be_forgotten_or_passed_over(simulator: Simulator) -> None:
    first = got(simulator, f"{JOBS}?limit=3")["data"]
    path = f"{JOBS}?limit=3&after={first[-1]['id']}"
    simulator.faults.add(Fault(Kind.FORGET, times=1))
    simulator.faults.add(Fault(Kind.IGNORE, times=1))
    assert got(simulator, f"{JOBS}?limit=3")["data"] == first  # neither is for a request without one
    assert value(ask(simulator, "GET", path), 400)["error"]["param"] == "after"
    assert got(simulator, path)["data"] == first
    assert got(simulator, path)["data"] != first


def test_rows_can_come_twice_or_out_of_order(simulator: Simulator) -> None:
    path = f"{JOBS}?limit=10"
    ids = [row["id"] for row in got(simulator, path)["data"]]
    simulator.faults.add(Fault(Kind.DOUBLED, times=1))
    doubled = [row["id"] for row in got(simulator, path)["data"]]
    assert len(doubled) == 11
    assert list(dict.fromkeys(doubled)) == ids
    simulator.faults.add(Fault(Kind.SWAPPED, times=1))
    swapped = [row["id"] for row in got(simulator, path)["data"]]
    assert swapped != ids
    assert sorted(swapped) == sorted(ids)
    simulator.faults.add(Fault(Kind.SWAPPED, times=1))
    assert got(simulator, f"{JOBS}/{ids[0]}")["id"] == ids[0]
