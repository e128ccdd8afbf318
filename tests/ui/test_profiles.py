"""Another profile on the same screen: found in the palette, opened over its own history, the one before closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ftmonitor.errors import ConfigError
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.monitor.profiles import Choice, Profiles
from ftmonitor.sync.link import Health
from ftmonitor.ui.dialogs.failure import Failure
from tests.support.opened import Opened, opened
from tests.support.screens import Shown, WatchedApp


@dataclass
class TwoProfiles(Profiles):
    """One that is in use, one that can be opened, one that cannot."""

    other: Opened
    opened: list[str] = field(default_factory=list)

    def choices(self) -> tuple[Choice, ...]:
        return tuple(Choice(name, f"http://{name}/v1") for name in ("demo", "second", "broken[b]"))

    def open(self, name: str) -> Monitor:
        self.opened.append(name)
        if name != "second":
            raise ConfigError("config.toml, line 3: nothing there")
        return self.other.monitor


async def choose(there: Shown, name: str) -> None:
    await there.press("colon", *"swi")
    await there.until(lambda: "Switch profile" in there.text)
    await there.press("enter")
    await there.until(lambda: "http://second/v1" in there.text)
    await there.press(*name[:2], "enter")


@pytest.mark.anyio
async def test_another_profile_without_a_restart(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    async with opened(first) as world, opened(second, "single") as other:
        profiles = TwoProfiles(other)
        app = WatchedApp(world.monitor, clock=world.clock, profiles=profiles)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            there = Shown(app, pilot, world)
            await there.until(lambda: there.main.panes and there.main.link.health is Health.LIVE)
            before, jobs = there.main, {job.id for job in there.main.jobs}
            await choose(there, "broken")
            await there.until(lambda: isinstance(app.screen, Failure))
            assert "line 3: nothing there" in there.text
            await there.press("escape")
            assert there.main is before
            await choose(there, "second")
            there = Shown(app, pilot, other)
            await there.until(lambda: there.main is not before and there.main.panes)
            await there.until(lambda: there.main.link.health is Health.LIVE and there.main.job is not None)
            assert app.monitor is other.monitor
            assert len(app.screen_stack) == 1
            assert {job.id for job in there.main.jobs}.isdisjoint(jobs)
            assert not before.is_attached
            await choose(there, "demo")
            await there.until(lambda: there.toasts)
        assert profiles.opened == ["broken[b]", "second"]
