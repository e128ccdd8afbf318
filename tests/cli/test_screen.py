"""Opening the screen from outside: what is kept, what is removed, how it ends."""

from __future__ import annotations

import signal

import pytest

from ftmonitor.simulator.server import Server
from ftmonitor.simulator.simulator import Simulator
from tests.support.program import WAKE, Program

CLOSED = "\x1b[?1049l"
"""What gives the terminal its own screen back."""


def test_the_demo_leaves_nothing_behind(alone: Program) -> None:
    done = alone.in_terminal("--demo", at="claims-extr", keys=["\x11"], columns=120)
    assert done.code == 0
    assert "claims-extr" in done.out
    assert CLOSED in done.out
    assert [path.name for path in alone.home.rglob("*")] == []


def test_it_goes_to_the_background_and_comes_back(alone: Program) -> None:
    job = "claims-extr"
    done = alone.in_terminal("--demo", at=[job, CLOSED, job, CLOSED], keys=["\x1a", WAKE, "\x11"], columns=120)
    assert done.code == 0
    assert done.out.count(CLOSED) == 2


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), pytest.param(signal.SIGHUP, 129, marks=pytest.mark.long)],
    ids=str,
)
def test_the_demo_leaves_nothing_behind_when_it_is_killed(number: int, code: int, alone: Program) -> None:
    done = alone.in_terminal("--demo=busy", at="connecting", send=number, columns=120)
    assert done.code == code
    assert done.out.rindex(CLOSED) > done.out.rindex("connecting")
    assert "Traceback" not in done.out
    assert [path.name for path in alone.home.rglob("*")] == []


def test_an_unknown_scenario(alone: Program) -> None:
    done = alone.in_terminal("--demo=bsy")
    assert done.code == 2
    assert "did you mean 'busy'?" in done.out
    assert CLOSED not in done.out


def test_the_screen_keeps_a_history_and_opens_it_again_without_a_key(alone: Program, simulator: Simulator) -> None:
    with Server(simulator) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-of-the-tests"}
        done = alone.in_terminal(at=" live", keys=["\x11"], columns=120)
    assert done.code == 0
    (history,) = (alone.home / "data" / "ftmonitor").glob("*.sqlite3")
    assert history.name.startswith("127.0.0.1-")
    assert history.stat().st_mode & 0o777 == 0o600
    del alone.variables["OPENAI_API_KEY"]
    asked = len(simulator.ledger.requests)  # nothing is under way any more
    with Server(simulator, int(server.base_url.rpartition(":")[2].partition("/")[0])):
        again = alone.in_terminal(at="claims-extr", keys=["\x11"], columns=120)
    assert again.code == 0
    assert len(simulator.ledger.requests) == asked


def test_a_history_that_cannot_be_written_ends_before_the_screen_opens(program: Program) -> None:
    file = program.home / "file"
    file.write_text("")
    done = program.in_terminal("--data-dir", str(file / "below"))
    assert done.code == 2
    assert CLOSED not in done.out
