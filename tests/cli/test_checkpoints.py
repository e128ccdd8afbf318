"""`ftmonitor checkpoints`: what a job has saved on its way."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ftmonitor.simulator.simulator import Simulator
from tests.support.canned import serve
from tests.support.payloads import load, text
from tests.support.program import Program
from tests.support.simulated import named


def sheet(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_the_best_is_marked(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, "faq-v2")
    held = simulator.ledger.checkpoints(job_id)
    done = program("checkpoints", job_id)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].split()[:3] == ["BEST", "STEP", "VALID_LOSS"]
    assert [line.replace("*", " ").split()[0] for line in lines[1:]] == [str(row["step_number"]) for row in held]
    losses = [float(line.replace("*", " ").split()[1]) for line in lines[1:]]
    assert [line.startswith("*") for line in lines[1:]] == [loss == min(losses) for loss in losses]


def test_csv(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, "sql-rft-1")
    held = simulator.ledger.checkpoints(job_id)
    rows = sheet(program("checkpoints", job_id, "-o", "csv").out)
    assert [row["fine_tuned_model_checkpoint"] for row in rows] == [row["fine_tuned_model_checkpoint"] for row in held]
    assert [row["id"] for row in rows] == [row["id"] for row in held]
    for row, sent in zip(rows, held, strict=True):
        metrics = sent["metrics"]
        assert isinstance(metrics, dict)
        told = {name: value for name, value in metrics.items() if isinstance(value, float) and name != "step"}
        assert {name: float(row[name]) for name in told} == told
    (best,) = [row for row in rows if row["best"] == "best"]
    reward = next(name for name in best if name.startswith("full") and "reward" in name)
    assert float(best[reward]) == max(float(row[reward]) for row in rows)


def test_json_is_what_the_server_sent(program: Program, simulator: Simulator) -> None:
    job_id = named(simulator, "faq-v2")
    held = simulator.ledger.checkpoints(job_id)
    assert json.loads(program("checkpoints", job_id, "-o", "json").out) == held
    assert [json.loads(line) for line in program("checkpoints", job_id, "-o", "jsonl").out.splitlines()] == held


@pytest.mark.parametrize(
    ("form", "out"), [("json", "[]\n"), ("jsonl", ""), ("csv", "best,step,created_at,fine_tuned_model_checkpoint,id\n")]
)
def test_none_yet(form: str, out: str, program: Program, simulator: Simulator) -> None:
    done = program("checkpoints", named(simulator, "faq-v3"), "-o", form)
    assert (done.code, done.out) == (0, out)
    assert done.err.startswith("ftmonitor: there are no checkpoints; ")


def test_the_best_need_not_be_the_newest(program: Program) -> None:
    rows = [{"id": f"c{step}", "step_number": step, "metrics": {"valid_loss": loss}} for step, loss in ((9, 2), (3, 1))]
    with serve(lambda _: (200, json.dumps({"data": rows}).encode())) as server:
        program.variables["OPENAI_BASE_URL"] = server.base_url
        found = sheet(program("checkpoints", "j-1", "-o", "csv").out)
    assert [(row["step"], row["best"]) for row in found] == [("9", ""), ("3", "best")]


def test_odd_ones(program: Program) -> None:
    odd = [
        {"id": "a", "metrics": {"step": 7.0, "type": "supervised", "=x\x1b[31m": 1}},
        {"id": "b", "metrics": None, "step_number": "9", "fine_tuned_model_checkpoint": "\u202egpj.exe"},
        {},
        7,
    ]
    body = json.dumps({"data": odd, "has_more": False}).encode()
    with serve(lambda _: (200, body)) as server:
        program.variables["OPENAI_BASE_URL"] = server.base_url
        rows = sheet(program("checkpoints", "j-1", "-o", "csv").out)
        table = program("checkpoints", "j-1").out
        lines = program("checkpoints", "j-1", "-o", "jsonl").out.splitlines()
    assert [row["step"] for row in rows] == ["7", "9", "", ""]
    assert rows[0]["best"] == "best"
    assert rows[0]["'=x\ufffd[31m"] == "1.0"
    assert not set(table) & set("\x1b\u202e")
    assert [json.loads(line) for line in lines] == odd


def test_azure(program: Program) -> None:
    with serve(lambda _: (200, text("azure_checkpoints.json").encode())) as server:
        program.variables["OPENAI_BASE_URL"] = server.base_url
        done = program("checkpoints", "j-1", "-o", "csv")
    assert [row["step"] for row in sheet(done.out)] == ["120", "80"]
    assert [row["best"] for row in sheet(done.out)] == ["best", ""]
    assert load("azure_checkpoints.json")["data"][1]["metrics"]["train_loss"] == float(sheet(done.out)[1]["train_loss"])


def test_a_server_without_checkpoints(program: Program) -> None:
    with serve(lambda _: (404, b"<html>nothing here</html>")) as server:
        program.variables["OPENAI_BASE_URL"] = server.base_url
        done = program("checkpoints", "j-1")
    assert (done.code, done.out) == (1, "")
    assert "has no endpoint to list the checkpoints of a job (404)" in done.err


def test_in_a_terminal_every_line_fits(program: Program, simulator: Simulator) -> None:
    done = program.in_terminal("checkpoints", named(simulator, "faq-v2"), columns=90)
    lines = done.out.splitlines()
    assert len(lines) == 4
    assert sum("\x1b[32m*" in line for line in lines) == 1
    bare = [line.replace("\x1b[32m", "").replace("\x1b[0m", "") for line in lines]
    assert all(len(line) <= 90 for line in bare)
