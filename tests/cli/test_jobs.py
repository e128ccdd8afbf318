"""`ftmonitor jobs`, against a served simulator or a canned answer."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from ftmonitor.cli.jobs import is_status
from ftmonitor.format import cells
from ftmonitor.simulator.simulator import Simulator
from tests.support.canned import serve
from tests.support.program import Program

COLOUR = re.compile(r"\x1b\[[0-9]+m")
ODD = (
    '{"id": "job-1", "zeta": 1, "alpha": [1.0, 3.8E-06, 1e400, 12345678901234567890], "status": "running",\n'
    '  "model": "m\\u001b[31m", "metadata": {"k": "=1+1"}, "new": {"empty": {}, "none": null},'
    ' "name": "\u202e\x7f\u00e9"}'
)


def page(*jobs: str, more: bool = False) -> bytes:
    return f'{{"object": "list", "data": [{", ".join(jobs)}], "has_more": {str(more).lower()}}}'.encode()


def test_the_newest_twenty_as_a_table(program: Program, simulator: Simulator) -> None:
    done = program("jobs")
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[0].split() == ["ID", "STATUS", "NAME", "METHOD", "MODEL", "CREATED_AT"]
    assert [line.split()[0] for line in lines[1:]] == [job["id"] for job in simulator.ledger.jobs()[:20]]
    assert all("+01:00" in line or "+02:00" in line for line in lines[1:])
    assert "…" not in done.out
    assert "\x1b" not in done.out


@pytest.mark.parametrize(("words", "count"), [(["--limit", "3"], 3), (["--all"], None), (["--limit", "9999"], None)])
def test_how_many(words: list[str], count: int | None, program: Program, simulator: Simulator) -> None:
    done = program("jobs", "-o", "jsonl", *words)
    wanted = [job["id"] for job in simulator.ledger.jobs()][:count]
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == wanted


def test_a_number_is_one_of_jobs_that_match(program: Program, simulator: Simulator) -> None:
    ended = [job["id"] for job in simulator.ledger.jobs() if job["status"] == "succeeded"]
    done = program("jobs", "--status", "succeeded", "--limit", "5", "-o", "jsonl")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ended[:5]
    assert len(ended) > 5


def test_by_metadata(program: Program, simulator: Simulator) -> None:
    held = {str(job["id"]): job.get("metadata") for job in simulator.ledger.jobs()}
    metadata = next(found for found in held.values() if isinstance(found, dict) and found)
    key, value = next(iter(metadata.items()))
    done = program("jobs", "--all", "--metadata", f"{key}={value}", "-o", "json")
    wanted = [job_id for job_id, found in held.items() if isinstance(found, dict) and found.get(key) == value]
    assert [job["id"] for job in json.loads(done.out)] == wanted


def test_metadata_holds_also_where_the_server_does_not_filter(alone: Program) -> None:
    other = '{"id": "job-2", "metadata": {"k": "v"}}'
    with serve(lambda _: (200, page(ODD, other))) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        done = alone("jobs", "--metadata", "k=v", "-o", "jsonl")
        assert "metadata%5Bk%5D=v" in server.asked[0]
    assert done.out == '{"id": "job-2", "metadata": {"k": "v"}}\n'


@pytest.mark.parametrize("word", ["waiting", "canceled", "stopping", "queued", "unknown"])
def test_a_known_word_or_phase_is_not_doubted(word: str, program: Program) -> None:
    assert "known" not in program("jobs", "--status", word).err


def test_a_word_that_is_like_none_gets_those_there_are(program: Program) -> None:
    done = program("jobs", "--status", "banana,running", "-o", "jsonl")
    assert done.code == 0
    assert done.out
    assert done.err.startswith("ftmonitor: banana is no known status: known are validating_files, queued, running,")
    assert "no job matches" not in done.err


def test_nothing_matches(program: Program) -> None:
    done = program("jobs", "--status", "runing")
    assert (done.code, done.out.split()) == (0, ["ID", "STATUS", "NAME", "METHOD", "MODEL", "CREATED_AT"])
    assert done.err == ("ftmonitor: runing is no known status; did you mean running?\nftmonitor: no job matches\n")
    assert program("jobs", "--status", "runing", "-o", "json").out == "[]\n"
    assert program("jobs", "--status", "runing", "-o", "jsonl").out == ""
    assert program("jobs", "--status", "runing", "-o", "csv").out.startswith("id,status,")


def test_json_is_what_was_sent(alone: Program) -> None:
    with serve(lambda _: (200, page(ODD))) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        one, whole = alone("jobs", "-o", "jsonl").out, alone("jobs", "-o", "json").out
        table, sheet = alone("jobs").out, alone("jobs", "-o", "csv").out
    assert one.count("\n") == 1
    assert "[1.0, 3.8E-06, 1e400, 12345678901234567890]" in one
    for text in (one, whole):
        assert "\u202e" not in text
        assert "\\u202e\\u007f\u00e9" in text
        assert "m\\u001b[31m" in text
    assert list(json.loads(one)) == list(json.loads(whole)[0]) == list(json.loads(ODD, strict=False))
    assert '"empty": {},' in whole
    assert "m\ufffd[31m" in table
    assert "m\ufffd[31m" in sheet


def test_csv_can_be_read_back(program: Program, simulator: Simulator) -> None:
    rows = list(csv.DictReader(io.StringIO(program("jobs", "--all", "-o", "csv").out)))
    jobs = simulator.ledger.jobs()
    assert [row["id"] for row in rows] == [job["id"] for job in jobs]
    failed = next(row for row in rows if row["status"] == "failed")
    assert failed["error"]
    assert next(row for row in rows if row["status"] == "succeeded")["fine_tuned_model"].startswith("ft:")


@pytest.mark.parametrize("columns", [60, *(pytest.param(columns, marks=pytest.mark.long) for columns in (40, 80, 120))])
def test_in_a_terminal_it_fits_and_has_colours(columns: int, program: Program) -> None:
    shown = program.in_terminal("jobs", columns=columns).out
    assert "\x1b[32mrunning\x1b[0m" in shown or columns == 40
    assert "\x1b[31mfailed\x1b[0m" in shown
    plain = COLOUR.sub("", shown)
    assert "\x1b" not in plain
    assert all(cells(line) <= columns for line in plain.splitlines())
    assert "…" in plain


@pytest.mark.parametrize(("words", "variable"), [(["--no-color"], ""), ([], "1")])
def test_without_colours(words: list[str], variable: str, program: Program) -> None:
    program.variables["NO_COLOR"] = variable
    shown = program.in_terminal("jobs", *words).out
    assert "running" in shown
    assert "\x1b" not in shown


def test_a_closed_pipe_ends_quietly_and_stops_the_paging(alone: Program) -> None:
    def respond(request: str) -> tuple[int, bytes]:
        start = int(request.partition("after=job-")[2].partition("&")[0] or 0)
        jobs = [f'{{"id": "job-{number}", "filler": "{"x" * 2000}"}}' for number in range(start + 1, start + 101)]
        return 200, page(*jobs, more=start < 9_900)

    with serve(respond) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        process = alone.start("jobs", "--all", "-o", "jsonl")
        assert process.stdout is not None
        assert process.stderr is not None
        assert b'"job-1"' in process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), errors) == (0, b"")
        assert len(server.asked) < 50


def test_a_full_disk_is_said(program: Program) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            program.command("jobs"), stdout=full, stderr=subprocess.PIPE, env=program.environ, check=False
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("status", "wanted", "fits"),
    [
        ("running", "running", True),
        ("RUNNING", "running", True),
        ("resuming", "running", False),
        ("queued", "waiting", True),
        ("validating_files", "waiting", True),
        ("running", "waiting", False),
        ("canceled", "cancelled", True),
        ("cancelled", "canceled", True),
        ("brand_new", "brand_new", True),
        ("brand_new", "unknown", True),
        ("", "running", False),
    ],
)
def test_is_status(status: str, wanted: str, fits: bool) -> None:
    assert is_status(status, wanted) is fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("status:running|paused", lambda job: job["status"] in ("running", "paused")),
        ("model:4.1 -status:failed", lambda job: "4.1" in job["model"] and job["status"] != "failed"),
        ("name=support-v*", lambda job: str(job.get("user_provided_suffix")).startswith("support-v")),
        ("loss<100", lambda job: False),  # no history: nothing is known of the events
    ],
)
def test_filter(text: str, fits: Callable[[dict[str, Any]], bool], program: Program, simulator: Simulator) -> None:
    done = program("jobs", "--all", "--filter", text, "-o", "jsonl")
    wanted = [job["id"] for job in simulator.ledger.jobs() if fits(job)]
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == wanted
    assert done.err == ("" if wanted else "ftmonitor: no job matches\n")


def test_a_filter_finds_as_many_as_asked_for(program: Program, simulator: Simulator) -> None:
    wanted = [job["id"] for job in simulator.ledger.jobs() if job["status"] == "succeeded"]
    done = program("jobs", "--limit", "5", "--filter", "succeeded", "-o", "jsonl")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == wanted[:5]


def test_a_filter_that_cannot_be_read(program: Program) -> None:
    done = program("jobs", "--filter", "red statsu:x")
    assert (done.code, done.out) == (2, "")
    assert done.err == "ftmonitor: --filter, at character 5: there is no field statsu: did you mean status?\n"
