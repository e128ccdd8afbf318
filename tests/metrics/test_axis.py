"""Where samples are on each axis, and that each can be pointed at."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.axis import ROOM, Axis, Ruler, Track, placed, rising, track_of
from ftmonitor.metrics.look import Look, Mark, Sign
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Role
from ftmonitor.metrics.placing import Place
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.xaxis import x_marks

T0 = 1_795_100_400.0  # 15:00 UTC


def series(steps: tuple[int, ...], times: tuple[float, ...] | None = None, name: str = "train_loss") -> Series:
    stamps = tuple(T0 + step for step in steps) if times is None else times
    return Series(name, steps, stamps, tuple(1 / (step + 1) for step in steps))


TEN = series(tuple(range(1, 11)))
TRACK = Track(total_steps=20, n_epochs=2, timeline=TEN)


@pytest.mark.parametrize(
    ("axis", "first", "last"),
    [
        (Axis.STEP, 1, 10),
        (Axis.EPOCH, 0.1, 1.0),
        (Axis.SHARE, 5, 50),
        (Axis.ELAPSED, 0, 9),
        (Axis.CLOCK, T0 + 1, T0 + 10),
    ],
)
def test_the_samples_of_a_series_on_each_axis(axis: Axis, first: float, last: float) -> None:
    ruler = Memory().of(Curve(TEN, "train", Role.TRAIN)).ruler(axis, TRACK)
    assert (ruler.x(0), ruler.x(9)) == pytest.approx((first, last))
    assert ruler.count((first, last)) == 10
    assert [ruler.nearest(ruler.x(index)) for index in range(10)] == list(range(10))


@pytest.mark.parametrize(
    ("track", "axis", "missing"),
    [
        (Track(), Axis.STEP, ""),
        (Track(), Axis.EPOCH, "the number of all steps"),
        (Track(total_steps=20), Axis.EPOCH, "the number of epochs"),
        (Track(total_steps=20), Axis.SHARE, ""),
        (Track(total_steps=0), Axis.SHARE, "the number of all steps"),
        (Track(), Axis.CLOCK, "the times of the samples"),
        (TRACK, Axis.ELAPSED, ""),
    ],
)
def test_an_axis_wants_what_it_counts(track: Track, axis: Axis, missing: str) -> None:
    assert track.missing(axis) == missing


def test_the_timeline_is_the_longest_series_with_times() -> None:
    untimed = series(tuple(range(50)), (0.0,) * 50)
    assert track_of([untimed, series((1, 2)), TEN]).timeline is TEN
    assert track_of([untimed]).timeline is None


stamps = st.lists(st.sampled_from([0.0, 0.0, 0.0, 1.0, 1.0, 2.0, -1.0, 0.5]), min_size=1, max_size=60)


@settings(deadline=None)
@given(stamps, st.data())
def test_samples_of_one_second_are_told_apart_and_stay_in_their_second(apart: list[float], data: st.DataObject) -> None:
    times, now = [], 1000.0
    for step in apart:
        now += step
        times.append(now)
    ruler = Ruler(rising(times), shift=-1000.0, tied=True)
    places = [ruler.own(index) for index in range(len(times))]
    assert all(before < after for before, after in pairwise(places))
    highest = -math.inf
    for time, place in zip(times, places, strict=True):
        highest = max(highest, time)
        assert 0 <= place - highest < ROOM
    start = data.draw(st.integers(0, len(times)))
    stop = data.draw(st.integers(start, len(times)))
    assert ruler.apart(start, stop) == places[start:stop]
    assert [ruler.nearest(ruler.x(index)) for index in range(len(times))] == list(range(len(times)))
    x = data.draw(st.floats(-5, 200))
    index = ruler.nearest(x)
    assert index is not None
    assert abs(ruler.x(index) - x) <= min(abs(place - 1000 - x) for place in places) + 1e-9


def test_steps_without_a_time_stand_in_proportion_between_those_that_have_one() -> None:
    known = series((10, 20), (100.0, 200.0))
    assert placed((5, 10, 15, 20, 30), known, known.times) == [100, 100, 150, 200, 200]
    untimed = series((10, 15), (0.0, 0.0), "valid_loss")
    ruler = Memory().of(Curve(untimed, "valid", Role.VALID)).ruler(Axis.ELAPSED, Track(timeline=known))
    assert [ruler.x(0), ruler.x(1)] == [0, 50]


@pytest.mark.parametrize("axis", Axis)
def test_marks_stand_where_their_steps_are(axis: Axis) -> None:
    look, memory = Look(axis=axis, tracks=(TRACK,)), Memory()
    place = Place(look, memory)
    ruler = memory.of(Curve(TEN, "", Role.OTHER)).ruler(axis, TRACK)
    for index, step in enumerate(TEN.steps):
        assert place.of_step(step) == pytest.approx(ruler.x(index))
        assert place.of_mark(Mark(Sign.WARNING, time=T0 + step)) == pytest.approx(ruler.x(index))
        assert place.step_at(ruler.x(index)) == pytest.approx(step)
    first, last = ruler.x(0), ruler.x(9)
    assert place.columns((3, 7), (first, last), 5) == (1, 3)
    assert place.columns((10,), (first, last), 5) == (4,)
    assert place.columns((), (first, last), 5) == ()


def test_a_mark_without_a_place_has_none() -> None:
    place = Place(Look(), Memory())
    assert place.of_mark(Mark(Sign.WARNING, time=T0)) is None
    assert place.of_mark(Mark(Sign.CHECKPOINT, step=7)) == 7
    assert Place(Look(axis=Axis.CLOCK), Memory()).of_mark(Mark(Sign.CHECKPOINT, step=7)) is None


@pytest.mark.parametrize(
    ("axis", "window", "words"),
    [
        (Axis.STEP, (0, 400), "0 100 200 300 400"),
        (Axis.EPOCH, (0, 3), "0 1 2 3"),
        (Axis.SHARE, (0, 100), "0 20 40 60 80 100"),
        (Axis.ELAPSED, (0, 50), "0|10s|20s|30s|40s|50s"),
        (Axis.ELAPSED, (0, 3000), "0|10m|20m|30m|40m|50m"),
        (Axis.ELAPSED, (3600, 21_600), "1h|2h|3h|4h|5h|6h"),
        (Axis.ELAPSED, (5400, 9000), "1h 30m|1h 45m|2h|2h 15m|2h 30m"),
        (Axis.ELAPSED, (0, 0.4), "0"),
        (Axis.CLOCK, (T0, T0 + 1500), "15:00|15:05|15:10|15:15|15:20|15:25"),
        (Axis.CLOCK, (T0, T0 + 25), "15:00:00|15:00:05|15:00:10|15:00:15|15:00:20|15:00:25"),
        (Axis.CLOCK, (T0, T0 + 86_400), "18:00|20 Nov|06:00|12:00"),
        (Axis.CLOCK, (T0, T0 + 5 * 86_400), "20 Nov|21 Nov|22 Nov|23 Nov|24 Nov"),
    ],
)
def test_labels_are_round(axis: Axis, window: tuple[float, float], words: str) -> None:
    found = x_marks(Look(axis=axis, tz=UTC), window, 6)
    assert ("|" if "|" in words else " ").join(name for _, name in found) == words
    assert all(window[0] <= at <= window[1] for at, _ in found)


def test_the_clock_is_round_where_the_user_is() -> None:
    look = Look(axis=Axis.CLOCK, tz=timezone(timedelta(hours=5, minutes=30)))
    assert [name for _, name in x_marks(look, (T0, T0 + 7200), 5)] == ["20:30", "21:00", "21:30", "22:00", "22:30"]


@settings(deadline=None)
@given(st.sampled_from([Axis.ELAPSED, Axis.CLOCK]), st.floats(0, 4e9), st.floats(1e-3, 4e9), st.integers(2, 20))
def test_times_never_have_more_labels_than_there_is_room_for(axis: Axis, first: float, span: float, most: int) -> None:
    look = replace(Look(), axis=axis, tz=UTC)
    assert len(x_marks(look, (first, first + span), most)) <= most
