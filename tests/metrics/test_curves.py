"""Downsampling, smoothing, ticks and views: what must hold for any numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.downsample import columns, crossing, reach
from ftmonitor.metrics.smooth import WEIGHTS, smooth
from ftmonitor.metrics.ticks import labels, ticks, y_range
from ftmonitor.metrics.viewport import FIT, NARROWEST, Viewport

numbers = st.floats(allow_nan=False, allow_infinity=False)
any_number = st.floats()


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=300), st.integers(1, 60), st.data())
def test_no_extreme_disappears_at_any_width(values: list[float], width: int, data: st.DataObject) -> None:
    window = Viewport().window((0, len(values) - 1))
    found = columns(range(len(values)), values, window, width)
    assert max(column[3] for column in found) == max(values)
    assert min(column[2] for column in found) == min(values)
    assert [column[0] for column in found] == sorted({column[0] for column in found})
    assert all(0 <= column[0] < width for column in found)


@settings(deadline=None)
@given(st.integers(5, 2000), st.integers(1, 100))
def test_both_ways_of_downsampling_agree(n: int, width: int) -> None:
    values = [math.sin(i) for i in range(n)]
    found = columns(range(n), values, (0, n - 1), width)
    assert found[0][1] == values[0]
    assert found[-1][4] == values[-1]
    assert all(low <= first <= high and low <= last <= high for _, first, low, high, last in found)


def test_samples_out_of_view_do_not_count() -> None:
    assert columns([1, 2, 3, 50], [9, 1, 2, 9], (2, 3), 2) == [(0, 1, 1, 1, 1), (1, 2, 2, 2, 2)]
    assert columns([1, 2], [1, 2], (5, 9), 4) == []
    assert columns([1, 2], [1, 2], (1, 2), 0) == []


def test_a_line_crosses_an_edge_between_two_near_samples_only() -> None:
    assert crossing([0, 10], [1.0, 2.0], 5, reach=10) == 1.5
    assert crossing([0, 10], [1.0, 2.0], 5, reach=9) is None
    assert crossing([0, 10], [1.0, 2.0], 10, reach=10) is None
    assert crossing([0, 10], [1.0, 2.0], -1, reach=10) is None


def test_reach_is_a_multiple_of_the_usual_distance() -> None:
    assert reach([1, 10, 19, 28]) == 54
    assert reach(list(range(100_000))) == 6
    assert reach([7]) == 0


@settings(deadline=None)
@given(st.lists(any_number, max_size=60), st.sampled_from(WEIGHTS))
def test_smoothing_never_yields_what_is_not_finite(values: list[float], weight: float) -> None:
    result = smooth(values, weight)
    finite = [v for v in values if math.isfinite(v)]
    assert len(result) == (len(values) if finite else 0)
    assert all(math.isfinite(v) for v in result)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400), st.sampled_from(WEIGHTS))
def test_an_average_lies_between_its_values(values: list[float], weight: float) -> None:
    room = 1e-6 + 1e-9 * max(map(abs, values))
    assert all(min(values) - room <= v <= max(values) + room for v in smooth(values, weight))


def test_smoothing_starts_unbiased_and_skips_gaps() -> None:
    assert smooth([4.0, 4.0, 4.0], 0.9) == pytest.approx([4, 4, 4])
    assert smooth([math.nan, 2.0, math.inf, 4.0], 0.5) == pytest.approx([2, 2, 2, 10 / 3])
    assert smooth([1.0, 5.0], 0) == [1, 5]
    assert smooth([math.nan], 0.5) == []


def test_a_long_run_is_smoothed_as_a_short_one() -> None:
    values = [math.sin(i / 7) for i in range(5000)]
    expected, average, power = [], 0.0, 1.0
    for v in values:
        average, power = average * 0.97 + v * 0.03, power * 0.97
        expected.append(average / (1 - power))
    assert smooth(values, 0.97) == pytest.approx(expected, abs=1e-12)
    values[4000] = math.nan
    assert all(map(math.isfinite, smooth(values, 0.97)))


@pytest.mark.parametrize("weight", [1, 1.5, math.nan])
def test_a_weight_of_one_remembers_nothing_new(weight: float) -> None:
    with pytest.raises(ValueError, match="weight"):
        smooth([1.0], weight)


@pytest.mark.parametrize(
    ("low", "high", "most", "whole", "words"),
    [
        (0.31, 0.97, 6, False, "0.4 0.5 0.6 0.7 0.8 0.9"),
        (0, 400, 5, True, "0 100 200 300 400"),
        (1, 3, 9, True, "1 2 3"),
        (0, 123_456, 4, True, "0 50k 100k"),
        (3e-6, 9e-6, 4, False, "4e-06 6e-06 8e-06"),
        (-5, 12, 5, False, "-5 0 5 10"),
        (5, 5, 4, False, ""),
    ],
)
def test_ticks_are_round(low: float, high: float, most: int, whole: bool, words: str) -> None:
    assert " ".join(labels(ticks(low, high, most, whole=whole))) == words


@settings(deadline=None)
@given(numbers, numbers, st.integers(1, 12), st.booleans())
def test_ticks_lie_inside_and_are_told_apart(a: float, b: float, most: int, whole: bool) -> None:
    low, high = y_range(min(a, b), max(a, b))
    marks = ticks(low, high, most, whole=whole)
    room = (high - low) * 1e-6
    assert len(marks) <= most
    assert all(low - room <= mark <= high + room for mark in marks)
    assert not whole or all(mark == round(mark) for mark in marks)
    assert len(labels(marks)) == len(marks)


@settings(deadline=None)
@given(numbers, numbers)
def test_a_range_is_never_empty_nor_infinite(a: float, b: float) -> None:
    low, high = y_range(min(a, b), max(a, b))
    assert low < high
    assert math.isfinite(high - low)


@settings(deadline=None)
@given(
    st.integers(0, 100), st.integers(4, 10_000), st.lists(st.sampled_from(["in", "out", "left", "right"]), max_size=8)
)
def test_a_view_stays_on_the_data(first: int, length: int, keys: list[str]) -> None:
    bounds = (first, first + length)
    view = FIT
    for key in keys:
        view = (
            view.zoom(0.5 if key == "in" else 2, bounds)
            if key in ("in", "out")
            else view.pan(0.3 if key == "right" else -0.3, bounds)
        )
        left, right = view.window(bounds)
        assert bounds[0] - 1e-6 <= left < right <= bounds[1] + 1e-6


@settings(deadline=None)
@given(st.floats(0, 1), st.integers(1, 5))
def test_zoom_in_and_out_returns(share: float, times: int) -> None:
    bounds, start = (0, 10_000), Viewport(4000, 3000)
    around = 3000 + 4000 * share
    view = start
    for factor in [0.5] * times + [2.0] * times:
        view = view.zoom(factor, bounds, around)
    assert view.window(bounds) == pytest.approx(start.window(bounds))


def test_a_view_at_the_newest_end_follows_and_another_stays() -> None:
    follows = FIT.zoom(0.5, (0, 100))
    assert follows.window((0, 100)) == (50, 100)
    assert follows.window((0, 140)) == (90, 140)
    stays = follows.pan(-0.5, (0, 100))
    assert stays.window((0, 100)) == stays.window((0, 140)) == (25, 75)
    assert stays.pan(9, (0, 140)).follows
    assert FIT.window((0, 140)) == (0, 140)


def test_zoom_ends_at_both_ends() -> None:
    view = FIT
    for _ in range(40):
        view = view.zoom(0.5, (0, 100))
    assert view.span is not None
    assert view.span >= NARROWEST
    assert view.zoom(100, (0, 100)) == FIT


def test_a_view_moves_just_so_far_that_a_step_is_seen() -> None:
    view = Viewport(20, 40)
    assert view.show(50, (0, 100)) == view
    assert view.show(30, (0, 100)).window((0, 100)) == (30, 50)
    assert view.show(65, (0, 100)).window((0, 100)) == (45, 65)
    assert view.oldest((0, 100)).window((0, 100)) == (0, 20)
    assert view.newest().window((0, 100)) == (80, 100)


def test_a_single_step_has_a_window() -> None:
    assert FIT.window((5, 5)) == (4, 6)
