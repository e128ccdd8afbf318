from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from textual import events
from textual.pilot import Pilot

from ftmonitor.format import Glyphs
from ftmonitor.models.log import Gap, LogRow, Outline
from ftmonitor.query.logline import Words
from ftmonitor.ui.screens.log_counts import LogCounts
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.event_row import TimeFormat
from ftmonitor.ui.widgets.log_pane import LogPane
from ftmonitor.ui.widgets.log_strip import strip_pieces
from ftmonitor.ui.widgets.places import PATIENCE_S
from ftmonitor.ui.widgets.sideways import revealing
from ftmonitor.ui.widgets.windows import KEPT, WINDOW, Windows
from tests.support.panes import HOSTILE, NOW, PaneApp, assert_harmless, settle, shown

if TYPE_CHECKING:
    from ftmonitor.ui.screens.log_view import LogView
    from ftmonitor.ui.screens.stage import Stage


def rows(start: int, stop: int, shift: int = 0) -> tuple[LogRow, ...]:
    """Return rows by index; `shift` rows were put in before all of them."""
    return tuple(
        LogRow(at, f"e{at - shift}", NOW - 1000 + at - shift, "info", f"event {at - shift}")
        for at in range(start, stop)
    )


class Served(EventLog):
    """A log whose windows are filled at once, as far as `shift` says where they are."""

    shift = 0

    def on_event_log_wanted(self, message: EventLog.Wanted) -> None:
        self.fill(message.job_id, rows(message.start, message.end, self.shift))


def texts(pane: EventLog) -> list[str]:
    lines = [line.partition(" ▼ +")[0] for line in shown(pane)]  # without the pill
    return [line.split("event ")[-1].strip() if "event " in line else line.strip() for line in lines]


def asked(app: PaneApp[Served] | PaneApp[EventLog]) -> list[tuple[str, int, int]]:
    return [(m.job_id, m.start, m.end) for m in app.said(EventLog.Wanted) if isinstance(m, EventLog.Wanted)]


def title(pane: EventLog) -> str:
    return str(pane._border_title)


@asynccontextmanager
async def showing(pane: EventLog, outline: Outline, size: tuple[int, int] = (80, 10)) -> AsyncIterator[Pilot[None]]:
    """Give a log alone on the screen, with the focus, that shows a job."""
    async with PaneApp(pane).run_test(size=size) as pilot:
        pane.focus()
        pane.now = NOW
        pane.show("job", outline)
        await settle(pilot)
        yield pilot


def wheel_up(pane: EventLog) -> events.MouseScrollUp:
    return events.MouseScrollUp(pane, x=3, y=3, delta_x=0, delta_y=-1, button=0, shift=False, meta=False, ctrl=False)


@pytest.mark.anyio
async def test_only_the_windows_in_sight_are_asked_for_and_each_once() -> None:
    app = PaneApp(pane := EventLog())
    async with app.run_test(size=(80, 10), message_hook=app.hear) as pilot:
        pane.focus()
        pane.now = NOW
        pane.show("job", Outline(1_000_000))
        await settle(pilot)
        assert asked(app) == [("job", 999_800, 1_000_000)]
        assert all("·" in line for line in shown(pane)), "what is not here yet has a placeholder"
        pane.refresh()
        await settle(pilot)
        assert len(asked(app)) == 1
        pane.fill("job", rows(999_800, 1_000_000))
        await settle(pilot)
        assert texts(pane)[-1] == "999999"
        await pilot.press("g")
        assert asked(app)[1:] == [("job", 0, 200)]


@pytest.mark.anyio
async def test_rows_of_another_job_are_dropped() -> None:
    app = PaneApp(pane := EventLog())
    async with app.run_test(size=(80, 10)) as pilot:
        pane.show("job", Outline(5))
        await settle(pilot)
        pane.fill("other", rows(0, 5))
        await settle(pilot)
        assert "event" not in "".join(shown(pane))


@pytest.mark.anyio
async def test_it_follows_the_end_only_while_the_user_is_there() -> None:
    async with showing(pane := Served(), Outline(100)) as pilot:
        assert (texts(pane)[-1], pane.following) == ("99", True)
        assert "▼ follow" in title(pane)
        pane.show("job", Outline(103))
        await settle(pilot)
        assert texts(pane)[-1] == "102"
        await pilot.press("k", "k")
        before = texts(pane)
        pane.show("job", Outline(115))
        await settle(pilot)
        assert (texts(pane), pane.following, pane.unread) == (before, False, 12)
        assert "+12 new" in title(pane)
        await pilot.press("G")
        assert (texts(pane)[-1], pane.following, pane.unread) == ("114", True, 0)
        await pilot.press("f")
        pane.show("job", Outline(120))
        await settle(pilot)
        assert texts(pane)[-1] == "114"
        await pilot.press("f")
        assert texts(pane)[-1] == "119"


@pytest.mark.anyio
async def test_the_wheel_leaves_the_end_and_takes_the_cursor_along() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(80, 10)) as pilot:
        pane.show("job", Outline(100))
        await settle(pilot)
        for _ in range(5):
            pane.post_message(wheel_up(pane))
        await settle(pilot)
        assert not pane.following
        assert pane.top_row <= pane.cursor < pane.top_row + pane.page_rows
        before = texts(pane)
        pane.show("job", Outline(110))
        await settle(pilot)
        assert texts(pane) == before


@pytest.mark.anyio
async def test_a_change_of_size_keeps_the_end_in_sight() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(80, 20)) as pilot:
        pane.show("job", Outline(100))
        await settle(pilot)
        for height in (8, 30, 5):
            await pilot.resize_terminal(80, height)
            await settle(pilot)
            assert (texts(pane)[-1], pane.following) == ("99", True)


@pytest.mark.anyio
async def test_rows_put_in_before_do_not_move_what_is_looked_at() -> None:
    async with showing(pane := Served(), Outline(400)) as pilot:
        await pilot.press(*["pageup"] * 4, "k", "k")
        before, cursor = texts(pane), pane.cursor
        pane.shift = 30
        pane.show("job", Outline(430))
        await settle(pilot)
        assert texts(pane) == before, "though nobody said by how far they moved"
        assert pane.cursor == cursor + 30


@pytest.mark.anyio
async def test_another_job_starts_at_its_end() -> None:
    async with showing(pane := Served(), Outline(100)) as pilot:
        await pilot.press("g", "l", "l")
        pane.show("other", Outline(100))
        await settle(pilot)
        assert (texts(pane)[-1], pane.following, pane.unread) == ("99", True, 0)
        pane.show("third", Outline(40))
        await settle(pilot)
        assert (texts(pane)[-1], pane.unread) == ("39", 0)
        pane.show(None, None)
        await settle(pilot)
        assert not "".join(shown(pane)).strip()


@pytest.mark.anyio
async def test_a_shorter_job_that_is_chosen_behind_another_pane_is_followed_too() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(80, 10)) as pilot:
        pane.show("long", Outline(100))
        await settle(pilot)
        pane.display = False
        await settle(pilot)
        pane.show("short", Outline(50))
        await settle(pilot)
        assert pane.following
        pane.display = True
        await settle(pilot)
        pane.show("short", Outline(60))
        await settle(pilot)
        assert texts(pane)[-1] == "59"


@pytest.mark.anyio
async def test_sideways_moves_messages_only_and_is_kept_when_rows_come() -> None:
    app = PaneApp(pane := EventLog())
    async with app.run_test(size=(50, 6)) as pilot:
        pane.focus()
        pane.now = NOW
        pane.show("job", Outline(3))
        long = tuple(LogRow(at, f"e{at}", NOW, "info", "0123456789" * 20) for at in range(4))
        pane.fill("job", long[:3])
        await settle(pilot)
        start = shown(pane)[0]
        await pilot.press("l")
        moved = shown(pane)[0]
        assert moved[:16] == start[:16]
        assert start[16:].startswith("01234567")
        assert moved[16:].startswith("…9012345"), "a sign that something is hidden there"
        pane.show("job", Outline(4))
        pane.fill("job", long)
        await settle(pilot)
        assert shown(pane)[0][1:] == moved[1:]
        for _ in range(60):
            pane.action_sideways(1)
        assert "0123" in shown(pane)[0], "never past the end of the longest line"
        for _ in range(60):
            pane.action_sideways(-1)
        assert shown(pane)[0][1:] == start[1:]
        pane.sought = (Words("needle"),)
        far = replace(long[3], message="hay " * 500 + "needle")
        pane.reveal()
        assert pane.sideways == 0, "there is nothing to be seen in this line"
        pane.show("other", Outline(1))
        await settle(pilot)
        pane.reveal()
        pane.fill("other", (replace(far, index=0),))
        await settle(pilot)
        assert "needle" in shown(pane)[0], "as soon as the row is here"
        pane.fill("other", (replace(far, index=0, message="needle" + " hay" * 500),))
        pane.reveal()
        await settle(pilot)
        assert pane.sideways == 0


@pytest.mark.parametrize(
    ("spans", "sideways", "left"),
    [
        ([], 7, 7),
        ([(0, 3)], 0, 0),
        ([(0, 3)], 20, 0),
        ([(15, 18)], 40, 0),
        ([(17, 20)], 0, 11),
        ([(17, 20), (25, 28)], 20, 20),
        ([(90, 95)], 0, 84),
        ([(84, 87)], 84, 78),
        ([(85, 87)], 84, 84),
    ],
)
def test_a_line_is_scrolled_as_little_as_can_be(spans: list[tuple[int, int]], sideways: int, left: int) -> None:
    assert revealing("x" * 100, spans, sideways, 20) == left
    wide = [(start // 2, (stop + 1) // 2) for start, stop in spans]
    moved = revealing("漢" * 50, wide, sideways, 20)
    assert not wide or any(moved + bool(moved) <= 2 * start and 2 * stop < moved + 20 for start, stop in wide)


@pytest.mark.anyio
async def test_no_more_of_a_long_message_is_drawn_than_is_seen_and_all_of_that() -> None:
    app = PaneApp(pane := EventLog())
    async with app.run_test(size=(60, 6)) as pilot:
        pane.now = NOW
        long = ("abc" * 40_000, "漢字" * 50_000, "e\u0301" * 50_000, "a" + " " * 3_000 + "z" * 9, "two\n" * 40_000)
        pane.show("job", Outline(len(long)))
        pane.fill("job", tuple(LogRow(at, f"e{at}", NOW, "info", text) for at, text in enumerate(long)))
        await settle(pilot)
        assert_harmless(pane)
        lines = shown(pane)
        assert all(line.rstrip().endswith("…") for line in (*lines[:3], lines[4]))
        assert "漢字漢字" in lines[1]
        assert lines[2].count("e\u0301") > 30, "marks take no room"
        assert "a " + "z" * 9 in lines[3], "blanks in a row are one"
        assert "two ⏎ two" in lines[4]
        pane.sideways = 3_950
        await settle(pilot)
        lines = shown(pane)
        assert_harmless(pane)
        assert all("…" in line and line.rstrip().endswith("…") for line in (*lines[:2], lines[4]))
        assert "abcabc" in lines[0], "it goes on as far as the gate lets through"


@pytest.mark.anyio
async def test_times_read_in_three_ways() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(80, 6), message_hook=app.hear) as pilot:
        pane.focus()
        pane.now = NOW
        pane.show("job", Outline(900))
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert pane.time_format is TimeFormat.SINCE_START
        assert ("job", 0, WINDOW) in asked(app), "the start of the log is asked for"
        assert "+0:14:59" in shown(pane)[-1]
        assert "since start" in title(pane)
        await pilot.press("t")
        assert " 1m " in shown(pane)[-1]
        pane.now = NOW + 3600
        await settle(pilot)
        assert " 1h " in shown(pane)[-1]


@pytest.mark.anyio
async def test_enter_opens_the_event_under_the_cursor() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(80, 6), message_hook=app.hear) as pilot:
        pane.focus()
        pane.show("job", Outline(9))
        await settle(pilot)
        await pilot.press("k", "enter")
        assert [(m.job_id, m.index) for m in app.said(EventLog.Opened) if isinstance(m, EventLog.Opened)] == [
            ("job", 7)
        ]


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (200, 60)])
@pytest.mark.anyio
async def test_hostile_events_are_shown_harmlessly(size: tuple[int, int]) -> None:
    app = PaneApp(pane := EventLog())
    async with app.run_test(size=size) as pilot:
        pane.focus()
        pane.now = NOW
        found = tuple(
            LogRow(at, f"e{at}", None if at % 3 else NOW, text, text, "metrics" if at % 2 else text)
            for at, text in enumerate(HOSTILE * 2)
        )
        pane.show("job", Outline(len(found)))
        pane.fill("job", found)
        for keys in ((), ("g",), ("l", "l"), ("t", "G")):
            await pilot.press(*keys)
            await settle(pilot)
            assert_harmless(pane)


@pytest.mark.anyio
async def test_what_is_looked_at_never_moves_nor_blinks_while_older_events_come_in() -> None:
    async with showing(pane := EventLog(), Outline(400, newest=rows(280, 400))) as pilot:
        assert texts(pane)[-1] == "399", "the newest rows need no question"
        await pilot.press(*["pageup"] * 2, "k", "k")
        before, line = texts(pane), pane.cursor - pane.top_row
        assert pane.held_row is not None
        pane.show("job", Outline(505, shift=100))
        await settle(pilot)
        assert (texts(pane), pane.cursor - pane.top_row) == (before, line)
        assert (pane.unread, pane.following) == (5, False)
        await pilot.press("f")
        pane.show("job", Outline(505, newest=rows(385, 505, 100)))
        await settle(pilot)
        end = texts(pane)
        pane.show("job", Outline(605, shift=100))
        await settle(pilot)
        assert texts(pane) == end, "also while it follows"


LOST, BEGUN = Gap(40, True, NOW - 9000, NOW - 7200), Gap(0, False, None, NOW - 9999)


@pytest.mark.anyio
async def test_a_gap_has_a_line_that_the_cursor_goes_over() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(80, 10), message_hook=app.hear, notifications=True) as pilot:
        pane.focus()
        pane.now = NOW
        pane.show("job", Outline(100, (LOST,)))
        await settle(pilot)
        assert ("100 lines" in title(pane), "1 gap" in title(pane)) == (True, True)
        await pilot.press("g", *["pagedown"] * 4, "j", "j", "j", "j")
        assert "is no longer served" in shown(pane)[pane.cursor - pane.top_row]
        assert (texts(pane)[-2], texts(pane)[-1][1:3]) == ("39", "┄┄")
        assert "gap" in title(pane)
        await pilot.press("enter")
        assert [note.message[:19] for note in app._notifications] == ["A gap: what came be"]
        assert not app.said(EventLog.Opened)
        await pilot.press("j", "enter")
        assert [m.index for m in app.said(EventLog.Opened) if isinstance(m, EventLog.Opened)] == [40]
        assert "41/100" in title(pane)
        line = shown(pane)[pane.cursor - pane.top_row - 1]
        await pilot.press("t")
        assert shown(pane)[pane.cursor - pane.top_row - 1] != line, "its bounds read like the times"


@pytest.mark.anyio
async def test_a_gap_that_is_being_closed_says_so_while_the_server_answers() -> None:
    async with showing(pane := Served(), Outline(100, (BEGUN,))) as pilot:
        await pilot.press("g")
        assert texts(pane)[0] == "0", "not at once: most are closed in a moment"
        await pilot.press("j")
        pane.now = NOW + PATIENCE_S
        await settle(pilot)
        assert (texts(pane)[0], pane.cursor - pane.top_row) == ("0", 1), "it comes in above what is in sight"
        await pilot.press("g")
        assert "reading what came before" in shown(pane)[0]
        pane.asking = False
        await settle(pilot)
        assert "is not read yet" in shown(pane)[0]
        pane.show("job", Outline(130, shift=30))
        await settle(pilot)
        assert "event" in shown(pane)[0]


@pytest.mark.parametrize("size", [(20, 5), (40, 10)])
@pytest.mark.anyio
async def test_gaps_in_a_small_pane(size: tuple[int, int]) -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=size) as pilot:
        pane.focus()
        pane.now = NOW
        pane.show("job", Outline(100, (replace(BEGUN, lost=True), LOST)))
        await pilot.press("g")
        await settle(pilot)
        assert "served" in shown(pane)[0] or "lost" in shown(pane)[0]
        assert_harmless(pane)


@pytest.mark.anyio
async def test_in_plain_letters_no_sign_of_its_own_is_another() -> None:
    app = PaneApp(pane := EventLog())
    async with app.run_test(size=(60, 8)) as pilot:
        pane.glyphs = Glyphs.ASCII
        pane.now = NOW
        pane.asking = False
        pane.show("job", Outline(6, (Gap(2, lost=True, older_at=NOW - 100, newer_at=NOW - 50),)))
        await settle(pilot)
        assert "".join(shown(pane)).isascii(), "rows that are not here"
        long = tuple(LogRow(at, f"e{at}", NOW, "warn", "one\ntwo " * 40) for at in range(6))
        pane.fill("job", long)
        pane.aside = ("looking… 3 %",)
        await settle(pilot)
        assert "".join((*shown(pane), title(pane))).isascii()
        assert "served" in "".join(shown(pane)), "the gap"
        await pilot.press("g", "l", "l")
        pane.show("job", Outline(8))
        pane.alarming = 2
        await settle(pilot)
        assert "".join((*shown(pane), title(pane))).isascii()
        assert "v +2 new !2" in shown(pane)[-1]
        pane.wrapped = True
        await settle(pilot)
        assert "".join(shown(pane)).isascii()
    for at in (None, 1):
        pieces = strip_pieces([(1, 0, 0), (0, 0, 0), (5, 1, 0), (99, 0, 3)], at, Glyphs.ASCII)
        assert "".join(text for text, _ in pieces).isascii()


@pytest.mark.anyio
async def test_rows_that_were_drawn_change_their_signs_with_the_glyphs() -> None:
    async with showing(pane := EventLog(), Outline(9)) as pilot:
        pane.fill("job", tuple(LogRow(at, f"e{at}", NOW, "info", "one\ntwo") for at in range(3, 9)))
        await settle(pilot)
        before = shown(pane)
        assert ("·" in before[0], "⏎" in before[4]) == (True, True)
        pane.glyphs = Glyphs.ASCII
        await settle(pilot)
        assert "".join(shown(pane)).isascii()
        pane.glyphs = Glyphs.BRAILLE
        await settle(pilot)
        assert shown(pane) == before


class Levels:
    """A view of a log in which each third event is an error."""

    def __init__(self) -> None:
        self.grown: list[object] = []
        self.asked: list[tuple[int, int]] = []

    async def rows(self, start: int, stop: int, view: int) -> tuple[LogRow, ...]:
        self.asked.append((start, stop))
        return tuple(replace(row, level="info" if row.index % 3 else "ERROR") for row in rows(start, stop))


@pytest.mark.anyio
async def test_the_pill_counts_the_warnings_among_what_is_new() -> None:
    app = PaneApp(pane := LogPane(log := EventLog()))
    async with app.run_test(size=(60, 6)) as pilot:
        counts = LogCounts(cast("Stage", app), pane, cast("LogView", view := Levels()))

        async def grow(events: int) -> str:
            log.show("job", Outline(events))
            counts.renew()
            await app.workers.wait_for_complete()
            await settle(pilot)
            return shown(log)[-1]

        log.focus()
        await grow(20)
        await pilot.press("k")
        assert " ▼ +2 new ⚠1" in await grow(22), "21 is one"
        assert " ▼ +9 new ⚠3" in await grow(29), "24 and 27, too"
        assert view.asked == [(20, 22), (22, 29)], "each is looked at once"
        await pilot.press("G")
        assert "new" not in await grow(40)
        await pilot.press("k")
        assert " ▼ +1 new " in await grow(41)
        assert "⚠" not in shown(log)[-1], "what was read is not counted again"


def test_windows_stay_bounded_and_forget_the_oldest() -> None:
    windows = Windows()
    for number in range(KEPT + 5):
        assert windows.wanted(number * WINDOW, number * WINDOW + 1, 10**6) == [(number * WINDOW, (number + 1) * WINDOW)]
        windows.fill(rows(number * WINDOW, (number + 1) * WINDOW))
    assert windows.get(0) is None
    assert windows.get((KEPT + 4) * WINDOW) is not None
    assert windows.wanted(0, 1, 10**6) == [(0, WINDOW)]
    assert windows.wanted(0, 1, 10**6) == [], "asked for but once"


def test_windows_are_asked_for_again_after_the_log_grew() -> None:
    windows = Windows()
    windows.fill(rows(0, 150))
    assert windows.wanted(0, 150, 150) == []
    windows.grown()
    assert windows.get(3) is not None, "and shown until then"
    assert windows.wanted(0, 150, 170) == [(0, 170)]
    assert not windows.fill(rows(0, 170))
    assert windows.fill(rows(0, 200, shift=30)), "rows that moved"
