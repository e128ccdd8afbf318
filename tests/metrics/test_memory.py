"""What is kept of a series is what would be computed afresh, however the series grew."""

from __future__ import annotations

import functools
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.axis import Axis, Track
from ftmonitor.metrics.memory import Kept, Memory
from ftmonitor.metrics.panels import Curve, Role
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.smooth import WEIGHTS, Average, smooth

cuts = st.lists(st.integers(1, 300), min_size=1, max_size=6)


@functools.cache
def gauss(seed: int) -> tuple[float, ...]:
    values = random.Random(seed)
    return tuple(values.gauss(1, 0.2) for _ in range(2000))


def series(n: int, seed: int = 1) -> Series:
    return Series("train_loss", tuple(range(n)), tuple(1.8e9 + step // 3 for step in range(n)), gauss(seed)[:n])


@settings(deadline=None, max_examples=40)
@given(cuts, st.integers(1, 90), st.sampled_from([0.0, 0.6, 0.9]), st.sampled_from([Axis.STEP, Axis.EPOCH, Axis.CLOCK]))
def test_a_series_that_grew_is_drawn_as_one_that_is_new(
    sizes: list[int], n_columns: int, weight: float, axis: Axis
) -> None:
    kept, n = Kept(series(sizes[0])), 0
    track = Track(3000, 2, series(2000))
    window = {Axis.STEP: (0, 1500), Axis.EPOCH: (0.0, 1.0), Axis.CLOCK: (1.8e9, 1.8e9 + 500)}[axis]
    for size in sizes:
        n += size
        one = series(n)
        fresh = Kept(one)
        assert kept.take(one)
        found = kept.columns(kept.ruler(axis, track), window, n_columns, weight)
        assert found == fresh.columns(fresh.ruler(axis, track), window, n_columns, weight)
        assert list(kept.averaged(weight)[0]) == list(fresh.averaged(weight)[0])


def test_a_series_that_changed_in_the_middle_is_another_one() -> None:
    one = series(100)
    kept = Kept(one)
    assert kept.take(replace(one))
    assert not kept.take(series(99))
    assert not kept.take(series(120, seed=2))
    changed = (*one.values[:50], 9.0, *one.values[51:])
    assert not kept.take(replace(one, values=changed))
    zeros = Series("a", (5, 6, 7), (1.0, 2.0, 3.0), (0.0, 0.0, 0.0))
    assert not Kept(zeros).take(Series("a", (4, 5, 6, 7), (0.5, 1.0, 2.0, 3.0), (0.0, 0.0, 0.0, 0.0)))


def test_the_memory_knows_jobs_apart_and_forgets_what_is_no_longer_so() -> None:
    memory, one, other = Memory(), series(50), series(50, seed=2)
    curves = [Curve(one, "train", Role.TRAIN), Curve(other, "train", Role.TRAIN, job=1)]
    assert [memory.of(curve).series for curve in curves] == [one, other]
    held = memory.of(curves[0])
    assert memory.of(replace(curves[0], series=series(60))) is held
    assert memory.of(replace(curves[0], series=other)) is not held


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(), max_size=120), st.sampled_from(WEIGHTS), st.integers(1, 40))
def test_an_average_that_grew_is_that_of_the_whole(values: list[float], weight: float, piece: int) -> None:
    average = Average(weight)
    for start in range(0, len(values), piece):
        average.extend(values[start : start + piece])
    assert average.values == smooth(values, weight)
