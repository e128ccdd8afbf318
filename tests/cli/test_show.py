"""`ftmonitor show`: all fields of one job."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ftmonitor.cli.show import fields
from ftmonitor.jsontext import parse
from ftmonitor.models.rows import row_of
from ftmonitor.models.source import Row
from ftmonitor.simulator.simulator import Simulator
from tests.support.canned import serve
from tests.support.program import Program

PAYLOADS = Path(__file__).parent.parent / "payloads"


def row(text: str) -> Row:
    return row_of(parse(text))


def shown(text: str) -> dict[str, str]:
    return {name: cell.text for name, cell in fields(row(text))}


def payload(name: str) -> str:
    return (PAYLOADS / f"{name}.json").read_text("utf-8")


def test_the_fields_of_a_supervised_job() -> None:
    found = shown(payload("job_supervised_succeeded"))
    assert list(found)[:3] == ["id", "name", "status"]
    assert found["status"] == "succeeded"
    assert found["hyperparameters.n_epochs"] == "3"
    assert found["wandb.project"] == "support-tone"
    assert found["metadata.team"] == "support"
    assert found["created_at"].startswith("20")
    assert found["estimated_finish"] == "—"


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*job_*.json")), ids=lambda path: path.stem)
def test_no_field_is_left_out(path: Path) -> None:
    raw = json.loads(path.read_text("utf-8"))
    if not isinstance(raw, dict) or "id" not in raw:
        pytest.skip("no job")
    names = list(shown(path.read_text("utf-8")))
    elsewhere = {"method", "hyperparameters", "integrations", "error"}
    for key in raw:
        assert key in elsewhere or any(name == key or name.startswith(f"{key}.") for name in names), key


def test_why_a_job_failed_and_what_to_do() -> None:
    found = shown(payload("job_failed"))
    assert found["error"].startswith("invalid_training_file: The job failed")
    assert "rejected" in found["explanation"]
    assert found["error.param"] == "training_file"


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        ("null", {}),
        ("{}", {}),
        ('{"code": null, "message": null}', {}),
        ('"it broke"', {"error": "it broke"}),
        ('{"error": {"message": "inner"}}', {"error": "inner"}),
        ('{"code": "x", "message": ""}', {"error": "x"}),
        ('{"code": "x", "message": "y", "inner": {"z": [1]}}', {"error": "x: y", "error.inner.z": "[1]"}),
    ],
)
def test_errors_of_every_shape(error: str, lines: dict[str, str]) -> None:
    found = shown(f'{{"id": "j-1", "error": {error}}}')
    assert {name: text for name, text in found.items() if name.startswith("error")} == lines


def test_the_headers_of_a_grader_are_masked() -> None:
    grader = '{"type": "multi", "graders": {"a": {"type": "endpoint", "headers": {"x-key": "top-secret"}}}}'
    found = shown(f'{{"id": "j-1", "method": {{"type": "reinforcement", "reinforcement": {{"grader": {grader}}}}}}}')
    assert found["grader.graders.a.headers.x-key"] == "***"
    odd = shown(f'{{"id": "j-1", "method": {{"type": "other", "reinforcement": {{"grader": {grader}}}}}}}')
    assert "top-secret" not in str(odd)


def test_odd_jobs_are_shown_as_they_are() -> None:
    text = '{"id": "j-1", "status": 7, "method": "odd", "hyperparameters": [], "integrations": ["x", {"type": "y"}]}'
    assert shown(text)["status"] == "7"
    assert [cell.text for name, cell in fields(row(text)) if name == "integration"] == ['{"type": "y"}', "x"]
    assert shown("{}")["id"].startswith("?")


def test_in_every_format(program: Program, simulator: Simulator) -> None:
    job = next(job for job in simulator.ledger.jobs() if job["status"] == "succeeded")
    job_id = str(job["id"])
    table, sheet = program("show", job_id), program("show", job_id, "-o", "csv")
    assert (table.code, table.err) == (0, "")
    assert table.out.splitlines()[0].split() == ["id", job_id]
    rows = list(csv.reader(io.StringIO(sheet.out)))
    assert rows[:2] == [["field", "value"], ["id", job_id]]
    assert len(rows) == len(table.out.splitlines()) + 1
    assert list(json.loads(program("show", job_id, "-o", "json").out).items()) == list(job.items())
    assert json.loads(program("show", job_id, "-o", "jsonl").out) == job


def test_json_in_any_format_keeps_numbers(alone: Program) -> None:
    text = '{"id": "j-1", "a": 1e-06, "b": 1.0E+2, "c": [], "d": {"e": 12345678901234567890}}'
    with serve(lambda _: (200, text.encode())) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-1"}
        assert alone("show", "j-1", "-o", "jsonl").out == text + "\n"
        assert alone("show", "j-1", "-o", "json").out == (
            '{\n  "id": "j-1",\n  "a": 1e-06,\n  "b": 1.0E+2,\n  "c": [],\n'
            '  "d": {\n    "e": 12345678901234567890\n  }\n}\n'
        )


def test_a_key_that_the_server_echoes_is_masked(alone: Program) -> None:
    with serve(lambda _: (200, b'{"id": "j-1", "note": "key-to-be-hidden"}')) as server:
        alone.variables |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "key-to-be-hidden"}
        assert alone("show", "j-1", "-o", "jsonl").out == '{"id": "j-1", "note": "***"}\n'
        assert "hidden" not in alone("show", "j-1").out
