"""Usable at any size: the screen resized live through all of them, each pane in turn, with a dialog over each."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.screen import Screen

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.dialogs.cancel_job import CancelJob
from ftmonitor.ui.dialogs.confirm import Confirm, Question
from ftmonitor.ui.dialogs.failure import Failure, Trouble
from ftmonitor.ui.dialogs.no_key import NoKey
from ftmonitor.ui.dialogs.save_file import SaveFile
from ftmonitor.ui.palette import Palette
from ftmonitor.ui.screens.help import HelpScreen
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.widgets.detail_pane import DetailPane
from ftmonitor.ui.widgets.detail_tabs import Tab
from tests.support.screens import Shown, screen

SIZES = [(200, 60), (160, 50), (120, 40), (100, 30), (80, 24), (60, 20), (50, 12), (40, 10), (20, 5), (8, 2), (1, 1)]
QUESTION = Question("pause", "support-v7 " * 20, (("job", "ftjob-1"), ("status", "x" * 200)), "This cannot be undone.")
DIALOGS: dict[str, Callable[[Shown], Screen[Any]]] = {
    "confirm": lambda _: Confirm(QUESTION),
    "cancel": lambda _: CancelJob(QUESTION, "ftjob-1234"),
    "failure": lambda _: Failure(Trouble("It failed", "why " * 200, "Ask again.", (("request id", "req_1"),))),
    "no key": lambda _: NoKey("https://api.example.com/v1", "set OPENAI_API_KEY", "~/.config/ftmonitor/config.toml"),
    "save": lambda _: SaveFile("the result file", "results.csv", "/home/somebody/" * 9),
    "palette": lambda _: Palette(),
    "help": lambda there: HelpScreen(there.main.situation, there.main.registry),
    "json": lambda _: JsonView("Job", '{"a": [1, {"b": "' + "x" * 300 + '"}]}'),
}


def assert_inside(there: Shown) -> None:
    """Fail where a pane is beside the screen, or draws a line that is not as wide as the pane is."""
    for screen_ in (there.main, there.app.screen):
        for widget in screen_.query("*"):
            region = widget.region
            if not widget.is_attached or not region.area or any(not one.display for one in widget.ancestors_with_self):
                continue
            for strip in widget.render_lines(region.reset_offset):
                assert strip.cell_length == region.width, (widget, there.app.size, strip.text)
    for strip in there.app.screen._compositor.render_strips():
        assert strip.cell_length <= there.app.size.width
    for pane in Pane:
        if there.main.pane(pane).display and there.app.size.height > 2:
            assert there.main.region.contains_region(there.main.pane(pane).region), (pane, there.app.size)


async def go(there: Shown, size: tuple[int, int]) -> None:
    await there.pilot.resize_terminal(*size)
    await there.pilot.pause()
    assert_inside(there)
    assert there.app._exception is None


@pytest.mark.anyio
@pytest.mark.parametrize("pane", Pane)
async def test_each_pane_keeps_the_keys_through_all_sizes(tmp_path: Path, pane: Pane) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await there.press(str(int(pane)))
        for size in SIZES if pane is not Pane.JOBS else (*SIZES, *SIZES[-2::-2]):
            await go(there, size)
            assert there.focus() is pane, size
            assert size[1] < 3 or there.main.pane(pane).region.area, size
        assert not there.toasts


@pytest.mark.anyio
async def test_each_tab_of_the_detail_through_all_sizes(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v7") as there:
        await there.press("2")
        for tab in Tab:
            there.main.query_one(DetailPane).tab = tab
            for size in SIZES[::2]:
                await go(there, size)
            assert there.focus() is Pane.DETAIL


@pytest.mark.anyio
@pytest.mark.parametrize("name", [*DIALOGS][:2] + [pytest.param(one, marks=pytest.mark.long) for one in [*DIALOGS][2:]])
async def test_each_dialog_through_all_sizes(tmp_path: Path, name: str) -> None:
    async with screen(tmp_path, posed=True) as there:
        there.app.push_screen(DIALOGS[name](there))
        await there.pilot.pause()
        for size in (*SIZES, (80, 24)):
            await go(there, size)
        assert there.dialogs or name == "palette"


def test_no_pane_draws_outside_its_place_at_any_size() -> None:
    chance = random.Random(7)
    asyncio.run(_through([(1, 1), *((chance.randint(1, 220), chance.randint(1, 70)) for _ in range(6))]))


@pytest.mark.long
@given(sizes=st.lists(st.tuples(st.integers(1, 220), st.integers(1, 70)), min_size=8, max_size=8))
@settings(max_examples=25, deadline=None)
def test_no_pane_draws_outside_its_place_at_many_sizes(sizes: list[tuple[int, int]]) -> None:
    asyncio.run(_through(sizes))


async def _through(sizes: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with screen(Path(folder), posed=True, at="support-v7") as there:
            for at, size in enumerate(sizes):
                await there.press(str(at % len(Pane) + 1))
                await go(there, size)
