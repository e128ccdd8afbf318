"""Rows of several lines: the end is followed, the cursor stays in sight, and what is read stays where it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.models.log import LogRow, Outline
from ftmonitor.query.logline import Words
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.event_row import TimeFormat
from tests.support.panes import HOSTILE, NOW, PaneApp, assert_harmless, settle, shown


def rows(start: int, stop: int) -> tuple[LogRow, ...]:
    return tuple(
        LogRow(at, f"e{at}", NOW - 9 + at, "info", f"#{at} " + "word " * (at % 5 * 12)) for at in range(start, stop)
    )


class Served(EventLog):
    """A log whose windows are filled at once."""

    def on_event_log_wanted(self, message: EventLog.Wanted) -> None:
        self.fill(message.job_id, rows(message.start, message.end))


def numbers(pane: EventLog) -> list[int]:
    """Return the numbers of the rows in sight."""
    lines = (line.partition(" ▼ +")[0] for line in shown(pane))
    return [int(line.partition("#")[2].split()[0]) for line in lines if "#" in line]


@pytest.mark.anyio
async def test_long_rows_go_on_in_the_next_line_and_the_end_is_followed() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(60, 12)) as pilot:
        pane.focus()
        pane.show("job", Outline(500))
        await settle(pilot)
        before = shown(pane)
        await pilot.press("l", "l")
        sideways = shown(pane)
        await pilot.press("w")
        await settle(pilot)
        assert numbers(pane)[-1] == 499
        assert len(numbers(pane)) < 12
        assert any("#" not in line and "word" in line for line in shown(pane))
        assert not any("…" in line for line in shown(pane))
        assert "wrap" in str(pane._border_title)
        pane.show("job", Outline(501, newest=rows(500, 501)))
        await settle(pilot)
        assert numbers(pane)[-1] == 500
        pane.show("job", Outline(500))
        await pilot.press("w")
        await settle(pilot)
        assert shown(pane)[:8] == sideways[:8] != before[:8], "as far to the side as before"


@pytest.mark.anyio
@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(["k", "j", "pageup", "pagedown", "g", "G", "ctrl+u", "ctrl+d", "w"]), max_size=12))
async def test_the_cursor_is_always_in_sight(keys: list[str]) -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(50, 9)) as pilot:
        pane.focus()
        pane.wrapped = True
        pane.show("job", Outline(60))
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            assert pane.cursor in [int(line.partition("#")[2].split()[0]) for line in shown(pane) if "▸" in line]
        if keys and not pane.following:
            seen = numbers(pane)
            pane.show("job", Outline(70))
            await settle(pilot)
            assert numbers(pane) == seen


@pytest.mark.anyio
@pytest.mark.parametrize("size", [(80, 20), (30, 5), (9, 3), (120, 40)])
async def test_hostile_messages_are_wrapped_harmlessly(size: tuple[int, int]) -> None:
    app = PaneApp(pane := EventLog())
    async with app.run_test(size=size) as pilot:
        pane.wrapped = True
        pane.sought = (Words("x"), Words("日+", expression=True))
        hostile = tuple(LogRow(at, f"e{at}", NOW, text[:9], text, job=text) for at, text in enumerate(HOSTILE))
        pane.names = {text: (text, "good") for text in HOSTILE[::2]}
        pane.show("job", Outline(len(hostile), newest=hostile))
        for form in TimeFormat:
            pane.time_format = form
            await settle(pilot)
            assert_harmless(pane)


@pytest.mark.anyio
async def test_a_click_finds_the_row_of_a_line() -> None:
    app = PaneApp(pane := Served())
    async with app.run_test(size=(60, 16)) as pilot:
        pane.wrapped = True
        pane.show("job", Outline(5))
        await settle(pilot)
        lines = shown(pane)
        await pilot.click(offset=(20, next(at for at, line in enumerate(lines) if "#3" in line) + 1))
        assert pane.cursor == 3
