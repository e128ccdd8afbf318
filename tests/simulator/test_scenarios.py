from __future__ import annotations

import json
from collections import Counter

import pytest

from ftmonitor.errors import UsageError
from ftmonitor.simulator.scenarios import SCENARIOS, scenario_of
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock
from tests.support.simulated import JOBS, ask, got, named


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_every_scenario_lives_for_an_hour(name: str) -> None:
    clock = FakeClock()
    simulator = Simulator(name, clock=clock)
    for _ in range(4):
        for job in simulator.ledger.jobs()[:30]:
            assert json.dumps(job)
            job_id = str(job["id"])
            count = simulator.world.event_count(job_id, clock.now())
            assert count >= 2
            for place in (0, 1, count // 2, count - 2, count - 1):
                assert json.dumps(simulator.world.event(job_id, place, clock.now()))
            assert len(simulator.ledger.checkpoints(job_id)) <= 3
        clock.advance(900)


def test_the_default_scenario_shows_everything() -> None:
    simulator = Simulator(clock=FakeClock())
    jobs = simulator.ledger.jobs()
    counts = Counter(str(job["status"]) for job in jobs)
    assert set(counts) == {"validating_files", "queued", "running", "paused", "succeeded", "failed", "cancelled"}
    assert counts["running"] >= 3
    methods = Counter(job["method"]["type"] for job in jobs if "method" in job)  # type: ignore[index]
    assert set(methods) == {"supervised", "dpo", "reinforcement"}
    ended = [job for job in jobs if job["status"] == "succeeded"]
    assert len(ended) >= 12
    assert all(job["result_files"] and simulator.ledger.checkpoints(str(job["id"])) for job in ended)
    page = got(simulator, JOBS)
    assert (len(page["data"]), page["has_more"]) == (20, True)
    assert any(job.get("integrations") for job in jobs)
    assert any("priority" in job for job in jobs)
    assert any("method" not in job for job in jobs)
    codes = {job["error"]["code"] for job in jobs if job["status"] == "failed"}  # type: ignore[index]
    assert codes == {"invalid_n_examples", "deleted_training_file", "exceeded_quota", "invalid_training_file",
                     "server_error", "usage_policy_violation"}  # fmt: skip


def test_jobs_are_listed_newest_first() -> None:
    for name in SCENARIOS:
        stamps = [job.get("created_at") for job in Simulator(name, clock=FakeClock()).ledger.jobs()]
        numbers = [stamp for stamp in stamps if isinstance(stamp, int)]
        assert numbers == sorted(numbers, reverse=True)


def test_sizes_of_scenarios() -> None:
    assert Simulator("empty", clock=FakeClock()).ledger.jobs() == []
    assert len(Simulator("many", clock=FakeClock()).ledger.jobs()) >= 290
    busy = Simulator("busy", clock=FakeClock()).ledger.jobs()
    assert sum(job["status"] == "running" for job in busy) == 12


def test_hostile_texts_arrive_as_they_are() -> None:
    simulator = Simulator("hostile", clock=FakeClock())
    page = ask(simulator, "GET", f"{JOBS}?limit=100")
    assert page.status == 200
    suffixes = {job.get("user_provided_suffix") for job in json.loads(page.body)["data"]}
    assert any("\x1b]0;" in str(suffix) for suffix in suffixes)
    assert any("\u202e" in str(suffix) for suffix in suffixes)
    assert any("\ud83d" in str(suffix) for suffix in suffixes)
    events = got(simulator, f"{JOBS}/{named(simulator, 'rft')}/events?limit=100")["data"]
    assert events
    everything = simulator.ledger.events(named(simulator, "rft"))
    assert max(len(str(event["message"])) for event in everything) > 100_000


def test_an_event_id_with_blanks_is_a_cursor_like_any_other() -> None:
    simulator = Simulator("hostile", clock=FakeClock())
    job = named(simulator, "rft")
    odd = next(str(event["id"]) for event in simulator.ledger.events(job) if " " in str(event["id"]))
    place = simulator.world.event_place(job, odd, simulator.now())
    assert place is not None
    assert simulator.world.event(job, place, simulator.now())["id"] == odd


def test_an_unknown_scenario_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'hostile'"):
        scenario_of("hostil")
    with pytest.raises(UsageError, match="default, empty"):
        scenario_of("qqq")


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_a_speed_that_cannot_be(speed: float) -> None:
    with pytest.raises(UsageError, match="speed"):
        Simulator(speed=speed)
