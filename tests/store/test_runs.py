"""Index and position in a log with gaps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.store.runs import Spans

stretches = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4)), max_size=6)
"""How many positions are skipped, and how many are there, again and again."""


def laid(parts: list[tuple[int, int]]) -> tuple[Spans, list[int]]:
    """Return the spans, and all their positions."""
    spans: list[tuple[int, int]] = []
    positions: list[int] = []
    at = 100
    for skipped, there in parts:
        at += skipped
        spans.append((at, at + there - 1))
        positions += range(at, at + there)
        at += there
    return Spans(spans), positions


@given(stretches)
def test_an_index_is_how_many_stand_below(parts: list[tuple[int, int]]) -> None:
    spans, positions = laid(parts)
    assert spans.total == len(positions)
    for position in range(95, 200):
        assert spans.below(position) == sum(other < position for other in positions)


@given(stretches, st.integers(-3, 30), st.integers(-3, 30))
def test_rows_between_two_indexes(parts: list[tuple[int, int]], start: int, stop: int) -> None:
    spans, positions = laid(parts)
    wanted = positions[max(0, start) : max(0, stop)]
    assert spans.between(start, stop) == ((wanted[0], wanted[-1], max(0, start)) if wanted else None)
