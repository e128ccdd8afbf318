"""Curves as columns: kept small, compared quickly."""

from __future__ import annotations

from array import array

import pytest

from ftmonitor.metrics.series import Series

BEFORE = Series("x", (1, 2, 4), (11.0, 12.0, 14.0), (0.5, 0.25, 0.125))


def test_numbers_take_eight_bytes_whatever_they_come_as() -> None:
    same = Series("x", array("q", BEFORE.steps), list(BEFORE.times), array("d", BEFORE.values))
    assert all(isinstance(column, array) for one in (BEFORE, same) for column in (one.steps, one.times, one.values))
    assert (same, hash(same)) == (BEFORE, hash(BEFORE))


@pytest.mark.parametrize(
    ("steps", "values", "continued"),
    [
        ((1, 2, 4), (0.5, 0.25, 0.125), True),
        ((1, 2, 4, 5), (0.5, 0.25, 0.125, 0.0), True),
        ((1, 2), (0.5, 0.25), False),
        ((1, 2, 3, 4), (0.5, 0.25, 0.125, 0.1), False),
        ((1, 2, 4, 5), (0.5, 0.3, 0.125, 0.0), False),
    ],
)
def test_a_series_continues_what_it_begins_with(
    steps: tuple[int, ...], values: tuple[float, ...], continued: bool
) -> None:
    after = Series("x", steps, tuple(10.0 + step for step in steps), values)
    assert after.continues(BEFORE) is continued
    assert after.continues(Series("x", (), (), ()))
