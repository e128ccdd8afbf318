"""What a list row shows, out of jobs as servers really send them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from ftmonitor.models.phase import Phase, phase_of
from ftmonitor.models.summary import (
    count_of,
    hyperparameters_of,
    method_of,
    name_of,
    number_of,
    reason_of,
    summary_of,
    time_of,
)


@pytest.mark.parametrize(
    ("word", "phase"),
    [
        ("running", Phase.RUNNING),
        ("RUNNING", Phase.RUNNING),
        ("notRunning", Phase.WAITING),
        ("paused", Phase.PAUSED),
        ("canceled", Phase.CANCELLED),
        ("cancel_requested", Phase.STOPPING),
        ("evaluating_safety", Phase.UNKNOWN),
        ("", Phase.UNKNOWN),
    ],
)
def test_phase_of(word: str, phase: Phase) -> None:
    assert phase_of(word) is phase


def test_an_unknown_status_counts_as_moving_and_not_ended() -> None:
    assert Phase.UNKNOWN.moving
    assert not Phase.UNKNOWN.ended
    assert Phase.FAILED.ended


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"user_provided_suffix": "tone"}, "tone"),
        ({"suffix": "azure-tone"}, "azure-tone"),
        ({"fine_tuned_model": "ft:gpt-4.1-mini:acme:support:Cb1"}, "support"),
        ({"fine_tuned_model": "ft:gpt-4.1-mini:acme::Cb1"}, "87654321"),
        ({"user_provided_suffix": None}, "87654321"),
    ],
)
def test_name_of(raw: dict[str, object], name: str) -> None:
    assert name_of(raw, "ftjob-0087654321") == name


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (None, ""),
        ({}, ""),
        ({"code": None, "message": None, "param": None}, ""),
        ({"error": None}, ""),
        ({"error": {"code": "c", "message": "m"}}, "c: m"),
        ({"code": "exceeded_quota", "message": "a" + " " * 21 + "b"}, "exceeded_quota: a b"),
        ({"code": "only_code", "message": ""}, "only_code"),
        ("just text", "just text"),
        (7, ""),
    ],
)
def test_reason_of(error: object, reason: str) -> None:
    assert reason_of(error) == reason


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1, 1.0),
        ("0.51", 0.51),
        (True, None),
        ("x", None),
        (float("nan"), None),
        ("inf", None),
        (10**400, None),
        ([], None),
    ],
)
def test_number_of(value: object, number: float | None) -> None:
    assert number_of(value) == number


def test_count_of() -> None:
    assert (count_of("120.0"), count_of(-1), count_of(0)) == (120, None, 0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (1795100000, 1795100000.0),
        ("2026-11-19T00:00:00Z", 1795046400.0),
        ("2026-11-19T00:00:00", 1795046400.0),
        (0, None),
        (None, None),
        (1e300, None),
        ("yesterday", None),
    ],
)
def test_time_of(value: object, seconds: float | None) -> None:
    assert time_of(value) == seconds


def test_hyperparameters_come_from_the_method_first() -> None:
    raw: dict[str, object] = {
        "hyperparameters": {"n_epochs": "auto", "batch_size": 2},
        "method": {"type": "dpo", "dpo": {"hyperparameters": {"n_epochs": 3, "beta": 0.1, "batch_size": None}}},
    }
    assert hyperparameters_of(raw) == {"n_epochs": 3, "batch_size": 2, "beta": 0.1}


@pytest.mark.parametrize(
    "raw", [{}, {"method": None}, {"method": 7}, {"hyperparameters": [1]}, {"method": {"type": "x"}}]
)
def test_odd_methods_do_not_hurt(raw: dict[str, object]) -> None:
    assert hyperparameters_of(raw) == {}
    assert method_of(raw) in {"supervised", "x"}


def test_a_job_of_wrong_types_is_still_a_row() -> None:
    odd = {"status": 3, "model": [], "created_at": "soon", "metadata": [1], "error": 1, "hyperparameters": "x"}
    summary = summary_of(odd, "ftjob-12345678")
    assert (summary.name, summary.status, summary.model, summary.phase) == ("12345678", "", "", Phase.UNKNOWN)


def test_a_new_answer_keeps_what_the_events_said() -> None:
    before = replace(
        summary_of({"status": "running"}, "j"), step=7, total_steps=9, value=0.5, trend=(1.0, 0.5), warnings=2
    )
    after = summary_of({"status": "paused"}, "j", before)
    assert (after.phase, after.step, after.value, after.trend, after.warnings) == (Phase.PAUSED, 7, 0.5, (1.0, 0.5), 2)
    assert after.progress == pytest.approx(7 / 9)


def test_progress_is_unknown_without_a_total_and_never_above_one() -> None:
    assert summary_of({"trained_steps": 5}, "j").progress is None
    assert summary_of({"trained_steps": 5, "total_steps": 0}, "j").progress is None
    assert summary_of({"trained_steps": 12, "total_steps": 10}, "j").progress == 1.0


@pytest.mark.parametrize(("metric", "best"), [("train_loss", 0.4), ("train_mean_reward", 0.9)])
def test_parts_of_the_run_that_are_not_held_count_for_nothing(metric: str, best: float) -> None:
    job = replace(summary_of({"status": "running"}, "j"), metric=metric, value=0.1)
    partly = replace(job, trend=(math.inf, 0.4, 0.9, 0.6, math.inf))
    assert (partly.smoothed, partly.best) == (0.6, best)
    assert (replace(job, trend=(math.inf,)).smoothed, replace(job, trend=(math.inf,)).best) == (0.1, 0.1)
