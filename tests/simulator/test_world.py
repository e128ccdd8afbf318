from __future__ import annotations

import csv
import io
from base64 import b64decode
from itertools import pairwise
from typing import Any

import pytest

from ftmonitor.models.source import Verb
from ftmonitor.simulator.simulator import Simulator
from tests.support.clock import FakeClock
from tests.support.simulated import JOBS, act, got, named, status


def simulator(scenario: str = "default", **options: Any) -> tuple[Simulator, FakeClock]:
    clock = FakeClock()
    return Simulator(scenario, clock=clock, **options), clock


def ids(events: list[dict[str, Any]]) -> list[str]:
    return [str(event["id"]) for event in events]


def messages(simulator: Simulator, name: str) -> list[str]:
    return [str(event["message"]) for event in simulator.ledger.events(named(simulator, name))]


def test_the_same_seed_and_start_make_the_same_world() -> None:
    one, two = simulator()[0], simulator()[0]
    assert one.ledger.jobs() == two.ledger.jobs()
    job = named(one, "support-v7")
    assert one.ledger.events(job) == two.ledger.events(job)
    assert named(simulator(seed=8)[0], "support-v7") != job


def test_what_was_served_stays_and_only_grows() -> None:
    world, clock = simulator()
    lively = [str(job["id"]) for job in world.ledger.jobs() if job["finished_at"] is None][:14]
    before = {job_id: ids(world.ledger.events(job_id)) for job_id in lively}
    for _ in range(9):
        clock.advance(17.3)
        for job_id, seen in before.items():
            told = ids(world.ledger.events(job_id))
            assert told[: len(seen)] == seen
            assert len(set(told)) == len(told)
            before[job_id] = told


@pytest.mark.parametrize("name", ["support-v7", "intent-dpo-3", "sql-rft-3"])
def test_a_running_job_goes_on_step_by_step(name: str) -> None:
    world, clock = simulator()
    job = named(world, name)
    assert status(world, job) == "running"
    first = world.ledger.events(job)[-1]["data"]
    clock.advance(30)
    events = [event for event in world.ledger.events(job) if event["type"] == "metrics"]
    steps = [event["data"]["step"] for event in events]  # type: ignore[index]
    assert steps == list(range(1, steps[-1] + 1))
    assert 9 <= steps[-1] - first["step"] <= 22  # type: ignore[index]
    assert 0.4 <= first["step"] / first["total_steps"] <= 0.6  # type: ignore[index]
    stamps = [int(str(event["created_at"])) for event in events]
    assert all(left <= right for left, right in pairwise(stamps))
    assert stamps[-1] <= clock.now()


def test_steps_of_a_supervised_job_share_seconds() -> None:
    world, _ = simulator()
    events = [event for event in world.ledger.events(named(world, "support-v7")) if event["type"] == "metrics"]
    stamps = [event["created_at"] for event in events]
    assert {stamps.count(stamp) for stamp in set(stamps)} == {2, 3}


def test_metric_keys_by_method() -> None:
    world, _ = simulator()
    tuned = got(world, f"{JOBS}/{named(world, 'support-v6')}/events?limit=100")["data"]
    steps = {event["data"]["step"]: event["data"] for event in tuned if event["type"] == "metrics"}
    plain = {"step", "train_loss", "total_steps", "train_mean_token_accuracy"}
    validated = plain | {"valid_loss", "valid_mean_token_accuracy"}
    assert set(steps[599]) == plain
    assert set(steps[590]) == validated
    assert set(steps[600]) == validated | {"full_valid_loss", "full_valid_mean_token_accuracy"}
    dpo = world.ledger.events(named(world, "intent-dpo-1"))[5]["data"]
    assert set(dpo) == {"step", "train_loss", "total_steps", "train_accuracy", "train_reward_margin"}  # type: ignore[call-overload]


def test_reinforcement_data_is_nested_with_flat_twins() -> None:
    world, _ = simulator()
    events = [event for event in world.ledger.events(named(world, "sql-rft-1")) if event["type"] == "metrics"]
    data: dict[int, Any] = {event["data"]["step"]: event["data"] for event in events}  # type: ignore[index]
    for step in (4, 5):
        assert data[step]["scores"]["train_reward_mean"] == data[step]["train_mean_reward"]
        assert [grader["name"] for grader in data[step]["scores"]["graders"]] == ["explanation", "label"]
        assert ("full_valid_mean_reward" in data[step]) is (step == 5)
        assert ("eval" in data[step]["timing"]["step"]) is (step == 5)
        assert "gpt-4o-2024-08-06" in data[step]["model_graders_token_usage"]
    assert data[5]["scores"]["valid_reward_mean"] == data[5]["full_valid_mean_reward"]
    assert "full validation mean reward" in str(events[4]["message"])


def test_the_first_two_minutes() -> None:
    world, clock = simulator()
    jobs = {name: named(world, name) for name in ("faq-v3", "triage-v2", "legal-summaries-2")}
    assert [status(world, job) for job in jobs.values()] == ["queued", "validating_files", "running"]
    clock.advance(120)
    assert [status(world, job) for job in jobs.values()] == ["running", "failed", "succeeded"]
    reason = got(world, f"{JOBS}/{jobs['triage-v2']}")["error"]
    assert "Example 37, message 2 Discriminator 'role' is missing" in reason["message"]
    assert reason["code"] == "invalid_training_file"


def test_the_last_words_of_a_job_in_order() -> None:
    world, clock = simulator()
    clock.advance(120)
    told = messages(world, "legal-summaries-2")
    assert told[-6].startswith("Step 300/300: training loss=")
    assert told[-5] == "New fine-tuned model created"
    assert told[-4].startswith("Evaluating model against our usage policies")
    assert told[-3].startswith("Moderation checks for snapshot ft:gpt-4.1-2025-04-14:acme:legal-summaries-2:")
    assert told[-2] == "Usage policy evaluations completed, model is now enabled for sampling"
    assert told[-1] == "The job has successfully completed"


def test_pause_and_resume_within_two_seconds_and_nothing_is_lost() -> None:
    world, clock = simulator()
    still, clock_2 = simulator()
    job = named(world, "support-v7")
    assert act(world, job, Verb.PAUSE)["status"] == "pausing"
    clock.advance(2)
    assert status(world, job) == "paused"
    count = len(world.ledger.events(job))
    clock.advance(3600)
    assert len(world.ledger.events(job)) == count
    assert got(world, f"{JOBS}/{job}")["result_files"]
    assert act(world, job, Verb.RESUME)["status"] == "resuming"
    clock.advance(2)
    assert status(world, job) == "running"
    clock.advance(3600)
    clock_2.advance(7200)
    assert status(world, job) == status(still, job) == "succeeded"
    said = [message for message in messages(world, "support-v7") if "pause" not in message]
    assert said == messages(still, "support-v7")


def test_a_cancellation_is_answered_at_once_and_told_a_moment_later() -> None:
    world, clock = simulator()
    job = named(world, "support-v7")
    assert act(world, job, Verb.CANCEL)["status"] == "cancelled"
    count = len(world.ledger.events(job))
    clock.advance(2)
    events = world.ledger.events(job)
    assert len(events) == count + 1
    last = {name: events[-1][name] for name in ("level", "message", "data")}
    assert last == {"level": "warn", "message": "The job was stopped due to a cancellation request", "data": None}
    answered = got(world, f"{JOBS}/{job}")
    assert (answered["finished_at"], answered["error"], answered["result_files"]) == (None, {}, [])


def test_hyperparameters_are_auto_until_the_job_runs() -> None:
    world, _ = simulator()
    autos = [job for job in world.ledger.jobs() if (job.get("hyperparameters") or {}).get("n_epochs") == "auto"]  # type: ignore[attr-defined]
    assert {job["status"] for job in autos} <= {"validating_files", "queued", "failed", "cancelled"}
    assert autos
    running = got(world, f"{JOBS}/{named(world, 'support-v7')}")
    assert running["hyperparameters"] == {"n_epochs": 3, "batch_size": 2, "learning_rate_multiplier": 2}
    assert running["method"]["supervised"]["hyperparameters"]["learning_rate_multiplier"] == 2.0
    dpo = got(world, f"{JOBS}/{named(world, 'intent-dpo-3')}")
    assert dpo.get("hyperparameters") is None
    assert dpo["method"]["dpo"]["hyperparameters"]["beta"] == 0.1


def test_result_files_hold_every_step_in_base64() -> None:
    world, clock = simulator()
    for name, steps in (("support-v6", 600), ("intent-dpo-1", 320), ("sql-rft-1", 120)):
        job = got(world, f"{JOBS}/{named(world, name)}")
        content = world.world.files.content(job["result_files"][0], clock.now())
        rows = list(csv.DictReader(io.StringIO(b64decode(content, validate=True).decode())))
        assert [int(row["step"]) for row in rows] == list(range(1, steps + 1))
        assert rows[0][list(rows[0])[1]] != ""
    file = got(world, f"/v1/files/{job['result_files'][0]}")
    assert (file["purpose"], file["bytes"]) == ("fine-tune-results", len(content))


def test_checkpoints_keep_the_last_epochs_or_the_best_rewards() -> None:
    world, _ = simulator()
    job = got(world, f"{JOBS}/{named(world, 'legal-summaries-1')}")
    page = got(world, f"{JOBS}/{job['id']}/checkpoints")
    assert [row["step_number"] for row in page["data"]] == [600, 500, 400]
    assert page["data"][0]["fine_tuned_model_checkpoint"] == job["fine_tuned_model"]
    assert page["data"][1]["fine_tuned_model_checkpoint"].endswith(":ckpt-step-500")
    assert (page["first_id"], page["last_id"]) == (page["data"][0]["id"], page["data"][-1]["id"])
    best = world.ledger.checkpoints(named(world, "sql-rft-1"))
    rewards: list[float] = [row["metrics"]["valid_reward_mean"] for row in best]  # type: ignore[index]
    events = world.ledger.events(named(world, "sql-rft-1"))
    evaluated = [event["data"].get("full_valid_mean_reward") for event in events if event["type"] == "metrics"]  # type: ignore[attr-defined]
    assert sorted(rewards) == sorted(value for value in evaluated if value is not None)[-3:]


def test_speed_makes_the_future_quicker_and_leaves_the_dates_true() -> None:
    world, clock = simulator(speed=60)
    job = named(world, "support-v7")
    clock.advance(20)
    answered = got(world, f"{JOBS}/{job}")
    assert answered["status"] == "succeeded"
    assert answered["finished_at"] <= clock.now()
    assert all(int(str(event["created_at"])) <= clock.now() for event in world.ledger.events(job))


def test_time_that_jumps_back_takes_nothing_back() -> None:
    world, clock = simulator()
    job = named(world, "support-v7")
    clock.advance(60)
    count = len(world.ledger.events(job))
    clock.jump(-3600)
    assert len(world.ledger.events(job)) == count
