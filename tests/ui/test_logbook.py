"""The log of a job while rows and gaps come and go: what one looks at keeps its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.models.log import Gap, LogRow, Outline
from ftmonitor.ui.widgets.logbook import Logbook, Moved
from ftmonitor.ui.widgets.places import PATIENCE_S
from ftmonitor.ui.widgets.windows import WINDOW

NOW = 1_000.0
EVERYTHING = range(-10, 10_000)


def row(index: int, name: int | None = None) -> LogRow:
    return LogRow(index, f"e{index if name is None else name}", float(index), "info", "")


def rows(start: int, stop: int) -> tuple[LogRow, ...]:
    return tuple(row(index) for index in range(start, stop))


def gap(index: int, *, lost: bool = False) -> Gap:
    return Gap(index, lost, None, None)


def book(count: int, *gaps: Gap) -> Logbook:
    """Return a log whose rows are all here, and whose gaps all have their lines."""
    made = Logbook()
    made.open(Outline(count, gaps), NOW)
    made.fill(rows(0, count), 0)
    made.tick(NOW + PATIENCE_S, 0, EVERYTHING)
    return made


def on(made: Logbook, line: int) -> str | Gap | None:
    found = made.row(line)
    return found.id if isinstance(found, LogRow) else found


def take(made: Logbook, outline: Outline, line: int, now: float = NOW + PATIENCE_S) -> Moved | None:
    return made.take_in(outline, now, line, EVERYTHING)


def test_new_events_at_the_end_move_nothing() -> None:
    made = book(10)
    assert take(made, Outline(13), 4) == Moved(by=0, fresh=3)
    assert on(made, 4) == "e4"
    assert made.wanted(range(13), start=False) == [(0, 13)], "what is here is asked for again"


def test_older_events_move_what_is_looked_at_and_are_not_new() -> None:
    made = book(10, gap(0))
    line = 5
    assert on(made, line) == "e4"
    assert take(made, Outline(17, (gap(0),), shift=5), line) == Moved(by=5, fresh=2)
    assert on(made, line + 5) == "e4", "and stands there until it was asked for again"
    assert made.row(3) is None, "what came in is not here yet"


def test_rows_below_a_gap_stay_where_they_are_while_it_is_closed() -> None:
    made = book(10, gap(6))
    assert (on(made, 5), on(made, 6), on(made, 7)) == ("e5", gap(6), "e6")
    assert take(made, Outline(14, (gap(6),), shift=4), 8) == Moved(by=4)
    assert (on(made, 5), on(made, 6), on(made, 7), on(made, 11)) == ("e5", gap(6), None, "e6")


def test_a_gap_that_is_closed_takes_its_line_away() -> None:
    made = book(10, gap(6))
    assert take(made, Outline(14, shift=4), 8) == Moved(by=3)
    assert on(made, 11) == "e7"
    made = book(10, gap(6))
    assert take(made, Outline(14, shift=0), 2) == Moved(by=0, fresh=4), "looked at from below, they come after"


def test_the_line_of_a_gap_is_held_by_the_event_under_it() -> None:
    made = book(10, gap(6))
    held = made.held(6)
    assert held is not None
    assert held.id == "e6"
    assert take(made, Outline(14, (gap(6),), shift=4), 6) == Moved(by=4)
    made = book(10, gap(0))
    assert take(made, Outline(10), 0) == Moved(by=-1), "it is gone, and the event under it stays where it was"


def test_a_gap_that_turns_out_to_stay_moves_nothing() -> None:
    made = book(10, gap(6))
    assert take(made, Outline(10, (gap(6, lost=True),)), 8) == Moved(by=0)
    assert on(made, 6) == gap(6, lost=True)
    assert take(made, Outline(10, (gap(6, lost=True),)), 8) is None, "nothing is new"


def test_an_open_gap_gets_its_line_after_a_while_and_once() -> None:
    made = Logbook()
    made.open(Outline(10, (gap(6),)), NOW)
    assert made.places.lines == 10
    assert made.tick(NOW + PATIENCE_S / 2, 8, EVERYTHING) is None
    assert made.tick(NOW + PATIENCE_S, 8, EVERYTHING) == Moved(by=1)
    assert made.tick(NOW + PATIENCE_S + 1, 9, EVERYTHING) is None
    made.open(Outline(10, (gap(6),)), NOW + 60)
    assert made.places.lines == 10, "another log has gaps of its own"


def test_a_clock_that_is_set_back_begins_the_wait_anew() -> None:
    made = Logbook()
    made.open(Outline(10, (gap(6),)), NOW)
    assert made.tick(NOW - 3600, 8, EVERYTHING) is None
    assert made.tick(NOW - 3600 + PATIENCE_S, 8, EVERYTHING) == Moved(by=1)


def test_rows_that_turn_out_to_be_elsewhere_are_followed() -> None:
    made = book(10)
    moved = tuple(row(index, index - 3) for index in range(13))
    made.take_in(Outline(13), NOW, 5, EVERYTHING)
    assert made.fill(moved, 5) == 3
    assert on(made, 8) == "e5"


@pytest.mark.parametrize("start", [True, False])
def test_only_rows_near_are_asked_for(start: bool) -> None:
    made = Logbook()
    made.open(Outline(10 * WINDOW, (gap(0, lost=True), gap(5 * WINDOW, lost=True))), NOW)
    near = range(10 * WINDOW - 20, 10 * WINDOW + 40)
    beginning = [(0, WINDOW)] if start else []
    assert made.wanted(near, start=start) == [(9 * WINDOW, 10 * WINDOW), *beginning]
    made.open(Outline(10 * WINDOW), NOW)
    made.fill(rows(10 * WINDOW - 120, 10 * WINDOW), 0)
    assert made.wanted(near, start=False) == [(9 * WINDOW, 10 * WINDOW)], "a part of a window is not the window"
    made.fill(rows(9 * WINDOW, 10 * WINDOW), 0)
    assert made.wanted(near, start=False) == [], "the whole of it is"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_comes_in_what_is_looked_at_keeps_its_line(data: st.DataObject) -> None:
    """Events fill one open gap, others come at the end, gaps close: the row that is looked at stays in sight."""
    count = data.draw(st.integers(1, 30))
    indexes = sorted(data.draw(st.sets(st.integers(0, count - 1), max_size=4)))
    gaps = tuple(gap(index, lost=data.draw(st.booleans())) for index in indexes)
    made = book(count, *gaps)
    line = data.draw(st.integers(0, made.places.lines - 1))
    held = made.held(line)
    assert held is not None
    open_below = [one.index for one in gaps if not one.lost and one.index <= held.index]
    filled = data.draw(st.integers(0, 9)) if open_below else 0
    appended = data.draw(st.integers(0, 9))
    at = max(open_below, default=0)
    left = tuple(
        Gap(one.index + (filled if one.index > at else 0), one.lost, None, None)
        for one in gaps
        if one.lost or data.draw(st.booleans())
    )
    spot = made.row(line)
    moved = take(made, Outline(count + filled + appended, left, shift=filled), line) or Moved(0)
    assert moved.fresh == appended
    if isinstance(spot, LogRow):
        assert on(made, line + moved.by) == held.id
    else:
        assert on(made, line + moved.by + 1) == held.id
