"""Commands that go through a history which is another organization's, held, foreign or damaged."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from ftmonitor.models.source import Page
from ftmonitor.simulator.simulator import Simulator
from ftmonitor.store.store import Store
from ftmonitor.sync import jobs
from tests.support.clock import HastyClock
from tests.support.damage import held
from tests.support.ledger import job_row
from tests.support.program import Program

HASTE = 30.0
"""How much faster than ours the clock runs on which a job is followed to its end."""


def job_in(simulator: Simulator, status: str) -> str:
    return next(str(job["id"]) for job in simulator.ledger.jobs() if job["status"] == status)


def history(program: Program) -> Path:
    """Return the history of the profile in use, made by a command."""
    (found,) = (program.home / "data" / "ftmonitor").glob("*.sqlite3")
    return found


def begun(program: Program, job_id: str) -> Path:
    program.clock = HastyClock(HASTE)
    assert program("events", job_id, "--follow").code == 0
    return history(program)


def test_the_history_of_another_organization_is_left_and_that_is_said(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "succeeded")
    path = begun(program, job_id)
    path.unlink()
    store = Store.open(path)
    page = Page((job_row("ftjob-theirs", organization_id="org-theirs"),))
    asyncio.run(_written(store, page))
    done = program("events", job_id, "--follow", "-o", "jsonl", "--all")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert done.err.startswith("ftmonitor: warning: The server answers for the organization org-")
    events = [json.loads(line)["id"] for line in done.out.splitlines()]
    assert events == [event["id"] for event in simulator.ledger.events(job_id)]
    store = Store.open(path)
    assert [job.id for job in store.first()] == ["ftjob-theirs"]
    store.close()
    offline = program("jobs", "--offline", "-o", "jsonl", "--all")
    assert "ftjob-theirs" not in offline.out
    assert job_id in offline.out


async def _written(store: Store, page: Page) -> None:
    await store.write(jobs.store_newest, page, 1_795_000_000.0)
    await store.aclose()


def test_a_damaged_history_is_set_aside_and_what_can_be_read_is_kept(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "succeeded")
    path = begun(program, job_id)
    path.write_bytes(path.read_bytes()[:-4096])
    done = program("jobs", "--offline", "-o", "jsonl")
    assert "set aside as" in done.err
    done = program("events", job_id, "--follow")
    assert done.code == 0
    assert "that could be read were kept" in done.err or "nothing of it could be read" in done.err


@pytest.mark.long
def test_a_history_that_another_program_holds_ends_a_command(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "succeeded")
    path = begun(program, job_id)
    with held(path):
        done = program("events", job_id, "--follow")
    assert (done.code, done.out) == (2, "")
    assert "held by another program: close that program, or choose another folder with --data-dir" in done.err
