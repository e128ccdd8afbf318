"""The first frame: painted from the history alone, before anything slow is imported; and what comes behind it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ftmonitor.sync.link import Health
from ftmonitor.ui.app import FtmonitorApp
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.main import MainScreen
from ftmonitor.ui.warming import warm
from tests.support.opened import opened, template
from tests.support.screens import screen
from tests.support.stagehand import shown

LATE = (
    *("pydantic", "httpx", "tomllib", "argparse"),
    *("ftmonitor.sync.engine", "ftmonitor.sync.passes", "ftmonitor.api.client", "ftmonitor.monitor.actions"),
    *("ftmonitor.store.events", "ftmonitor.store.points", "ftmonitor.metrics.digest", "ftmonitor.metrics.figure"),
    *("ftmonitor.ui.screens.panes", "ftmonitor.ui.screens.deeds", "ftmonitor.ui.palette", "ftmonitor.ui.actions"),
    *("ftmonitor.ui.dialogs.failure", "ftmonitor.ui.widgets.chart", "ftmonitor.ui.widgets.event_log"),
)
"""What the first frame does without: each is some milliseconds, and all of them as long as the frame itself."""

PROBE = """
import asyncio, sys
from pathlib import Path
from ftmonitor.config.profiles import Profile
from ftmonitor.cli.main import run
from ftmonitor.monitor.open import open_monitor
from ftmonitor.secret import Secret
from ftmonitor.ui.app import FtmonitorApp

class Probe(FtmonitorApp):
    def on_mount(self):
        self.call_after_refresh(self.look)

    def look(self):
        strips = self.screen._compositor.render_strips()
        seen = "support-v7" in "".join(strip.text for strip in strips)
        print(seen, *sorted(set(sys.argv[2:]) & set(sys.modules)), file=sys.__stdout__)
        self.exit()

assert run([], lambda context: len(context.settings.look.glyphs)) > 1
monitor = open_monitor(Profile(api_key=Secret("sk-none-at-all")), Path(sys.argv[1]))
asyncio.run(Probe(monitor).run_async(headless=True, size=(120, 40)))
"""


def test_the_first_frame_needs_nothing_that_is_slow_to_import(tmp_path: Path) -> None:
    history = tmp_path / "history.sqlite3"
    history.write_bytes(template("default").read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(history), *LATE],
        capture_output=True,
        env={**os.environ, "FTMONITOR_CONFIG": str(tmp_path / "none"), "FTMONITOR_DATA_DIR": str(tmp_path)},
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.split() == ["True"], done.stdout + done.stderr


class Seen(FtmonitorApp):
    """The app, and what its first frame looked like."""

    first: str = ""

    def on_mount(self) -> None:
        """Look before anything else comes."""
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """Remember the first frame."""
        assert isinstance(self.screen, MainScreen)
        assert self.screen.panes is None
        self.first = shown(self)


@pytest.mark.anyio
@pytest.mark.parametrize("size", [(200, 60), (120, 40), (80, 24)])
async def test_nothing_of_the_first_frame_moves_when_the_rest_comes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, posed=True) as world:
        app = Seen(world.monitor, clock=world.clock)
        async with app.run_test(size=size) as pilot:
            assert isinstance(app.screen, MainScreen)
            while app.screen.panes is None:
                await pilot.pause()
            await pilot.pause()
            held = app.screen.pane(Pane.JOBS).region
            before, after = (text.splitlines()[: held.bottom] for text in (app.first, shown(app)))
            assert app.screen.jobs[0].name[:8] in app.first
            assert [line[: held.right] for line in before] == [line[: held.right] for line in after]


@pytest.mark.anyio
async def test_a_key_before_the_panes_are_there_is_done_once_they_are(tmp_path: Path) -> None:
    async with opened(tmp_path, posed=True) as world:

        class Hasty(Seen):
            def look(self) -> None:
                super().look()
                assert isinstance(self.screen, MainScreen)
                self.screen.run_command("app.pane_events")

        app = Hasty(world.monitor, clock=world.clock)
        async with app.run_test(size=(120, 40)) as pilot:
            assert isinstance(app.screen, MainScreen)
            while app.screen.panes is None:
                await pilot.pause()
            await pilot.pause()
            assert app.screen.current is Pane.EVENTS


@pytest.mark.anyio
async def test_without_a_history_the_server_is_asked_before_the_panes_come(tmp_path: Path) -> None:
    async with opened(tmp_path, filled=False) as world:
        asked: list[bool] = []

        class Newcomer(FtmonitorApp):
            def _connect(self) -> None:
                assert isinstance(self.screen, MainScreen)
                asked.append(self.screen.panes is None)
                super()._connect()

        app = Newcomer(world.monitor, clock=world.clock)
        async with app.run_test(size=(120, 40)) as pilot:
            assert isinstance(app.screen, MainScreen)
            while app.screen.panes is None or not app.screen.jobs:
                await pilot.pause(0.002)
                world.clock.advance(0.02)
            assert asked == [True]


@pytest.mark.anyio
async def test_garbage_is_looked_for_again_once_it_runs(tmp_path: Path) -> None:
    gc.disable()
    try:
        async with screen(tmp_path) as there:
            assert there.main.link.health is Health.LIVE
            assert gc.isenabled()
            assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()


@pytest.mark.anyio
@pytest.mark.long
async def test_what_was_brought_in_changes_nothing_and_is_all_that_dialogs_need(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        styles = there.app.stylesheet
        before = [node.styles.base.css for node in there.main.walk_children(with_self=True)]
        await warm(styles, after_s=0)
        there.main.update_node_styles(animate=False)
        assert [node.styles.base.css for node in there.main.walk_children(with_self=True)] == before
        brought = set(styles.source)
        for key in ("question_mark", "colon", "s", "c", "y", "d", "exclamation_mark", "at"):
            await there.press(key)
            assert there.dialogs
            await there.press("escape")
        assert set(styles.source) == brought
    gc.unfreeze()
