"""What keys and mouse make of a look: always on real samples, and back again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics import steer
from ftmonitor.metrics.axis import Axis, track_of
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Role
from ftmonitor.metrics.probe import bounds_of
from ftmonitor.metrics.scale import Rise
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.viewport import Viewport


def curve(every: int = 1, n: int = 100, role: Role = Role.TRAIN) -> Curve:
    steps = tuple(range(every, n + 1, every))
    times = tuple(1.8e9 + step // 3 for step in steps)
    return Curve(Series(role.value, steps, times, tuple(1 / step for step in steps)), role.value, role)


CURVES = (curve(), curve(10, role=Role.VALID))
TRACKS = (track_of([one.series for one in CURVES], 200, 2),)


def look(axis: Axis = Axis.STEP, **fields: object) -> Look:
    start = Look(axis=axis, tracks=TRACKS)
    bounded = replace(start, bounds=bounds_of(CURVES, start, Memory()))
    return replace(bounded, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("axis", Axis)
def test_the_cursor_goes_from_sample_to_sample_on_every_axis(axis: Axis) -> None:
    memory, here = Memory(), look(axis)
    ruler = memory.of(CURVES[0]).ruler(axis, TRACKS[0])
    seen = []
    for by in (-1, -1, -1, 10, -20, 1):
        here = steer.inspected(here, CURVES, by, 200, memory)
        assert here.cursor is not None
        seen.append(ruler.nearest(here.cursor))
        assert ruler.x(seen[-1] or 0) == here.cursor
    assert seen == [99, 98, 97, 99, 79, 80]


def test_a_key_always_shows_where_cells_are_fewer_than_samples() -> None:
    here = steer.inspected(look(), CURVES, 0, 20, Memory())
    assert steer.inspected(here, CURVES, -1, 20, Memory()).cursor == 95


def test_the_cursor_passes_samples_in_one_place() -> None:
    untimed = Curve(Series("a", (1, 2, 3, 4), (0.0,) * 4, (1.0, 2.0, 3.0, 4.0)), "", Role.OTHER)
    timeline = Series("t", (1, 2), (1.8e9, 1.8e9 + 5), (0.0, 0.0))
    start = Look(axis=Axis.ELAPSED, tracks=(replace(TRACKS[0], timeline=timeline),))
    memory = Memory()
    here = replace(start, bounds=bounds_of([untimed], start, memory))
    for _ in range(6):
        here = steer.inspected(here, [untimed], -1, 50, memory)
    assert here.cursor == 0


def test_pin_and_cursor() -> None:
    here = steer.pointed(look(), 40)
    assert steer.pinned(here).pin == 40
    assert steer.pinned(steer.pinned(here)).pin is None
    moved = steer.pointed(steer.pinned(here), 60)
    assert (moved.pin, moved.cursor) == (40, 60)
    assert steer.pinned(moved).pin == 60
    gone = steer.pointed(moved, None)
    assert (gone.pin, gone.cursor) == (None, None)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(Axis), st.sampled_from(Axis), st.integers(0, 99), st.integers(0, 99))
def test_another_axis_and_back_keeps_cursor_and_pin_on_their_samples(
    one: Axis, other: Axis, cursor: int, pin: int
) -> None:
    memory = Memory()
    ruler = memory.of(CURVES[0]).ruler(one, TRACKS[0])
    here = look(one, cursor=ruler.x(cursor), pin=ruler.x(pin))
    there = steer.on_axis(here, other, CURVES, memory)
    assert there.bounds == bounds_of(CURVES, there, memory)
    moved = memory.of(CURVES[0]).ruler(other, TRACKS[0])
    assert (there.cursor, there.pin) == (moved.x(cursor), moved.x(pin))
    back = steer.on_axis(there, one, CURVES, memory)
    assert (back.cursor, back.pin, back.view) == (here.cursor, here.pin, here.view)


def test_another_axis_shows_the_same_part() -> None:
    memory = Memory()
    here = look(view=Viewport(20, 40))
    there = steer.on_axis(here, Axis.EPOCH, CURVES, memory)
    assert there.view.window(there.bounds or (0, 1)) == pytest.approx((0.4, 0.6))
    follows = steer.on_axis(look(view=Viewport(20)), Axis.CLOCK, CURVES, memory)
    assert follows.view.follows
    assert follows.view.span == pytest.approx(20 / 3, abs=0.7)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(Axis), st.floats(0, 1), st.integers(1, 4))
def test_zoom_in_and_out_returns_on_every_axis(axis: Axis, share: float, times: int) -> None:
    start = look(axis)
    assert start.bounds is not None
    first, last = start.bounds
    here = replace(start, view=Viewport((last - first) / 2, first + (last - first) / 4))
    around = first + (last - first) * (0.25 + share / 2)
    view = here
    for factor in [0.5] * times + [2.0] * times:
        view = steer.zoomed(view, factor, around, least=0.0)
    assert view.view.window(start.bounds) == pytest.approx(here.view.window(start.bounds))


@pytest.mark.parametrize(
    ("axis", "least"), [(Axis.STEP, 2), (Axis.EPOCH, 0.02), (Axis.SHARE, 1), (Axis.ELAPSED, 2 / 3)]
)
def test_zooming_ends_where_there_is_nothing_between_two_samples(axis: Axis, least: float) -> None:
    memory, here = Memory(), look(axis)
    for _ in range(40):
        here = steer.zoomed(here, 0.5, least=steer.least_span(here, CURVES, memory))
    assert here.view.span is not None
    assert least * 0.99 <= here.view.span <= least * 2.1


def test_the_cursor_is_what_is_zoomed_at() -> None:
    here = steer.zoomed(look(cursor=25.75), 0.5)
    assert here.view.window((1, 100)) == pytest.approx((13.375, 62.875))


def test_a_job_that_goes_on_has_room_for_the_next_points() -> None:
    assert steer.padded((1, 600), Axis.STEP) == (1, 609)
    widths = {steer.padded((1, 600 + more), Axis.STEP) for more in range(20)}
    assert len(widths) == 2
    assert steer.padded((1, 5), Axis.STEP) == (1, 5)
    assert steer.padded((5, 5), Axis.STEP) == (5, 5)
    assert steer.padded(None, Axis.STEP) is None
    first, last = steer.padded((0.0, 0.9), Axis.EPOCH) or (0, 0)
    assert first == 0
    assert 0.9 <= last < 0.94


def test_without_data_nothing_moves() -> None:
    empty = Look()
    assert steer.zoomed(empty, 0.5) == steer.panned(empty, 0.1) == steer.oldest(empty) == empty
    assert steer.inspected(empty, (), 1, 80, Memory()) == empty
    assert steer.pointed(empty, 5.0) == empty
    assert steer.on_axis(empty, Axis.EPOCH, (), Memory()).axis is Axis.EPOCH


def test_manners_go_round() -> None:
    seen = []
    here = Look()
    for _ in range(4):
        here = steer.smoother(steer.other_rise(here))
        seen.append((here.smoothing, here.rise))
    assert seen == [(0.6, Rise.LOG), (0.9, Rise.CLIPPED), (0.97, Rise.LINEAR), (0, Rise.LOG)]
