"""--offline: the same commands, answered by the history; no server is asked, and no key is needed."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from ftmonitor.config.paths import history_file
from ftmonitor.config.profiles import Profile
from ftmonitor.jsontext import parse
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Page, Row
from ftmonitor.secret import scrub
from ftmonitor.simulator.simulator import Simulator
from ftmonitor.store import files
from ftmonitor.store.store import Store
from ftmonitor.sync import checkpoints, events, jobs
from tests.support.clock import FakeClock
from tests.support.program import Program

RESULTS = "step,train_loss\n1,0.5\n2,0.25\n"


def rows(objects: list[dict[str, object]]) -> tuple[Row, ...]:
    return tuple(row_of(parse(json.dumps(one))) for one in objects)


@pytest.fixture
def simulator() -> Simulator:
    """Return the default scenario; nobody serves it."""
    return Simulator(clock=FakeClock())


@pytest.fixture
def job_id(simulator: Simulator) -> str:
    """Return a job that succeeded."""
    return next(str(job["id"]) for job in simulator.ledger.jobs() if job["status"] == "succeeded")


@pytest.fixture
def program(alone: Program, simulator: Simulator, job_id: str) -> Program:
    """Return the program without a key, over a history that was filled three hours ago."""
    folder = alone.home / "histories"
    alone.variables["FTMONITOR_DATA_DIR"] = str(folder)

    async def fill() -> None:
        store = Store.open(history_file(Profile(), folder))
        then = time.time() - 3 * 3600
        await store.write(jobs.store_newest, Page(rows(simulator.ledger.jobs())), then)
        newest_first = rows(simulator.ledger.events(job_id)[::-1])
        await store.write(events.store_page, job_id, Page(newest_first), await store.read(events.ask, job_id))
        await store.write(checkpoints.store_all, job_id, rows(simulator.ledger.checkpoints(job_id)), "succeeded")
        file_id = next(str(job["result_files"][0]) for job in simulator.ledger.jobs() if job["id"] == job_id)  # type: ignore[index]
        kept = files.Kept(file_id, "results.csv", then, len(RESULTS), "", RESULTS)
        await store.write(files.put, job_id, kept, ())
        await store.aclose()

    asyncio.run(fill())
    return alone


AGE = "ftmonitor: from the history; the server last told of it 3h ago\n"


def test_jobs(program: Program, simulator: Simulator) -> None:
    done = program("jobs", "--offline", "--all", "-o", "json")
    assert (done.code, done.err) == (0, AGE)
    assert json.loads(done.out) == json.loads(scrub(json.dumps(simulator.ledger.jobs())))
    done = program("jobs", "--offline", "--status", "failed", "--limit", "2", "-o", "jsonl")
    failed = [job["id"] for job in simulator.ledger.jobs() if job["status"] == "failed"]
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == failed[:2]
    done = program("jobs", "--offline", "--filter", "loss<100 or reward>0", "-o", "json")
    assert len(json.loads(done.out)) == 1


def test_one_job(program: Program, simulator: Simulator, job_id: str) -> None:
    assert json.loads(program("show", job_id, "--offline", "-o", "json").out)["id"] == job_id
    done = program("events", job_id, "--offline", "--all", "-o", "json")
    assert (done.code, done.err) == (0, AGE)
    assert json.loads(done.out) == simulator.ledger.events(job_id)
    done = program("checkpoints", job_id, "--offline", "-o", "json")
    assert json.loads(done.out) == simulator.ledger.checkpoints(job_id)
    assert program("results", job_id, "--offline").out == RESULTS
    found = json.loads(program("metrics", job_id, "--offline", "--results", "-o", "json").out)
    assert [one["name"] for one in found["series"]] == ["train_loss"]
    found = json.loads(program("metrics", job_id, "--offline", "-o", "json").out)
    assert {one["name"] for one in found["series"]} > {"train_loss"}


@pytest.mark.parametrize("command", ["show", "events", "checkpoints", "metrics", "results"])
def test_what_is_not_there(command: str, program: Program) -> None:
    done = program(command, "ftjob-nope", "--offline")
    assert (done.code, done.out) == (1, "")
    assert done.err == AGE + (
        "ftmonitor: the history holds no job ftjob-nope: ask the server for it, without --offline\n"
    )


@pytest.mark.parametrize(
    "words", [("wait", "j"), ("watch", "j"), ("cancel", "j", "--yes"), ("create", "--yes"), ("events", "j", "--follow")]
)
def test_what_asks_the_server(words: tuple[str, ...], program: Program) -> None:
    done = program(*words, "--offline")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("asks the server, and --offline says not to\n")


def test_without_a_history(alone: Program) -> None:
    done = alone("jobs", "--offline")
    assert (done.code, done.out) == (2, "")
    assert "there is no history of https://api.openai.com/v1 (profile env) yet" in done.err


def test_no_key_is_looked_for(program: Program) -> None:
    file = program.home / "c.toml"
    file.write_text('[profiles.p]\napi_key_command = ["false"]\n')
    program.variables["FTMONITOR_CONFIG"] = str(file)
    assert "there is no history" in program("jobs", "--offline", "--profile", "p").err
    assert "failed with exit code" in program("jobs", "--profile", "p").err
