from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.models.log import Gap
from ftmonitor.ui.widgets.places import PATIENCE_S, Places, lasting


def gap(index: int, *, lost: bool = True) -> Gap:
    return Gap(index, lost, 100.0 if index else None, 200.0)


def test_a_gap_stands_right_before_the_event_above_it() -> None:
    places = Places(5, (gap(0), gap(3)))
    assert places.lines == 7
    assert [places.at(line) for line in range(7)] == [gap(0), 0, 1, 2, gap(3), 3, 4]
    assert [places.line_of(index) for index in range(5)] == [1, 2, 3, 5, 6]


@given(st.integers(0, 60), st.sets(st.integers(0, 59)), st.integers(-70, 70), st.integers(-70, 70))
@settings(max_examples=100, deadline=None)
def test_lines_and_events_agree(events: int, indexes: set[int], start: int, stop: int) -> None:
    places = Places(events, tuple(gap(index) for index in sorted(indexes) if index < events))
    whole: list[int | Gap] = []
    for index in range(events):
        whole += [gap(index)] * (index in indexes)
        whole.append(index)
    assert [places.at(line) for line in range(places.lines)] == whole
    assert all(places.at(places.line_of(index)) == index for index in range(events))
    seen = [spot for spot in whole[max(0, start) : max(0, stop)] if isinstance(spot, int)]
    assert list(range(*places.events_in(start, stop))) == seen


def test_an_open_gap_gets_its_line_only_when_it_lasts() -> None:
    gaps = (gap(0, lost=False), gap(4), gap(9, lost=False))
    since = {0: 50.0, 9: 51.0}
    assert lasting(gaps, since, 51.0) == (gap(4),)
    assert lasting(gaps, since, 50.0 + PATIENCE_S) == gaps[:2]
    assert lasting(gaps, since, 51.0 + PATIENCE_S) == gaps
    assert lasting(gaps, {}, 1e9) == (gap(4),), "one that was never seen before is new"
