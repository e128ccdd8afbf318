"""`ftmonitor metrics`: the curves of a job, as numbers or drawn."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest

from ftmonitor.simulator.simulator import Simulator
from tests.support.canned import Canned, serve
from tests.support.payloads import text
from tests.support.program import Program
from tests.support.simulated import named

SUPERVISED, REINFORCEMENT, RUNNING = "faq-v2", "sql-rft-1", "support-v7"


def truth(simulator: Simulator, job_id: str, name: str) -> dict[int, float]:
    """Return a series as the events of the simulator tell it."""
    found: dict[int, float] = {}
    for event in simulator.ledger.events(job_id):
        data = event.get("data")
        if isinstance(data, dict) and data.get(name) is not None:
            found[data["step"]] = data[name]
    return found


def sheet(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def canned(answers: Mapping[str, tuple[int, str]]) -> Any:
    """Return what answers a request by the end of its path; anything else is no endpoint."""

    def respond(request: str) -> tuple[int, bytes]:
        path = request.partition(" ")[2].partition("?")[0]
        status, body = next((answer for end, answer in answers.items() if path.endswith(end)), (501, "{}"))
        return status, body.encode()

    return respond


def pointed(program: Program, server: Canned) -> Program:
    program.variables["OPENAI_BASE_URL"] = server.base_url
    return program


def test_csv_has_a_row_a_step_and_a_column_a_series(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, SUPERVISED)
    done = program("metrics", job_id, "-o", "csv")
    assert (done.code, done.err) == (0, "")
    rows = sheet(done.out)
    assert next(iter(rows[0])) == "step"
    for name in ("train_loss", "valid_loss", "full_valid_loss", "train_mean_token_accuracy"):
        got = {int(row["step"]): float(row[name]) for row in rows if row[name]}
        assert got == truth(simulator, job_id, name)
        assert got


def test_json_is_one_document_of_series(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, SUPERVISED)
    found = json.loads(program("metrics", job_id, "-o", "json").out)
    assert list(found) == ["series"]
    train = next(one for one in found["series"] if one["name"] == "train_loss")
    assert list(train) == ["name", "source", "points"]
    assert train["source"] == "events"
    assert {step: value for step, _, value in train["points"]} == truth(simulator, job_id, "train_loss")
    first = next(event for event in simulator.ledger.events(job_id) if event["type"] == "metrics")
    assert train["points"][0][1] == first["created_at"]
    lines = program("metrics", job_id, "-o", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == found["series"]


def test_a_table_for_who_reads(program: Program, simulator: Simulator) -> None:
    lines = program("metrics", named(simulator, SUPERVISED)).out.splitlines()
    assert lines[0].split()[0] == "STEP"
    assert "TRAIN_LOSS" in lines[0].split()
    assert lines[1].split()[0] == "1"


def test_nested_numbers_of_reinforcement(program: Program, simulator: Simulator) -> None:
    rows = sheet(program("metrics", named(simulator, REINFORCEMENT), "-o", "csv").out)
    assert {"train_mean_reward", "scores.train_reward_mean", "reasoning_tokens_mean"} <= set(rows[0])


def test_the_result_file_has_the_names_of_the_events(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, SUPERVISED)
    before = simulator.ledger.count("/events")
    done = program("metrics", job_id, "--results", "-o", "json")
    series = {one["name"]: one for one in json.loads(done.out)["series"]}
    assert simulator.ledger.count("/events") == before
    assert series["train_mean_token_accuracy"]["source"] == "results"
    loss = truth(simulator, job_id, "train_loss")
    points = series["train_loss"]["points"]
    assert {step: value for step, _, value in points} == {step: pytest.approx(loss[step], abs=1e-5) for step in loss}
    assert {time for _, time, _ in points} == {None}


def test_a_job_without_a_result_file_says_so(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, RUNNING)
    done = program("metrics", job_id, "--results")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"ftmonitor: job {job_id} has no result file (running): ")


def test_a_chart_for_a_log(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, SUPERVISED)
    done = program("metrics", job_id, "--plot")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == f"{SUPERVISED}  succeeded  {job_id}"
    assert lines[2].startswith("loss ")
    assert any(line.startswith("accuracy ") for line in lines)
    assert all(len(line) <= 80 and "\x1b" not in line and line == line.rstrip() for line in lines)
    assert any("⠁" <= char <= "⣿" for char in done.out)
    again = program("metrics", job_id, "--plot", "--results").out.splitlines()
    assert again[2].startswith("loss ")


def test_a_chart_where_there_is_no_unicode(program: Program, simulator: Simulator) -> None:
    program.variables["LC_ALL"] = "C"
    out = program("metrics", named(simulator, SUPERVISED), "--plot").out
    assert out.isascii()
    assert "*" in out


def test_the_telling_charts_are_drawn_and_the_others_counted(program: Program, simulator: Simulator) -> None:
    done = program("metrics", named(simulator, REINFORCEMENT), "--plot")
    titles = [line.split("  ")[0] for line in done.out.splitlines() if line and line[0] not in " 0123456789"]
    assert "reward" in titles
    assert done.err.endswith(" not drawn: -o csv has all series\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["metrics"], "the following arguments are required: JOB"),
        (["metrics", "j-1", "--plot", "-o", "json"], "--plot draws text: leave out --output, or --plot"),
    ],
)
def test_wrong_usage(words: list[str], said: str, program: Program) -> None:
    done = program(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_an_unknown_job(program: Program) -> None:
    done = program("metrics", "ftjob-nowhere")
    assert (done.code, done.out) == (1, "")
    assert "no job ftjob-nowhere here" in done.err


JOB = '{"id": "j-1", "status": "running", "result_files": ["file-1"]}'
NONE = (200, '{"object": "list", "data": [], "has_more": false}')


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (["-o", "json"], '{"series": []}\n'),
        (["-o", "jsonl"], ""),
        (["-o", "csv"], "step\n"),
        ([], "STEP\n"),
        (["--plot"], ""),
    ],
)
def test_without_any_metrics(words: list[str], out: str, program: Program) -> None:
    with serve(canned({"/events": NONE, "/checkpoints": NONE, "/j-1": (200, JOB)})) as server:
        done = pointed(program, server)("metrics", "j-1", *words)
    assert (done.code, done.out, done.err) == (0, out, "ftmonitor: there are no metrics yet\n")


def test_checkpoints_add_what_no_event_told(program: Program) -> None:
    events = json.dumps({"data": [{"id": "e", "created_at": 5, "data": {"step": 80, "train_loss": 1}}]})
    answers = {"/checkpoints": (200, text("azure_checkpoints.json")), "/j-1": (200, JOB)}
    with serve(canned({"/events": (200, events), **answers})) as server:
        done = pointed(program, server)("metrics", "j-1", "-o", "json")
    series = {one["name"]: one for one in json.loads(done.out)["series"]}
    assert series["full_valid_mean_token_accuracy"]["points"] == [[120, 1756784151, 0.68]]
    assert series["full_valid_mean_token_accuracy"]["source"] == "checkpoints"
    assert series["train_loss"]["points"] == [[80, 5, 1.0], [120, 1756784151, 1.054]]
    assert series["train_loss"]["source"] == "events+checkpoints"


def test_of_a_repeated_step_the_newest_event_holds(program: Program) -> None:
    rows = [{"id": name, "created_at": at, "data": {"step": 1, "x": at}} for name, at in (("b", 9), ("a", 5))]
    page = json.dumps({"data": rows, "has_more": False})
    with serve(canned({"/events": (200, page), "/checkpoints": NONE, "/j-1": (200, JOB)})) as server:
        done = pointed(program, server)("metrics", "j-1", "-o", "jsonl")
    assert json.loads(done.out)["points"] == [[1, 9, 9.0]]


def test_a_server_without_checkpoints_has_metrics_all_the_same(program: Program) -> None:
    with serve(canned({"/events": (200, text("azure_events.json")), "/j-1": (200, JOB)})) as server:
        done = pointed(program, server)("metrics", "j-1", "-o", "csv")
    assert (done.code, done.err) == (0, "")
    assert "train_loss" in sheet(done.out)[0]


@pytest.mark.parametrize("content", ["", "{}", "words only"])
def test_a_result_file_that_is_no_table(content: str, program: Program) -> None:
    with serve(canned({"/content": (200, content), "/j-1": (200, JOB)})) as server:
        done = pointed(program, server)("metrics", "j-1", "--results")
    assert (done.code, done.out) == (3, "")
    assert "file-1 is " in done.err


def test_names_that_want_to_be_obeyed(program: Program) -> None:
    name = "=cmd()\x1b]0;pwned\x07\u202e"
    event = {"id": "e", "created_at": 5, "level": "info", "data": {"step": 1, name: 1e-7, "nan": "nan"}}
    page = json.dumps({"data": [event], "has_more": False})
    with serve(canned({"/events": (200, page), "/checkpoints": NONE, "/j-1": (200, JOB)})) as server:
        program = pointed(program, server)
        outs = {form: program("metrics", "j-1", "-o", form).out for form in ("table", "csv", "json", "jsonl")}
        outs["plot"] = program("metrics", "j-1", "--plot").out
    for out in outs.values():
        assert not set(out) & set("\x1b\x07\u202e")
    assert outs["csv"].splitlines()[0].split(",")[1].startswith("'=cmd()")
    assert json.loads(outs["json"])["series"][0]["name"] == name
    assert "1e-07" in outs["csv"]


class TestProcesses:
    """The real program, in a terminal and in a pipe."""

    def test_a_terminal_shows_what_fits_in_colour(self, program: Program, simulator: Simulator) -> None:
        done = program.in_terminal("metrics", named(simulator, REINFORCEMENT), columns=70)
        assert done.code == 0
        lines = [line for line in done.out.splitlines() if line[:1].isdigit()]
        assert len(lines) > 10
        assert all(len(line) <= 70 for line in lines)
        assert "more series not shown, for want of room: -o csv has all of them" in done.out
        plot = program.in_terminal("metrics", named(simulator, REINFORCEMENT), "--plot", columns=60)
        assert "\x1b[36m" in plot.out

    def test_a_closed_pipe_ends_quietly(self, program: Program, simulator: Simulator) -> None:
        process = program.start("metrics", named(simulator, SUPERVISED), "-o", "csv")
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
