"""Whatever a key does to a thing, the mouse does: gone through with the mouse alone, as far as no other test does."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, OptionList

from ftmonitor.store import alerts
from ftmonitor.store.alerts import Alert
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.dialogs.column_menu import ColumnMenu
from ftmonitor.ui.dialogs.menu import Menu
from ftmonitor.ui.dialogs.sort_menu import SortMenu
from ftmonitor.ui.messages import AlertsChanged
from ftmonitor.ui.screens.action_menu import ActionMenu
from ftmonitor.ui.screens.alert_centre import AlertCentre
from ftmonitor.ui.screens.help import HelpScreen
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.screens.meanwhile import MeanwhileLine
from ftmonitor.ui.screens.request_log import RequestLog
from ftmonitor.ui.screens.targets import press
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.pane_tabs import PaneTabs
from ftmonitor.ui.widgets.status_bar import TopBar
from tests.support.screens import Shown, screen

pytestmark = pytest.mark.anyio


async def click(there: Shown, words: str) -> None:
    """Click on words that stand on the screen."""
    lines = there.text.splitlines()
    rows = [row for row, line in enumerate(lines) if words in line]
    assert rows, f"{words} stands nowhere on\n{there.text}"
    row = rows[0]
    await there.pilot.click(offset=(lines[row].index(words), row))
    await there.settle()


async def type_and_close(there: Shown, words: str) -> None:
    """Begin to type into a screen over the panes, then leave that, then the screen, as its line of keys says."""
    await click(there, words)
    await there.until(lambda: isinstance(there.app.focused, Input))
    await click(there, "esc close")
    await there.until(lambda: not isinstance(there.app.focused, Input))
    await click(there, "esc close")
    await there.until(lambda: there.app.screen is there.main)


async def twice(there: Shown, widget: Widget, at: Offset) -> None:
    """Click twice at a place of what a widget shows."""
    press(widget, widget.content_region.offset + at, chain=2)
    await there.settle()


async def choose(there: Shown, at: tuple[int, int], label: str) -> None:
    """Choose something in the menu of the right button."""
    await there.pilot.click(offset=at, button=3)
    await there.until(lambda: isinstance(there.app.screen, ActionMenu))
    menu = there.app.screen.query_one(OptionList)
    found = next(at for at, option in enumerate(menu.options) if str(option.prompt).startswith(label))
    menu.highlighted = found  # in sight
    await there.settle()
    await there.pilot.click(menu, offset=(4, 1 + found - menu.scroll_offset.y))
    await there.until(lambda: not isinstance(there.app.screen, ActionMenu))
    await there.settle()


async def test_keys_that_are_named_on_a_screen_can_be_clicked(tmp_path: Path) -> None:
    async with screen(tmp_path, (80, 24), posed=True) as there:
        await click(there, "? help")
        await there.until(lambda: isinstance(there.app.screen, HelpScreen))
        await type_and_close(there, "/ search")


@pytest.mark.long
async def test_the_list_its_menus_and_what_was_told(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        jobs, row = there.main.query_one(JobList), (20, 8)
        await choose(there, row, "Mark all")
        assert len(jobs.marked) == len(there.main.jobs)
        await choose(there, row, "Clear marks")
        await choose(there, row, "Group")
        assert jobs.heading_at(0) is not None
        jobs.select(there.world.named("support-v7"))
        await there.settle()

        await choose(there, (20, jobs.region.y + 2 + jobs.cursor - jobs.top_row), "Sort")
        await there.until(lambda: isinstance(there.app.screen, SortMenu))
        before = there.main.sorting.order
        await there.pilot.click(Menu, offset=(8, 2))
        await click(there, "turns all round")
        await there.until(lambda: [(by.column, by.down) for by in there.main.sorting.order] == [("base", True)])
        await click(there, "esc as it was")
        await there.until(lambda: (there.main.sorting.order, there.dialogs) == (before, 0))

        await click(there, "c columns")
        await there.until(lambda: isinstance(there.app.screen, ColumnMenu))
        await there.pilot.click(Menu, offset=(8, 3))  # takes the progress away, then the time left
        await there.pilot.click(Menu, offset=(8, 3))
        await click(there, "K move")
        await there.until(lambda: jobs.columns[:4] == ("name", "base", "loss", "method"))
        await click(there, "path into the job")
        await there.until(lambda: isinstance(there.app.focused, Input))
        await click(there, "esc as it was")
        await there.until(lambda: not isinstance(there.app.focused, Input))
        await click(there, "esc as it was")
        await there.until(lambda: (jobs.columns, there.dialogs) == ((), 0))

        ids = [there.world.named(name) for name in ("support-v7", "support-v6", "faq-v3")]
        told = [Alert(1_795_000_100.0, job_id, "failed", "", "error", "failed: quota") for job_id in ids]
        await there.main.monitor.store.write(alerts.add, told)
        there.main.post_message(AlertsChanged())
        await there.until(lambda: there.main.query_one(TopBar).alerts == 3)
        await there.until(lambda: "! 3 " in there.text)
        await click(there, "! 3 ")
        await there.until(lambda: "3 unread" in there.text)
        await click(there, "a acknowledge")
        await there.until(lambda: "2 unread" in there.text)
        await click(there, "A all")
        await there.until(lambda: "unread" not in there.text)
        await click(there, "esc close")
        await there.until(lambda: not isinstance(there.app.screen, AlertCentre))

        there.main.run_command("app.requests")
        await there.until(lambda: isinstance(there.app.screen, RequestLog))
        await type_and_close(there, "/ filter")


@pytest.mark.long
async def test_the_log_and_the_panes(tmp_path: Path) -> None:
    async with screen(tmp_path, (150, 40), posed=True, at="support-v7") as there:
        log = there.main.query_one(EventLog)
        await there.until(lambda: log.count)
        await there.settle()
        await there.until(lambda: log.post_message(wheel(log)) and not log.following)
        place = (log.region.x + 12, log.region.y + 3)
        await choose(there, place, "Follow")
        await there.until(lambda: log.following)
        at = Offset(20, log.size.height - 3)
        await twice(there, log, at)
        await there.until(lambda: '"object"' in there.text)
        await twice(there, log, at)
        await choose(there, place, "Wrap")
        assert log.wrapped
        await click(there, "wrap")
        assert not log.wrapped
        await choose(there, place, "Range")
        await there.pilot.click(offset=(place[0], place[1] + 2))
        assert log.begun is not None
        await choose(there, (place[0], place[1] + 2), "Copy")
        assert there.app.copied.count("\n") >= 2
        await there.press("escape")

        await choose(there, (20, 8), "Peek")
        await there.until(lambda: isinstance(there.app.screen, JsonView))
        await click(there, "esc close")
        await there.until(lambda: there.app.screen is there.main)

        await click(there, "z zoom")
        assert there.main.zoomed
        tabs = there.main.query_one(PaneTabs)
        await there.pilot.click(tabs, offset=(tabs.spots()[4] + 2, 0))
        await there.until(lambda: there.focus() is Pane.CHECKPOINTS)
        await click(there, "z zoom")
        assert not there.main.zoomed

        assert there.main._meanwhile is not None
        there.main._meanwhile._say("since you left 3h ago: 3 finished")
        await there.until(lambda: there.main.query(MeanwhileLine))
        await click(there, "3 finished")
        await there.until(lambda: not there.main.query(MeanwhileLine))


def wheel(log: EventLog) -> events.MouseScrollUp:
    """Return a notch of the wheel over a log."""
    return events.MouseScrollUp(log, 3, 3, delta_x=0, delta_y=-1, button=0, shift=False, meta=False, ctrl=False)
