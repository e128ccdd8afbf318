"""Heights: linear, logarithmic, clipped; and what lies outside is told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.downsample import columns
from ftmonitor.metrics.raster import pixel_row
from ftmonitor.metrics.scale import Rise, Scale, scale_for
from ftmonitor.metrics.ticks import log_labels, log_ticks

numbers = st.floats(allow_nan=False, allow_infinity=False)


def scale(rise: Rise, *values: float) -> Scale:
    return scale_for(rise, [columns(range(len(values)), values, (0, max(1, len(values) - 1)), 40)], (), values)


def test_linear_holds_everything() -> None:
    found = scale(Rise.LINEAR, 3.0, -1.0, 9.0)
    assert found == Scale(-1, 9)
    assert found.height(5) == 5
    assert not found.is_over(9)
    assert not found.is_under(-1)


def test_a_logarithm_gives_each_power_of_ten_the_same_room() -> None:
    found = scale(Rise.LOG, 0.001, 0.1, 10.0)
    assert found.range == (-3, 1)
    rows = [pixel_row(found.height(value), found.range, 41) for value in (10, 1, 0.1, 0.01, 0.001)]
    assert rows == [0, 10, 20, 30, 40]
    assert [name for _, name in found.marks(6)] == ["0.001", "0.01", "0.1", "1", "10"]


def test_what_has_no_logarithm_is_below() -> None:
    found = scale(Rise.LOG, 1.0, 0.0, -5.0, 100.0)
    assert found.range == (0, 2)
    assert (found.height(0), found.height(-5)) == (0, 0)
    assert found.is_under(0)
    assert not found.is_under(1)
    assert scale(Rise.LOG, 0.0, -5.0).rise is Rise.LINEAR


def test_outliers_are_clipped_and_told() -> None:
    calm = [1.0 + math.sin(at) / 10 for at in range(200)]
    found = scale(Rise.CLIPPED, *calm[:100], 900.0, *calm[100:], -900.0)
    assert 0.8 < found.low < 0.91
    assert 1.09 < found.high < 1.2
    assert found.is_over(900)
    assert found.is_under(-900)
    assert found.height(900) == found.high


@pytest.mark.parametrize("values", [(1.0, 2.0, 900.0), (5.0,) * 30, tuple(map(float, range(100)))])
def test_without_outliers_nothing_is_cut_off(values: tuple[float, ...]) -> None:
    found = scale(Rise.CLIPPED, *values)
    assert found.low <= min(values) <= max(values) <= found.high


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=80), st.sampled_from(Rise))
def test_no_height_leaves_the_range(values: list[float], rise: Rise) -> None:
    found = scale(rise, *values)
    assert math.isfinite(found.high - found.low)
    assert found.low < found.high
    for column in found.heights(columns(range(len(values)), values, (0, max(1, len(values) - 1)), 10)):
        assert rise is Rise.LINEAR or all(found.low <= height <= found.high for height in column[1:])
    for most in (1, 4, 8):
        marks = found.marks(most)
        room = (found.high - found.low) * 1e-6
        assert len(marks) <= most
        assert all(found.low - room <= at <= found.high + room for at, _ in marks)


@pytest.mark.parametrize(
    ("low", "high", "most", "words"),
    [
        (0.31, 2.4, 4, "0.5 1.0 2.0"),
        (1e-6, 1e3, 4, "1e-06 0.001 1 1000"),
        (0.4, 0.6, 3, "0.4 0.5 0.6"),
        (3, 3000, 8, "3 10 30 100 300 1000 3000"),
        (100, 1e7, 4, "100 10k 1M"),
        (0.09, 1.2, 2, "0.1 1"),
    ],
)
def test_round_values_of_a_logarithm(low: float, high: float, most: int, words: str) -> None:
    assert " ".join(log_labels(log_ticks(math.log10(low), math.log10(high), most))) == words
