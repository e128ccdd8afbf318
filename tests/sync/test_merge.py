"""Where the rows of a page go beside what is held: one case each. What holds in all cases: test_property_merge.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ftmonitor.store.runs import BASE, LEAP, Below, Run
from ftmonitor.sync.merge import Asked, merge
from tests.support.logs import Log
from tests.support.served import page


def names(*numbers: int) -> list[str]:
    return [str(number) for number in numbers]


def span(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def walk(log: Log, server: Sequence[str], size: int) -> None:
    """Poll the newest page, then close every gap."""
    log.take(*page(server, size), log.ask())
    while (asked := log.ask_older()) is not None:
        log.take(*page(server, size, asked.cursor), asked)


def test_the_first_page_is_stored_downward_from_the_base() -> None:
    merged = merge(names(3, 2, 1), "1", {}, (), Asked())
    assert merged.placed == ((0, BASE), (1, BASE - 1), (2, BASE - 2))
    assert merged.runs == (Run(BASE - 2, BASE, Below.OPEN, cursor="1", cursor_at=BASE - 2),)


def test_a_whole_list_on_one_page_has_no_gap() -> None:
    assert merge(names(2, 1), None, {}, (), Asked()).runs == (Run(BASE - 1, BASE, Below.END),)


def test_new_rows_go_on_top_of_what_is_held() -> None:
    log = Log()
    walk(log, span(1, 5), 10)
    merged = log.take(*page(span(1, 8), 10), log.ask())
    assert [position for _, position in merged.placed] == [BASE + 3, BASE + 2, BASE + 1]
    assert log.ids == span(1, 8)
    assert len(log.runs) == 1


def test_nothing_new_changes_nothing() -> None:
    log = Log()
    walk(log, span(1, 25), 10)
    before = log.runs
    merged = log.take(*page(span(1, 25), 10), log.ask())
    assert (merged.placed, log.runs) == ((), before)


def test_a_burst_longer_than_a_page_leaves_a_gap_that_closes() -> None:
    log = Log()
    walk(log, span(1, 5), 10)
    log.take(*page(span(1, 40), 10), log.ask())
    assert log.ids == span(1, 5) + span(31, 40)
    assert log.runs[0] == Run(BASE + LEAP, BASE + LEAP + 9, Below.OPEN, "31", BASE + LEAP, number=2)
    while (asked := log.ask_older()) is not None:
        log.take(*page(span(1, 40), 10, asked.cursor), asked)
    assert log.ids == span(1, 40)
    assert [run.below for run in log.runs] == [Below.JOINED, Below.END]


def test_a_gap_that_ends_exactly_at_a_page_closes_with_the_next_one() -> None:
    log = Log()
    walk(log, span(1, 10), 10)
    walk(log, span(1, 40), 10)
    assert log.ids == span(1, 40)
    assert log.ask_older() is None


def test_newer_events_come_first_while_a_gap_is_open() -> None:
    log = Log()
    log.take(*page(span(1, 50), 10), log.ask())
    log.take(*page(span(1, 53), 10), log.ask())
    assert log.ids == span(41, 53)
    asked = log.ask_older()
    assert asked is not None
    assert asked.cursor == "41"
    walk(log, span(1, 53), 10)
    assert log.ids == span(1, 53)


def test_two_gaps_close_one_after_the_other() -> None:
    log = Log()
    log.take(*page(span(1, 30), 10), log.ask())
    log.take(*page(span(1, 60), 10), log.ask())
    log.take(*page(span(1, 90), 10), log.ask())
    assert [run.below for run in log.runs] == [Below.OPEN] * 3
    walk(log, span(1, 90), 10)
    assert log.ids == span(1, 90)
    assert [run.below for run in log.runs] == [Below.JOINED, Below.JOINED, Below.END]


def test_an_event_that_comes_late_goes_where_the_server_has_it() -> None:
    log = Log()
    walk(log, names(1, 2, 4, 5), 10)
    merged = log.take(*page(names(1, 2, 3, 4, 5, 6), 10), log.ask())
    assert log.ids == names(1, 2, 3, 4, 5, 6)
    assert [(shift.start, shift.stop, shift.by) for shift in merged.shifts] == [(BASE - 1, BASE + 1, 1)]


def test_late_events_at_the_end_of_a_page_and_in_two_places() -> None:
    log = Log()
    walk(log, names(1, 3, 5, 7), 10)
    log.take(["8", "7", "6", "5", "4", "3", "2"], "2", log.ask())
    assert log.ids == span(1, 8)


def test_a_row_served_twice_on_a_page_is_held_once() -> None:
    log = Log()
    log.take(["3", "2", "3", "2", "1"], None, log.ask())
    assert log.ids == span(1, 3)


def test_rows_in_another_order_stay_where_they_were_first() -> None:
    log = Log()
    walk(log, span(1, 5), 10)
    log.take(["6", "4", "5", "3", "1", "2"], None, log.ask())
    assert log.ids == span(1, 6)


def test_what_the_server_no_longer_serves_is_lost_where_it_is_missing() -> None:
    log = Log()
    walk(log, span(1, 10), 10)
    walk(log, span(21, 40), 10)
    assert log.ids == span(1, 10) + span(21, 40)
    assert [run.below for run in log.runs] == [Below.LOST, Below.END]
    walk(log, span(30, 45), 10)
    assert log.ids == span(1, 10) + span(21, 45)


def test_a_forgotten_cursor_begins_at_the_newest_page_and_loses_nothing() -> None:
    log = Log()
    server = span(1, 60)
    log.take(*page(server, 10), log.ask())
    asked = log.ask_older()
    assert asked is not None
    log.take(*page(server, 10, asked.cursor), asked)
    log.forget(replace(asked, cursor="41"))
    again = log.ask_older()
    assert again is not None
    assert again.cursor is None
    server = span(1, 85)
    while (asked := log.ask_older()) is not None:
        log.take(*page(server, 10, asked.cursor), asked)
    assert log.ids == span(1, 85)


def test_a_page_that_leads_back_is_laid_nowhere_and_asked_again() -> None:
    log = Log()
    server = span(1, 20)
    log.take(*page(server, 5), log.ask())
    asked = log.ask_older()
    assert asked is not None
    before = log.runs
    assert log.take(*page(server, 5), asked).turned  # as if there were no cursor
    assert log.runs == before
    walk(log, server, 5)
    assert log.ids == server
    assert [run.below for run in log.runs] == [Below.END]


def test_a_circle_of_several_pages_leads_back() -> None:
    log = Log()
    log.take(names(9, 8, 7), "7", log.ask())
    for rows, following, turned in ((names(6, 5, 4), "4", False), (names(9, 8, 7), "7x", True)):
        asked = log.ask_older()
        assert asked is not None
        assert log.take(rows, following, asked).turned is turned
    assert log.ids == span(4, 9)


def test_a_last_page_with_the_row_of_its_cursor_is_the_end() -> None:
    log = Log()
    log.take(names(3, 2, 1), "1", log.ask())
    asked = log.ask_older()
    assert asked is not None
    assert log.take(["1"], "1", asked).turned, "the same page again says nothing of an end"
    assert not log.take(["1"], None, asked).turned
    assert [run.below for run in log.runs] == [Below.END]


def test_an_end_is_only_where_the_server_said_so() -> None:
    log = Log()
    log.take(*page(span(1, 30), 10), log.ask())
    asked = log.ask_older()
    assert asked is not None
    log.forget(asked)
    walk(log, span(25, 35), 10)
    assert log.ids == span(21, 35)
    assert [run.below for run in log.runs] == [Below.LOST]


def test_what_comes_late_under_the_oldest_row_opens_the_log_there_again() -> None:
    log = Log()
    walk(log, span(3, 6), 10)
    assert [run.below for run in log.runs] == [Below.END]
    walk(log, span(1, 6), 5)
    assert log.ids == span(1, 6)
    assert [run.below for run in log.runs] == [Below.END]


def test_a_late_row_does_not_shift_where_a_walk_goes_on() -> None:
    log = Log()
    server = span(1, 6) + span(10, 19)
    log.take(*page(server, 10), log.ask())
    asked = log.ask_older()
    assert asked is not None
    log.forget(asked)
    again = log.ask_older()
    assert again is not None
    log.take(*page(server, 1), again)  # the walk is at the newest row now
    late = [*server[:-1], "late", server[-1]]
    log.take(*page(late, 5), log.ask())
    walk(log, late, 1)
    assert log.ids == late
    assert [run.below for run in log.runs] == [Below.END]


def test_an_overtaken_page_that_meets_the_middle_of_what_is_held_is_asked_again() -> None:
    log = Log()
    log.take(names(5, 4, 3), "3", log.ask())
    early = log.ask()
    log.take(*page(span(1, 30), 5), log.ask())
    assert log.take(["x", "4", "3"], "3", early).stale
    assert "x" not in log.ids


def test_a_newest_page_that_was_overtaken_is_asked_again() -> None:
    log = Log()
    walk(log, span(1, 10), 10)
    early = log.ask()
    overtaken = page(span(1, 30), 10)
    log.take(*page(span(1, 50), 10), log.ask())
    assert log.take(*overtaken, early).stale
    assert log.ids == span(1, 10) + span(41, 50)


def test_an_overtaken_page_that_touches_what_is_held_goes_where_it_belongs() -> None:
    log = Log()
    walk(log, span(1, 10), 10)
    early = log.ask()
    overtaken = page(span(1, 15), 10)
    log.take(*page(span(1, 50), 10), log.ask())
    assert not log.take(*overtaken, early).stale
    assert log.ids == span(1, 15) + span(41, 50)
    walk(log, span(1, 50), 10)
    assert log.ids == span(1, 50)


def test_an_older_page_of_which_somebody_else_was_quicker_is_dropped() -> None:
    log = Log()
    log.take(*page(span(1, 50), 10), log.ask())
    asked = log.ask_older()
    assert asked is not None
    late = page(span(1, 50), 10, asked.cursor)
    log.take(*late, asked)
    merged = log.take(*late, asked)
    assert merged.placed == ()
    walk(log, span(1, 50), 10)
    assert log.ids == span(1, 50)
