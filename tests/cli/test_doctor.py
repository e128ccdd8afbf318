"""`ftmonitor doctor`: what it finds, its exit codes, and that nothing secret stands in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from ftmonitor.api.exchange import Exchange, Request
from ftmonitor.cli import health
from ftmonitor.config.paths import history_file
from ftmonitor.config.profiles import Profile
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.simulator import Simulator
from tests.store.test_migrations import first_history
from tests.support.program import Program

NOW = 1_795_000_000.0
REQUEST = Request("GET", "/fine_tuning/jobs", "list jobs")


def found(out: str) -> dict[str, tuple[str, str]]:
    return {row["what"]: (row["result"], row["found"]) for row in json.loads(out)}


def test_all_is_well(program: Program) -> None:
    done = program("doctor", "-o", "json")
    assert (done.code, done.err) == (0, "")
    report = found(done.out)
    for what in ("list jobs", "list events", "list checkpoints", "read files", "read models"):
        assert report[what] == ("ok", "allowed")
    assert report["server"] == ("ok", "OpenAI")
    assert report["key"] == ("ok", "there is one; it is not shown")
    assert report["act on jobs"][0] == "note"
    assert "key-of-the-tests" not in done.out
    assert str(program.home) not in done.out
    assert report["history"][1].startswith("~/data/ftmonitor/")
    assert not (program.home / "data").exists()


def test_without_a_key_the_rest_is_told(alone: Program) -> None:
    done = alone("doctor", "-o", "json")
    assert done.code == 5
    assert found(done.out)["key"] == ("fault", "none: set OPENAI_API_KEY")
    assert "list jobs" not in found(done.out)


def test_looking_at_an_older_history_leaves_it_as_it_is(alone: Program) -> None:
    file = history_file(Profile(), alone.home / "histories")
    file.parent.mkdir(parents=True)
    first_history(file)
    before = file.read_bytes()
    result, said = found(alone("doctor", "-o", "json", "--data-dir", str(alone.home / "histories")).out)["history"]
    assert result == "note"
    assert "2 jobs. The history" in said
    assert "will be brought up to date when it is opened" in said
    assert alone("completion", "jobs", "--data-dir", str(alone.home / "histories")).out == "b\na\n"
    listed = alone("jobs", "--offline", "-o", "jsonl", "--data-dir", str(alone.home / "histories"))
    assert (listed.code, listed.out) == (0, "{}\n{}\n")
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        (Kind.UNAUTHORIZED, 5, "refused the API key"),
        (Kind.FORBIDDEN, 1, "Country, region, or territory not supported"),
        (Kind.SERVER_ERROR, 3, "500"),
        (Kind.HTML, 3, ""),
    ],
)
def test_jobs_cannot_be_listed(kind: Kind, code: int, said: str, program: Program, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind))
    done = program("doctor", "-o", "json")
    report = found(done.out)
    assert (done.code, done.err) == (code, "")
    assert report["list jobs"][0] == "fault"
    assert said.lower() in report["list jobs"][1].lower()
    assert "latency" in report
    assert simulator.ledger.count("/fine_tuning/jobs") == 1


def test_one_thing_that_is_not_there_is_no_fault(program: Program, simulator: Simulator) -> None:
    simulator.faults.add(Fault(Kind.MISSING, path="/checkpoints"))
    done = program("doctor", "-o", "json")
    assert done.code == 0
    assert found(done.out)["list checkpoints"][0] == "note"


def test_a_configuration_that_cannot_be_used(alone: Program) -> None:
    (alone.home / "c.toml").write_text('profile = "x"')
    alone.variables["FTMONITOR_CONFIG"] = str(alone.home / "c.toml")
    done = alone("doctor")
    assert (done.code, done.err) == (2, "")
    assert "[profiles.x]" in done.out


def told(headers: dict[str, str], seconds: float = 0.2, at: float = NOW) -> dict[str, tuple[str, str]]:
    exchange = Exchange(REQUEST, at, seconds, 200, headers)
    return {what: (result, words) for result, what, words in health.server([exchange])}


@pytest.mark.parametrize(
    ("ahead_s", "said"),
    [
        (0.0, ("ok", "as the server's, within 1 s")),
        (20.0, ("ok", "as the server's, within 20 s")),
        (3600.0, ("note", "1h behind the server's: ages are off by that")),
        (-7200.0, ("note", "2h ahead of the server's: ages are off by that")),
    ],
)
def test_the_clock(ahead_s: float, said: tuple[str, str]) -> None:
    date = format_datetime(datetime.fromtimestamp(NOW + ahead_s, UTC), usegmt=True)
    assert told({"date": date})["clock"] == said


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 0000 00:00:00 GMT"])
def test_a_clock_that_is_not_told(date: str) -> None:
    assert told({"date": date})["clock"] == ("note", "the server does not tell its time")


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"openai-processing-ms": "12"}, "OpenAI"),
        ({"apim-request-id": "x", "openai-processing-ms": "1"}, "Azure OpenAI"),
        ({"x-litellm-version": "1", "openai-version": "x"}, "LiteLLM"),
        ({"server": "uvicorn"}, "of its own kind (uvicorn)"),
        ({}, "of its own kind"),
    ],
)
def test_the_kind_of_server(headers: dict[str, str], kind: str) -> None:
    assert told(headers)["server"] == ("ok", kind)


def test_a_slow_server_is_noted() -> None:
    assert told({}, 3.0)["latency"] == ("note", "3000 ms (median of 1; the first one connects)")
    assert list(health.server([Exchange(REQUEST, NOW, 1.0, error="no answer")])) == []


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "16 million"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "dumb"}, "none: TERM knows none"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "none: NO_COLOR is set"),
    ],
)
def test_the_terminal(environ: dict[str, str], colours: str) -> None:
    report = {what: words for _, what, words in health.terminal({**environ, "TMUX": "x", "LANG": "C"}, None)}
    assert report["colours"] == colours
    assert report["terminal"] == f"{environ['TERM']}, stdout is no terminal, tmux"
    assert report["letters"].startswith("no UTF-8")
