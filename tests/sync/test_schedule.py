from __future__ import annotations

import itertools

import pytest

from ftmonitor.models.phase import Phase
from ftmonitor.store.jobs import Standing
from ftmonitor.sync.schedule import BORROWED_S, Budget, Kind, Mood, Stream, interval, plan, stretch, wanted

FULL = 8


def standing(status: str = "running", **more: object) -> Standing:
    base: dict[str, object] = {
        "id": "j", "status": status, "followed": False, "quiet": 0, "gone": False, "checkpoints_for": None,
        "listed": True, "gap": False, "begun": True,
    }  # fmt: skip
    return Standing(**{**base, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("job", "selected", "on_first_page", "kinds"),
    [
        (standing("running"), False, True, {Kind.EVENTS}),
        (standing("running"), False, False, {Kind.EVENTS, Kind.JOB}),
        (standing("something new"), False, True, {Kind.EVENTS}),
        (standing("paused"), False, True, {Kind.EVENTS}),
        (standing("paused", followed=True), False, True, {Kind.EVENTS, Kind.CHECKPOINTS}),
        (standing("paused", followed=True, checkpoints_for="paused"), False, True, {Kind.EVENTS}),
        (standing("succeeded"), False, True, set()),
        (standing("succeeded"), True, True, {Kind.EVENTS, Kind.CHECKPOINTS}),
        (standing("succeeded", followed=True), False, False, {Kind.EVENTS, Kind.CHECKPOINTS}),
        (standing("succeeded", followed=True, quiet=1), False, True, {Kind.EVENTS, Kind.CHECKPOINTS}),
        (standing("failed", followed=True, quiet=2), False, True, {Kind.CHECKPOINTS}),
        (standing("failed", followed=True, quiet=2, checkpoints_for="failed"), True, True, set()),
        (standing("running", gone=True), True, False, set()),
    ],
)
def test_what_is_asked_of_a_job(job: Standing, selected: bool, on_first_page: bool, kinds: set[Kind]) -> None:
    assert wanted(job, selected=selected, on_first_page=on_first_page) == kinds


@pytest.mark.parametrize(
    ("stream", "mood", "low", "high"),
    [
        (Stream(Kind.EVENTS, "j", selected=True), Mood(), 0, 4.0),
        (Stream(Kind.EVENTS, "j", selected=True), Mood(idle_s=99999.0), 0, 4.0),
        (Stream(Kind.EVENTS, "j", Phase.UNKNOWN, selected=True), Mood(), 0, 4.0),
        (Stream(Kind.EVENTS, "j", selected=True), Mood(focused=False), 4.1, 30.0),
        (Stream(Kind.LIST), Mood(), 15.0, 30.0),
        (Stream(Kind.LIST), Mood(idle_s=9999.0), 21.0, 30.0),
        (Stream(Kind.LIST), Mood(moving=False), 21.0, 30.0),
        (Stream(Kind.LIST), Mood(focused=False), 31.0, 120.0),
        (Stream(Kind.EVENTS, "j"), Mood(), 5.0, 15.0),
        (Stream(Kind.EVENTS, "j"), Mood(idle_s=9999.0), 11.0, 30.0),
        (Stream(Kind.EVENTS, "j", Phase.PAUSED), Mood(), 30.0, 60.0),
    ],
)
def test_intervals(stream: Stream, mood: Mood, low: float, high: float) -> None:
    assert low <= interval(stream, mood) <= high


@pytest.mark.parametrize(("count", "longest"), [(1, 30.0), (10, 30.0), (100, 180.0)])
def test_no_running_job_waits_too_long_and_the_budget_holds(count: int, longest: float) -> None:
    """Play ten minutes of plans, each request answered at once, with one of the jobs on the screen."""
    streams = [Stream(Kind.LIST, wanted_at=0.0)]
    streams += [Stream(Kind.EVENTS, f"j{number}", selected=number == 0, wanted_at=0.0) for number in range(count)]
    asked: dict[str, list[float]] = {stream.job_id: [] for stream in streams}
    budget, now = Budget(at=BORROWED_S), 0.0
    while now < 600.0:
        made = plan(streams, Mood(), budget, now, FULL)
        budget = made.budget
        for stream in made.start:
            asked[stream.job_id].append(now)
            stream.asked_at, stream.wanted_at = now, float("inf")
        if not made.start:  # the end of a request looks again at once
            now = max(made.wake_at, now + 0.001)
    times = sorted(time for many in asked.values() for time in many)
    for start in times:
        assert sum(start <= time < start + 60.0 for time in times) <= 60
    for job_id, many in asked.items():
        gaps = [right - left for left, right in itertools.pairwise(many)]
        limit = 4.0 if job_id == "j0" else longest
        assert max(gaps, default=0.0) <= limit, job_id
        assert many[0] <= longest


def test_the_selected_job_and_the_list_go_first_and_need_no_budget() -> None:
    others = [Stream(Kind.EVENTS, f"j{number}", wanted_at=0.0) for number in range(20)]
    selected = Stream(Kind.EVENTS, "s", selected=True, wanted_at=5.0)
    made = plan([*others, selected, Stream(Kind.LIST, wanted_at=4.0)], Mood(), Budget(tokens=0.0, at=10.0), 10.0, FULL)
    assert {stream.job_id for stream in made.start} == {"", "s"}


def test_no_more_start_than_are_free_and_the_busy_are_left_alone() -> None:
    streams = [Stream(Kind.EVENTS, f"j{number}", wanted_at=0.0, busy=number == 0) for number in range(6)]
    made = plan(streams, Mood(), Budget(), 10.0, 3)
    assert [stream.job_id for stream in made.start] == ["j1", "j2", "j3"]


def test_the_one_that_waits_longest_goes_first() -> None:
    streams = [Stream(Kind.EVENTS, name, asked_at=at) for name, at in (("late", 50.0), ("early", 10.0))]
    assert [stream.job_id for stream in plan(streams, Mood(), Budget(), 100.0, 1).start] == ["early"]


def test_a_stream_that_failed_waits_and_a_key_does_not_ask_twice_in_a_second() -> None:
    failed = Stream(Kind.EVENTS, "f", asked_at=0.0, wanted_at=0.0, not_before=40.0)
    pressed = Stream(Kind.EVENTS, "p", asked_at=9.5, wanted_at=9.6)
    made = plan([failed, pressed], Mood(), Budget(), 10.0, FULL)
    assert made.start == ()
    assert made.wake_at == 10.5


def test_one_job_alone_is_not_stretched() -> None:
    assert stretch([Stream(Kind.EVENTS, "j"), Stream(Kind.LIST)], Mood()) == 1.0
