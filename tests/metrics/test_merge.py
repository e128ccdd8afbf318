"""Curves from events, checkpoints and result files as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.metrics.merge import merged, of_checkpoints, of_readings
from ftmonitor.metrics.points import read
from ftmonitor.metrics.series import Series
from tests.support.payloads import load


def series(name: str, points: Mapping[int, float], source: str = "events", at: float = 0.0) -> Series:
    steps = tuple(sorted(points))
    times = tuple(at + step if at else 0.0 for step in steps)
    return Series(name, steps, times, tuple(points[step] for step in steps), source)


def test_events_oldest_first_the_last_word_on_a_step_holds() -> None:
    events = load("events_supervised_all.json")["data"][::-1]
    found = {one.name: one for one in of_readings(read(event) for event in events)}
    assert sorted(found)[:2] == ["full_valid_loss", "full_valid_mean_token_accuracy"]
    assert len(found["train_loss"].steps) == 60
    again = of_readings(read({"created_at": 5, "data": {"step": step, "x": value}}) for step, value in ((1, 1), (1, 2)))
    assert again == (Series("x", (1,), (5.0,), (2.0,)),)


def test_checkpoints_are_curves_too() -> None:
    found = {one.name: one for one in of_checkpoints(load("checkpoints_page.json")["data"])}
    assert list(found["valid_loss"].steps) == [20, 40, 60]
    assert list(found["valid_loss"].times) == [1795100900.0, 1795101100.0, 1795101300.0]
    assert list(found["full_valid_loss"].steps) == [20, 40]
    assert {one.source for one in found.values()} == {"checkpoints"}
    assert "step" not in found


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"metrics": None, "step_number": 1},
        {"metrics": {"loss": 1}},
        {"metrics": {"loss": "x", "type": "supervised"}, "step_number": 1},
        {"metrics": {"loss": 1}, "step_number": -1},
        {"metrics": {"loss": 1}, "step_number": 1e300},
    ],
)
def test_a_checkpoint_without_step_or_number_adds_nothing(raw: dict[str, object]) -> None:
    assert of_checkpoints([raw]) == ()


def test_a_checkpoint_s_step_may_stand_among_its_metrics() -> None:
    (found,) = of_checkpoints([{"metrics": {"step": 120.0, "validation_loss": "0.5"}}])
    assert (found.name, list(found.steps), list(found.values)) == ("valid_loss", [120], [0.5])


def test_the_events_hold_and_the_others_add() -> None:
    events = series("train_loss", {1: 0.9, 3: 0.7}, at=100)
    results = series("train_loss", {1: 0.91, 2: 0.8, 3: 0.71}, "results")
    (found,) = merged([events], [results])
    assert (list(found.steps), list(found.values)) == ([1, 2, 3], [0.9, 0.8, 0.7])
    assert (list(found.times), found.source) == ([101.0, 0.0, 103.0], "events+results")


def test_a_hole_that_another_place_fills_is_none() -> None:
    events = replace(series("train_loss", {1: 0.9, 4: 0.6}, at=100), holes=(2, 3))
    (found,) = merged([events], [series("train_loss", {3: 0.7}, "results")])
    assert (list(found.steps), found.holes) == ([1, 3, 4], (2,))


def test_what_adds_nothing_changes_nothing() -> None:
    events = series("train_loss", {1: 0.9, 3: 0.7}, at=100)
    (found,) = merged([events], [series("train_loss", {3: 0.71}, "checkpoints")], [])
    assert found is events


def test_a_curve_of_one_place_names_that_place() -> None:
    found = merged([series("a", {1: 1}, at=9)], [series("b", {1: 2}, "checkpoints")], [series("c", {1: 3}, "results")])
    assert [(one.name, one.source) for one in found] == [("a", "events"), ("b", "checkpoints"), ("c", "results")]
    assert [list(one.times) for one in found][1:] == [[10.0], [10.0]]  # an event tells when that step was


def test_what_events_nest_and_checkpoints_do_not_is_one_curve() -> None:
    events = series("scores.valid_reward_mean", {5: 0.5}, at=100)
    (found,) = merged([events], [series("valid_reward_mean", {5: 0.5, 10: 0.6}, "checkpoints")])
    assert (found.name, list(found.values), found.source) == (events.name, [0.5, 0.6], "events+checkpoints")


POINTS = st.dictionaries(st.integers(0, 30), st.floats(0, 1), max_size=20)


@given(POINTS, POINTS, POINTS)
def test_every_step_of_every_place_is_there_once(
    one: dict[int, float], two: dict[int, float], three: dict[int, float]
) -> None:
    groups = [
        [series("x", points, source)] if points else []
        for points, source in ((one, "events"), (two, "checkpoints"), (three, "results"))
    ]
    for found in merged(*groups):
        assert dict(zip(found.steps, found.values, strict=True)) == {**three, **two, **one}
        assert list(found.steps) == sorted(set(found.steps))
        assert len(found.times) == len(found.steps)
