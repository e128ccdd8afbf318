"""`ftmonitor wait` and `watch`: jobs to their end, and what is told of them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ftmonitor.cli import live, watch
from ftmonitor.cli.output import Output
from ftmonitor.cli.wait import lines
from ftmonitor.jsontext import parse
from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.rows import row_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.simulator.server import Server
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import HastyClock
from tests.support.program import Done, Program

NOW = 1_795_000_000.0
HASTE = 30.0
"""How much faster than ours the clock runs on which jobs are waited for."""
SPEED = 20.0
"""How much faster than that clock their world goes on: they end within a few polls."""


def job_in(simulator: Simulator, status: str) -> str:
    return next(str(job["id"]) for job in simulator.ledger.jobs() if job["status"] == status)


@pytest.mark.parametrize(
    ("phases", "code"),
    [
        ((), 0),
        ((Phase.SUCCEEDED, Phase.SUCCEEDED), 0),
        ((Phase.SUCCEEDED, Phase.CANCELLED), 4),
        ((Phase.CANCELLED, Phase.FAILED), 1),
        ((Phase.FAILED,), 1),
    ],
)
def test_exit_codes(phases: tuple[Phase, ...], code: int) -> None:
    assert live.exit_code(phases) == code


class TestJobsThatHaveEnded:
    """They are printed, and no history is opened."""

    @pytest.mark.parametrize(("status", "code"), [("succeeded", 0), ("failed", 1), ("cancelled", 4)])
    def test_exit_code_and_document(self, status: str, code: int, program: Program, simulator: Simulator) -> None:
        job_id = job_in(simulator, status)
        done = program("wait", job_id, "-o", "json")
        assert (done.code, done.err) == (code, "")
        assert json.loads(done.out)["id"] == job_id
        assert not (program.home / "data").exists()

    def test_several(self, program: Program, simulator: Simulator) -> None:
        ids = [job_in(simulator, status) for status in ("succeeded", "cancelled", "failed")]
        done = program("wait", *ids, ids[0], "-o", "csv")
        assert done.code == 1
        assert [row["id"] for row in csv.DictReader(io.StringIO(done.out))] == ids
        assert [job["id"] for job in json.loads(program("wait", *ids, "-o", "json").out)] == ids


def test_one_that_the_server_does_not_know(program: Program, simulator: Simulator) -> None:
    done = program("wait", job_in(simulator, "succeeded"), "ftjob-nope")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("ftmonitor: no job ftjob-nope here")


def test_a_paused_job_has_not_ended(program: Program, simulator: Simulator) -> None:
    done = program("wait", job_in(simulator, "paused"), "--timeout", "3", "-o", "jsonl")
    assert (done.code, done.out) == (124, "")
    said, late = done.err.splitlines()
    assert said.endswith("is paused: it has not ended, and is waited for until somebody resumes or cancels it")
    assert late == "ftmonitor: --timeout passed, and not all of them have ended"


class TestJobsThatTrain:
    """In a world where time flies."""

    @pytest.fixture
    def simulator(self) -> Simulator:
        """Return a world in which hours are seconds."""
        return Simulator(speed=100)

    def test_to_their_end(self, alone: Program) -> None:
        simulator = Simulator(clock=HastyClock(HASTE))
        jobs = [job for job in simulator.ledger.jobs() if job["status"] == "running"]
        running = [str(job["id"]) for job in sorted(jobs, key=lambda job: str(job["estimated_finish"]))]
        ids = {*running[:2], job_in(simulator, "succeeded")}
        waited = self.ran(alone, "wait", *ids, "-o", "jsonl")
        ended = {job["id"]: phase_of(job["status"]) for job in map(json.loads, waited.out.splitlines())}
        assert ended.keys() == ids
        assert waited.code == live.exit_code(tuple(ended.values()))
        assert [" is running" in line for line in waited.err.splitlines()] == [True, True]
        watched = self.ran(alone, "watch", running[0])
        assert (watched.code, watched.err) == (live.exit_code((ended[running[0]],)), "")
        told = [line.split(None, 2) for line in watched.out.splitlines()]
        assert {"status", "info"} <= {kind for _, kind, _ in told} <= {"status", "info", "progress", "warn", "error"}
        assert phase_of(told[-1][2].split(":")[0]) is ended[running[0]]
        assert len({tuple(line) for line in told}) == len(told)

    def ran(self, program: Program, *words: str) -> Done:
        """Return what the program leaves that begins with the world: hours are seconds to both."""
        program.clock = HastyClock(HASTE)
        with Server(Simulator(speed=SPEED, clock=program.clock)) as server:
            program.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-of-the-tests"}
            return program(*words)

    def test_through_a_broken_connection(self, alone: Program, simulator: Simulator) -> None:
        job_id = job_in(simulator, "running")
        with Server(simulator) as server:
            alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-of-the-tests"}
            waiting = alone.start("wait", job_id, "-o", "jsonl")
            assert waiting.stderr is not None
            assert b"is running" in waiting.stderr.readline()
            port = int(server.base_url.rpartition(":")[2].partition("/")[0])
            server.stop()
            assert b"connection lost, waiting for it" in waiting.stderr.readline()
            with Server(simulator, port):
                out, err = waiting.communicate(timeout=60)
        assert err.splitlines()[0] == b"ftmonitor: connected again, nothing is missing"
        assert [json.loads(line)["id"] for line in out.splitlines()] == [job_id]
        assert waiting.returncode == live.exit_code((phase_of(json.loads(out)["status"]),))


def summary(status: str = "running", **more: object) -> JobSummary:
    base: dict[str, object] = {
        "id": "j", "name": "n", "status": status, "phase": phase_of(status), "model": "m", "method": "supervised",
    }  # fmt: skip
    return JobSummary(**{**base, **more})  # type: ignore[arg-type]


def step(number: int, status: str = "running", **more: object) -> JobSummary:
    return summary(status, step=number, total_steps=100, metric="train_loss", value=0.5, last_step_at=NOW, **more)


class TestWhatIsTold:
    """`watch`, one look after the other."""

    def told(self, *looks: tuple[JobSummary, float]) -> list[str]:
        page = watch._Watch(Output())
        return [line.words.partition(" (")[0] for job, at in looks for line in page.news(job, at, over=job.step != 99)]

    def test_each_tenth_each_minute_and_each_status(self) -> None:
        assert self.told(
            (summary("queued"), NOW),
            (step(1), NOW + 1),
            (step(9), NOW + 2),
            (step(12), NOW + 3),
            (step(13), NOW + 4),
            (step(13), NOW + 99),
            (step(14), NOW + 100),
            (step(100), NOW + 101),
            (step(99, "succeeded", fine_tuned_model="ft:x"), NOW + 102),  # late events are still to come
            (step(100, "succeeded", fine_tuned_model="ft:x"), NOW + 103),
        ) == [
            "queued",
            "step 1/100",
            "running",
            "step 12/100",
            "step 13/100",
            "step 100/100",
            "step 99/100",
            "step 100/100",
            "succeeded: ft:x",
        ]

    def test_a_failure_says_why(self) -> None:
        assert self.told((summary("failed", error="bad_file: line\n3"), NOW)) == ["failed: bad_file: line 3"]

    @pytest.mark.parametrize(
        ("event", "told"),
        [
            ('{"id": "e", "level": "info", "message": "Step 3: loss=1", "data": {"step": 3}}', None),
            ('{"id": "e", "level": "warn", "message": "odd", "data": {"step": 3}}', ("warn", "odd")),
            ('{"id": "e", "level": "INFO", "message": "Files\\nvalidated"}', ("info", "Files validated")),
            ('{"id": "e", "message": "\\u001b[31mred"}', ("info", "\ufffd[31mred")),
        ],
    )
    def test_events(self, event: str, told: tuple[str, str] | None) -> None:
        line = watch.heard(row_of(parse(event)))
        assert (line and (line.kind, line.words)) == told


def test_the_lines_of_a_terminal_stand_below_each_other() -> None:
    rows = [("support-v7", "running", "50%"), ("日本", "paused")]
    assert lines(rows) == ["support-v7  running  50%", "日本        paused "]
