"""Which charts are seen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.metrics.gallery import Gallery, arrangement


@pytest.mark.parametrize(
    ("count", "size", "grid"),
    [
        (4, (66, 16), (1, 1)),
        (4, (78, 13), (1, 1)),
        (2, (98, 38), (1, 2)),
        (2, (90, 18), (2, 1)),
        (4, (118, 30), (2, 2)),
        (1, (200, 60), (1, 1)),
        (0, (80, 24), (1, 1)),
        (9, (1, 1), (1, 1)),
        (40, (200, 60), (3, 3)),
    ],
)
def test_the_grid_fits_the_size(count: int, size: tuple[int, int], grid: tuple[int, int]) -> None:
    assert arrangement(count, *size) == grid


def test_pages_and_charts() -> None:
    place = Gallery()
    assert place.seen(9, 4) == range(4)
    assert place.paged(1, 9, 4) == Gallery(4, 4)
    assert place.paged(1, 9, 4).paged(1, 9, 4) == Gallery(5, 5)
    assert place.paged(1, 9, 4).paged(1, 9, 4).paged(1, 9, 4) == Gallery(8, 5)
    assert Gallery(8, 5).paged(-1, 9, 4) == Gallery(4, 1)
    assert place.moved(4, 9, 4) == Gallery(4, 1)
    assert Gallery(5, 5).moved(-1, 9, 4) == Gallery(4, 4)
    assert place.turned() == Gallery(alone=True)


def test_alone_a_page_is_a_chart() -> None:
    place = Gallery(2, 0, alone=True)
    assert place.seen(9, 4) == range(2, 3)
    assert place.paged(1, 9, 4).seen(9, 4) == range(3, 4)
    assert place.paged(-1, 9, 4).turned().seen(9, 4) == range(4)


moves = st.lists(
    st.tuples(st.sampled_from(["moved", "paged", "at"]), st.integers(-9, 40))
    | st.tuples(st.just("turned"), st.just(0)),
    max_size=8,
)


@settings(deadline=None)
@given(moves, st.integers(0, 30), st.integers(1, 9))
def test_the_current_chart_is_always_seen(keys: list[tuple[str, int]], count: int, room: int) -> None:
    place = Gallery()
    for how, by in keys:
        place = place.turned() if how == "turned" else getattr(place, how)(by, count, room)
        seen = place.seen(count, room)
        assert (place.current in seen) is (count > 0)
        assert len(seen) == (min(1, count) if place.alone else min(room, count))
