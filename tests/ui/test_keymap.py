"""Keys and theme of the configuration, in the running program."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.config.look import Look, Remap
from ftmonitor.ui.app import MOST_WARNINGS, in_one
from ftmonitor.ui.commands import COMMANDS, Pane
from ftmonitor.ui.screens.help import HelpScreen
from tests.support.opened import opened
from tests.support.screens import Shown, WatchedApp

LOOK = Look(
    keys=(
        Remap("app.help", ("f2",), "c.toml, line 2: keys.app.help"),
        Remap("lists.down", ("ctrl+j", "down"), "c.toml, line 3: keys.lists.down"),
        Remap("job.copy_model", ("f6",), "c.toml, line 4: keys.job.copy_model"),
        Remap("app.zoom", ("X",), "c.toml, line 5: keys.app.zoom"),
        Remap("app.zum", ("f7",), "c.toml, line 6: keys.app.zum"),
    ),
    theme="ftmonitor-ligth",
    theme_where="c.toml, line 9: ui.theme",
)


@pytest.mark.anyio
async def test_keys_do_what_the_configuration_says(tmp_path: Path) -> None:
    async with opened(tmp_path, posed=True) as world:
        app = WatchedApp(world.monitor, clock=world.clock, look=LOOK)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            there = Shown(app, pilot, world)
            await there.until(lambda: there.main.panes and there.main.job_id)
            await there.press("question_mark")
            assert there.dialogs == 0
            await there.press("f2")
            assert isinstance(app.screen, HelpScreen)
            assert "F2" in there.text.upper()
            await there.press("escape")
            chosen = there.main.job_id
            await there.press("j")
            assert there.main.job_id == chosen
            await there.press("ctrl+j")
            await there.until(lambda: there.main.job_id != chosen)
            await there.press("f6")
            assert app.copied or there.toasts
            assert there.main._deeds is not None
            done = [one.id for one in COMMANDS if one.in_palette or not one.by_pane]
            assert [command_id for command_id in done if command_id not in there.main._deeds.table] == []
            await there.press("X")
            assert not there.main.zoomed, "a key that is taken stays where it was"
            assert there.main.current is Pane.JOBS


@pytest.mark.anyio
async def test_what_cannot_be_heeded_is_told_with_its_line(tmp_path: Path) -> None:
    async with opened(tmp_path, posed=True) as world:
        app = WatchedApp(world.monitor, clock=world.clock, look=LOOK)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            there = Shown(app, pilot, world)
            await there.until(lambda: there.toasts)
            said = there.toasts[0]
            assert [said.count(f"line {number}: ") for number in (5, 6, 9)] == [1, 1, 1]
            assert "line 5: keys.app.zoom: the key X is that of job.cancel (cancel) already" in said
            assert "line 6: keys.app.zum: there is no action 'app.zum'; did you mean app.zoom?" in said
            assert "line 9: ui.theme: there is no theme 'ftmonitor-ligth'; did you mean ftmonitor-light?" in said


def test_many_are_told_as_a_few_lines() -> None:
    said = in_one([f"line {number}\n" for number in range(MOST_WARNINGS + 2)])
    assert said.split("\n") == [*(f"line {number}" for number in range(MOST_WARNINGS)), "and 2 more"]
