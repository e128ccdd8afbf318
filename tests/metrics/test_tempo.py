"""How fast steps come, from the marks that the digest keeps."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.tempo import MARKS, PAUSE_S, Marks

NOW = 1_795_100_000.0


def marked(*events: tuple[int, float]) -> Marks:
    """Return the marks of events (step, seconds since the start), the oldest first."""
    marks = Marks()
    for at, (step, time) in enumerate(events):
        marks.add(step, NOW + time, at)
    return marks


def pace(*events: tuple[int, float]) -> tuple[float, float | None, float | None, float] | None:
    return marked(*events).tempo(events[-1][0], NOW + events[-1][1]) if events else None


def test_an_even_run() -> None:
    found = pace(*((step, 2.0 * step) for step in range(1, 101)))
    assert found == pytest.approx((2.0, 2.0, 2.0, 2.0))


def test_events_of_every_tenth_step() -> None:
    found = pace(*((step, 1.5 * step) for step in range(10, 500, 10)))
    assert found is not None
    assert found[0] == pytest.approx(1.5)
    assert found[3] == pytest.approx(15.0)


@pytest.mark.parametrize("events", [(), ((1, 0.0),), ((1, 0.0), (2, 0.0)), ((5, 9.0), (5, 10.0))])
def test_too_little_says_nothing(events: tuple[tuple[int, float], ...]) -> None:
    assert pace(*events) is None


def test_bursts_do_not_confuse_the_pace() -> None:
    found = pace(*((step, 20.0 * (step // 10)) for step in range(1, 101)))  # ten at once, every 20 s
    assert found is not None
    assert found[0] == pytest.approx(2.0, rel=0.1)
    assert found[1] is not None
    assert found[1] > 1.0


def test_a_pause_of_the_job_is_no_slow_step() -> None:
    before = [(step, 2.0 * step) for step in range(1, 201)]
    after = [(step, 2.0 * step + 36_000) for step in range(201, 301)]
    found = pace(*before, *after)
    assert found is not None
    assert found[0] == pytest.approx(2.0, rel=0.1)
    assert found[2] == pytest.approx(2.0, rel=0.1)


def test_slow_steps_are_no_pauses() -> None:
    found = pace(*((step, 1.2 * PAUSE_S * step) for step in range(1, 9)))
    assert found is not None
    assert found[0] == pytest.approx(1.2 * PAUSE_S)


def test_a_run_that_slowed_down_is_judged_by_its_newer_half() -> None:
    quick = [(step, 1.0 * step) for step in range(1, 481)]
    slow = [(step, 480 + 3.0 * (step - 480)) for step in range(481, 961)]
    found = pace(*quick, *slow)
    assert found is not None
    assert found[0] == pytest.approx(3.0, rel=0.1)


def test_of_a_few_seconds_all_count() -> None:
    found = pace(*((step, 0.2 * step if step <= 30 else 6 + 0.6 * (step - 30)) for step in range(1, 61)))
    assert found is not None
    assert found[0] == pytest.approx(23.8 / 59)


def test_the_spread_holds_the_pace() -> None:
    chance = random.Random(7)
    time, events = 0.0, []
    for step in range(1, 400):
        time += chance.choice((0.5, 1.0, 4.0))
        events.append((step, time))
    found = pace(*events)
    assert found is not None
    assert found[1] is not None
    assert found[2] is not None
    assert found[1] < found[0] < found[2]


def test_a_repeated_step_counts_with_its_newer_time() -> None:
    marks = marked(*((step, float(step)) for step in range(1, 6)), (5, 50.0))
    assert marks.held[5].time == NOW + 50


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 10_000)), max_size=120, unique=True), st.randoms())
def test_the_order_of_pages_does_not_matter(events: list[tuple[int, int]], chance: random.Random) -> None:
    placed = [(step, NOW + time, at) for at, (step, time) in enumerate(events)]
    one, other = Marks(), Marks()
    for event in placed:
        one.add(*event)
    chance.shuffle(placed)
    for event in placed:
        other.add(*event)
    assert (one.width, one.events, sorted(one.held.values())) == (
        other.width,
        other.events,
        sorted(other.held.values()),
    )
    assert len(one.held) <= MARKS
    again = Marks.loads(one.dumps())
    assert (again.width, again.events, again.held) == (one.width, one.events, one.held)
    found = one.tempo(*placed[-1][:2]) if placed else None
    assert found is None or (found.step_s > 0 and found.event_s > 0)
    assert found is None or found.low_s is None or found.high_s is None or found.low_s <= found.step_s <= found.high_s


def test_events_that_moved_are_followed() -> None:
    marks = marked((1, 0.0), (2, 2.0), (3, 4.0))
    marks.moved(1, 2, 10)
    assert [mark.at for mark in marks.held.values()] == [0, 11, 12]


@pytest.mark.parametrize("state", [(), [1, 2], ["x", 1, []], [1, 0, "x"]])
def test_an_older_history_has_no_marks(state: list[object]) -> None:
    assert Marks.loads(state).held == {}
