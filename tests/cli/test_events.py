"""`ftmonitor events`: the log of a job, and following it to its end."""

from __future__ import annotations

import csv
import io
import json
import signal
from collections.abc import Iterator

import pytest

from ftmonitor.cli.events import is_level
from ftmonitor.simulator.server import Server
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import HastyClock
from tests.support.program import Program

HASTE = 30.0
"""How much faster than ours the clock runs on which a job is followed to its end."""


def job_in(simulator: Simulator, status: str) -> str:
    return next(str(job["id"]) for job in simulator.ledger.jobs() if job["status"] == status)


def longest(simulator: Simulator) -> str:
    """Return the running job that goes on for longest: it is the one with most steps before it."""
    running = [job for job in simulator.ledger.jobs() if job["status"] == "running"]
    return str(next(job["id"] for job in running if job["user_provided_suffix"] == "support-v7"))


def ids(out: str) -> list[object]:
    return [json.loads(line)["id"] for line in out.splitlines()]


def held(simulator: Simulator, job_id: str) -> list[object]:
    return [event["id"] for event in simulator.ledger.events(job_id)]


def test_oldest_first_the_newest_hundred(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "succeeded")
    done = program("events", job_id, "-o", "jsonl")
    assert (done.code, done.err) == (0, "")
    assert ids(done.out) == held(simulator, job_id)[-100:]
    assert len(held(simulator, job_id)) > 100


@pytest.mark.parametrize(("words", "count"), [(["--limit", "3"], 3), (["--all"], 0), (["--limit", "150"], 150)])
def test_how_many(words: list[str], count: int, program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "succeeded")
    assert ids(program("events", job_id, "-o", "jsonl", *words).out) == held(simulator, job_id)[-count:]


def test_by_level(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "failed")
    wanted = [event["id"] for event in simulator.ledger.events(job_id) if event["level"] == "error"]
    assert ids(program("events", job_id, "-o", "jsonl", "--level", "ERROR,other", "--limit", "1").out) == wanted[-1:]
    done = program("events", job_id, "--level", "other")
    told = "other is no known level: known are info, warn, warning, error, debug"
    assert done.err == f"ftmonitor: {told}\nftmonitor: no event matches\n"
    near = program("events", job_id, "--level", "eror")
    assert near.err.startswith("ftmonitor: eror is no known level; did you mean error?\n")
    assert done.out.split() == ["CREATED_AT", "LEVEL", "MESSAGE"]


def test_formats(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "succeeded")
    events = simulator.ledger.events(job_id)[-100:]
    table = program("events", job_id).out.splitlines()
    assert table[0].split() == ["CREATED_AT", "LEVEL", "MESSAGE"]
    for line, event in zip(table[1:], events, strict=True):
        assert line.split()[1] == event["level"]
        assert line.endswith(" " + " ".join(str(event["message"]).split()))
    rows = list(csv.DictReader(io.StringIO(program("events", job_id, "-o", "csv").out)))
    assert [row["id"] for row in rows] == [event["id"] for event in events]
    assert any(row["step"].isdigit() and row["type"] == "metrics" for row in rows)
    assert json.loads(program("events", job_id, "-o", "json").out) == events


@pytest.mark.parametrize(
    ("level", "wanted", "fits"),
    [
        ("warn", (), True),
        ("warn", ("warn",), True),
        ("warning", ("warn",), True),
        ("WARN", ("warning", "error"), True),
        ("info", ("warn",), False),
        ("", ("info",), False),
    ],
)
def test_is_level(level: str, wanted: tuple[str, ...], fits: bool) -> None:
    assert is_level(level, wanted) is fits


def test_following_a_job_that_has_ended(program: Program, simulator: Simulator) -> None:
    program.clock = HastyClock(HASTE)
    job_id = job_in(simulator, "succeeded")
    done = program("events", job_id, "--follow", "--limit", "120", "-o", "jsonl")
    assert (done.code, done.err) == (0, "")
    assert ids(done.out) == held(simulator, job_id)[-120:]
    again = program("events", job_id, "--follow", "--all", "-o", "json")
    assert [event["id"] for event in json.loads(again.out)] == held(simulator, job_id)


class TestFollowing:
    """A job that trains while it is followed, in a world where time flies."""

    @pytest.fixture
    def simulator(self) -> Simulator:
        """Return a world in which minutes are seconds."""
        return Simulator(speed=60)

    @pytest.fixture
    def server(self, simulator: Simulator) -> Iterator[Server]:
        """Serve it; a test may stop and start it again."""
        server = Server(simulator)
        server.start()
        yield server
        server.stop()

    @pytest.fixture
    def program(self, alone: Program, server: Server) -> Program:
        """Return the program, pointed at it."""
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-of-the-tests"}
        return alone

    def test_to_its_end(self, alone: Program) -> None:
        alone.clock = HastyClock(HASTE)
        simulator = Simulator(speed=5, clock=alone.clock)  # the job goes on for some polls yet
        job_id = longest(simulator)
        with Server(simulator) as server:
            alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-of-the-tests"}
            done = alone("events", job_id, "--follow", "--all", "-o", "jsonl")
        assert (done.code, done.err) == (0, "")
        assert ids(done.out) == held(simulator, job_id)
        job = next(job for job in simulator.ledger.jobs() if job["id"] == job_id)
        assert job["status"] in ("succeeded", "failed", "cancelled")

    def test_through_a_broken_connection(self, program: Program, simulator: Simulator, server: Server) -> None:
        job_id = longest(simulator)
        process = program.start("events", job_id, "--follow", "--limit", "1", "-o", "jsonl")
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        port = int(server.base_url.rpartition(":")[2].partition("/")[0])
        server.stop()
        assert b"connection lost, waiting for it" in process.stderr.readline()
        with Server(simulator, port):
            assert process.stderr.readline() == b"ftmonitor: connected again, nothing is missing\n"
            lines = [first, *(process.stdout.readline() for _ in range(10))]
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (130, b"")
        found, all_of_it = ids(b"".join([*lines, out]).decode()), held(simulator, job_id)
        begun = all_of_it.index(found[0])
        assert found == all_of_it[begun : begun + len(found)]
        assert len(found) > 10

    def test_until_the_timeout(self, program: Program, simulator: Simulator) -> None:
        job_id = job_in(simulator, "paused")
        done = program("events", job_id, "--follow", "--timeout", "2", "--limit", "2", "-o", "json")
        assert done.code == 124
        assert done.err == "ftmonitor: --timeout passed, and the job goes on\n"
        assert [event["id"] for event in json.loads(done.out)] == held(simulator, job_id)[-2:]

    def test_until_ctrl_c(self, program: Program, simulator: Simulator) -> None:
        job_id = job_in(simulator, "paused")
        process = program.start("events", job_id, "--follow", "--limit", "1", "-o", "json")
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, b"")
        assert [event["id"] for event in json.loads(first + out)] == held(simulator, job_id)[-1:]

    def test_until_nobody_reads(self, program: Program, simulator: Simulator) -> None:
        process = program.start("events", job_in(simulator, "running"), "--follow")
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), err) == (0, b"")
