"""Whatever a key does to a thing, the mouse can do: where each action is found with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset

from ftmonitor.models.log import LogRow, Outline
from ftmonitor.ui.commands import COMMANDS, Pane, Situation
from ftmonitor.ui.commands.registry import DEFAULT
from ftmonitor.ui.screens.action_menu import offered
from ftmonitor.ui.screens.targets import press
from ftmonitor.ui.widgets.checkpoints import Checkpoints
from ftmonitor.ui.widgets.detail_pane import DetailPane
from ftmonitor.ui.widgets.detail_tabs import Tab
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.json_tree import JsonTree
from ftmonitor.ui.widgets.pane_tabs import PaneTabs
from tests.support.panes import NOW, PaneApp, settle
from tests.support.screens import screen

OTHERWISE = {
    "jobs.range": "shift+click",
    "detail.find_next": "a click on a line goes there; the wheel scrolls",
    "detail.find_previous": "a click on a line goes there; the wheel scrolls",
    "detail.fold": "double click",
    "events.next": "a click on a line goes there; the wheel scrolls",
    "events.previous": "a click on a line goes there; the wheel scrolls",
    "events.left": "sideways wheel, shift+wheel",
    "events.right": "sideways wheel, shift+wheel",
    "lists.down": "click",
    "lists.up": "click",
    "lists.first": "wheel, scrollbar",
    "lists.last": "wheel, scrollbar",
    "lists.half_down": "wheel",
    "lists.half_up": "wheel",
    "lists.page_down": "wheel, a click beside the thumb of the scrollbar",
    "lists.page_up": "wheel, a click beside the thumb of the scrollbar",
    "app.next_pane": "click",
    "app.previous_pane": "click",
    "app.up": "a click on another pane; a click on `q back`",
    "app.palette": "a click on its hint",
    "app.back": "a click on its hint",
}
"""How the mouse does what stands neither in the menu of its right button nor in the palette, which has a hint."""


def in_a_menu() -> set[str]:
    """Return the ids of what the right button offers in any pane."""
    return {one.id for pane in Pane for one in offered(DEFAULT, Situation(pane, has_job=True))}


def test_every_action_has_a_way_for_the_mouse() -> None:
    in_menus = in_a_menu()
    without = [one.id for one in COMMANDS if not one.in_palette and one.id not in in_menus and one.id not in OTHERWISE]
    assert not without, "say in OTHERWISE how the mouse does it"


def test_the_menu_offers_what_acts_on_the_thing_and_nothing_of_the_program() -> None:
    assert {"job.pause", "job.cancel", "jobs.mark", "checkpoints.copy_model", "detail.copy_path"} <= in_a_menu()
    assert not {one for one in in_a_menu() if one.startswith("app.")}
    assert offered(DEFAULT, Situation(Pane.JOBS, has_job=True))[0].group == "Job"
    read_only = {one.id for one in offered(DEFAULT, Situation(Pane.JOBS, has_job=True, read_only=True))}
    assert not read_only & {"job.pause", "job.resume", "job.cancel"}


@pytest.mark.anyio
async def test_every_action_can_be_asked_for_by_its_id(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        assert there.main._deeds is not None
        assert {command.id for command in COMMANDS} <= set(there.main._deeds.table)


@pytest.mark.anyio
async def test_what_only_a_key_does_is_done_by_its_hint_too(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v6") as there:
        await there.press("5")
        checkpoints = there.main.query_one(Checkpoints)
        await there.until(lambda: checkpoints.rows)
        there.main.run_command("checkpoints.sort")
        await there.until(lambda: checkpoints.by is not None)
        there.main.run_command("checkpoints.copy_model")
        await there.until(lambda: there.app.copied.startswith("ft:"))
        await there.press("1")
        there.main.run_command("lists.down")
        await there.until(lambda: there.main.query_one(JobList).cursor)


@pytest.mark.anyio
async def test_a_double_click_opens_and_folds(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await there.press("2")
        there.main.query_one(DetailPane).tab = Tab.JSON
        await there.until(lambda: there.main.query(JsonTree) and there.main.query_one(JsonTree).rows)
        tree = there.main.query_one(JsonTree)
        rows = tree.rows
        await there.pilot.click(tree, offset=(5, 0), times=2)
        await there.until(lambda: tree.rows == 1)
        await there.pilot.click(tree, offset=(5, 0), times=2)
        await there.until(lambda: tree.rows == rows)
        jobs = there.main.query_one(JobList)
        await there.pilot.click(jobs, offset=(20, 3), times=2)
        await there.until(lambda: there.focus() is Pane.DETAIL)


@pytest.mark.anyio
async def test_an_event_is_opened_once_by_a_double_click() -> None:
    app = PaneApp(log := EventLog())
    async with app.run_test(size=(80, 10), message_hook=app.hear) as pilot:
        log.show("job", Outline(5))
        log.fill("job", tuple(LogRow(at, f"e{at}", NOW + at, "info", f"event {at}") for at in range(5)))
        await settle(pilot)
        press(log, Offset(5, 2), chain=2)
        await settle(pilot)
        opened = [message for message in app.said(EventLog.Opened) if isinstance(message, EventLog.Opened)]
        assert [(one.index, one.stay) for one in opened] == [(2, True)]


@pytest.mark.anyio
async def test_a_click_on_a_tab_that_is_also_a_border_is_a_click(tmp_path: Path) -> None:
    async with screen(tmp_path, (80, 24), posed=True) as there:
        tabs = there.main.query_one(PaneTabs)
        await there.pilot.click(tabs, offset=(tabs.spots()[2] + 2, 0))
        await there.until(lambda: there.focus() is Pane.EVENTS)
        height = there.main.pane(Pane.JOBS).region.height
        at = tabs.region.offset + (60, 0)  # noqa: RUF005 (an offset, no list)
        await there.pilot.mouse_down(offset=at)
        await there.pilot.hover(offset=(60, at.y + 4))
        await there.pilot.mouse_up(offset=(60, at.y + 4))
        await there.pilot.pause()
        assert there.main.pane(Pane.JOBS).region.height == height + 4
