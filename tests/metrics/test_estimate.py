"""Progress, time left and stalls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.estimate import Pace, estimate
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary

NOW = 1_795_100_000.0
RUNNING = JobSummary(
    "ftjob-1",
    "n",
    "running",
    Phase.RUNNING,
    "gpt-4.1",
    "supervised",
    step=100,
    total_steps=400,
    first_step_at=NOW - 198,
    last_step_at=NOW,
    last_event_at=NOW,
)


def test_the_mean_rate_of_the_summary() -> None:
    found = estimate(RUNNING, NOW)
    assert found.pace is Pace.TRAINING
    assert found.rate == pytest.approx(0.5)
    assert found.left_s == pytest.approx(600)
    assert found.finish_at == pytest.approx(NOW + 600)
    assert found.words == "≈ 10m left"
    assert found.left == "10m"


def test_time_that_passed_since_the_last_step_counts() -> None:
    assert estimate(RUNNING, NOW + 60).left_s == pytest.approx(540)
    late = replace(RUNNING, step=399)
    assert estimate(late, NOW + 60).left_s == 0


def test_a_series_gives_the_recent_rate_and_a_spread() -> None:
    steps = tuple(range(1, 101))
    times, time = [], NOW - 10_000
    for step in steps:
        time += 1 + 2 * (step * 37 % 100) / 100 + step % 3 / 4 - (step // 20) / 5
        times.append(time)
    found = estimate(replace(RUNNING, last_step_at=time, last_event_at=time), time, steps, times)
    assert found.left_s is not None
    assert found.least_s is not None
    assert found.most_s is not None
    assert found.least_s < found.left_s < found.most_s
    assert found.left_s == pytest.approx(600, rel=0.2)
    assert found.words.startswith("≈ ")
    assert "(" in found.words


def test_bursts_do_not_confuse_the_rate() -> None:
    steps = tuple(range(1, 101))
    times = tuple(NOW - 200 + 20.0 * (step // 10) for step in steps)  # ten at once, every 20 s
    assert estimate(RUNNING, NOW, steps, times).rate == pytest.approx(0.5, rel=0.05)


def test_the_last_step_is_followed_by_evaluation_not_by_a_stall() -> None:
    done = replace(RUNNING, step=400)
    found = estimate(done, NOW + 1200)
    assert found.pace is Pace.EVALUATING
    assert found.words == "evaluating"


def test_silence_is_said() -> None:
    found = estimate(RUNNING, NOW + 240)
    assert found.pace is Pace.STALLED
    assert found.words == "no event for 4m, usually 2s"
    assert found.left_s is None
    assert estimate(RUNNING, NOW + 60).pace is Pace.TRAINING


def test_a_slow_job_is_not_called_stalled() -> None:
    slow = replace(RUNNING, step=3, first_step_at=NOW - 1280)  # a step takes 640 s, as reinforcement does
    assert estimate(slow, NOW + 1800).pace is Pace.TRAINING


@pytest.mark.parametrize(
    ("finish", "believed"), [(NOW + 900, True), (NOW - 5, False), (NOW + 9e9, False), (None, False)]
)
def test_the_server_is_believed_where_it_is_sane_and_steps_say_nothing(finish: float | None, believed: bool) -> None:
    blank = replace(RUNNING, step=None, first_step_at=None, last_step_at=None, estimated_finish=finish)
    found = estimate(blank, NOW)
    assert found.pace is Pace.STARTING
    assert found.by_server is believed
    assert found.left_s == (900 if believed else None)
    assert found.words == ("≈ 15m left" if believed else "starting")


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.PAUSED, Phase.FAILED, Phase.CANCELLED])
def test_nothing_is_expected_of_a_job_that_does_not_run(phase: Phase) -> None:
    found = estimate(replace(RUNNING, phase=phase), NOW + 9000)
    assert (found.pace, found.words, found.left) == (Pace.QUIET, "", "—")
    assert found.progress == 0.25


def test_a_job_that_succeeded_is_done() -> None:
    assert estimate(replace(RUNNING, phase=Phase.SUCCEEDED), NOW).progress == 1


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.floats(0, 500)), max_size=60),
    st.floats(-1e4, 1e6),
    st.sampled_from(Phase),
    st.one_of(st.none(), st.integers(0, 500)),
)
def test_an_estimate_is_never_absurd(
    moves: list[tuple[int, float]], later: float, phase: Phase, total: int | None
) -> None:
    steps, times, step, time = [], [], 0, NOW
    for by, seconds in moves:
        step, time = step + by + 1, time + seconds
        steps.append(step)
        times.append(time)
    summary = replace(RUNNING, phase=phase, step=step or None, total_steps=total, last_step_at=time, last_event_at=time)
    found = estimate(summary, time + later, steps, times)
    assert found.left_s is None or found.left_s >= 0
    assert found.progress is None or 0 <= found.progress <= 1
    assert found.least_s is None or found.most_s is None or found.least_s <= found.most_s
    assert isinstance(found.words, str)
