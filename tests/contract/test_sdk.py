"""The official SDK against the served simulator, over real HTTP."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.simulator.server import Server
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock
from tests.support.program import Program
from tests.support.simulated import named

if TYPE_CHECKING:
    import openai  # it takes a second: only the worker that runs these tests imports it

CHAT = b'{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}\n'


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def simulator(clock: FakeClock) -> Simulator:
    return Simulator(clock=clock)


@pytest.fixture
def client(simulator: Simulator) -> Iterator[openai.OpenAI]:
    import openai

    with (
        Server(simulator) as server,
        openai.OpenAI(api_key="sk-test", base_url=server.base_url, max_retries=0) as opened,
    ):
        yield opened


def test_a_job_from_the_upload_to_the_result_file(client: openai.OpenAI, clock: FakeClock) -> None:
    import openai

    uploaded = client.files.create(file=("train.jsonl", CHAT * 40), purpose="fine-tune")
    assert (uploaded.filename, uploaded.bytes, uploaded.status) == ("train.jsonl", len(CHAT) * 40, "processed")
    assert client.files.retrieve(uploaded.id) == uploaded
    assert client.files.content(uploaded.id).read() == CHAT * 40

    job = client.fine_tuning.jobs.create(
        model="gpt-4.1-mini",
        training_file=uploaded.id,
        suffix="sdk",
        seed=3,
        metadata={"team": "sdk"},
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2}}},
        integrations=[{"type": "wandb", "wandb": {"project": "p", "tags": ["t"]}}],
    )
    assert job.status == "validating_files"
    clock.advance(6)
    assert client.fine_tuning.jobs.retrieve(job.id).status == "running"
    clock.advance(600)
    ended = client.fine_tuning.jobs.retrieve(job.id)
    assert ended.status == "succeeded"
    assert ended.integrations is not None
    assert ended.integrations[0].wandb.project == "p"
    assert client.models.retrieve(str(ended.fine_tuned_model)).id == ended.fine_tuned_model
    csv = b64decode(client.files.content(ended.result_files[0]).read()).decode()
    assert csv.startswith("step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n1,")
    assert client.files.delete(uploaded.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(uploaded.id)


def test_jobs_with_automatic_paging(client: openai.OpenAI, simulator: Simulator) -> None:
    every = [job["id"] for job in simulator.ledger.jobs()]
    assert [job.id for job in client.fine_tuning.jobs.list()] == every
    assert [job.id for job in client.fine_tuning.jobs.list(limit=7)] == every
    support = client.fine_tuning.jobs.list(limit=3, metadata={"team": "support"})
    assert all(job.metadata is not None and job.metadata["team"] == "support" for job in support)
    without = client.fine_tuning.jobs.list(extra_query={"metadata": "null"})
    assert all(not job.metadata for job in without)


def test_events_with_automatic_paging(client: openai.OpenAI, simulator: Simulator) -> None:
    job = named(simulator, "support-v6")
    events = list(client.fine_tuning.jobs.list_events(job, limit=100))
    assert [event.id for event in events] == [event["id"] for event in simulator.ledger.events(job)][::-1]
    assert simulator.ledger.count("/events") == 7
    assert {event.type for event in events} >= {"message", "metrics"}


def test_checkpoints(client: openai.OpenAI, simulator: Simulator) -> None:
    job = named(simulator, "support-v6")
    rows = list(client.fine_tuning.jobs.checkpoints.list(job, limit=2))
    assert [row.step_number for row in rows] == [600, 400, 200]
    assert all(row.metrics.full_valid_loss for row in rows)


def test_pause_resume_and_cancel(client: openai.OpenAI, simulator: Simulator, clock: FakeClock) -> None:
    import openai

    job = named(simulator, "sql-rft-3")
    jobs = client.fine_tuning.jobs
    seen = [str(jobs.pause(job).status)]
    clock.advance(2)
    seen.append(str(jobs.retrieve(job).status))
    seen.append(str(jobs.resume(job).status))
    clock.advance(2)
    seen.append(str(jobs.retrieve(job).status))
    seen.append(str(jobs.cancel(job).status))
    assert seen == ["pausing", "paused", "resuming", "running", "cancelled"]
    with pytest.raises(openai.BadRequestError, match="terminal state"):
        jobs.cancel(job)


def test_errors_are_those_of_the_sdk(client: openai.OpenAI, simulator: Simulator) -> None:
    import openai

    with pytest.raises(openai.NotFoundError, match="Could not find fine tune") as refused:
        client.fine_tuning.jobs.retrieve("ftjob-x")
    assert refused.value.code == "fine_tune_not_found"
    assert str(refused.value.request_id).startswith("req_")
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").fine_tuning.jobs.list()
    for kind, error in (
        (Kind.RATE_LIMIT, openai.RateLimitError),
        (Kind.SERVER_ERROR, openai.InternalServerError),
        (Kind.DROP, openai.APIConnectionError),
    ):
        simulator.faults.add(Fault(kind, times=1))
        with pytest.raises(error):
            client.fine_tuning.jobs.list()
    assert client.fine_tuning.jobs.list().data


def test_the_sdk_reads_what_create_made(simulator: Simulator, client: openai.OpenAI, tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.variables |= {"OPENAI_BASE_URL": str(client.base_url), "OPENAI_API_KEY": "sk-test"}
    (tmp_path / "train.jsonl").write_bytes(CHAT * 40)
    done = program(
        "create", "--model", "gpt-4.1-mini", "--training-file", "train.jsonl", "--suffix", "mine", "--seed", "3",
        "--hyperparameter", "n_epochs=2", "--metadata", "team=sdk", "--integration", "wandb:acme/p", "--yes",
        "-o", "json",
    )  # fmt: skip
    assert done.code == 0
    job = client.fine_tuning.jobs.retrieve(json.loads(done.out)["id"])
    assert (job.seed, job.metadata) == (3, {"team": "sdk"})
    assert job.method is not None
    assert job.method.supervised is not None
    assert job.method.supervised.hyperparameters is not None
    assert job.method.supervised.hyperparameters.n_epochs == 2
    assert job.integrations is not None
    assert job.integrations[0].wandb.entity == "acme"
    uploaded = client.files.retrieve(job.training_file)
    assert (uploaded.filename, client.files.content(uploaded.id).read()) == ("train.jsonl", CHAT * 40)
