from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.models.source import Verb
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock
from tests.support.simulated import JOBS, act, ask, file_named, named, status, value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def test_a_world_goes_on_where_it_was(path: Path) -> None:
    clock = FakeClock()
    before = Simulator(clock=clock, journal=path)
    clock.advance(20)
    paused = named(before, "support-v7")
    act(before, paused, Verb.PAUSE)
    clock.advance(10)
    body = {"model": "gpt-4.1", "training_file": file_named(before, "ready-chat.jsonl"), "suffix": "mine"}
    created = value(ask(before, "POST", JOBS, body))["id"]
    ask(before, "POST", f"{JOBS}/nothing/cancel")
    clock.advance(10)

    after = Simulator(clock=clock, journal=path)
    assert status(after, paused) == "paused"
    assert status(after, created) == "running"
    assert after.ledger.jobs() == before.ledger.jobs()
    for job_id in (paused, created, named(before, "sql-rft-2")):
        assert after.ledger.events(job_id) == before.ledger.events(job_id)
    act(after, paused, Verb.RESUME)
    assert status(Simulator(clock=clock, journal=path), paused) == "resuming"


def test_a_line_cut_by_a_crash_is_passed_over(path: Path) -> None:
    clock = FakeClock()
    before = Simulator(clock=clock, journal=path)
    job, other = named(before, "support-v7"), named(before, "intent-dpo-3")
    act(before, job, Verb.CANCEL)
    act(before, other, Verb.CANCEL)
    path.write_bytes(path.read_bytes()[:-20])
    after = Simulator(clock=clock, journal=path)
    assert status(after, job) == "cancelled"
    assert status(after, other) == "running"
    act(after, other, Verb.PAUSE)
    assert status(Simulator(clock=clock, journal=path), other) == "pausing"


@pytest.mark.parametrize("left", [b"", b"nonsense\n", b'{"world": {}, "started_at": 1}\n', b"\xff\xfe"])
def test_a_journal_of_another_world_is_begun_anew(path: Path, left: bytes) -> None:
    path.write_bytes(left)
    clock = FakeClock()
    Simulator(clock=clock, journal=path)
    clock.advance(5000)
    again = Simulator(clock=clock, journal=path)
    assert again.world.calendar.started_at == clock.now() - 5000
    other = Simulator("busy", clock=clock, journal=path)
    assert other.world.calendar.started_at == clock.now()


def test_nothing_of_a_key_is_kept(path: Path) -> None:
    simulator = Simulator(clock=FakeClock(), journal=path)
    ask(simulator, "POST", f"{JOBS}/{named(simulator, 'support-v7')}/cancel", key="sk-very-secret-000")
    assert "very-secret" not in path.read_text("utf-8")
