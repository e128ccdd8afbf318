"""Each failure is one sentence and its exit code, never a traceback."""

from __future__ import annotations

import json
import signal
import socket
import threading

import pytest

from ftmonitor.cli.main import run
from ftmonitor.cli.output import ReaderGone
from ftmonitor.errors import AuthenticationFailed, MissingKey, NotFound, StoreError, Unanswered
from ftmonitor.secret import Secret
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.simulator import Simulator
from tests.support.canned import serve
from tests.support.program import Done, Program


def check(done: Done, code: int, *said: str) -> None:
    """Check that a run failed with one sentence that says `said`."""
    assert (done.code, done.out) == (code, "")
    assert done.err.count("\n") == 1, done.err
    assert done.err.startswith("ftmonitor: ")
    assert "Traceback" not in done.err
    for word in said:
        assert word in done.err


COMMANDS = [["jobs"], ["show", "j-1"], ["events", "j-1"], ["events", "j-1", "--follow"], ["pause", "j-1", "--yes"]]


@pytest.mark.parametrize("words", COMMANDS)
def test_no_key(words: list[str], alone: Program) -> None:
    check(alone(*words), 5, "no API key", "OPENAI_API_KEY")


def test_no_key_of_a_profile_names_its_variable(alone: Program) -> None:
    folder = alone.home / "config" / "ftmonitor"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('profile = "prod"\n[profiles.prod]\napi_key_env = "PROD_KEY"\n')
    check(alone("jobs"), 5, "PROD_KEY")


@pytest.mark.parametrize("words", [["jobs"], ["show", "j-1"], ["events", "j-1", "--follow"]])
def test_a_wrong_key(words: list[str], program: Program) -> None:
    program.variables["OPENAI_API_KEY"] = "wrong-key-1"
    done = program(*words)
    check(done, 5, "API key")
    assert "wrong-key-1" not in done.err


def test_a_key_without_the_scope(program: Program, simulator: Simulator) -> None:
    simulator.faults.add(Fault(Kind.NO_SCOPE))
    check(program("jobs"), 5, "scope")


@pytest.mark.parametrize("words", [["show", "nope-1"], ["events", "nope-1"], ["events", "nope-1", "--follow"]])
def test_an_unknown_job(words: list[str], program: Program) -> None:
    check(program(*words), 1, "nope-1", "check the id")


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        (Kind.FORBIDDEN, 1, "403"),
        (Kind.QUOTA, 1, "429"),
        (Kind.HTML, 3, "web page"),
        (Kind.REDIRECT, 3, "redirect"),
        (Kind.MISSING, 1, "endpoint"),
    ],
)
def test_what_a_server_may_say(kind: Kind, code: int, said: str, program: Program, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind))
    check(program("jobs"), code, said)


def test_an_unreachable_host(alone: Program) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        alone.variables |= {"OPENAI_API_KEY": "key-1"}
        check(alone("--base-url", url, "jobs"), 3, "127.0.0.1")


@pytest.mark.parametrize(("status", "tries"), [(500, 6), (429, 6)])
def test_a_read_is_tried_six_times(status: int, tries: int, alone: Program) -> None:
    with serve(lambda _: (status, b'{"error": {"message": "not now"}}')) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        check(alone("jobs"), 3, str(status))
        assert len(server.asked) == tries


def test_retries_are_told_with_verbose(alone: Program) -> None:
    with serve(lambda _: (500, b"{}")) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        done = alone("jobs", "--verbose")
    assert done.err.count("trying again in ") == 5
    assert f"profile env, {server.base_url}" in done.err


def test_json_cut_in_half(alone: Program) -> None:
    with serve(lambda _: (200, b'{"data": [{"id": "j-1"'), promised=40) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        done = alone("jobs", "-o", "jsonl")
        assert len(server.asked) == 6
    assert (done.code, done.out) == (3, "")
    assert done.err.count("\n") == 1


def test_a_page_that_fails_leaves_a_json_document_open(alone: Program) -> None:
    jobs = ",".join(f'{{"id": "j-{number}"}}' for number in range(100))

    def respond(request: str) -> tuple[int, bytes]:
        if "after" in request:
            return 403, b'{"error": {"message": "not you"}}'
        return 200, f'{{"data": [{jobs}], "has_more": true}}'.encode()

    with serve(respond) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        done = alone("jobs", "--all", "-o", "json")
    assert (done.code, done.err.count("\n")) == (1, 1)
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(done.out)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"OPENAI_BASE_URL": "https://user:secret-1@host.test/v1"}, "OPENAI_BASE_URL holds a user"),
        ({"OPENAI_BASE_URL": "http://host.test/v1"}, "plain http"),
        ({"OPENAI_API_KEY": "secret-1 x"}, "OPENAI_API_KEY can be no key"),
        ({"FTMONITOR_PROFILE": "nope"}, "FTMONITOR_PROFILE asks for the profile 'nope'"),
        ({"FTMONITOR_CONFIG": "/"}, "/ cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used(variables: dict[str, str], said: str, alone: Program) -> None:
    alone.variables |= variables
    done = alone("jobs")
    check(done, 2, said)
    assert "secret-1" not in done.err


def test_an_unknown_setting_is_a_warning(program: Program) -> None:
    file = program.home / "c.toml"
    file.write_text("[profiles.x]\nreadonly = true\n")
    program.variables["FTMONITOR_CONFIG"] = str(file)
    done = program("jobs", "--limit", "1")
    assert done.code == 0
    assert done.err == (
        f"ftmonitor: warning: {file}, line 2: profiles.x.readonly is not a setting and counts for nothing; "
        "did you mean read_only?\n"
    )


def test_a_data_directory_that_cannot_be_written(program: Program, simulator: Simulator) -> None:
    job_id = str(simulator.ledger.jobs()[0]["id"])
    file = program.home / "file"
    file.write_text("")
    check(program("--data-dir", str(file / "below"), "events", job_id, "--follow"), 2, str(file))


@pytest.mark.parametrize("words", [["jobs", "--limit", "x"], ["show"], ["jobs", "--bogus"], ["show", ""]])
def test_wrong_usage(words: list[str], alone: Program) -> None:
    check(alone(*words), 2)


def test_arguments_that_are_no_text(alone: Program) -> None:
    check(alone.process("show", "a\udcffb", "\udcff"), 2)


def test_what_nobody_expected_is_one_sentence_and_with_verbose_its_origin(capfd: pytest.CaptureFixture[str]) -> None:
    def broken(context: object) -> int:
        raise ZeroDivisionError("oh\nno, key-of-nobody")

    Secret("key-of-nobody")
    assert run(["x-1"], broken) == 1
    assert capfd.readouterr().err == (
        "ftmonitor: something went wrong that should not (ZeroDivisionError: oh no, ***); --verbose shows where\n"
    )
    assert run(["x-1", "--verbose"], broken) == 1
    told = capfd.readouterr().err
    assert "Traceback" in told
    assert "key-of-nobody" not in told


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (ReaderGone(), 0),
        (BaseExceptionGroup("", [KeyboardInterrupt()]), 130),
        (ExceptionGroup("", [ExceptionGroup("", [StoreError("x")])]), 2),
        (NotFound("x"), 1),
        (Unanswered("x"), 3),
        (MissingKey("x"), 5),
        (AuthenticationFailed("x"), 5),
        (ExceptionGroup("", [ValueError(), ValueError()]), 1),
    ],
)
def test_every_exception_has_its_code(error: BaseException, code: int) -> None:
    def broken(context: object) -> int:
        raise error

    assert run(["x-1"], broken) == code


def test_ctrl_c_while_the_server_is_waited_for(alone: Program) -> None:
    asked, go = threading.Event(), threading.Event()

    def respond(request: str) -> tuple[int, bytes]:
        asked.set()
        go.wait(60)
        return 200, b"{}"

    with serve(respond) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        process = alone.start("jobs")
        assert asked.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        go.set()
    assert (process.returncode, out, err) == (130, b"", b"")
