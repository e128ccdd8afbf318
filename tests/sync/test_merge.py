from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from ftmonitor.store.runs import BASE, LEAP, Below, Run, total
from ftmonitor.sync.merge import Asked, Merged, merge


@dataclass
class Log:
    """A log held in memory as the store holds it on disk."""

    runs: tuple[Run, ...] = ()
    at: dict[int, str] = field(default_factory=dict)
    numbers: int = 0

    def ask(self) -> Asked:
        return Asked(held=self.runs)

    def ask_older(self) -> Asked | None:
        for run in self.runs:
            if run.below is Below.OPEN:
                return Asked(run.cursor, run.number, self.runs)
        return None

    def take(self, ids: Sequence[str], following: str | None, asked: Asked) -> Merged:
        held = {name: position for position, name in self.at.items() if name in ids}
        merged = merge(ids, following, held, self.runs, asked)
        for shift in merged.shifts:
            self.at = {
                position + shift.by if shift.start <= position <= shift.stop else position: name
                for position, name in self.at.items()
            }
        for index, position in merged.placed:
            assert position not in self.at, "two events at one position"
            self.at[position] = ids[index]
        self.runs = tuple(replace(run, number=run.number or self._number()) for run in merged.runs)
        self.check()
        return merged

    def forget(self, asked: Asked) -> None:
        self.runs = tuple(
            replace(run, cursor=None, cursor_at=None) if run.number == asked.run else run for run in self.runs
        )

    def check(self) -> None:
        """Runs cover exactly the positions that are held, do not overlap, and stand newest first."""
        assert total(self.runs) == len(self.at)
        assert all(position in self.at for run in self.runs for position in range(run.first, run.last + 1))
        assert all(upper.first > lower.last for upper, lower in zip(self.runs, self.runs[1:], strict=False))

    @property
    def ids(self) -> list[str]:
        """The events, oldest first."""
        return [self.at[position] for position in sorted(self.at)]

    def _number(self) -> int:
        self.numbers += 1
        return self.numbers


def page(server: Sequence[str], size: int, after: str | None = None) -> tuple[list[str], str | None]:
    """A page of a newest-first list whose oldest row is the first of `server`."""
    newest_first = list(reversed(server))
    start = newest_first.index(after) + 1 if after is not None else 0
    rows = newest_first[start : start + size]
    return rows, rows[-1] if rows and start + size < len(newest_first) else None


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


def test_a_list_that_turns_in_a_circle_ends() -> None:
    log = Log()
    rows = names(3, 2, 1)
    log.take(rows, "1", log.ask())
    for _ in range(3):
        asked = log.ask_older()
        if asked is None:
            break
        log.take(rows, "1", asked)
    assert log.ask_older() is None
    assert log.ids == span(1, 3)


def test_a_circle_of_several_pages_ends() -> None:
    log = Log()
    log.take(names(9, 8, 7), "7", log.ask())
    for rows, following in ((names(6, 5, 4), "4"), (names(9, 8, 7), "7x"), (names(6, 5, 4), "4x")):
        asked = log.ask_older()
        if asked is not None:
            log.take(rows, following, asked)
    assert log.ask_older() is None
    assert log.ids == span(4, 9)


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


@pytest.mark.parametrize("seed", range(40))
def test_whatever_happens_the_log_becomes_the_servers(seed: int) -> None:
    """Random growth, page sizes, late events, lost cursors, overtaken pages, and pages that never came."""
    chance = random.Random(seed)
    server = names(*range(0, chance.randrange(40) * 10, 10))
    log, late, under_way = Log(), 0, list[tuple[tuple[list[str], str | None], Asked]]()
    for _ in range(120):
        for _ in range(chance.choice((0, 0, 1, 3, 40))):
            server.append(str(int(server[-1]) + 10 if server else 0))
        if server and chance.random() < 0.05:
            late += 1
            server.insert(max(0, len(server) - chance.randrange(1, 4)), f"{late}x")
        asked = log.ask() if chance.random() < 0.5 else log.ask_older()
        if asked is not None:
            if asked.cursor is not None and chance.random() < 0.1:
                log.forget(asked)
                continue
            under_way.append((page(server, chance.choice((1, 2, 20, 100)), asked.cursor), asked))
        if under_way and chance.random() < 0.8:
            answer, asked = under_way.pop(chance.randrange(len(under_way)))
            if chance.random() < 0.85:  # else it was lost on the way
                log.take(*answer, asked)
    walk(log, server, 100)
    held = set(log.ids)
    # An event that comes late under more newer ones than a page holds cannot be noticed; all others can.
    assert log.ids == [name for name in server if name in held or not name.endswith("x")]
