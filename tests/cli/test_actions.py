"""`ftmonitor cancel`, `pause`, `resume`."""

from __future__ import annotations

import io
import json

import pytest

from ftmonitor.cli.actions import exit_code
from ftmonitor.cli.talk import Talk
from ftmonitor.errors import ApiError, AuthenticationFailed, NotFound, TimedOut
from ftmonitor.models.source import Verb
from ftmonitor.monitor.actions import Outcome
from ftmonitor.simulator.simulator import Simulator
from ftmonitor.store import actions
from ftmonitor.store.store import Store
from tests.support.canned import serve
from tests.support.program import Program


def job_in(simulator: Simulator, status: str) -> str:
    return next(str(job["id"]) for job in simulator.ledger.jobs() if job["status"] == status)


def test_pause_then_resume_then_cancel(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "running")
    paused = program("pause", job_id, "--yes", "-o", "json")
    assert paused.code == 0
    assert json.loads(paused.out)["id"] == job_id
    assert json.loads(paused.out)["status"] in ("pausing", "paused", "running")
    assert paused.err.startswith(f"ftmonitor: {job_id}: ")
    assert "paus" in paused.err
    assert simulator.ledger.count(f"{job_id}/pause", "POST") == 1
    assert simulator.ledger.count(job_id, "GET") == 1
    cancelled = program("cancel", job_id, "--yes", "-o", "jsonl")
    assert json.loads(cancelled.out)["status"] == "cancelled"
    assert cancelled.err == f"ftmonitor: {job_id}: cancelled\n"


def deeds(program: Program) -> list[tuple[str, str, str]]:
    (history,) = program.home.rglob("*.sqlite3")
    store = Store.open(history)
    found = store._database.at_once(actions.recent, 10)
    store.close()
    return [(deed.verb, deed.job_id, deed.outcome) for deed in found]


def test_a_deed_is_remembered_where_there_is_a_history_before_it_is_done(alone: Program) -> None:
    at_once: list[tuple[str, str, str]] = []

    def answer(asked: str) -> tuple[int, bytes]:
        if asked.startswith("POST"):
            at_once.extend(deeds(alone))
        return 200, b'{"id": "j-1", "status": "pausing"}' if "/events" not in asked else b'{"data": []}'

    with serve(answer) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        alone("events", "j-1", "--follow", "--timeout", "0.5")  # begins one
        assert alone("pause", "j-1", "--yes").code == 0
    assert at_once == [("pause", "j-1", "asked to pause; no answer yet")]
    assert deeds(alone) == [("pause", "j-1", "asked to pause; pausing now")]


def test_a_job_that_goes_on_is_said_to(alone: Program) -> None:
    with serve(lambda _: (200, b'{"id": "j-1", "status": "running"}')) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        done = alone("pause", "j-1", "--yes", "-o", "jsonl")
        assert server.asked == ["POST /v1/fine_tuning/jobs/j-1/pause", "GET /v1/fine_tuning/jobs/j-1"]
    assert (done.code, done.out) == (0, '{"id": "j-1", "status": "running"}\n')
    assert done.err == "ftmonitor: j-1: asked to pause; still running\n"


def test_all_jobs_are_tried_and_one_refusal_is_exit_1(program: Program, simulator: Simulator) -> None:
    ended, running = job_in(simulator, "succeeded"), job_in(simulator, "running")
    done = program("cancel", "nope-1", ended, running, "--yes", "-o", "json")
    assert done.code == 1
    assert [job["id"] for job in json.loads(done.out)] == [running]
    assert [line.split()[1] for line in done.err.splitlines()] == ["nope-1:", f"{ended}:", f"{running}:"]


def test_one_job_named_twice_is_asked_once(program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "running")
    assert program("pause", job_id, job_id, "--yes").code == 0
    assert simulator.ledger.count("/pause", "POST") == 1


def test_without_a_terminal_it_needs_yes(program: Program, simulator: Simulator) -> None:
    done = program("cancel", job_in(simulator, "running"), answer="y\n")
    assert (done.code, done.out) == (2, "")
    assert "`ftmonitor cancel --yes`" in done.err
    assert not simulator.ledger.requests


@pytest.mark.parametrize(("answer", "asked"), [("n\n", 0), pytest.param("\x04", 0, marks=pytest.mark.long), ("y\n", 1)])
def test_in_a_terminal_it_asks(answer: str, asked: int, program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "running")
    done = program.in_terminal("pause", job_id, keys=[answer], columns=200)
    assert f"({job_id}, running)? [y/N] " in done.out
    assert simulator.ledger.count("/pause", "POST") == asked
    assert done.code == (0 if asked else 1)
    assert ("nothing was done" in done.out) is not bool(asked)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [("y\n", True), ("Yes \n", True), ("n\n", False), ("\n", False), ("yes, please\n", False), ("", False)],
)
def test_only_y_and_yes_mean_yes(answer: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert Talk().ask("pause it?") is meant


def test_ctrl_c_at_the_question_does_nothing(program: Program, simulator: Simulator) -> None:
    done = program.in_terminal("pause", job_in(simulator, "running"), keys=["\x03"])
    assert done.code == 130
    assert not simulator.ledger.count("/pause", "POST")


@pytest.mark.parametrize("words", [["--read-only"], []])
def test_read_only_refuses_before_it_asks(words: list[str], program: Program, simulator: Simulator) -> None:
    job_id = job_in(simulator, "running")
    if not words:
        file = program.home / "c.toml"
        url = program.variables["OPENAI_BASE_URL"]
        file.write_text(f'[profiles.x]\nbase_url = "{url}"\napi_key_env = "OPENAI_API_KEY"\nread_only = true\n')
        program.variables |= {"FTMONITOR_CONFIG": str(file), "FTMONITOR_PROFILE": "x"}
    done = program("cancel", job_id, "--yes", *words)
    assert (done.code, done.out) == (2, "")
    assert "read-only" in done.err
    assert not simulator.ledger.requests


def outcome(error: ApiError | None) -> Outcome:
    return Outcome(Verb.PAUSE, "j-1", "j-1", accepted=error is None, sentence="", error=error)


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ([None, None], 0),
        ([None, NotFound("x")], 1),
        ([TimedOut("x"), NotFound("x")], 1),
        ([TimedOut("x"), None], 3),
        ([AuthenticationFailed("x"), AuthenticationFailed("x")], 5),
    ],
)
def test_exit_code(errors: list[ApiError | None], code: int) -> None:
    assert exit_code([outcome(error) for error in errors]) == code
