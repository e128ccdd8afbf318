"""Progress, time left and stalls."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.estimate import Basis, Estimate, Pace, estimate
from ftmonitor.metrics.tempo import Marks
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary

NOW = 1_795_100_000.0
BLANK = JobSummary("ftjob-1", "n", "running", Phase.RUNNING, "gpt-4.1", "supervised")
RUNNING = replace(
    BLANK,
    step=100,
    total_steps=400,
    first_step_at=NOW - 198,
    last_step_at=NOW,
    last_event_at=NOW,
    step_s=2.0,
    step_s_low=1.5,
    step_s_high=3.0,
    event_s=2.0,
)


def test_time_left_from_the_pace_with_its_spread() -> None:
    found = estimate(RUNNING, NOW)
    assert (found.pace, found.basis, found.rate) == (Pace.TRAINING, Basis.STEPS, 0.5)
    assert (found.left_s, found.least_s, found.most_s) == (600, 450, 900)
    assert found.finish_at == NOW + 600
    assert found.words == "≈ 10m left (7m-15m)"
    assert found.left == "10m"


def test_the_spread_has_the_estimate_in_it_also_in_words() -> None:
    found = Estimate(Pace.TRAINING, left_s=444, least_s=400, most_s=470)
    assert found.words == "≈ 7m 24s left (6m-8m)"
    assert found._replace(most_s=math.inf).words == "≈ 7m 24s left (6m-—)"


def test_without_a_spread_none_is_said() -> None:
    assert estimate(replace(RUNNING, step_s_low=None, step_s_high=None), NOW).words == "≈ 10m left"


def test_time_that_passed_since_the_last_step_counts() -> None:
    assert estimate(RUNNING, NOW + 60).left_s == pytest.approx(540)
    late = estimate(replace(RUNNING, step=399), NOW + 60)
    assert (late.left_s, late.words) == (0, "≈ at its end")


def test_the_last_step_is_followed_by_evaluation_not_by_a_stall() -> None:
    found = estimate(replace(RUNNING, step=400), NOW + 1200)
    assert found.pace is Pace.EVALUATING
    assert found.words == "evaluating"


def test_silence_is_said() -> None:
    found = estimate(RUNNING, NOW + 240)
    assert found.pace is Pace.STALLED
    assert found.words == "no event for 4m, usually 2s"
    assert found.left_s is None
    assert estimate(RUNNING, NOW + 60).pace is Pace.TRAINING


def test_silence_counts_only_while_the_server_is_heard() -> None:
    days = NOW + 3 * 86_400
    found = estimate(RUNNING, days, listened_s=5)
    assert (found.pace, found.words, found.left) == (Pace.TRAINING, "", "—")
    assert estimate(RUNNING, days, listened_s=100).words == "no event for 3d, usually 2s"


def test_a_slow_job_is_not_called_stalled() -> None:
    slow = replace(RUNNING, step=3, step_s=640.0, event_s=640.0, first_step_at=NOW - 1280)
    assert estimate(slow, NOW + 1800).pace is Pace.TRAINING
    tenth = replace(RUNNING, event_s=20.0)  # the server tells of every tenth step
    assert estimate(tenth, NOW + 150).pace is Pace.TRAINING


def test_words_after_the_newest_step_may_be_an_evaluation_where_nobody_knows_the_last_step() -> None:
    unknown = replace(RUNNING, total_steps=None, last_event_at=NOW + 5)
    assert estimate(unknown, NOW + 600).pace is Pace.TRAINING
    assert estimate(unknown, NOW + 3_600).pace is Pace.STALLED
    assert estimate(replace(unknown, last_event_at=NOW), NOW + 600).pace is Pace.STALLED
    assert estimate(replace(unknown, total_steps=400), NOW + 600).pace is Pace.STALLED


@pytest.mark.parametrize(
    ("finish", "believed"), [(NOW + 900, True), (NOW - 5, False), (NOW + 9e9, False), (None, False)]
)
def test_the_server_is_believed_where_it_is_sane_and_steps_say_nothing(finish: float | None, believed: bool) -> None:
    found = estimate(replace(BLANK, estimated_finish=finish), NOW)
    assert found.pace is Pace.STARTING
    assert found.left_s == (900 if believed else None)
    assert found.words == ("≈ 15m left, says the server" if believed else "starting")


def test_the_server_is_asked_where_the_last_step_is_not_known() -> None:
    found = estimate(replace(RUNNING, total_steps=None, estimated_finish=NOW + 900), NOW)
    assert (found.basis, found.words) == (Basis.SERVER, "≈ 15m left, says the server")


def test_the_server_is_not_asked_once_the_pace_is_sure() -> None:
    assert estimate(replace(RUNNING, estimated_finish=NOW + 9_000), NOW).left_s == 600


def test_the_first_steps_say_nothing_yet() -> None:
    young = replace(RUNNING, step=3, first_step_at=NOW - 4)
    assert estimate(young, NOW).words == "starting"
    assert estimate(replace(young, estimated_finish=NOW + 900), NOW).words == "≈ 15m left, says the server"


def test_a_first_guess_is_called_so() -> None:
    found = estimate(replace(RUNNING, step=20, first_step_at=NOW - 40, estimated_finish=NOW + 1_900), NOW)
    assert found.basis is Basis.GUESS
    assert found.words.endswith(", a first guess")
    assert found.left_s is not None
    assert 760 < found.left_s < 1_900


def seen(job: JobSummary, marks: Marks, told: list[tuple[int, float]]) -> JobSummary:
    """Return a job whose events told of these steps (step, time), which `marks` has taken in."""
    if not told:
        return job
    (_, first), (step, time) = told[0], told[-1]
    job = replace(job, step=step, first_step_at=first, last_step_at=time, last_event_at=time)
    found = marks.tempo(step, time)
    if found is None:
        return job
    return replace(job, step_s=found.step_s, step_s_low=found.low_s, step_s_high=found.high_s, event_s=found.event_s)


def run_of(step_s: float, total: int, seed: int, server: float | None) -> list[tuple[float, Estimate]]:
    """Return what is said now and then of a job whose steps take `step_s` or so; `server`: the finish it expects."""
    chance = random.Random(seed)
    marks, told, said = Marks(), list[tuple[int, float]](), []
    start = time = NOW
    step, now = 0, NOW
    job = replace(BLANK, total_steps=total, estimated_finish=None if server is None else start + server)
    while step < total:
        now += max(4.0, step_s * total / 300)
        while time <= now and step < total:
            step += 1
            told.append((step, float(int(time))))
            marks.add(*told[-1], step)
            time += step_s * chance.uniform(0.6, 1.4)
        said.append((now, estimate(seen(job, marks, told), now)))
    return said


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("step_s", "total"), [(0.4, 3_000), (2.0, 400), (30.0, 60), (200.0, 40)])
@pytest.mark.parametrize("wrong", [None, 0.5, 2.0])
def test_it_never_jumps(step_s: float, total: int, seed: int, wrong: float | None) -> None:
    length = step_s * total
    said = run_of(step_s, total, seed, None if wrong is None else length * wrong)
    finishes = [(now, found.finish_at) for now, found in said if found.finish_at is not None]
    assert len(finishes) > len(said) / 2
    for (_, before), (now, after) in pairwise(finishes):
        assert abs(after - before) < 0.2 * max(before - now, 0.1 * length), now - NOW
    halfway = next(finish for now, finish in finishes if now > NOW + length / 2)
    assert halfway - NOW == pytest.approx(length, rel=0.15)


@pytest.mark.parametrize("phase", [Phase.WAITING, Phase.PAUSED, Phase.FAILED, Phase.CANCELLED])
def test_nothing_is_expected_of_a_job_that_does_not_run(phase: Phase) -> None:
    found = estimate(replace(RUNNING, phase=phase), NOW + 9000)
    assert (found.pace, found.words, found.left) == (Pace.QUIET, "", "—")
    assert found.progress == 0.25


def test_a_job_that_succeeded_is_done() -> None:
    assert estimate(replace(RUNNING, phase=Phase.SUCCEEDED), NOW).progress == 1


NUMBERS = st.one_of(st.none(), st.floats(-1e6, 1e12))


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.floats(0, 500)), max_size=60),
    st.floats(-1e4, 1e6),
    st.sampled_from(Phase),
    st.tuples(st.one_of(st.none(), st.integers(0, 500)), NUMBERS, st.floats(0, 1e4)),
)
def test_an_estimate_is_never_absurd(
    moves: list[tuple[int, float]],
    later: float,
    phase: Phase,
    more: tuple[int | None, float | None, float],
) -> None:
    total, finish, listened_s = more
    marks, told, step, time = Marks(), list[tuple[int, float]](), 0, NOW
    for at, (by, seconds) in enumerate(moves):
        step, time = step + by, time + seconds
        told.append((step, time))
        marks.add(step, time, at)
    summary = seen(replace(BLANK, phase=phase, total_steps=total, estimated_finish=finish), marks, told)
    found = estimate(summary, time + later, listened_s)
    assert found.left_s is None or found.left_s >= 0
    assert found.progress is None or 0 <= found.progress <= 1
    if found.least_s is not None and found.most_s is not None and found.left_s is not None:
        assert found.least_s <= found.left_s + 1e-6
        assert found.left_s <= found.most_s + 1e-6
    assert isinstance(found.words, str)
