"""What is typed in one burst does what the same keys do one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.dialogs.column_menu import ColumnMenu
from ftmonitor.ui.dialogs.note import Note
from ftmonitor.ui.screens.help import HelpScreen
from ftmonitor.ui.widgets.filter_bar import FilterBar
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.screens import Shown, screen

pytestmark = pytest.mark.anyio


def burst(there: Shown, text: str) -> None:
    """Type as a paste does: all keys arrive before the first is heard; `⏎` is enter, `⎋` escape."""
    for letter in text:
        key = {"⏎": "enter", "⎋": "escape"}.get(letter) or _character_to_key(letter)
        there.app.post_message(events.Key(key, None if letter in "⏎⎋" else letter))


async def test_the_palette_does_the_best_of_what_was_typed(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        burst(there, ":zoom⏎")
        await there.until(lambda: there.main.zoomed and there.dialogs == 0)
        assert not there.main.query_one(JobList).marked
        burst(there, "z:glyphs: ascii⏎?")
        await there.until(lambda: isinstance(there.app.screen, HelpScreen))
        assert not there.main.zoomed
        assert there.main.query_one(JobList).glyphs.value == "ascii"


async def test_a_note_has_every_letter_and_the_next_key_is_the_lists(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        burst(there, "npause it?")
        await there.until(lambda: isinstance(there.app.screen, Note))
        await there.until(lambda: there.app.screen.query_one(Input).value == "pause it?")
        burst(there, " yes⏎4")
        await there.until(lambda: there.dialogs == 0 and there.main.current is Pane.EVENTS)
        await there.until(lambda: there.main.summary is not None and there.main.summary.note == "pause it? yes")


async def test_a_path_has_every_letter(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        burst(there, "c+metadata.team")
        await there.until(lambda: isinstance(there.app.screen, ColumnMenu))
        await there.until(lambda: there.app.screen.query_one(Input).value == "metadata.team")


async def test_what_follows_the_filter_is_not_the_filters(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        burst(there, "/status:failed⏎4/lo⎋1/zz⎋z")
        await there.until(lambda: there.main.zoomed)
        assert there.main.query_one(FilterBar).text == "status:failed"
        assert there.main.current is Pane.JOBS


async def test_nothing_is_lost_of_much(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        burst(there, "n" + "ab" * 90)
        await there.until(lambda: isinstance(there.app.screen, Note))
        await there.until(lambda: there.app.screen.query_one(Input).value == "ab" * 90)


async def test_keys_behind_one_that_cannot_do_anything_are_dropped(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="support-v6") as there:
        burst(there, "Pz?")
        await there.until(lambda: there.toasts == ["support-v6 has succeeded: nothing to pause"])
        assert there.dialogs == 0
        assert not there.main.zoomed


async def test_a_command_before_the_panes_are_there_keeps_what_follows(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        there.main.answering = True
        burst(there, "zz")
        await there.pilot.pause()
        assert there.main.zoomed
        there.main.answering = False
        await there.until(lambda: not there.main.zoomed)
