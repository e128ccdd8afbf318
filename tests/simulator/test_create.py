from __future__ import annotations

import json
from typing import Any

import pytest

from ftmonitor.simulator.exchange import Request
from ftmonitor.simulator.multipart import parts_of
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock
from tests.support.simulated import JOBS, ask, file_named, got, named, status, value

CHAT = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}
GRADER = {"type": "string_check", "name": "g", "input": "{{sample.output_text}}", "reference": "x", "operation": "eq"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def simulator(clock: FakeClock) -> Simulator:
    return Simulator("empty", clock=clock)


def upload(simulator: Simulator, content: bytes, filename: str = "train.jsonl") -> dict[str, Any]:
    body = (
        b'--B\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nfine-tune\r\n'
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="' + filename.encode() + b'"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n--B--\r\n"
    )
    headers = {"authorization": "Bearer x", "content-type": 'multipart/form-data; boundary="B"'}
    return value(simulator.answer(Request("POST", "/v1/files", (), headers, body)))


def create(simulator: Simulator, status: int = 200, **body: object) -> dict[str, Any]:
    wanted = {"model": "gpt-4.1-mini", "training_file": file_named(simulator, "ready-chat.jsonl"), **body}
    return value(ask(simulator, "POST", JOBS, {name: item for name, item in wanted.items() if item != "-"}), status)


def test_a_created_job_runs_after_five_seconds_and_trains_for_two_minutes(
    simulator: Simulator, clock: FakeClock
) -> None:
    wandb = {"type": "wandb", "wandb": {"project": "p", "tags": ["a"]}}
    job = create(simulator, suffix="mine", seed=42, metadata={"team": "x"}, integrations=[wandb])
    assert (job["status"], job["model"], job["seed"]) == ("validating_files", "gpt-4.1-mini-2025-04-14", 42)
    assert job["hyperparameters"] == dict.fromkeys(("n_epochs", "batch_size", "learning_rate_multiplier"), "auto")
    assert job["integrations"][0]["wandb"] == {
        "project": "p", "entity": None, "name": None, "tags": ["a"], "run_id": job["id"],
    }  # fmt: skip
    assert got(simulator, JOBS)["data"][0] == job
    clock.advance(4.9)
    assert status(simulator, job["id"]) == "queued"
    clock.advance(0.2)
    assert got(simulator, f"{JOBS}/{job['id']}")["hyperparameters"]["n_epochs"] == 3
    assert status(simulator, job["id"]) == "running"
    clock.advance(120)
    assert simulator.ledger.events(job["id"])[-1]["type"] == "metrics"
    clock.advance(3600)
    ended = got(simulator, f"{JOBS}/{job['id']}")
    assert ended["status"] == "succeeded"
    assert ended["fine_tuned_model"].startswith("ft:gpt-4.1-mini-2025-04-14:acme:mine:")
    again = create(simulator, model=ended["fine_tuned_model"])
    assert again["model"] == ended["fine_tuned_model"]


def test_two_created_in_one_moment_are_two_with_the_later_first(simulator: Simulator) -> None:
    first, second = create(simulator), create(simulator)
    assert [row["id"] for row in got(simulator, JOBS)["data"]] == [second["id"], first["id"]]


@pytest.mark.parametrize(
    ("filename", "method", "said"),
    [
        ("broken-chat.jsonl", "supervised", "Example 12, message 2 Discriminator 'role'"),
        ("ready-chat.jsonl", "dpo", "is in the fine-tune-chat format"),
        ("ready-preferences.jsonl", "supervised", "is in the fine-tune-preference format"),
    ],
)
def test_a_file_that_does_not_fit_makes_its_job_fail(
    simulator: Simulator, clock: FakeClock, filename: str, method: str, said: str
) -> None:
    job = create(simulator, training_file=file_named(simulator, filename), method={"type": method})
    clock.advance(4)
    ended = got(simulator, f"{JOBS}/{job['id']}")
    assert ended["status"] == "failed"
    assert ended["error"]["code"] == "invalid_training_file"
    assert said in ended["error"]["message"]
    last = simulator.ledger.events(job["id"])[-1]
    assert (last["level"], last["data"]) == (
        "error",
        {"error_code": "invalid_training_file", "error_param": "training_file"},
    )


def test_too_few_examples_in_an_upload(simulator: Simulator, clock: FakeClock) -> None:
    content = "\n".join([json.dumps(CHAT)] * 7).encode()
    file = upload(simulator, content)
    assert (file["filename"], file["bytes"], file["purpose"]) == ("train.jsonl", len(content), "fine-tune")
    job = create(simulator, training_file=file["id"])
    clock.advance(4)
    error = got(simulator, f"{JOBS}/{job['id']}")["error"]
    assert error["message"] == "Training file has 7 example(s), but must have at least 10 examples"
    assert error["code"] == "invalid_n_examples"


def test_a_bad_validation_file_is_named_as_such(simulator: Simulator, clock: FakeClock) -> None:
    job = create(simulator, validation_file=file_named(simulator, "broken-chat.jsonl"))
    clock.advance(4)
    error = got(simulator, f"{JOBS}/{job['id']}")["error"]
    assert (error["code"], error["param"]) == ("invalid_validation_file", "validation_file")


def test_deleting_the_file_while_it_is_validated_fails_the_job(simulator: Simulator, clock: FakeClock) -> None:
    job = create(simulator)
    file_id = job["training_file"]
    assert value(ask(simulator, "DELETE", f"/v1/files/{file_id}")) == {"id": file_id, "object": "file", "deleted": True}
    clock.advance(4)
    error = got(simulator, f"{JOBS}/{job['id']}")["error"]
    assert (error["code"], error["message"]) == (
        "deleted_training_file", "The job failed because the training file was deleted",
    )  # fmt: skip
    assert ask(simulator, "GET", f"/v1/files/{file_id}").status == 404


def test_methods_have_their_hyperparameters(simulator: Simulator, clock: FakeClock) -> None:
    dpo = create(
        simulator,
        training_file=file_named(simulator, "ready-preferences.jsonl"),
        method={"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.3, "n_epochs": 2}}},
    )
    questions = file_named(simulator, "ready-questions.jsonl")
    method = {"type": "reinforcement", "reinforcement": {"grader": GRADER, "hyperparameters": {"eval_interval": 3}}}
    rft = create(simulator, model="o4-mini", training_file=questions, validation_file=questions, method=method)
    assert dpo["method"]["dpo"]["hyperparameters"] == {
        "beta": 0.3, "n_epochs": 2, "batch_size": "auto", "learning_rate_multiplier": "auto",
    }  # fmt: skip
    clock.advance(30)
    running = got(simulator, f"{JOBS}/{rft['id']}")
    assert running["status"] == "running"
    part = running["method"]["reinforcement"]
    assert part["grader"] == GRADER
    assert part["hyperparameters"]["eval_interval"] == 3
    assert part["hyperparameters"]["reasoning_effort"] == "default"
    events = simulator.ledger.events(rft["id"])
    evaluated = [e["data"]["step"] for e in events if "full_valid_mean_reward" in (e["data"] or {})]  # type: ignore[operator, index]
    assert evaluated
    assert all(step % 3 == 0 for step in evaluated)


@pytest.mark.parametrize(
    ("body", "param", "said"),
    [
        ({"model": "gpt-nonexistent"}, None, "Model gpt-nonexistent is not available for fine-tuning or does not"),
        ({"model": "-"}, "model", "Missing required parameter: 'model'."),
        ({"training_file": "-"}, "training_file", "Missing required parameter: 'training_file'."),
        ({"training_file": "file-x"}, "training_file", "invalid training_file: file-x"),
        ({"validation_file": "7"}, "validation_file", "invalid validation_file: 7"),
        ({"training_file": 7}, "training_file", "Invalid type for 'training_file'"),
        ({"suffix": "x" * 65}, "suffix", "Invalid 'suffix'"),
        ({"seed": "x"}, "seed", "Invalid type for 'seed'"),
        ({"temperature": 1}, "temperature", "Unknown parameter: 'temperature'."),
        ({"hyperparameters": {"n_epochs": 0}}, "n_epochs", "Invalid 'n_epochs'"),
        ({"hyperparameters": {"n_epochs": True}}, "n_epochs", "Invalid type for 'n_epochs'"),
        ({"hyperparameters": {"batch_size": 257}}, "batch_size", "at most 256"),
        ({"hyperparameters": {"learning_rate_multiplier": float("nan")}}, "learning_rate_multiplier", "Invalid"),
        ({"hyperparameters": {"beta": 1}}, "beta", "Unknown parameter: 'beta'."),
        ({"method": {"type": "magic"}}, "method.type", "Supported values are: 'supervised', 'dpo', 'reinforcement'."),
        ({"method": {"type": "reinforcement"}}, "method.type", "is not supported for model gpt-4.1-mini-2025-04-14"),
        ({"model": "o4-mini"}, "method.type", "Method 'supervised' is not supported for model o4-mini-2025-04-16"),
        ({"model": "o4-mini", "method": {"type": "reinforcement"}}, "method.reinforcement.grader", "Missing required"),
        ({"model": "o4-mini", "method": {"type": "reinforcement", "reinforcement": {"grader": GRADER}}},
         "validation_file", "Missing required parameter: 'validation_file'."),
        ({"metadata": {"a": 1}}, "metadata.a", "Invalid type for 'metadata.a'"),
        ({"metadata": {str(n): "" for n in range(17)}}, "metadata", "at most 16 keys"),
        ({"integrations": [{"type": "mlflow"}]}, "integrations", "type 'wandb'"),
        ({"integrations": [{"type": "wandb", "wandb": {}}]}, "integrations.wandb.project", "Missing required"),
    ],
)  # fmt: skip
def test_bodies_that_are_refused(simulator: Simulator, body: dict[str, object], param: str | None, said: str) -> None:
    error = create(simulator, 400, **body)["error"]
    assert error["param"] == param
    assert said in error["message"]
    assert got(simulator, JOBS)["data"] == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_bodies_that_are_no_object(simulator: Simulator, body: bytes) -> None:
    headers = {"authorization": "Bearer x"}
    assert simulator.answer(Request("POST", JOBS, (), headers, body)).status == 400


def test_uploads_keep_every_byte(simulator: Simulator) -> None:
    content = bytes(range(256)) * 3 + b"\r\n--Bee\r\n\r\n--B--x"
    file = upload(simulator, content, "a b.jsonl")
    body = ask(simulator, "GET", f"/v1/files/{file['id']}/content").body
    assert body == content
    assert file["filename"] == "a b.jsonl"


@pytest.mark.parametrize("kind", ["", "application/json", "multipart/form-data"])
def test_a_body_that_is_no_form(kind: str) -> None:
    assert parts_of(kind, b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--B--') == {}


def test_files_of_the_default_scenario_fit_their_jobs() -> None:
    simulator = Simulator(clock=FakeClock())
    training = got(simulator, f"{JOBS}/{named(simulator, 'support-v7')}")["training_file"]
    content = ask(simulator, "GET", f"/v1/files/{training}/content").body
    assert content.count(b"\n") == 400
    assert got(simulator, f"/v1/files/{training}")["bytes"] == len(content)
