"""`ftmonitor simulate`, and `--demo` as far as it shows from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ftmonitor.cli.simulate import REMEMBERED_S, SEED, _seed
from tests.support.program import Program


@contextmanager
def serving(program: Program, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `simulate` until the test is done with it; gives the process and the base URL it printed."""
    process = program.start("simulate", *words)
    assert process.stdout is not None
    try:
        first = process.stdout.readline().decode()
        assert first.endswith("/v1\n"), first
        yield process, first.split()[-1]
    finally:
        process.kill()
        process.wait()


def jobs_at(base_url: str) -> list[dict[str, object]]:
    asked = urllib.request.Request(  # noqa: S310 - the URL is that of our own server
        f"{base_url}/fine_tuning/jobs?limit=100", headers={"Authorization": "Bearer x"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        found = json.load(answer)["data"]
    assert isinstance(found, list)
    return found


def test_it_serves_says_where_and_ends_with_ctrl_c(alone: Program) -> None:
    with serving(alone) as (process, base_url):
        assert base_url.startswith("http://127.0.0.1:")
        assert len(jobs_at(base_url)) >= 12
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (130, b"")
        assert f"OPENAI_BASE_URL={base_url} OPENAI_API_KEY=" in err.decode()
        assert b"Traceback" not in err


def test_killed_and_started_again_at_its_port_it_goes_on_with_the_same_jobs(alone: Program) -> None:
    with serving(alone) as (_, base_url):
        port = base_url.rpartition(":")[2].partition("/")[0]
    with serving(alone, "--port", port) as (process, base_url):
        assert port in base_url
        before = {job["id"]: job["created_at"] for job in jobs_at(base_url)}
        process.kill()
        process.wait()
    with serving(alone, "--port", port) as (_, base_url):
        assert {job["id"]: job["created_at"] for job in jobs_at(base_url)} == before


def test_a_world_that_was_left_long_ago_is_not_gone_on_with(alone: Program) -> None:
    file = alone.home / "simulator-1.jsonl"
    file.write_text(json.dumps({"world": {"scenario": "default", "seed": 41, "speed": 1.0}, "started_at": 1.0}) + "\n")
    left = file.stat().st_mtime
    assert _seed(file, "default", 1.0, left + 10) == 41
    assert _seed(file, "default", 1.0, left + REMEMBERED_S + 10) not in (41, SEED)
    assert _seed(file, "busy", 1.0, left + 10) not in (41, SEED)
    assert _seed(None, "default", 1.0, left) == SEED
    file.write_text("")
    assert _seed(file, "default", 1.0, left) == SEED
    file.write_text("{}")
    assert _seed(file, "default", 1.0, left) == int(left)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scenario", "defualt"], "did you mean 'default'?"),
        (["--speed", "0"], "must be more than 0"),
        (["--port", "-1"], "0 to 65535"),
    ],
)
def test_what_it_cannot_do(words: list[str], said: str, alone: Program) -> None:
    done = alone("simulate", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_port_that_is_taken(alone: Program, base_url: str) -> None:
    port = base_url.rpartition(":")[2].partition("/")[0]
    done = alone("simulate", "--port", port)
    assert (done.code, done.out) == (2, "")
    assert f"port {port} of 127.0.0.1 cannot be listened on" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_directory_that_cannot_be_written_is_a_warning(alone: Program) -> None:
    alone.home.chmod(0o500)
    with serving(alone, "--port", "0") as (_, base_url):
        assert jobs_at(base_url)
