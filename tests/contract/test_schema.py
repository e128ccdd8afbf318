"""The simulator's answers against the published schema, where the schema is right."""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ftmonitor.models.source import Verb
from ftmonitor.simulator.scenarios import SCENARIOS
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock
from tests.support.simulated import JOBS, act, ask, file_named, got, named, value


@functools.cache
def published() -> dict[str, Any]:
    """Return the published schemas: read by the first who asks, as most processes that collect the tests play none."""
    spec: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_text("utf-8"))
    schemas: dict[str, Any] = spec["components"]["schemas"]
    return schemas


NULL = {"type": "null"}
EMPTY = {"type": "object", "maxProperties": 0}


@functools.cache
def deviating() -> dict[str, Any]:
    """Return the schemas as the service itself keeps to them: each change is a known deviation of its real answers."""
    schemas = copy.deepcopy(published())
    job = schemas["FineTuningJob"]
    # The statuses of pausing and resuming are missing from the list.
    job["properties"]["status"]["enum"] += ["pausing", "paused", "resuming"]
    # A job that has not failed has `{}` for an error, not null.
    job["properties"]["error"]["anyOf"].append(EMPTY)
    # `hyperparameters` is null or absent where the method is not supervised.
    job["properties"]["hyperparameters"] = {"anyOf": [job["properties"]["hyperparameters"], NULL]}
    job["required"].remove("hyperparameters")
    # Events may have no data at all: null; and there is a third type of event.
    event = schemas["FineTuningJobEvent"]["properties"]
    event["data"] = {"anyOf": [event["data"], NULL]}
    event["type"]["enum"].append("moderation_checks")
    # `graders` of a multi grader is a map of them, and there are types that the schema does not know.
    schemas["GraderMulti"]["properties"]["graders"] = {"type": "object", "additionalProperties": {"type": "object"}}
    # Files carry nulls for what they have not.
    for name in ("expires_at", "status_details"):
        file = schemas["OpenAIFile"]["properties"]
        file[name] = {"anyOf": [file[name], NULL]}
    return schemas


@functools.cache
def validator(name: str, schemas: Callable[[], dict[str, Any]]) -> Draft202012Validator:
    """Return what checks answers of a name: it looks through all the schemas for names once."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas()}})


def faults(name: str, answer: object, schemas: Callable[[], dict[str, Any]] = deviating) -> list[str]:
    """Return where an answer is not what the schema of that name says."""
    found = validator(name, schemas).iter_errors(answer)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in found]


# A job without `seed` and `method`, as answers of 2023 are, is not what the schema of today says.
OLD = "classifier-old"


# A hundred jobs that are much alike.
LARGE = ("crowd", "many")


def _new(job: dict[str, Any]) -> bool:
    return "method" in job


@pytest.mark.parametrize(
    ("scenario", "later"),
    [
        pytest.param(name, later, marks=pytest.mark.long if later and name in LARGE else ())
        for name in SCENARIOS
        if name != "hostile"
        for later in (0, 70, 1500)
    ],
)
def test_jobs(scenario: str, later: float) -> None:
    clock = FakeClock()
    simulator = Simulator(scenario, clock=clock)
    simulator.faults.clear()
    clock.advance(later)
    page = got(simulator, f"{JOBS}?limit=100")
    page["data"] = [job for job in page["data"] if _new(job)]
    assert faults("ListPaginatedFineTuningJobsResponse", page) == []


@pytest.mark.parametrize(
    "name",
    ["support-v6", "support-v7", "intent-dpo-1", "sql-rft-1", "sql-rft-2", "triage-v1", "persona-mix", "support-v5"],
)
def test_events_and_checkpoints(name: str) -> None:
    simulator = Simulator(clock=FakeClock())
    job = named(simulator, name)
    assert faults("FineTuningJob", got(simulator, f"{JOBS}/{job}")) == []
    for query in ("", "?limit=100"):
        assert faults("ListFineTuningJobEventsResponse", got(simulator, f"{JOBS}/{job}/events{query}")) == []
        checkpoints = got(simulator, f"{JOBS}/{job}/checkpoints{query}")
        assert faults("ListFineTuningJobCheckpointsResponse", checkpoints) == []


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.CANCEL])
def test_what_verbs_answer(verb: Verb) -> None:
    simulator = Simulator(clock=FakeClock())
    assert faults("FineTuningJob", act(simulator, named(simulator, "support-v7"), verb)) == []


def test_files() -> None:
    simulator = Simulator(clock=FakeClock())
    page = got(simulator, "/v1/files")
    assert faults("ListFilesResponse", page) == []
    assert faults("OpenAIFile", got(simulator, f"/v1/files/{page['data'][0]['id']}")) == []
    deleted = value(ask(simulator, "DELETE", f"/v1/files/{page['data'][0]['id']}"))
    assert faults("DeleteFileResponse", deleted) == []


def test_refusals() -> None:
    simulator = Simulator(clock=FakeClock())
    for target, status in ((f"{JOBS}/x", 404), (f"{JOBS}?limit=0", 400), ("/v1/x", 404)):
        assert faults("ErrorResponse", value(ask(simulator, "GET", target), status)) == []


def test_a_body_that_the_schema_allows_is_taken() -> None:
    simulator = Simulator("empty", clock=FakeClock())
    questions = file_named(simulator, "ready-questions.jsonl")
    grader = {"type": "string_check", "name": "g", "input": "{{item.a}}", "reference": "b", "operation": "eq"}
    hyperparameters = {"n_epochs": 2, "batch_size": "auto", "eval_interval": 2, "reasoning_effort": "low"}
    body: dict[str, object] = {
        "model": "o4-mini",
        "training_file": questions,
        "validation_file": questions,
        "suffix": "s",
        "seed": 1,
        "metadata": {"a": "b"},
        "method": {"type": "reinforcement", "reinforcement": {"grader": grader, "hyperparameters": hyperparameters}},
    }
    assert faults("CreateFineTuningJobRequest", body) == []
    assert faults("FineTuningJob", value(ask(simulator, "POST", JOBS, body))) == []


def test_the_published_schema_alone_refuses_live_answers() -> None:
    simulator = Simulator(clock=FakeClock())
    running = got(simulator, f"{JOBS}/{named(simulator, 'support-v7')}")
    assert any(fault.startswith("error:") for fault in faults("FineTuningJob", running, published))


@pytest.mark.parametrize(("sample", "name"), [("job_supervised_succeeded", "support-v6"), ("job_failed", "triage-v1")])
def test_keys_come_in_the_order_of_real_answers(sample: str, name: str) -> None:
    payload = json.loads((Path(__file__).parents[1] / "payloads" / f"{sample}.json").read_text("utf-8"))
    simulator = Simulator(clock=FakeClock())
    job = got(simulator, f"{JOBS}/{named(simulator, name)}")
    assert list(job) == list(payload)
    assert list(job["error"]) == list(payload["error"])
    assert list(job["method"]["supervised"]["hyperparameters"]) == list(
        payload["method"]["supervised"]["hyperparameters"]
    )
    if job["integrations"]:
        assert list(job["integrations"][0]["wandb"]) == list(payload["integrations"][0]["wandb"])


@pytest.mark.parametrize(
    ("sample", "name"), [("events_supervised_all", "support-v6"), ("events_reinforcement", "sql-rft-1")]
)
def test_metrics_have_the_keys_of_real_events(sample: str, name: str) -> None:
    payload = json.loads((Path(__file__).parents[1] / "payloads" / f"{sample}.json").read_text("utf-8"))
    simulator = Simulator(clock=FakeClock())
    ours = simulator.ledger.events(named(simulator, name))
    theirs = payload["data"]

    def shapes(events: list[Any]) -> set[tuple[str, ...]]:
        return {tuple(event["data"]) for event in events if event["type"] == "metrics"}

    assert list(ours[5]) == list(theirs[0])
    assert shapes(theirs) <= shapes(ours)
