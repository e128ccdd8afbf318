from __future__ import annotations

from math import inf

import pytest

from ftmonitor.models.source import Verb
from ftmonitor.simulator.failures import server_error
from ftmonitor.simulator.plan import Ask, Failure, JobPlan, Method, Stage
from ftmonitor.simulator.script import Kind, checkpoint_steps, script_of, step_times, times_of
from ftmonitor.simulator.timeline import SETTLE_S, may, timeline_of


def plan(**changes: object) -> JobPlan:
    values: dict[str, object] = {
        "id": "ftjob-1", "created_at": 100.0, "model": "m", "method": Method.SUPERVISED, "training_file": "file-1",
        "seed": 1, "total_steps": 60, "n_epochs": 3, "step_s": 2.0, "asked": {}, "settled": {}, "validate_s": 10.0,
        "queue_s": 5.0, "warmup_s": 5.0, "closing_s": 20.0, "validation_file": "file-2", **changes,
    }  # fmt: skip
    return JobPlan(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "status"),
    [(100, "validating_files"), (109.9, "validating_files"), (110, "queued"), (115, "running"), (239, "running"),
     (259.9, "running"), (260, "succeeded"), (1e9, "succeeded")],
)  # fmt: skip
def test_a_job_goes_its_way(at: float, status: str) -> None:
    assert timeline_of(plan(), ()).status(at) == status


def test_a_pause_takes_effect_and_moves_all_that_comes_after() -> None:
    line = timeline_of(plan(), (Ask(150, Verb.PAUSE), Ask(500, Verb.RESUME)))
    seen = [line.status(at) for at in (149.9, 150, 151.4, 151.5, 499.9, 500, 501.4, 501.5)]
    assert seen == ["running", "pausing", "pausing", "paused", "paused", "resuming", "resuming", "running"]
    assert line.work(400) == line.work(501.5) == 51.5
    assert line.ends_at == 260 + 350
    assert line.time_of(51.5) == 151.5
    assert line.time_of(51.6) == pytest.approx(501.6)


def test_a_pause_lasts_until_it_is_ended() -> None:
    line = timeline_of(plan(), (Ask(150, Verb.PAUSE),))
    assert line.ends_at == inf
    assert line.status(1e9) == "paused"
    assert line.expected_end == 260


def test_a_pause_that_the_end_overtakes_is_void() -> None:
    line = timeline_of(plan(), (Ask(260 - SETTLE_S / 2, Verb.PAUSE),))
    assert line.pauses == ()
    assert line.status(261) == "succeeded"


@pytest.mark.parametrize("asks", [(), (Ask(150, Verb.PAUSE),), (Ask(150, Verb.PAUSE), Ask(155, Verb.RESUME))])
def test_a_cancellation_stops_everything(asks: tuple[Ask, ...]) -> None:
    line = timeline_of(plan(), (*asks, Ask(156, Verb.CANCEL), Ask(160, Verb.RESUME)))
    assert line.status(155.9) != "cancelled"
    assert line.status(156) == line.status(1e9) == "cancelled"
    assert line.work(156) == line.work(1e9)


def test_what_makes_no_sense_is_passed_over() -> None:
    line = timeline_of(plan(), (Ask(101, Verb.PAUSE), Ask(150, Verb.RESUME), Ask(300, Verb.CANCEL)))
    assert line == timeline_of(plan(), ())


@pytest.mark.parametrize(
    ("verb", "taken"),
    [
        (Verb.PAUSE, {"running"}),
        (Verb.RESUME, {"paused"}),
        (Verb.CANCEL, {"validating_files", "queued", "running", "pausing", "paused", "resuming"}),
    ],
)
def test_which_verbs_are_taken_when(verb: Verb, taken: set[str]) -> None:
    words = (
        "validating_files",
        "queued",
        "running",
        "pausing",
        "paused",
        "resuming",
        "succeeded",
        "failed",
        "cancelled",
    )
    assert {word for word in words if may(verb, word)} == taken


@pytest.mark.parametrize("share", [0.001, 0.37, 1.0])
def test_a_failure_in_training_ends_with_its_step(share: float) -> None:
    broken = plan(failure=server_error(share))
    told = step_times(broken)
    assert len(told) == max(1, int(60 * share))
    line = timeline_of(broken, ())
    assert line.status(line.ends_at) == "failed"
    assert told[-1] == times_of(broken).end
    assert script_of(broken)[-1].kind is Kind.FAILURE


def test_a_failure_in_validation_never_queues() -> None:
    broken = plan(failure=Failure(Stage.VALIDATION, "c", "m"))
    assert [entry.kind for entry in script_of(broken)] == [Kind.CREATED, Kind.VALIDATING, Kind.FAILURE]
    line = timeline_of(broken, ())
    assert {line.status(at) for at in (100, 105, 110, 999)} == {"validating_files", "failed"}


def test_steps_come_in_bursts_of_two_or_three() -> None:
    told = step_times(plan(total_steps=300))
    sizes = [told.count(at) for at in sorted(set(told))]
    assert set(sizes[:-1]) == {2, 3}
    assert list(told) == sorted(told)
    assert step_times(plan(method=Method.REINFORCEMENT)) == tuple(20 + 2.0 * step for step in range(1, 61))


def test_the_script_says_each_step_once_and_ends_as_the_service_does() -> None:
    script = script_of(plan(screened=True))
    assert [entry.index for entry in script if entry.kind is Kind.STEP] == list(range(1, 61))
    assert [entry.index for entry in script if entry.kind is Kind.CHECKPOINT] == [20, 40]
    assert [entry.kind for entry in script[-6:]] == [
        Kind.STEP, Kind.MODEL, Kind.EVALUATING, Kind.MODERATION, Kind.ENABLED, Kind.SUCCESS,
    ]  # fmt: skip
    assert [entry.at for entry in script] == sorted(entry.at for entry in script)
    for entry in script:
        if entry.kind is Kind.CHECKPOINT:  # told once its step is
            assert entry.at >= step_times(plan())[entry.index - 1]


def test_checkpoints_are_epoch_ends_or_evaluations() -> None:
    assert checkpoint_steps(plan()) == (20, 40, 60)
    assert checkpoint_steps(plan(total_steps=2, n_epochs=3)) == (1, 2)
    assert checkpoint_steps(plan(method=Method.REINFORCEMENT, total_steps=13, eval_every=5)) == (5, 10, 13)
